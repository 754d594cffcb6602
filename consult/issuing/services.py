"""Making the three documents from one version, and issuing those that every body approved."""

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import dates
from consult.documents.content import Stamp, content_hash, from_json, to_json
from consult.documents.models import DocumentKind
from consult.documents.services import gather, record_document
from consult.drafting.leading import check_leads_now
from consult.drafting.models import ConsultationResponse
from consult.drafting.services import lock_response
from consult.history.services import head
from consult.history.turns import as_it_is
from consult.issuing import rules
from consult.issuing.committee_report import make_committee_report
from consult.issuing.covering_letter import make_covering_letter
from consult.issuing.models import IssuedDocument
from consult.issuing.queries import recorded_files
from consult.issuing.response_document import make_response_document
from consult.permissions import Viewer
from consult.refusal import Refusal
from consult.sign_off.models import RoundState, SignOffRound
from consult.sign_off.queries import newest_approved_of, result_of, rounds_of, standing_approval
from consult.sign_off.rules import OtherVersion, Result
from consult.sign_off.sealing import check_seal, frozen_content
from consult.texts.file_names import safe_name, slug

_log = logging.getLogger(__name__)
MAKERS = {
    DocumentKind.COMMITTEE_REPORT: make_committee_report,
    DocumentKind.COVERING_LETTER: make_covering_letter,
    DocumentKind.RESPONSE_DOCUMENT: make_response_document,
}


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


def make_files(session: Session, *, actor: Viewer | None, round_: SignOffRound, sha256: str) -> Files | None:
    """Make the files of the version with this hash; None where `issue` would refuse it.

    It takes long, and locks nothing. The round's content and decisions must be loaded.
    """
    try:
        _check_issue(session, actor, round_, sha256, rounds_of(session, response=round_.response))
    except Refusal:
        return None  # `issue` asks the same again in its turn, and says why
    content = from_json(round_.content)
    entries, newest = head(session)
    stamp = Stamp(f"Round {round_.n}", round_.sha256, dates.now(), "Approved", newest, entries)
    return Files(stamp, {kind: make(content, stamp) for kind, make in MAKERS.items()})


def issue(
    session: Session, *, actor: Viewer | None, round_: SignOffRound, sha256: str, files: Files | None
) -> list[IssuedDocument]:
    """Issue report, letter and response of an approved version, once; `sha256` names the version that was shown.

    `files` are those that make_files made of the round, a while ago: who leads and what was decided is asked again.
    The actor is None for an operator. Raises LeadsNoMore, NotApproved, OtherVersion, NotAsFrozen or AlreadyIssued.
    """
    lock_response(session, round_.response)
    if actor is not None:
        check_leads_now(session, actor=actor, response=round_.response)
    rounds = rounds_of(session, response=round_.response)
    for each in rounds:
        as_it_is(session, each, "state", "decisions")
    as_it_is(session, round_, "sha256", "content")
    _check_issue(session, actor, round_, sha256, rounds)
    if files is None or files.stamp.sha256 != sha256:
        raise OtherVersion("The version was approved only at this moment. Open the page again")
    return [_issue_file(session, actor, round_, kind, files) for kind in files.contents]


def _check_issue(
    session: Session, actor: Viewer | None, round_: SignOffRound, sha256: str, rounds: Sequence[SignOffRound]
) -> None:
    """Raise what stands in the way of issuing the version with this hash, what is quickly found out first."""
    if round_.state is not RoundState.CLOSED or result_of(round_) is not Result.APPROVED:
        raise rules.NotApproved("Only a version that every body approved can be issued")
    if sha256 != round_.sha256:
        raise OtherVersion("The version on the page is not the one that was approved. Open the page again")
    if _are_issued(session, round_):
        raise rules.AlreadyIssued("The documents of this version were issued already")
    if actor is not None:  # an operator names the round, and may mean an earlier one
        rules.check_newest(round_, newest_approved_of(rounds))
    if standing_approval(session, rounds=rounds) is None:
        raise rules.NotApproved(
            "The approval of this version no longer stands: a body decided otherwise on a later one, or the response "
            "took over other questions"
        )
    check_seal(session, round_=round_)


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
    record_document(session, actor, "document issued", round_.response, kind, document.sha256)
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
