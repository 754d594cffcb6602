"""How questions stood before something was done with them, as it is stored so that it can be taken back."""

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from consult.question_sets.paper import Part, QuestionKind, Reference

if TYPE_CHECKING:
    from consult.question_sets.models import Question


@dataclass(frozen=True)
class QuestionState:
    """Everything of a question that an officer can change in review; `parts` in their order."""

    id: int
    position: int
    number: str
    section: str
    own_title: str
    text: str
    hint: str
    kind: QuestionKind
    options: list[str]
    refs: list[str]
    references: list[Reference]
    word_limit: int | None
    character_limit: int | None
    first: int
    last: int
    page: int | None
    accepted: bool
    earlier_id: int | None
    removed: bool
    found_answer: str
    found_lost: list[str]
    parts: list[Part]


FIELDS = tuple(name for name in QuestionState.__dataclass_fields__ if name not in ("id", "position", "parts"))
"""What is put back as it was by its name alone."""


def state_of(question: "Question") -> QuestionState:
    """How a question stands."""
    copied: dict[str, Any] = {name: copy(getattr(question, name)) for name in FIELDS}
    parts = [Part(part.label, part.text) for part in question.parts]
    return QuestionState(id=question.id, position=question.position, parts=parts, **copied)
