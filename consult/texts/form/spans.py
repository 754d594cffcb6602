"""The words of one line of the text form, with their marks, links and references to footnotes.

`**bold**` and `*italic*` stand before a word's beginning and after its end; `<b>`, `<i>`, `<sup>` and `<sub>` in pairs
stand where that is not so. A backslash is a backslash, unless what is behind it would be obeyed without it: then n of
them are n // 2, and the sign is text where n is odd. Whether it would be is told by the line as it is typed alone, so
that one backslash more or less changes nothing else.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from consult.texts.addresses import BARE, bare_end, spelled
from consult.texts.labels import NOTE_LABEL
from consult.texts.nodes import (
    EM,
    STRONG,
    SUBSCRIPT,
    SUPERSCRIPT,
    FootnoteRef,
    Inline,
    Line,
    Marks,
    Text,
    TextMark,
    link,
)

TAGS = {"b": STRONG, "i": EM, "sup": SUPERSCRIPT, "sub": SUBSCRIPT}
_TO = r"\(<?(?i:https?://|mailto:)"
_SIGN = re.compile(
    rf"(?P<slashes>\\+)|(?P<note>\[\^{NOTE_LABEL}\](?!{_TO}))|(?P<tag></?(?:b|i|sup|sub)>)|(?P<stars>\*+)|(?P<open>\[)"
    rf"|(?P<close>\])|(?P<address>{BARE})"
)
_TARGET = re.compile(r"\((?:<((?i:https?://|mailto:)[^\s<>]{1,2000})>\)|((?i:https?://|mailto:)[^\s<>\[\]]{1,2000}))")
_LEADS = re.compile(rf"\]{_TO}")
_CLOSING, _OPENING = frozenset(")]}.,;:!?%”’»…"), frozenset("([{“‘«")
_PARTNERS = {1: (1, 3), 2: (2, 3), 3: (1, 2, 3)}
_STARS: dict[int, Marks] = {1: (EM,), 2: (STRONG,), 3: (EM, STRONG)}


@dataclass(frozen=True)
class SpanSign:
    """Something in a line that may be obeyed, with the backslashes before it."""

    kind: str
    start: int
    end: int
    slashes: int = 0
    opens: bool = False
    closes: bool = False

    @property
    def is_text(self) -> bool:
        """Whether a backslash says that it means nothing."""
        return self.slashes % 2 == 1


def words_of(line: str, *, in_link: bool = False) -> Line:
    """The words of a line. References are taken for such whether or not there is a footnote."""
    return tuple(_LineReading(line, in_link).pieces())


@lru_cache(maxsize=64)
def signs_of(line: str, in_link: bool) -> tuple[SpanSign, ...]:
    """What in a line would be obeyed, if no backslash stood before it, first to last."""
    found = list[SpanSign]()
    last = max((each.start() for each in _LEADS.finditer(line)), default=-1)
    at = begun = 0
    while match := _SIGN.search(line, at):
        kind, start, at = str(match.lastgroup), match.start(), match.end()
        if kind == "slashes":
            begun = start
            continue
        sign = SpanSign(kind, start, at, start - begun if line[begun:start].strip("\\") == "" else 0)
        begun = at
        if kind == "stars":
            found.append(_flanked(line, sign))
        elif kind == "address":
            begun = at = start + bare_end(match[0])
        elif kind in ("note", "tag") or in_link or start <= last:
            found.append(sign)
    partners = _partnered(found)
    return tuple(each for each in found if each.kind != "stars" or each.start in partners)


def _flanked(line: str, sign: SpanSign) -> SpanSign:
    """The stars with whether they may begin or end what is marked. Backslashes beside them are no neighbours."""
    count, start, end = sign.end - sign.start, sign.start - sign.slashes, sign.end
    while end < len(line) and line[end] == "\\":
        end += 1
    before, behind = line[max(start - 1, 0) : start], line[end : end + 1]
    opens = bool(behind) and not behind.isspace() and behind not in _CLOSING
    closes = bool(before) and not before.isspace() and before not in _OPENING
    if count > 3 or (count == 2 and before.isdigit() and behind.isdigit()):
        return sign
    if count != 2:
        opens, closes = opens and not _is_word(before), closes and not _is_word(behind)
    return replace(sign, opens=opens, closes=closes)


def _is_word(char: str) -> bool:
    return bool(char) and unicodedata.category(char)[0] in "LNM"


def _partnered(signs: Iterable[SpanSign]) -> set[int]:
    """Where stars stand that others of the same line could be the other end of."""
    stars = [sign for sign in signs if sign.kind == "stars" and (sign.opens or sign.closes)]
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for sign in stars:
        if sign.opens:
            first.setdefault(sign.end - sign.start, sign.start)
        if sign.closes:
            last[sign.end - sign.start] = sign.start
    return {
        sign.start
        for sign in stars
        for count in _PARTNERS[sign.end - sign.start]
        if (sign.opens and last.get(count, -1) > sign.start)
        or (sign.closes and first.get(count, sign.start) < sign.start)
    }


class _LineReading:
    """A line that is read: which of its signs are obeyed, and what stands in their places."""

    def __init__(self, line: str, in_link: bool) -> None:
        self.line, self.in_link = line, in_link
        self.links = {} if in_link else dict(_links(line))
        self.signs = [*_outside(signs_of(line, in_link), self.links)]
        self.left: dict[int, int] = {}  # how many stars of a sign stand as text, by the place of the sign
        self.borders: list[tuple[int, bool, TextMark]] = []
        self._pair_tags()
        self._pair_stars()
        self.borders.sort(key=lambda border: border[:2])

    def pieces(self) -> Iterator[Inline]:
        """The words and what is between them, with their marks."""
        marks, passed = list[TextMark](), 0
        for at, piece in self._parts():
            while passed < len(self.borders) and self.borders[passed][0] <= at:
                _, begins, mark = self.borders[passed]
                (marks.append if begins else marks.remove)(mark)
                passed += 1
            yield marked(piece, (*piece.marks, *marks))

    def _mark(self, opening: SpanSign, closing: SpanSign, marks: Marks) -> None:
        self.borders += [(opening.end, True, mark) for mark in marks]
        self.borders += [(closing.start, False, mark) for mark in marks]

    def _pair_tags(self) -> None:
        opened: dict[str, list[SpanSign]] = {}
        for sign in self.signs:
            if sign.kind != "tag" or sign.is_text:
                continue
            name = self.line[sign.start : sign.end].strip("</>")
            if self.line[sign.start + 1] != "/":
                opened.setdefault(name, []).append(sign)
            elif opened.get(name) and opened[name][-1].end < sign.start:
                opening = opened[name].pop()
                self.left[opening.start] = self.left[sign.start] = 0
                self._mark(opening, sign, (TAGS[name],))

    def _pair_stars(self) -> None:
        """Let each run of stars end what the nearest run of its length began, or that of three with it."""
        waiting: dict[int, list[SpanSign]] = {1: [], 2: [], 3: []}
        for sign in self.signs:
            if sign.kind != "stars" or sign.is_text:
                continue
            count = left = sign.end - sign.start
            while sign.closes and left and (used := self._ended(sign, left, waiting)):
                left -= used
            if left < count:
                self.left[sign.start] = left
            elif sign.opens:
                waiting[count].append(sign)

    def _ended(self, sign: SpanSign, left: int, waiting: dict[int, list[SpanSign]]) -> int:
        """How many of the stars of a sign end something that was begun; what was begun since stands as text."""
        begun = [(ones[-1].start, held) for held in _PARTNERS[left] if (ones := waiting[held])]
        if not begun:
            return 0
        at, held = max(begun)
        for ones in waiting.values():
            while ones and ones[-1].start > at:
                ones.pop()
        opening, used = waiting[held].pop(), min(held, left)
        self._mark(opening, sign, _STARS[used])
        self.left[opening.start] = held - used
        if held > used:
            waiting[held - used].append(opening)
        return used

    def _parts(self) -> Iterator[tuple[int, Inline]]:
        """The words, references and links of the line, each with its place."""
        at = 0
        for start, end, words in self._replaced():
            if start > at:
                yield at, Text(self.line[at:start])
            yield from ((start, word) for word in words)
            at = end
        if at < len(self.line):
            yield at, Text(self.line[at:])

    def _replaced(self) -> Iterator[tuple[int, int, Line]]:
        """What stands in the line for something else: where it begins and ends, and what it stands for."""
        found = [(start, end, words) for start, (end, words) in self.links.items()]
        for sign in self.signs:
            typed = self.line[sign.start : sign.end]
            if sign.slashes and (self.in_link or sign.kind != "close"):
                kept = "\\" * (sign.slashes // 2)
                found.append((sign.start - sign.slashes, sign.start, (Text(kept),) if kept else ()))
            if sign.kind == "note" and not sign.is_text:
                found.append((sign.start, sign.end, (FootnoteRef.to(typed[2:-1]),)))
            elif sign.start in self.left:
                stars = typed[: self.left[sign.start]]
                found.append((sign.start, sign.end, (Text(stars),) if stars else ()))
        return iter(sorted(found, key=lambda each: each[:2]))


def marked(piece: Inline, marks: Marks) -> Inline:
    """The piece with these marks."""
    return Text(piece.text, marks) if isinstance(piece, Text) else piece


def _outside(signs: Iterable[SpanSign], links: dict[int, tuple[int, Line]]) -> Iterator[SpanSign]:
    """The signs that stand in no link."""
    until = 0
    for sign in signs:
        if sign.start in links:
            until = links[sign.start][0]
            if sign.slashes:
                yield replace(sign, end=sign.start)
        elif sign.start >= until:
            yield sign


def _links(line: str) -> Iterator[tuple[int, tuple[int, Line]]]:
    """Where links begin and end, with their words. Of links in each other the outer one counts."""
    pairs, opened = dict[int, SpanSign](), list[SpanSign]()
    signs = [sign for sign in signs_of(line, False) if sign.kind in ("open", "close") and not sign.is_text]
    for sign in signs:
        if sign.kind == "open":
            opened.append(sign)
        elif opened:
            pairs[opened.pop().start] = sign
    until = 0
    for sign in signs:
        closing = pairs.get(sign.start)
        if closing and sign.start >= until and (target := _target(line, closing.end)):
            end, href = target
            said = line[sign.end : closing.start - closing.slashes] + "\\" * (closing.slashes // 2)
            if said.strip():
                words = words_of(said, in_link=True)
                yield sign.start, (end, tuple(marked(piece, (link(href), *piece.marks)) for piece in words))
                until = end


def _target(line: str, at: int) -> tuple[int, str] | None:
    """Where the address of a link ends, and where it leads; None for what is no address."""
    found = _TARGET.match(line, at)
    if found is None:
        return None
    address, end = found[1], found.end()
    if not address:
        address = balanced(found[2])
        end = at + len(address) + 2
        if line[end - 1 : end] != ")":
            return None
    href = spelled(address)
    return (end, href) if href else None


def balanced(address: str) -> str:
    """The address up to the bracket that ends the link."""
    depth = 0
    for n, char in enumerate(address):
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return address[:n]
    return address
