"""A consultation, the paper it came in, and its questions as a question set."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.database import Base, Identified, UtcDateTime, choice
from consult.people.models import Organisation
from consult.question_sets.paper import QuestionKind


class Consultation(Identified, Base):
    """What an issuing body asks, and until when."""

    __tablename__ = "consultations"

    title: Mapped[str] = mapped_column(String(300))
    issuing_body: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str] = mapped_column(String(100), default="")
    closing_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="the issuing body's closing time")
    ways_to_respond: Mapped[str] = mapped_column(Text, default="")
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True, comment="who loaded it")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    owner: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    question_sets: Mapped[list["QuestionSet"]] = relationship(
        back_populates="consultation", order_by="QuestionSet.n", lazy="raise_on_sql"
    )


class Paper(Identified, Base):
    """The file as it was uploaded, kept so that it can be read again."""

    __tablename__ = "papers"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    name: Mapped[str] = mapped_column(String(200), comment="the file's own name")
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(comment="bytes")
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class QuestionSetState(StrEnum):
    """Being reviewed by an officer, or published and fixed."""

    IN_REVIEW = "in_review"
    PUBLISHED = "published"


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
    text: Mapped[str] = mapped_column(Text)
    hint: Mapped[str] = mapped_column(Text, default="", comment="prompts under the question")
    kind: Mapped[QuestionKind] = mapped_column(choice(QuestionKind), default=QuestionKind.FREE_TEXT)
    options: Mapped[list[str]] = mapped_column(JSON, default=list)
    refs: Mapped[list[str]] = mapped_column(JSON, default=list, comment="references to the paper, as printed")
    word_limit: Mapped[int | None]
    removed: Mapped[bool] = mapped_column(default=False)
    found_answer: Mapped[str] = mapped_column(Text, default="", comment="the answer when a finished response was read")
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


class QuestionPart(Identified, Base):
    """A lettered or bulleted part of a question."""

    __tablename__ = "question_parts"
    __table_args__ = (UniqueConstraint("question_id", "position"),)

    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"))
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(20), default="")
    text: Mapped[str] = mapped_column(Text)
    question: Mapped[Question] = relationship(back_populates="parts", lazy="raise_on_sql")
