"""Taking a version back brings no approval back to life that a body, or other questions, had ended."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from consult.demo.cast import Cast
from consult.drafting.editions import go_over, newer_edition
from consult.drafting.models import ConsultationResponse
from consult.drafting.queries import answer_lines, get_answer, get_response, response_with_answers
from consult.drafting.services import save_answer
from consult.drafting.states import ResponseState
from consult.people.models import RoleHeld
from consult.sign_off import rules
from consult.sign_off.models import SignOffRound, Verdict
from consult.sign_off.queries import get_round
from consult.sign_off.services import withdraw
from tests.hostile.setting import _newer_edition
from tests.sign_off.rounds import APPROVERS, OFFICER, decide_as, sent

EXECUTIVE, BOARD = APPROVERS
OTHERWISE = (Verdict.DO_NOT_RESPOND, Verdict.APPROVE_WITH_AMENDMENTS)


@pytest.fixture
def approved(session: Session, demo: Cast) -> SignOffRound:
    """A first version that both bodies approved."""
    round_ = sent(session, demo)
    for name in APPROVERS:
        decide_as(session, demo, round_.id, name, Verdict.APPROVE)
    assert state(session) is ResponseState.APPROVED
    return round_


def state(session: Session) -> ResponseState:
    """Where the response stands in the database."""
    session.flush()
    mine = sa.select(ConsultationResponse.state).where(ConsultationResponse.id == 2)
    return session.execute(mine).scalar_one()


def send_another(session: Session, demo: Cast, text: str) -> int:
    """The officer changes an answer and sends the next version."""
    officer = demo.viewers[OFFICER]
    session.expire_all()
    response = get_response(session, viewer=officer, response_id=2)
    assert response is not None
    first = answer_lines(session, viewer=None, response=response)[0]
    answer = get_answer(session, viewer=officer, answer_id=first.answer.id)
    assert answer is not None
    save_answer(session, actor=officer, answer=answer, text=text, based_on_n=answer.current_n)
    return sent(session, demo).id


def take_back(session: Session, demo: Cast, round_id: int) -> None:
    """The officer takes a version back."""
    session.expire_all()
    officer = demo.viewers[OFFICER]
    round_ = get_round(session, viewer=officer, round_id=round_id)
    assert round_ is not None
    withdraw(session, actor=officer, round_=round_, reason="A figure was wrong.")


def test_an_approval_stands_while_every_body_has_said_nothing_else(
    session: Session, demo: Cast, approved: SignOffRound
) -> None:
    second = send_another(session, demo, "Said anew.")
    decide_as(session, demo, second, EXECUTIVE, Verdict.APPROVE)
    take_back(session, demo, second)
    assert state(session) is ResponseState.APPROVED


@pytest.mark.parametrize("verdict", OTHERWISE)
def test_what_a_body_decided_on_a_later_version_is_not_undone_by_taking_back_the_next(
    session: Session, demo: Cast, approved: SignOffRound, verdict: Verdict
) -> None:
    second = send_another(session, demo, "Said anew.")
    amendments = "Say more." if verdict is Verdict.APPROVE_WITH_AMENDMENTS else ""
    decide_as(session, demo, second, EXECUTIVE, verdict, amendments=amendments)
    decide_as(session, demo, second, BOARD, Verdict.APPROVE)
    assert state(session) is ResponseState.DRAFTING
    take_back(session, demo, send_another(session, demo, "Said a third time."))
    assert state(session) is ResponseState.DRAFTING


@pytest.mark.parametrize("verdict", OTHERWISE)
def test_a_version_is_not_taken_back_to_escape_what_one_body_decided_on_it(
    session: Session, demo: Cast, approved: SignOffRound, verdict: Verdict
) -> None:
    second = send_another(session, demo, "Said anew.")
    amendments = "Say more." if verdict is Verdict.APPROVE_WITH_AMENDMENTS else ""
    decide_as(session, demo, second, EXECUTIVE, verdict, amendments=amendments)
    take_back(session, demo, second)
    assert state(session) is ResponseState.DRAFTING


def test_an_approval_of_other_questions_is_not_brought_back(
    session: Session, demo: Cast, approved: SignOffRound
) -> None:
    officer = demo.viewers[OFFICER]
    _newer_edition(session, officer, response_id=2, published=True)
    response = get_response(session, viewer=officer, response_id=2)
    assert response is not None
    edition = newer_edition(session, response=response)
    assert edition is not None
    response = response_with_answers(session, response=response)
    go_over(session, actor=officer, response=response, edition=edition, shown_id=edition.id)
    assert state(session) is ResponseState.DRAFTING
    take_back(session, demo, sent(session, demo).id)
    assert state(session) is ResponseState.DRAFTING


def test_whoever_lost_the_role_while_they_waited_decides_no_more(session: Session, demo: Cast) -> None:
    round_ = sent(session, demo)
    session.execute(sa.delete(RoleHeld).where(RoleHeld.person_id == demo.people[EXECUTIVE].id))
    with pytest.raises(rules.NotYourBody):
        decide_as(session, demo, round_.id, EXECUTIVE, Verdict.APPROVE)  # as the gate had seen them
