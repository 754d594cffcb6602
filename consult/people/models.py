"""Organisations, people, the roles they hold, and their signed-in sessions."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.database import Base, Identified, UtcDateTime, choice
from consult.permissions import Role


class OrganisationKind(StrEnum):
    """What sort of body an organisation is."""

    COUNCIL = "council"
    PARTNERSHIP = "partnership"
    PARTNER = "partner"
    DEPARTMENT = "department"


class Organisation(Identified, Base):
    """A body whose people work on responses."""

    __tablename__ = "organisations"

    name: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[OrganisationKind] = mapped_column(choice(OrganisationKind))
    people: Mapped[list["Person"]] = relationship(
        back_populates="organisation", order_by="Person.name", lazy="raise_on_sql"
    )


class Person(Identified, Base):
    """Somebody who can sign in."""

    __tablename__ = "people"

    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), unique=True, comment="in lower case; what they sign in with")
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    password_hash: Mapped[str | None] = mapped_column(String(200), comment="argon2id; empty when none was set yet")
    active: Mapped[bool] = mapped_column(default=True, comment="a person who left is signed out at the next request")
    demo: Mapped[bool] = mapped_column(default=False, comment="may be chosen without a password, in the demo only")
    factor_reset_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="an administrator turned their second factor off; empty once they were told"
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


class FailedSignIn(Identified, Base):
    """A wrong password, so that guessing is slowed for all workers and across restarts."""

    __tablename__ = "failed_sign_ins"

    email: Mapped[str] = mapped_column(String(254), index=True)
    client: Mapped[str] = mapped_column(
        String(45), default="", index=True, comment="network address it came from; empty when not known"
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class FailedProof(Identified, Base):
    """A wrong code, or a wrong password of somebody signed in: guessing is slowed for all workers and restarts."""

    __tablename__ = "failed_proofs"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
