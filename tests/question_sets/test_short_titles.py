"""Short titles of questions: what the rule proposes, and that an officer's own stays."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.question_sets.short_titles import MOST_LETTERS, short_title
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Do you agree that there should be one water map by 2028?", "One water map by 2028"),
        ("What are your views on the proposed ferry timetable?", "Proposed ferry timetable"),
        ("Please tell us about your use of the hall.", "Use of the hall"),
        ("Name and surname (optional)", "Name and surname"),
        ("The square is old and its paving is worn. Should the council mend the paving?", "Council mend the paving"),
        ("How old are you?", "How old"),
        ("To what extent do you agree or disagree with opening on Sundays?", "Opening on Sundays"),
        ("Any other comments?", "Other comments"),
        ("Why?", "Why"),
        ("Donaudampfschifffahrtsgesellschaft?", "Donaudampfschifffahrtsges"),
        ("ﬁnancenancenancenanceabcd?", "FInancenancenancenanceabc"),
    ],
)
def test_title_is_what_a_question_is_about(text: str, title: str) -> None:
    assert short_title(text) == title


@given(st.text(max_size=700))
def test_title_fits_whatever_the_text(text: str) -> None:
    title = short_title(text)
    assert len(title) <= MOST_LETTERS
    assert title == title.strip()


@pytest.fixture
def officer(visit: Visit) -> Visitor:
    """A policy officer who has just loaded a paper with one question."""
    paper = b"Halls\n\n1. Should every village have a hall?\n"
    visitor = visit("Policy officer").open("/consultations/load")
    return visitor.submit("Load", source="file", paper=("halls.txt", paper)).wait_until_read()


def titled(officer: Visitor) -> str:
    """The short title that the form of the question shows."""
    officer.follow("Edit")
    return str(officer.form_with("Save question").fields["title"])


def saved(officer: Visitor, **fields: str) -> str:
    """The short title on the form after something of it was saved."""
    officer.submit("Save question", **fields)
    return titled(officer)


def test_officer_gives_a_title_and_an_empty_one_is_proposed_again(officer: Visitor) -> None:
    assert titled(officer) == "Every village have a hall"
    assert saved(officer, title="Halls for all") == "Halls for all"
    assert "Question 1: Halls for all" in officer.follow("Review the questions").text
    officer.follow("Edit")
    assert saved(officer, title="") == "Every village have a hall"


def test_proposed_title_goes_with_the_words_and_an_own_one_stays(officer: Visitor) -> None:
    titled(officer)
    assert saved(officer, text="Should the council mend the paving?") == "Council mend the paving"
    assert saved(officer, title="Paving", text="Should the council paint the hall?") == "Paving"
    assert saved(officer, text="Should the council close the hall?") == "Paving"


def test_title_of_more_letters_than_there_is_room_for_is_refused_and_kept_on_the_page(officer: Visitor) -> None:
    titled(officer)
    long = "A title that goes on and on"
    officer.submit("Save question", title=long, _expect=422)
    assert officer.form_with("Save question").fields["title"] == long
    assert f"Short title must be {MOST_LETTERS} characters or fewer" in officer.text
