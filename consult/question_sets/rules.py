"""When a question set may be changed or published."""

import hashlib
import json

from consult.question_sets.models import Question, QuestionSet, QuestionSetState
from consult.question_sets.paper import QuestionKind
from consult.refusal import Refusal
from consult.texts import listed

# From this confidence on, the list of questions is check enough.
SURE = 90
WITH_OPTIONS = frozenset({QuestionKind.SINGLE_CHOICE, QuestionKind.MULTIPLE_CHOICE, QuestionKind.RATING})


class QuestionSetError(Refusal):
    """A refusal in the words of the page."""


class AlreadyPublished(QuestionSetError):
    """A published set is fixed: answers rest on it."""


class NothingToPublish(QuestionSetError):
    """A set without questions cannot be answered."""


class OfQuestion(QuestionSetError):
    """Something is to be done at one question, whose number in the database is `question_id`."""

    def __init__(self, words: str, question: Question) -> None:
        super().__init__(words)
        self.question_id = question.id


class QuestionUnfinished(OfQuestion):
    """A question lacks its text, or a choice its options."""


class NotInThisSet(QuestionSetError):
    """The question was removed, or belongs to another set."""


class NoIssuingBody(QuestionSetError):
    """A response goes to somebody."""


class NotChecked(OfQuestion):
    """Nothing is published unseen: what the reader doubts, an officer checks."""


class NewerEdition(QuestionSetError):
    """A later edition was loaded: that is the one to publish."""


class QuestionsMoved(QuestionSetError):
    """A question was corrected, added, removed or moved after the page was opened."""


class OtherwiseByNow(QuestionSetError):
    """A question was corrected, removed or put back after the page was opened that shows it."""


class NothingToCompare(QuestionSetError):
    """A corrected paper without questions corrects nothing."""


class AlreadyMatched(QuestionSetError):
    """A question of the edition before goes on in one question only."""


class NoClosingTime(QuestionSetError):
    """Nobody can plan a response to a consultation that never closes."""


def check_in_review(question_set: QuestionSet) -> None:
    """Raise AlreadyPublished when the set is fixed."""
    if question_set.state is QuestionSetState.PUBLISHED:
        raise AlreadyPublished("These questions are published and can no longer be changed")


def is_doubtful(question: Question) -> bool:
    """Whether an officer must look at a question before it is published."""
    return not question.removed and not question.accepted and question.confidence < SURE


def check_earlier(question_set: QuestionSet, question: Question | None, earlier_id: int | None) -> None:
    """Raise AlreadyMatched when another question of the set goes on from the same earlier one."""
    taken = [q for q in question_set.questions if q is not question and not q.removed and q.earlier_id == earlier_id]
    if earlier_id is not None and taken:
        raise AlreadyMatched(f"{taken[0].label} goes on from that question already. Change that one first")


def check_matches(question_set: QuestionSet) -> None:
    """Raise AlreadyMatched when two questions of the set go on from the same earlier one."""
    seen: dict[int, Question] = {}
    for question in question_set.questions:
        if question.removed or question.earlier_id is None:
            continue
        other = seen.setdefault(question.earlier_id, question)
        if other is not question:
            raise AlreadyMatched(
                f"{other.label} and {_in_sentence(question)} would both go on from one question of the edition before. "
                "Change one of them first"
            )


def _in_sentence(question: Question) -> str:
    return question.label[:1].lower() + question.label[1:]


def check_finished(kept: list[Question]) -> None:
    """Raise NothingToPublish for no questions, QuestionUnfinished for one without text or options."""
    if not kept:
        raise NothingToPublish("Add at least one question before you publish")
    for question in kept:
        if not question.text.strip():
            raise QuestionUnfinished(f"{question.label} has no text", question)
        if question.kind in WITH_OPTIONS and len(question.options) < 2:
            raise QuestionUnfinished(f"{question.label} needs at least two options to choose from", question)


def shown_of(*questions: Question) -> str:
    """The name of what a page shows of some questions: a button that does something with them carries it along."""
    said = [
        [
            each.number, each.section, each.short_title, each.kind.value, each.text, each.hint, each.options, each.refs,
            each.word_limit, each.character_limit, each.removed, [[part.label, part.text] for part in each.parts],
        ]
        for each in questions
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def check_as_shown(shown: str, *questions: Question) -> None:
    """Raise OtherwiseByNow unless the questions are as the page showed them whose button was pressed."""
    if shown_of(*questions) != shown:
        raise OtherwiseByNow(
            "Somebody else changed this question after you opened the page, so nothing was done. Open the page again "
            "and look at it first"
        )


def shown_sha256(question_set: QuestionSet) -> str:
    """The name of the questions as they stand now: a page that offers to publish them carries it along."""
    kept = [
        [each.number, each.section, each.kind.value, each.text, [[part.label, part.text] for part in each.parts]]
        for each in question_set.questions
        if not each.removed
    ]
    return hashlib.sha256(json.dumps(kept).encode()).hexdigest()


def check_shown(question_set: QuestionSet, sha256: str) -> None:
    """Raise QuestionsMoved unless the questions are those that whoever publishes them had before them."""
    if shown_sha256(question_set) != sha256:
        raise QuestionsMoved(
            "Somebody changed the questions after you opened this page. Look through them, then publish again"
        )


def check_publishable(question_set: QuestionSet, kept: list[Question], newest: int) -> None:
    """Raise what stands in the way of publishing; `newest` is the number of the consultation's newest edition."""
    check_in_review(question_set)
    if question_set.n != newest:
        raise NewerEdition(f"Edition {newest} was loaded since. Publish that one")
    check_finished(kept)
    check_matches(question_set)
    doubtful = [question for question in kept if is_doubtful(question)]
    if doubtful:
        names = [question.label.lower() for question in doubtful[:5]]
        listed_ones = listed(names) + (" and others" if len(doubtful) > 5 else "")
        raise NotChecked(f"Check {listed_ones} against the paper before you publish", doubtful[0])
    if not question_set.consultation.issuing_body:
        raise NoIssuingBody("Enter the issuing body of the consultation before you publish")
    if question_set.consultation.closing_at is None:
        raise NoClosingTime("Enter the closing date of the consultation before you publish")
