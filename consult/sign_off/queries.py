"""Rounds and decisions that the viewer may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload, undefer

from consult.drafting.models import Answer, AnswerVersion, ConsultationResponse, SignOffBody
from consult.drafting.queries import may_see
from consult.permissions import Permission, Viewer
from consult.sign_off import rules
from consult.sign_off.models import Decision, FrozenAnswer, RoundState, SignOffRound, Verdict


@dataclass(frozen=True)
class ApprovedVersion:
    """The newest approved round, and how many answers were changed after it was frozen."""

    round: SignOffRound
    changed_since: int

    @property
    def is_current(self) -> bool:
        """Whether the answers are still those that were approved."""
        return self.changed_since == 0


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


def changed_since(session: Session, *, round_: SignOffRound) -> int:
    """How many answers have another current version than the one the round froze."""
    frozen = (
        select(FrozenAnswer.id)
        .join(AnswerVersion, AnswerVersion.id == FrozenAnswer.answer_version_id)
        .where(
            FrozenAnswer.round_id == round_.id,
            AnswerVersion.answer_id == Answer.id,
            AnswerVersion.n == Answer.current_n,
        )
    )
    changed = select(func.count()).select_from(Answer)
    return session.scalar(changed.where(Answer.response_id == round_.response_id, ~frozen.exists())) or 0


def approved_version(session: Session, rounds: Sequence[SignOffRound]) -> ApprovedVersion | None:
    """The newest approved round among the rounds of one response, or None."""
    for round_ in sorted(rounds, key=lambda r: -r.n):
        if round_.state is RoundState.CLOSED and result_of(round_) is rules.Result.APPROVED:
            return ApprovedVersion(round_, changed_since(session, round_=round_))
    return None


def newest_approved(session: Session, *, response_id: int) -> SignOffRound | None:
    """The newest approved round of a response with its content, for an operator's command."""
    rounds = (
        select(SignOffRound)
        .where(SignOffRound.response_id == response_id, SignOffRound.state == RoundState.CLOSED)
        .order_by(SignOffRound.n.desc())
        .options(undefer(SignOffRound.content), joinedload(SignOffRound.response), selectinload(SignOffRound.decisions))
    )
    return next((r for r in session.scalars(rounds) if result_of(r) is rules.Result.APPROVED), None)


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


def frozen_versions(session: Session, *, round_: SignOffRound) -> dict[int, int]:
    """The number (in the database) of the version that a round froze, by its question's number."""
    rows = session.execute(
        select(Answer.question_id, AnswerVersion.id)
        .join(AnswerVersion, AnswerVersion.answer_id == Answer.id)
        .join(FrozenAnswer, FrozenAnswer.answer_version_id == AnswerVersion.id)
        .where(FrozenAnswer.round_id == round_.id)
    )
    return {question_id: version_id for question_id, version_id in rows}
