"""A consultation, its paper, and its questions."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult import dates
from consult.people.models import OrganisationKind
from consult.permissions import Role
from consult.question_sets.models import (
    Consultation,
    PaperFile,
    PaperPassage,
    Question,
    QuestionPart,
    QuestionSet,
    QuestionSetState,
    Reading,
    ReadingPurpose,
    ReadingState,
    ReviewStep,
)
from tests.factories.people import organisation_id, person_id
from tests.factories.rows import add, moment_in, number, sha256_of

SUBJECTS = ("village halls", "bus stops", "street lights", "footpaths", "allotments", "market days", "ponds")


def make_consultation(session: Session, **given: Any) -> Consultation:
    """A consultation that closes in two months, loaded by a council. It has no questions yet."""
    n = number()
    return add(
        session,
        Consultation,
        given,
        title=f"Consultation {n} on {SUBJECTS[n % len(SUBJECTS)]}",
        issuing_body="Department for Local Places",
        reference=f"DLP/{n}",
        closing_at=moment_in(60),
        owner_id=lambda _: organisation_id(session, kind=OrganisationKind.COUNCIL),
        created_at=dates.now(),
    )


def make_paper_file(session: Session, **given: Any) -> PaperFile:
    """The file of a consultation, a short text."""
    return add(
        session,
        PaperFile,
        given,
        consultation_id=lambda _: make_consultation(session).id,
        name="paper.txt",
        content=b"1. Should every village have a hall?\n",
        sha256=lambda has: sha256_of(has["content"]),
        size=lambda has: len(has["content"]),
        created_at=dates.now(),
    )


def make_paper_passage(session: Session, **given: Any) -> PaperPassage:
    """The next paragraph of a paper."""
    return add(
        session,
        PaperPassage,
        given,
        paper_id=lambda _: make_paper_file(session).id,
        place=lambda has: after(session, PaperPassage.place, PaperPassage.paper_id == has["paper_id"]),
        text="A hall is where a village meets.",
    )


def make_reading(session: Session, **given: Any) -> Reading:
    """A file that waits for the worker."""
    return add(
        session,
        Reading,
        given,
        owner_id=lambda _: organisation_id(session, kind=OrganisationKind.COUNCIL),
        started_by_id=lambda has: person_id(session, organisation_id=has["owner_id"], roles=(Role.POLICY_OFFICER,)),
        purpose=ReadingPurpose.NEW_CONSULTATION,
        name="paper.txt",
        content=b"1. Should every village have a hall?\n",
        sha256=lambda has: sha256_of(has["content"]),
        size=lambda has: len(has["content"]),
        state=ReadingState.WAITING,
        created_at=dates.now(),
    )


def make_question_set(session: Session, *, questions: int = 0, **given: Any) -> QuestionSet:
    """The next edition of a consultation's questions, published, with so many questions."""
    made = add(
        session,
        QuestionSet,
        given,
        consultation_id=lambda _: make_consultation(session).id,
        n=lambda has: after(session, QuestionSet.n, QuestionSet.consultation_id == has["consultation_id"]),
        state=QuestionSetState.PUBLISHED,
        published_at=lambda has: dates.now() if has["state"] is QuestionSetState.PUBLISHED else None,
    )
    for _ in range(questions):
        make_question(session, question_set_id=made.id)
    return made


def make_question(session: Session, **given: Any) -> Question:
    """The next question of a set."""
    n = number()
    return add(
        session,
        Question,
        given,
        question_set_id=lambda _: make_question_set(session).id,
        position=lambda has: after(session, Question.position, Question.question_set_id == has["question_set_id"]),
        number=lambda has: str(has["position"]),
        text=f"What should be done first about {SUBJECTS[n % len(SUBJECTS)]}, and by whom ({n})?",
    )


def make_review_step(session: Session, **given: Any) -> ReviewStep:
    """A question of a set in review that was removed; there is nothing to take back of it."""

    def in_review(_: dict[str, Any]) -> int:
        return make_question_set(session, state=QuestionSetState.IN_REVIEW, questions=1).id

    return add(
        session,
        ReviewStep,
        given,
        question_set_id=in_review,
        person_id=lambda _: person_id(session, roles=(Role.POLICY_OFFICER,)),
        done="question 1 was removed",
        before=[],
        after=[],
        created_at=dates.now(),
    )


def make_question_part(session: Session, **given: Any) -> QuestionPart:
    """The next part of a question."""
    return add(
        session,
        QuestionPart,
        given,
        question_id=lambda _: make_question(session).id,
        position=lambda has: after(session, QuestionPart.position, QuestionPart.question_id == has["question_id"]),
        label=lambda has: "abcdefghij"[has["position"] - 1],
        text="in towns",
    )


def after(session: Session, column: Any, *which: Any) -> int:
    """The number after the highest of those rows."""
    return (session.scalar(select(func.max(column)).where(*which)) or 0) + 1
