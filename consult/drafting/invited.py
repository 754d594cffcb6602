"""Who is invited to a response and how far each invitation has come, for the officers who lead it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult import dates
from consult.drafting.access import counts_today
from consult.drafting.models import Answer, ConsultationResponse, Invitation, InvitationPart
from consult.drafting.telling import mail_event
from consult.notices.models import NoticeState, OutboxMessage
from consult.permissions import Viewer
from consult.question_sets.models import Question

PAGE = 25


@dataclass(frozen=True)
class InvitationRow:
    """One invitation with its state in the words of the page, and the labels of what it is to."""

    invitation: Invitation
    state: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class InvitationPage:
    """One page of the invitations to a response. `pages` is at least 1."""

    rows: tuple[InvitationRow, ...]
    page: int
    pages: int
    count: int


def invitations_of(session: Session, *, response: ConsultationResponse, page: int = 1) -> InvitationPage:
    """The invitations to a response that the caller leads, open ones first, the newest of them first."""
    mine = Invitation.response_id == response.id
    count = session.scalar(select(func.count()).select_from(Invitation).where(mine)) or 0
    pages = max(1, -(-count // PAGE))
    page = min(max(page, 1), pages)
    listed = session.scalars(
        select(Invitation)
        .where(mine)
        .order_by(Invitation.withdrawn_at.is_not(None), Invitation.id.desc())
        .options(joinedload(Invitation.person), joinedload(Invitation.organisation), selectinload(Invitation.parts))
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    mails, labels = _mails(session, listed), _labels(session, listed)
    rows = (
        InvitationRow(i, _state(i, mails.get(mail_event(i))), tuple(_part(part, labels) for part in i.parts))
        for i in listed
    )
    return InvitationPage(tuple(rows), page, pages, count)


def _mails(session: Session, listed: Sequence[Invitation]) -> dict[str, NoticeState]:
    events = [mail_event(invitation) for invitation in listed if invitation.mails]
    rows = session.execute(select(OutboxMessage.event, OutboxMessage.state).where(OutboxMessage.event.in_(events)))
    return {event: state for event, state in rows}


def _labels(session: Session, listed: Sequence[Invitation]) -> dict[int, str]:
    numbers = {part.answer_id for invitation in listed for part in invitation.parts if part.answer_id}
    questions = select(Answer.id, Question).join(Question, Question.id == Answer.question_id)
    return {number: question.label for number, question in session.execute(questions.where(Answer.id.in_(numbers)))}


def _part(part: InvitationPart, labels: dict[int, str]) -> str:
    return labels.get(part.answer_id or 0, "") if part.section is None else f"Section ‘{part.section}’"


def _state(invitation: Invitation, mail: NoticeState | None) -> str:
    reached = (
        ("Withdrawn", invitation.withdrawn_at is not None),
        ("Ended", invitation.until is not None and invitation.until < dates.today()),
        ("Used", invitation.used_at is not None),
        ("Opened", invitation.opened_at is not None),
        ("Not sent", mail is NoticeState.FAILED),
        ("Sending", mail in (NoticeState.WAITING, NoticeState.SENDING)),
    )
    return next((words for words, holds in reached if holds), "Sent")


def own_invitations(session: Session, *, viewer: Viewer) -> list[Invitation]:
    """What the viewer is personally invited to, newest first, for the page of their own access."""
    mine = select(Invitation).where(Invitation.person_id == viewer.person_id, counts_today())
    return list(
        session.scalars(
            mine.order_by(Invitation.id.desc()).options(joinedload(Invitation.response), selectinload(Invitation.parts))
        )
    )
