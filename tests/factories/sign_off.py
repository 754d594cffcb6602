"""Rounds of sign-off, what they froze, and what bodies decide."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult import dates
from consult.documents.content import content_hash, to_json
from consult.documents.services import gather
from consult.drafting.models import AnswerVersion, ConsultationResponse, SignOffBody
from consult.history.services import record
from consult.permissions import Role
from consult.sign_off.models import Decision, FrozenAnswer, RoundState, SignOffRound, Verdict
from consult.sign_off.sealing import SENT
from tests.factories.drafting import make_answer, make_answer_version, make_response, make_sign_off_body
from tests.factories.people import person_id
from tests.factories.question_sets import after
from tests.factories.rows import add


def make_round(session: Session, **given: Any) -> SignOffRound:
    """The next round of a response: it holds what the response says now, and the record names its hash, as it must.

    Nobody was asked to decide on it: `make_decision` does that.
    """
    made = add(
        session,
        SignOffRound,
        given,
        response_id=lambda _: make_response(session).id,
        n=lambda has: after(session, SignOffRound.n, SignOffRound.response_id == has["response_id"]),
        state=RoundState.OPEN,
        content=lambda has: _present_content(session, has["response_id"]),
        sha256=lambda has: content_hash(has["content"]),
        opened_at=dates.now(),
        opened_by_id=lambda has: session.get_one(ConsultationResponse, has["response_id"]).lead_officer_id,
        ended_at=lambda has: None if has["state"] is RoundState.OPEN else dates.now(),
        withdrawn_because=lambda has: "A figure was wrong." if has["state"] is RoundState.WITHDRAWN else "",
    )
    facts = {"round": made.n, "sha256": made.sha256}
    subject = f"sign_off_round/{made.id}"
    record(session, actor=None, action=SENT, subject=subject, response_id=made.response_id, details=facts)
    return made


def _present_content(session: Session, response_id: int) -> str:
    session.flush()
    wanted = select(ConsultationResponse).where(ConsultationResponse.id == response_id)
    named = selectinload(ConsultationResponse.bodies).joinedload(SignOffBody.organisation)
    loaded = wanted.options(
        named,
        joinedload(ConsultationResponse.consultation),
        joinedload(ConsultationResponse.lead_organisation),
        joinedload(ConsultationResponse.lead_officer),
        selectinload(ConsultationResponse.timetable),
    )
    response = session.scalars(loaded.execution_options(populate_existing=True)).one()
    return to_json(gather(session, response=response)[0])


def _response_of(session: Session, has: dict[str, Any]) -> int:
    return session.get_one(SignOffRound, has["round_id"]).response_id


def make_frozen_answer(session: Session, **given: Any) -> FrozenAnswer:
    """A version of an answer that a round froze."""

    def version_of(has: dict[str, Any]) -> AnswerVersion:
        answer = make_answer(session, response_id=_response_of(session, has))
        return make_answer_version(session, answer_id=answer.id)

    return add(
        session,
        FrozenAnswer,
        given,
        round_id=lambda _: make_round(session).id,
        answer_version_id=lambda has: version_of(has).id,
    )


def make_decision(session: Session, **given: Any) -> Decision:
    """What a body of the response is asked to decide in a round; a verdict has all that belongs to it."""

    def when_decided(value: Any) -> Any:
        return lambda has: None if has["verdict"] is Verdict.PENDING else value(has)

    return add(
        session,
        Decision,
        given,
        round_id=lambda _: make_round(session).id,
        body_id=lambda has: make_sign_off_body(session, response_id=_response_of(session, has)).id,
        verdict=Verdict.PENDING,
        sha256=lambda has: "" if has["verdict"] is Verdict.PENDING else _named(session, has),
        amendments=lambda has: "Say more." if has["verdict"] is Verdict.APPROVE_WITH_AMENDMENTS else "",
        minute=lambda has: "" if has["verdict"] is Verdict.PENDING else "Minute 3",
        meeting_on=when_decided(lambda _: dates.today()),
        decided_at=when_decided(lambda _: dates.now()),
        decided_by_id=when_decided(lambda _: person_id(session, roles=(Role.APPROVER,))),
    )


def _named(session: Session, has: dict[str, Any]) -> str:
    return session.get_one(SignOffRound, has["round_id"]).sha256
