"""Drafting report and letter, sending one version of everything for sign-off, issuing the documents."""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import dates
from consult.documents import rules
from consult.documents.content import (
    AnswerContent,
    LetterContent,
    ReportContent,
    ResponseContent,
    Stamp,
    content_hash,
    from_json,
    letter_from_json,
    report_from_json,
    text_to_json,
    to_json,
)
from consult.documents.models import DocumentDraft, DocumentKind, IssuedDocument
from consult.documents.queries import current_draft, current_letter, current_report, newest_n, recorded_files
from consult.drafting.models import ConsultationResponse
from consult.drafting.queries import AnswerLine, answer_lines
from consult.drafting.rules import check_open
from consult.history.services import head, record
from consult.history.turns import as_it_is
from consult.issuing.committee_report import make_committee_report
from consult.issuing.covering_letter import make_covering_letter
from consult.issuing.response_document import make_response_document
from consult.permissions import Viewer
from consult.sign_off.models import RoundState, SignOffRound
from consult.sign_off.queries import result_of
from consult.sign_off.rules import NotAsFrozen, OtherVersion, Result
from consult.sign_off.sealing import check_seal
from consult.sign_off.services import lock_response, open_round
from consult.texts.file_names import safe_name, slug

_log = logging.getLogger(__name__)
MAKERS = {
    DocumentKind.COMMITTEE_REPORT: make_committee_report,
    DocumentKind.COVERING_LETTER: make_covering_letter,
    DocumentKind.RESPONSE_DOCUMENT: make_response_document,
}


@dataclass(frozen=True)
class SavedDraft:
    """What a save did: the version, and whether it was set aside because somebody had saved meanwhile."""

    draft: DocumentDraft | None
    conflict: bool = False


def save_draft(
    session: Session,
    *,
    actor: Viewer,
    response: ConsultationResponse,
    kind: DocumentKind,
    text: LetterContent | ReportContent,
    based_on_n: int,
) -> SavedDraft:
    """Save the text of report or letter as a version; on an outdated version it is kept, set aside."""
    rules.check_shown(text)
    content = text_to_json(text)
    read = report_from_json if isinstance(text, ReportContent) else letter_from_json
    if len(content) > 20 * rules.LONGEST_TEXT:
        raise rules.TextTooLong(f"{kind.label} is too long to save in one piece")
    lock_response(session, response)
    check_open(response)
    current = current_draft(session, response=response, kind=kind)
    if current and read(current.content) == text:
        return SavedDraft(None)
    conflict = based_on_n != (current.n if current else 0)
    draft = _add_draft(session, actor, response, kind, content, conflict)
    action = "document text set aside" if conflict else "document revised"
    _record(session, actor, action, response, kind, content_hash(content))
    return SavedDraft(draft, conflict)


def _add_draft(
    session: Session, actor: Viewer, response: ConsultationResponse, kind: DocumentKind, content: str, set_aside: bool
) -> DocumentDraft:
    draft = DocumentDraft(
        response_id=response.id,
        kind=kind,
        n=newest_n(session, response=response, kind=kind) + 1,
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
    )
    return content, lines


def _answer_content(line: AnswerLine) -> AnswerContent:
    question = line.answer.question
    return AnswerContent(
        question_id=question.id,
        number=question.number or None,
        section=question.section or None,
        question=question.text,
        parts=tuple((part.label, part.text) for part in question.parts),
        kind=question.kind.value,
        answer=line.text,
        version=line.version.n if line.version else 0,
        version_sha256=line.version.sha256 if line.version else "",
    )


def present_sha256(session: Session, *, response: ConsultationResponse) -> str:
    """The name of the version that would be frozen now: a page that offers to send it carries it along."""
    return content_hash(to_json(gather(session, response=response)[0]))


def send_for_sign_off(session: Session, *, actor: Viewer, response: ConsultationResponse, sha256: str) -> SignOffRound:
    """Freeze answers, letter and report as one version and ask every body to decide on it.

    `sha256` names the version that the sender had before them. Raises TextsMoved when it is another by now, NotReady,
    NobodyDecides, RoundAlreadyOpen or DocumentsUnfinished.
    """
    lock_response(session, response)
    content, lines = gather(session, response=response)
    text = to_json(content)
    rules.check_same_texts(content_hash(text), sha256)
    rules.check_complete(content.report, content.letter)
    return open_round(session, actor=actor, response=response, lines=lines, content=text)


def frozen_content(session: Session, *, round_: SignOffRound) -> ResponseContent:
    """What a round froze. Raises NotAsFrozen when its text is not the one that was sent and decided on.

    The round's content and decisions must be loaded.
    """
    check_seal(session, round_=round_)
    return from_json(round_.content)


def make_draft(
    session: Session, *, response: ConsultationResponse, kind: DocumentKind, round_: SignOffRound | None
) -> bytes:
    """A Word file of the present texts, or of the version that a round froze; nothing is issued by it."""
    if round_ is None:
        content = gather(session, response=response)[0]
        stamp = Stamp("Working draft", content_hash(to_json(content)), None, "Draft", None)
    else:
        content = frozen_content(session, round_=round_)
        approved = round_.state is RoundState.CLOSED and result_of(round_) is Result.APPROVED
        stamp = Stamp(f"Round {round_.n}", round_.sha256, None, "Approved" if approved else "For decision", None)
    return MAKERS[kind](content, stamp)


@dataclass(frozen=True)
class Files:
    """The three Word files of an approved version as they would be issued, by kind; the stamp names the version."""

    stamp: Stamp
    contents: Mapping[DocumentKind, bytes]


def make_files(session: Session, *, round_: SignOffRound) -> Files | None:
    """Make the files of an approved version; None where `issue` would refuse it. It takes long, and locks nothing.

    The round's content and decisions must be loaded.
    """
    if round_.state is not RoundState.CLOSED or result_of(round_) is not Result.APPROVED:
        return None
    if _are_issued(session, round_):
        return None
    try:
        content = frozen_content(session, round_=round_)
    except NotAsFrozen:
        return None
    entries, newest = head(session)
    stamp = Stamp(f"Round {round_.n}", round_.sha256, dates.now(), "Approved", newest, entries)
    return Files(stamp, {kind: make(content, stamp) for kind, make in MAKERS.items()})


def issue(
    session: Session, *, actor: Viewer | None, round_: SignOffRound, sha256: str, files: Files | None
) -> list[IssuedDocument]:
    """Issue report, letter and response of an approved version, once; `sha256` names the version that was shown.

    `files` are those that make_files made of the round. Raises NotApproved, OtherVersion, NotAsFrozen or AlreadyIssued.
    """
    lock_response(session, round_.response)
    as_it_is(session, round_, "state", "decisions", "sha256", "content")
    if round_.state is not RoundState.CLOSED or result_of(round_) is not Result.APPROVED:
        raise rules.NotApproved("Only a version that every body approved can be issued")
    if sha256 != round_.sha256:
        raise OtherVersion("The version on the page is not the one that was approved. Open the page again")
    if _are_issued(session, round_):
        raise rules.AlreadyIssued("The documents of this version were issued already")
    check_seal(session, round_=round_)
    if files is None or files.stamp.sha256 != sha256:
        raise OtherVersion("The version was approved only at this moment. Open the page again")
    return [_issue_file(session, actor, round_, kind, files) for kind in files.contents]


def _are_issued(session: Session, round_: SignOffRound) -> bool:
    return session.scalar(select(IssuedDocument.id).where(IssuedDocument.round_id == round_.id).limit(1)) is not None


def _issue_file(
    session: Session, actor: Viewer | None, round_: SignOffRound, kind: DocumentKind, files: Files
) -> IssuedDocument:
    data = files.contents[kind]
    document = IssuedDocument(
        round_id=round_.id,
        kind=kind,
        name=file_name(kind, round_.response.title),
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        content=data,
        issued_at=files.stamp.issued_at,
        issued_by_id=actor.person_id if actor else None,
    )
    session.add(document)
    session.flush()
    _record(session, actor, "document issued", round_.response, kind, document.sha256)
    return document


def check_issued(session: Session, *, document: IssuedDocument, content: bytes) -> None:
    """Raise NotAsIssued, and tell the log, unless a file is the one that was issued, as the record says too."""
    present = hashlib.sha256(content).hexdigest()
    if present == document.sha256 and present in recorded_files(session, document=document):
        return
    _log.critical("issued document %s is not the file that was issued", document.id)
    raise rules.NotAsIssued(
        f"The {document.kind.label.lower()} is not the file that was issued: it was changed in the database. "
        "Tell your administrator"
    )


def file_name(kind: DocumentKind, title: str) -> str:
    """A name that every file system takes: 'covering-letter-the-title.docx', in the letters of the title."""
    return safe_name(f"{kind.value.replace('_', '-')}-{slug(title, 60) or 'response'}.docx")


def _record(
    session: Session,
    actor: Viewer | None,
    action: str,
    response: ConsultationResponse,
    kind: DocumentKind,
    digest: str,
) -> None:
    record(
        session,
        actor=actor,
        action=action,
        subject=f"response/{response.id}",
        response_id=response.id,
        details={"document": kind.value, "sha256": digest},
    )
