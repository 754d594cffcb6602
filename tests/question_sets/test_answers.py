"""Finished responses: who answered what, what was left open, what was ticked, and what two questions share."""

import json
import re
import unicodedata
from pathlib import Path

import pytest

from consult.question_sets.extract import extract
from consult.question_sets.paper import PaperQuestion

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


def answers_in(source: str, suffix: str = ".md") -> list[tuple[str | None, str | None]]:
    return [(q.number, q.answer) for q in extract(f"response{suffix}", source.encode()).questions]


def words(text: str | None) -> list[str]:
    """Words without marks, case and link targets, as the scorer of the corpus folds them."""
    folded = unicodedata.normalize("NFKC", text or "").lower()
    return re.sub(r"[^a-z0-9]+", " ", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", folded)).split()


def is_right(question: PaperQuestion, gold: dict[str, object]) -> bool:
    wanted, found = int(str(gold["answer_words"])), len((question.answer or "").split())
    if not wanted or not found:
        return wanted == found
    begins, ends, got = (
        words(str(gold["answer_first_words"])),
        words(str(gold["answer_last_words"])),
        words(question.answer),
    )
    return got[: len(begins)] == begins and got[-len(ends) :] == ends and abs(found - wanted) <= 0.05 * wanted


def wanted_answers() -> list[tuple[str, str, dict[str, object]]]:
    """Each answer of the corpus that belongs to a question; contact fields of a form are none of ours."""
    out = []
    for document in json.loads((CORPUS / "index.json").read_text("utf-8")):
        gold = json.loads((CORPUS / document["slug"] / "gold.json").read_text("utf-8"))
        fields = {q["text"] for q in gold["questions"] if q.get("respondent_field")}
        answers = [each for each in gold.get("answers", []) if each.get("question") not in fields]
        out += [(document["slug"], document["file"], each) for each in answers]
    return out


def question_of(questions: list[PaperQuestion], gold: dict[str, object]) -> PaperQuestion | None:
    text = words(str(gold.get("question", "")))[:12]
    by_text = [each for each in questions if text and words(each.text)[:12] == text]
    by_number = [each for each in questions if gold["number"] is not None and each.number == gold["number"]]
    return next(iter(by_text + by_number), None)


@pytest.mark.shared
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the example papers in ../shared are not here")
def test_answers_of_real_responses_are_read() -> None:
    wanted = wanted_answers()
    read = {
        (slug, file): list(extract(file, (CORPUS / slug / file).read_bytes()).questions)
        for slug, file in {(slug, file) for slug, file, _ in wanted}
    }
    wrong = []
    for slug, file, gold in wanted:
        question = question_of(read[slug, file], gold)
        if question is None or not is_right(question, gold):
            wrong.append((slug, gold["number"], gold["answer_words"]))
    assert len(wanted) > 90
    assert len(wrong) <= 0.05 * len(wanted), wrong
    assert [each for each in wrong if not each[2]] == [], "an empty answer was taken for one"


def test_one_answer_under_two_or_three_questions_belongs_to_each() -> None:
    source = (
        "# Response to the ferry review\n\n**Question 1**\n\nIs the ferry on time?\n\nMostly, we "
        "find.\n\n**Question 2**"
        "\n\nWhat does the fare pay for?\n\n**Question 3**\n\nIs the fare fair?\n\n**Question 4**\n\nWho "
        "should set it?\n\n"
        "The fare is fair, and the crew is paid from it.\n\nIt should be set by the council.\n"
    )
    shared = "The fare is fair, and the crew is paid from it.\n\nIt should be set by the council."
    assert answers_in(source) == [("1", "Mostly, we find."), ("2", shared), ("3", shared), ("4", shared)]


def test_a_row_of_blank_questions_shares_nothing() -> None:
    source = "# Response to the ferry review\n\n" + "\n\n".join(
        ["Q1. Is it late?\n\nOften, on Mondays.", "Q2. Is it dear?\n\nNot for us who live here."]
        + [f"Q{n}. Is thing number {n} right?" for n in range(3, 8)]
        + ["Q8. What else?\n\nWe thank the crew for their work."]
    )
    assert [answer for _, answer in answers_in(source)][2:7] == [None] * 5


@pytest.mark.parametrize(
    "blank", ["", "-", "(Answer)", "Not answered", "[insert response]", "....", "Click here to enter text."]
)
def test_what_stands_for_no_answer_is_none(blank: str) -> None:
    source = (
        "# Our response\n\n### Question 1: Is the ferry on time?\n\nResponse: Mostly.\n\n### Question 2: Is "
        "it clean?\n\n"
        f"Response: {blank}\n\n### Question 3: Is it dear?\n\nResponse: It is cheap for what it gives.\n"
    )
    assert answers_in(source) == [("1", "Mostly."), ("2", None), ("3", "It is cheap for what it gives.")]


@pytest.mark.parametrize("given", ["No comment", "No comment.", "N/A", "Not applicable", "No", "None"])
def test_short_answers_are_answers(given: str) -> None:
    source = (
        "# Our response\n\n### Question 1: Is the ferry on time?\n\nMostly it is.\n\n### Question 2: Is it clean?\n\n"
        f"{given}\n\n### Question 3: Is it dear?\n\nIt is cheap for what it gives.\n"
    )
    assert answers_in(source)[1] == ("2", given)


@pytest.mark.parametrize(
    "options",
    [
        "☒ Yes\n\n☐ No", "[x] Yes\n\n[ ] No", "- [x] Yes\n- [ ] No", "☑ Yes   ☐ No", "Yes ☒   No ☐", "◉ Yes\n\n○ No",
        "[X] Yes  [ ] No",
    ],
)  # fmt: skip
def test_a_ticked_option_is_the_answer(options: str) -> None:
    source = (
        "# Response form from the parish\n\nQuestion 1: Do you use the ferry?\n\n" + options + "\n\nQuestion 2: What "
        "should change?\n\nThe last boat leaves too early for us.\n"
    )
    found = extract("response.md", source.encode()).questions
    assert [(q.answer, q.options) for q in found] == [
        ("Yes", ("Yes", "No")),
        ("The last boat leaves too early for us.", ()),
    ]


def test_several_ticks_and_a_reason_are_one_answer() -> None:
    source = (
        "# Response form from the parish\n\nQuestion 1: Which boats do you use?\n\n☒ The early one\n\n☐ The "
        "noon one\n\n☒ The "
        "late one\n\nWe go to work by them.\n\nQuestion 2: What should change?\n\nThe last boat leaves too early.\n"
    )
    assert answers_in(source) == [
        ("1", "- The early one\n- The late one\n\nWe go to work by them."),
        ("2", "The last boat leaves too early."),
    ]


def test_the_one_option_in_bold_is_the_answer() -> None:
    source = (
        "# Response of the parish\n\nQuestion 1: Do you use the ferry?\n\nYes\n\n**No**\n\nQuestion 2: What "
        "should change?"
        "\n\nThe last boat leaves too early for us.\n\nQuestion 3: Who pays?\n\nThe county pays for most of it.\n"
    )
    assert answers_in(source)[0] == ("1", "No")


def test_a_cross_in_a_column_is_the_answer() -> None:
    source = (
        "# Response form\n\n| No. | Question | Yes | No | Comments |\n|---|---|---|---|---|\n| 1 | Is it "
        "late? | X | | |\n"
        "| 2 | Is it dear? | | X | It costs less than the bus. |\n| 3 | Is it clean? | | | |\n"
    )
    found = extract("response.md", source.encode()).questions
    assert [q.answer for q in found] == ["Yes", "No\n\nIt costs less than the bus.", None]
    assert [q.options for q in found] == [("Yes", "No")] * 3


def test_crosses_in_a_grid_are_the_answer() -> None:
    source = (
        "# Response form\n\n1. How far do you agree?\n\n| | Agree | Neutral | Disagree "
        "|\n|---|---|---|---|\n| The ferry is "
        "clean | ☒ | ☐ | ☐ |\n| The ferry is dear | ☐ | ☐ | ☒ |\n\n2. What should change?\n\nThe last boat is "
        "too early.\n"
    )
    found = extract("response.md", source.encode()).questions
    assert found[0].answer == "- The ferry is clean: Agree\n- The ferry is dear: Disagree"
    assert found[0].options == ("Agree", "Neutral", "Disagree")


def test_a_blank_form_has_no_answers() -> None:
    source = (
        "# Response form\n\n1. Is it late?\n\n☐ Yes\n\n☐ No\n\n2. How far do you agree?\n\n| | Agree | "
        "Neutral | Disagree |\n"
        "|---|---|---|---|\n| It is clean | ☐ | ☐ | ☐ |\n| It is dear | ☐ | ☐ | ☐ |\n\n3. Why?\n\nYour answer:\n"
    )
    assert [answer for _, answer in answers_in(source)] == [None] * 3


def test_drafts_under_bold_labels_are_taken_over() -> None:
    source = (
        "# Draft for the ferry review\n\n**Question 1** Is the ferry on time?\n\nMostly, but not on Mondays.\n\n"
        "**Question 2** Is the fare fair?\n\nIt is, for those who live here.\n\nVisitors pay more.\n\n"
        "**Question 3** What else?\n\n"
    )
    assert answers_in(source) == [
        ("1", "Mostly, but not on Mondays."),
        ("2", "It is, for those who live here.\n\nVisitors pay more."),
        ("3", None),
    ]


def test_the_word_before_one_answer_of_many_is_the_writers() -> None:
    source = "# Our response\n\n" + "\n\n".join(
        f"Q{n}. Is thing number {n} right?\n\n{'Answer: it' if n == 2 else 'It'} is as it should be."
        for n in range(1, 6)
    )
    assert [answer for _, answer in answers_in(source)][1:3] == [
        "Answer: it is as it should be.",
        "It is as it should be.",
    ]
