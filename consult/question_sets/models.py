"""A consultation, the paper it came in, and its questions as a question set."""

from datetime import datetime
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
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.database import Base, Identified, StoredJson, UtcDateTime, choice
from consult.people.models import Organisation, Person
from consult.question_sets import shapes
from consult.question_sets.paper import Attachment, Paper, QuestionKind, Reference, bare_reference
from consult.question_sets.short_titles import MOST_LETTERS, short_title
from consult.question_sets.states import QuestionState


class Consultation(Identified, Base):
    """What an issuing body asks, and until when."""

    __tablename__ = "consultations"

    title: Mapped[str] = mapped_column(String(300))
    issuing_body: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str] = mapped_column(String(100), default="")
    closing_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="the issuing body's closing time")
    opening_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when the issuing body opened it")
    ways_to_respond: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str] = mapped_column(Text, default="", comment="whom to ask, one line each")
    attachments: Mapped[list[Attachment]] = mapped_column(
        StoredJson(shapes.ATTACHMENTS), default=list, comment="title and url, never fetched", deferred=True
    )
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True, comment="who loaded it")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    owner: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    question_sets: Mapped[list["QuestionSet"]] = relationship(
        back_populates="consultation", order_by="QuestionSet.n", lazy="raise_on_sql"
    )


class PaperFile(Identified, Base):
    """The file as it was uploaded, kept so that it can be read again."""

    __tablename__ = "papers"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    name: Mapped[str] = mapped_column(String(200), comment="the file's own name")
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(comment="bytes")
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    particulars: Mapped[dict[str, str]] = mapped_column(
        StoredJson(shapes.PARTICULARS), default=dict, comment="what it says of itself"
    )
    beside_answers: Mapped[dict[str, list[str]] | None] = mapped_column(
        StoredJson(shapes.BESIDE_ANSWERS),
        comment="what of the file is not kept with its answers, and texts that belong to none; empty where nobody "
        "listed it",
    )
    notes: Mapped[list[str]] = mapped_column(
        StoredJson(shapes.LINES), default=list, server_default="[]", comment="what an officer must know of it"
    )


class PaperPassage(Base):
    """A paragraph of a paper, so that the text stands beside the questions that were found in it."""

    __tablename__ = "paper_passages"

    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="order in the paper, from 1")
    text: Mapped[str] = mapped_column(Text)
    level: Mapped[int] = mapped_column(default=0, comment="0 for text, 1 to 6 for a heading")
    label: Mapped[str] = mapped_column(String(40), default="", comment="number or bullet before the text")
    page: Mapped[int | None]
    ignored: Mapped[str] = mapped_column(String(200), default="", comment="why it was not read for questions")


class ReadingPurpose(StrEnum):
    """What an uploaded file is read for."""

    NEW_CONSULTATION = "new_consultation"
    NEW_EDITION = "new_edition"
    TAKE_OVER = "take_over"


class ReadingState(StrEnum):
    """Waiting for the worker, being read, and then either read or refused."""

    WAITING = "waiting"
    READING = "reading"
    READ = "read"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """The state as pages name it."""
        return {
            ReadingState.WAITING: "Waiting",
            ReadingState.READING: "Being read",
            ReadingState.READ: "Read",
            ReadingState.REFUSED: "Refused",
        }[self]

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return {
            ReadingState.WAITING: "grey",
            ReadingState.READING: "blue",
            ReadingState.READ: "green",
            ReadingState.REFUSED: "red",
        }[self]


class Reading(Identified, Base):
    """An uploaded file on its way through the worker. A refused one keeps the cause and not the file."""

    __tablename__ = "readings"
    __table_args__ = (
        CheckConstraint("(state IN ('read', 'refused')) = (finished_at IS NOT NULL)", name="finished_has_time"),
        CheckConstraint("(state = 'refused') = (cause <> '')", name="refused_has_cause"),
        Index("ix_readings_state", "state", "id"),
    )

    owner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    started_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    purpose: Mapped[ReadingPurpose] = mapped_column(choice(ReadingPurpose))
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultations.id"), index=True)
    about_id: Mapped[int | None] = mapped_column(comment="the response whose answers are taken over")
    name: Mapped[str] = mapped_column(String(200), comment="the file's own name")
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(comment="bytes")
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True, comment="until it is read or refused")
    state: Mapped[ReadingState] = mapped_column(choice(ReadingState), default=ReadingState.WAITING)
    pages_read: Mapped[int] = mapped_column(default=0)
    pages: Mapped[int] = mapped_column(default=0, comment="0 while it is not known")
    attempts: Mapped[int] = mapped_column(default=0)
    cause: Mapped[str] = mapped_column(String(500), default="", comment="why it was refused, in the words of the page")
    peak_memory: Mapped[int] = mapped_column(BigInteger, default=0, comment="of the process that read it, bytes")
    found: Mapped[Paper | None] = mapped_column(
        StoredJson(shapes.PAPER), deferred=True, comment="the paper, while it is needed"
    )
    question_set_id: Mapped[int | None] = mapped_column(ForeignKey("question_sets.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when the worker last told its progress")
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    started_by: Mapped[Person] = relationship(lazy="raise_on_sql")


class QuestionSetState(StrEnum):
    """Being reviewed by an officer, or published and fixed."""

    IN_REVIEW = "in_review"
    PUBLISHED = "published"

    @property
    def label(self) -> str:
        """The state as pages name it."""
        return {QuestionSetState.IN_REVIEW: "To be reviewed", QuestionSetState.PUBLISHED: "Published"}[self]

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return {QuestionSetState.IN_REVIEW: "yellow", QuestionSetState.PUBLISHED: "green"}[self]


class QuestionSet(Identified, Base):
    """The questions of a consultation, in one of its editions."""

    __tablename__ = "question_sets"
    __table_args__ = (
        UniqueConstraint("consultation_id", "n"),
        CheckConstraint("(state = 'published') = (published_at IS NOT NULL)", name="published_has_time"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    n: Mapped[int] = mapped_column(comment="edition, from 1")
    state: Mapped[QuestionSetState] = mapped_column(choice(QuestionSetState), default=QuestionSetState.IN_REVIEW)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("papers.id"), index=True, comment="what it was read from")
    consultation: Mapped[Consultation] = relationship(back_populates="question_sets", lazy="raise_on_sql")
    questions: Mapped[list["Question"]] = relationship(
        back_populates="question_set", order_by="Question.position", lazy="raise_on_sql"
    )


class Question(Identified, Base):
    """One question of a set. A removed one stays until the set is published, so that it can be put back."""

    __tablename__ = "questions"
    __table_args__ = (
        UniqueConstraint("question_set_id", "position"),
        Index("ix_questions_set_kept", "question_set_id", "removed"),
    )

    question_set_id: Mapped[int] = mapped_column(ForeignKey("question_sets.id"))
    position: Mapped[int] = mapped_column(comment="order in the set, from 1, not the printed number")
    number: Mapped[str] = mapped_column(String(40), default="", comment="as printed; empty when none is printed")
    section: Mapped[str] = mapped_column(String(300), default="")
    own_title: Mapped[str] = mapped_column(
        String(MOST_LETTERS), default="", server_default="", comment="short title; empty for the one that is proposed"
    )
    text: Mapped[str] = mapped_column(Text)
    hint: Mapped[str] = mapped_column(Text, default="", comment="prompts under the question")
    kind: Mapped[QuestionKind] = mapped_column(choice(QuestionKind), default=QuestionKind.FREE_TEXT)
    options: Mapped[list[str]] = mapped_column(StoredJson(shapes.LINES), default=list)
    refs: Mapped[list[str]] = mapped_column(
        StoredJson(shapes.LINES), default=list, comment="references to the paper, as printed"
    )
    references: Mapped[list[Reference]] = mapped_column(
        StoredJson(shapes.REFERENCES),
        default=list,
        comment="text, first and last place of the passages that refs point to",
    )
    word_limit: Mapped[int | None]
    character_limit: Mapped[int | None]
    first: Mapped[int] = mapped_column(default=0, comment="place of the first passage it was read from; 0 for none")
    last: Mapped[int] = mapped_column(default=0)
    page: Mapped[int | None]
    confidence: Mapped[int] = mapped_column(default=100, comment="how sure the reader is, 0 to 100")
    doubts: Mapped[list[str]] = mapped_column(StoredJson(shapes.LINES), default=list)
    accepted: Mapped[bool] = mapped_column(default=False, comment="an officer checked it against the paper")
    earlier_id: Mapped[int | None] = mapped_column(
        ForeignKey("questions.id"), index=True, comment="the same question in the edition before"
    )
    removed: Mapped[bool] = mapped_column(default=False)
    found_answer: Mapped[str] = mapped_column(Text, default="", comment="the answer when a finished response was read")
    found_lost: Mapped[list[str]] = mapped_column(
        StoredJson(shapes.LINES),
        default=list,
        server_default="[]",
        comment="what stands in its answer in the paper that a text cannot hold",
    )
    question_set: Mapped[QuestionSet] = relationship(back_populates="questions", lazy="raise_on_sql")
    parts: Mapped[list["QuestionPart"]] = relationship(
        back_populates="question",
        order_by="QuestionPart.position",
        cascade="all, delete-orphan",
        lazy="raise_on_sql",
    )

    @property
    def label(self) -> str:
        """'Question 4', or 'Question' and its place in the set where the paper prints no number."""
        return f"Question {self.number}" if self.number else f"Question at place {self.position}"

    @property
    def short_title(self) -> str:
        """The few words by which it is told in lists: an officer's own, or those proposed from its text."""
        return self.own_title or short_title(self.text)

    @property
    def named_refs(self) -> list[str]:
        """What it refers to without brackets and 'see': 'paras 65 to 69'."""
        return [bare_reference(ref) for ref in self.refs]


class ReviewStep(Identified, Base):
    """Something that was done with questions in review, with what takes it back. The last ones of a set are kept."""

    __tablename__ = "review_steps"

    question_set_id: Mapped[int] = mapped_column(ForeignKey("question_sets.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), comment="who did it")
    done: Mapped[str] = mapped_column(String(200), comment="in the words of the page: question 4 was removed")
    before: Mapped[list[QuestionState]] = mapped_column(
        StoredJson(shapes.QUESTION_STATES), deferred=True, comment="the questions that changed, as they were"
    )
    after: Mapped[list[QuestionState]] = mapped_column(
        StoredJson(shapes.QUESTION_STATES), deferred=True, comment="the same and those that are new, as they became"
    )
    undone: Mapped[bool] = mapped_column(default=False, server_default=false(), comment="it was taken back")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class QuestionPart(Identified, Base):
    """A lettered or bulleted part of a question."""

    __tablename__ = "question_parts"
    __table_args__ = (UniqueConstraint("question_id", "position"),)

    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"))
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(20), default="")
    text: Mapped[str] = mapped_column(Text)
    question: Mapped[Question] = relationship(back_populates="parts", lazy="raise_on_sql")
