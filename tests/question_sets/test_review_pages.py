"""Loading a paper and reviewing its questions on the pages."""

import re
from collections.abc import Callable

import pytest

from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]
PAPER = b"""\
Consultation on village halls

1. Should every village have a hall?

2. Who should pay for repairs, and how much?

3. What would help volunteers?
"""


@pytest.fixture
def officer(visit: Visit) -> Visitor:
    """A policy officer on the review page of a paper with three questions."""
    visitor = visit("Policy officer").open("/consultations/load")
    return visitor.submit("Load", source="file", paper=("halls.txt", PAPER)).wait_until_read()


def questions(visitor: Visitor) -> list[str]:
    """The texts of the questions on the review page, removed ones in brackets."""
    found = []
    for item in visitor.document.xpath("//li[starts-with(@id, 'question-')]"):
        text = " ".join(item.xpath("string(p[1])").split())
        found.append(f"({text})" if "app-line-of--removed" in item.get("class") else text)
    return found


def number_of(visitor: Visitor, place: int) -> int:
    """The number of the question at a place, from 0."""
    return int(visitor.document.xpath("//li[starts-with(@id, 'question-')]")[place].get("id").removeprefix("question-"))


def press(visitor: Visitor, place: int, words: str) -> Visitor:
    """Press a button of the question at a place."""
    item = visitor.document.xpath("//li[starts-with(@id, 'question-')]")[place]
    for form in item.iter("form"):
        if words in form.text_content():
            data = dict(form.form_values())
            visitor._take(visitor.client.post(form.get("action"), base_url="http://localhost", data=data))
            return visitor
    raise AssertionError(f"no {words!r}")


ONE, TWO, THREE = (
    "Should every village have a hall?",
    "Who should pay for repairs, and how much?",
    "What would help volunteers?",
)


def test_a_paper_gives_its_questions(officer: Visitor) -> None:
    assert questions(officer) == [ONE, TWO, THREE]


def test_editing_a_question(officer: Visitor) -> None:
    number = number_of(officer, 1)
    officer.open(f"/questions/{number}")
    officer.submit(
        "Save question", kind="single_choice", options="The parish\n\nThe district", parts="a) repairs\nb) heating"
    )
    assert "One of several" not in officer.text
    assert "Single choice: The parish; The district" in officer.text
    officer.open(f"/questions/{number}")
    assert "a) repairs\nb) heating" in officer.html
    officer.submit("Save question", _expect=422, text="", options="Only one")
    assert "Enter the question" in officer.text
    assert "Enter at least two options" in officer.text
    assert "Only one" in officer.html


def test_removing_and_putting_back(officer: Visitor) -> None:
    press(officer, 0, "Remove")
    assert questions(officer) == [f"({ONE})", TWO, THREE]
    press(officer, 0, "Put back")
    assert questions(officer) == [ONE, TWO, THREE]


def test_what_was_taken_back_before_something_else_was_done_is_not_offered_again(officer: Visitor) -> None:
    press(officer, 0, "Remove")
    again, back = "Redo", "Undo"
    officer.submit(back)
    press(officer, 1, "Remove")
    assert not officer.has_button(again)
    officer.submit(back)
    assert questions(officer) == [ONE, TWO, THREE]
    officer.submit(again)
    assert questions(officer) == [ONE, f"({TWO})", THREE]
    assert not officer.has_button(again)
    officer.submit(back)
    assert not officer.has_button(back)


def test_of_several_steps_taken_back_none_comes_again_after_something_else(officer: Visitor) -> None:
    for place in (0, 1):
        press(officer, place, "Remove")
    for _ in range(2):
        officer.submit("Undo")
    press(officer, 2, "Remove")
    officer.submit("Undo")
    officer.submit("Redo")
    assert questions(officer) == [ONE, TWO, f"({THREE})"]
    assert not officer.has_button("Redo")


def test_where_no_question_is_left_none_can_be_published(officer: Visitor) -> None:
    for place in (0, 1):
        press(officer, place, "Remove")
    assert "1 question. Look through it, then publish." in officer.text
    assert officer.document.xpath("//main//button[contains(., 'Publish 1 question')]")
    press(officer, 2, "Remove")
    assert "Every question was removed. Put one back or add one before you publish." in officer.text
    assert not officer.document.xpath("//main//button[contains(., 'Publish')]")


def test_a_paper_without_questions_offers_to_add_one(visit: Visit) -> None:
    officer = visit("Policy officer").open("/consultations/load")
    officer.submit("Load", source="file", paper=("halls.txt", b"Nothing is asked here.")).wait_until_read()
    assert "No questions were found." in officer.text
    assert "then publish" not in officer.text
    assert not officer.document.xpath("//main//button[contains(., 'Publish')]")


def test_moving(officer: Visitor) -> None:
    press(officer, 2, "Move up")
    assert questions(officer) == [ONE, THREE, TWO]
    press(officer, 0, "Move down")
    assert questions(officer) == [THREE, ONE, TWO]


def test_splitting_and_joining(officer: Visitor) -> None:
    officer.open(f"/questions/{number_of(officer, 1)}/split")
    officer.submit("Split", first="Who should pay for repairs?", second="How much?")
    assert questions(officer) == [ONE, "Who should pay for repairs?", "How much?", THREE]
    press(officer, 2, "Join")
    assert questions(officer) == [ONE, "Who should pay for repairs? How much?", "(How much?)", THREE]


def test_adding_in_between(officer: Visitor) -> None:
    officer.follow("Add after")
    officer.submit("Add question", number="1a", text="Should every street?")
    assert questions(officer) == [ONE, "Should every street?", TWO, THREE]


def test_publishing_needs_a_closing_date_and_is_final(officer: Visitor) -> None:
    review = officer.path
    officer.submit("Publish", _expect=409)
    assert "Enter the issuing body" in officer.text
    consultation = re.search(r"/consultations/\d+", officer.html)
    assert consultation
    officer.open(consultation[0] + "/details").submit(
        "Save details",
        issuing_body="Department for Local Places",
        closing_day__day="1",
        closing_day__month="march",
        closing_day__year="2099",
        closing_clock="midnight",
    )
    assert "1 March 2099 at 11:59pm" in officer.text
    number = number_of(officer.open(review), 0)
    late = officer.open(f"/questions/{number}").form_with("Save question")
    officer.open(review).submit("Publish")
    assert "no longer be changed" in officer.open(review).text
    assert not officer.open(f"/questions/{number}").has_button("Save")
    typed = {**dict(late.form_values()), "text": "Changed?"}
    officer._take(officer.client.post(f"/questions/{number}", base_url="http://localhost", data=typed))
    assert officer.status == 422
    assert "published and can no longer be changed" in officer.text
    assert "Changed?" in officer.html
    assert questions(officer.open(review)) == [ONE, TWO, THREE]


@pytest.mark.parametrize(
    ("name", "content", "cause"),
    [
        ("paper.docx", b"not a word file", "not a Word file"),
        ("paper.xyz", b"\x00\x01\x02", ""),
        ("bank.yaml", b"title: x\nquestions:\n  - txt: y\n", "ine 3"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_cause(
    visit: Visit, name: str, content: bytes, cause: str
) -> None:
    visitor = visit("Policy officer").open("/consultations/load")
    visitor.submit("Load", source="file", paper=(name, content)).wait_until_read()
    assert visitor.heading == "The file could not be read"
    assert cause in visitor.text
    assert "No consultations yet" in visitor.open("/consultations").text


def test_no_file_or_an_empty_one_is_a_clear_error(visit: Visit) -> None:
    visitor = visit("Policy officer").open("/consultations/load").submit("Load", _expect=422, source="file")
    assert "Select the consultation paper" in visitor.text
    visitor.submit("Load", _expect=422, source="file", paper=("paper.txt", b""))
    assert "The file is empty" in visitor.text


@pytest.mark.parametrize(
    ("day", "clock", "message"),
    [
        (("", "", ""), "5pm", "Enter the closing date"),
        (("31", "2", "2099"), "5pm", "Closing date must be a real date"),
        (("1", "", "2099"), "5pm", "Closing date must include a month"),
        (("1", "1", "2099"), "25:00", "Enter a time, like 5pm or 23:45"),
        (("1", "1", "99999"), "5pm", "Closing date must be a real date"),
    ],
)
def test_dates_that_are_none(officer: Visitor, day: tuple[str, str, str], clock: str, message: str) -> None:
    consultation = re.search(r"/consultations/\d+", officer.html)
    assert consultation
    officer.open(consultation[0] + "/details")
    boxes = dict(zip(("closing_day__day", "closing_day__month", "closing_day__year"), day, strict=True))
    officer.submit("Save details", _expect=422, issuing_body="Department", closing_clock=clock, **boxes)
    assert message in officer.text
    assert f'value="{clock}"' in officer.html


def test_the_paper_can_be_downloaded_as_it_came(officer: Visitor) -> None:
    consultation = re.search(r"/consultations/\d+", officer.html)
    assert consultation
    officer.open(consultation[0]).follow("halls.txt")
    assert officer.data == PAPER
    assert officer.headers["Content-Disposition"].startswith("attachment")


def test_a_question_is_joined_to_the_one_that_the_page_showed(officer: Visitor, visit: Visit) -> None:
    page = officer.path
    press(visit("Senior policy officer").open(page), 1, "Remove")
    press(officer, 2, "Join to the one before")
    assert officer.status == 409
    assert "Somebody else changed this question after you opened the page" in officer.text
    assert not officer.document.xpath("//main//textarea | //main//pre")  # nobody typed anything
    assert questions(officer.open(page)) == [ONE, f"({TWO})", THREE]
    press(officer, 2, "Join to the one before")
    assert questions(officer.open(page)) == [f"{ONE} {THREE}", f"({TWO})", f"({THREE})"]


@pytest.mark.parametrize("button", ["Remove", "Move up", "Join to the one before"])
@pytest.mark.parametrize("changed", [1, 2])
def test_nothing_is_done_with_a_question_that_is_another_by_now(
    officer: Visitor, visit: Visit, button: str, changed: int
) -> None:
    page, number = officer.path, number_of(officer, changed)
    visit("Senior policy officer").open(f"/questions/{number}").submit("Save question", text="Quite another question?")
    now = [ONE, TWO, THREE]
    now[changed] = "Quite another question?"
    press(officer, 2, button)
    refused = changed == 2 or button.startswith("Join")
    assert officer.status == (409 if refused else 200)
    assert not refused or "Somebody else changed this question after you opened the page" in officer.text
    assert (questions(officer.open(page)) == now) == refused
    if refused:
        press(officer, 2, button)  # by who has looked at it
        assert questions(officer.open(page)) != now


def test_a_question_is_not_put_back_into_what_the_page_did_not_show(officer: Visitor, visit: Visit) -> None:
    page = officer.path
    press(officer, 0, "Remove")
    other = visit("Senior policy officer").open(page)
    press(other, 0, "Put back")
    press(officer, 0, "Put back")
    assert officer.status == 409
    assert questions(officer.open(page)) == [ONE, TWO, THREE]


def test_a_question_moves_past_the_one_that_the_page_showed(officer: Visitor, visit: Visit) -> None:
    page, number = officer.path, number_of(officer, 2)
    choosing = visit("Policy officer").open(f"/questions/{number}")
    press(visit("Senior policy officer").open(page), 0, "Move down")
    press(officer, 2, "Move up")
    assert officer.status == 409
    assert "Another question stands before this one now" in officer.text
    assert questions(officer.open(page)) == [TWO, ONE, THREE]
    # Selected was the first question, not the first place.
    place = next(option.get("value") for option in choosing.document.xpath("//option") if ONE in option.text_content())
    choosing.submit("Move it there", after=place)
    assert questions(officer.open(page)) == [TWO, ONE, THREE]


def test_a_question_is_added_after_the_one_that_the_page_showed(officer: Visitor, visit: Visit) -> None:
    page = officer.path
    officer.follow("Add after")
    press(visit("Senior policy officer").open(page), 0, "Move down")
    officer.submit("Add question", text="Added after the first?")
    assert questions(officer.open(page)) == [TWO, ONE, "Added after the first?", THREE]
