"""What the operator's pages of mail show, and whom a stage tells."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from consult.notices.models import NoticeState, OutboxMessage
from consult.paging import Listing, paging
from consult.people.models import Person, RoleHeld
from consult.people.rules import can_sign_in
from consult.permissions import Permission, Role, Viewer

PAGE = 50


@dataclass(frozen=True)
class MessagePage(Listing[OutboxMessage]):
    """One page of messages, newest first, and how many there are of each state."""

    counts: dict[NoticeState, int]


def list_messages(session: Session, *, viewer: Viewer, state: NoticeState | None, page: int) -> MessagePage:
    """The messages of the whole service, or those of one state; none for who does not operate it."""
    if not viewer.may(Permission.MANAGE_NOTICES):
        return MessagePage([], paging(0, 1, PAGE), {})
    by_state = select(OutboxMessage.state, func.count().label("n")).group_by(OutboxMessage.state)
    found = {row.state: row.n for row in session.execute(by_state)}
    counts = {each: found.get(each, 0) for each in NoticeState}
    total = counts[state] if state else sum(counts.values())
    at = paging(total, page, PAGE)
    some = select(OutboxMessage).where(OutboxMessage.state == state) if state else select(OutboxMessage)
    wanted = at.cut(some.order_by(OutboxMessage.id.desc()))
    bodies = (defer(OutboxMessage.html, raiseload=True), defer(OutboxMessage.secret_path, raiseload=True))
    return MessagePage(session.scalars(wanted.options(*bodies)).all(), at, counts)


def get_message(session: Session, *, viewer: Viewer, message_id: int) -> OutboxMessage | None:
    """One message, for who operates the service."""
    return session.get(OutboxMessage, message_id) if viewer.may(Permission.MANAGE_NOTICES) else None


def active_people(session: Session, *, role: Role, organisations: Collection[int]) -> list[Person]:
    """Those who hold a role in one of the organisations and may sign in, in a fixed order."""
    holders = select(Person).join(RoleHeld).where(RoleHeld.role == role, can_sign_in())
    return list(session.scalars(holders.where(Person.organisation_id.in_(organisations)).order_by(Person.id)))
