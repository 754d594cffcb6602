"""Which answer of a file belongs to which question of a response, and how sure that is.

Our own documents name each question by a bookmark. Without one a question is the same by its number with its words,
by its words alone (of several with equal words the first is the first), and at last by its place between two that are
sure.
"""

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from consult.question_sets.likeness import likeness, plain
from consult.question_sets.models import Question
from consult.question_sets.paper import FoundAnswer

ALIKE = 0.6
_MOST_OF_A_NUMBER = 20


class How(StrEnum):
    """By what an answer in a file was matched to a question."""

    BOOKMARK = "bookmark"
    NUMBER = "number"
    WORDS = "words"
    PLACE = "place"


@dataclass(frozen=True)
class Match:
    """An answer of a file with the number (in the database) of its question; both None where it fits none."""

    found: FoundAnswer
    question_id: int | None = None
    how: How | None = None

    @property
    def is_sure(self) -> bool:
        """Whether an officer need not look twice: it was matched by more than its place."""
        return self.how is not None and self.how is not How.PLACE


def match_answers(
    questions: Sequence[Question], found: Sequence[FoundAnswer], earlier: Mapping[int, int] | None = None
) -> list[Match]:
    """Each answer of a file, in order, with the question it belongs to; no question is given twice.

    `earlier` leads from the numbers of the same questions in earlier editions to those of today.
    """
    taken: dict[int, tuple[int, How]] = {}
    free = {question.id: question for question in questions}
    for how, pairs in (
        (How.BOOKMARK, _by_bookmark(free, found, earlier or {})),
        (How.NUMBER, _by_number(free, found, taken)),
        (How.WORDS, _by_words(free, found, taken)),
        (How.PLACE, _by_place(questions, found, taken)),
    ):
        for n, question_id in pairs:
            if n not in taken and question_id in free:
                taken[n] = question_id, how
                del free[question_id]
    return [Match(each, *taken.get(n, (None, None))) for n, each in enumerate(found)]


def _by_bookmark(
    free: Mapping[int, Question], found: Sequence[FoundAnswer], earlier: Mapping[int, int]
) -> Iterator[tuple[int, int]]:
    for n, each in enumerate(found):
        question = free.get(earlier.get(each.known_id, each.known_id))
        # A document of another service has other questions under the same numbers.
        if question is not None and _is_alike(question, each):
            yield n, question.id


def _is_alike(question: Question, found: FoundAnswer) -> bool:
    same = plain(question.text) == plain(found.question)
    return same or likeness(question.text, found.question) >= ALIKE


def _by_number(
    free: Mapping[int, Question], found: Sequence[FoundAnswer], taken: Mapping[int, object]
) -> Iterator[tuple[int, int]]:
    numbered: dict[str, list[Question]] = defaultdict(list)
    worded: dict[tuple[str, str], deque[int]] = defaultdict(deque)
    for question in free.values():
        numbered[plain(question.number)].append(question)
        worded[plain(question.number), plain(question.text)].append(question.id)
    for n, each in enumerate(found):
        number = plain(each.number or "")
        if n in taken or not number:
            continue
        # A number alone is not enough where numbering begins again: of several the one with the same words is meant.
        exact = worded[number, plain(each.question)]
        if exact:
            yield n, exact.popleft()
            continue
        near = (q.id for q in numbered[number][:_MOST_OF_A_NUMBER] if q.id in free and _is_alike(q, each))
        if (alike := next(near, None)) is not None:
            yield n, alike


def _by_words(
    free: Mapping[int, Question], found: Sequence[FoundAnswer], taken: Mapping[int, object]
) -> Iterator[tuple[int, int]]:
    worded: dict[str, deque[int]] = defaultdict(deque)
    for question in free.values():
        worded[plain(question.text)].append(question.id)
    for n, each in enumerate(found):
        same = worded.get(plain(each.question))
        if n not in taken and same:
            yield n, same.popleft()


def _by_place(
    questions: Sequence[Question], found: Sequence[FoundAnswer], taken: Mapping[int, tuple[int, How]]
) -> Iterator[tuple[int, int]]:
    """Between two answers that are matched: as many questions left as answers left, each in its turn."""
    places = {question.id: n for n, question in enumerate(questions)}
    sure = sorted((n, places[question_id]) for n, (question_id, _) in taken.items())
    for (n, place), (next_n, next_place) in pairwise(sure):
        if next_n - n == next_place - place > 1:
            yield from ((n + k, questions[place + k].id) for k in range(1, next_n - n))
