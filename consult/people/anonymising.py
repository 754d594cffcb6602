"""Taking a person's name away after they have left: what they did stays, as acts of their organisation.

What belongs to the person goes: everything to sign in with, sessions, roles, lists, invitations to them. What they did
keeps pointing at their number, which the record holds in place of a name, so that its chain stays whole. Which is which
the tables say: a column named person_id, or a row that goes with the person (ON DELETE CASCADE), belongs to them.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult import dates
from consult.database import Base
from consult.history.services import record
from consult.history.turns import as_it_is
from consult.people import rules
from consult.people.models import Organisation, Person
from consult.people.services import check_another_administrator
from consult.permissions import Viewer

_LONGEST_NAME = 200


class IsYourself(rules.PeopleError):
    """Nobody takes their own name away: they could not tell whether it went well."""


def belongings() -> Iterator[sa.Column[object]]:
    """The columns of all tables by which rows belong to a person, each table's children before it."""
    for table in reversed(Base.metadata.sorted_tables):
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name):
            if key.column.table.name == Person.__tablename__ and _belongs(key):
                yield key.parent


def acts() -> Iterator[sa.Column[object]]:
    """The columns of all tables that say who did something: they keep the person's number."""
    for table in Base.metadata.sorted_tables:
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name):
            if key.column.table.name == Person.__tablename__ and not _belongs(key):
                yield key.parent


def _belongs(key: sa.ForeignKey) -> bool:
    return key.parent.name == "person_id" or (key.ondelete or "").upper() == "CASCADE"


def anonymise(session: Session, *, actor: Viewer | None, person: Person) -> str:
    """Take name, address and everything to sign in with from a person; returns what they are called from now on.

    It cannot be undone. Raises AlreadyAnonymised, IsYourself or LastAdministrator.
    """
    as_it_is(session, person, "anonymised_at", "active", "name", "email", "organisation_id")
    rules.check_has_name(person)
    if actor and actor.person_id == person.id:
        raise IsYourself("You cannot anonymise yourself. Ask another administrator")
    check_another_administrator(session, person, actor=actor)
    known_as = former_member(session, person)
    _forget_addresses(session, person.email)
    for column in belongings():
        session.execute(delete(column.table).where(column == person.id))
    person.name, person.email = known_as, f"former-member-{person.id}@anonymised.invalid"
    person.password_hash, person.active, person.demo = None, False, False
    person.anonymised_at, person.factor_reset_at = dates.now(), None
    session.flush()
    session.expire(person, ["roles"])
    record(session, actor=actor, action="person anonymised", subject=f"person/{person.id}")
    return known_as


def former_member(session: Session, person: Person) -> str:
    """'Former member of Rivermead Police', cut to what a name may be long."""
    body = session.scalar(select(Organisation.name).where(Organisation.id == person.organisation_id))
    return f"Former member of {body}"[:_LONGEST_NAME].rstrip()


def _forget_addresses(session: Session, email: str) -> None:
    """Tables that hold an address without a person: attempts to sign in, links asked for. Mail has its own rules."""
    for table in Base.metadata.sorted_tables:
        if "email" in table.c and table.name != Person.__tablename__:
            session.execute(delete(table).where(table.c.email == email))
