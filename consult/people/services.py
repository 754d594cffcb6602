"""Adding organisations, and adding and changing people."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from consult import dates
from consult.history.services import record
from consult.history.turns import as_it_is, first_come
from consult.people import passwords, rules
from consult.people.credentials import AddressChange, SignedInSession, SignInLink
from consult.people.models import Organisation, OrganisationKind, Person, RoleHeld
from consult.people.passwords import weighed
from consult.permissions import Role, Viewer

Days = tuple[date | None, date | None]


def viewer_stub(person: Person) -> Viewer:
    """The person as an actor in the record, before their roles are read."""
    return Viewer(person.id, person.name, person.organisation_id, "", frozenset())


def add_organisation(session: Session, *, actor: Viewer | None, name: str, kind: OrganisationKind) -> Organisation:
    """Add a body. Raises NameTaken."""
    name = " ".join(name.split())
    if session.scalar(select(Organisation.id).where(func.lower(Organisation.name) == name.lower())):
        raise name_taken()
    organisation = Organisation(name=name, kind=kind, topics=[])
    with first_come(session, name_taken()):
        session.add(organisation)
    record(session, actor=actor, action="organisation added", subject=f"organisation/{organisation.id}")
    return organisation


def name_taken() -> rules.NameTaken:
    """The refusal of a name that another organisation has."""
    return rules.NameTaken("There is already an organisation with this name")


def add_person(
    session: Session,
    *,
    actor: Viewer | None,
    name: str,
    email: str,
    organisation_id: int,
    roles: Collection[Role],
    days: Days = (None, None),
    password: str = "",
    demo: bool = False,
) -> Person:
    """Add somebody who can sign in: by link, until they choose a password.

    `days` are the first and the last in London on which they may. Raises EmailTaken, DatesCross, OrganisationOff or
    WeakPassword.
    """
    email = email.strip().lower()
    if password and not demo:
        _check_first_password(session, name, email, organisation_id, password)
    _check_may_come(session, email, organisation_id, days)
    person = Person(
        name=" ".join(name.split()),
        email=email,
        organisation_id=organisation_id,
        member_from=days[0],
        member_until=days[1],
        password_hash=weighed(session).hash_new(password) if password else None,
        demo=demo,
        roles=[RoleHeld(role=role) for role in sorted(roles)],
    )
    with first_come(session, _email_taken()):
        session.add(person)
    _record(session, actor, "person added", person, {"roles": sorted(roles), "organisation": organisation_id})
    return person


def _check_first_password(session: Session, name: str, email: str, organisation_id: int, password: str) -> None:
    words = _words_of(session, name, email, organisation_id)
    passwords.check_password(password, words=words, guessable=weighed(session).is_guessable)


def _check_may_come(session: Session, email: str, organisation_id: int, days: Days) -> None:
    rules.check_order(*days)
    _check_email_is_free(session, email, None)
    check_on(session, organisation_id)


def check_on(session: Session, organisation_id: int) -> None:
    """Raise OrganisationOff for an organisation that nobody can come to."""
    if session.scalar(select(Organisation.id).where(Organisation.id == organisation_id, Organisation.active)) is None:
        raise rules.OrganisationOff("This organisation is switched off. Switch it on first")


def change_person(
    session: Session,
    *,
    actor: Viewer,
    person: Person,
    name: str,
    email: str,
    roles: Collection[Role],
    active: bool,
    days: Days,
) -> None:
    """Change a person. Being switched off signs them out everywhere.

    `days` are the first and the last in London on which they may sign in. Raises EmailTaken, DatesCross,
    OwnRole or LastAdministrator. Nobody who was anonymised can be changed (AlreadyAnonymised).
    """
    as_it_is(session, person, "anonymised_at", "email", "active", "member_from", "member_until", "roles")
    rules.check_has_name(person)
    rules.check_order(*days)
    email = email.strip().lower()
    _check_email_is_free(session, email, person.id)
    if not active or Role.ADMINISTRATOR not in roles or not rules.stays(*days):
        check_another_administrator(session, person, actor=actor)
    rules.check_gives_to_others(person.id == actor.person_id, {held.role for held in person.roles}, roles)
    before = facts_of(person)
    if not active:
        session.execute(delete(SignedInSession).where(SignedInSession.person_id == person.id))
    if email != person.email:
        change_email(session, actor=actor, person=person, email=email)
    person.name, person.active = " ".join(name.split()), active
    person.member_from, person.member_until = days
    hold(person, roles)
    session.flush()
    _record(session, actor, "person changed", person, {"before": before, "after": facts_of(person)})


def facts_of(person: Person) -> dict[str, object]:
    """What the record keeps of a person: no texts."""
    days = {"from": person.member_from, "until": person.member_until}
    said = {name: day.isoformat() for name, day in days.items() if day}
    return {"roles": sorted(held.role for held in person.roles), "active": person.active, **said}


def change_email(session: Session, *, actor: Viewer, person: Person, email: str) -> None:
    """Give a person another address to sign in with; links that went to the old one count no longer.

    Raises EmailTaken.
    """
    _check_email_is_free(session, email, person.id)
    with first_come(session, _email_taken()):
        person.email = email
    end_links(session, person_id=person.id)
    _record(session, actor, "e-mail address changed", person, {})


def end_links(session: Session, *, person_id: int) -> None:
    """Let the person's unused sign-in links, and links to addresses that they did not confirm, count no longer."""
    for table in (SignInLink, AddressChange):
        unused = table.person_id == person_id, table.ended_at.is_(None)
        session.execute(update(table).where(*unused).values(ended_at=dates.now()))


def _words_of(session: Session, name: str, email: str, organisation_id: int) -> set[str]:
    body = session.get(Organisation, organisation_id)
    return passwords.local_words(name, email, body.name if body else "")


def hold(person: Person, roles: Collection[Role]) -> None:
    """Let somebody hold these roles in their organisation, and no others."""
    kept = {held.role: held for held in person.roles if held.role in roles}
    person.roles = [kept.get(role) or RoleHeld(role=role) for role in sorted(roles)]


def _record(session: Session, actor: Viewer | None, action: str, person: Person, details: Mapping[str, object]) -> None:
    record(session, actor=actor, action=action, subject=f"person/{person.id}", details=details)


def _check_email_is_free(session: Session, email: str, own_id: int | None) -> None:
    taken = session.scalar(select(Person.id).where(Person.email == email))
    if taken and taken != own_id:
        raise _email_taken()


def _email_taken() -> rules.EmailTaken:
    return rules.EmailTaken("Another person already signs in with this email address")


def check_another_administrator(session: Session, person: Person, *, actor: Viewer | None = None) -> None:
    """Raise LastAdministrator when nobody but this person could manage people.

    An administrator whose own end is set does not count, except when they act themselves: an emergency does not wait.
    """
    held = select(Person.id, Person.member_until).join(RoleHeld)
    able = session.execute(held.where(RoleHeld.role == Role.ADMINISTRATOR, rules.can_sign_in())).all()
    lasting = {row.id for row in able if row.member_until is None}
    another_acts = actor is not None and actor.person_id in {row.id for row in able} - {person.id}
    if lasting == {person.id} and not another_acts:
        raise rules.LastAdministrator("This is the only administrator. Make somebody else one first")
