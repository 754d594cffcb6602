"""The recogniser on generated questions in every layout, and on what a paper tells beside its questions."""

import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.question_sets.extract import extract
from consult.question_sets.paper import Paper, UnreadablePaper
from tests.question_sets.layouts import PAPER_LAYOUTS, RESPONSE_LAYOUTS, Asked
from tests.question_sets.lists import question_lists


def read(source: str, suffix: str = ".md") -> Paper:
    return extract(f"paper{suffix}", source.encode())


@pytest.mark.parametrize("layout", PAPER_LAYOUTS)
@settings(max_examples=3, deadline=None)
@given(asked=question_lists)
def test_any_questions_are_read_back_from_a_paper_in_this_layout(layout: str, asked: list[Asked]) -> None:
    paper = extract(*PAPER_LAYOUTS[layout](asked))
    assert [(q.number, q.text) for q in paper.questions] == [(str(q.number), q.text) for q in asked]
    assert [q.answer for q in paper.questions] == [None] * len(asked)


@pytest.mark.parametrize("layout", RESPONSE_LAYOUTS)
@settings(max_examples=3, deadline=None)
@given(asked=question_lists)
def test_any_questions_and_answers_are_read_back_from_a_response_in_this_layout(
    layout: str, asked: list[Asked]
) -> None:
    paper = extract(*RESPONSE_LAYOUTS[layout](asked))
    assert [(q.number, q.text, q.answer) for q in paper.questions] == [(str(q.number), q.text, q.answer) for q in asked]


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=400) | st.text(alphabet="Q1.? \n#*|-ab(", max_size=200))
def test_no_text_breaks_the_recogniser(text: str) -> None:
    for suffix in (".md", ".txt"):
        if text.strip(" \0\t\r\n"):
            with suppress(UnreadablePaper):
                assert all(question.text for question in read(text, suffix).questions)


@pytest.mark.parametrize("boxes", ["☐ ☐ ☐ ☐", "[ ] [ ]", "( ) ( )", "☒ ☐", "1 ☐ 2 ☐\n☐ ☐"])
def test_boxes_without_words_are_no_options_and_break_nothing(boxes: str) -> None:
    for name in ("paper.txt", "paper.md"):
        (question,) = extract(name, f"1. Do you agree?\n{boxes}\n".encode()).questions
        assert question.text == "Do you agree?"
        assert all(any(letter.isalnum() for letter in option) for option in question.options)


@pytest.mark.parametrize(
    "lines",
    [
        ("What should come first? [ ] Heating and light [ ]", "New roof [ ] Something else"),
        ("What should come first? [ ] Heating and light [", "] New roof [ ] Something else"),
        ("What should come first? [ ] Heating and light [ ] New roof [ ]", "Other: ______"),
    ],
)
def test_box_at_the_end_of_a_line_belongs_to_the_words_on_the_next(lines: tuple[str, str]) -> None:
    (question,) = read(f"1. {lines[0]}\n\n{lines[1]}\n").questions
    assert question.text == "What should come first?"
    assert question.options[:2] == ("Heating and light", "New roof")
    assert len(question.options) == 3


def test_boxes_behind_their_words_are_not_joined_with_the_next_line() -> None:
    (question,) = read("1. Do you agree? Yes [ ] No [ ]\n\nDon't know [ ]\n").questions
    assert question.options == ("Yes", "No", "Don't know")


def test_answer_keeps_its_paragraphs_lists_and_emphasis() -> None:
    paper = read(
        "# Our response to the bus review\n\n## Question 1: Is the plan right?\n\nYes, **mostly**.\n\n"
        "We would change:\n\n- the fares\n- the stops\n\nNothing else.\n\n## Question 2: What next?\n\n(Answer)\n"
    )
    assert (
        paper.questions[0].answer == "Yes, **mostly**.\n\nWe would change:\n\n- the fares\n- the stops\n\nNothing else."
    )
    assert paper.questions[1].answer is None


def test_numbered_list_inside_an_answer_is_no_question() -> None:
    paper = read(
        "Response by the parish to the review\n\n1. What should change?\n\nThree things:\n\n1. The fares "
        "are too high.\n"
        "2. The stops are too far apart.\n3. The last bus is too early.\n\n2. Who should pay?\n\nEveryone should.\n",
        ".txt",
    )
    assert [q.number for q in paper.questions] == ["1", "2"]
    assert "last bus" in (paper.questions[0].answer or "")


def test_references_are_kept_as_printed() -> None:
    paper = read(
        "# Review\n\nQ1. Are the steps right? (See box on page 18)\n\nQ2. Is the split in table 2 and "
        "paragraphs 4 to 9 clear?\n\n"
        "Q3. Do you agree (as set out in figures 1 & 2).\n"
    )
    assert [q.refs for q in paper.questions] == [
        ("(See box on page 18)",),
        ("in table 2 and paragraphs 4 to 9",),
        ("(as set out in figures 1 & 2)",),
    ]


def test_word_limit_is_read_and_not_part_of_the_question() -> None:
    paper = read("# Review\n\nQ1. What would you change? (maximum 250 words)\n\nQ2. Why?\n\nUp to 1,000 words\n")
    assert [(q.text, q.word_limit) for q in paper.questions] == [("What would you change?", 250), ("Why?", 1000)]


@pytest.mark.parametrize(
    ("line", "closing"),
    [
        ("This consultation closes at 11:45pm on 31 March 2027.", datetime(2027, 3, 31, 22, 45, tzinfo=UTC)),
        ("Closing date: 15 January 2027", datetime(2027, 1, 15, 23, 59, tzinfo=UTC)),
        ("Responses should be submitted by Friday 4th June 2027 at noon.", datetime(2027, 6, 4, 11, 0, tzinfo=UTC)),
        ("Comments are invited until 2027-07-01.", datetime(2027, 7, 1, 22, 59, tzinfo=UTC)),
        ("Deadline: ~~1 May 2027~~ 8 May 2027", datetime(2027, 5, 8, 22, 59, tzinfo=UTC)),
        ("Published on 2 February 2027.", None),
    ],
)
def test_closing_time_is_read_in_london_time(line: str, closing: datetime | None) -> None:
    assert read(f"# Review of paths\n\n{line}\n\nQ1. Are the paths dry?\n").closing_at == closing


def test_title_and_issuing_body_are_read() -> None:
    paper = read(
        "# Paths for all\n\nThis paper is published by the Department for Local Places.\n\nQ1. Are the paths dry?\n"
    )
    assert (paper.title, paper.issuing_body) == ("Paths for all", "Department for Local Places")


def test_response_takes_the_title_of_the_paper_it_answers() -> None:
    paper = read(
        "Report to the board\n\nThe Department for Local Places (DLP) released a consultation paper "
        "entitled “Paths for "
        "all: a review”.\n\nProposed response\n\n1. Are the paths dry?\n\nSome of them are.\n",
        ".txt",
    )
    assert (paper.title, paper.issuing_body) == ("Paths for all: a review", "Department for Local Places")


def test_file_name_is_the_title_where_the_paper_shows_none() -> None:
    assert extract("bus review.txt", b"Q1. Is this the end of the line for our buses?").title == "bus review"


@pytest.mark.parametrize(
    "filler",
    [
        " ",
        ".",
        "(",
        "* ",
        "_a",
        "<a",
        "given a ",
        "1. ",
        "a or ",
        "Of And ",
        "see para 1 and ",
        "a\t",
        "☐ ",
        "closing ",
        "[a](b",
    ],
)
def test_no_filler_makes_reading_slow(filler: str) -> None:
    # Without care, each of these lets some pattern try every way to match; 20,000 then take minutes.
    source = f"# Review\n\n1. {filler * 5_000}\n\n2. What?\n\nQuestion 1: {filler * 5_000}\n"
    began = time.process_time()
    read(source)
    assert time.process_time() - began < 2
