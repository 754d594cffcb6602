"""Organisations and people, what they form together, and what they sign in with."""

from typing import Any

from sqlalchemy.orm import Session

from consult import dates
from consult.people.credentials import (
    AddressChange,
    ChallengeUse,
    FailedProof,
    FailedSignIn,
    Identity,
    KnownBrowser,
    Passkey,
    PasskeyChallenge,
    RecoveryCode,
    SecondFactor,
    SignedInSession,
    SignInLink,
)
from consult.people.groups import DistributionList, JoinRequest, ListedPerson, Membership, PeopleImport, Standing
from consult.people.models import Organisation, OrganisationKind, OrganisationTopic, Person, RoleHeld
from consult.people.queries import get_person, viewer_of
from consult.permissions import Role, Viewer
from tests.factories.rows import a_hash, add, number


def make_organisation(session: Session, **given: Any) -> Organisation:
    """A partner."""
    return add(session, Organisation, given, name=f"Parish Council {number()}", kind=OrganisationKind.PARTNER)


def organisation_id(session: Session, **given: Any) -> int:
    """The number of a new organisation."""
    return make_organisation(session, **given).id


def make_organisation_topic(session: Session, **given: Any) -> OrganisationTopic:
    """Something that an organisation speaks for."""
    return add(
        session,
        OrganisationTopic,
        given,
        organisation_id=lambda _: organisation_id(session),
        topic=f"Footpaths {number()}",
        folded=lambda has: has["topic"].casefold(),
    )


def make_person(session: Session, *, roles: tuple[Role, ...] = (), **given: Any) -> Person:
    """Somebody who may sign in, with those roles in their organisation."""
    n = number()
    person = add(
        session,
        Person,
        given,
        name=f"Parish clerk {n}",
        email=f"parish.clerk.{n}@rivermead.example",
        organisation_id=lambda _: organisation_id(session),
        demo=True,
    )
    for role in roles:
        make_role_held(session, person_id=person.id, role=role)
    return person


def person_id(session: Session, **given: Any) -> int:
    """The number of a new person."""
    return make_person(session, **given).id


def viewer(session: Session, person: Person) -> Viewer:
    """The person as queries and rules know them."""
    session.flush()
    session.expire_all()
    found = get_person(session, person.id)
    assert found is not None
    return viewer_of(found)


def make_role_held(session: Session, **given: Any) -> RoleHeld:
    """A role that somebody holds in their organisation."""
    return add(session, RoleHeld, given, person_id=lambda _: person_id(session), role=Role.PARTNER)


def make_signed_in_session(session: Session, **given: Any) -> SignedInSession:
    """A browser in which somebody signed in just now."""
    moment = dates.now()
    return add(
        session,
        SignedInSession,
        given,
        token_sha256=a_hash(),
        person_id=lambda _: person_id(session),
        signed_in_at=moment,
        last_seen_at=moment,
        proved_at=moment,
        browser="Firefox on Windows",
    )


def make_second_factor(session: Session, **given: Any) -> SecondFactor:
    """A secret that counts: it was confirmed."""
    return add(
        session,
        SecondFactor,
        given,
        person_id=lambda _: person_id(session),
        secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
        started_at=dates.now(),
        confirmed_at=dates.now(),
    )


def make_recovery_code(session: Session, **given: Any) -> RecoveryCode:
    """A code that was not used yet."""
    return add(session, RecoveryCode, given, person_id=lambda _: person_id(session), code_sha256=a_hash())


def make_passkey(session: Session, **given: Any) -> Passkey:
    """A key that no device has: nobody can sign with it."""
    return add(
        session,
        Passkey,
        given,
        person_id=lambda _: person_id(session),
        credential_id=f"key-{number()}",
        public_key=b"no key",
        sign_count=0,
        transports="usb nfc",
        name="The key in the drawer",
        created_at=dates.now(),
        backed_up=False,
    )


def make_passkey_challenge(session: Session, **given: Any) -> PasskeyChallenge:
    """What a key is to sign now."""
    return add(
        session,
        PasskeyChallenge,
        given,
        session_id=lambda _: make_signed_in_session(session).id,
        use=ChallengeUse.PROVE,
        challenge=bytes(32),
        made_at=dates.now(),
    )


def make_failed_sign_in(session: Session, **given: Any) -> FailedSignIn:
    """A wrong password."""
    email = f"somebody.{number()}@rivermead.example"
    return add(session, FailedSignIn, given, email=email, client="192.0.2.1", at=dates.now())


def make_failed_proof(session: Session, **given: Any) -> FailedProof:
    """A wrong code."""
    return add(session, FailedProof, given, person_id=lambda _: person_id(session), client="192.0.2.1", at=dates.now())


def make_sign_in_link(session: Session, **given: Any) -> SignInLink:
    """A link that somebody asked for and has not used."""
    return add(
        session,
        SignInLink,
        given,
        person_id=lambda _: person_id(session),
        email=lambda has: session.get_one(Person, has["person_id"]).email,
        client="192.0.2.1",
        token_sha256=a_hash(),
        browser_sha256=a_hash(),
        target="/",
        asked_at=dates.now(),
    )


def make_identity(session: Session, **given: Any) -> Identity:
    """An account with an identity provider."""
    return add(
        session,
        Identity,
        given,
        person_id=lambda _: person_id(session),
        issuer="https://sign-in.example",
        subject=f"account-{number()}",
        linked_at=dates.now(),
    )


def make_known_browser(session: Session, **given: Any) -> KnownBrowser:
    """A browser that somebody used before."""
    return add(
        session, KnownBrowser, given, person_id=lambda _: person_id(session), token_sha256=a_hash(), seen_at=dates.now()
    )


def make_address_change(session: Session, **given: Any) -> AddressChange:
    """A new address that waits for its link to be used."""
    return add(
        session,
        AddressChange,
        given,
        person_id=lambda _: person_id(session),
        email=f"new.address.{number()}@rivermead.example",
        token_sha256=a_hash(),
        asked_at=dates.now(),
    )


def make_membership(session: Session, **given: Any) -> Membership:
    """A member of a partnership, from always and without an end."""
    return add(
        session,
        Membership,
        given,
        partnership_id=lambda _: organisation_id(session, kind=OrganisationKind.PARTNERSHIP),
        organisation_id=lambda _: organisation_id(session),
        standing=Standing.MEMBER,
    )


def make_distribution_list(session: Session, **given: Any) -> DistributionList:
    """A list with nobody on it."""
    organisation = {"organisation_id": lambda _: organisation_id(session)}
    return add(session, DistributionList, given, name=f"Answering on footpaths {number()}", **organisation)


def make_listed_person(session: Session, **given: Any) -> ListedPerson:
    """Somebody on a list."""
    return add(
        session,
        ListedPerson,
        given,
        list_id=lambda _: make_distribution_list(session).id,
        person_id=lambda _: person_id(session),
    )


def make_people_import(session: Session, **given: Any) -> PeopleImport:
    """A sheet whose rows were taken already."""
    return add(
        session,
        PeopleImport,
        given,
        started_by_id=lambda _: person_id(session, roles=(Role.ADMINISTRATOR,)),
        started_at=dates.now(),
        name="people.csv",
        rows="",
        taken_at=lambda has: None if has["rows"] else dates.now(),
    )


def make_join_request(session: Session, **given: Any) -> JoinRequest:
    """Somebody new who waits to be confirmed."""
    return add(
        session,
        JoinRequest,
        given,
        organisation_id=lambda _: organisation_id(session),
        person_id=lambda _: person_id(session),
        asked_by_id=lambda _: person_id(session, roles=(Role.POLICY_OFFICER,)),
        asked_at=dates.now(),
    )
