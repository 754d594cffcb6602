"""Changing one's own e-mail address: the new one counts when the link that went to it was used, in one's own session.

Whoever asks for an address that somebody else has sees what they would see for a free one; only no mail leaves.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.orm import Session

from consult import dates
from consult.database import one_at_a_time
from consult.people import rules
from consult.people import services as people_services
from consult.people.credentials import AddressChange
from consult.people.models import Person
from consult.permissions import Viewer
from consult.sign_in import services

COUNTS_FOR = timedelta(hours=1)
ASKED_AT_MOST = 5  # within the time that a link counts
_LOCK = 7_400_119  # any number, the same everywhere: one at a time asks on PostgreSQL


class TooManyChanges(rules.PeopleError):
    """Too many links were sent for the person's new addresses."""


class ChangeGone(rules.PeopleError):
    """The link is too old, was used, a newer one was asked for, or somebody else has the address by now."""


@dataclass(frozen=True)
class AskedChange:
    """A change that was asked for. The caller mails the link to `email`, to nobody when that is empty."""

    change_id: int
    email: str
    secret_path: str


def ask(session: Session, *, actor: Viewer, email: str) -> AskedChange:
    """Ask for another address of the actor's own. Raises TooManyChanges."""
    email, token, moment = email.strip().lower(), secrets.token_urlsafe(32), dates.now()
    one_at_a_time(session, _LOCK)
    mine = AddressChange.person_id == actor.person_id
    session.execute(delete(AddressChange).where(AddressChange.asked_at <= moment - COUNTS_FOR))
    asked = session.scalar(select(func.count()).select_from(AddressChange).where(mine)) or 0
    if asked >= ASKED_AT_MOST:
        raise TooManyChanges("Too many links were sent. Try again in an hour")
    session.execute(update(AddressChange).where(mine, AddressChange.ended_at.is_(None)).values(ended_at=moment))
    taken = session.scalar(select(Person.id).where(Person.email == email)) is not None
    change = AddressChange(
        person_id=actor.person_id, email=email, token_sha256=services.token_hash(token), asked_at=moment
    )
    session.add(change)
    session.flush()
    return AskedChange(change.id, "" if taken else email, f"/account/email/{token}")


def offered(session: Session, *, actor: Viewer, token: str) -> AddressChange | None:
    """The change with this token, while it counts; nobody else's than the actor's."""
    kept = AddressChange.token_sha256 == services.token_hash(token), AddressChange.person_id == actor.person_id
    counts = AddressChange.ended_at.is_(None), AddressChange.asked_at > dates.now() - COUNTS_FOR
    return session.scalar(select(AddressChange).where(*kept, *counts))


def confirm(session: Session, *, actor: Viewer, change: AddressChange) -> tuple[Person, str]:
    """Let the new address count; return the person and the old address. Raises ChangeGone."""
    unused = AddressChange.id == change.id, AddressChange.ended_at.is_(None)
    used = session.execute(update(AddressChange).where(*unused).values(ended_at=dates.now()))
    if not isinstance(used, CursorResult) or used.rowcount != 1:
        raise ChangeGone("This link was used already")
    person = session.get_one(Person, actor.person_id)
    old = person.email
    try:
        people_services.change_email(session, actor=actor, person=person, email=change.email)
    except rules.EmailTaken as taken:
        raise ChangeGone("This address cannot be used any longer. Ask for another") from taken
    return person, old
