"""What mail somebody wants: how often they are told of comments. Decisions, invitations, security are always told."""

from sqlalchemy.orm import Session

from consult.history.services import record
from consult.people.models import CommentMail, Person
from consult.permissions import Permission, Viewer


def chooses_comment_mail(viewer: Viewer) -> bool:
    """Whether somebody may lead responses, and so chooses how often they are told of comments."""
    return viewer.may(Permission.SET_UP_RESPONSES)


def choose_comment_mail(session: Session, *, actor: Viewer, person: Person, often: CommentMail) -> None:
    """Let the actor be told of comments as often as they chose. Nobody chooses for somebody else."""
    assert person.id == actor.person_id, "everybody chooses for themselves"
    if person.comment_mail is often:
        return
    facts = {"before": person.comment_mail.value, "after": often.value}
    person.comment_mail = often
    session.flush()
    record(session, actor=actor, action="mail chosen", subject=f"person/{person.id}", details=facts)
