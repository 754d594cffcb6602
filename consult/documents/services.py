"""Drafting report and letter, and gathering everything that the three documents say."""

from sqlalchemy.orm import Session

from consult import dates
from consult.documents import rules
from consult.documents.content import (
    AnswerContent,
    LetterContent,
    ReportContent,
    ResponseContent,
    content_hash,
    letter_from_json,
    report_from_json,
    text_to_json,
    to_json,
)
from consult.documents.models import DocumentDraft, DocumentKind
from consult.documents.queries import current_draft, current_letter, current_report, newest_draft
from consult.drafting.models import ConsultationResponse
from consult.drafting.queries import AnswerLine, answer_lines
from consult.drafting.rules import check_open
from consult.drafting.services import lock_response
from consult.history.services import record
from consult.permissions import Viewer


def save_draft(
    session: Session,
    *,
    actor: Viewer,
    response: ConsultationResponse,
    kind: DocumentKind,
    text: LetterContent | ReportContent,
    set_aside: bool = False,
) -> DocumentDraft | None:
    """Save the text of report or letter as a version; None when it is the current one already.

    A text that somebody else's save came before is kept as a version `set_aside`: the current one stays.
    Raises NestedTooDeep, TextTooLong or AlreadySubmitted.
    """
    rules.check_shown(text)
    content = text_to_json(text)
    read = report_from_json if isinstance(text, ReportContent) else letter_from_json
    if len(content) > 20 * rules.LONGEST_TEXT:
        raise rules.TextTooLong(f"{kind.label} is too long to save in one piece")
    lock_response(session, response)
    check_open(response)
    current = current_draft(session, response=response, kind=kind)
    if current and read(current.content) == text:
        return None
    newest = newest_draft(session, response=response, kind=kind)
    if set_aside and newest and (newest.content, newest.author_id) == (content, actor.person_id):
        return newest  # sent twice, kept once
    n = newest.n + 1 if newest else 1
    draft = _add_draft(session, actor, response, kind, n, content, set_aside)
    action = "document text set aside" if set_aside else "document revised"
    record_document(session, actor, action, response, kind, content_hash(content))
    return draft


def _add_draft(
    session: Session,
    actor: Viewer,
    response: ConsultationResponse,
    kind: DocumentKind,
    n: int,
    content: str,
    set_aside: bool,
) -> DocumentDraft:
    draft = DocumentDraft(
        response_id=response.id,
        kind=kind,
        n=n,
        content=content,
        set_aside=set_aside,
        author_id=actor.person_id,
        created_at=dates.now(),
    )
    session.add(draft)
    session.flush()
    return draft


def gather(session: Session, *, response: ConsultationResponse) -> tuple[ResponseContent, list[AnswerLine]]:
    """Everything the three documents say, as it stands now, and the answers it was gathered from."""
    lines = answer_lines(session, viewer=None, response=response)
    content = ResponseContent(
        consultation_title=response.consultation.title,
        issuing_body=response.consultation.issuing_body,
        reference=response.consultation.reference,
        closing_at=(response.consultation.closing_at or response.closing_at).isoformat(),
        response_title=response.title,
        lead_organisation=response.lead_organisation.name,
        bodies=tuple(body.organisation.name for body in response.bodies),
        answers=tuple(_answer_content(line) for line in lines),
        letter=current_letter(session, response=response).text,
        report=current_report(session, response=response).text,
        unanswered=response.unanswered.value,
    )
    return content, lines


def _answer_content(line: AnswerLine) -> AnswerContent:
    question, given = line.answer.question, line.given
    return AnswerContent(
        question_id=question.id,
        number=question.number or None,
        section=question.section or None,
        question=question.text,
        parts=tuple((part.label, part.text) for part in question.parts),
        kind=question.kind.value,
        answer=given.text if given else "",
        version=given.n if given else 0,
        version_sha256=given.sha256 if given else "",
        no_answer_because="" if line.is_intended else line.answer.no_answer_because,
    )


def present_sha256(session: Session, *, response: ConsultationResponse) -> str:
    """The name of the version that would be frozen now: a page that offers to send it carries it along."""
    return content_hash(to_json(gather(session, response=response)[0]))


def record_document(
    session: Session,
    actor: Viewer | None,
    action: str,
    response: ConsultationResponse,
    kind: DocumentKind,
    digest: str,
) -> None:
    """Note in the record what was done with a document, and the hash of its text or file."""
    record(
        session,
        actor=actor,
        action=action,
        subject=f"response/{response.id}",
        response_id=response.id,
        details={"document": kind.value, "sha256": digest},
    )
