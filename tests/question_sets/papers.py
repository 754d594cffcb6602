"""Small papers in the layouts that real ones use, each with the questions a careful reader finds in it.

`Q` is number, text, kind, options, parts as (label, text); the rest of a question is checked in tests of its own.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Q:
    number: str | None
    text: str
    kind: str = "free_text"
    options: tuple[str, ...] = ()
    parts: tuple[tuple[str | None, str], ...] = ()
    section: str | None = None


PAPERS: dict[str, tuple[str, str, tuple[Q, ...]]] = {}


def paper(name: str, source: str, *questions: Q, suffix: str = ".md") -> None:
    PAPERS[name] = (f"paper{suffix}", source, questions)


UNSEEN: dict[str, tuple[str, str, tuple[Q, ...]]] = {}


def unseen(name: str, source: str, *questions: Q, suffix: str = ".md") -> None:
    """A paper in a layout that no rule was written for when the paper was."""
    UNSEEN[name] = (f"paper{suffix}", source, questions)
