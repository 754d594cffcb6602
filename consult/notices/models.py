"""The outbox: every mail, from the act it tells of to the provider that took it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.database import Base, Identified, UtcDateTime, choice


class NoticeState(StrEnum):
    """How far a message has come."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    KEPT = "kept"

    @property
    def label(self) -> str:
        """The state as pages name it."""
        return {"failed": "Not sent", "kept": "Kept here"}.get(self.value, self.value.capitalize())

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return {
            NoticeState.WAITING: "yellow",
            NoticeState.SENDING: "blue",
            NoticeState.SENT: "green",
            NoticeState.FAILED: "red",
            NoticeState.KEPT: "grey",
        }[self]


class OutboxMessage(Identified, Base):
    """One message to one address. It waits, is being sent by a worker, was sent, or was given up.

    In the demonstration it is kept: nothing leaves the machine.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("event", "address"),
        CheckConstraint("(state IN ('waiting', 'sending')) = (due_at IS NOT NULL)", name="only_open_is_due"),
        CheckConstraint("(state IN ('sent', 'failed', 'kept')) = (ended_at IS NOT NULL)", name="ended_has_time"),
        CheckConstraint("state <> 'failed' OR cause <> ''", name="failed_has_cause"),
    )

    event: Mapped[str] = mapped_column(String(200), comment="what it tells of; an address is told of it once")
    address: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(200), comment="of the person it goes to")
    subject: Mapped[str] = mapped_column(String(250))
    text: Mapped[str] = mapped_column(Text, comment="links begin with a stand-in for the service's address")
    html: Mapped[str] = mapped_column(Text, comment="the same, for mail programs that show HTML")
    secret_path: Mapped[str] = mapped_column(Text, comment="of a link that opens something; emptied when it was sent")
    reference: Mapped[str] = mapped_column(String(32), unique=True, comment="the same at every attempt")
    state: Mapped[NoticeState] = mapped_column(choice(NoticeState), index=True)
    attempts: Mapped[int] = mapped_column(comment="how often a worker began to send it")
    failures: Mapped[int] = mapped_column(comment="how often the provider refused it or did not answer")
    due_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, index=True, comment="next attempt; while sending, when the worker counts as dead"
    )
    cause: Mapped[str] = mapped_column(String(500), comment="why the newest attempt failed, in plain words")
    provider_id: Mapped[str] = mapped_column(String(200), comment="what the provider calls it")
    caused_by: Mapped[int | None] = mapped_column(
        index=True, comment="the number of the person whose act it tells of; without one, the service itself"
    )
    turn: Mapped[int] = mapped_column(comment="what is due leaves in the order of turns; 0 waits for nobody")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was sent, given up or kept")
