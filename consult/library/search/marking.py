"""Shows a person why an entry was found: the words that match marked, in the part of the text where most of them stand.

Marks are data, never HTML: the page decides how a hit looks and escapes the text like any other.
"""

from collections import Counter
from dataclasses import dataclass

from consult.library.search.analyse import APART, compounds, token, word_spans
from consult.library.search.entry_text import TEXT_FIELDS, EntryWords, line
from consult.library.search.query import Leaf, Phrase, Query, leaves
from consult.library.search.sought import Sought

LONGEST_TEXT = 100_000
"""Characters searched for an excerpt."""
_CUT = "\u2026"
_SENTENCE_ENDS = ".!?:;\n"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, and whether it is a word the person asked for."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    leaf: Leaf


def excerpt(text: str, query: Query, length: int = 300, field: str = "answer") -> list[Piece]:
    """About `length` characters of a text with the words a query asks for marked, whole words only.

    `field` is the text's place in an entry: what is asked of another text is not marked. Where nothing matches it is
    the beginning of the text. Pieces joined give the excerpt, with an ellipsis where the text goes on.
    """
    text = text[:LONGEST_TEXT]
    marks = _marks(text, query, field)
    start, end = _window(text, marks, length)
    return _pieces(text, start, end, [mark for mark in marks if start <= mark.start and mark.end <= end])


def _marks(text: str, query: Query, field: str) -> list[_Mark]:
    """Where the wanted leaves of a query stand, in the order of the text; in a phrase each of its words is marked."""
    spans = list(word_spans(text))
    for word, start, end in compounds(text):
        spans += (APART, start, start), (word, start, end)
    place = TEXT_FIELDS.index(field)
    tokens = ["" for _ in TEXT_FIELDS]
    tokens[place] = line(token(word) for word, _, _ in spans)
    written = ["" for _ in TEXT_FIELDS]
    written[place] = " ".join(word for word, _, _ in spans)
    wanted = {leaf for leaf, name, is_wanted in leaves(query.tree) if is_wanted and name in (None, field)}
    marks: dict[int, _Mark] = {}
    for leaf, places in Sought(query).places(EntryWords(0, None, tuple(tokens), tuple(written))).items():
        if leaf in wanted:
            size = len(leaf.words) if isinstance(leaf, Phrase) else 1
            marked = 0  # a phrase of one word again and again stands in itself
            for first in places[place]:
                for at in range(max(first, marked), first + size):
                    marks.setdefault(at, _Mark(spans[at][1], spans[at][2], leaf))
                marked = first + size
    return [marks[at] for at in sorted(marks)]


def _window(text: str, marks: list[_Mark], length: int) -> tuple[int, int]:
    """The stretch of text with the most different leaves, then the most marks, then the earliest."""
    if len(text) <= length:
        return 0, len(text)
    start = _fullest(marks, length * 3 // 4)
    start = _beginning(text, start, length // 4)
    return start, _ending(text, start + length)


def _fullest(marks: list[_Mark], length: int) -> int:
    """Where the stretch of this length with the most different leaves begins; 0 without marks."""
    best, start, last = (0, 0), 0, 0
    inside: Counter[Leaf] = Counter()
    for first, mark in enumerate(marks):
        while last < len(marks) and marks[last].end <= mark.start + length:
            inside[marks[last].leaf] += 1
            last += 1
        worth = (len(inside), last - first)
        if worth > best:
            best, start = worth, mark.start
        inside[mark.leaf] -= 1
        if not inside[mark.leaf]:
            del inside[mark.leaf]
    return start


def _beginning(text: str, first: int, room: int) -> int:
    """Where to begin before the first mark: at its sentence where that is near, otherwise at a word."""
    earliest = max(0, first - room)
    if earliest == 0:
        return 0
    for at in range(first, earliest, -1):
        if text[at - 1] in _SENTENCE_ENDS and text[at].isspace():
            return at + 1
    return next((at + 1 for at in range(earliest, first) if text[at].isspace()), first)


def _ending(text: str, last: int) -> int:
    """Where to end: before the word that would be cut, unless it is longer than any word."""
    if last >= len(text):
        return len(text)
    return next((at for at in range(last, max(0, last - 60), -1) if text[at].isspace()), last)


def _pieces(text: str, start: int, end: int, marks: list[_Mark]) -> list[Piece]:
    pieces: list[Piece] = [Piece(_CUT, False)] if start > 0 else []
    at = start
    for mark in marks:
        if mark.start > at:
            pieces.append(Piece(text[at : mark.start], False))
        pieces.append(Piece(text[mark.start : mark.end], True))
        at = mark.end
    rest = text[at:end].rstrip() + _CUT if end < len(text) else text[at:end]
    if rest:
        pieces.append(Piece(rest, False))
    return pieces
