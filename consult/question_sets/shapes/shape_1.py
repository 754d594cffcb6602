"""Shape 1: papers with answers as they were stored at first. Never edited again. Times are ISO 8601 with offset."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A lettered or bulleted sub-question."""

    label: str | None
    text: str


@dataclass(frozen=True)
class Reference:
    """A reference to the paper, and the places of the passages that it points to."""

    text: str
    first: int
    last: int


@dataclass(frozen=True)
class Passage:
    """A paragraph of the paper."""

    place: int
    text: str
    level: int
    label: str
    page: int | None
    ignored: str


@dataclass(frozen=True)
class Question:
    """A question as the paper prints it; `kind` is the value of a kind of question."""

    number: str | None
    text: str
    section: str | None
    kind: str
    options: tuple[str, ...]
    parts: tuple[Part, ...]
    refs: tuple[str, ...]
    answer: str | None
    hint: str | None
    word_limit: int | None
    character_limit: int | None
    first: int
    last: int
    page: int | None
    references: tuple[Reference, ...]
    confidence: int
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class Attachment:
    """A file or page that a consultation's own page leads to."""

    title: str
    url: str


@dataclass(frozen=True)
class Paper:
    """A paper whose answers stand with its questions."""

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
