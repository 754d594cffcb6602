"""What the three documents say, gathered once and frozen: the exact version that bodies decide on.

Its canonical JSON (sorted keys, no spaces, UTF-8) is what a sign-off round keeps; the SHA-256 of that JSON is the
version's name on decisions and in the footer of every document.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, TypeVar

Shape = TypeVar("Shape", bound="AnswerContent | LetterContent | ReportContent")


class ContentError(ValueError):
    """A text that is not the canonical JSON of a content."""


@dataclass(frozen=True)
class AnswerContent:
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
class LetterContent:
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
class ReportContent:
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
class ResponseContent:
    """Everything of one version. `closing_at` is ISO 8601 with offset; `bodies` are those it is made on behalf of."""

    consultation_title: str
    issuing_body: str
    reference: str
    closing_at: str
    response_title: str
    lead_organisation: str
    bodies: tuple[str, ...]
    answers: tuple[AnswerContent, ...]
    letter: LetterContent
    report: ReportContent


@dataclass(frozen=True)
class Stamp:
    """What a document says of itself: which version it is made from, and how far that version has come."""

    version_label: str
    sha256: str
    issued_at: datetime | None
    status: str
    record_head: str | None


def to_json(content: ResponseContent) -> str:
    """The canonical JSON of a content."""
    return _canonical(asdict(content))


def text_to_json(text: LetterContent | ReportContent) -> str:
    """The canonical JSON of a letter or a report alone."""
    return _canonical(asdict(text))


def from_json(text: str) -> ResponseContent:
    """The content of a canonical JSON. Raises ContentError when it is anything else."""
    found = _object(text)
    answers, letter, report = found.pop("answers", None), found.pop("letter", None), found.pop("report", None)
    if not isinstance(answers, list):
        raise ContentError("a content has a list of answers")
    try:
        return ResponseContent(
            **{**found, "bodies": tuple(found["bodies"])},
            answers=tuple(_shape(AnswerContent, answer) for answer in answers),
            letter=_shape(LetterContent, letter),
            report=_shape(ReportContent, report),
        )
    except (KeyError, TypeError) as fault:
        raise ContentError("a content has other fields") from fault


def letter_from_json(text: str) -> LetterContent:
    """The letter of a canonical JSON."""
    return _shape(LetterContent, _object(text))


def report_from_json(text: str) -> ReportContent:
    """The report of a canonical JSON."""
    return _shape(ReportContent, _object(text))


def content_hash(text: str) -> str:
    """SHA-256 of a canonical JSON, hexadecimal: the name of the version."""
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: Mapping[str, object]) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError as fault:
        raise ContentError("not JSON") from fault
    if not isinstance(found, dict):
        raise ContentError("not a JSON object")
    return found


def _shape(shape: type[Shape], found: object) -> Shape:
    names = {field.name for field in fields(shape)}
    if not isinstance(found, dict) or set(found) != names:
        raise ContentError(f"{shape.__name__} has exactly the fields {', '.join(sorted(names))}")
    return shape(**{name: _frozen(value) for name, value in found.items()})


def _frozen(value: object) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
