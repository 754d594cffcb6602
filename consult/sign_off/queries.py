"""Rounds and decisions that the viewer may see."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload, undefer

from consult.drafting.models import Answer, AnswerVersion, ConsultationResponse, SignOffBody
from consult.drafting.queries import may_see
from consult.permissions import Permission, Viewer
from consult.sign_off import rules
from consult.sign_off.models import Decision, FrozenAnswer, RoundState, SignOffRound, Verdict


def result_of(round_: SignOffRound) -> rules.Result:
    """What the decisions of a round come to; its decisions must be loaded."""
    return rules.result_of([decision.verdict for decision in round_.decisions])


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
    """One round of a response the viewer may see, with its frozen content and decisions."""
    if not viewer.may(Permission.READ_SIGN_OFF):
        return None
    mine = select(SignOffRound).join(ConsultationResponse).where(SignOffRound.id == round_id, may_see(viewer))
    response = joinedload(SignOffRound.response)
    return session.scalar(
        mine.options(
            undefer(SignOffRound.content),
            joinedload(SignOffRound.opened_by),
            response.joinedload(ConsultationResponse.consultation),
            response.joinedload(ConsultationResponse.lead_organisation),
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


def newest_approved(session: Session, *, response_id: int) -> SignOffRound | None:
    """The newest approved round of a response with its content, for an operator's command."""
    rounds = (
        select(SignOffRound)
        .where(SignOffRound.response_id == response_id, SignOffRound.state == RoundState.CLOSED)
        .order_by(SignOffRound.n.desc())
        .options(undefer(SignOffRound.content), joinedload(SignOffRound.response), selectinload(SignOffRound.decisions))
    )
    return newest_approved_of(session.scalars(rounds).all())


def my_decision(viewer: Viewer, round_: SignOffRound) -> Decision | None:
    """The decision that the viewer's body has to make or has made in a round."""
    mine = (d for d in round_.decisions if d.body.organisation_id == viewer.organisation_id)
    return next(mine, None) if viewer.may(Permission.DECIDE) else None


def waiting_for(session: Session, *, viewer: Viewer) -> list[SignOffRound]:
    """Open rounds in which the viewer's body has still to decide, those that close soonest first."""
    if not viewer.may(Permission.DECIDE):
        return []
    rounds = (
        select(SignOffRound)
        .join(Decision)
        .join(SignOffBody, SignOffBody.id == Decision.body_id)
        .join(ConsultationResponse, ConsultationResponse.id == SignOffRound.response_id)
        .where(
            SignOffRound.state == RoundState.OPEN,
            Decision.verdict == Verdict.PENDING,
            SignOffBody.organisation_id == viewer.organisation_id,
        )
        .order_by(ConsultationResponse.closing_at, SignOffRound.id)
    )
    return list(session.scalars(rounds.options(joinedload(SignOffRound.response))))


def frozen_versions(session: Session, *, round_: SignOffRound) -> dict[int, AnswerVersion]:
    """The answer versions that a round froze, by their question's number in the database."""
    rows = session.execute(
        select(Answer.question_id, AnswerVersion)
        .join(AnswerVersion, AnswerVersion.answer_id == Answer.id)
        .join(FrozenAnswer, FrozenAnswer.answer_version_id == AnswerVersion.id)
        .where(FrozenAnswer.round_id == round_.id)
    )
    return {question_id: version for question_id, version in rows}
