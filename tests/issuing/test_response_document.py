"""The response document: every question with its answer, in the order of the paper."""

from dataclasses import replace

import pytest

from consult.documents.content import ResponseContent
from consult.issuing.response_document import make_response_document
from tests.documents.sample import BODIES, SECTIONS, sample, stamp
from tests.issuing.read_back import ReadDocument, read_document


def response(content: ResponseContent | None = None) -> ReadDocument:
    content = content or sample()
    return read_document(make_response_document(content, stamp(content)))


def contents_of(read: ReadDocument) -> list[str]:
    return [each.text for each in read.paragraphs if each.style in ("TOC1", "TOC2")]


def test_every_question_and_answer_is_there_in_order() -> None:
    content = sample()
    found = response(content).questions
    assert len(found) == 35
    for answer, read in zip(content.answers, found, strict=True):
        assert (read.question_id, read.number, read.text, read.section) == (
            answer.question_id,
            answer.number,
            answer.question,
            answer.section,
        )
        assert tuple(read.parts) == answer.parts
        assert read.answer == (answer.answer.split("\n\n") if answer.answer else [])


def test_an_unanswered_question_says_so() -> None:
    paragraphs = response().paragraphs
    place = next(n for n, each in enumerate(paragraphs) if each.bookmark == "question_105")
    assert paragraphs[place + 1].text == "No answer given."
    assert paragraphs[place + 2].style == "Question"


def test_the_title_page_names_the_bodies_and_the_consultation() -> None:
    read = response()
    said = [each.text for each in read.paragraphs]
    assert read.title == "Response on working together in local areas"
    assert "\n".join(BODIES) in said
    assert "Department for Local Places" in said
    renamed = response(replace(sample(), response_title="Our views"))
    assert "Response to the consultation ‘Working together in local areas’" in [
        each.text for each in renamed.paragraphs
    ]


def test_the_contents_list_sections_and_questions_and_lead_to_them() -> None:
    listed = contents_of(response())
    assert len(listed) == 35 + len(SECTIONS)
    assert listed[0] == "Roles of partnerships\tQuestions 1 to 12"
    assert listed[1].startswith("1.\tDo you agree with step 1 of 35")
    assert max(map(len, listed)) < 90


def test_the_contents_of_a_very_long_paper_list_sections_alone() -> None:
    assert contents_of(response(sample(120))) == [
        "Roles of partnerships\tQuestions 1 to 40",
        "Working with neighbourhoods\tQuestions 41 to 80",
        "Money and people\tQuestions 81 to 120",
    ]


def test_sections_are_headings_and_questions_stand_below_them() -> None:
    read = response()
    assert [heading[2] for heading in read.headings] == list(SECTIONS)
    assert {each.level for each in read.paragraphs if each.style == "Question"} == {2}


def test_without_sections_the_questions_have_one_heading() -> None:
    assert response(sample(3, sections=False)).headings == [(1, None, "Questions and answers")]


def test_questions_outside_any_section_get_a_heading_of_their_own() -> None:
    content = sample(6)
    loose = replace(content.answers[5], section=None)
    read = response(replace(content, answers=(*content.answers[:5], loose)))
    assert [question.section for question in read.questions][-2:] == ["Money and people", "Other questions"]


@pytest.mark.parametrize(
    ("number", "shown", "read_as"), [("7", "7.", "7"), ("Q7", "Q7", "Q7"), ("3(b)", "3(b)", "3(b)"), (None, "", "")]
)
def test_numbers_are_shown_as_the_paper_has_them(number: str | None, shown: str, read_as: str) -> None:
    content = sample(1)
    content = replace(content, answers=(replace(content.answers[0], number=number),))
    read = response(content)
    heading = next(each for each in read.paragraphs if each.style == "Question")
    assert heading.text.partition("\t")[0] == shown
    assert read.questions[0].number == read_as


def test_a_heading_in_an_answer_stays_below_its_question() -> None:
    content = sample(2)
    content = replace(content, answers=(replace(content.answers[0], answer="### Why\n\nBecause."), content.answers[1]))
    read = response(content)
    assert (3, None, "Why") in read.headings
    assert read.questions[0].answer == ["Why", "Because."]
