"""The one way in which the words of a paragraph are stored: see `normal`."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import TypeAlias

from consult.texts.addresses import bare, may_open
from consult.texts.characters import printable
from consult.texts.nodes import EM, MARKS, STRONG, FootnoteRef, HardBreak, Inline, Line, Marks, Text, href_of, link

Naming: TypeAlias = Callable[[str], str | None]
"""What the label of a reference is stored as; None where no footnote has it, so that it stands as it is typed."""


def paragraphs_of(content: Sequence[Inline], naming: Naming) -> list[Line]:
    """The words of a paragraph. It is none where it says nothing, and more where an empty line parts it."""
    lines = _lines(_without_dead_links(_typed(content, naming)))
    filled = groupby(map(_with_links, lines), key=bool)
    return [_dressed(list(group)) for is_filled, group in filled if is_filled]


def line_of(content: Sequence[Inline], naming: Naming) -> Line:
    """The words of a heading: what stands on several lines stands on one."""
    lines = filter(None, map(_with_links, _lines(_without_dead_links(_typed(content, naming)))))
    return _dressed([[piece for n, line in enumerate(lines) for piece in ([Text(" ")] * bool(n) + line)]])


def _typed(content: Iterable[Inline], naming: Naming) -> Iterator[Inline]:
    """The pieces with the characters that are stored, line ends as breaks, and references to nothing as words."""
    for piece in content:
        if isinstance(piece, FootnoteRef):
            name = naming(piece.label)
            yield FootnoteRef.to(name) if name else Text(f"[^{printable(piece.label)}]", _sorted(piece.marks))
        elif isinstance(piece, HardBreak):
            yield piece
        else:
            for n, line in enumerate(printable(piece.text).split("\n")):
                if n:
                    yield HardBreak()
                yield Text(line, _sorted(piece.marks))


def _sorted(marks: Marks) -> Marks:
    """The marks in the order of the schema, each kind once. What is raised is not lowered."""
    first = {mark.type: mark for mark in reversed(marks)}
    if "superscript" in first:
        first.pop("subscript", None)
    return tuple(first[kind] for kind in MARKS if kind in first)


def _without_dead_links(pieces: Iterable[Inline]) -> Iterator[Inline]:
    """Links to where nobody may go as words, with the address behind them; a place in the text itself is no address."""
    for href, group in groupby(pieces, key=href_of):
        if not href or may_open(href):
            yield from group
            continue
        said = ""
        for piece in group:
            marks = tuple(mark for mark in piece.marks if mark.type != "link")
            if isinstance(piece, Text):
                said += piece.text
                yield Text(piece.text, marks)
            else:
                yield piece
        if not href.startswith("#") and printable(href).strip() not in said:
            yield Text(f" ({printable(href).strip()})".replace("\n", " "))


def _lines(pieces: Iterable[Inline]) -> list[list[Inline]]:
    """The pieces of each line, without spaces at its ends."""
    lines: list[list[Inline]] = [[]]
    for piece in pieces:
        if isinstance(piece, HardBreak):
            lines.append([])
        elif not isinstance(piece, Text) or piece.text:
            lines[-1].append(piece)
    for line in lines:
        _strip(line, 0, str.lstrip)
        _strip(line, -1, str.rstrip)
    return lines


def _with_links(line: list[Inline]) -> list[Inline]:
    """The line with a link over each address that stands in it by itself."""
    said = "".join(piece.text if isinstance(piece, Text) else " " for piece in line)
    spans = [*bare(said)] if "." in said else []
    if not spans:
        return line
    starts = [start for start, _, _ in spans]
    made: list[Inline] = []
    for n, group in groupby(_cut(line, spans), key=lambda each: _span_at(spans, starts, each[0])):
        pieces = [piece for _, piece in group]
        is_free = n is not None and not any(map(href_of, pieces))
        marks = (link(spans[n][2]),) if n is not None and is_free else ()
        made += [Text(each.text, marks + each.marks) if isinstance(each, Text) else each for each in pieces]
    return made


def _span_at(spans: Sequence[tuple[int, int, str]], starts: Sequence[int], at: int) -> int | None:
    n = bisect_right(starts, at) - 1
    return n if n >= 0 and at < spans[n][1] else None


def _cut(line: Iterable[Inline], spans: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, Inline]]:
    """The pieces of a line with their places, cut where addresses begin and end."""
    edges, at = [edge for start, end, _ in spans for edge in (start, end)], 0
    for piece in line:
        if not isinstance(piece, Text):
            yield at, piece
            at += 1
            continue
        end = at + len(piece.text)
        cuts = [at, *edges[bisect_right(edges, at) : bisect_left(edges, end)], end]
        for begins, ends in pairwise(cuts):
            if begins < ends:
                yield begins, Text(piece.text[begins - at : ends - at], piece.marks)
        at = end


def _strip(line: list[Inline], end: int, strip: Callable[[str], str]) -> None:
    while line and isinstance(piece := line[end], Text):
        if rest := strip(piece.text):
            line[end] = Text(rest, piece.marks)
            return
        line.pop(end)


def _dressed(lines: Sequence[Sequence[Inline]]) -> Line:
    """The lines as one paragraph, in which spaces, breaks and references look like the words on both sides of them."""
    pieces = [piece for n, line in enumerate(lines) for piece in ([HardBreak()] * bool(n) + _parted(line))]
    behind: list[Marks] = []
    marks: Marks = ()
    for piece in reversed(pieces):
        behind.append(marks := piece.marks if _is_words(piece) else marks)
    marks, made = (), list[Inline]()
    for piece, following in zip(pieces, reversed(behind), strict=True):
        if _is_words(piece):
            marks = piece.marks
            made.append(piece)
        else:
            made.append(_between(piece, marks, following))
    return tuple(_joined(made))


def _is_words(piece: Inline) -> bool:
    return isinstance(piece, Text) and not piece.text.isspace()


def _parted(line: Iterable[Inline]) -> list[Inline]:
    """The pieces of a line, with the spaces at the ends of each by themselves."""
    parted: list[Inline] = []
    for piece in line:
        if not isinstance(piece, Text):
            parted.append(piece)
            continue
        words = piece.text.strip()
        start = len(piece.text) - len(piece.text.lstrip())
        around = (piece.text[:start], words, piece.text[start + len(words) :])
        parted += [Text(text, piece.marks) for text in around if text]
    return parted


def _between(piece: Inline, before: Marks, behind: Marks) -> Inline:
    marks = tuple(mark for mark in before if mark in behind)
    if isinstance(piece, Text):
        return Text(piece.text, tuple(mark for mark in marks if mark in piece.marks))
    if isinstance(piece, HardBreak):
        return HardBreak(marks)
    return FootnoteRef(piece.attrs, tuple(mark for mark in marks if mark in (EM, STRONG)))


def _joined(pieces: Iterable[Inline]) -> Iterator[Inline]:
    for marks, group in groupby(pieces, key=lambda piece: piece.marks if isinstance(piece, Text) else None):
        if marks is None:
            yield from group
        else:
            yield Text("".join(piece.text for piece in group if isinstance(piece, Text)), marks)
