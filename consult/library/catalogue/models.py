"""The back catalogue: responses of earlier years, loaded from their files in one go, and what was read in them."""

from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult import dates
from consult.database import Base, Identified, StoredJson, UtcDateTime, choice
from consult.people.models import Person
from consult.question_sets.models import ReadingState
from consult.question_sets.shapes import LINES
from consult.stored import Shapes

NUMBERS = Shapes(list[int])
SILENT = timedelta(minutes=1)
"""A load of which nothing arrived for so long has stopped: the service ended while it was being kept."""


class CatalogueLoad(Identified, Base):
    """Old responses loaded in one go: the files of a folder or of a zip."""

    __tablename__ = "catalogue_loads"

    owner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), comment="empty when a command did")
    name: Mapped[str] = mapped_column(String(200), comment="of the folder or zip")
    sha256: Mapped[str] = mapped_column(
        String(64), default="", comment="of what was sent; of a folder, of its names, sizes and times"
    )
    size: Mapped[int] = mapped_column(default=0, comment="bytes that were sent")
    expected: Mapped[int] = mapped_column(default=0, comment="files that it holds")
    unpacked: Mapped[int] = mapped_column(default=0, comment="bytes of all its files")
    passed_over: Mapped[int] = mapped_column(default=0, comment="files that no reader reads: pictures, system files")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when the last piece of it arrived")
    received_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="when it was whole; empty while its files arrive, and none is read"
    )
    started_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")

    @property
    def has_stopped(self) -> bool:
        """Whether its files arrived in part, and no more are coming."""
        return self.received_at is None and (self.seen_at or self.created_at) < dates.now() - SILENT


class CatalogueFile(Identified, Base):
    """One old response: a file that waits, is being read, was read or refused; and what it is a response to."""

    __tablename__ = "catalogue_files"
    __table_args__ = (
        CheckConstraint("(state IN ('read', 'refused')) = (content IS NULL)", name="content_while_needed"),
        CheckConstraint("state <> 'refused' OR cause <> ''", name="refused_has_cause"),
    )

    load_id: Mapped[int] = mapped_column(ForeignKey("catalogue_loads.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(300), comment="with the folders before it")
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int] = mapped_column(comment="bytes")
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    state: Mapped[ReadingState] = mapped_column(choice(ReadingState), index=True)
    known_as_id: Mapped[int | None] = mapped_column(
        ForeignKey("catalogue_files.id"), index=True, comment="the same file in an earlier load: not read again"
    )
    attempts: Mapped[int] = mapped_column(default=0)
    pages: Mapped[int] = mapped_column(default=0, comment="0 while unknown")
    pages_read: Mapped[int] = mapped_column(default=0)
    cause: Mapped[str] = mapped_column(String(500), default="", comment="why it was refused")
    characters: Mapped[int] = mapped_column(default=0, comment="of all texts that were read in it")
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when the worker last told its progress")
    consultation: Mapped[str] = mapped_column(String(300), default="")
    issuing_body: Mapped[str] = mapped_column(String(200), default="")
    adopted_on: Mapped[date | None]
    adopted_by: Mapped[list[int]] = mapped_column(StoredJson(NUMBERS), default=list, comment="organisations")
    load: Mapped[CatalogueLoad] = relationship(lazy="raise_on_sql")
    answers: Mapped[list["CatalogueAnswer"]] = relationship(order_by="CatalogueAnswer.place", lazy="raise_on_sql")


class CatalogueAnswer(Identified, Base):
    """A question with its answer as it was read in an old response; its entry once a person ticked it."""

    __tablename__ = "catalogue_answers"
    __table_args__ = (UniqueConstraint("file_id", "place"),)

    file_id: Mapped[int] = mapped_column(ForeignKey("catalogue_files.id", ondelete="CASCADE"))
    place: Mapped[int] = mapped_column(comment="order in the file, from 1")
    number: Mapped[str] = mapped_column(String(40), default="")
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text, default="", comment="Markdown; empty when none was found")
    doubts: Mapped[list[str]] = mapped_column(
        StoredJson(LINES), default=list, comment="what makes it doubtful, in plain words"
    )
    text_sha256: Mapped[str] = mapped_column(String(64), index=True)
    entry_id: Mapped[int | None] = mapped_column(
        ForeignKey("library_entries.id", ondelete="SET NULL"),
        index=True,
        comment="the entry it became, or is the same as",
    )
    entered: Mapped[bool] = mapped_column(
        default=False, comment="it became that entry; else the entry was there before"
    )
