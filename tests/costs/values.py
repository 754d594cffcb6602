"""Whatever a function takes, made of a text that somebody sends: so every function can be tried with every text."""

import types
import typing
from collections import abc
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

from consult.library.contradicting import Stance
from consult.library.search.entry_text import EntryWords, IndexedEntry, words_of
from consult.library.search.parser import parse
from consult.library.search.query import Query
from consult.question_sets.answered.pieces import PLAIN, Face, Piece, Written
from consult.question_sets.answered.tree import Margin
from consult.question_sets.paper import FoundAnswer, Paper, PaperQuestion
from consult.question_sets.readers.blocks import Block
from consult.question_sets.readers.pdf.drawn import Drawn, Rule
from consult.question_sets.readers.pdf.line import Line
from consult.question_sets.readers.pdf.ticks import Box
from consult.question_sets.readers.text import read_markdown
from consult.question_sets.recognising.facts import Item, Start, item_of
from consult.question_sets.recognising.sections import Sections

Make = Callable[[str], Any]
SOME = 5
"""The number that stands for a length, a place or a limit."""


def _blocks(text: str) -> list[Block]:
    blocks = read_markdown(text.encode())
    for place, each in enumerate(blocks, 1):
        each.place = place
    return blocks


def _items(text: str) -> list[Item]:
    return [item_of(each) for each in _blocks(text)] or [item_of(Block(text))]


def _lines(text: str) -> list[Line]:
    """A text as a page of a PDF has it: each line below the one before, two of them side by side."""
    said = [each for each in text.split("\n") if each.strip()] or [text]
    return [
        Line(each, 1, 50 + 250 * (n % 2), 250 + 250 * (n % 2), 800 - 6 * (n - n % 2), 810 - 6 * (n - n % 2), 10)
        for n, each in enumerate(said)
    ]


def _drawn(text: str) -> Drawn:
    """As many boxes and rules on a page as the text has words."""
    places = [float(4 * n) for n, _ in enumerate(text.split()[:100])]
    boxes = [Box(40, place, 50, place + 3) for place in places]
    return Drawn(boxes=boxes, across=[Rule(place, 40, 500) for place in places], down=[Rule(40, 0, 800)])


def _questions(text: str) -> list[PaperQuestion]:
    return [PaperQuestion(text=each.text, number=str(n)) for n, each in enumerate(_items(text), 1)]


def _entry(text: str) -> IndexedEntry:
    return IndexedEntry(1, text, text, "Northvale Council", "A plan", date(2026, 3, 1))


def _pieces(text: str) -> list[Piece]:
    return [Piece(f"{word} ", Face(bold=n % 2 == 0)) for n, word in enumerate(text.split(" "))]


def _starts(text: str) -> dict[int, Start]:
    return {n: Start(each.label, "It asks") for n, each in enumerate(_items(text)) if n % 2 == 0}


MADE: dict[Any, Make] = {
    str: str,
    bytes: str.encode,
    int: lambda _: SOME,
    float: lambda _: 0.5,
    bool: bool,
    object: str,
    type(None): lambda _: None,
    date: lambda _: date(2026, 3, 1),
    time: lambda _: time(17),
    datetime: lambda _: datetime(2026, 3, 1, 17, tzinfo=UTC),
    Block: lambda text: Block(text, text),
    Item: lambda text: item_of(Block(text, text)),
    Line: lambda text: Line(text, 1, 50, 500, 700, 710, 10),
    Drawn: _drawn,
    Sections: lambda text: Sections(_items(text)),
    Paper: lambda text: Paper(title=text, questions=tuple(_questions(text))),
    PaperQuestion: lambda text: PaperQuestion("1", text),
    FoundAnswer: lambda text: FoundAnswer(text, "1", 0, text),
    Query: parse,
    EntryWords: lambda text: words_of(_entry(text)),
    IndexedEntry: _entry,
    Stance: lambda text: Stance(text, text, frozenset({"parks"})),
    Face: lambda _: PLAIN,
    Piece: lambda text: Piece(text),
    Written: lambda text: Written(1, pieces=_pieces(text)),
    Margin: lambda _: Margin(0, False),
}
# Several of them: as many as the text has words or paragraphs.
SEVERAL: dict[Any, Callable[[str], list[Any]]] = {
    str: lambda text: text.split(" "),
    Block: _blocks,
    Item: _items,
    Line: _lines,
    PaperQuestion: _questions,
    FoundAnswer: lambda text: [FoundAnswer(each.text, each.number, 0, "Yes") for each in _questions(text)],
    IndexedEntry: lambda text: [_entry(each.text) for each in _items(text)],
    EntryWords: lambda text: [words_of(_entry(each.text)) for each in _items(text)],
    Piece: _pieces,
    Written: lambda text: [Written(n, pieces=_pieces(each.text)) for n, each in enumerate(_items(text), 1)],
}
_HOLDERS: dict[Any, Callable[[list[Any]], Any]] = {
    list: list, abc.Sequence: list, abc.Collection: list, abc.Iterable: list, abc.Iterator: iter, set: set,
    frozenset: frozenset, abc.Set: frozenset,
}  # fmt: skip


def maker(kind: Any) -> Make | None:
    """What makes a value of this annotation of a text; None where nothing here does."""
    held, inner = typing.get_origin(kind), typing.get_args(kind)
    if held in (typing.Union, types.UnionType):
        made = (maker(each) for each in inner if each is not type(None))
        return next((each for each in made if each), None)
    if held is tuple:
        inner = inner[:1] if inner[1:] == (...,) else ()
    if kind == dict[int, Start]:
        return _starts
    if held in (dict, abc.Mapping):
        return (
            (lambda text: dict.fromkeys(text.split(" "), text[:SOME])) if inner in ((str, str), (str, object)) else None
        )
    if held in (*_HOLDERS, tuple) and len(inner) == 1 and inner[0] in SEVERAL:
        several, holder = SEVERAL[inner[0]], _HOLDERS.get(held, tuple)
        return lambda text: holder(several(text))
    return MADE.get(kind) if isinstance(kind, type) else None
