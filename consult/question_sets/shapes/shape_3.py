"""Shape 3: papers with answers found apart from their questions, named. Never edited again."""

from dataclasses import dataclass

from consult.question_sets.shapes.shape_1 import Attachment, Passage, Question
from consult.question_sets.shapes.shape_2 import Answer


@dataclass(frozen=True)
class Paper:
    """A paper with its answers, and what of the file no text can hold. Times are ISO 8601 with offset."""

    title: str
    issuing_body: str | None
    reference: str | None
    closing_at: str | None
    questions: tuple[Question, ...]
    opening_at: str | None
    ways_to_respond: tuple[str, ...]
    attachments: tuple[Attachment, ...]
    contact: tuple[str, ...]
    passages: tuple[Passage, ...]
    answers: tuple[Answer, ...]
    loose: tuple[str, ...]
    not_kept: tuple[str, ...]
