"""Which answer of a file belongs to which question of a response."""

from collections.abc import Iterable

from consult.question_sets.likeness import likeness, plain
from consult.question_sets.models import Question
from consult.question_sets.paper import PaperQuestion

ALIKE = 0.6
_MOST = 20
"""Answers with one number that are compared; a file that has more of them is none that somebody wrote."""


def match_answers(questions: Iterable[Question], found: Iterable[PaperQuestion]) -> dict[int, str]:
    """The answers in a file by the number (in the database) of the question that each belongs to.

    A question is the same when its words are the same, or when its printed number is the same and its words are much
    alike: a file may shorten a question, and a number alone is not enough where numbering restarts.
    """
    answered = [question for question in found if question.answer]
    by_words: dict[str, PaperQuestion] = {}
    by_number: dict[str, list[PaperQuestion]] = {}
    for each in answered:
        by_words[plain(each.text)] = each
        numbered = by_number.setdefault(plain(each.number or ""), [])
        if len(numbered) < _MOST:
            numbered.append(each)
    matched: dict[int, str] = {}
    for question in questions:
        others = by_number.get(plain(question.number), []) if plain(question.number) else []
        alike = (other for other in others if likeness(question.text, other.text) >= ALIKE)
        same = by_words.get(plain(question.text)) or next(alike, None)
        if same and same.answer:
            matched[question.id] = same.answer
    return matched
