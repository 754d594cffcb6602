"""A response, who works on it, and its answers."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import dates
from consult.drafting.models import (
    Answer,
    AnswerVersion,
    ConsultationResponse,
    InternalNote,
    Invitation,
    InvitationPart,
    Milestone,
    ResponseRole,
    SignOffBody,
    VersionName,
)
from consult.drafting.states import AnswerStatus, MilestoneKind
from consult.drafting.unsaved import UnsavedText
from consult.people.models import OrganisationKind, Person
from consult.permissions import FOR_A_BODY, Role
from consult.question_sets.models import QuestionSet
from tests.factories.people import organisation_id, person_id
from tests.factories.question_sets import after, make_question, make_question_set
from tests.factories.rows import add, in_days, moment_in, number, sha256_of


def make_response(session: Session, **given: Any) -> ConsultationResponse:
    """A response of a council to a published question set, without bodies and answers."""
    return add(
        session,
        ConsultationResponse,
        given,
        question_set_id=lambda _: make_question_set(session).id,
        consultation_id=lambda has: session.get_one(QuestionSet, has["question_set_id"]).consultation_id,
        title=f"Response {number()} on behalf of our area",
        lead_organisation_id=lambda _: organisation_id(session, kind=OrganisationKind.COUNCIL),
        lead_officer_id=lambda has: person_id(
            session, organisation_id=has["lead_organisation_id"], roles=(Role.POLICY_OFFICER,)
        ),
        closing_at=moment_in(50),
        created_at=dates.now(),
    )


def _lead_officer(session: Session, response_id: int) -> int:
    return session.get_one(ConsultationResponse, response_id).lead_officer_id


def make_sign_off_body(session: Session, **given: Any) -> SignOffBody:
    """The next body that a response is made on behalf of."""
    return add(
        session,
        SignOffBody,
        given,
        response_id=lambda _: make_response(session).id,
        organisation_id=lambda _: organisation_id(session, kind=OrganisationKind.COUNCIL),
        position=lambda has: after(session, SignOffBody.position, SignOffBody.response_id == has["response_id"]),
    )


def make_invitation(session: Session, **given: Any) -> Invitation:
    """An invitation to all partners of an organisation, or to one person, to the whole response."""

    def invited_organisation(has: dict[str, Any]) -> int:
        to = has.get("person_id")
        return session.get_one(Person, to).organisation_id if to else organisation_id(session)

    return add(
        session,
        Invitation,
        given,
        response_id=lambda _: make_response(session).id,
        organisation_id=invited_organisation,
        invited_at=dates.now(),
        invited_by_id=lambda has: _lead_officer(session, has["response_id"]),
        mails=lambda has: int("person_id" in has),
    )


def make_invitation_part(session: Session, **given: Any) -> InvitationPart:
    """A question, or a section when one is named, that somebody is invited to."""

    def answer_of(has: dict[str, Any]) -> int | None:
        invitation = session.get_one(Invitation, has["invitation_id"])
        return None if has.get("section") else make_answer(session, response_id=invitation.response_id).id

    return add(
        session,
        InvitationPart,
        given,
        invitation_id=lambda _: make_invitation(session, person_id=person_id(session), whole=False).id,
        answer_id=answer_of,
    )


def make_response_role(session: Session, **given: Any) -> ResponseRole:
    """A role on a response, for a body of it where the role decides for one."""

    def body_of(has: dict[str, Any]) -> int | None:
        if has["role"] not in FOR_A_BODY:
            return None
        return make_sign_off_body(session, response_id=has["response_id"]).id

    return add(
        session,
        ResponseRole,
        given,
        response_id=lambda _: make_response(session).id,
        person_id=lambda _: person_id(session),
        role=Role.DRAFTER,
        body_id=body_of,
        given_at=dates.now(),
        given_by_id=lambda has: _lead_officer(session, has["response_id"]),
    )


def make_milestone(session: Session, **given: Any) -> Milestone:
    """A day in three weeks by which partners comment."""
    response = {"response_id": lambda _: make_response(session).id}
    return add(session, Milestone, given, kind=MilestoneKind.COMMENTS_BY, on=in_days(21), **response)


def make_answer(session: Session, *, text: str = "", **given: Any) -> Answer:
    """The next answer of a response, to a new question of its set; with a text it is being drafted."""

    def question_of(has: dict[str, Any]) -> int:
        response = session.get_one(ConsultationResponse, has["response_id"])
        return make_question(session, question_set_id=response.question_set_id).id

    made = add(
        session,
        Answer,
        given,
        response_id=lambda _: make_response(session).id,
        question_id=question_of,
        position=lambda has: after(session, Answer.position, Answer.response_id == has["response_id"]),
        status=AnswerStatus.NOT_STARTED,
        current_n=0,
    )
    if text:
        make_answer_version(session, answer_id=made.id, text=text)
    return made


def make_answer_version(session: Session, **given: Any) -> AnswerVersion:
    """The next version of an answer; it counts from then on, unless it is set aside."""

    def author_of(has: dict[str, Any]) -> int:
        answer = session.get_one(Answer, has["answer_id"])
        return _lead_officer(session, answer.response_id)

    made = add(
        session,
        AnswerVersion,
        given,
        answer_id=lambda _: make_answer(session).id,
        n=lambda has: after(session, AnswerVersion.n, AnswerVersion.answer_id == has["answer_id"]),
        text=f"Yes, for {number()} reasons that partners gave.",
        sha256=lambda has: sha256_of(has["text"]),
        based_on_n=lambda has: session.scalar(select(Answer.current_n).where(Answer.id == has["answer_id"])),
        author_id=author_of,
        created_at=dates.now(),
    )
    if not made.set_aside:
        _count(session.get_one(Answer, made.answer_id), made.n)
        session.flush()
    return made


def make_version_name(session: Session, **given: Any) -> VersionName:
    """What a version of an answer is called."""

    def author_of(has: dict[str, Any]) -> int:
        return session.get_one(AnswerVersion, has["version_id"]).author_id

    return add(
        session,
        VersionName,
        given,
        version_id=lambda _: make_answer_version(session).id,
        name=f"As sent to board {number()}",
        named_by_id=author_of,
        named_at=dates.now(),
    )


def make_internal_note(session: Session, **given: Any) -> InternalNote:
    """What an officer noted on an answer for the others."""
    return add(
        session,
        InternalNote,
        given,
        answer_id=lambda _: make_answer(session).id,
        author_id=lambda has: _lead_officer(session, session.get_one(Answer, has["answer_id"]).response_id),
        text=f"Ask the legal team about point {number()}.",
        created_at=dates.now(),
    )


def make_unsaved_text(session: Session, **given: Any) -> UnsavedText:
    """What the lead officer typed into an answer a moment ago and has not saved."""

    def author_of(has: dict[str, Any]) -> int:
        return _lead_officer(session, session.get_one(Answer, has["answer_id"]).response_id)

    return add(
        session,
        UnsavedText,
        given,
        answer_id=lambda _: make_answer(session).id,
        person_id=author_of,
        n=1,
        text=f"Perhaps, for {number()} reasons.",
        kept_at=dates.now(),
        seen_at=dates.now(),
    )


def _count(answer: Answer, n: int) -> None:
    answer.current_n = n
    if answer.status is AnswerStatus.NOT_STARTED:
        answer.status = AnswerStatus.DRAFTING
