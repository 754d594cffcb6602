"""What somebody files under another body's name: a claim, until that body says whether it adopted it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.database import Base, Identified, UtcDateTime, choice
from consult.library.models import LibraryEntry
from consult.people.models import Organisation, Person


class ClaimState(StrEnum):
    """What the body says of a claim."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"

    @property
    def label(self) -> str:
        """The state as pages name it."""
        return {"waiting": "Not confirmed", "accepted": "Confirmed"}.get(self.value, "Declined")

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return {
            ClaimState.WAITING: "yellow",
            ClaimState.ACCEPTED: "green",
            ClaimState.DECLINED: "grey",
        }[self]


class AdoptionClaim(Identified, Base):
    """That an organisation says of answers in its library that another body adopted them."""

    __tablename__ = "adoption_claims"
    __table_args__ = (
        CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="decided_has_time"),
        CheckConstraint("body_id <> owner_id", name="of_another_body"),
        CheckConstraint("state <> 'declined' OR remark <> ''", name="declined_has_reason"),
    )

    body_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id"), index=True, comment="of which it is said that it adopted the answers"
    )
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True, comment="which says so")
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    claimed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    consultation: Mapped[str] = mapped_column(String(300))
    adopted_on: Mapped[date]
    state: Mapped[ClaimState] = mapped_column(choice(ClaimState), default=ClaimState.WAITING)
    remark: Mapped[str] = mapped_column(String(500), default="", comment="what the body says: a correction or a reason")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="last: a body may correct what it said")
    body: Mapped[Organisation] = relationship(foreign_keys=[body_id], lazy="raise_on_sql")
    owner: Mapped[Organisation] = relationship(foreign_keys=[owner_id], lazy="raise_on_sql")
    claimed_by: Mapped[Person | None] = relationship(foreign_keys=[claimed_by_id], lazy="raise_on_sql")
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id], lazy="raise_on_sql")
    answers: Mapped[list["ClaimedAnswer"]] = relationship(
        back_populates="claim", order_by="ClaimedAnswer.entry_id", lazy="raise_on_sql"
    )


class ClaimedAnswer(Identified, Base):
    """One answer of a claim, in the version that the body is asked about."""

    __tablename__ = "claimed_answers"
    __table_args__ = (UniqueConstraint("claim_id", "entry_id"),)

    claim_id: Mapped[int] = mapped_column(ForeignKey("adoption_claims.id", ondelete="CASCADE"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("library_entries.id", ondelete="CASCADE"), index=True)
    entry_n: Mapped[int] = mapped_column(comment="version of the entry")
    adopted: Mapped[bool] = mapped_column(default=False, comment="the body says that it adopted this one")
    claim: Mapped[AdoptionClaim] = relationship(back_populates="answers", lazy="raise_on_sql")
    entry: Mapped[LibraryEntry] = relationship(lazy="raise_on_sql")
