"""A round freezes one exact version; each body decides on it for itself, once."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.database import Base, Identified, Labelled, UtcDateTime, choice
from consult.drafting.models import AnswerVersion, ConsultationResponse, SignOffBody
from consult.people.models import Person


class RoundState(StrEnum):
    """Waiting for decisions, complete, or taken back before it was complete."""

    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class SignOffRound(Identified, Base):
    """One exact version sent to the bodies. Its content never changes (a trigger refuses it)."""

    __tablename__ = "sign_off_rounds"
    __table_args__ = (
        UniqueConstraint("response_id", "n"),
        Index(
            "uq_sign_off_rounds_one_open",
            "response_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="ended_has_time"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_because <> '')", name="withdrawn_has_reason"),
    )

    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id"))
    n: Mapped[int] = mapped_column(comment="round of the response, from 1")
    state: Mapped[RoundState] = mapped_column(choice(RoundState), default=RoundState.OPEN)
    content: Mapped[str] = mapped_column(Text, comment="canonical JSON of answers, letter and report", deferred=True)
    sha256: Mapped[str] = mapped_column(String(64), comment="SHA-256 of the content in UTF-8")
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_because: Mapped[str] = mapped_column(Text, default="")
    response: Mapped[ConsultationResponse] = relationship(lazy="raise_on_sql")
    opened_by: Mapped[Person] = relationship(lazy="raise_on_sql")
    decisions: Mapped[list["Decision"]] = relationship(
        back_populates="round", order_by="Decision.id", lazy="raise_on_sql"
    )
    frozen: Mapped[list["FrozenAnswer"]] = relationship(lazy="raise_on_sql")


class FrozenAnswer(Identified, Base):
    """An answer version that a round froze."""

    __tablename__ = "frozen_answers"
    __table_args__ = (UniqueConstraint("round_id", "answer_version_id"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("sign_off_rounds.id"))
    answer_version_id: Mapped[int] = mapped_column(ForeignKey("answer_versions.id"), index=True)
    version: Mapped[AnswerVersion] = relationship(lazy="raise_on_sql")


class Verdict(Labelled):
    """What a body decided."""

    PENDING = "pending"
    APPROVE = "approve"
    APPROVE_WITH_AMENDMENTS = "approve_with_amendments"
    DO_NOT_RESPOND = "do_not_respond"

    @property
    def label(self) -> str:
        """The verdict as a body chooses it."""
        return "Not decided yet" if self is Verdict.PENDING else super().label

    @property
    def past_tense(self) -> str:
        """The verdict as pages tell it afterwards."""
        return {
            Verdict.APPROVE: "Approved",
            Verdict.APPROVE_WITH_AMENDMENTS: "Approved with amendments",
            Verdict.DO_NOT_RESPOND: "Decided not to respond",
        }.get(self, self.label)

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return {
            Verdict.PENDING: "grey",
            Verdict.APPROVE: "green",
            Verdict.APPROVE_WITH_AMENDMENTS: "yellow",
            Verdict.DO_NOT_RESPOND: "red",
        }[self]


class Decision(Identified, Base):
    """One body's decision on one version. Once decided it never changes (a trigger refuses it)."""

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("round_id", "body_id"),
        CheckConstraint("(verdict = 'pending') = (decided_at IS NULL)", name="decided_has_time"),
        CheckConstraint("(verdict = 'pending') = (sha256 = '')", name="decided_names_version"),
        CheckConstraint("(verdict = 'approve_with_amendments') = (amendments <> '')", name="amendments_are_named"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("sign_off_rounds.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("sign_off_bodies.id"), index=True)
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict), default=Verdict.PENDING)
    sha256: Mapped[str] = mapped_column(String(64), default="", comment="the version decided on; empty while pending")
    amendments: Mapped[str] = mapped_column(Text, default="")
    meeting_on: Mapped[date | None]
    minute: Mapped[str] = mapped_column(Text, default="", comment="reference or wording of the minute")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    round: Mapped[SignOffRound] = relationship(back_populates="decisions", lazy="raise_on_sql")
    body: Mapped[SignOffBody] = relationship(lazy="raise_on_sql")
    decided_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")

    def told_in(self, state: RoundState) -> str:
        """What became of it, as pages tell it, in a round of this state: one taken back waits for nobody."""
        withdrawn = state is RoundState.WITHDRAWN and self.verdict is Verdict.PENDING
        return "Withdrawn before a decision" if withdrawn else self.verdict.past_tense
