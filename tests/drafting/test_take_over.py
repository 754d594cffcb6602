"""Taking over answers drafted elsewhere: the worker reads the file, an officer sees it, and no text is replaced."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from consult.database import Database
from consult.demo.cast import Cast
from consult.question_sets import services
from consult.question_sets.models import PaperFile, Question, QuestionSet
from tests.factories.situations import Drafting, being_drafted
from tests.issuing.editing import RUN, edited, into
from tests.journey import answer_numbers, load_and_publish, set_up
from tests.question_sets.word_file import WordFile
from tests.visitor import Visitor

TAKE = "Take over the selected answers"
Visit = Callable[[str | None], Visitor]
HALLS = (
    "Should every village have a hall?",
    "Who should pay for the repair of halls, and how much?",
    "What would help volunteers to keep a hall open?",
)
PAPER = "\n\n".join(["Consultation on village halls", *(f"{n}. {text}" for n, text in enumerate(HALLS, 1))]).encode()
DRAFT = """\
# Response to the consultation on village halls

**1. Should every village have a hall?**

Yes. A hall is where a village meets.

**2. Who should pay for the repair of halls, and how much?**

The parish should pay half, and the district the rest.

**4. Is there anything else that you would like to say?**

A fund for *roofs* would help.
"""


OTHER = b"""\
# Our response to the survey of birds

1. Which birds nest in your garden?

We have sparrows, and a wren.

2. How often do you feed them?

We feed them every day in winter.
"""


@pytest.fixture
def halls(database: Database, cast: Cast) -> Drafting:
    """A response to three questions, of which the first has an answer."""
    with database.transaction() as session:
        return being_drafted(session, cast, ("Ours already.", "", ""), questions=HALLS)


@pytest.fixture
def officer(halls: Drafting, visit: Visit) -> Visitor:
    """A policy officer who takes answers over to that response."""
    return visit("Policy officer").open(f"/responses/{halls.response}").follow("Take over answers")


def test_answers_are_seen_before_they_are_taken_over(officer: Visitor, halls: Drafting) -> None:
    officer.submit("Read the file", paper=("draft.md", DRAFT.encode())).wait_until_read()
    assert officer.heading == "Answers read in draft.md"
    assert "2 answers fit a question. 1 of them fills an empty answer and is selected." in officer.text
    assert "Number 4 in the file Fits no question" in officer.text
    assert "fund for roofs" in officer.text
    assert "Not found in the file These questions stay as they are. Question 3: What would help" in officer.text
    assert "The parish should pay half" not in officer.open(f"/responses/{halls.response}/answers").text


def test_only_empty_answers_are_filled(officer: Visitor, halls: Drafting) -> None:
    officer.submit("Read the file", paper=("draft.md", DRAFT.encode())).wait_until_read().submit(TAKE)
    assert "1 of 3 answers were taken over" in officer.text
    assert "Ours already." in officer.text
    assert "The parish should pay half, and the district the rest." in officer.text
    assert "Yes. A hall is where a village meets." not in officer.text
    assert "Taken over from draft.md" in officer.open(f"/answers/{halls.answers[1]}/versions").text


def test_one_answer_under_two_questions_is_shown_as_shared(officer: Visitor) -> None:
    both = DRAFT.replace(
        "The parish should pay half, and the district the rest.\n\n**4. Is",
        "**3. What would help volunteers to keep a hall open?**\n\nThe district should pay.\n\n**4. Is",
    )
    officer.submit("Read the file", paper=("draft.md", both.encode())).wait_until_read()
    assert "The same answer stands under question 2 and question 3" in officer.text


def test_a_file_whose_answers_fit_nothing_says_so(officer: Visitor) -> None:
    officer.submit("Read the file", paper=("other.md", OTHER)).wait_until_read()
    assert "No answer in this file belongs to a question of this response" in officer.text
    officer.submit(TAKE, 422)
    assert "Select at least one answer to take over" in officer.text


def test_a_file_without_answers_says_so(officer: Visitor) -> None:
    officer.submit("Read the file", paper=("halls.txt", PAPER)).wait_until_read()
    assert "3 questions were read, but no answer" in officer.text
    assert not officer.has_button("Take over")


def test_an_answer_that_fits_nothing_can_be_told_where_it_belongs(officer: Visitor, halls: Drafting) -> None:
    officer.submit("Read the file", paper=("draft.md", DRAFT.encode())).wait_until_read()
    assert "take_2" not in dict(officer.form_with(TAKE).form_values())
    officer.submit(TAKE, take_1="", take_2="y", to_2=str(halls.questions[2]))
    assert "1 of 3 answers were taken over" in officer.text
    assert "A fund for *roofs* would help." in officer.open(f"/answers/{halls.answers[2]}").text
    assert "The parish should pay half" not in officer.open(f"/answers/{halls.answers[1]}").text


def test_a_wrong_selection_is_refused_and_kept(officer: Visitor, halls: Drafting) -> None:
    officer.submit("Read the file", paper=("draft.md", DRAFT.encode())).wait_until_read()
    officer.submit(TAKE, 422, take_1="")
    assert "Select at least one answer to take over" in officer.text
    officer.submit(TAKE, 422, take_1="y", take_2="y", to_2=str(halls.questions[1]))
    assert "Two answers are selected for this question" in officer.text
    officer.submit(TAKE, 422, take_1="y", take_2="y", to_2="0")
    assert "Select the question that this answer belongs to" in officer.text
    officer.submit(TAKE, 422, take_0="y", to_0=str(halls.questions[0]), take_2="")
    assert "has an answer already, and it is not replaced" in officer.text
    values = dict(officer.form_with(TAKE).form_values())
    assert {name: values.get(name) for name in ("take_0", "take_1", "take_2")} == {
        "take_0": "y",
        "take_1": "y",
        "take_2": None,
    }
    assert "The parish should pay half" not in officer.open(f"/responses/{halls.response}/answers").text


def test_an_answer_begun_while_the_page_was_open_is_not_replaced(
    officer: Visitor, halls: Drafting, visit: Visit
) -> None:
    officer.submit("Read the file", paper=("draft.md", DRAFT.encode())).wait_until_read()
    visit("Policy officer").open(f"/answers/{halls.answers[1]}").submit("Save answer", text="Begun by a colleague.")
    officer.submit(TAKE, 422)
    assert "has an answer already, and it is not replaced" in officer.text
    assert "Begun by a colleague." in officer.open(f"/responses/{halls.response}/answers").text


def test_our_own_document_fills_equal_questions_each_with_its_own_answer(visit: Visit) -> None:
    officer = visit("Policy officer")
    twice = b"# Halls\n\n1. Do you agree?\n\n2. Who should pay for repairs?\n\n3. Do you agree?\n"
    load_and_publish(officer, source="file", paper=("halls.md", twice))
    published = officer.path
    response = set_up(officer)
    one, _, three = answer_numbers(officer, response)
    officer.open(f"/answers/{one}").submit(
        "Save answer", text="Yes.\n\n- see[^a] the [plan](https://a.example/plan)\n\n[^a]: Of 2025."
    )
    officer.open(f"/answers/{three}").submit("Save answer", text="> No, ~~never~~ not yet.")
    document = officer.open(f"/responses/{response}/drafts/response_document.docx").data
    again = set_up(officer.open(published))
    officer.open(f"/responses/{again}").follow("Take over answers")
    officer.submit("Read the file", paper=("response.docx", document)).wait_until_read()
    assert "2 answers fit a question. All of them fill an empty answer and are selected." in officer.text
    assert "Matched by the mark that our documents carry" in officer.text
    assert "In the file without an answer Question 2" in officer.text
    officer.submit(TAKE)
    first, second, last = (text_of(officer, number) for number in answer_numbers(officer, again))
    assert first == "Yes.\n\n- see[^1] the [plan](https://a.example/plan)\n\n[^1]: Of 2025."
    assert last == "> No, ~~never~~ not yet."
    assert second == ""


def text_of(officer: Visitor, answer: int) -> str:
    """The text of an answer as its form holds it."""
    return str(dict(officer.open(f"/answers/{answer}").form_with("Save answer").form_values())["text"]).strip("\n")


def test_what_is_not_kept_is_listed_before_anything_is_saved(officer: Visitor, halls: Drafting) -> None:
    document = officer.open(f"/responses/{halls.response}/drafts/response_document.docx").data
    coloured = edited(document, lambda root: into(root, RUN.format('<w:color w:val="FF0000"/>')))
    officer.open(f"/responses/{halls.response}").follow("Take over answers")
    officer.submit("Read the file", paper=("response.docx", coloured)).wait_until_read()
    assert "Not kept as it stands in the file Coloured or highlighted text" in officer.text
    assert "SHA-256" not in officer.text


def test_a_hostile_file_changes_nothing(officer: Visitor) -> None:
    officer.submit("Read the file", paper=("draft.docx", b"PK\x03\x04 broken")).wait_until_read()
    assert officer.heading == "The file could not be read"
    assert "Nothing was saved" in officer.text


def test_what_was_read_for_one_response_is_not_there_for_another(
    officer: Visitor, halls: Drafting, database: Database, cast: Cast, visit: Visit
) -> None:
    with database.transaction() as session:
        other = being_drafted(session, cast).response
    officer.submit("Read the file", paper=("draft.md", DRAFT.encode())).wait_until_read()
    found = officer.path
    assert "/take-over/" in found
    officer.open(found.replace(f"/responses/{halls.response}/", f"/responses/{other}/"), expect=404)
    visit("Police partner").open(found, expect=403)
    visit("Police partner").open(f"/readings/{found.rpartition('/')[2]}", expect=403)


def test_answers_of_the_loaded_paper_are_listed_with_what_is_not_kept_of_each(visit: Visit, database: Database) -> None:
    file = WordFile("Consultation on birds")
    file.p("1. Which birds live in your parish?", bold=True).p("We have sparrows.")
    file.xml(
        '<w:r><w:t xml:space="preserve">And a wren</w:t></w:r><w:del w:id="9" w:author="A"><w:r>'
        '<w:delText xml:space="preserve"> or two</w:delText></w:r></w:del>'
    )
    file.p("2. Should gardens be left wild for them?", bold=True).p("Yes, a corner of each.")
    officer = visit("Policy officer")
    load_and_publish(officer, source="file", paper=("birds.docx", file.made()))
    officer.open(f"/responses/{set_up(officer)}").follow("Take over answers").follow("See these answers")
    first, second = officer.document.xpath("//li[@class='app-question']")
    assert "We have sparrows." in first.text_content()
    assert "or two" in first.text_content()
    assert "or two" not in second.text_content()
    assert "does not list it" not in officer.text
    with database.transaction() as session:
        session.execute(sa.update(PaperFile).values(beside_answers=None))
    assert "What is not kept of this file This page does not list it" in officer.open(officer.path).text


def test_questions_that_are_joined_keep_what_is_lost_of_both(visit: Visit, cast: Cast, database: Database) -> None:
    visit("Policy officer").open("/consultations/load").submit("Load", paper=("birds.md", OTHER)).wait_until_read()
    with database.transaction() as session:
        newest = sa.select(QuestionSet).order_by(QuestionSet.id.desc()).limit(1)
        loaded = selectinload(QuestionSet.questions).selectinload(Question.parts), joinedload(QuestionSet.consultation)
        found = session.scalars(newest.options(*loaded)).one()
        one, two = found.questions
        one.found_lost, two.found_lost = ["A picture: left out"], ["A comment: left out"]
        session.flush()
        officer = cast.viewers["Policy officer"]
        services.merge_question(session, actor=officer, question_set=found, question=two, into_id=one.id)
        assert one.found_lost == ["A picture: left out", "A comment: left out"]
