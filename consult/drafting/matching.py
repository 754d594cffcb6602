"""Which answer of a file belongs to which question of a response."""

import difflib
import re
from collections.abc import Iterable

from consult.question_sets.models import Question
from consult.question_sets.paper import PaperQuestion

ALIKE = 0.6
_NOT_WORDS = re.compile(r"[^a-z0-9]+")


def match_answers(questions: Iterable[Question], found: Iterable[PaperQuestion]) -> dict[int, str]:
    """The answers in a file by the number (in the database) of the question that each belongs to.

    A question is the same when its words are the same, or when its printed number is the same and its words are much
    alike: a file may shorten a question, and a number alone is not enough where numbering restarts.
    """
    answered = [question for question in found if question.answer]
    by_words = {_plain(question.text): question for question in answered}
    matched: dict[int, str] = {}
    for question in questions:
        same = by_words.get(_plain(question.text)) or next(
            (other for other in answered if _same_number(question, other) and _alike(question.text, other.text)), None
        )
        if same and same.answer:
            matched[question.id] = same.answer
    return matched


def _plain(text: str) -> str:
    return _NOT_WORDS.sub(" ", text.lower()).strip()


def _same_number(question: Question, other: PaperQuestion) -> bool:
    return bool(question.number) and _plain(question.number) == _plain(other.number or "")


def _alike(one: str, other: str) -> bool:
    shorter, longer = sorted((_plain(one), _plain(other)), key=len)
    if shorter and longer.startswith(shorter):
        return True
    return difflib.SequenceMatcher(None, shorter, longer, autojunk=False).ratio() >= ALIKE
