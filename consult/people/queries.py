"""Who is signed in and where, and the lists of organisations and people."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Date, Select, String, bindparam, func, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from consult import dates
from consult.people import rules
from consult.people.models import (
    Organisation,
    OrganisationKind,
    Passkey,
    Person,
    RecoveryCode,
    RoleHeld,
    SecondFactor,
    SignedInSession,
)
from consult.people.services import token_hash
from consult.permissions import Role, Viewer


@dataclass(frozen=True)
class SignedIn:
    """Somebody signed in with a browser: who, in which session, and whether codes or passkeys are asked of them."""

    viewer: Viewer
    session: SignedInSession
    has_factor: bool
    has_passkey: bool
    has_password: bool = True
    published: bool = False  # an account of the demonstration


def viewer_of(person: Person) -> Viewer:
    """The person as the viewer that queries and rules take. Their organisation and roles must be loaded."""
    return Viewer(
        person_id=person.id,
        name=person.name,
        organisation_id=person.organisation_id,
        organisation=person.organisation.name,
        roles=frozenset(held.role for held in person.roles),
    )


def signed_in_viewer(session: Session, token: str) -> SignedIn | None:
    """Who is signed in with this token, unless the session has ended or the person may no longer sign in."""
    row = session.execute(_signed_in(), {"token_sha256": token_hash(token), "day": dates.today()}).first()
    if row is None or not rules.still_counts(row.SignedInSession, dates.now()):
        return None
    has_factor = row.confirmed_at is not None or row.has_passkey
    has_password = row.Person.password_hash is not None
    return SignedIn(
        viewer_of(row.Person), row.SignedInSession, has_factor, row.has_passkey, has_password, row.Person.demo
    )


@cache
def _signed_in() -> Select[SignedInSession, Person, datetime | None, bool]:
    """Every request asks this first, and making it takes longer than answering it: it is made once."""
    passkey = select(Passkey.id).where(Passkey.person_id == Person.id)
    token_sha256, day = bindparam("token_sha256", type_=String), bindparam("day", type_=Date)
    return (
        select(SignedInSession, Person, SecondFactor.confirmed_at, passkey.exists().label("has_passkey"))
        .join(Person, Person.id == SignedInSession.person_id)
        .outerjoin(SecondFactor, SecondFactor.person_id == Person.id)
        .where(SignedInSession.token_sha256 == token_sha256, ~SignedInSession.awaits_code, rules.can_sign_in(day))
        .options(joinedload(Person.organisation), selectinload(Person.roles))
    )


def awaited_code(session: Session, token: str) -> SignedInSession | None:
    """The sign-in that this token began and that waits for its code."""
    waiting = select(SignedInSession).where(
        SignedInSession.token_sha256 == token_hash(token), SignedInSession.awaits_code
    )
    found = session.scalar(waiting)
    return found if found and rules.still_counts(found, dates.now()) else None


def factors_awaited(session: Session, token: str) -> tuple[bool, bool]:
    """Whether whoever this token's sign-in waits for has an app, and whether they have a passkey."""
    waiting = awaited_code(session, token)
    if waiting is None:
        return True, False
    app = second_factor_of(session, waiting.person_id)
    return bool(app and app.confirmed_at), bool(own_passkeys(session, waiting.person_id))


def own_sessions(session: Session, viewer: Viewer, *, first: int) -> list[SignedInSession]:
    """The browsers in which the viewer is signed in: `first` the session they ask in, then the one seen last."""
    own = select(SignedInSession).where(SignedInSession.person_id == viewer.person_id, ~SignedInSession.awaits_code)
    moment = dates.now()
    newest = SignedInSession.last_seen_at.desc(), SignedInSession.id.desc()
    found = session.scalars(own.order_by(SignedInSession.id != first, *newest))
    return [row for row in found if rules.still_counts(row, moment)]


def get_own_session(session: Session, viewer: Viewer, session_id: int) -> SignedInSession | None:
    """One of the viewer's sessions; nobody else's."""
    own = select(SignedInSession).where(SignedInSession.id == session_id)
    return session.scalar(own.where(SignedInSession.person_id == viewer.person_id, ~SignedInSession.awaits_code))


def second_factor_of(session: Session, person_id: int) -> SecondFactor | None:
    """A person's second factor: on, or begun and not yet confirmed."""
    return session.scalar(select(SecondFactor).where(SecondFactor.person_id == person_id))


def own_passkeys(session: Session, person_id: int) -> list[Passkey]:
    """A person's passkeys, the oldest first; never more than rules.MOST_PASSKEYS."""
    return list(session.scalars(select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.id)))


def get_own_passkey(session: Session, viewer: Viewer, passkey_id: int) -> Passkey | None:
    """One of the viewer's passkeys; nobody else's."""
    return session.scalar(select(Passkey).where(Passkey.id == passkey_id, Passkey.person_id == viewer.person_id))


def recovery_codes_left(session: Session, person_id: int) -> int:
    """How many recovery codes the person has not used yet."""
    unused = select(func.count()).select_from(RecoveryCode)
    return session.scalar(unused.where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))) or 0


def note_seen(session: Session, signed_in: SignedInSession) -> None:
    """Move the session's idle limit on."""
    session.execute(update(SignedInSession).where(SignedInSession.id == signed_in.id).values(last_seen_at=dates.now()))


def demo_people(session: Session) -> list[Person]:
    """The people of the demo, in the order of the journey."""
    people = select(Person).where(Person.demo, rules.can_sign_in()).order_by(Person.id)
    return list(session.scalars(people.options(joinedload(Person.organisation), selectinload(Person.roles))))


def get_person(session: Session, person_id: int) -> Person | None:
    """One person with their organisation and roles."""
    person = select(Person).where(Person.id == person_id)
    return session.scalar(person.options(joinedload(Person.organisation), selectinload(Person.roles)))


def get_organisation(session: Session, organisation_id: int) -> Organisation | None:
    """One organisation."""
    return session.get(Organisation, organisation_id)


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
