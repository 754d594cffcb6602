"""The files that were issued."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.drafting.access import allows
from consult.drafting.models import ConsultationResponse
from consult.history.facts import facts_of
from consult.history.models import HistoryEntry
from consult.issuing.models import IssuedDocument
from consult.permissions import Permission, Viewer
from consult.sign_off.models import SignOffRound


def issued_of(session: Session, *, response: ConsultationResponse) -> dict[int, list[IssuedDocument]]:
    """The issued files of a response, by the number of their round in the database."""
    rows = session.scalars(
        select(IssuedDocument)
        .join(SignOffRound, SignOffRound.id == IssuedDocument.round_id)
        .where(SignOffRound.response_id == response.id)
        .order_by(IssuedDocument.id)
    )
    found: dict[int, list[IssuedDocument]] = {}
    for issued in rows:
        found.setdefault(issued.round_id, []).append(issued)
    return found


def issued_files(session: Session, *, round_: SignOffRound) -> list[tuple[IssuedDocument, bytes]]:
    """Each file issued from a round, with its content."""
    rows = select(IssuedDocument, IssuedDocument.content).where(IssuedDocument.round_id == round_.id)
    return [(document, content) for document, content in session.execute(rows.order_by(IssuedDocument.id))]


def recorded_files(session: Session, *, document: IssuedDocument) -> set[object]:
    """The hashes of the files of this kind that the record says were issued for the document's response."""
    response = select(SignOffRound.response_id).where(SignOffRound.id == document.round_id).scalar_subquery()
    issued = select(HistoryEntry.details).where(
        HistoryEntry.response_id == response, HistoryEntry.action == "document issued"
    )
    told = [facts_of(details) for details in session.scalars(issued)]
    return {each["sha256"] for each in told if each["document"] == document.kind.value}


def get_issued(session: Session, *, viewer: Viewer, document_id: int) -> tuple[IssuedDocument, bytes] | None:
    """One issued file of a response whose documents the viewer may read, with its content."""
    row = session.execute(
        select(IssuedDocument, IssuedDocument.content)
        .join(SignOffRound, SignOffRound.id == IssuedDocument.round_id)
        .join(ConsultationResponse, ConsultationResponse.id == SignOffRound.response_id)
        .where(IssuedDocument.id == document_id, allows(viewer, Permission.READ_DOCUMENTS))
    ).first()
    return (row[0], row[1]) if row else None
