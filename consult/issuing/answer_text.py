"""The questions and their answers in order, as the response document and the report's appendix set them out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from consult.documents.content import AnswerContent
from consult.issuing.word.elements import one_line
from consult.issuing.word.kit import Paper
from consult.issuing.word.markdown import Voice, write_markdown
from consult.issuing.word.styles import INDENT

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


def question_bookmark(answer: AnswerContent) -> str:
    """The name by which contents, and the reader of a returned file, find the question."""
    return f"question_{answer.question_id}"


def write_answers(
    paper: Paper, answers: Sequence[AnswerContent], heading: int | None, *, new_page: bool = False
) -> None:
    """Write sections, each as a heading of level `heading` (None leaves these headings out), and what they hold."""
    for n, section in enumerate(sections(answers)):
        if heading is not None:
            paper.heading(heading, section.title, name=section.bookmark, new_page=new_page and n == 0)
        for answer in section.answers:
            _write_answer(paper, answer)


def _write_answer(paper: Paper, answer: AnswerContent) -> None:
    number = shown_number(answer)
    # The tab stands before the question even without a number, so that all questions begin at the same place.
    made = paper.line("Question", f"{number}\t{one_line(answer.question)}")
    paper.bookmark(made, question_bookmark(answer))
    for label, text in shown_parts(answer):
        paper.line("QuestionPart", f"{label}\t{text}")
    if not answer.answer.strip():
        paper.line("NoAnswer", NO_ANSWER)
        return
    about = f"the answer to question {one_line(answer.number)}" if answer.number else "an answer"
    voice = Voice(style="Answer", indent=INDENT, heading=paper.look.question_level + 1, about=about)
    write_markdown(paper, answer.answer, voice)


def shown_parts(answer: AnswerContent) -> Iterator[tuple[str, str]]:
    """The parts of a question, each with its letter in brackets; no brackets where it has none."""
    for label, text in answer.parts:
        bare = one_line(label).strip("().")
        yield (f"({bare})" if bare else "", one_line(text))
