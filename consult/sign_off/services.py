"""Sending one exact version to the bodies, deciding on it, taking it back."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from consult import dates
from consult.documents import rules as document_rules
from consult.documents.content import content_hash, to_json
from consult.documents.services import gather
from consult.drafting.due import due
from consult.drafting.leading import check_leads_now
from consult.drafting.models import ConsultationResponse
from consult.drafting.queries import AnswerLine
from consult.drafting.services import clean_text, lock_response, move_response, said_text
from consult.drafting.states import MilestoneKind, ResponseState
from consult.history.services import record
from consult.notices.services import post
from consult.permissions import Viewer
from consult.sign_off import rules
from consult.sign_off.models import Decision, FrozenAnswer, RoundState, SignOffRound, Verdict
from consult.sign_off.queries import approvers_of, drafted_by, drafters_of, standing_approval
from consult.sign_off.sealing import check_seal
from consult.sign_off.telling import asked_event, tell_decided, tell_withdrawn


@dataclass(frozen=True)
class TypedDecision:
    """What a body's approver enters."""

    verdict: Verdict
    sha256: str
    amendments: str
    meeting_on: date | None
    minute: str


def send_for_sign_off(session: Session, *, actor: Viewer, response: ConsultationResponse, sha256: str) -> SignOffRound:
    """Freeze answers, letter and report as one version and ask every body to decide on it.

    `sha256` names the version that the sender had before them. Raises TextsMoved when it is another by now,
    LeadsNoMore, NotReady, NobodyDecides, RoundAlreadyOpen, RoundAlreadyClosed or DocumentsUnfinished.
    """
    lock_response(session, response)
    check_leads_now(session, actor=actor, response=response)
    content, lines = gather(session, response=response)
    text = to_json(content)
    document_rules.check_same_texts(content_hash(text), sha256)
    document_rules.check_complete(content.report, content.letter)
    return open_round(session, actor=actor, response=response, lines=lines, content=text)


def open_round(
    session: Session, *, actor: Viewer, response: ConsultationResponse, lines: Sequence[AnswerLine], content: str
) -> SignOffRound:
    """Freeze the versions in `lines` and the whole `content` (canonical JSON) and ask every body to decide.

    Raises NotReady, NobodyDecides, RoundAlreadyOpen or RoundAlreadyClosed.
    """
    lock_response(session, response)
    rounds = session.scalars(select(SignOffRound).where(SignOffRound.response_id == response.id)).all()
    has_open = any(round_.state is RoundState.OPEN for round_ in rounds)
    rules.check_send(response, [line.answer.status for line in lines], has_open)
    _check_somebody_decides(session, actor, response)
    round_ = SignOffRound(
        response_id=response.id,
        n=len(rounds) + 1,
        state=RoundState.OPEN,
        content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        opened_at=dates.now(),
        opened_by_id=actor.person_id,
        frozen=[FrozenAnswer(answer_version_id=line.given.id) for line in lines if line.given],
        decisions=[Decision(body_id=body.id) for body in response.bodies],
    )
    session.add(round_)
    move_response(session, actor=actor, response=response, to=ResponseState.IN_SIGN_OFF)
    session.flush()
    _record(session, actor, "sent for sign-off", round_, {"sha256": round_.sha256, "bodies": len(response.bodies)})
    _tell_approvers(session, actor, round_, response)
    return round_


def _tell_approvers(session: Session, actor: Viewer, round_: SignOffRound, response: ConsultationResponse) -> None:
    part_in_it = drafters_of(session, response_id=response.id) | {actor.person_id}
    decisions = {decision.body_id: decision.id for decision in round_.decisions}
    for person, body in approvers_of(session, response=response):
        if person.id in part_in_it:
            continue
        values = {
            "name": person.name,
            "asking": actor.organisation,
            "organisation": body.organisation.name,
            "response": response.title,
            "round": round_.n,
            "by": dates.long_date(due(response, MilestoneKind.DECISION_BY)),
            "closing": dates.long_time(response.closing_at),
            "path": f"/decisions/{decisions[body.id]}",
        }
        # Somebody who decides for two bodies is asked twice: an address is told of one event once.
        event = f"{asked_event(round_)}{decisions[body.id]}"
        post(session, event=event, to=person, template="sent_for_sign_off", values=values)


def _check_somebody_decides(session: Session, actor: Viewer, response: ConsultationResponse) -> None:
    holding = approvers_of(session, response=response)
    part_in_it = drafters_of(session, response_id=response.id) | {actor.person_id}
    rules.check_somebody_decides(
        response,
        holding={body.id for _, body in holding},
        deciding={body.id for person, body in holding if person.id not in part_in_it},
    )


def decide(
    session: Session, *, actor: Viewer, round_: SignOffRound, decision: Decision, typed: TypedDecision
) -> rules.Result:
    """Write down a body's decision; when it was the last one, close the round. Returns what the decisions come to.

    Raises NotAsFrozen, OwnWork, RoundAlreadyClosed, NotYourBody, AlreadyDecided, OtherVersion, AmendmentsMissing or
    MeetingMissing.
    """
    amendments, minute = said_text(typed.amendments), clean_text(typed.minute)
    lock_response(session, round_.response)
    session.refresh(round_, attribute_names=["state", "ended_at", "withdrawn_because"])
    session.refresh(decision, attribute_names=["verdict"])
    own_body = decision.round_id == round_.id and _decides_now(session, actor, decision)
    check_seal(session, round_=round_)
    drafted = drafted_by(session, person_id=actor.person_id, rounds=[round_])
    rules.check_not_own_work(decision, drafted=round_.id in drafted)
    rules.check_decide(own_body, round_, decision, typed.sha256, typed.verdict, amendments)
    rules.check_meeting(typed.meeting_on, minute)
    decision.verdict, decision.sha256, decision.amendments = typed.verdict, round_.sha256, amendments
    decision.meeting_on, decision.minute = typed.meeting_on, minute
    decision.decided_at, decision.decided_by_id = dates.now(), actor.person_id
    session.flush()
    facts = {
        "verdict": typed.verdict.value,
        "sha256": round_.sha256,
        "body": decision.body.organisation_id,
        "words_sha256": words_sha256(decision),
    }
    _record(session, actor, "decision made", round_, facts)
    tell_decided(session, actor=actor, round_=round_)
    return _close_when_complete(session, actor, round_)


def _decides_now(session: Session, actor: Viewer, decision: Decision) -> bool:
    """Whether the actor decides for the body, by the roles that they hold in their turn: one may just have ended."""
    holding = approvers_of(session, response=decision.round.response)
    return (actor.person_id, decision.body_id) in {(person.id, body.id) for person, body in holding}


def words_sha256(decision: Decision) -> str:
    """SHA-256 of what a body decided in words: the day of its meeting, the minute, the amendments."""
    day = decision.meeting_on.isoformat() if decision.meeting_on else ""
    return hashlib.sha256("\n\n".join((day, decision.minute, decision.amendments)).encode()).hexdigest()


def _close_when_complete(session: Session, actor: Viewer, round_: SignOffRound) -> rules.Result:
    verdicts = session.scalars(select(Decision.verdict).where(Decision.round_id == round_.id)).all()
    result = rules.result_from(verdicts)
    if result is rules.Result.WAITING:
        return result
    round_.state, round_.ended_at = RoundState.CLOSED, dates.now()
    to = ResponseState.APPROVED if result is rules.Result.APPROVED else ResponseState.DRAFTING
    move_response(session, actor=actor, response=round_.response, to=to)
    _record(session, actor, "sign-off completed", round_, {"result": result.value, "sha256": round_.sha256})
    return result


def withdraw(session: Session, *, actor: Viewer, round_: SignOffRound, reason: str) -> None:
    """Take a version back before every body has decided. Decisions already made stay on record.

    Whoever was asked to decide on it by mail is told, once. Raises LeadsNoMore, RoundAlreadyClosed or ReasonMissing.
    """
    reason = said_text(reason)
    lock_response(session, round_.response)
    check_leads_now(session, actor=actor, response=round_.response)
    session.refresh(round_, attribute_names=["state", "ended_at", "withdrawn_because"])
    rules.check_withdraw(round_, reason)
    round_.state, round_.ended_at, round_.withdrawn_because = RoundState.WITHDRAWN, dates.now(), reason
    rounds = session.scalars(
        select(SignOffRound)
        .where(SignOffRound.response_id == round_.response_id)
        .options(selectinload(SignOffRound.decisions))
    )
    # An approval given before still stands when a later version is taken back, but not by taking one back.
    stands = standing_approval(session, rounds=rounds.all()) is not None
    to = ResponseState.APPROVED if stands else ResponseState.DRAFTING
    move_response(session, actor=actor, response=round_.response, to=to)
    _record(session, actor, "sign-off withdrawn", round_, {"sha256": round_.sha256})
    tell_withdrawn(session, actor=actor, round_=round_)


def _record(session: Session, actor: Viewer, action: str, round_: SignOffRound, facts: Mapping[str, object]) -> None:
    record(
        session,
        actor=actor,
        action=action,
        subject=f"sign_off_round/{round_.id}",
        response_id=round_.response_id,
        details={"round": round_.n, **facts},
    )
