"""A response that several bodies make together, its answers and every version of them."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.database import Base, Identified, UtcDateTime, choice
from consult.people.models import Organisation, Person
from consult.question_sets.models import Consultation, Question, QuestionSet


class ResponseState(StrEnum):
    """Where a response stands on its journey."""

    DRAFTING = "drafting"
    IN_SIGN_OFF = "in_sign_off"
    APPROVED = "approved"
    SUBMITTED = "submitted"


class ConsultationResponse(Identified, Base):
    """The response that our bodies prepare to one consultation."""

    __tablename__ = "responses"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    question_set_id: Mapped[int] = mapped_column(ForeignKey("question_sets.id"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    lead_organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    lead_officer_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    closing_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="by when we must have submitted")
    state: Mapped[ResponseState] = mapped_column(choice(ResponseState), default=ResponseState.DRAFTING)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    consultation: Mapped[Consultation] = relationship(lazy="raise_on_sql")
    question_set: Mapped[QuestionSet] = relationship(lazy="raise_on_sql")
    lead_organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    lead_officer: Mapped[Person] = relationship(lazy="raise_on_sql")
    every_body: Mapped[list["SignOffBody"]] = relationship(
        back_populates="response", order_by="SignOffBody.position", lazy="raise_on_sql"
    )
    bodies: Mapped[list["SignOffBody"]] = relationship(
        primaryjoin="and_(ConsultationResponse.id == SignOffBody.response_id, SignOffBody.active)",
        order_by="SignOffBody.position",
        viewonly=True,
        lazy="raise_on_sql",
    )
    invitations: Mapped[list["Invitation"]] = relationship(
        back_populates="response", order_by="Invitation.id", cascade="all, delete-orphan", lazy="raise_on_sql"
    )
    timetable: Mapped[list["Milestone"]] = relationship(
        back_populates="response", order_by="Milestone.on", cascade="all, delete-orphan", lazy="raise_on_sql"
    )
    answers: Mapped[list["Answer"]] = relationship(
        back_populates="response", order_by="Answer.position", lazy="raise_on_sql"
    )


class SignOffBody(Identified, Base):
    """A body on whose behalf the response is made, and which decides on it for itself.

    One that leaves the response stays as a row, since rounds may have asked it.
    """

    __tablename__ = "sign_off_bodies"
    __table_args__ = (UniqueConstraint("response_id", "organisation_id"),)

    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    position: Mapped[int] = mapped_column(comment="order in which documents name the bodies, from 1")
    active: Mapped[bool] = mapped_column(default=True, comment="false for a body that left the response")
    response: Mapped[ConsultationResponse] = relationship(back_populates="every_body", lazy="raise_on_sql")
    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")


class Invitation(Identified, Base):
    """A partner asked to comment on a response."""

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("response_id", "organisation_id"),)

    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    invited_at: Mapped[datetime] = mapped_column(UtcDateTime)
    response: Mapped[ConsultationResponse] = relationship(back_populates="invitations", lazy="raise_on_sql")
    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")


class MilestoneKind(StrEnum):
    """The dates that a response works towards before it closes."""

    COMMENTS_BY = "comments_by"
    REPORT_BY = "report_by"
    DECISION_BY = "decision_by"

    @property
    def label(self) -> str:
        """The milestone as pages name it."""
        names = {
            "comments_by": "Partners comment by",
            "report_by": "Report ready by",
            "decision_by": "Bodies decide by",
        }
        return names[self.value]


class Milestone(Identified, Base):
    """One date of a response's timetable (a day in London)."""

    __tablename__ = "milestones"
    __table_args__ = (UniqueConstraint("response_id", "kind"),)

    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"))
    kind: Mapped[MilestoneKind] = mapped_column(choice(MilestoneKind))
    on: Mapped[date]
    response: Mapped[ConsultationResponse] = relationship(back_populates="timetable", lazy="raise_on_sql")


class AnswerStatus(StrEnum):
    """How far an answer has come."""

    NOT_STARTED = "not_started"
    DRAFTING = "drafting"
    FOR_COMMENT = "for_comment"
    READY = "ready"

    @property
    def label(self) -> str:
        """The status as pages name it."""
        return self.value.replace("_", " ").capitalize()


class Answer(Identified, Base):
    """The answer to one question in one response."""

    __tablename__ = "answers"
    __table_args__ = (
        UniqueConstraint("response_id", "question_id"),
        CheckConstraint("(status = 'not_started') = (current_n = 0)", name="started_has_version"),
    )

    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), index=True)
    position: Mapped[int] = mapped_column(comment="order in the response, from 1")
    status: Mapped[AnswerStatus] = mapped_column(choice(AnswerStatus), default=AnswerStatus.NOT_STARTED)
    current_n: Mapped[int] = mapped_column(default=0, comment="number of the version that counts; 0 before the first")
    dropped: Mapped[bool] = mapped_column(default=False, comment="its question is no longer asked in a newer edition")
    response: Mapped[ConsultationResponse] = relationship(back_populates="answers", lazy="raise_on_sql")
    question: Mapped[Question] = relationship(lazy="raise_on_sql")
    versions: Mapped[list["AnswerVersion"]] = relationship(
        back_populates="answer", order_by="AnswerVersion.n", lazy="raise_on_sql"
    )


class AnswerVersion(Identified, Base):
    """One save of an answer, never changed afterwards (a trigger refuses it).

    A save on an outdated version is kept too, set aside: it has a number of its own but does not become current.
    """

    __tablename__ = "answer_versions"
    __table_args__ = (UniqueConstraint("answer_id", "n"),)

    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"))
    n: Mapped[int] = mapped_column(comment="from 1, set-aside versions included")
    text: Mapped[str] = mapped_column(Text, comment="Markdown")
    sha256: Mapped[str] = mapped_column(String(64), comment="SHA-256 of the text in UTF-8")
    based_on_n: Mapped[int] = mapped_column(comment="the version that its author had opened; 0 for none")
    set_aside: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(String(200), default="", comment="why, or where the text came from")
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[Answer] = relationship(back_populates="versions", lazy="raise_on_sql")
    author: Mapped[Person] = relationship(lazy="raise_on_sql")
