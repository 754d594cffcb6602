"""What organisations and people form together: memberships, distribution lists, sheets of people, who is to join."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.database import Base, Identified, UtcDateTime, choice
from consult.people.models import Organisation, Person


class Standing(StrEnum):
    """What an organisation is in a partnership."""

    MEMBER = "member"
    OBSERVER = "observer"


class Membership(Identified, Base):
    """An organisation's time in a partnership. One that has ended is kept."""

    __tablename__ = "memberships"
    __table_args__ = (
        CheckConstraint("partnership_id <> organisation_id", name="two_organisations"),
        CheckConstraint("until_on IS NULL OR from_on IS NULL OR until_on >= from_on", name="in_order"),
    )

    partnership_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    standing: Mapped[Standing] = mapped_column(choice(Standing))
    from_on: Mapped[date | None] = mapped_column(comment="first day in London; empty when it was always so")
    until_on: Mapped[date | None] = mapped_column(comment="last day in London; empty while there is no end")
    partnership: Mapped[Organisation] = relationship(foreign_keys=[partnership_id], lazy="raise_on_sql")
    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id], lazy="raise_on_sql")


class DistributionList(Identified, Base):
    """People of any organisation that one organisation writes to or invites together."""

    __tablename__ = "distribution_lists"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str] = mapped_column(String(100))
    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")


class ListedPerson(Identified, Base):
    """Somebody on a distribution list."""

    __tablename__ = "listed_people"
    __table_args__ = (UniqueConstraint("list_id", "person_id"),)

    list_id: Mapped[int] = mapped_column(ForeignKey("distribution_lists.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)


class PeopleImport(Identified, Base):
    """A sheet of people that was read and waits for its administrator to confirm it. Its rows are forgotten then."""

    __tablename__ = "people_imports"

    started_by_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    name: Mapped[str] = mapped_column(String(200), comment="of the file, as it was uploaded")
    rows: Mapped[str] = mapped_column(Text, comment="what stands in the sheet, as JSON; empty once it was taken")
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class JoinState(StrEnum):
    """What an organisation said of somebody whom an officer invited as one of its people."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """The state as pages name it."""
        return {"waiting": "Waits to be confirmed"}.get(self.value, self.value.capitalize())


class JoinRequest(Identified, Base):
    """Somebody new who is said to be one of an organisation's people, until an administrator confirms or refuses it."""

    __tablename__ = "join_requests"
    __table_args__ = (
        CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="decided_has_time"),
        CheckConstraint("state <> 'refused' OR reason <> ''", name="refused_has_reason"),
        Index(
            "uq_join_requests_one_waiting",
            "person_id",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id"), index=True, comment="whose they are said to be"
    )
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), comment="the officer who invited them")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[JoinState] = mapped_column(choice(JoinState), default=JoinState.WAITING)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(500), default="", comment="why it was refused")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")
    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id], lazy="raise_on_sql")
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id], lazy="raise_on_sql")
