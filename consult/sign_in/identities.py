"""Whose account with an identity provider is whose here: an account is known by its issuer and subject.

An address is never enough (docs/decisions/0015): an account is linked only from a session of the person themselves.
"""

from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult import dates
from consult.history.services import record
from consult.history.turns import in_turn
from consult.people import rules
from consult.people.credentials import Identity, SignInWay
from consult.people.models import Person
from consult.permissions import Viewer
from consult.sign_in import services


class IdentityTaken(rules.PeopleError):
    """The account is linked to somebody else, or the person has another one linked."""


@dataclass(frozen=True)
class Account:
    """What a provider says of whoever signed in with it. `email` is in lower case, and empty unless it was verified."""

    issuer: str
    subject: str
    email: str


def sign_in(session: Session, *, account: Account, browser: str = "") -> str | None:
    """Open a session for whom the account is linked to; return its token, or None when it is linked to nobody.

    The session of somebody with a second factor opens nothing before second_factor.finish_sign_in.
    """
    mine = Identity.issuer == account.issuer, Identity.subject == account.subject
    found = select(Person).join(Identity, Identity.person_id == Person.id).where(*mine, rules.can_sign_in())
    person = session.scalar(found)
    if person is None:
        return None
    awaits_code = services.has_second_factor(session, person.id)
    return services.open_session(session, person=person, browser=browser, awaits_code=awaits_code, way=SignInWay.OPENID)


def person_to_link(session: Session, account: Account) -> int | None:
    """The person who could link the account: they have its verified address, and no other account of the provider."""
    if not account.email:
        return None
    other = select(Identity.id).where(Identity.person_id == Person.id, Identity.issuer == account.issuer)
    known = select(Identity.id).where(Identity.issuer == account.issuer, Identity.subject == account.subject)
    mine = Person.email == account.email, rules.can_sign_in(), ~other.exists(), ~known.exists()
    return session.scalar(select(Person.id).where(*mine))


def link(session: Session, *, actor: Viewer, issuer: str, subject: str) -> None:
    """Link an account to the actor's. Linked twice it is linked once. Raises IdentityTaken."""
    in_turn(session)
    holder = session.scalar(select(Identity).where(Identity.issuer == issuer, Identity.subject == subject))
    if holder and holder.person_id == actor.person_id:
        return
    if holder or identity_of(session, viewer=actor, issuer=issuer):
        raise IdentityTaken("This account cannot be connected: it, or yours here, is connected to another one")
    session.add(Identity(person_id=actor.person_id, issuer=issuer, subject=subject, linked_at=dates.now()))
    record(session, actor=actor, action="account connected", subject=f"person/{actor.person_id}")


def unlink(session: Session, *, actor: Viewer, identity: Identity) -> None:
    """Take the actor's link away."""
    session.execute(delete(Identity).where(Identity.id == identity.id, Identity.person_id == actor.person_id))
    record(session, actor=actor, action="account disconnected", subject=f"person/{actor.person_id}")


def identity_of(session: Session, *, viewer: Viewer, issuer: str) -> Identity | None:
    """The viewer's linked account with a provider."""
    mine = Identity.person_id == viewer.person_id, Identity.issuer == issuer
    return session.scalar(select(Identity).where(*mine))
