"""Dates and times in London, across the two changes of the clocks."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult import dates
from consult.dates import read_clock


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
    assert dates.clock_time(datetime(2006, 2, 7, 12, tzinfo=UTC)) == "12:00pm"
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
        *(
            (typed, time(23, 59))
            for typed in ("12 midnight", "12:00 midnight", "24:00", "24.00", "2400", "23.59", "2359")
        ),
        *((typed, time(12)) for typed in ("noon", "12:00 noon", "12.00 noon", "12noon", "12pm (noon)", "12 midday")),
        *((typed, time(0)) for typed in ("00:00", "0000", "0:00", "12 a.m.", "12:00am", "12am (midnight)")),
        *(
            (typed, time(17))
            for typed in ("5 p.m.", "5p.m", "5.00 P.M.", "17.00", "1700", "1700 hrs", "17h00", "at 5pm")
        ),
        ("530pm", time(17, 30)),
        ("5\u00a0p.m.", time(17)),
        ("5pm (UK time)", time(17)),
    ],
)
def test_times_as_people_type_them(typed: str, read: time) -> None:
    assert read_clock(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "25:00",
        "13pm",
        "0am",
        "5:5",
        "noonish",
        "\uff11\uff17",
        "5pm tomorrow",
        "12am noon",
        "12pm midnight",
        "1.2.3",
        "123",
    ],
)
def test_what_is_no_time(typed: str) -> None:
    assert not is_time(typed)


def is_time(typed: str) -> bool:
    """Whether a text is read as a time."""
    try:
        read_clock(typed)
    except ValueError:
        return False
    return True


@given(st.times())
def test_a_time_is_read_as_it_is_shown(at: time) -> None:
    moment = dates.from_london(date(2027, 2, 3), at.replace(second=1, microsecond=0))
    assert dates.read_clock(dates.clock_time(moment)) == at.replace(second=0, microsecond=0)


def test_a_day_ends_at_one_minute_to_twelve_and_no_page_says_midnight() -> None:
    first = dates.from_london(date(2027, 3, 27), time(0))
    assert (dates.long_time(first), dates.long_date(first)) == ("26 March 2027 at 11:59pm", "26 March 2027")
    assert dates.days_left(first, since=datetime(2027, 3, 26, 9, tzinfo=UTC)) == 0
    assert dates.starts_day(first)
    assert not dates.starts_day(dates.settled(first))
    last = dates.deadline(date(2027, 3, 27), dates.read_clock("midnight"))
    assert dates.long_time(last) == "27 March 2027 at 11:59pm"
    # Something that happened within the first minute of a day did not happen on the day before.
    assert dates.long_time(datetime(2027, 2, 3, 0, 0, 30, tzinfo=UTC)) == "3 February 2027 at 12:00am"


@pytest.mark.parametrize("at", [time(1), time(1, 30), time(1, 59, 59)])
def test_a_time_that_the_clocks_skip_is_none(at: time) -> None:
    with pytest.raises(dates.NoSuchTime, match="does not exist"):
        dates.deadline(date(2027, 3, 28), at)
    assert dates.read_moment(f"2027-03-28T{at}", whole_day=time(0)) is None


def test_a_time_that_comes_twice_is_the_first_and_says_so() -> None:
    day, at = date(2027, 10, 31), time(1, 30)
    first = dates.deadline(day, at)
    assert first == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert dates.clock_time(first) == "1:30am (before the clocks go back)"
    assert dates.clock_time(first + timedelta(hours=1)) == "1:30am (after the clocks went back)"
    assert "comes twice" in dates.in_doubt(day, at)
    assert dates.in_doubt(day, time(2)) == ""


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("between 9am and 5 p.m. on Monday", [time(9), time(17)]),
        ("no later than 17.00 on ", [time(17)]),
        ("by 2359 on ", [time(23, 59)]),
        ("23.59 on ", [time(23, 59)]),
        ("at 12:00 midnight on", [time(23, 59)]),
        ("at 12:00 noon", [time(12)]),
        ("at 11.59pm on", [time(23, 59)]),
        ("by 12 noon", [time(12)]),
        *(
            (text, [])
            for text in ("by 2030", "section 17.00", "\u00a317.00", "by 3.5 per cent", "this afternoon", "ref 2359")
        ),
    ],
)
def test_times_in_a_text(text: str, times: list[time]) -> None:
    assert dates.clocks_in(text) == times
