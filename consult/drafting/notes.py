"""Internal notes on an answer: what the officers of the leading organisation tell each other, and nobody else reads."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from consult import dates
from consult.drafting.access import allows_on_answer
from consult.drafting.leading import check_leads_now
from consult.drafting.models import Answer, InternalNote
from consult.drafting.rules import DraftingError
from consult.drafting.services import said_text, text_hash
from consult.history.services import record
from consult.history.turns import in_turn
from consult.paging import Listing, paging
from consult.permissions import Permission, Viewer

LONGEST_NOTE = 5_000
PAGE = 10


class NoteEmpty(DraftingError):
    """A note says something."""


class NoteTooLong(DraftingError):
    """A note is longer than anybody will read."""


def write_note(session: Session, *, actor: Viewer, answer: Answer, text: str) -> InternalNote:
    """Note something on an answer; the same words sent twice are one note.

    Raises LeadsNoMore, NoteEmpty, NoteTooLong or NestedTooDeep.
    """
    said = said_text(text)
    if not said:
        raise NoteEmpty("Enter a note")
    if len(said) > LONGEST_NOTE:
        raise NoteTooLong(f"Note must be {LONGEST_NOTE:,} characters or fewer")
    in_turn(session)
    check_leads_now(session, actor=actor, response=answer.response)
    newest = select(InternalNote).where(InternalNote.answer_id == answer.id).order_by(InternalNote.id.desc()).limit(1)
    before = session.scalar(newest)
    if before and (before.author_id, before.text) == (actor.person_id, said):
        return before
    note = InternalNote(answer_id=answer.id, author_id=actor.person_id, text=said, created_at=dates.now())
    session.add(note)
    session.flush()
    record(
        session,
        actor=actor,
        action="internal note written",
        subject=f"note/{note.id}",
        response_id=answer.response_id,
        details={"place": answer.position, "note_sha256": text_hash(said)},
    )
    return note


def notes_on(session: Session, *, viewer: Viewer, answer: Answer, page: int = 1) -> Listing[InternalNote]:
    """A page of the notes on an answer, newest first; none for whoever may not read them."""
    mine = InternalNote.answer_id == answer.id, allows_on_answer(viewer, Permission.KEEP_NOTES)
    joined = select(InternalNote).join(Answer, Answer.id == InternalNote.answer_id).join(Answer.response).where(*mine)
    at = paging(session.scalar(select(func.count()).select_from(joined.subquery())) or 0, page, PAGE)
    listed = joined.order_by(InternalNote.id.desc()).options(joinedload(InternalNote.author))
    return Listing(session.scalars(at.cut(listed)).all(), at)
