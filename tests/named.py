"""What the demonstration holds, by the names that people know it by: its numbers are nobody's business."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.drafting.models import Answer, ConsultationResponse
from consult.sign_off.models import SignOffRound

SUBMITTED = "Response to A fair say"
DRAFTED = "Joint response on local partnerships"
WAITING = "Response on speed limits near schools"


def response_named(session: Session, title: str = DRAFTED) -> int:
    """The number of a response."""
    return session.scalars(select(ConsultationResponse.id).where(ConsultationResponse.title == title)).one()


def answer_at(session: Session, position: int, title: str = DRAFTED) -> int:
    """The number of the answer to the question at this place."""
    mine = Answer.response_id == response_named(session, title), Answer.position == position
    return session.scalars(select(Answer.id).where(*mine)).one()


def round_of(session: Session, title: str = WAITING) -> int:
    """The number of a response's one round."""
    return session.scalars(
        select(SignOffRound.id).where(SignOffRound.response_id == response_named(session, title))
    ).one()
