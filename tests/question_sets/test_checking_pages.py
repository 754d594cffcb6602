"""Checking a paper's questions against its text on the pages: the doubtful first, nothing published unseen."""

from collections.abc import Callable

import pytest
from flask import Flask

from consult.demo.cast import Cast
from consult.question_sets.models import Question
from tests.counting import count_statements
from tests.journey import date_fields
from tests.visitor import HOST, Visitor

Visit = Callable[[str | None], Visitor]
# Question 5 follows question 3: the reader doubts it. The last paragraph asks, but not the reader.
PAPER = b"""\
Consultation on benches

Published by the Department for Local Places

This consultation closes at 5pm on 3 March 2099.

1. A path without a bench is closed to whoever cannot walk far.

2. Benches cost 400 pounds each.

Question 1: Should every path have a bench? (See paragraph 1)

Question 2: Who should repair benches, and with what money? (See paragraph 2)

Question 3: Should a bench have a back?

Question 5: Where are benches missing most? (maximum 200 words)

But what is a bench without shade? In summer nobody sits on it.
"""


@pytest.fixture
def officer(visit: Visit) -> Visitor:
    """A policy officer on the review page of the paper."""
    visitor = visit("Policy officer").open("/consultations/load")
    return visitor.submit("Load", source="file", paper=("benches.txt", PAPER)).wait_until_read()


def press(visitor: Visitor, button: str) -> Visitor:
    """Press the first button with these words."""
    return visitor.submit(button)


def test_doubtful_questions_come_first_with_the_reason(officer: Visitor) -> None:
    assert "Check 1 of them against the paper" in officer.text
    first = officer.document.xpath("//h2[.='Check first']/following-sibling::ol")[0].text_content()
    assert "Question 5" in first
    assert "The number does not follow the one before (5 after 3)" in first
    assert "Question 1" not in first
    assert not officer.has_button("Publish")


def test_nothing_is_published_before_what_is_doubtful_was_checked(officer: Visitor) -> None:
    review = officer.path
    form = officer.form_with("It is right")
    typed = {"csrf_token": dict(form.form_values())["csrf_token"]}
    officer._take(officer.client.post(f"{officer.path}/publish", base_url=HOST, data=typed))
    assert officer.status == 409
    assert "Check question 5 against the paper before you publish" in officer.text
    officer.open(review)
    press(officer, "It is right")
    assert "Look through them, then publish" in officer.text
    press(officer, "Publish 4 questions")
    assert "The questions are published" in officer.text


def test_a_question_that_was_corrected_meanwhile_is_not_accepted_unseen(officer: Visitor) -> None:
    page, number = officer.path, officer.form_with("It is right").get("action").split("/")[2]
    with officer.client.application.extensions["database"].transaction() as session:
        session.get_one(Question, int(number)).text = "What nobody has looked at?"
    officer.submit("It is right", _expect=409)
    assert "Somebody else changed this question after you opened the page" in officer.text
    assert "Check 1 of them against the paper" in officer.open(page).text


def test_the_paper_stands_beside_the_question_with_what_it_refers_to(officer: Visitor) -> None:
    officer.open(first_question(officer))
    aside = officer.document.xpath("//section[@aria-labelledby='paper-text']")[0]
    marked = [p.text_content() for p in aside.find_class("app-passage--marked")]
    assert len(marked) == 1
    assert "Should every path have a bench?" in marked[0]
    assert "Refers to paragraph 1" in aside.text_content()
    assert aside.text_content().count("closed to whoever cannot walk far") == 2


def test_saving_goes_on_to_the_next_doubtful_question(officer: Visitor) -> None:
    officer.follow("Check the first")
    assert officer.heading == "Check question 5"
    form = officer.form_with("Save, and check the next")
    typed = {**dict(form.form_values()), "number": "4", "next": "1"}
    officer._take(officer.client.post(officer.path, base_url=HOST, data=typed))
    assert "Look through them, then publish" in officer.text
    assert "Question 4" in officer.text


def test_what_was_left_out_is_told_and_can_be_added_in_its_place(officer: Visitor) -> None:
    assert "But what is a bench without shade?" in officer.text
    assert "Rhetorical" in officer.text
    officer.follow("Add it as a question")
    assert "But what is a bench without shade?" in officer.html
    officer.submit("Add question", text="What is a bench without shade?")
    assert officer.text.index("Where are benches missing most?") < officer.text.index("What is a bench without shade?")


def test_a_missed_question_is_made_of_ticked_paragraphs(officer: Visitor) -> None:
    officer.open(f"{officer.path}/paper")
    boxes = officer.document.xpath("//input[@name='from']")
    places = [box.get("value") for box in boxes][3:5]
    officer.submit("Add a question from what is ticked", **{"from": places})
    assert officer.heading == "Add a question"
    assert "closed to whoever cannot walk far." in officer.html
    assert "Benches cost 400 pounds each." in officer.html
    officer.submit("Add question", text="Are 400 pounds a fair price?")
    texts = officer.text
    others = texts.index("The others")
    assert texts.index("Are 400 pounds a fair price?", others) < texts.index("Should every path have a bench?", others)


def first_question(officer: Visitor) -> str:
    """Where the first question of the paper is edited."""
    shown = officer.document.xpath("//li[starts-with(@id, 'question-')]/@id")
    return f"/questions/{min(int(each.removeprefix('question-')) for each in shown)}"


def last_question(officer: Visitor) -> str:
    """Where the question is edited that is the last of the paper."""
    shown = officer.document.xpath("//li[starts-with(@id, 'question-')]/@id")
    return f"/questions/{max(int(each.removeprefix('question-')) for each in shown)}"


def test_a_question_is_put_at_any_place(officer: Visitor) -> None:
    third = int(first_question(officer).rpartition("/")[2]) + 2
    officer.open(f"/questions/{third}").submit("Move it there", after="0")
    rest = officer.text[officer.text.index("The others") :]
    assert rest.index("Should a bench have a back?") < rest.index("Should every path have a bench?")


def test_limits_and_references_are_kept_and_can_be_corrected(officer: Visitor) -> None:
    last = last_question(officer)
    assert "At most 200 words" in officer.text
    officer.open(last)
    officer.submit("Save question", _expect=422, word_limit="many")
    assert "Most words must be a whole number from 1 to 1,000,000" in officer.text
    officer.submit("Save question", word_limit="1,500", refs="paragraph 2")
    assert "At most 1,500 words. Refers to paragraph 2" in officer.text
    officer.open(last)
    assert officer.text.count("Benches cost 400 pounds each.") == 2


def test_what_the_paper_says_of_itself_is_kept(officer: Visitor) -> None:
    officer.open("/consultations").follow("Consultation on benches")
    assert "Department for Local Places" in officer.text
    assert "3 March 2099 at 5pm" in officer.text


def test_a_closing_time_before_our_own_is_warned_of(demo: Cast, visit: Visit) -> None:
    officer = visit("Policy officer").open("/consultations").follow("Quieter streets").follow("Change details")
    officer.submit("Save details", **date_fields("closing_day", 2))
    assert "We now plan to submit after it closes: change the plan of Response on speed limits" in officer.text


def test_longer_papers_ask_no_more_of_the_database(visit: Visit, app: Flask) -> None:
    officer = visit("Policy officer")
    counts = []
    for questions in (5, 60):
        asked = "\n\n".join(
            f"{n}. Should path number {n} have a bench? (See paragraph {n})" for n in range(1, questions)
        )
        officer.open("/consultations/load").submit("Load", source="file", paper=("many.txt", asked.encode()))
        officer.wait_until_read()
        review = officer.path
        number = officer.document.xpath("//li[starts-with(@id, 'question-')]")[0].get("id").removeprefix("question-")
        for path in (review, f"{review}/paper", f"/questions/{number}", "/consultations"):
            with count_statements(app) as counted:
                officer.open(path)
            counts.append(counted.statements)
    assert counts[:4] == counts[4:]
