"""What the answers of a response are once it was submitted: what its bodies approved, whatever was drafted since."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.drafting.models import Answer, ConsultationResponse
from consult.drafting.services import text_hash
from consult.drafting.states import AnswerStatus
from consult.history.services import record
from consult.permissions import Viewer


@dataclass(frozen=True)
class SubmittedAnswer:
    """What a submitted version says to a question: the `n` of its text (0: none), or why no answer is intended."""

    n: int
    no_answer_because: str = ""


def settle_on(
    session: Session, *, actor: Viewer, response: ConsultationResponse, answers: Mapping[int, SubmittedAnswer]
) -> None:
    """Make what was submitted the answers of a response; `answers` are by the question's number.

    Later versions stay in the history of their answer. A question that the submitted version does not hold is left as
    it is.
    """
    # As they are by now: what was saved since the page was opened would stay in force.
    mine = select(Answer).where(Answer.response_id == response.id).order_by(Answer.position)
    for answer in session.scalars(mine.execution_options(populate_existing=True)).all():
        if submitted := answers.get(answer.question_id):
            _settle(session, actor, answer, submitted)


def _settle(session: Session, actor: Viewer, answer: Answer, submitted: SubmittedAnswer) -> None:
    status, reason = answer.status, answer.no_answer_because
    if submitted.no_answer_because:
        answer.status, answer.no_answer_because = AnswerStatus.NO_ANSWER_INTENDED, submitted.no_answer_because
    elif submitted.n:
        answer.status, answer.current_n = AnswerStatus.READY, submitted.n
    session.flush()
    if answer.no_answer_because != reason:
        facts = {"no_answer_sha256": text_hash(answer.no_answer_because)}
        _record(session, actor, "answer reason given", answer, facts)
    if answer.status is not status:
        changed = {"before": status.value, "after": answer.status.value}
        _record(session, actor, "answer status changed", answer, changed)


def _record(session: Session, actor: Viewer, action: str, answer: Answer, details: Mapping[str, object]) -> None:
    subject, facts = f"answer/{answer.id}", {"place": answer.position, **details}
    record(session, actor=actor, action=action, subject=subject, response_id=answer.response_id, details=facts)
