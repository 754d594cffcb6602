"""Whether and how a response was submitted."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult.drafting.models import ConsultationResponse
from consult.outcomes.models import Submission


def submission_of(session: Session, *, response: ConsultationResponse) -> Submission | None:
    """The submission of a response the viewer may see, or None."""
    mine = select(Submission).where(Submission.response_id == response.id)
    return session.scalar(mine.options(joinedload(Submission.round), joinedload(Submission.submitted_by)))
