"""How questions stood before something was done with them, as it is stored so that it can be taken back."""

from dataclasses import dataclass

from consult.question_sets.paper import Part, QuestionKind, Reference


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
