"""The lists of organisations and people."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult.people import rules
from consult.people.models import (
    Organisation,
    OrganisationKind,
    Person,
    RoleHeld,
)
from consult.permissions import Role, Viewer


def viewer_of(person: Person) -> Viewer:
    """The person as the viewer that queries and rules take. Their organisation and roles must be loaded."""
    return Viewer(
        person_id=person.id,
        name=person.name,
        organisation_id=person.organisation_id,
        organisation=person.organisation.name,
        roles=frozenset(held.role for held in person.roles),
    )


def demo_people(session: Session) -> list[Person]:
    """The people of the demo, in the order of the journey."""
    people = select(Person).where(Person.demo, rules.can_sign_in()).order_by(Person.id)
    return list(session.scalars(people.options(joinedload(Person.organisation), selectinload(Person.roles))))


def get_person(session: Session, person_id: int) -> Person | None:
    """One person with their organisation and roles."""
    person = select(Person).where(Person.id == person_id)
    return session.scalar(person.options(joinedload(Person.organisation), selectinload(Person.roles)))


def organisations(session: Session, *kinds: OrganisationKind) -> list[Organisation]:
    """All organisations, or those of some kinds, by name; those that hold guests are none."""
    every = select(Organisation).where(Organisation.guests_of_id.is_(None)).order_by(Organisation.name)
    return list(session.scalars(every.where(Organisation.kind.in_(kinds)) if kinds else every))


def lead_officers(session: Session, organisation_id: int) -> list[Person]:
    """The policy officers of an organisation who can lead a response."""
    people = select(Person).where(Person.organisation_id == organisation_id, rules.can_sign_in()).order_by(Person.name)
    found = session.scalars(people.options(selectinload(Person.roles)))
    return [person for person in found if any(held.role is Role.POLICY_OFFICER for held in person.roles)]


def can_sign_in_now(session: Session, person_id: int) -> bool:
    """Whether a person may sign in today."""
    return session.scalar(select(Person.id).where(Person.id == person_id, rules.can_sign_in())) is not None


def people_by_address(session: Session, addresses: list[str]) -> dict[str, Person]:
    """The people who sign in with some addresses (lower case), by address."""
    found = session.scalars(select(Person).where(Person.email.in_(addresses)).options(joinedload(Person.organisation)))
    return {person.email: person for person in found}


def organisations_with(session: Session, role: Role) -> set[int]:
    """The numbers of organisations in which somebody active holds a role."""
    holders = select(Person.organisation_id).join(RoleHeld).where(RoleHeld.role == role, rules.can_sign_in())
    return set(session.scalars(holders))


def names_of(session: Session, person_ids: set[int]) -> dict[int, str]:
    """The names of some people by their number, for the record's timeline."""
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return {row.id: row.name for row in rows}
