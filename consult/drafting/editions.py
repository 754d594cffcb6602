"""A response goes over to a newer edition of its questions; every answer and comment stays with its question."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from consult.drafting import rules
from consult.drafting.models import Answer, ConsultationResponse
from consult.drafting.states import AnswerStatus, ResponseState
from consult.history.services import record
from consult.history.turns import as_it_is
from consult.permissions import Viewer
from consult.question_sets.models import Question, QuestionSet, QuestionSetState


@dataclass(frozen=True)
class Crossing:
    """What going over to an edition does.

    `kept` are the new questions in order, each with the answer that it takes on (None: the question is added);
    `dropped` the answers whose question is no longer asked.
    """

    kept: tuple[tuple[Question, Answer | None], ...]
    dropped: tuple[Answer, ...]

    @property
    def added(self) -> tuple[Question, ...]:
        """The questions that have no answer yet."""
        return tuple(question for question, answer in self.kept if answer is None)

    @property
    def changed(self) -> tuple[tuple[Question, Answer], ...]:
        """The questions that go on in other words, with the answer to the old ones."""
        pairs = ((question, answer) for question, answer in self.kept if answer is not None)
        return tuple((question, answer) for question, answer in pairs if question.text != answer.question.text)


def newer_edition(session: Session, *, response: ConsultationResponse) -> QuestionSet | None:
    """The newest published edition that came after the one a response rests on; None when it rests on the newest."""
    newer = select(QuestionSet).where(
        QuestionSet.consultation_id == response.consultation_id,
        QuestionSet.state == QuestionSetState.PUBLISHED,
        QuestionSet.n > response.question_set.n,
    )
    loaded = newer.options(selectinload(QuestionSet.questions).selectinload(Question.parts))
    return session.scalar(loaded.order_by(QuestionSet.n.desc()).limit(1))


def way_to(session: Session, *, response: ConsultationResponse, edition: QuestionSet) -> Crossing:
    """What going over to an edition would do. The response's answers and their questions must be loaded."""
    held = {answer.question_id: answer for answer in response.answers}
    earlier = _earlier(session, response)
    kept: list[tuple[Question, Answer | None]] = []
    for question in edition.questions:
        if not question.removed:
            kept.append((question, _answer_to(question.id, held, earlier)))
    taken = {answer.id for _, answer in kept if answer is not None}
    dropped = tuple(answer for answer in response.answers if answer.id not in taken and not answer.dropped)
    return Crossing(tuple(kept), dropped)


def _earlier(session: Session, response: ConsultationResponse) -> dict[int, int | None]:
    """For each question of the consultation's editions, the same one in the edition that it was compared with."""
    questions = (
        select(Question.id, Question.earlier_id)
        .join(QuestionSet)
        .where(QuestionSet.consultation_id == response.consultation_id)
    )
    return {number: before for number, before in session.execute(questions)}


def _answer_to(question_id: int, held: Mapping[int, Answer], earlier: Mapping[int, int | None]) -> Answer | None:
    """The answer to a question, or to what it was in an edition before; editions in between may have been skipped."""
    at: int | None = question_id
    while at is not None and at not in held:
        at = earlier.get(at)
    return held[at] if at is not None else None


def _take(response: ConsultationResponse, way: Crossing) -> None:
    for position, (question, answer) in enumerate(way.kept, 1):
        if answer is None:
            added = Answer(question_id=question.id, position=position, status=AnswerStatus.NOT_STARTED, current_n=0)
            response.answers.append(added)
        else:
            answer.question_id, answer.position, answer.dropped = question.id, position, False
    for position, answer in enumerate(way.dropped, len(way.kept) + 1):
        answer.position, answer.dropped = position, True


def go_over(
    session: Session, *, actor: Viewer, response: ConsultationResponse, edition: QuestionSet, shown_id: int
) -> Crossing:
    """Let a response rest on a newer edition; `shown_id` is the one that the page showed.

    An approved response goes back to drafting: the approval was of other questions. Raises OtherEdition,
    EditionNotNewer, BodiesAreDeciding or AlreadySubmitted.
    """
    rules.check_edition_shown(edition, shown_id)
    as_it_is(session, response, "state", "question_set_id", "question_set")
    rules.check_edition(response, edition)
    way = way_to(session, response=response, edition=edition)
    _take(response, way)
    before, response.question_set_id = response.question_set_id, edition.id
    if response.state is ResponseState.APPROVED:
        rules.check_move(response, ResponseState.DRAFTING)
        response.state = ResponseState.DRAFTING
    session.flush()
    facts = {
        "before": before,
        "after": edition.id,
        "added": len(way.added),
        "changed": len(way.changed),
        "dropped": len(way.dropped),
    }
    record(
        session,
        actor=actor,
        action="response went over to an edition",
        subject=f"response/{response.id}",
        response_id=response.id,
        details=facts,
    )
    return way
