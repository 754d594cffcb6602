"""When a question set may be changed or published."""

from consult.question_sets.models import Question, QuestionSet, QuestionSetState
from consult.question_sets.paper import QuestionKind
from consult.refusal import Refusal

WITH_OPTIONS = frozenset({QuestionKind.SINGLE_CHOICE, QuestionKind.MULTIPLE_CHOICE, QuestionKind.RATING})


class QuestionSetError(Refusal):
    """A refusal in the words of the page."""


class AlreadyPublished(QuestionSetError):
    """A published set is fixed: answers rest on it."""


class NothingToPublish(QuestionSetError):
    """A set without questions cannot be answered."""


class QuestionUnfinished(QuestionSetError):
    """A question lacks its text, or a choice its options."""


class NotInThisSet(QuestionSetError):
    """The question was removed, or belongs to another set."""


class NoIssuingBody(QuestionSetError):
    """A response goes to somebody."""


class NoClosingTime(QuestionSetError):
    """Nobody can plan a response to a consultation that never closes."""


def check_in_review(question_set: QuestionSet) -> None:
    """Raise AlreadyPublished when the set is fixed."""
    if question_set.state is QuestionSetState.PUBLISHED:
        raise AlreadyPublished("These questions are published and can no longer be changed")


def check_publishable(question_set: QuestionSet, kept: list[Question]) -> None:
    """Raise what stands in the way of publishing."""
    check_in_review(question_set)
    if not kept:
        raise NothingToPublish("Add at least one question before you publish")
    for question in kept:
        if not question.text.strip():
            raise QuestionUnfinished(f"{question.label} has no text")
        if question.kind in WITH_OPTIONS and len(question.options) < 2:
            raise QuestionUnfinished(f"{question.label} needs at least two options to choose from")
    if not question_set.consultation.issuing_body:
        raise NoIssuingBody("Enter the issuing body of the consultation before you publish")
    if question_set.consultation.closing_at is None:
        raise NoClosingTime("Enter the closing date of the consultation before you publish")
