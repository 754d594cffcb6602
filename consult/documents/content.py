"""What the three documents say, gathered once and frozen: the exact version that bodies decide on.

Its canonical JSON (sorted keys, no spaces, UTF-8) is what a sign-off round keeps; the SHA-256 of that JSON is the
version's name on decisions and in the footer of every document.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

Shape = TypeVar("Shape", bound="AnswerContent | LetterContent | ReportContent | ResponseContent")


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
    record_entries: int = 0


def to_json(content: ResponseContent) -> str:
    """The canonical JSON of a content."""
    return _canonical(asdict(content))


def text_to_json(text: LetterContent | ReportContent) -> str:
    """The canonical JSON of a letter or a report alone."""
    return _canonical(asdict(text))


def from_json(text: str) -> ResponseContent:
    """The content of a canonical JSON; `to_json` gives exactly `text` again. Raises ContentError for anything else."""
    found = _object(text)
    answers = found.get("answers")
    if not isinstance(answers, list):
        raise ContentError("a content has a list of answers")
    content = _shape(
        ResponseContent,
        {
            **found,
            "answers": tuple(_shape(AnswerContent, answer) for answer in answers),
            "letter": _shape(LetterContent, found.get("letter")),
            "report": _shape(ReportContent, found.get("report")),
        },
    )
    if to_json(content) != text:
        raise ContentError("not the canonical JSON of a content")
    return content


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
    hints = _HINTS[shape]
    if not isinstance(found, dict) or found.keys() != hints.keys():
        raise ContentError(f"{shape.__name__} has exactly the fields {', '.join(sorted(hints))}")
    values = {name: _frozen(value) for name, value in found.items()}
    for name, hint in hints.items():
        if not _fits(values[name], hint):
            raise ContentError(f"{shape.__name__}.{name} is not {getattr(hint, '__name__', hint)}")
    return shape(**values)


_HINTS: dict[object, dict[str, Any]] = {
    shape: get_type_hints(shape) for shape in (AnswerContent, LetterContent, ReportContent, ResponseContent)
}


def _fits(value: object, hint: Any) -> bool:
    arguments = get_args(hint)
    if get_origin(hint) is UnionType:
        return any(_fits(value, each) for each in arguments)
    if get_origin(hint) is not tuple:
        return type(value) is hint
    if not isinstance(value, tuple):
        return False
    if arguments[-1] is Ellipsis:
        return all(_fits(item, arguments[0]) for item in value)
    return len(value) == len(arguments) and all(map(_fits, value, arguments))


def _frozen(value: object) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
