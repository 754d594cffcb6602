"""Shape 1: what was stored before texts named their shape. Never edited again."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """A question and its answer (Markdown). `parts` are pairs of label and text; version 0 is 'not answered'."""

    question_id: int
    number: str | None
    section: str | None
    question: str
    parts: tuple[tuple[str, str], ...]
    kind: str
    answer: str
    version: int
    version_sha256: str


@dataclass(frozen=True)
class Letter:
    """The covering letter. `recipient` has one line for each line of the address; long texts are Markdown."""

    recipient: str
    salutation: str
    subject: str
    opening: str
    key_issues: tuple[str, ...]
    closing: str
    signatory_name: str
    signatory_title: str
    signing_for: str
    letter_date: str | None


@dataclass(frozen=True)
class Report:
    """The committee report. `recommended_option` counts from 1; dates are ISO 8601 days; long texts are Markdown."""

    meeting_body: str
    briefing_date: str | None
    meeting_date: str | None
    purpose: str
    report_of: str
    summary: str
    main_issues_summary: tuple[str, ...]
    options: tuple[str, ...]
    recommended_option: int
    corporate_priority: str
    background: str
    main_issues: str
    proposals: str
    financial: str
    legal: str
    risk: str
    priorities: str
    recommendations: tuple[str, ...]
    contact: str


@dataclass(frozen=True)
class Response:
    """Everything of one version. `closing_at` is ISO 8601 with offset; `bodies` are those it is made on behalf of."""

    consultation_title: str
    issuing_body: str
    reference: str
    closing_at: str
    response_title: str
    lead_organisation: str
    bodies: tuple[str, ...]
    answers: tuple[Answer, ...]
    letter: Letter
    report: Report
