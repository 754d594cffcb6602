"""What a paper is made of, whatever the format."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 2


@dataclass(frozen=True)
class Para:
    """A paragraph; `label` stands before it in bold; `look` is '', 'bold', 'italic', 'boxed' or 'indented'."""

    text: str
    label: str = ""
    look: str = ""


@dataclass(frozen=True)
class Listed:
    """A list whose marks the format itself makes: bullets, or numbers from 1; `below` is a list under its last item."""

    items: tuple[str, ...]
    counted: bool = False
    below: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lines:
    """Lines that follow one another in one paragraph, or as paragraphs of their own where `apart`."""

    lines: tuple[str, ...]
    apart: bool = True


@dataclass(frozen=True)
class Grid:
    """A table; its first row is of headings where `headed`."""

    rows: tuple[tuple[str, ...], ...]
    headed: bool = True


Piece = Heading | Para | Listed | Lines | Grid
