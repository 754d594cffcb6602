"""Who is signed in, and the lists of organisations and people."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from consult import dates
from consult.people import rules
from consult.people.models import Organisation, OrganisationKind, Person, RoleHeld, SignedInSession
from consult.people.services import token_hash
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


def signed_in_viewer(session: Session, token: str) -> tuple[Viewer, SignedInSession] | None:
    """Who is signed in with this token, unless the session has ended or the person may no longer sign in."""
    row = session.execute(
        select(SignedInSession, Person)
        .join(Person, Person.id == SignedInSession.person_id)
        .where(SignedInSession.token_sha256 == token_hash(token), Person.active)
        .options(joinedload(Person.organisation), selectinload(Person.roles))
    ).first()
    if row is None or not rules.still_counts(row.SignedInSession, dates.now()):
        return None
    return viewer_of(row.Person), row.SignedInSession


def note_seen(session: Session, signed_in: SignedInSession) -> None:
    """Move the session's idle limit on."""
    session.execute(update(SignedInSession).where(SignedInSession.id == signed_in.id).values(last_seen_at=dates.now()))


def demo_people(session: Session) -> list[Person]:
    """The people of the demo, in the order of the journey."""
    people = select(Person).where(Person.demo, Person.active).order_by(Person.id)
    return list(session.scalars(people.options(joinedload(Person.organisation), selectinload(Person.roles))))


def all_people(session: Session) -> list[Person]:
    """Everybody, by organisation and name, for the administrator's list."""
    people = select(Person).join(Organisation).order_by(Organisation.name, Person.name, Person.id)
    return list(session.scalars(people.options(joinedload(Person.organisation), selectinload(Person.roles))))


def get_person(session: Session, person_id: int) -> Person | None:
    """One person with their organisation and roles."""
    person = select(Person).where(Person.id == person_id)
    return session.scalar(person.options(joinedload(Person.organisation), selectinload(Person.roles)))


def get_organisation(session: Session, organisation_id: int) -> Organisation | None:
    """One organisation."""
    return session.get(Organisation, organisation_id)


def organisations(session: Session, *kinds: OrganisationKind) -> list[Organisation]:
    """All organisations, or those of some kinds, by name."""
    every = select(Organisation).order_by(Organisation.name)
    return list(session.scalars(every.where(Organisation.kind.in_(kinds)) if kinds else every))


def organisations_with_people(session: Session) -> list[Organisation]:
    """All organisations with their people."""
    every = select(Organisation).order_by(Organisation.name).options(selectinload(Organisation.people))
    return list(session.scalars(every))


def lead_officers(session: Session, organisation_id: int) -> list[Person]:
    """The policy officers of an organisation who can lead a response."""
    people = select(Person).where(Person.organisation_id == organisation_id, Person.active).order_by(Person.name)
    found = session.scalars(people.options(selectinload(Person.roles)))
    return [person for person in found if any(held.role is Role.POLICY_OFFICER for held in person.roles)]


def organisations_with(session: Session, role: Role) -> set[int]:
    """The numbers of organisations in which somebody active holds a role."""
    holders = select(Person.organisation_id).join(RoleHeld).where(RoleHeld.role == role, Person.active)
    return set(session.scalars(holders))


def names_of(session: Session, person_ids: set[int]) -> dict[int, str]:
    """The names of some people by their number, for the record's timeline."""
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return {row.id: row.name for row in rows}
