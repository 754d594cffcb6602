"""When a consultation opens and closes, whom to ask about it and where responses go: from the paper's own lines."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.dates import in_london, long_date
from consult.question_sets.paper import Paper
from consult.question_sets.readers.blocks import Block
from consult.question_sets.recognising.recognise import recognise


def read(*lines: str) -> Paper:
    """A paper of these lines; those that begin with # are headings."""
    told = [Block(line.lstrip("# "), line.lstrip("# "), level=2 if line.startswith("#") else 0) for line in lines]
    return recognise(
        [Block("Paths for all", level=1), *told, Block("1. Are the paths dry?"), Block("2. Are they lit?")]
    )


@pytest.mark.parametrize(
    ("line", "closing"),
    [
        ("The consultation closes at midday on Friday 27 March 2027.", "27 March 2027 12:00"),
        ("Responses must reach us by midday on Friday 27 March 2027.", "27 March 2027 12:00"),
        ("This consultation closes at 11:45pm on 3 May 2027.", "3 May 2027 23:45"),
        ("This consultation closes on 3 May 2027 at 23:59", "3 May 2027 23:59"),
        ("Closing date: extended to 14 June 2027 (previously 31 May 2027)", "14 June 2027 23:59"),
        ("Closing date: 31 May 2027, now extended to 14 June 2027 at noon", "14 June 2027 12:00"),
        ("The deadline was 31 May 2027. It has been extended to 14 June 2027.", "14 June 2027 23:59"),
        ("The deadline has been extended from 31 May 2027 to 14 June 2027.", "14 June 2027 23:59"),
        ("The consultation opened on 3 March 2027 and closes on 3 May 2027.", "3 May 2027 23:59"),
        ("The consultation runs from 3 March 2027 to 3 May 2027.", "3 May 2027 23:59"),
        ("The consultation will run from 9am on 3 March 2027 until 5pm on 3 May 2027.", "3 May 2027 17:00"),
        ("Consultation period: from 3 March 2027 to 3 May 2027", "3 May 2027 23:59"),
        ("A workshop will be held on 9 April 2027. Please reply by 3 May 2027.", "3 May 2027 23:59"),
        (
            "Please submit your response before 3 May 2027. We will publish a summary by 1 July 2027.",
            "3 May 2027 23:59",
        ),
        ("3 May 2027 is the closing date for responses.", "3 May 2027 23:59"),
        ("This consultation ends on 3rd May 2027.", "3 May 2027 23:59"),
        ("The deadline for responses is 5pm, Monday 3 May 2027.", "3 May 2027 17:00"),
    ],
)
def test_closing_time_is_the_one_that_binds(line: str, closing: str) -> None:
    closes = read(line).closing_at
    assert closes is not None
    assert f"{long_date(closes)} {in_london(closes):%H:%M}" == closing


@pytest.mark.parametrize(
    "line",
    [
        "The consultation opened on 3 March 2027.",
        "The consultation opens on 3 March 2027.",
        "A public meeting will be held on 9 April 2027 at 7pm.",
        "Register for the workshop by 9 April 2027.",
        "The results will be published by 1 July 2027.",
        "The new rules come into force on 1 October 2027.",
        "This paper was published on 3 March 2027.",
        "The last survey closed in 2025.",
    ],
)
def test_other_dates_are_no_closing_dates(line: str) -> None:
    assert read(line).closing_at is None


def test_day_without_its_year_is_the_next_one_after_the_opening() -> None:
    paper = read("This consultation opened on 3 March 2027.", "It closes at 11:45pm on 3 May.")
    assert paper.closing_at == datetime(2027, 5, 3, 22, 45, tzinfo=UTC)
    assert read("It closes at 11:45pm on 3 May.").closing_at is None


@pytest.mark.parametrize(
    ("line", "opening"),
    [
        ("This consultation opened on 3 March 2027.", datetime(2027, 3, 3, tzinfo=UTC)),
        ("Opening date: 3 March 2027", datetime(2027, 3, 3, tzinfo=UTC)),
        ("The consultation opens at 9:30am on 3 June 2027.", datetime(2027, 6, 3, 8, 30, tzinfo=UTC)),
        ("The consultation runs from 3 March 2027 to 3 May 2027.", datetime(2027, 3, 3, tzinfo=UTC)),
        ("This paper was published on 3 March 2027.", None),
        ("The consultation closes on 3 March 2027.", None),
    ],
)
def test_opening_time_is_read_where_the_paper_says_it(line: str, opening: datetime | None) -> None:
    assert read(line).opening_at == opening


@settings(max_examples=40, deadline=None)
@given(
    opens=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),
    days=st.integers(1, 200),
    form=st.sampled_from(
        [
            "The consultation opened on {0} and closes on {1}.",
            "It runs from {0} to {1}. A meeting will be held on {0}.",
            "A workshop is on {0}. The closing date for responses is {1}.",
            "Published on {0}. Responses should be received by {1}.",
        ]
    ),
)
def test_second_of_two_dates_is_the_closing_date_whatever_they_are(opens: datetime, days: int, form: str) -> None:
    first = opens.replace(hour=12, tzinfo=UTC)
    last = datetime.fromordinal(first.toordinal() + days).replace(hour=12, tzinfo=UTC)
    closes = read(form.format(long_date(first), long_date(last))).closing_at
    assert closes is not None
    assert long_date(closes) == long_date(last)


def test_ways_to_respond_and_contact_are_told_apart_by_their_headings() -> None:
    paper = read(
        "# How to respond",
        "Online: https://consult.example.test/paths",
        "Email: responses@example.test",
        "Post: Paths team, Rivermead Borough Council, 2 Example Street, Rivermead RM1 1AA",
        "# Enquiries to",
        "Email: paths@example.test",
        "Telephone: 020 7946 0000",
        "# Background",
        "The ranger can be reached at ranger@example.test.",
    )
    assert paper.ways_to_respond == (
        "Online: https://consult.example.test/paths",
        "Email: responses@example.test",
        "Post: Paths team, Rivermead Borough Council, 2 Example Street, Rivermead RM1 1AA",
    )
    assert paper.contact == ("Email: paths@example.test", "Telephone: 020 7946 0000")


def test_sentence_tells_what_its_address_is_for() -> None:
    paper = read(
        "# About this paper",
        "Responses should be sent to responses@example.test. For further information, contact paths@example.test or "
        "telephone 020 7946 0000.",
    )
    assert paper.ways_to_respond == ("Email: responses@example.test",)
    assert paper.contact == ("Email: paths@example.test", "Telephone: 020 7946 0000")


def test_address_set_in_lines_is_one_address() -> None:
    paper = read(
        "Responses should be sent to:",
        "The Paths Team",
        "Department for Local Places",
        "2 Example Street",
        "Rivermead RM1 1AA",
        "Enquiries to:",
        "Policy officer",
        "Rivermead Borough Council",
        "Rivermead RM1 2BB",
        "Telephone: 020 7946 0000",
        "# Background",
        "The paths are old.",
    )
    assert paper.ways_to_respond == (
        "Post: The Paths Team, Department for Local Places, 2 Example Street, Rivermead RM1 1AA",
    )
    assert paper.contact == (
        "Post: Policy officer, Rivermead Borough Council, Rivermead RM1 2BB",
        "Telephone: 020 7946 0000",
    )


@pytest.mark.parametrize(
    ("line", "way"),
    [
        ("Please e-mail your comments to responses@example.test.", "Email: responses@example.test"),
        ("You can respond online at https://consult.example.test/paths.", "Online: https://consult.example.test/paths"),
        (
            "Responses can be sent by post to: Paths team, 2 Example Street, Rivermead RM1 1AA.",
            "Post: Paths team, 2 Example Street, Rivermead RM1 1AA",
        ),
    ],
)
def test_way_to_respond_in_a_sentence(line: str, way: str) -> None:
    paper = read(line)
    assert paper.ways_to_respond == (way,)
    assert paper.contact == ()


def test_only_what_stands_in_the_paper_is_told() -> None:
    paper = read("# Contact details", "Name:", "Email:", "# Complaints", "Write to complaints@example.test.")
    assert (paper.contact, paper.ways_to_respond) == ((), ())


@pytest.mark.parametrize(
    "filler",
    ["a@", "1", "0 ", "www.", "by post to ", "A1 1AA ", ". ", "\t", "(", "_", "contact ", "1 May ", "responses to "],
)
def test_no_long_line_makes_reading_particulars_slow(filler: str) -> None:
    began = time.process_time()
    read("# How to respond", filler * (100_000 // len(filler)), f"closing {filler * 2_000}")
    assert time.process_time() - began < 2
