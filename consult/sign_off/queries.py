"""Rounds and decisions that the viewer may see."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload, selectinload, undefer

from consult.drafting.access import allows, bodies_decided_for
from consult.drafting.models import Answer, AnswerVersion, ConsultationResponse, ResponseRole, SignOffBody
from consult.history.models import HistoryEntry
from consult.people.models import Person, RoleHeld
from consult.people.rules import can_sign_in
from consult.permissions import FOR_A_BODY, Permission, Viewer
from consult.sign_off import rules
from consult.sign_off.models import Decision, FrozenAnswer, RoundState, SignOffRound, Verdict
from consult.sign_off.sealing import SENT

# The acts of the record by which somebody has a part in the texts of a version.
DRAFTING = (
    "answer revised",
    "answer text set aside",
    "answer reason given",
    "document revised",
    "document text set aside",
)
WENT_OVER = "response went over to an edition"


def result_of(round_: SignOffRound) -> rules.Result:
    """What the decisions of a round come to; its decisions must be loaded."""
    return rules.result_from([decision.verdict for decision in round_.decisions])


def rounds_of(session: Session, *, response: ConsultationResponse) -> list[SignOffRound]:
    """The rounds of a response, newest first, with their decisions."""
    rounds = select(SignOffRound).where(SignOffRound.response_id == response.id).order_by(SignOffRound.n.desc())
    return list(
        session.scalars(
            rounds.options(
                joinedload(SignOffRound.opened_by),
                selectinload(SignOffRound.decisions).joinedload(Decision.decided_by),
                selectinload(SignOffRound.decisions).joinedload(Decision.body).joinedload(SignOffBody.organisation),
            )
        )
    )


def get_round(session: Session, *, viewer: Viewer, round_id: int) -> SignOffRound | None:
    """One round of a response whose sign-off the viewer may read, with its frozen content and decisions."""
    may_read = allows(viewer, Permission.READ_SIGN_OFF)
    mine = select(SignOffRound).join(ConsultationResponse).where(SignOffRound.id == round_id, may_read)
    response = joinedload(SignOffRound.response)
    return session.scalar(
        mine.options(
            undefer(SignOffRound.content),
            joinedload(SignOffRound.opened_by),
            response.joinedload(ConsultationResponse.consultation),
            response.joinedload(ConsultationResponse.lead_organisation),
            response.selectinload(ConsultationResponse.timetable),
            response.selectinload(ConsultationResponse.bodies).joinedload(SignOffBody.organisation),
            selectinload(SignOffRound.decisions).joinedload(Decision.decided_by),
            selectinload(SignOffRound.decisions).joinedload(Decision.body).joinedload(SignOffBody.organisation),
        )
    )


def newest_approved_of(rounds: Sequence[SignOffRound]) -> SignOffRound | None:
    """The newest round that every body approved, or None; the decisions must be loaded."""
    closed = (round_ for round_ in rounds if round_.state is RoundState.CLOSED)
    approved = [round_ for round_ in closed if result_of(round_) is rules.Result.APPROVED]
    return max(approved, key=lambda round_: round_.n, default=None)


def standing_approval(session: Session, *, rounds: Sequence[SignOffRound]) -> SignOffRound | None:
    """The newest approved round of a response that still stands, or None; the decisions must be loaded.

    It falls when a body decides otherwise on a later version, also on one that is taken back, and when the response
    goes over to other questions.
    """
    approved = newest_approved_of(rounds)
    if approved is None:
        return None
    later = (decision.verdict for round_ in rounds if round_.n > approved.n for decision in round_.decisions)
    falls = any(verdict not in (Verdict.PENDING, Verdict.APPROVE) for verdict in later)
    return None if falls or _asks_other_questions(session, approved) else approved


def _asks_other_questions(session: Session, round_: SignOffRound) -> bool:
    """Whether the response went over to an edition after it was sent in this round, as the record tells."""
    sent, act = aliased(HistoryEntry), aliased(HistoryEntry)
    told = (
        select(act.seq)
        .join(sent, sent.response_id == act.response_id)
        .where(sent.action == SENT, sent.subject == f"sign_off_round/{round_.id}")
        .where(sent.response_id == round_.response_id, act.action == WENT_OVER, act.seq > sent.seq)
    )
    return session.scalar(told.limit(1)) is not None


def approved_rounds(session: Session, *, response_id: int) -> list[SignOffRound]:
    """The approved rounds of a response with their content, in order, for an operator's command."""
    rounds = (
        select(SignOffRound)
        .where(SignOffRound.response_id == response_id, SignOffRound.state == RoundState.CLOSED)
        .order_by(SignOffRound.n)
        .options(undefer(SignOffRound.content), joinedload(SignOffRound.response), selectinload(SignOffRound.decisions))
    )
    return [round_ for round_ in session.scalars(rounds) if result_of(round_) is rules.Result.APPROVED]


def own_decisions(session: Session, *, viewer: Viewer, round_: SignOffRound) -> list[Decision]:
    """The decisions of a round that are the viewer's to make or record, pending or made, one for each body."""
    bodies = select(SignOffBody.id).where(SignOffBody.response_id == round_.response_id, bodies_decided_for(viewer))
    own = set(session.scalars(bodies))
    return [decision for decision in round_.decisions if decision.body_id in own]


def get_decision(session: Session, *, viewer: Viewer, decision_id: int) -> tuple[SignOffRound, Decision] | None:
    """One decision that is the viewer's to make or record, pending or made, in its round."""
    round_id = select(Decision.round_id).where(Decision.id == decision_id).scalar_subquery()
    round_ = get_round(session, viewer=viewer, round_id=session.scalar(select(round_id)) or 0)
    mine = own_decisions(session, viewer=viewer, round_=round_) if round_ else []
    named = [decision for decision in mine if decision.id == decision_id]
    return (round_, named[0]) if round_ and named else None


def drafted_by(session: Session, *, person_id: int, rounds: Collection[SignOffRound]) -> set[int]:
    """The numbers of those rounds whose version somebody drafted a part of, or sent for sign-off."""
    if not rounds:
        return set()
    sent, act = aliased(HistoryEntry), aliased(HistoryEntry)
    subjects = {f"sign_off_round/{round_.id}": round_.id for round_ in rounds}
    told = (
        select(sent.subject)
        .join(act, act.response_id == sent.response_id)
        .where(
            sent.response_id.in_({round_.response_id for round_ in rounds}),
            sent.action == SENT,
            sent.subject.in_(subjects),
            act.action.in_(DRAFTING),
            act.seq < sent.seq,
            act.actor_id == person_id,
        )
    )
    drafted = {subjects[subject] for subject in session.scalars(told.distinct())}
    return drafted | {round_.id for round_ in rounds if round_.opened_by_id == person_id}


def drafters_of(session: Session, *, response_id: int) -> set[int]:
    """The numbers of the people who drafted a part of a response's texts so far, as the record tells."""
    acts = HistoryEntry.response_id == response_id, HistoryEntry.action.in_(DRAFTING)
    return {number for number in session.scalars(select(HistoryEntry.actor_id).where(*acts).distinct()) if number}


def drafters_of_each(session: Session, *, response_ids: Collection[int]) -> dict[int, set[int]]:
    """Who does not decide on each of several responses: whoever drafted a part, or sent a version that is open now."""
    found: dict[int, set[int]] = {number: set() for number in response_ids}
    mine = HistoryEntry.response_id.in_(response_ids), HistoryEntry.action.in_(DRAFTING)
    drafted = select(HistoryEntry.response_id, HistoryEntry.actor_id).where(*mine).distinct()
    is_open = SignOffRound.response_id.in_(response_ids), SignOffRound.state == RoundState.OPEN
    sent = select(SignOffRound.response_id, SignOffRound.opened_by_id).where(*is_open)
    for response_id, person_id in [*session.execute(drafted), *session.execute(sent)]:
        if response_id and person_id:
            found[response_id].add(person_id)
    return found


def waiting_for(session: Session, *, viewer: Viewer) -> list[Decision]:
    """Decisions of open rounds that the viewer has still to make or record, those that close soonest first.

    Nobody decides on what they drafted.
    """
    if not viewer.may(Permission.DECIDE):
        return []
    pending = (
        select(Decision)
        .join(Decision.round)
        .join(Decision.body)
        .join(SignOffRound.response)
        .where(SignOffRound.state == RoundState.OPEN, Decision.verdict == Verdict.PENDING, bodies_decided_for(viewer))
        .order_by(ConsultationResponse.closing_at, Decision.id)
    )
    loaded = (
        contains_eager(Decision.round)
        .contains_eager(SignOffRound.response)
        .selectinload(ConsultationResponse.timetable),
        contains_eager(Decision.body).joinedload(SignOffBody.organisation),
    )
    decisions = session.scalars(pending.options(*loaded)).all()
    drafted = drafted_by(session, person_id=viewer.person_id, rounds=[decision.round for decision in decisions])
    return [decision for decision in decisions if decision.round_id not in drafted]


def approvers_of(session: Session, *, response: ConsultationResponse) -> list[tuple[Person, SignOffBody]]:
    """Who decides or records a decision for which body of a response: its organisation's people, and roles on it.

    The response's bodies must be loaded. In a fixed order; only people who may sign in.
    """
    bodies = {body.id: body for body in response.bodies}
    of_body = SignOffBody.organisation_id == Person.organisation_id
    holders = (
        select(Person, SignOffBody.id)
        .join(RoleHeld, RoleHeld.person_id == Person.id)
        .join(SignOffBody, of_body)
        .where(RoleHeld.role.in_(FOR_A_BODY), SignOffBody.id.in_(bodies), can_sign_in())
    )
    given = (
        select(Person, ResponseRole.body_id)
        .join(ResponseRole, ResponseRole.person_id == Person.id)
        .where(ResponseRole.body_id.in_(bodies), ResponseRole.response_id == response.id, can_sign_in())
    )
    rows = [*session.execute(holders), *session.execute(given)]
    found = {(person.id, number): person for person, number in rows if number}
    return [(person, bodies[number]) for (_, number), person in sorted(found.items(), key=lambda pair: pair[0])]


def frozen_versions(session: Session, *, round_: SignOffRound) -> dict[int, AnswerVersion]:
    """The answer versions that a round froze, by their question's number in the database."""
    rows = session.execute(
        select(Answer.question_id, AnswerVersion)
        .join(AnswerVersion, AnswerVersion.answer_id == Answer.id)
        .join(FrozenAnswer, FrozenAnswer.answer_version_id == AnswerVersion.id)
        .where(FrozenAnswer.round_id == round_.id)
    )
    return {question_id: version for question_id, version in rows}
