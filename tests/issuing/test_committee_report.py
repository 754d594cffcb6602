"""The committee report as an executive reads it."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from consult.documents.content import AnswerContent
from consult.issuing.committee_report import make_committee_report
from tests.documents.sample import ISSUES, REPORT, sample, stamp
from tests.issuing.read_back import ReadDocument, ReadQuestion, read_document

FRONT = ["Executive summary", "Main issues", "Options", "Corporate priority", "Officer recommendations"]
NUMBERED = [
    "Background",
    "Main issues",
    "Options",
    "Proposals",
    "Financial implications",
    "Legal implications / other considerations",
    "Risk implications",
    "Support for corporate priorities",
    "Officer recommendations",
]


def report(**changes: object) -> ReadDocument:
    content = replace(sample(), report=replace(REPORT, **changes))
    return read_document(make_committee_report(content, stamp(content)))


def texts(read: ReadDocument) -> list[str]:
    return [paragraph.text for paragraph in read.paragraphs]


def labelled(read: ReadDocument, style: str) -> list[str]:
    return [f"{each.label} {each.text}" for each in read.paragraphs if each.style == style]


def test_headings_stand_in_the_order_committees_know() -> None:
    found = [(label, text) for level, label, text in report().headings if level == 1]
    assert found[:5] == [(None, title) for title in FRONT]
    assert found[5:14] == [(f"{n}.", title) for n, title in enumerate(NUMBERED, 1)]
    assert found[14:] == [(None, "Appendix A: Proposed response")]


def test_paragraphs_are_numbered_within_their_section() -> None:
    found = report().numbered_paragraphs
    assert found[:2] == [("1.1", "The Department published a paper."), ("1.2", "It asks for joint responses.")]
    assert " ".join(label for label, _ in found) == "1.1 1.2 2.1 2.2 3.1 4.1 4.2 5.1 6.1 7.1 8.1 9.1"


def test_options_are_lettered_twice_and_the_recommended_one_is_named() -> None:
    read = report(recommended_option=2)
    options = [
        "(a) Approve the proposed response",
        "(b) Amend the proposed response (recommended)",
        "(c) Do not submit a response",
    ]
    lettered = [line for line in labelled(read, "ListNumber") if line[4:] in {option[4:] for option in options}]
    assert lettered == options * 2
    assert ("4.1", "Option (b) is recommended: Amend the proposed response.") in read.numbered_paragraphs


def test_proposals_that_name_the_option_are_left_as_they_are() -> None:
    proposals = "It is proposed that option (a) is selected."
    assert [text for label, text in report(proposals=proposals).numbered_paragraphs if label[0] == "4"] == [proposals]


def test_recommendations_are_counted_from_one_on_the_front_and_lettered_in_the_report() -> None:
    lines = labelled(report(), "ListNumber")
    assert lines[3:5] == [f"{n}. {text}" for n, text in enumerate(REPORT.recommendations, 1)]
    assert lines[-2:] == [f"({letter}) {text}" for letter, text in zip("ab", REPORT.recommendations, strict=True)]
    assert texts(report()).count("The Executive is asked to:") == 2


def test_lists_in_sections_begin_again_and_do_not_disturb_the_paragraph_numbers() -> None:
    lists = "First:\n\n1. one\n2. two\n\nSecond:\n\n1. three\n   - four\n"
    read = report(main_issues=lists)
    assert [line for line in labelled(read, "ListNumber") if line[4:] in ("one", "two", "three")] == [
        "(a) one",
        "(b) two",
        "(a) three",
    ]
    assert [entry for entry in read.numbered_paragraphs if entry[0][0] == "2"] == [
        ("2.1", "First:"),
        ("2.2", "Second:"),
    ]


def test_the_title_block_tells_meeting_purpose_and_officer() -> None:
    said = texts(report())
    assert report().title == "Response on working together in local areas"
    for text in ("Executive, 7 February 2026", "30 January 2026", "Resolution required", "Head of policy"):
        assert text in said
    assert "3 July 2026 at 11:45pm" in said  # London, an hour ahead of UTC in July


def test_the_contact_stands_before_the_appendix() -> None:
    said = texts(report())
    start = said.index("Contact")
    assert said[start : start + 3] == ["Contact", "Policy officer", "policy@rivermead.example"]
    assert said[start + 3] == "Appendix A: Proposed response"


def test_the_appendix_holds_the_letter_then_every_answer() -> None:
    read = report()
    said = texts(read)
    second = [text for level, _, text in read.headings if level == 2]
    assert second == ["Covering letter", "Questions and answers"]
    assert said.index("Covering letter") < said.index(ISSUES[1]) < said.index("Questions and answers")
    assert [question.text for question in read.questions] == [answer.question for answer in sample().answers]
    assert all(answer.answer.split("\n\n") == found.answer for answer, found in _pairs(read) if answer.answer)


def _pairs(read: ReadDocument) -> Iterator[tuple[AnswerContent, ReadQuestion]]:
    return zip(sample().answers, read.questions, strict=True)


@pytest.mark.parametrize("sections", [True, False])
def test_the_outline_has_no_gap(sections: bool) -> None:
    content = sample(sections=sections)
    paragraphs = read_document(make_committee_report(content, stamp(content))).paragraphs
    levels = [each.level for each in paragraphs if each.level and each.style != "Title"]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_what_is_not_written_yet_is_said_to_be_missing() -> None:
    empty = report(
        background="", priorities=" ", corporate_priority="", main_issues_summary=(), meeting_body="", contact=""
    )
    assert ("1.1", "None stated.") in empty.numbered_paragraphs
    assert ("8.1", "None stated.") in empty.numbered_paragraphs
    assert "The meeting is asked to:" in texts(empty)
    assert "Contact" not in texts(empty)
