"""A corrected paper and an extended time on the pages: what changes is seen, and answers and comments stay."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from consult.database import Database
from consult.demo.cast import Cast
from consult.question_sets.models import Consultation, QuestionSet
from tests.journey import answer_numbers, load_and_publish, set_up
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]
FIRST = b"""\
Consultation on village halls

This consultation closes at 5pm on 3 March 2099.

1. Should every village have a hall?

2. Who should pay for the repair of halls, and how much?

3. What would help volunteers to keep a hall open?

4. May halls be let for weddings?
"""
SECOND = b"""\
Consultation on village halls

This consultation closes at 5pm on 17 March 2099.

1. Should every village have a hall?

2. What would help volunteers to keep a hall open?

3. Who should pay for the repair of halls, how much, and from when?

4. Should the council keep a list of halls on its website?
"""


@pytest.fixture
def officer(visit: Visit) -> Visitor:
    """A policy officer who loaded the first edition and published its questions."""
    officer = visit("Policy officer")
    load_and_publish(officer, source="file", paper=("halls.txt", FIRST))
    return officer


@pytest.fixture
def consultation(officer: Visitor, database: Database) -> str:
    """Where the consultation is shown."""
    with database.session(read_only=True) as session:
        return f"/consultations/{session.scalars(sa.select(Consultation.id)).one()}"


def edition(database: Database, n: int) -> str:
    """Where an edition of the questions is shown."""
    with database.session(read_only=True) as session:
        return f"/question-sets/{session.scalars(sa.select(QuestionSet.id).where(QuestionSet.n == n)).one()}"


def correct(officer: Visitor, paper: bytes = SECOND) -> Visitor:
    """Load a corrected paper into the one consultation that there is."""
    officer.open("/consultations").follow("Consultation on village halls").follow("Load a corrected paper")
    return officer.submit("Load the corrected paper", paper=("halls-2.txt", paper)).wait_until_read()


def test_what_a_corrected_paper_changes_is_shown(officer: Visitor) -> None:
    correct(officer)
    assert officer.heading == "What edition 2 changes"
    assert "1 added, 1 changed, 1 moved, 1 no longer asked, 1 as before" in officer.text
    assert officer.document.xpath("//ins[contains(., 'from')]")
    assert "Closing time: 17 March 2099 at 5pm" in officer.text


def test_an_extended_time_is_taken_over_only_when_it_is_ticked(
    officer: Visitor, consultation: str, database: Database
) -> None:
    before = officer.open(consultation).text
    correct(officer).submit("Take over the details you ticked")
    assert officer.open(consultation).text.count("17 March 2099") == 0
    assert ("5pm" in before) == ("5pm" in officer.text)
    officer.open(f"{edition(database, 2)}/changes").submit("Take over the details you ticked", taken=["closing_at"])
    assert "17 March 2099 at 5pm" in officer.open(consultation).text


def test_the_matching_can_be_corrected(officer: Visitor, database: Database) -> None:
    correct(officer).follow("Say which earlier question it is")
    gone = [o.get("value") for o in officer.document.xpath("//select[@name='earlier']/option") if "weddings" in o.text]
    officer.submit("Save question", earlier=gone[0])
    officer.open(f"{edition(database, 2)}/changes")
    assert "0 added, 2 changed, 1 moved, 0 no longer asked, 1 as before" in officer.text
    officer.open(edition(database, 2)).follow("Edit").submit("Save question", _expect=422, earlier=gone[0])
    assert "goes on from that question already" in officer.text


def test_an_older_edition_cannot_be_published_any_more(visit: Visit, database: Database) -> None:
    officer = visit("Policy officer").open("/consultations/load")
    officer.submit("Load", source="file", paper=("halls.txt", FIRST)).wait_until_read()
    late = officer.form_with("Publish")
    correct(officer)
    officer.open(edition(database, 1))
    assert "Edition 2 was loaded since" in officer.text
    assert not officer.has_button("Publish")
    typed = dict(late.form_values())
    officer._take(officer.client.post(late.get("action"), base_url="http://localhost", data=typed))
    assert officer.status == 409
    assert "Publish that one" in officer.text


def test_a_file_without_questions_corrects_nothing(officer: Visitor, consultation: str) -> None:
    correct(officer, b"Nothing is asked here. It is a leaflet about halls.\n")
    assert officer.heading == "The file could not be read"
    assert "No question was found" in officer.text
    assert "Edition 2" not in officer.open(consultation).text


def answered(officer: Visitor, consultation: str) -> tuple[str, list[int]]:
    """Answer the four questions; returns the response's address and the numbers of its answers."""
    number = set_up(officer.open(consultation))
    answers = answer_numbers(officer, number)
    for place, answer in enumerate(answers, 1):
        officer.open(f"/answers/{answer}")
        officer.submit("Save answer", text=f"Our answer to question {place}.", status="for_comment")
    return f"/responses/{number}", answers


def test_answers_and_comments_go_with_their_question(
    officer: Visitor, consultation: str, database: Database, visit: Visit
) -> None:
    response, (_, second, _, last) = answered(officer, consultation)
    partner = visit("Police partner").open(f"/answers/{second}")
    partner.submit("Send comment", position="support", comment="The cost of repairs matters most.")
    correct(officer).follow("Review the questions").submit("Publish")
    officer.open(response).follow("See what it means")
    assert "1 is new and has no answer yet" in officer.text
    assert "1 is no longer asked" in officer.text
    officer.submit("Take over the new questions")
    text = officer.text
    places = [text.index(f"Our answer to question {n}.") for n in (1, 3, 2)]
    assert places == sorted(places)
    assert "No longer asked" in text
    assert "list of halls on its website" in text
    officer.open(f"/answers/{second}")
    assert officer.heading == "Question 3"
    assert "The cost of repairs matters most." in officer.text
    officer.open(f"/answers/{last}")
    assert "no longer asks this question" in officer.text
    assert "Our answer to question 4." in officer.text
    officer.open(edition(database, 1))
    assert "May halls be let for weddings?" in officer.text


QUIETER = b"""\
title: Quieter streets
issuing_body: Department for Local Places
questions:
  - number: 1
    text: Should councils be able to set a limit of 15 miles an hour outside schools?
  - number: 2
    text: How should residents be told before a limit changes?
"""


def test_a_response_that_waits_for_decisions_stays_with_its_questions(visit: Visit, demo: Cast) -> None:
    officer = visit("Policy officer").open("/consultations").follow("Quieter streets")
    officer.follow("Load a corrected paper")
    officer.submit("Load the corrected paper", paper=("quieter.yaml", QUIETER)).wait_until_read()
    officer.follow("Review the questions").submit("Publish")
    officer.follow("Response on speed limits").follow("See what it means")
    officer.submit("Take over the new questions", _expect=409)
    assert "Withdraw it before you take over the new questions" in officer.text


def test_the_edition_that_is_taken_over_is_the_one_that_the_page_showed(
    officer: Visitor, consultation: str, visit: Visit
) -> None:
    response, _ = answered(officer, consultation)
    correct(officer).follow("Review the questions").submit("Publish")
    officer.open(f"{response}/new-questions")
    assert "Edition 2 of the questions" in officer.text
    other = visit("Senior policy officer")
    correct(other, SECOND.replace(b"website", b"noticeboard")).follow("Review the questions").submit("Publish")
    officer.submit("Take over the new questions", _expect=409)
    assert "Edition 3 was published after you opened this page" in officer.text
    officer.submit("Take over the new questions")
    assert "rests on edition 3" in officer.text
