"""Which answer of a file belongs to which question of a response."""

from collections.abc import Iterable

from consult.question_sets.likeness import likeness, plain, same_number
from consult.question_sets.models import Question
from consult.question_sets.paper import PaperQuestion

ALIKE = 0.6


def match_answers(questions: Iterable[Question], found: Iterable[PaperQuestion]) -> dict[int, str]:
    """The answers in a file by the number (in the database) of the question that each belongs to.

    A question is the same when its words are the same, or when its printed number is the same and its words are much
    alike: a file may shorten a question, and a number alone is not enough where numbering restarts.
    """
    answered = [question for question in found if question.answer]
    by_words = {plain(question.text): question for question in answered}
    matched: dict[int, str] = {}
    for question in questions:
        same = by_words.get(plain(question.text)) or next(
            (
                other
                for other in answered
                if same_number(question.number, other.number or "") and likeness(question.text, other.text) >= ALIKE
            ),
            None,
        )
        if same and same.answer:
            matched[question.id] = same.answer
    return matched
