"""Dates and times in London, across the two changes of the clocks."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult import dates
from consult.fields import read_clock


@pytest.mark.parametrize(
    ("day", "at", "moment"),
    [
        (date(2026, 7, 1), time(23, 45), datetime(2026, 7, 1, 22, 45, tzinfo=UTC)),
        (date(2026, 12, 1), time(23, 45), datetime(2026, 12, 1, 23, 45, tzinfo=UTC)),
        (date(2026, 3, 29), time(1, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (date(2026, 10, 25), time(1, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_london_times(day: date, at: time, moment: datetime) -> None:
    assert dates.from_london(day, at) == moment


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)))
def test_a_moment_survives_london_but_for_the_hour_that_comes_twice(moment: datetime) -> None:
    local = dates.in_london(moment)
    again = dates.from_london(local.date(), local.time().replace(tzinfo=None))
    assert again == moment or local.fold == 1


def test_words() -> None:
    moment = datetime(2006, 2, 7, 23, 45, tzinfo=UTC)
    assert dates.long_date(date(2006, 2, 7)) == "7 February 2006"
    assert dates.long_time(moment) == "7 February 2006 at 11:45pm"
    assert dates.clock_time(datetime(2006, 2, 7, 12, tzinfo=UTC)) == "midday"
    assert [dates.in_words(n) for n in (-2, -1, 0, 1, 5)] == [
        "2 days ago",
        "yesterday",
        "today",
        "tomorrow",
        "in 5 days",
    ]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("5pm", time(17)),
        ("11:45 PM", time(23, 45)),
        ("23.45", time(23, 45)),
        ("midday", time(12)),
        ("12 noon", time(12)),
        ("midnight", time(23, 59)),
        ("12am", time(0)),
        ("9", time(9)),
    ],
)
def test_times_as_people_type_them(typed: str, read: time) -> None:
    assert read_clock(typed) == read


@pytest.mark.parametrize("typed", ["", "25:00", "13pm", "0am", "5:5", "noonish", "\uff11\uff17", "5pm tomorrow"])
def test_what_is_no_time(typed: str) -> None:
    assert not is_time(typed)


def is_time(typed: str) -> bool:
    """Whether a text is read as a time."""
    try:
        read_clock(typed)
    except ValueError:
        return False
    return True
