"""Organisations, people, and the roles they hold."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
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
