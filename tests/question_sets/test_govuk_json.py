"""GOV.UK content items: what their fields say, and the questions of their bodies."""

import json

import pytest

from consult.question_sets.extract import extract
from consult.question_sets.paper import as_json
from consult.question_sets.readers import read

ITEM = {
    "title": "The future of town squares",
    "details": {
        "body": "<p>We want to know more.</p><p>Question 1: What should a square be for?</p>",
        "opening_date": "2006-03-01T09:00:00+00:00",
        "closing_date": "2006-06-30T17:00:00+01:00",
        "ways_to_respond": {"email": "squares@example.org", "postal_address": "1 Square\nRivermead"},
        "documents": ['<div><a href="/a.pdf"><img></a><h2><a href="/a.pdf">Paper</a></h2></div>'],
        "attachments": [{"title": "Form", "url": "/b.docx", "content_type": "x"}],
    },
    "links": {"organisations": [{"title": "Department for Local Places"}, {"title": "Rivermead Borough Council"}]},
}


def test_content_item_gives_its_particulars_and_the_questions_of_its_body() -> None:
    paper = extract("a.json", json.dumps(ITEM).encode())
    found = as_json(paper)
    assert {key: value for key, value in found.items() if key != "questions"} == {
        "title": "The future of town squares",
        "issuing_body": "Department for Local Places and Rivermead Borough Council",
        "opening_at": "2006-03-01T09:00:00+00:00",
        "closing_at": "2006-06-30T17:00:00+01:00",
        "ways_to_respond": ["Email: squares@example.org", "Post: 1 Square, Rivermead"],
        "attachments": [{"title": "Form", "url": "/b.docx"}, {"title": "Paper", "url": "/a.pdf"}],
    }
    assert [(q.number, q.text) for q in paper.questions] == [("1", "What should a square be for?")]


@pytest.mark.parametrize(
    ("kind", "details", "notes"),
    [
        ("open_call_for_evidence", {}, []),
        (
            "open_consultation",
            {"held_on_another_website_url": "https://consult.example.org/squares/?a=1"},
            ["The questions are on another website: https://consult.example.org/squares/?a=1"],
        ),
        ("open_consultation", {"held_on_another_website_url": "javascript:alert(1)"}, []),
        ("closed_call_for_evidence", {}, ["It is closed: it no longer takes responses"]),
        ("call_for_evidence_outcome", {}, ["The outcome is published: it no longer takes responses"]),
        ("consultation", {"outcome_detail": "<p>Done</p>"}, ["The outcome is published: it no longer takes responses"]),
        (
            "open_consultation",
            {
                "national_applicability": {
                    "england": {"label": "England", "applicable": True},
                    "wales": {"label": "Wales", "applicable": True},
                    "scotland": {"label": "Scotland", "applicable": False, "alternative_url": "https://example.org"},
                    "northern_ireland": {"applicable": False},
                }
            },
            ["It applies to England and Wales only, not to Northern Ireland and Scotland"],
        ),
        ("open_consultation", {"national_applicability": {"england": "x", "wales": []}}, []),
    ],
)
def test_what_an_officer_must_know_first_is_noted(kind: str, details: dict[str, object], notes: list[str]) -> None:
    item = {**ITEM, "document_type": kind, "details": {**ITEM["details"], **details}}
    assert list(extract("a.json", json.dumps(item).encode()).notes) == notes


def test_documents_of_an_outcome_are_among_the_attachments() -> None:
    details = {"outcome_documents": ['<a href="/outcome.pdf">Summary of replies</a>']}
    item = {**ITEM, "details": {**ITEM["details"], **details}}
    assert "/outcome.pdf" in {each.url for each in extract("a.json", json.dumps(item).encode()).attachments}


def test_contact_details_in_a_body_are_no_questions() -> None:
    body = "<p>If you have any queries about the review, please contact us at squares@example.org</p>"
    item = {**ITEM, "details": {**ITEM["details"], "body": f"<h2>Your views</h2>{body}"}}
    assert extract("a.json", json.dumps(item).encode()).questions == ()


def test_attachments_come_out_in_both_shapes_once() -> None:
    snippet = (
        "<section class='attachment'><div><a aria-hidden='true' href='/paper.pdf'><img src='/x.png'></a></div><div><h2>"
        "<a href='/paper.pdf'>Consultation paper</a></h2><p><a href='mailto:a@example.org'>Another format</a></p>"
        "</div></section>"
    )
    shapes = {
        "documents": [snippet, 7, "no markup"],
        "attachments": [
            {"title": "Form", "url": "/form.docx", "content_type": "application/msword", "attachment_type": "file"},
            {"title": "Consultation paper", "url": "/paper.pdf", "content_type": "application/pdf"},
            {"filename": "table.csv", "url": "/table.csv"},
            {"title": "No address"},
            "nonsense",
        ],
    }
    item = {**ITEM, "details": {**ITEM["details"], **shapes}}
    found = extract("a.json", json.dumps(item).encode()).attachments
    assert sorted((each.title, each.url) for each in found) == [
        ("Consultation paper", "/paper.pdf"), ("Form", "/form.docx"), ("table.csv", "/table.csv"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "closing"),
    [
        ("2006-06-30T17:00:00+01:00", "2006-06-30T17:00:00+01:00"),
        ("2006-06-30T16:00:00.000Z", "2006-06-30T17:00:00+01:00"),
        ("2006-12-31T23:59:59+00:00", "2006-12-31T23:59:59+00:00"),
        ("2006-07-01T00:00:00+01:00", "2006-07-01T00:00:00+01:00"),
        ("2006-06-30T24:00:00+01:00", "2006-06-30T23:59:00+01:00"),
        ("2006-06-30T17:00:00", "2006-06-30T17:00:00+01:00"),
        ("2006-06-30", "2006-06-30T23:59:00+01:00"),
        ("2006-01-31", "2006-01-31T23:59:00+00:00"),
        ("2006-06-30 midnight", "2006-06-30T23:59:00+01:00"),
        ("2006-06-30T2400", "2006-06-30T23:59:00+01:00"),
        ("2006-06-30 5 p.m.", "2006-06-30T17:00:00+01:00"),
        ("2006-06-30T17.00", "2006-06-30T17:00:00+01:00"),
        ("2006-06-30 12 noon", "2006-06-30T12:00:00+01:00"),
        ("2006-03-26T01:30:00", None),
        ("2006-10-29T01:30:00", "2006-10-29T01:30:00+01:00"),
        ("soon", None),
        (None, None),
        (20060630, None),
    ],
)
def test_closing_time_keeps_its_moment(told: object, closing: str | None) -> None:
    item = {**ITEM, "details": {"body": "<p>We want to know more.</p>", "closing_date": told}}
    assert as_json(extract("a.json", json.dumps(item).encode()))["closing_at"] == closing


def test_what_becomes_of_replies_is_no_question_but_asking_about_it_is() -> None:
    body = (
        "<p>We normally put any replies on the public register. Tell us if you do not want your reply to be public.</p>"
        "<p>Question 1: Should councils publish the responses they receive?</p>"
    )
    data = json.dumps({**ITEM, "details": {"body": body}, "document_type": "html_publication"}).encode()
    assert [q.text for q in extract("a.json", data).questions] == [
        "Should councils publish the responses they receive?"
    ]
    assert [block.ignored for block in read("a.json", data)] == ["", "How replies are handled", ""]


@pytest.mark.parametrize(
    "body", [None, "", 7, [], [{"content_type": "text/govspeak", "content": "x"}], "<nav>Way</nav>"]
)
def test_content_item_without_a_body_gives_its_particulars(body: object) -> None:
    paper = extract("a.json", json.dumps({"title": "Squares", "details": {"body": body}}).encode())
    assert (paper.title, paper.questions) == ("Squares", ())
