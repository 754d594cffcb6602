"""Two lines as one, with the words marked that only one of them has, or that look otherwise in the other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from consult.drafting.merging import Change, compare
from consult.texts import count_words
from consult.texts.alignment import Allowance
from consult.texts.inline import is_linked, told
from consult.texts.nodes import FootnoteRef, HardBreak, Inline, Line, Marks, Text, TextMark
from consult.texts.shown import ADDED, REMOVED, told_link

_MARKS: dict[str, Marks] = {"added": (ADDED,), "removed": (REMOVED,)}
_FIRST_NOTE, _MOST_NOTES = 0xE000, 6400  # signs that no text holds stand for references


@dataclass
class LineComparison:
    """Compares the lines of two texts, with one allowance for all, and counts the words that changed."""

    allowance: Allowance = field(default_factory=Allowance)
    _changed: dict[str, list[str]] = field(default_factory=lambda: {"added": [], "removed": []})
    _signs: dict[str, str] = field(default_factory=dict)

    def lines(self, old: Line, new: Line) -> Line:
        """Both as one line."""
        if old == new:
            return prepared(new)
        if _is_plain(old) and _is_plain(new):
            return tuple(map(self._plain, compare(_said(old), _said(new), self.allowance)))
        before, after = _Pieces(prepared(old), self), _Pieces(prepared(new), self)
        made: list[Inline] = []
        for change in compare(before.text, after.text, self.allowance):
            if change.kind == "removed":
                made += self.marked(before.take(len(change.text)), REMOVED)
            elif change.kind == "added":
                made += self.marked(after.take(len(change.text)), ADDED)
            else:
                made += self._same_words(before.take(len(change.text)), after.take(len(change.text)))
        return tuple(made)

    def _plain(self, change: Change) -> Text:
        """A change of words without looks."""
        if change.kind == "same":
            return Text(change.text)
        self._changed[change.kind].append(change.text)
        return Text(change.text, _MARKS[change.kind])

    def marked(self, pieces: Iterable[Inline], mark: TextMark) -> list[Inline]:
        """The pieces as removed or added."""
        made = [msgspec.structs.replace(each, marks=(mark, *each.marks)) for each in pieces]
        if made:
            self._changed[mark.type].append("".join(each.text if isinstance(each, Text) else " " for each in made))
        return made

    @property
    def added(self) -> int:
        """How many words only the second text has, or has in another form."""
        return _count(self._changed["added"])

    @property
    def removed(self) -> int:
        """How many words only the first text has, or has in another form."""
        return _count(self._changed["removed"])

    def sign_of(self, piece: Inline) -> str:
        """A piece as words and signs: an end of a line is one, and each note has its own."""
        if isinstance(piece, Text):
            return piece.text
        if isinstance(piece, HardBreak):
            return "\n"
        return self._signs.setdefault(piece.label, chr(_FIRST_NOTE + len(self._signs) % _MOST_NOTES))

    def _same_words(self, old: list[Inline], new: list[Inline]) -> Iterator[Inline]:
        """The same words; where they look otherwise than before, as removed and added."""
        if old == new:
            yield from new
            return
        before, after = _Pieces(old, self), _Pieces(new, self)
        while before.left:
            length = min(before.next_length, after.next_length)
            was, now = before.take(length), after.take(length)
            changed = was[0].marks != now[0].marks or (isinstance(was[0], FootnoteRef) and was[0] != now[0])
            yield from (*self.marked(was, REMOVED), *self.marked(now, ADDED)) if changed else now


def _count(changed: Sequence[str]) -> int:
    # A sign, a space or a note that changed is a change as well.
    return max(count_words(" ".join(changed)), len(changed) and 1)


def _is_plain(line: Line) -> bool:
    return not line or (len(line) == 1 and isinstance(line[0], Text) and not line[0].marks)


def _said(line: Line) -> str:
    """The words of a line without looks and line ends."""
    return "".join(each.text for each in line if isinstance(each, Text))


class _Pieces:
    """The pieces of a line, taken from the beginning letter by letter."""

    def __init__(self, line: Iterable[Inline], signs: LineComparison) -> None:
        self.left = [*line][::-1]
        self._signs = signs
        self.text = "".join(map(signs.sign_of, reversed(self.left)))

    @property
    def next_length(self) -> int:
        """How many letters the next piece has."""
        return len(self._signs.sign_of(self.left[-1]))

    def take(self, length: int) -> list[Inline]:
        """The next pieces, so many letters in all; what goes on behind them is cut."""
        taken: list[Inline] = []
        while length > 0:
            piece = self.left.pop()
            if isinstance(piece, Text) and len(piece.text) > length:
                self.left.append(Text(piece.text[length:], piece.marks))
                piece = Text(piece.text[:length], piece.marks)
            taken.append(piece)
            length -= len(piece.text) if isinstance(piece, Text) else 1
        return taken


def prepared(line: Line) -> Line:
    """The line with the addresses that are shown, so that a removed link is not shown with an address that stays."""
    shown = told(line)
    if shown is line:
        return line
    return tuple(msgspec.structs.replace(each, marks=tuple(map(_told, each.marks))) for each in shown)


def _told(mark: TextMark) -> TextMark:
    return told_link(mark.href) if mark.type == "link" and not is_linked(mark.href) else mark
