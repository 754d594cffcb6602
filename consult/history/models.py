"""The record's one table. Triggers on both databases refuse any change to a written entry (see migrations)."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from consult.database import Base, UtcDateTime


class HistoryEntry(Base):
    """One act. The actor is a number, not a name, so that a person can be anonymised without breaking the chain."""

    __tablename__ = "history"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(comment="people.id; empty when a command acted")
    action: Mapped[str] = mapped_column(String(60), comment="the verb, such as 'answer revised'")
    subject: Mapped[str] = mapped_column(String(60), comment="what was acted on, such as 'answer/12'")
    response_id: Mapped[int | None] = mapped_column(index=True, comment="the response it belongs to, for its timeline")
    details: Mapped[str] = mapped_column(Text, comment="canonical JSON of what changed; numbers and hashes, no texts")
    previous: Mapped[str] = mapped_column(String(64), comment="hash of the entry before; 64 zeros for the first")
    hash: Mapped[str] = mapped_column(String(64), comment="SHA-256 over all the other columns")
