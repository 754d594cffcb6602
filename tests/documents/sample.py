"""An invented response to write documents from, and stamps in each state."""

from dataclasses import replace
from datetime import UTC, datetime

from consult.documents.content import (
    AnswerContent,
    LetterContent,
    ReportContent,
    ResponseContent,
    Stamp,
    content_hash,
    to_json,
)
from consult.issuing.committee_report import make_committee_report
from consult.issuing.covering_letter import make_covering_letter
from consult.issuing.response_document import make_response_document

MAKERS = {"report": make_committee_report, "letter": make_covering_letter, "response": make_response_document}
SECTIONS = ("Roles of partnerships", "Working with neighbourhoods", "Money and people")
BODIES = ("Rivermead Borough Council", "Rivermead Local Partnership")
ISSUES = (
    "Every area should have **its own** partnership.",
    "Duties should come with money.",
    "Small bodies cannot send people to every meeting; their time should be paid for.",
)

LETTER = LetterContent(
    recipient="Head of Local Partnerships\nDepartment for Local Places\n1 Example Street",
    salutation="Dear Sir or Madam",
    subject="Working together in local areas",
    opening="Please find attached our response.\n\nWe would like to draw your attention to these issues.",
    key_issues=ISSUES,
    closing="We would be glad to discuss any part of our response.",
    signatory_name="Head of policy",
    signatory_title="Policy and partnerships",
    signing_for="Rivermead Borough Council",
    letter_date=None,
)

REPORT = ReportContent(
    meeting_body="Executive",
    briefing_date="2026-01-30",
    meeting_date="2026-02-07",
    purpose="Resolution required",
    report_of="Head of policy",
    summary="This report gives an overview of the consultation and asks for approval.",
    main_issues_summary=("Partnerships may have to write a plan.", "A duty to work together is proposed."),
    options=("Approve the proposed response", "Amend the proposed response", "Do not submit a response"),
    recommended_option=1,
    corporate_priority="Safer places",
    background="The Department published a paper.\n\nIt asks for joint responses.",
    main_issues="Partnerships should:\n\n1. lead in their area\n2. write a plan\n\nThese are suitable roles.",
    proposals="Members may choose to amend the response.",
    financial="There are none.",
    legal="There are none.",
    risk="There are none.",
    priorities="Responding helps with every priority.",
    recommendations=("Approve the response as set out in Appendix A.", "Let the head of policy correct spelling."),
    contact="Policy officer\n[policy@rivermead.example](mailto:policy@rivermead.example)",
)


def question(n: int, count: int) -> str:
    """The text of question `n` of `count`."""
    end = (
        "over the next ten years, with each of its partners and for every part of its area" if n % 3 else "in your area"
    )
    return f"Do you agree with step {n} of {count} towards partnership {end}?"


def answer(n: int) -> str:
    """Our answer to question `n`."""
    return (
        f"Yes, for the reason numbered {n}: partners know their area.\n\nSmall bodies need support in year {n % 5 + 1}."
    )


def sample(count: int = 35, *, sections: bool = True) -> ResponseContent:
    """A response to `count` questions; question 5 has no answer, question 4 has two parts."""
    answers = tuple(
        AnswerContent(
            question_id=100 + n,
            number=str(n),
            section=SECTIONS[(n - 1) * len(SECTIONS) // count] if sections else None,
            question=question(n, count),
            parts=(("a", "the board"), ("b", "each thematic group")) if n == 4 else (),
            kind="free_text",
            answer="" if n == 5 else answer(n),
            version=int(n != 5),
            version_sha256=f"{n:064x}",
            no_answer_because="",
        )
        for n in range(1, count + 1)
    )
    return ResponseContent(
        consultation_title="Working together in local areas",
        issuing_body="Department for Local Places",
        reference="DLP/2026/14",
        closing_at="2026-07-03T22:45:00+00:00",
        response_title="Response on working together in local areas",
        lead_organisation="Rivermead Borough Council",
        bodies=BODIES,
        answers=answers,
        letter=LETTER,
        report=REPORT,
        unanswered="with_reason",
    )


def answered(text: str) -> ResponseContent:
    """A response to one question, with this answer."""
    content = sample(1)
    return replace(content, answers=(replace(content.answers[0], answer=text),))


def stamp(content: ResponseContent, status: str = "Approved") -> Stamp:
    """Approved and issued, or not yet."""
    issued = status == "Approved"
    moment = datetime(2026, 7, 8, 9, 5, tzinfo=UTC) if issued else None
    head, entries = (("c0ffee" * 11)[:64], 1234) if issued else (None, 0)
    return Stamp("Round 1", content_hash(to_json(content)), moment, status, head, entries)
