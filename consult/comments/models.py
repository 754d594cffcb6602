"""A partner's comment on an answer, and the disposition that tells what became of it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.database import Base, Identified, Labelled, UtcDateTime, choice
from consult.drafting.models import Answer
from consult.people.models import Organisation, Person


class Position(Labelled):
    """Where an organisation stands on an answer. Silence is none of these."""

    SUPPORT = "support"
    SUPPORT_WITH_CHANGES = "support_with_changes"
    OBJECT = "object"
    NO_COMMENT = "no_comment"
    OUTSIDE_REMIT = "outside_remit"

    @property
    def label(self) -> str:
        """The position as pages name it."""
        return "Outside our remit" if self is Position.OUTSIDE_REMIT else super().label

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return {
            Position.SUPPORT: "green",
            Position.SUPPORT_WITH_CHANGES: "yellow",
            Position.OBJECT: "red",
            Position.NO_COMMENT: "grey",
            Position.OUTSIDE_REMIT: "grey",
        }[self]


class Comment(Identified, Base):
    """What somebody says of one version of an answer, with a position and perhaps proposed wording."""

    __tablename__ = "comments"

    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"), index=True)
    on_n: Mapped[int] = mapped_column(comment="number of the answer version it speaks of; 0 before the first")
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), comment="the author's at the time")
    position: Mapped[Position | None] = mapped_column(choice(Position))
    text: Mapped[str] = mapped_column(Text, default="")
    suggestion: Mapped[str] = mapped_column(Text, default="", comment="proposed wording")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[Answer] = relationship(lazy="raise_on_sql")
    author: Mapped[Person] = relationship(lazy="raise_on_sql")
    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    disposition: Mapped["Disposition | None"] = relationship(back_populates="comment", lazy="raise_on_sql")


class DispositionOutcome(Labelled):
    """What became of a comment."""

    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly_accepted"
    DECLINED = "declined"

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return {
            DispositionOutcome.ACCEPTED: "green",
            DispositionOutcome.PARTLY_ACCEPTED: "yellow",
            DispositionOutcome.DECLINED: "red",
        }[self]


class Disposition(Identified, Base):
    """The officer's settlement of a comment, with the reason told back to its author."""

    __tablename__ = "dispositions"
    __table_args__ = (CheckConstraint("reason <> ''", name="has_reason"),)

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), unique=True)
    outcome: Mapped[DispositionOutcome] = mapped_column(choice(DispositionOutcome))
    reason: Mapped[str] = mapped_column(Text)
    settled_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    settled_at: Mapped[datetime] = mapped_column(UtcDateTime)
    comment: Mapped[Comment] = relationship(back_populates="disposition", lazy="raise_on_sql")
    settled_by: Mapped[Person] = relationship(lazy="raise_on_sql")
