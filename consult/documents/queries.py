"""The drafted texts of report and letter."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult.documents.content import LetterContent, ReportContent, Text, letter_from_json, report_from_json
from consult.documents.defaults import first_letter, first_report
from consult.documents.models import DocumentDraft, DocumentKind
from consult.drafting.models import ConsultationResponse
from consult.people.models import Person


@dataclass(frozen=True)
class Drafted(Generic[Text]):
    """The current text of a document and its version; `n` is 0 while nobody has saved one."""

    text: Text
    n: int
    draft: DocumentDraft | None


def current_draft(session: Session, *, response: ConsultationResponse, kind: DocumentKind) -> DocumentDraft | None:
    """The save of a document's text that counts, or None before the first."""
    wanted = (
        DocumentDraft.response_id == response.id,
        DocumentDraft.kind == kind,
        DocumentDraft.set_aside.is_(False),
    )
    newest = select(DocumentDraft).where(*wanted).order_by(DocumentDraft.n.desc()).limit(1)
    return session.scalar(newest.options(joinedload(DocumentDraft.author)))


def newest_draft(session: Session, *, response: ConsultationResponse, kind: DocumentKind) -> DocumentDraft | None:
    """The newest save of a document's text, set aside or not; None before the first."""
    mine = DocumentDraft.response_id == response.id, DocumentDraft.kind == kind
    return session.scalar(select(DocumentDraft).where(*mine).order_by(DocumentDraft.n.desc()).limit(1))


def current_report(session: Session, *, response: ConsultationResponse) -> Drafted[ReportContent]:
    """The committee report as it stands, or the usual one to begin with."""
    draft = current_draft(session, response=response, kind=DocumentKind.COMMITTEE_REPORT)
    text = report_from_json(draft.content) if draft else first_report(response)
    return Drafted(text, draft.n if draft else 0, draft)


def current_letter(session: Session, *, response: ConsultationResponse) -> Drafted[LetterContent]:
    """The covering letter as it stands, or the usual one to begin with."""
    draft = current_draft(session, response=response, kind=DocumentKind.COVERING_LETTER)
    text = letter_from_json(draft.content) if draft else first_letter(response)
    return Drafted(text, draft.n if draft else 0, draft)


@dataclass(frozen=True)
class DraftLine:
    """A save of a document's text without the text: its number, who saved it, when, and whether it was set aside."""

    n: int
    author: str
    created_at: datetime
    set_aside: bool


def drafts_of(session: Session, *, response: ConsultationResponse, kind: DocumentKind) -> list[DraftLine]:
    """Every save of a document's text, newest first, those set aside included. No text is read for it."""
    mine = DocumentDraft.response_id == response.id, DocumentDraft.kind == kind
    lines = select(DocumentDraft.n, Person.name, DocumentDraft.created_at, DocumentDraft.set_aside)
    found = lines.join(DocumentDraft.author).where(*mine).order_by(DocumentDraft.n.desc())
    return [DraftLine(*line) for line in session.execute(found)]


def get_draft(session: Session, *, response: ConsultationResponse, kind: str, n: int) -> DocumentDraft | None:
    """One save of a document's text; None for a kind that is not drafted."""
    if kind not in (DocumentKind.COMMITTEE_REPORT.value, DocumentKind.COVERING_LETTER.value):
        return None
    mine = DocumentDraft.response_id == response.id, DocumentDraft.kind == DocumentKind(kind), DocumentDraft.n == n
    return session.scalar(select(DocumentDraft).where(*mine).options(joinedload(DocumentDraft.author)))
