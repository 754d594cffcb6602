"""What the three documents say, gathered once and frozen: the exact version that bodies decide on.

Its canonical JSON is what a sign-off round keeps; the SHA-256 of that JSON is the version's name on decisions and in
the footer of every document. What was stored in an earlier shape is read as the one below (see `shapes`); a change of
these classes is a new shape.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from consult.documents.shapes import shape_1, shape_2
from consult.drafting.states import UnansweredShown
from consult.stored import Earlier, Shapes

Text = TypeVar("Text", "LetterContent", "ReportContent")


@dataclass(frozen=True)
class AnswerContent:
    """A question and its answer (Markdown). `parts` are pairs of label and text; version 0 is 'not answered'.

    `no_answer_because` says why no answer is intended, '' where one is.
    """

    question_id: int
    number: str | None
    section: str | None
    question: str
    parts: tuple[tuple[str, str], ...]
    kind: str
    answer: str
    version: int
    version_sha256: str
    no_answer_because: str


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
    """Everything of one version. `closing_at` is ISO 8601 with offset; `bodies` are those it is made on behalf of.

    `unanswered` is the value of an UnansweredShown: what documents say where no answer is intended.
    """

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
    unanswered: str

    @property
    def printed(self) -> tuple[AnswerContent, ...]:
        """The questions as the documents print them: where no answer is intended, as was chosen for the response."""
        if self.unanswered == UnansweredShown.LEFT_OUT:
            return tuple(each for each in self.answers if not each.no_answer_because)
        if self.unanswered == UnansweredShown.WITHOUT_REASON:
            return tuple(replace(each, no_answer_because="") for each in self.answers)
        return self.answers

    @property
    def unsaid(self) -> tuple[AnswerContent, ...]:
        """Questions to which no answer is intended, where the documents do not say why or leave them out."""
        if self.unanswered == UnansweredShown.WITH_REASON:
            return ()
        return tuple(each for each in self.answers if each.no_answer_because)


@dataclass(frozen=True)
class Stamp:
    """What a document says of itself: which version it is made from, and how far that version has come."""

    version_label: str
    sha256: str
    issued_at: datetime | None
    status: str
    record_head: str | None
    record_entries: int = 0


def _from_shape_1(stored: shape_1.Response) -> shape_2.Response:
    return shape_2.Response(**vars(stored))


def _from_shape_2(stored: shape_2.Response) -> ResponseContent:
    answers = tuple(AnswerContent(**vars(answer), no_answer_because="") for answer in stored.answers)
    letter, report = _letter_from_shape_1(stored.letter), _report_from_shape_1(stored.report)
    told = {**vars(stored), "answers": answers, "letter": letter, "report": report}
    return ResponseContent(**told, unanswered=UnansweredShown.WITH_REASON.value)


def _letter_from_shape_1(stored: shape_1.Letter) -> LetterContent:
    return LetterContent(**vars(stored))


def _report_from_shape_1(stored: shape_1.Report) -> ReportContent:
    return ReportContent(**vars(stored))


RESPONSE = Shapes(
    ResponseContent, Earlier(shape_1.Response, _from_shape_1), Earlier(shape_2.Response, _from_shape_2), exact=True
)
LETTER = Shapes(LetterContent, Earlier(shape_1.Letter, _letter_from_shape_1), exact=True)
REPORT = Shapes(ReportContent, Earlier(shape_1.Report, _report_from_shape_1), exact=True)


def to_json(content: ResponseContent) -> str:
    """The canonical JSON of a content."""
    return RESPONSE.write(content)


def text_to_json(text: LetterContent | ReportContent) -> str:
    """The canonical JSON of a letter or a report alone."""
    return LETTER.write(text) if isinstance(text, LetterContent) else REPORT.write(text)


def from_json(text: str) -> ResponseContent:
    """The content of a stored JSON of any shape. Raises StoredError for anything else."""
    return RESPONSE.read(text)


def letter_from_json(text: str) -> LetterContent:
    """The letter of a stored JSON of any shape. Raises StoredError for anything else."""
    return LETTER.read(text)


def report_from_json(text: str) -> ReportContent:
    """The report of a stored JSON of any shape. Raises StoredError for anything else."""
    return REPORT.read(text)


def content_hash(text: str) -> str:
    """SHA-256 of a stored JSON, hexadecimal: the name of the version."""
    return hashlib.sha256(text.encode()).hexdigest()
