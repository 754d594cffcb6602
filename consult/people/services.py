"""Signing in and out, and adding or changing organisations and people."""

import hashlib
import secrets
from collections.abc import Collection, Mapping

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from consult import dates
from consult.history.services import record
from consult.people import rules
from consult.people.models import (
    FailedSignIn,
    Organisation,
    OrganisationKind,
    Person,
    RoleHeld,
    SecondFactor,
    SignedInSession,
)
from consult.permissions import Role, Viewer

_hasher = PasswordHasher()  # argon2id with the library's current parameters (RFC 9106, low-memory profile)


def token_hash(token: str) -> str:
    """What is kept of a session token."""
    return hashlib.sha256(token.encode()).hexdigest()


def sign_in(session: Session, *, email: str, password: str, client: str = "", browser: str = "") -> str:
    """Check a password and open a session; return its token. Raises SignInRefused or TooManyAttempts.

    The session of somebody with a second factor opens nothing before second_factor.finish_sign_in. `client` is the
    network address that is asking, empty when it is not known. A failure is written down, so the caller commits also
    when this raises.
    """
    email = email.strip().lower()
    _check_attempts(session, email, client)
    person = session.scalar(select(Person).where(Person.email == email, Person.active))
    if not password_matches(person, password) or person is None:
        session.add(FailedSignIn(email=email[:254], client=client[:45], at=dates.now()))
        session.flush()
        raise rules.SignInRefused("Check your email address and password. One of them is not right")
    session.execute(delete(FailedSignIn).where(FailedSignIn.email == email))
    awaits_code = has_second_factor(session, person.id)
    return open_session(session, person=person, browser=browser, awaits_code=awaits_code)


def _check_attempts(session: Session, email: str, client: str) -> None:
    since = dates.now() - rules.FAILURES_WITHIN
    session.execute(delete(FailedSignIn).where(FailedSignIn.at <= since))
    mine = FailedSignIn.email == email
    theirs = (FailedSignIn.client == client) & (FailedSignIn.client != "")
    counts = select(func.count().filter(mine), func.count().filter(theirs)).where(or_(mine, theirs))
    of_address, of_client = session.execute(counts).one()
    if of_address >= rules.FAILURES_ALLOWED:
        raise rules.TooManyAttempts("Too many attempts with this address. Try again in 15 minutes")
    if of_client >= rules.FAILURES_OF_A_CLIENT:
        raise rules.TooManyAttempts("Too many attempts from your network. Try again in 15 minutes")


def has_second_factor(session: Session, person_id: int) -> bool:
    """Whether codes are asked of this person at sign-in."""
    confirmed = select(SecondFactor.id).where(
        SecondFactor.person_id == person_id, SecondFactor.confirmed_at.is_not(None)
    )
    return session.scalar(confirmed) is not None


def hash_password(password: str) -> str:
    """What is kept of a password (argon2id)."""
    return _hasher.hash(password)


def password_matches(person: Person | None, password: str) -> bool:
    """Whether this is the person's password; takes as long for nobody as for somebody."""
    # An unknown address costs the same time as a known one: verify against a hash that nothing matches.
    stored = person.password_hash if person and person.password_hash else None
    try:
        _hasher.verify(stored or _hasher.hash(secrets.token_hex(16)), password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def sign_in_as_demo(session: Session, *, person_id: int, browser: str = "") -> str:
    """Open a session for a demo person. Raises SignInRefused for anybody who is not one."""
    person = session.scalar(select(Person).where(Person.id == person_id, Person.active, Person.demo))
    if person is None:
        raise rules.SignInRefused("This person cannot be chosen without a password")
    return open_session(session, person=person, browser=browser)


def open_session(session: Session, *, person: Person, browser: str = "", awaits_code: bool = False) -> str:
    """Write down that a browser is signed in; return the token for its cookie (256 bits)."""
    token, moment = secrets.token_urlsafe(32), dates.now()
    session.execute(delete(SignedInSession).where(SignedInSession.signed_in_at < moment - rules.ABSOLUTE))
    session.add(
        SignedInSession(
            token_sha256=token_hash(token),
            person_id=person.id,
            signed_in_at=moment,
            last_seen_at=moment,
            proved_at=moment,
            awaits_code=awaits_code,
            browser=browser[:100],
        )
    )
    if awaits_code:
        session.flush()
    else:
        record(session, actor=viewer_stub(person), action="signed in", subject=f"person/{person.id}")
    return token


def viewer_stub(person: Person) -> Viewer:
    """The person as an actor in the record, before their roles are read."""
    return Viewer(person.id, person.name, person.organisation_id, "", frozenset())


def sign_out(session: Session, *, token: str) -> None:
    """Forget the session of this token."""
    session.execute(delete(SignedInSession).where(SignedInSession.token_sha256 == token_hash(token)))


def add_organisation(session: Session, *, actor: Viewer | None, name: str, kind: OrganisationKind) -> Organisation:
    """Add a body. Raises NameTaken."""
    name = " ".join(name.split())
    if session.scalar(select(Organisation.id).where(func.lower(Organisation.name) == name.lower())):
        raise rules.NameTaken("There is already an organisation with this name")
    organisation = Organisation(name=name, kind=kind)
    session.add(organisation)
    session.flush()
    record(session, actor=actor, action="organisation added", subject=f"organisation/{organisation.id}")
    return organisation


def add_person(
    session: Session,
    *,
    actor: Viewer | None,
    name: str,
    email: str,
    organisation_id: int,
    roles: Collection[Role],
    password: str,
    demo: bool = False,
) -> Person:
    """Add somebody who can sign in. Raises EmailTaken or WeakPassword."""
    email = email.strip().lower()
    rules.check_password(password, words=_words_of(session, name, email, organisation_id))
    _check_email_is_free(session, email, None)
    person = Person(
        name=" ".join(name.split()),
        email=email,
        organisation_id=organisation_id,
        password_hash=_hasher.hash(password),
        demo=demo,
        roles=[RoleHeld(role=role) for role in sorted(roles)],
    )
    session.add(person)
    session.flush()
    _record(session, actor, "person added", person, {"roles": sorted(roles), "organisation": organisation_id})
    return person


def change_person(
    session: Session,
    *,
    actor: Viewer,
    person: Person,
    name: str,
    email: str,
    roles: Collection[Role],
    active: bool,
    password: str = "",
) -> None:
    """Change a person; with `password` also that. A new one, or being switched off, signs them out everywhere.

    Raises EmailTaken, WeakPassword or LastAdministrator.
    """
    email = email.strip().lower()
    _check_email_is_free(session, email, person.id)
    if not active or Role.ADMINISTRATOR not in roles:
        _check_another_administrator(session, person)
    before = {"roles": sorted(held.role for held in person.roles), "active": person.active}
    if password:
        _set_password(session, person, password, _words_of(session, name, email, person.organisation_id))
    if password or not active:
        session.execute(delete(SignedInSession).where(SignedInSession.person_id == person.id))
    person.name, person.email, person.active = " ".join(name.split()), email, active
    _hold(person, roles)
    session.flush()
    after = {"roles": sorted(roles), "active": active, "password": bool(password)}
    _record(session, actor, "person changed", person, {"before": before, "after": after})


def _set_password(session: Session, person: Person, password: str, words: set[str]) -> None:
    rules.check_password(password, words=words, second_factor=has_second_factor(session, person.id))
    person.password_hash = _hasher.hash(password)


def _words_of(session: Session, name: str, email: str, organisation_id: int) -> set[str]:
    body = session.get(Organisation, organisation_id)
    return rules.local_words(name, email, body.name if body else "")


def _hold(person: Person, roles: Collection[Role]) -> None:
    kept = {held.role: held for held in person.roles if held.role in roles}
    person.roles = [kept.get(role) or RoleHeld(role=role) for role in sorted(roles)]


def _record(session: Session, actor: Viewer | None, action: str, person: Person, details: Mapping[str, object]) -> None:
    record(session, actor=actor, action=action, subject=f"person/{person.id}", details=details)


def _check_email_is_free(session: Session, email: str, own_id: int | None) -> None:
    taken = session.scalar(select(Person.id).where(Person.email == email))
    if taken and taken != own_id:
        raise rules.EmailTaken("Another person already signs in with this email address")


def _check_another_administrator(session: Session, person: Person) -> None:
    held = select(Person.id).join(RoleHeld).where(RoleHeld.role == Role.ADMINISTRATOR, Person.active)
    administrators = set(session.scalars(held))
    if administrators == {person.id}:
        raise rules.LastAdministrator("This is the only administrator. Make somebody else one first")
