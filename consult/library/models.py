"""An adopted answer through its life, who may find it, where it was used, and the log that the search index follows."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.database import Base, Identified, Labelled, StoredJson, UtcDateTime, choice
from consult.drafting.models import Answer
from consult.people.models import Organisation, Person
from consult.stored import Shapes

ASKED = Shapes(dict[str, str])


class EntryState(StrEnum):
    """Whether an entry may be used again. One that is current falls due for review on its review date."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class LibraryEntry(Identified, Base):
    """An answer that bodies adopted, with the question it answers. Its texts are those of its newest version."""

    __tablename__ = "library_entries"
    __table_args__ = (
        CheckConstraint("(state = 'superseded') = (superseded_by_id IS NOT NULL)", name="superseded_by_one"),
        CheckConstraint("(state = 'current') = (cause = '')", name="gone_has_cause"),
    )

    consultation: Mapped[str] = mapped_column(String(300))
    issuing_body: Mapped[str] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(String(40), default="")
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text, comment="Markdown, as adopted or last amended")
    adopted_on: Mapped[date] = mapped_column(index=True)
    review_on: Mapped[date] = mapped_column(index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    keeper_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), index=True, comment="who looks after it; empty: the owner's policy officers"
    )
    answer_version_id: Mapped[int | None] = mapped_column(ForeignKey("answer_versions.id"), unique=True)
    state: Mapped[EntryState] = mapped_column(choice(EntryState), default=EntryState.CURRENT)
    cause: Mapped[str] = mapped_column(String(500), default="", comment="why it is current no longer")
    superseded_by_id: Mapped[int | None] = mapped_column(ForeignKey("library_entries.id"), index=True)
    current_n: Mapped[int] = mapped_column(default=1, comment="number of the newest version")
    text_sha256: Mapped[str] = mapped_column(
        String(64), default="", index=True, comment="of the words of question and answer, see sameness.py"
    )
    outcome: Mapped[str] = mapped_column(Text, default="", comment="what the issuing body did in the end")
    outcome_on: Mapped[date | None]
    told_soon_for: Mapped[date | None] = mapped_column(comment="review date of which the owner was told beforehand")
    told_due_for: Mapped[date | None] = mapped_column(comment="review date of which the owner was told when it came")
    compared_n: Mapped[int] = mapped_column(default=0, comment="version last compared with the others for sameness")
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True, comment="when it came into the library")
    owner: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    keeper: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    superseded_by: Mapped["LibraryEntry | None"] = relationship(remote_side="LibraryEntry.id", lazy="raise_on_sql")
    readers: Mapped[list["EntryReader"]] = relationship(
        order_by="EntryReader.id", cascade="all, delete-orphan", lazy="raise_on_sql"
    )
    themes: Mapped[list["EntryTheme"]] = relationship(
        order_by="EntryTheme.theme", cascade="all, delete-orphan", lazy="raise_on_sql"
    )
    versions: Mapped[list["EntryVersion"]] = relationship(
        order_by="EntryVersion.n.desc()", passive_deletes=True, lazy="raise_on_sql"
    )


class EntryReader(Identified, Base):
    """An organisation whose people may find an entry: it adopted the answer, or was asked to comment on it."""

    __tablename__ = "library_entry_readers"
    __table_args__ = (UniqueConstraint("entry_id", "organisation_id"),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("library_entries.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    adopted: Mapped[bool] = mapped_column(comment="the words as they stand")
    adopted_n: Mapped[int | None] = mapped_column(comment="the newest version that it adopted; empty for none")
    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")


class EntryTheme(Identified, Base):
    """A subject that an entry is about, as its owner's officers name it."""

    __tablename__ = "library_entry_themes"
    __table_args__ = (UniqueConstraint("entry_id", "theme"),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("library_entries.id", ondelete="CASCADE"))
    theme: Mapped[str] = mapped_column(String(60), index=True, comment="in lower case")


class EntryVersion(Identified, Base):
    """The texts of an entry as they were adopted, or as an amendment made them: never changed (a trigger refuses)."""

    __tablename__ = "library_entry_versions"
    __table_args__ = (UniqueConstraint("entry_id", "n"),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("library_entries.id"))
    n: Mapped[int] = mapped_column(comment="from 1, the version that was adopted")
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text, comment="Markdown")
    note: Mapped[str] = mapped_column(String(500), default="", comment="why it was amended")
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), comment="empty for one as adopted")
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proposed_by: Mapped[Person | None] = relationship(foreign_keys=[proposed_by_id], lazy="raise_on_sql")
    approved_by: Mapped[Person | None] = relationship(foreign_keys=[approved_by_id], lazy="raise_on_sql")


class ProposalState(Labelled):
    """What became of a proposed amendment."""

    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return {
            ProposalState.OPEN: "blue",
            ProposalState.APPROVED: "green",
            ProposalState.DECLINED: "red",
            ProposalState.TAKEN_BACK: "grey",
        }[self]


class EntryProposal(Identified, Base):
    """An amendment that one officer of the owner proposes and another decides on."""

    __tablename__ = "library_entry_proposals"
    __table_args__ = (
        CheckConstraint("(state = 'open') = (decided_at IS NULL)", name="decided_has_time"),
        CheckConstraint("state <> 'approved' OR decided_by_id <> proposed_by_id", name="approved_by_another"),
        Index(
            "uq_library_entry_proposals_one_open",
            "entry_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("library_entries.id", ondelete="CASCADE"), index=True)
    based_on_n: Mapped[int] = mapped_column(comment="the version that its author had opened")
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text, comment="Markdown")
    note: Mapped[str] = mapped_column(String(500), comment="why")
    state: Mapped[ProposalState] = mapped_column(choice(ProposalState), default=ProposalState.OPEN)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(500), default="", comment="why it was declined")
    entry: Mapped[LibraryEntry] = relationship(lazy="raise_on_sql")
    proposed_by: Mapped[Person] = relationship(foreign_keys=[proposed_by_id], lazy="raise_on_sql")
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id], lazy="raise_on_sql")


class LibraryUse(Identified, Base):
    """An entry put into an answer: which version of it, and which version of the answer it made. Never changed."""

    __tablename__ = "library_uses"

    entry_id: Mapped[int] = mapped_column(ForeignKey("library_entries.id"), index=True)
    entry_n: Mapped[int] = mapped_column(comment="version of the entry")
    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"), index=True)
    answer_n: Mapped[int] = mapped_column(comment="version of the answer that began with it")
    used_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    used_at: Mapped[datetime] = mapped_column(UtcDateTime)
    entry: Mapped[LibraryEntry] = relationship(lazy="raise_on_sql")
    answer: Mapped[Answer] = relationship(lazy="raise_on_sql")


class PairState(StrEnum):
    """Whether two entries that look the same were judged."""

    PROPOSED = "proposed"
    KEPT_APART = "kept_apart"
    MERGED = "merged"


class EntryPair(Identified, Base):
    """Two entries of one owner that are the same or nearly so, for a person to judge. The older one comes first."""

    __tablename__ = "library_entry_pairs"
    __table_args__ = (UniqueConstraint("entry_id", "other_id"), CheckConstraint("entry_id < other_id", name="ordered"))

    entry_id: Mapped[int] = mapped_column(ForeignKey("library_entries.id", ondelete="CASCADE"))
    other_id: Mapped[int] = mapped_column(ForeignKey("library_entries.id", ondelete="CASCADE"), index=True)
    alike: Mapped[int] = mapped_column(comment="how alike, in hundredths")
    state: Mapped[PairState] = mapped_column(choice(PairState), default=PairState.PROPOSED)
    entry: Mapped[LibraryEntry] = relationship(foreign_keys=[entry_id], lazy="raise_on_sql")
    other: Mapped[LibraryEntry] = relationship(foreign_keys=[other_id], lazy="raise_on_sql")


class EntryMark(Base):
    """A fingerprint of a question: entries that share one may be the same (see sameness.py)."""

    __tablename__ = "library_entry_marks"

    entry_id: Mapped[int] = mapped_column(ForeignKey("library_entries.id", ondelete="CASCADE"), primary_key=True)
    mark: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False, index=True)


class EntryVector(Identified, Base):
    """What an entry means, for search (see vectors.py): made by one model of one state of its words. Never changed."""

    __tablename__ = "library_entry_vectors"
    __table_args__ = ({"sqlite_autoincrement": True},)

    entry_id: Mapped[int] = mapped_column(ForeignKey("library_entries.id", ondelete="CASCADE"), unique=True)
    model: Mapped[str] = mapped_column(String(80), comment="name and release")
    text_sha256: Mapped[str] = mapped_column(String(64), comment="of the words it was made of, see sameness.py")
    vector: Mapped[bytes] = mapped_column(LargeBinary, comment="one signed byte for each number")


class RetentionRule(Identified, Base):
    """How long an owner keeps the answers to one consultation, in place of what the service's setting says."""

    __tablename__ = "library_retention_rules"
    __table_args__ = (UniqueConstraint("owner_id", "consultation"),)

    owner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    consultation: Mapped[str] = mapped_column(String(300))
    keep_years: Mapped[int] = mapped_column(comment="after adoption; 0 for always")


class SavedSearch(Identified, Base):
    """A search that somebody runs again, with what was new since they last looked."""

    __tablename__ = "library_saved_searches"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(80))
    asked: Mapped[dict[str, str]] = mapped_column(
        StoredJson(ASKED), comment="words, filters and order, as the address has them"
    )
    looked_at: Mapped[datetime] = mapped_column(UtcDateTime)


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
