"""Question sets as YAML: what is read, what is refused and on which line, and writing them back."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.question_sets.extract import extract
from consult.question_sets.paper import Paper, PaperQuestion, Part, QuestionKind, UnreadablePaper, as_json
from consult.question_sets.readers.bank import BankError, dump_bank, load_bank
from consult.question_sets.readers.bank_fields import MAX_QUESTIONS

BANKS = Path(__file__).parents[2] / "question_banks"

FULL = """\
title: "Our town centre: your views"
issuing_body: Rivermead Borough Council
reference: RBC/2026/3
closing_at: 2026-05-29 23:45
questions:
  - number: 1
    section: The market
    text: "What do you think of the market? (See paragraphs 4 to 9)"
    refs: [(See paragraphs 4 to 9)]
    hint: You need not answer every part.
    word_limit: 300
    parts:
      - label: a
        text: its place
      - text: its hours
  - number: 3(a)
    text: Should it open on Sundays?
    kind: yes_no
  - text: How do you come?
    kind: multiple_choice
    options: [On foot, By bus]
    answer: |
      On foot.

      - always
"""


def test_every_field_is_read() -> None:
    paper = load_bank(FULL, "town.yaml")
    assert (paper.title, paper.reference) == ("Our town centre: your views", "RBC/2026/3")
    assert paper.closing_at == datetime(2026, 5, 29, 22, 45, tzinfo=UTC)
    first, second, third = paper.questions
    assert (first.number, first.section, first.word_limit) == ("1", "The market", 300)
    assert first.refs == ("(See paragraphs 4 to 9)",)
    assert first.parts == (Part("a", "its place"), Part(None, "its hours"))
    assert (second.number, second.kind, second.options) == ("3(a)", QuestionKind.YES_NO, ("Yes", "No"))
    assert (third.options, third.answer) == (("On foot", "By bus"), "On foot.\n\n- always")


def test_closing_date_without_a_time_is_the_end_of_that_day() -> None:
    paper = load_bank(FULL.replace("2026-05-29 23:45", "2026-01-29"), "town.yaml")
    assert paper.closing_at == datetime(2026, 1, 29, 23, 59, tzinfo=UTC)


QUESTION = "title: A\nquestions:\n  - text: What?\n"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "title"),
        ("# nothing but a remark\n", 1, "title"),
        ("just words", 1, "key: value"),
        ("- a list", 1, "key: value"),
        ("title: A\n\tquestions: x\n", 2, "tab"),
        ("title: A: B\n", 1, "quotes"),
        ("title: A\nquestions: [\n", 2, "never closed"),
        ('title: A\nquestions:\n  - text: "What?\n  - text: Why?\n', 3, "never closed"),
        ("title: A\ncolour: red\n", 2, "'colour' is not a key"),
        ("title: A\ntitle: B\n", 2, "given twice, first on line 1"),
        ("title: &a A\nquestions: []\n", 1, "Anchors"),
        ("title: A\nissuing_body: *a\n", 2, "Anchors"),
        ("title: !!python/name:os.system x\n", 1, "Tags"),
        ("title: A\n---\ntitle: B\n", 2, "second document"),
        ("title: A\x07\n", 1, "not text"),
        ("title: " + "[" * 50, 1, "too deep"),
        ("questions:\n  - text: What?\n", 1, "no 'title'"),
        ("title: A\n", 1, "at least one question"),
        ("title: A\nquestions: What?\n", 2, "must be a list"),
        ("title: A\nquestions:\n  - What?\n", 3, "key: value"),
        ("title: A\nquestions:\n  - number: 1\n", 3, "no 'text'"),
        ("title: A\nquestions:\n  - text:\n", 3, "no 'text'"),
        ("title: A\nquestions:\n  - text: ''\n", 3, "empty"),
        ("title: A\nquestions:\n  - text: [a]\n", 3, "plain text"),
        (QUESTION + "    kind: vote\n", 4, "not a kind of question"),
        (QUESTION + "    options: [a, b]\n", 4, "no options"),
        (QUESTION + "    kind: single_choice\n", 3, "at least two options"),
        (QUESTION + "    kind: ranking\n    options: [a]\n", 5, "at least two options"),
        (QUESTION + "    kind: rating\n    options: [a, a]\n", 5, "given twice"),
        (QUESTION + "    word_limit: many\n", 4, "whole number"),
        (QUESTION + "    word_limit: 0\n", 4, "whole number"),
        (QUESTION + "    parts:\n      - label: a\n", 5, "no 'text'"),
        (QUESTION + "    parts:\n      - text: a\n        kind: free_text\n", 6, "not a key of a part"),
        (QUESTION + "    number: 1\n  - text: Why?\n    number: 1\n", 5, "already used in this section, on line 3"),
        (QUESTION + f"    section: {'x' * 301}\n", 4, "300 characters or fewer"),
        ("title: A\nclosing_at: next week\n" + QUESTION[9:], 2, "2026-05-29 23:45"),
        ("title: A\nclosing_at: 2026-13-29\n" + QUESTION[9:], 2, "2026-05-29 23:45"),
        ("title: A\nquestions:\n" + "  - text: What?\n" * (MAX_QUESTIONS + 1), 3, "1,000 or fewer"),
        ("#" * 1_000_001, 1, "too long"),
    ],
)
def test_fault_names_its_line_and_what_is_expected(text: str, line: int, says: str) -> None:
    with pytest.raises(BankError) as fault:
        load_bank(text, "set.yaml")
    assert fault.value.line == line
    assert says in fault.value.message
    assert str(fault.value) == f"set.yaml, line {line}: {fault.value.message}"


def test_a_number_may_come_again_in_another_section() -> None:
    text = QUESTION + "    number: 1\n    section: A\n  - text: Why?\n    number: 1\n    section: B\n"
    assert [question.number for question in load_bank(text, "").questions] == ["1", "1"]


# Letters, marks and signs of every script; a text on one line, as forms give it.
short = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "M")), min_size=1, max_size=40).filter(
    lambda text: text not in ("~", "null")
)
long = st.lists(short, min_size=1, max_size=4).map(lambda pieces: "\n\n".join(pieces)) | st.just("a\n\tb\n c")
kinds_and_options = st.sampled_from(list(QuestionKind)).flatmap(
    lambda kind: st.tuples(
        st.just(kind),
        st.just(())
        if kind in (QuestionKind.FREE_TEXT, QuestionKind.FILE_UPLOAD)
        else st.lists(short, min_size=2, max_size=4, unique=True).map(tuple),
    )
)
questions = st.builds(
    lambda kind_and_options, **fields: PaperQuestion(kind=kind_and_options[0], options=kind_and_options[1], **fields),
    kinds_and_options,
    number=st.none(),
    text=long,
    section=st.none() | short,
    parts=st.lists(st.builds(Part, st.none() | st.sampled_from("abc"), short), max_size=3).map(tuple),
    refs=st.lists(short, max_size=2).map(tuple),
    answer=st.none() | long,
    hint=st.none() | long,
    word_limit=st.none() | st.integers(1, 100_000),
)
papers = st.builds(
    Paper,
    title=short,
    issuing_body=st.none() | short,
    reference=st.none() | short,
    closing_at=st.none()
    | st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(
        lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC)
    ),
    questions=st.lists(questions, min_size=1, max_size=4).map(tuple),
)


@settings(max_examples=30, deadline=None)
@given(paper=papers)
def test_what_is_written_is_read_back_the_same(paper: Paper) -> None:
    assert load_bank(dump_bank(paper), "") == paper


def fault_lines(text: str) -> list[int]:
    try:
        load_bank(text, "")
    except BankError as fault:
        return [fault.line]
    return []


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="titlequsonkd: -\n[]{}&*!\"'|>#a\t", max_size=120))
def test_no_text_is_anything_but_a_set_or_a_fault_with_a_line(text: str) -> None:
    lines = text.count("\n") + 1
    assert all(1 <= line <= lines for line in fault_lines(text))


@pytest.mark.parametrize(
    ("name", "count"),
    [("local-partnership-working", 35), ("partnership-workshop", 5), ("partnership-health-rating", 8)],
)
def test_shipped_bank_is_whole(name: str, count: int) -> None:
    paper = extract(f"{name}.yaml", (BANKS / f"{name}.yaml").read_bytes())
    assert len(paper.questions) == count
    assert [question.number for question in paper.questions] == [str(n) for n in range(1, count + 1)]
    assert all((paper.title, paper.issuing_body, paper.reference, paper.closing_at))
    assert all(question.section for question in paper.questions)
    assert all(ref in question.text for question in paper.questions for ref in question.refs)


def test_partnership_bank_has_references_two_questions_in_parts_and_several_kinds() -> None:
    paper = extract("a.yaml", (BANKS / "local-partnership-working.yaml").read_bytes())
    assert [[part.label for part in question.parts] for question in paper.questions if question.parts] == [
        ["a", "b"]
    ] * 2
    assert sum(bool(question.refs) for question in paper.questions) >= 4
    assert {question.kind for question in paper.questions} >= {QuestionKind.FREE_TEXT, QuestionKind.YES_NO}


def test_workshop_has_prompts_and_rating_one_scale_of_four() -> None:
    workshop = extract("a.yaml", (BANKS / "partnership-workshop.yaml").read_bytes())
    rating = extract("a.yaml", (BANKS / "partnership-health-rating.yaml").read_bytes())
    assert all(question.hint for question in workshop.questions)
    assert {question.kind for question in rating.questions} == {QuestionKind.RATING}
    assert len({question.options for question in rating.questions}) == 1
    assert len(rating.questions[0].options) == 4


def test_example_in_the_readme_is_a_valid_set() -> None:
    example = re.search(r"```yaml\n(.*?)```", (BANKS / "README.md").read_text("utf-8"), re.S)
    assert example is not None
    assert len(load_bank(example[1], "README.md").questions) == 4


def test_json_has_the_shape_of_consult_extract() -> None:
    printed = as_json(load_bank(FULL, "town.yaml"))
    assert list(printed) == ["title", "issuing_body", "closing_at", "questions"]
    assert printed["closing_at"] == "2026-05-29T23:45:00+01:00"
    first, _, third = printed["questions"]
    always = ["number", "text", "section", "kind", "options", "parts", "refs", "confidence"]
    assert list(first)[: len(always)] == always
    assert set(first) - set(always) <= {"hint", "word_limit"}
    assert first["parts"] == [{"label": "a", "text": "its place"}, {"label": None, "text": "its hours"}]
    assert third["answer"] == "On foot.\n\n- always"


def test_empty_bank_file_is_refused() -> None:
    with pytest.raises(UnreadablePaper, match="The file is empty"):
        extract("set.yaml", b" \n")
