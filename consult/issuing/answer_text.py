"""The questions and their answers in order, as the response document and the report's appendix set them out."""

from collections.abc import Sequence

from consult.documents.content import AnswerContent
from consult.documents.sections import (
    has_answer,
    question_bookmark,
    said_instead,
    sections,
    shown_number,
    shown_parts,
)
from consult.issuing.word.kit import WordFile
from consult.issuing.word.styles import INDENT
from consult.issuing.word.text import Voice, write_text
from consult.question_sets.answered.ours import not_given_bookmark
from consult.texts.characters import one_line


def write_answers(
    file: WordFile, answers: Sequence[AnswerContent], heading: int | None, *, new_page: bool = False
) -> None:
    """Write sections, each as a heading of level `heading` (None leaves these headings out), and what they hold."""
    for n, section in enumerate(sections(answers)):
        if heading is not None:
            file.heading(heading, section.title, name=section.bookmark, new_page=new_page and n == 0)
        for answer in section.answers:
            _write_answer(file, answer)


def _write_answer(file: WordFile, answer: AnswerContent) -> None:
    number = shown_number(answer)
    # The tab stands before the question even without a number, so that all questions begin at the same place.
    made = file.line("Question", f"{number}\t{one_line(answer.question)}")
    file.bookmark(made, question_bookmark(answer))
    for label, text in shown_parts(answer):
        file.line("QuestionPart", f"{label}\t{text}")
    if not has_answer(answer):
        said = said_instead(answer)
        file.bookmark(file.line("NoAnswer", said), not_given_bookmark(answer.question_id, said))
        return
    about = f"the answer to question {one_line(answer.number)}" if answer.number else "an answer"
    voice = Voice(style="Answer", indent=INDENT, heading=file.look.question_level + 1, about=about)
    write_text(file, answer.answer, voice)
