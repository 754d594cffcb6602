"""Commenting on an answer, and settling a comment."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import dates
from consult.comments import rules
from consult.comments.models import Comment, Disposition, DispositionOutcome, Position
from consult.comments.telling import tell_author, tell_lead
from consult.drafting.access import rights_on_answer
from consult.drafting.inviting import note_used
from consult.drafting.models import Answer
from consult.drafting.services import said_text
from consult.history.services import record
from consult.history.turns import as_it_is
from consult.permissions import Viewer


def comment(
    session: Session, *, actor: Viewer, answer: Answer, on_n: int, position: Position | None, text: str, suggestion: str
) -> Comment:
    """Say something of a version of an answer: the one that was read. The same words sent twice make one comment.

    `on_n` is its number; 0 before the first, and for whoever may not read the text yet.
    """
    text, suggestion = said_text(text), said_text(suggestion)
    as_it_is(session, answer.response, "state")
    as_it_is(session, answer, "current_n")
    rules.check_comment(answer.response, position, text, suggestion)
    rules.check_invited(rights_on_answer(session, viewer=actor, answer_id=answer.id), suggestion)
    rules.check_version(answer.current_n, on_n)
    if same := _already_said(session, actor, answer, on_n, position, text, suggestion):
        return same
    said = Comment(
        answer_id=answer.id,
        on_n=on_n,
        author_id=actor.person_id,
        organisation_id=actor.organisation_id,
        position=position,
        text=text,
        suggestion=suggestion,
        created_at=dates.now(),
    )
    session.add(said)
    session.flush()
    note_used(session, actor=actor, response_id=answer.response_id)
    tell_lead(session, actor=actor, response=answer.response, event=str(said.id))
    stance = position.value if position else None
    _record(session, actor, "comment made", said, answer, {"version": on_n, "position": stance})
    return said


def _already_said(
    session: Session, actor: Viewer, answer: Answer, on_n: int, position: Position | None, text: str, suggestion: str
) -> Comment | None:
    """The author's newest comment on this version when it says exactly the same: a form that was sent twice."""
    mine = Comment.answer_id == answer.id, Comment.author_id == actor.person_id, Comment.on_n == on_n
    newest = session.scalar(select(Comment).where(*mine).order_by(Comment.id.desc()).limit(1))
    if newest and (newest.position, newest.text, newest.suggestion) == (position, text, suggestion):
        return newest
    return None


def settle(
    session: Session, *, actor: Viewer, comment: Comment, outcome: DispositionOutcome, reason: str
) -> Disposition:
    """Tell what became of a comment and why. Raises AlreadySettled or ReasonMissing."""
    reason = said_text(reason)
    as_it_is(session, comment, "answer_id")
    settled = select(Disposition.id).where(Disposition.comment_id == comment.id)
    rules.check_settle(session.scalar(settled) is not None, reason)
    disposition = Disposition(
        comment_id=comment.id,
        outcome=outcome,
        reason=reason,
        settled_by_id=actor.person_id,
        settled_at=dates.now(),
    )
    session.add(disposition)
    session.flush()
    _record(session, actor, "comment settled", comment, comment.answer, {"outcome": outcome.value})
    tell_author(session, actor=actor, comment=comment)
    return disposition


def _record(
    session: Session, actor: Viewer, action: str, comment: Comment, answer: Answer, details: Mapping[str, object]
) -> None:
    facts = {"place": answer.position, **details}
    subject = f"comment/{comment.id}"
    record(session, actor=actor, action=action, subject=subject, response_id=answer.response_id, details=facts)
