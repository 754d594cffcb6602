"""A response on its way through sign-off: drafted, sent, and decided by whoever may."""

from sqlalchemy.orm import Session

from consult import dates
from consult.demo.cast import Cast
from consult.documents.services import present_sha256
from consult.drafting.models import ConsultationResponse
from consult.drafting.queries import answer_lines, get_answer, get_response
from consult.drafting.services import save_answer, set_status
from consult.drafting.states import AnswerStatus
from consult.sign_off.models import SignOffRound, Verdict
from consult.sign_off.queries import get_round, own_decisions
from consult.sign_off.rules import Result
from consult.sign_off.services import TypedDecision, decide, send_for_sign_off

OFFICER = "Policy officer"
APPROVERS = ("Council Executive", "Partnership board")


def drafted(session: Session, cast: Cast) -> ConsultationResponse:
    """The response that is being drafted, with every answer ready."""
    officer = cast.viewers[OFFICER]
    response = get_response(session, viewer=officer, response_id=2)
    assert response is not None
    for line in answer_lines(session, viewer=None, response=response):
        answer = get_answer(session, viewer=officer, answer_id=line.answer.id)
        assert answer is not None
        if not line.text:
            save_answer(session, actor=officer, answer=answer, text="An answer.", based_on_n=0)
        set_status(session, actor=officer, answer=answer, status=AnswerStatus.READY)
    session.flush()
    session.expire_all()
    found = get_response(session, viewer=officer, response_id=2)
    assert found is not None
    return found


def sent(session: Session, cast: Cast) -> SignOffRound:
    """A round that waits for decisions."""
    officer = cast.viewers[OFFICER]
    response = drafted(session, cast)
    sha256 = present_sha256(session, response=response)
    number = send_for_sign_off(session, actor=officer, response=response, sha256=sha256).id
    session.expire_all()
    round_ = get_round(session, viewer=officer, round_id=number)
    assert round_ is not None
    return round_


def decide_as(
    session: Session, cast: Cast, round_id: int, who: str, verdict: Verdict, *, sha256: str = "", amendments: str = ""
) -> Result:
    """Record what somebody's body decided."""
    session.flush()
    session.expire_all()
    viewer = cast.viewers[who]
    round_ = get_round(session, viewer=viewer, round_id=round_id)
    assert round_ is not None
    (decision,) = own_decisions(session, viewer=viewer, round_=round_)
    typed = TypedDecision(verdict, sha256 or round_.sha256, amendments, dates.today(), "Minute 3")
    return decide(session, actor=viewer, round_=round_, decision=decision, typed=typed)
