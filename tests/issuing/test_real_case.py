"""A real report, letter and response of 2006, rebuilt from their own texts: the structure must be the same."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from consult.documents.content import AnswerContent, ResponseContent
from tests.documents.sample import MAKERS, sample, stamp
from tests.issuing.read_back import read_document

CASE = Path(__file__).resolve().parents[3] / "shared" / "cases" / "spelthorne-consultation-response-2006"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not CASE.is_dir(), reason="the example papers are not beside the checkout (../shared/cases)"),
]


@pytest.fixture(scope="module")
def gold() -> dict:
    return json.loads((CASE / "gold.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def content(gold: dict) -> ResponseContent:
    told = gold["committee_report"]
    answers = tuple(_answer(n, each) for n, each in enumerate(gold["questions"], 1))
    base = sample(1)
    report = replace(base.report, meeting_body=told["body"], briefing_date=told["briefing_date"],
                     meeting_date=told["meeting_date"], purpose=told["purpose"], options=tuple(told["options"]),
                     recommended_option=told["recommended_option"])  # fmt: skip
    letter = replace(base.letter, key_issues=tuple(key_issues()))
    return replace(base, consultation_title=gold["title"], issuing_body=gold["issuing_body"], answers=answers,
                   bodies=tuple(gold["respondents"]), report=report, letter=letter)  # fmt: skip


def _answer(n: int, question: dict) -> AnswerContent:
    parts = tuple((part["label"], part["text"]) for part in question["parts"])
    text = "\n\n".join(question["answer"])
    return AnswerContent(n, question["number"], None, question["text"], parts, question["kind"], text, 1, "0" * 64, "")


def key_issues() -> list[str]:
    lines = (CASE / "source.txt").read_text(encoding="utf-8").splitlines()
    start = next(n for n, line in enumerate(lines) if line.strip().startswith("Dear"))
    return [line.strip("· \t") for line in lines[start:] if line.startswith("·")]


def plain(text: str) -> str:
    return " ".join(text.split())


def test_the_report_has_the_same_headings_in_the_same_order(content: ResponseContent, gold: dict) -> None:
    read = read_document(MAKERS["report"](content, stamp(content)))
    found = [text.casefold() for level, _, text in read.headings if level == 1]
    expected = [heading.casefold() for heading in gold["committee_report"]["headings_in_order"]]
    assert found[: len(expected)] == expected
    assert all(re.fullmatch(r"[1-9]\.\d+", label) for label, _ in read.numbered_paragraphs)
    assert any("7 February 2006" in each.text for each in read.paragraphs)


@pytest.mark.parametrize("kind", ["report", "response"])
def test_every_question_and_answer_is_told_in_order(kind: str, content: ResponseContent, gold: dict) -> None:
    found = read_document(MAKERS[kind](content, stamp(content))).questions
    assert [plain(each.text) for each in found] == [plain(each["text"]) for each in gold["questions"]]
    assert [plain(" ".join(each.answer)) for each in found] == [plain(" ".join(e["answer"])) for e in gold["questions"]]


def test_the_letter_has_the_same_number_of_key_issues_and_names_both_bodies(
    content: ResponseContent, gold: dict
) -> None:
    read = read_document(MAKERS["letter"](content, stamp(content)))
    assert len(read.bullets) == gold["letter_key_issues"]
    assert all(body in read.paragraphs[-1].text for body in gold["respondents"])
