"""Papers and finished responses in the file forms people really make, each with what a careful reader finds in it."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.question_sets.papers import Q


@dataclass(frozen=True)
class Form:
    """A file with its gold. `fields` are contact fields, neither wanted nor punished; `answers` go with `questions`."""

    file: str
    make: Callable[[], bytes]
    questions: tuple[Q, ...]
    fields: tuple[str, ...] = ()
    answers: tuple[str | None, ...] = ()


FORMS: dict[str, Form] = {}


def form(
    name: str,
    file: str,
    make: Callable[[], bytes],
    *questions: Q,
    fields: tuple[str, ...] = (),
    answers: tuple[str | None, ...] = (),
) -> None:
    FORMS[name] = Form(file, make, questions, fields, answers)


def qs(*texts: str, prefix: str = "", first: int = 1) -> tuple[Q, ...]:
    """Questions in free text, numbered on from `first`."""
    return tuple(Q(f"{prefix}{at}", text) for at, text in enumerate(texts, first))
