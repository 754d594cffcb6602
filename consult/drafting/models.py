"""A response that one body makes, or several together, its answers and every version of them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult import dates
from consult.database import Base, Identified, UtcDateTime, choice
from consult.drafting.states import (
    AnswerStatus,
    InvitationLevel,
    MilestoneKind,
    ResponseState,
    UnansweredShown,
    VersionSource,
)
from consult.people.models import Organisation, Person
from consult.permissions import Role
from consult.question_sets.models import Consultation, Question, QuestionSet


class ConsultationResponse(Identified, Base):
    """The response that our bodies prepare to one consultation."""

    __tablename__ = "responses"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    question_set_id: Mapped[int] = mapped_column(ForeignKey("question_sets.id"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    lead_organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    lead_officer_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    closing_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="by when we must have submitted")
    telephone: Mapped[str] = mapped_column(
        String(40), default="", server_default="", comment="whom partners may call, if given"
    )
    state: Mapped[ResponseState] = mapped_column(choice(ResponseState), default=ResponseState.DRAFTING)
    unanswered: Mapped[UnansweredShown] = mapped_column(
        choice(UnansweredShown),
        default=UnansweredShown.WITH_REASON,
        server_default=UnansweredShown.WITH_REASON.value,
        comment="what documents say where no answer is intended",
    )
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
        primaryjoin=(
            "and_(ConsultationResponse.id == Invitation.response_id, "
            "Invitation.person_id.is_(None), Invitation.withdrawn_at.is_(None))"
        ),
        order_by="Invitation.id",
        viewonly=True,
        lazy="raise_on_sql",
        doc="of whole organisations, as the plan names them; those to one person are in inviting.py",
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
    """A partner asked to work on a response or on parts of it, until a date.

    It is to one person, or to all partners of an organisation. It is never handed on: what counts is who is signed
    in, and not who has its link.
    """

    __tablename__ = "invitations"
    __table_args__ = (
        Index(
            "uq_invitations_one_open_of_organisation",
            "response_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("person_id IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=text("person_id IS NULL AND withdrawn_at IS NULL"),
        ),
        Index(
            "uq_invitations_one_open_of_person",
            "response_id",
            "person_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_by_somebody"),
        # What an organisation was asked as a whole decides who finds the adopted answers later.
        CheckConstraint("whole OR person_id IS NOT NULL", name="parts_are_for_persons"),
    )

    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), index=True, comment="empty: all partners of the organisation"
    )
    level: Mapped[InvitationLevel] = mapped_column(choice(InvitationLevel), default=InvitationLevel.SUGGEST)
    whole: Mapped[bool] = mapped_column(default=True, comment="to every question; else to those its parts name")
    until: Mapped[date | None] = mapped_column(comment="last day in London on which it counts")
    message: Mapped[str] = mapped_column(Text, default="", comment="what was written to the partner")
    token_sha256: Mapped[str | None] = mapped_column(String(64), unique=True, comment="of the link in the newest mail")
    invited_at: Mapped[datetime] = mapped_column(UtcDateTime)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when the newest mail was written")
    mails: Mapped[int] = mapped_column(default=0, comment="how many were written to the person")
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="whom it is to signed in since")
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="first comment, wording or answer")
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    response: Mapped[ConsultationResponse] = relationship(lazy="raise_on_sql")
    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")
    invited_by: Mapped[Person | None] = relationship(foreign_keys=[invited_by_id], lazy="raise_on_sql")
    parts: Mapped[list["InvitationPart"]] = relationship(
        order_by="InvitationPart.id", cascade="all, delete-orphan", lazy="raise_on_sql"
    )

    @property
    def counts(self) -> bool:
        """Whether it was neither withdrawn nor has ended (access.counts_today says the same for the database)."""
        return self.withdrawn_at is None and (self.until is None or self.until >= dates.today())


class InvitationPart(Identified, Base):
    """One question, or one section with all the questions it has and gets, that an invitation is to."""

    __tablename__ = "invitation_parts"
    __table_args__ = (
        CheckConstraint("(answer_id IS NULL) = (section IS NOT NULL)", name="question_or_section"),
        UniqueConstraint("invitation_id", "answer_id"),
        UniqueConstraint("invitation_id", "section"),
    )

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitations.id", ondelete="CASCADE"))
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answers.id"), index=True)
    section: Mapped[str | None] = mapped_column(String(300))


class ResponseRole(Identified, Base):
    """A role that one person holds on one response, beside those of their organisation."""

    __tablename__ = "response_roles"
    __table_args__ = (
        UniqueConstraint("response_id", "person_id", "role"),
        CheckConstraint("(role IN ('approver', 'clerk')) = (body_id IS NOT NULL)", name="decides_for_a_body"),
    )

    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[Role] = mapped_column(choice(Role))
    body_id: Mapped[int | None] = mapped_column(
        ForeignKey("sign_off_bodies.id"), index=True, comment="for whom an approver decides or a clerk records"
    )
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    given_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    response: Mapped[ConsultationResponse] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")
    body: Mapped[SignOffBody | None] = relationship(lazy="raise_on_sql")


class Milestone(Identified, Base):
    """One date of a response's timetable (a day in London)."""

    __tablename__ = "milestones"
    __table_args__ = (UniqueConstraint("response_id", "kind"),)

    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"))
    kind: Mapped[MilestoneKind] = mapped_column(choice(MilestoneKind))
    on: Mapped[date]
    response: Mapped[ConsultationResponse] = relationship(back_populates="timetable", lazy="raise_on_sql")


class Answer(Identified, Base):
    """The answer to one question in one response."""

    __tablename__ = "answers"
    __table_args__ = (
        UniqueConstraint("response_id", "question_id"),
        CheckConstraint(
            "status = 'no_answer_intended' OR (status = 'not_started') = (current_n = 0)", name="started_has_version"
        ),
        CheckConstraint("status <> 'no_answer_intended' OR no_answer_because <> ''", name="no_answer_has_reason"),
    )

    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), index=True)
    position: Mapped[int] = mapped_column(comment="order in the response, from 1")
    status: Mapped[AnswerStatus] = mapped_column(choice(AnswerStatus), default=AnswerStatus.NOT_STARTED)
    current_n: Mapped[int] = mapped_column(default=0, comment="number of the version that counts; 0 before the first")
    dropped: Mapped[bool] = mapped_column(default=False, comment="its question is no longer asked in a newer edition")
    no_answer_because: Mapped[str] = mapped_column(
        Text, default="", server_default="", comment="why no answer is intended; kept when one is after all"
    )
    over_limit_because: Mapped[str] = mapped_column(
        Text, default="", server_default="", comment="why it may be ready though it is longer than the paper allows"
    )
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
    source: Mapped[VersionSource | None] = mapped_column(
        choice(VersionSource), comment="where the text came from; empty for those from before this was kept"
    )
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[Answer] = relationship(back_populates="versions", lazy="raise_on_sql")
    author: Mapped[Person] = relationship(lazy="raise_on_sql")
    named: Mapped["VersionName | None"] = relationship(back_populates="version", lazy="raise_on_sql")


class VersionName(Identified, Base):
    """What somebody called a version of an answer, so that it is found again: 'as sent to the board'."""

    __tablename__ = "version_names"

    version_id: Mapped[int] = mapped_column(ForeignKey("answer_versions.id"), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    named_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    named_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[AnswerVersion] = relationship(back_populates="named", lazy="raise_on_sql")


class InternalNote(Identified, Base):
    """What an officer of the leading organisation noted on an answer, for the other officers. It is never changed."""

    __tablename__ = "internal_notes"

    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(Text, comment="Markdown")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[Answer] = relationship(lazy="raise_on_sql")
    author: Mapped[Person] = relationship(lazy="raise_on_sql")
