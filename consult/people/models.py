"""Organisations, people, the roles they hold, and their signed-in sessions."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.database import Base, Identified, Labelled, UtcDateTime, choice
from consult.permissions import Role


class OrganisationKind(StrEnum):
    """What sort of body an organisation is."""

    COUNCIL = "council"
    PARTNERSHIP = "partnership"
    PARTNER = "partner"
    DEPARTMENT = "department"


class Sector(Labelled):
    """The part of public life that an organisation belongs to."""

    LOCAL_GOVERNMENT = "local_government"
    POLICE = "police"
    FIRE_AND_RESCUE = "fire_and_rescue"
    HEALTH = "health"
    EDUCATION = "education"
    HOUSING = "housing"
    VOLUNTARY = "voluntary_and_community"
    BUSINESS = "business"
    ENVIRONMENT = "environment"
    TRANSPORT = "transport"
    OTHER = "other"


class Organisation(Identified, Base):
    """A body whose people work on responses."""

    __tablename__ = "organisations"

    name: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[OrganisationKind] = mapped_column(choice(OrganisationKind))
    sector: Mapped[Sector | None] = mapped_column(choice(Sector))
    active: Mapped[bool] = mapped_column(default=True, comment="nobody of one that is off can sign in")
    guests_of_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisations.id"),
        unique=True,
        comment="holds whoever is said to be of that organisation and waits for it to confirm them; offered nowhere",
    )
    topics: Mapped[list["OrganisationTopic"]] = relationship(
        back_populates="organisation",
        cascade="all, delete-orphan",
        order_by="OrganisationTopic.folded",
        lazy="raise_on_sql",
    )
    people: Mapped[list["Person"]] = relationship(
        back_populates="organisation", order_by="Person.name", lazy="raise_on_sql"
    )


class OrganisationTopic(Identified, Base):
    """A topic area that an organisation speaks for, in its own words."""

    __tablename__ = "organisation_topics"
    __table_args__ = (UniqueConstraint("organisation_id", "folded"),)

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    topic: Mapped[str] = mapped_column(String(60))
    folded: Mapped[str] = mapped_column(
        String(120), index=True, comment="in small letters: the same topic is found by it"
    )
    organisation: Mapped[Organisation] = relationship(back_populates="topics", lazy="raise_on_sql")


class CommentMail(StrEnum):
    """How often somebody is told by mail of comments on the responses that they lead."""

    HOURLY = "hourly"
    DAILY = "daily"
    NEVER = "never"

    @property
    def label(self) -> str:
        """The choice as pages name it."""
        return {"hourly": "Soon after, at most once an hour", "daily": "Once a day, in the morning"}.get(
            self.value, "Never"
        )


class Person(Identified, Base):
    """Somebody who can sign in."""

    __tablename__ = "people"
    __table_args__ = (
        CheckConstraint("member_until IS NULL OR member_from IS NULL OR member_until >= member_from", name="in_order"),
    )

    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), unique=True, comment="in lower case; what they sign in with")
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    password_hash: Mapped[str | None] = mapped_column(String(200), comment="argon2id; empty when none was set yet")
    active: Mapped[bool] = mapped_column(default=True, comment="a person who left is signed out at the next request")
    member_from: Mapped[date | None] = mapped_column(comment="first day in London on which they may sign in")
    member_until: Mapped[date | None] = mapped_column(comment="last day in London on which they may sign in")
    demo: Mapped[bool] = mapped_column(default=False, comment="may be chosen without a password, in the demo only")
    anonymised_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="name, address and everything to sign in with were taken away"
    )
    factor_reset_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="an administrator turned their second factor off; empty once they were told"
    )
    comment_mail: Mapped[CommentMail] = mapped_column(
        choice(CommentMail),
        default=CommentMail.HOURLY,
        server_default=CommentMail.HOURLY.value,
        comment="how often they are told of comments on the responses that they lead",
    )
    organisation: Mapped[Organisation] = relationship(back_populates="people", lazy="raise_on_sql")
    roles: Mapped[list["RoleHeld"]] = relationship(
        back_populates="person", cascade="all, delete-orphan", order_by="RoleHeld.role", lazy="raise_on_sql"
    )


class RoleHeld(Identified, Base):
    """A role that a person holds in their organisation."""

    __tablename__ = "roles_held"
    __table_args__ = (UniqueConstraint("person_id", "role"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    role: Mapped[Role] = mapped_column(choice(Role))
    person: Mapped[Person] = relationship(back_populates="roles", lazy="raise_on_sql")


class SignInWay(StrEnum):
    """How somebody signed in."""

    PASSWORD = "password"
    LINK = "link"
    OPENID = "openid"
    DEMO = "demo"


class SignedInSession(Identified, Base):
    """A browser in which somebody is signed in. Only a hash of the token is kept: a copied table opens nothing."""

    __tablename__ = "signed_in_sessions"

    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    signed_in_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proved_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when a password or code was last given in it")
    awaits_code: Mapped[bool] = mapped_column(default=False, comment="the password was right; it opens nothing yet")
    browser: Mapped[str] = mapped_column(String(100), default="", comment="in plain words, such as Firefox on Windows")
    way: Mapped[SignInWay] = mapped_column(choice(SignInWay), default=SignInWay.PASSWORD)


class SecondFactor(Identified, Base):
    """The secret that a person's app makes codes from (RFC 6238: six digits, a new code every 30 seconds)."""

    __tablename__ = "second_factors"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), unique=True)
    secret: Mapped[str] = mapped_column(String(64), comment="base32, 160 bits; the server needs it as it is")
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="asked at sign-in from then on")
    last_step: Mapped[int] = mapped_column(
        BigInteger, default=0, comment="30-second step of the newest code used; no code of it or before counts again"
    )


class RecoveryCode(Identified, Base):
    """One of ten codes for whoever has lost their phone. Each has 80 random bits, so a plain hash is enough."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("person_id", "code_sha256"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    code_sha256: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Passkey(Identified, Base):
    """A passkey or security key (WebAuthn). Only its public half is here: a copied table opens nothing."""

    __tablename__ = "passkeys"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True, comment="base64url; chosen by the device")
    public_key: Mapped[bytes] = mapped_column(LargeBinary, comment="COSE key (RFC 9052)")
    sign_count: Mapped[int] = mapped_column(BigInteger, comment="the device's own count; 0 where it keeps none")
    transports: Mapped[str] = mapped_column(String(100), comment="how browsers reach it, such as usb nfc")
    name: Mapped[str] = mapped_column(String(100), comment="given by the person")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    backed_up: Mapped[bool] = mapped_column(comment="kept in a password manager too, not in one device only")


class ChallengeUse(StrEnum):
    """What a passkey is asked for."""

    ADD = "add"
    SIGN_IN = "sign in"
    PROVE = "prove"


class PasskeyChallenge(Identified, Base):
    """What a passkey has to sign, once and within five minutes. A newer one for the same use replaces it."""

    __tablename__ = "passkey_challenges"
    __table_args__ = (UniqueConstraint("session_id", "use"),)

    session_id: Mapped[int] = mapped_column(ForeignKey("signed_in_sessions.id", ondelete="CASCADE"))
    use: Mapped[ChallengeUse] = mapped_column(choice(ChallengeUse))
    challenge: Mapped[bytes] = mapped_column(LargeBinary, comment="32 random bytes")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class FailedSignIn(Identified, Base):
    """A wrong password, so that guessing is slowed for all workers and across restarts."""

    __tablename__ = "failed_sign_ins"

    email: Mapped[str] = mapped_column(String(254), index=True)
    client: Mapped[str] = mapped_column(
        String(45), default="", index=True, comment="network address it came from; empty when not known"
    )
    browser_sha256: Mapped[str] = mapped_column(
        String(64), default="", comment="of a browser in which the person had signed in; empty for a stranger's"
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class FailedProof(Identified, Base):
    """A wrong code, or a wrong password of somebody signed in: guessing is slowed for all workers and restarts."""

    __tablename__ = "failed_proofs"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    client: Mapped[str] = mapped_column(String(45), default="", comment="network it came from; empty when not known")
    browser_sha256: Mapped[str] = mapped_column(
        String(64), default="", comment="of a browser in which the person had signed in; empty for a stranger's"
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignInLink(Identified, Base):
    """A link to sign in with, asked for with an address. An address that nobody has leaves the same row, of nobody."""

    __tablename__ = "sign_in_links"

    email: Mapped[str] = mapped_column(String(254), index=True, comment="that it was asked for with")
    client: Mapped[str] = mapped_column(
        String(45), index=True, comment="network address it was asked from; empty when not known"
    )
    holder_sha256: Mapped[str] = mapped_column(
        String(64),
        default="",
        comment="of a browser in which the person had signed in, or of an invitation's link; empty for a stranger",
    )
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    browser_sha256: Mapped[str] = mapped_column(String(64), comment="of a secret in the cookie of the browser")
    target: Mapped[str] = mapped_column(String(500), comment="the page to go on to")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="used, or a newer one was asked for")


class Identity(Identified, Base):
    """Somebody's account with the identity provider of their organisation (OpenID Connect)."""

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"), UniqueConstraint("person_id", "issuer"))

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    issuer: Mapped[str] = mapped_column(String(500), comment="address of the provider")
    subject: Mapped[str] = mapped_column(String(255), comment="the provider's name for the account; never used again")
    linked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class KnownBrowser(Identified, Base):
    """A browser in which somebody signed in before. Only a hash of the secret in its cookie is kept."""

    __tablename__ = "known_browsers"
    __table_args__ = (UniqueConstraint("person_id", "token_sha256"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    token_sha256: Mapped[str] = mapped_column(String(64))
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="the last sign-in in it")


class AddressChange(Identified, Base):
    """A new e-mail address of one's own, which counts only when the link that was sent to it was used."""

    __tablename__ = "address_changes"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(254), comment="the new one")
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="confirmed, or a newer one was asked for")
