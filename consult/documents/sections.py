"""The questions and their answers in order, by section, as the page of a round and the files set them out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from consult.documents.content import AnswerContent
from consult.texts.characters import one_line

NO_ANSWER = "No answer given."
_ALL, _OTHER = "Questions and answers", "Other questions"


@dataclass(frozen=True)
class Section:
    """Questions that follow each other under one heading; `bookmark` names the heading."""

    title: str
    bookmark: str
    answers: tuple[AnswerContent, ...]

    @property
    def range(self) -> str:
        """'Questions 1 to 9', 'Question 4'; empty where the questions have no numbers."""
        first, last = self.answers[0].number, self.answers[-1].number
        if not first or not last:
            return ""
        return f"Question {first}" if len(self.answers) == 1 else f"Questions {first} to {last}"


def sections(answers: Sequence[AnswerContent]) -> list[Section]:
    """The sections in order; questions outside any section stand under a heading of their own."""
    groups = [(name, tuple(members)) for name, members in groupby(answers, lambda answer: answer.section)]
    unnamed = _ALL if len(groups) == 1 else _OTHER
    return [Section(name or unnamed, f"section_{n}", members) for n, (name, members) in enumerate(groups, start=1)]


def has_sections(answers: Sequence[AnswerContent]) -> bool:
    """Whether the question set is divided into sections."""
    return any(answer.section for answer in answers)


def shown_number(answer: AnswerContent) -> str:
    """'7.' for a bare number; whatever else the paper calls its question ('Q7', '3(b)') as it stands."""
    number = one_line(answer.number or "")
    return f"{number}." if number.isdigit() else number


def said_instead(answer: AnswerContent) -> str:
    """What stands where no answer is: that none is given and, where it was said, why."""
    return f"{NO_ANSWER} {one_line(answer.no_answer_because)}".strip()


def has_answer(answer: AnswerContent) -> bool:
    """Whether there is an answer to print, and none that is not to be given."""
    return bool(answer.answer.strip()) and not answer.no_answer_because


def question_bookmark(answer: AnswerContent) -> str:
    """The name by which contents, and the reader of a returned file, find the question."""
    return f"question_{answer.question_id}"


def shown_parts(answer: AnswerContent) -> Iterator[tuple[str, str]]:
    """The parts of a question, each with its letter in brackets; no brackets where it has none."""
    for label, text in answer.parts:
        bare = one_line(label).strip("().")
        yield (f"({bare})" if bare else "", one_line(text))
