"""The covering letter as the department reads it."""

from dataclasses import replace

import pytest

from consult.issuing.covering_letter import make_covering_letter
from tests.documents.sample import BODIES, LETTER, sample, stamp
from tests.issuing.read_back import ReadDocument, read_document


def letter(status: str = "Approved", **changes: object) -> ReadDocument:
    content = replace(sample(), letter=replace(LETTER, **changes))
    return read_document(make_covering_letter(content, stamp(content, status)))


def texts(read: ReadDocument) -> list[str]:
    return [paragraph.text for paragraph in read.paragraphs]


def test_the_parts_of_a_letter_stand_in_order() -> None:
    assert texts(letter()) == [
        "Rivermead Borough Council",
        "8 July 2026",
        LETTER.recipient,
        "Dear Sir or Madam",
        "Working together in local areas",
        "Your reference: DLP/2026/14",
        "Please find attached our response.",
        "We would like to draw your attention to these issues.",
        "Every area should have its own partnership.",
        *LETTER.key_issues[1:],
        "This response is made on behalf of Rivermead Borough Council and Rivermead Local Partnership.",
        LETTER.closing,
        "Yours faithfully",
        "\n\n",
        "Head of policy",
        "Policy and partnerships",
        "On behalf of Rivermead Borough Council and Rivermead Local Partnership",
    ]


def test_key_issues_are_bullets_and_nothing_else_is() -> None:
    assert letter().bullets == ["Every area should have its own partnership.", *LETTER.key_issues[1:]]


def test_a_key_issue_that_begins_like_a_list_stays_one_bullet() -> None:
    assert letter(key_issues=("1. First things first", "- and then this")).bullets == [
        "1. First things first",
        "- and then this",
    ]


def test_bodies_that_the_letter_names_already_are_not_named_again() -> None:
    said = texts(letter(opening=f"We write for {BODIES[0]} and\n{BODIES[1]}.", signing_for="For both bodies"))
    assert not [text for text in said if text.startswith("This response is made")]
    assert said[-1] == f"For both bodies, {BODIES[0]} and {BODIES[1]}"


@pytest.mark.parametrize(
    ("salutation", "closing", "expected"),
    [
        ("Dear Sir or Madam", "", ["Yours faithfully"]),
        ("Dear Head of Local Partnerships", "", ["Yours sincerely"]),
        ("Dear", "", ["Yours faithfully"]),
        ("Dear Minister", "Yours ever sincerely,\n\nYours sincerely,", []),
    ],
)
def test_the_letter_ends_as_it_began(salutation: str, closing: str, expected: list[str]) -> None:
    said = texts(letter(salutation=salutation, closing=closing))
    assert [text for text in said if text in ("Yours faithfully", "Yours sincerely")] == expected


def test_a_draft_has_no_date_yet_and_says_that_it_is_a_draft() -> None:
    read = letter("Draft")
    assert read.header == ("Draft",)
    assert read.paragraphs[1].text.startswith("Date: to be added")
    assert letter().header == ()
    assert letter("Draft", letter_date="2026-03-01").paragraphs[1].text == "1 March 2026"


def test_the_subject_is_the_heading() -> None:
    assert letter().headings == [(1, None, "Working together in local areas")]
