"""Who is invited to a response and how far each invitation has come, for the officers who lead it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult import dates
from consult.database import Labelled
from consult.drafting.access import counts_today
from consult.drafting.models import Answer, ConsultationResponse, Invitation, InvitationPart
from consult.drafting.states import InvitationLevel
from consult.drafting.telling import mail_event, organisation_event
from consult.notices.models import NoticeState, OutboxMessage
from consult.paging import Listing, paging
from consult.permissions import Role, Viewer
from consult.question_sets.models import Question
from consult.texts import listed as joined

# Of several messages to one organisation the state that has come furthest is shown.
_FURTHEST = (
    NoticeState.SENT,
    NoticeState.KEPT,
    NoticeState.SENDING,
    NoticeState.WAITING,
    NoticeState.FAILED,
)


class InvitationState(Labelled):
    """How far an invitation has come, from the message to the end."""

    NOBODY_TOLD = "nobody_told"
    SENDING = "sending"
    NOT_SENT = "not_sent"
    SENT = "sent"
    OPENED = "opened"
    USED = "used"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return {
            InvitationState.NOBODY_TOLD: "red",
            InvitationState.SENDING: "blue",
            InvitationState.NOT_SENT: "red",
            InvitationState.SENT: "blue",
            InvitationState.OPENED: "teal",
            InvitationState.USED: "green",
            InvitationState.ENDED: "grey",
            InvitationState.WITHDRAWN: "grey",
        }[self]


@dataclass(frozen=True)
class InvitationRow:
    """One invitation with how far it has come, and the labels of what it is to."""

    invitation: Invitation
    state: InvitationState
    parts: tuple[str, ...]


def invitations_of(session: Session, *, response: ConsultationResponse, page: int = 1) -> Listing[InvitationRow]:
    """The invitations to a response that the caller leads, open ones first, the newest of them first."""
    mine = Invitation.response_id == response.id
    count = session.scalar(select(func.count()).select_from(Invitation).where(mine)) or 0
    at = paging(count, page)
    in_order = (
        select(Invitation)
        .where(mine)
        .order_by(Invitation.withdrawn_at.is_not(None), Invitation.id.desc())
        .options(joinedload(Invitation.person), joinedload(Invitation.organisation), selectinload(Invitation.parts))
    )
    listed = session.scalars(at.cut(in_order)).all()
    mails, labels = _mails(session, listed), _labels(session, listed)
    rows = [
        InvitationRow(i, _state(i, mails.get(_event(i))), tuple(_part(part, labels) for part in i.parts))
        for i in listed
    ]
    return Listing(rows, at)


def _mails(session: Session, listed: Sequence[Invitation]) -> dict[str, NoticeState]:
    events = [_event(invitation) for invitation in listed]
    rows = session.execute(select(OutboxMessage.event, OutboxMessage.state).where(OutboxMessage.event.in_(events)))
    found: dict[str, set[NoticeState]] = defaultdict(set)
    for event, state in rows:
        found[event].add(state)
    return {event: next(state for state in _FURTHEST if state in states) for event, states in found.items()}


def _event(invitation: Invitation) -> str:
    if invitation.person_id is not None:
        return mail_event(invitation)
    return f"{organisation_event(invitation)}{invitation.invited_at.isoformat()}"


def unreached(session: Session, *, response_id: int) -> list[str]:
    """The names of organisations that are invited as a whole and of whose people nobody was written to, in order."""
    open_ = Invitation.response_id == response_id, Invitation.person_id.is_(None), Invitation.withdrawn_at.is_(None)
    invited = session.scalars(select(Invitation).where(*open_).options(joinedload(Invitation.organisation))).all()
    told = _mails(session, invited)
    return sorted(invitation.organisation.name for invitation in invited if _event(invitation) not in told)


def not_reached(session: Session, *, response_id: int) -> str:
    """What a page warns of after partners were asked: which of them have nobody to be asked; '' for none."""
    silent = unreached(session, response_id=response_id)
    if not silent:
        return ""
    missing = f"Nobody of {joined(silent)} can be asked yet."
    return f"{missing} Ask your administrator to add a person, or invite somebody by name."


def _labels(session: Session, listed: Sequence[Invitation]) -> dict[int, str]:
    numbers = {part.answer_id for invitation in listed for part in invitation.parts if part.answer_id}
    questions = select(Answer.id, Question).join(Question, Question.id == Answer.question_id)
    return {number: question.label for number, question in session.execute(questions.where(Answer.id.in_(numbers)))}


def _part(part: InvitationPart, labels: dict[int, str]) -> str:
    return labels.get(part.answer_id or 0, "") if part.section is None else f"Section ‘{part.section}’"


def _state(invitation: Invitation, mail: NoticeState | None) -> InvitationState:
    reached = (
        (InvitationState.WITHDRAWN, invitation.withdrawn_at is not None),
        (InvitationState.ENDED, invitation.until is not None and invitation.until < dates.today()),
        (InvitationState.USED, invitation.used_at is not None),
        (InvitationState.OPENED, invitation.opened_at is not None),
        (InvitationState.NOBODY_TOLD, mail is None and invitation.person_id is None),
        (InvitationState.NOT_SENT, mail is NoticeState.FAILED),
        (InvitationState.SENDING, mail in (NoticeState.WAITING, NoticeState.SENDING)),
    )
    return next((state for state, holds in reached if holds), InvitationState.SENT)


def own_invitations(session: Session, *, viewer: Viewer) -> list[Invitation]:
    """What the viewer is personally invited to, newest first, for the page of their own access."""
    mine = select(Invitation).where(Invitation.person_id == viewer.person_id, counts_today())
    return list(
        session.scalars(
            mine.order_by(Invitation.id.desc()).options(joinedload(Invitation.response), selectinload(Invitation.parts))
        )
    )


def ends_of_invitations(
    session: Session, *, viewer: Viewer, response_ids: Sequence[int]
) -> dict[int, list[date | None]]:
    """Until when the viewer is invited to comment on some responses, by each invitation to them or their partners."""
    to_me = Invitation.person_id == viewer.person_id
    if viewer.is_a(Role.PARTNER):
        to_me = or_(to_me, (Invitation.organisation_id == viewer.organisation_id) & Invitation.person_id.is_(None))
    rows = session.execute(
        select(Invitation.response_id, Invitation.until).where(
            Invitation.response_id.in_(response_ids), Invitation.level != InvitationLevel.SEE, counts_today(), to_me
        )
    )
    found: dict[int, list[date | None]] = defaultdict(list)
    for response_id, until in rows:
        found[response_id].append(until)
    return found
