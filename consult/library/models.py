"""An adopted answer, who may find it, and the log from which the search index catches up."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.database import Base, Identified, choice
from consult.people.models import Organisation


class LibraryEntry(Identified, Base):
    """An answer that bodies adopted, with the question it answers."""

    __tablename__ = "library_entries"

    consultation: Mapped[str] = mapped_column(String(300))
    issuing_body: Mapped[str] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(String(40), default="")
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text, comment="Markdown, as adopted")
    adopted_on: Mapped[date] = mapped_column(index=True)
    review_on: Mapped[date]
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    answer_version_id: Mapped[int | None] = mapped_column(ForeignKey("answer_versions.id"), unique=True)
    owner: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    readers: Mapped[list["EntryReader"]] = relationship(
        order_by="EntryReader.id", cascade="all, delete-orphan", lazy="raise_on_sql"
    )


class EntryReader(Identified, Base):
    """An organisation whose people may find an entry: it adopted the answer, or was asked to comment on it."""

    __tablename__ = "library_entry_readers"
    __table_args__ = (UniqueConstraint("entry_id", "organisation_id"),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("library_entries.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    adopted: Mapped[bool]
    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")


class IndexOperation(StrEnum):
    """What the search index has to do with an entry."""

    PUT = "put"
    REMOVE = "remove"


class IndexChange(Base):
    """One change that the search index has to follow, written in the same transaction as the entry."""

    __tablename__ = "index_changes"
    __table_args__ = ({"sqlite_autoincrement": True},)

    seq: Mapped[int] = mapped_column(primary_key=True, comment="never used twice")
    entry_id: Mapped[int] = mapped_column(comment="no foreign key: the entry may be gone")
    operation: Mapped[IndexOperation] = mapped_column(choice(IndexOperation))
