"""Taking over answers drafted elsewhere: the worker reads the file, an officer sees it, and no text is replaced."""

from collections.abc import Callable

import pytest

from tests.test_journey import load_and_publish, set_up
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]
PAPER = b"""\
Consultation on village halls

1. Should every village have a hall?

2. Who should pay for the repair of halls, and how much?

3. What would help volunteers to keep a hall open?
"""
DRAFT = """\
# Response to the consultation on village halls

**1. Should every village have a hall?**

Yes. A hall is where a village meets.

**2. Who should pay for the repair of halls, and how much?**

The parish should pay half, and the district the rest.

**4. Is there anything else that you would like to say?**

A fund for *roofs* would help.
"""


@pytest.fixture
def officer(visit: Visit) -> Visitor:
    """A policy officer on the page of a response to three questions, of which the first has an answer."""
    officer = visit("Policy officer")
    load_and_publish(officer, source="file", paper=("halls.txt", PAPER))
    set_up(officer)
    officer.open("/answers/1").submit("Save answer", text="Ours already.")
    return officer.open("/responses/1").follow("Take over answers")


def test_answers_are_seen_before_they_are_taken_over(officer: Visitor) -> None:
    officer.submit("Read the file", paper=("draft.md", DRAFT.encode())).wait_until_read()
    assert officer.heading == "Answers read in draft.md"
    assert "2 answers fit a question. 1 of them is still empty here" in officer.text
    assert "Read, but fitting no question here" in officer.text
    assert "fund for roofs" in officer.text
    assert "The parish should pay half" not in officer.open("/responses/1/answers").text


def test_only_empty_answers_are_filled(officer: Visitor) -> None:
    officer.submit("Read the file", paper=("draft.md", DRAFT.encode())).wait_until_read().submit("Take over 1 answer")
    assert "1 of 3 answers were taken over" in officer.text
    assert "Ours already." in officer.text
    assert "The parish should pay half, and the district the rest." in officer.text
    assert "Yes. A hall is where a village meets." not in officer.text
    assert "Taken over from draft.md" in officer.open("/answers/2/versions").text


def test_one_answer_under_two_questions_is_shown_as_shared(officer: Visitor) -> None:
    both = DRAFT.replace(
        "The parish should pay half, and the district the rest.\n\n**4. Is",
        "**3. What would help volunteers to keep a hall open?**\n\nThe district should pay.\n\n**4. Is",
    )
    officer.submit("Read the file", paper=("draft.md", both.encode())).wait_until_read()
    assert "The same answer stands under question 2 and question 3" in officer.text


def test_a_file_whose_answers_fit_nothing_says_so(officer: Visitor) -> None:
    officer.submit("Read the file", paper=("other.md", b"1. Why?\n\nBecause.\n")).wait_until_read()
    assert "no answer in this file belongs to a question" in officer.text
    assert not officer.has_button("Take over")


def test_a_hostile_file_changes_nothing(officer: Visitor) -> None:
    officer.submit("Read the file", paper=("draft.docx", b"PK\x03\x04 broken")).wait_until_read()
    assert officer.heading == "The file could not be read"
    assert "Nothing was saved" in officer.text


def test_what_was_read_for_one_response_is_not_there_for_another(officer: Visitor, visit: Visit) -> None:
    officer.submit("Read the file", paper=("draft.md", DRAFT.encode())).wait_until_read()
    found = officer.path
    assert "/take-over/" in found
    officer.open(found.replace("/responses/1/", "/responses/2/"), expect=404)
    visit("Police partner").open(found, expect=403)
    visit("Police partner").open("/readings/2", expect=403)
