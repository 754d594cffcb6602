"""Taking a version back brings no approval back to life that a body, or other questions, had ended."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from consult.demo.cast import Cast
from consult.drafting.editions import go_over, newer_edition
from consult.drafting.models import ConsultationResponse
from consult.drafting.queries import response_with_answers
from consult.drafting.services import save_answer
from consult.drafting.states import ResponseState
from consult.people.models import RoleHeld
from consult.sign_off import rules
from consult.sign_off.models import SignOffRound, Verdict
from consult.sign_off.services import withdraw
from tests.factories.situations import APPROVERS, OFFICER, answer_of, answers_of, decide_as, response_of, round_of, sent
from tests.factories.situations import approved as approve
from tests.hostile.setting import _newer_edition

EXECUTIVE, BOARD = APPROVERS
OTHERWISE = (Verdict.DO_NOT_RESPOND, Verdict.APPROVE_WITH_AMENDMENTS)


@pytest.fixture
def approved(session: Session, cast: Cast) -> SignOffRound:
    """A first version that both bodies approved."""
    round_ = approve(session, cast)
    assert state(session, round_) is ResponseState.APPROVED
    return round_


def state(session: Session, round_: SignOffRound) -> ResponseState:
    """Where the response stands in the database."""
    session.flush()
    mine = sa.select(ConsultationResponse.state).where(ConsultationResponse.id == round_.response_id)
    return session.execute(mine).scalar_one()


def send_another(session: Session, cast: Cast, before: SignOffRound, text: str) -> int:
    """The officer changes an answer and sends the next version."""
    officer = cast.viewers[OFFICER]
    session.expire_all()
    number = before.response_id
    answer = answer_of(session, cast, answers_of(session, number)[0])
    save_answer(session, actor=officer, answer=answer, text=text, based_on_n=answer.current_n)
    return sent(session, cast, number).id


def take_back(session: Session, cast: Cast, round_id: int) -> None:
    """The officer takes a version back."""
    session.expire_all()
    round_ = round_of(session, cast, round_id)
    withdraw(session, actor=cast.viewers[OFFICER], round_=round_, reason="A figure was wrong.")


def test_an_approval_stands_while_every_body_has_said_nothing_else(
    session: Session, cast: Cast, approved: SignOffRound
) -> None:
    second = send_another(session, cast, approved, "Said anew.")
    decide_as(session, cast, second, EXECUTIVE, Verdict.APPROVE)
    take_back(session, cast, second)
    assert state(session, approved) is ResponseState.APPROVED


@pytest.mark.parametrize("verdict", OTHERWISE)
def test_what_a_body_decided_on_a_later_version_is_not_undone_by_taking_back_the_next(
    session: Session, cast: Cast, approved: SignOffRound, verdict: Verdict
) -> None:
    second = send_another(session, cast, approved, "Said anew.")
    amendments = "Say more." if verdict is Verdict.APPROVE_WITH_AMENDMENTS else ""
    decide_as(session, cast, second, EXECUTIVE, verdict, amendments=amendments)
    decide_as(session, cast, second, BOARD, Verdict.APPROVE)
    assert state(session, approved) is ResponseState.DRAFTING
    take_back(session, cast, send_another(session, cast, approved, "Said a third time."))
    assert state(session, approved) is ResponseState.DRAFTING


@pytest.mark.parametrize("verdict", OTHERWISE)
def test_a_version_is_not_taken_back_to_escape_what_one_body_decided_on_it(
    session: Session, cast: Cast, approved: SignOffRound, verdict: Verdict
) -> None:
    second = send_another(session, cast, approved, "Said anew.")
    amendments = "Say more." if verdict is Verdict.APPROVE_WITH_AMENDMENTS else ""
    decide_as(session, cast, second, EXECUTIVE, verdict, amendments=amendments)
    take_back(session, cast, second)
    assert state(session, approved) is ResponseState.DRAFTING


def test_an_approval_of_other_questions_is_not_brought_back(
    session: Session, cast: Cast, approved: SignOffRound
) -> None:
    officer = cast.viewers[OFFICER]
    _newer_edition(session, officer, response_id=approved.response_id, published=True)
    response = response_of(session, cast, approved.response_id)
    edition = newer_edition(session, response=response)
    assert edition is not None
    response = response_with_answers(session, response=response)
    go_over(session, actor=officer, response=response, edition=edition, shown_id=edition.id)
    assert state(session, approved) is ResponseState.DRAFTING
    take_back(session, cast, sent(session, cast, response.id).id)
    assert state(session, approved) is ResponseState.DRAFTING


def test_whoever_lost_the_role_while_they_waited_decides_no_more(session: Session, cast: Cast) -> None:
    round_ = sent(session, cast)
    session.execute(sa.delete(RoleHeld).where(RoleHeld.person_id == cast.people[EXECUTIVE].id))
    with pytest.raises(rules.NotYourBody):
        decide_as(session, cast, round_.id, EXECUTIVE, Verdict.APPROVE)  # as the gate had seen them
