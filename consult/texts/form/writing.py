"""A tree written in the text form, from which `reading` makes the same tree.

It is written as people type it. Where that would be read as something else, it is written with all that makes it sure:
tags in place of stars, tabs behind labels, a backslash before each sign that is text.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, groupby
from typing import NamedTuple

from consult.texts.addresses import bare
from consult.texts.form.reading import begins, parse
from consult.texts.form.signs import list_at, may_begin, quote_at, sign_of
from consult.texts.form.spans import balanced, marked, signs_of, words_of
from consult.texts.labels import kind_of, label, numbered
from consult.texts.lines import paragraphs_of
from consult.texts.nodes import (
    EMPTY,
    Block,
    Blockquote,
    BulletList,
    Doc,
    FootnoteRef,
    HardBreak,
    Heading,
    Inline,
    ListItem,
    OrderedList,
    Paragraph,
    Text,
    TextMark,
    TextTable,
    href_of,
)

_STARS = {"strong": "**", "em": "*"}
_TAGS = {"strong": "b", "em": "i", "superscript": "sup", "subscript": "sub"}
_BREAK = re.compile(r"(?<!\\)(\\*+)<br>")
_BAR = re.compile(r"(?<!\\)(\\*+)\|")
_LAST = re.compile(r"(?<!\\)(\\++)$")


def write(doc: Doc) -> str:
    """The text form of a tree in its normal form."""
    text = _text(doc, careful=False)
    return text if parse(text) == doc else _text(doc, careful=True)


def _text(doc: Doc, *, careful: bool) -> str:
    writing = _Writing(careful)
    blocks = () if doc.blocks == EMPTY.blocks else doc.blocks
    lines = writing.blocks(blocks, 0)
    for note in doc.notes:
        told = _joined([*writing.paragraph(each)] for each in note.content)
        first, *others = told or [""]
        lines += [*[""] * bool(lines), f"[^{note.label}]: {first}".rstrip(), *_indented(others, 4)]
    return "\n".join(lines)


def _joined(blocks: Iterable[list[str]]) -> list[str]:
    """The lines of some blocks, with an empty one between them."""
    return [line for n, lines in enumerate(blocks) for line in ([""] * bool(n) + lines)]


def _indented(lines: Iterable[str], columns: int) -> Iterator[str]:
    return (" " * columns + line if line else line for line in lines)


class _Writing:
    """How a text is written: `careful` where it must not rest on what stands around it."""

    def __init__(self, careful: bool) -> None:
        self.careful = careful

    def blocks(self, blocks: Iterable[Block], depth: int) -> list[str]:
        """The lines of some blocks."""
        return _joined(self._block(block, depth) for block in blocks)

    def _block(self, block: Block, depth: int) -> list[str]:
        if isinstance(block, Paragraph):
            return self._guarded([*self.paragraph(block)], depth)
        if isinstance(block, Heading):
            return [f"{'#' * block.level} {written(block.content)}"]
        if isinstance(block, Blockquote):
            return self._quote(block, depth)
        return _table(block) if isinstance(block, TextTable) else self._list(block, depth)

    def paragraph(self, paragraph: Paragraph) -> Iterator[str]:
        """The lines of a paragraph, of which none says yet whether it begins something else."""
        return (written(line) for line in _lines_of(paragraph.content))

    def _guarded(self, lines: list[str], depth: int) -> list[str]:
        """The lines with a backslash before what would begin something else."""
        return [
            f"\\{line}" if may_begin(line.lstrip("\\")) and self._must_guard(lines, at, depth) else line
            for at, line in enumerate(lines)
        ]

    def _must_guard(self, lines: Sequence[str], at: int, depth: int) -> bool:
        return self.careful or lines[at].startswith("\\") or begins(lines, at, depth)

    def _quote(self, block: Blockquote, depth: int) -> list[str]:
        lines = [f"> {line}" if line else ">" for line in self.blocks(block.content, depth + 1)]
        return lines if quote_at(lines, 0) else [">", *lines]

    def _list(self, items: BulletList | OrderedList, depth: int) -> list[str]:
        if isinstance(items, BulletList):
            return [line for item in items.content for line in self._item(self._bullet(item), item, depth)]
        lines: list[str] = []
        last: int | None = None
        for number, item in numbered(items):
            lines += self._item(self._label(items.style, number, last, item), item, depth)
            last = number
        return lines

    def _bullet(self, item: ListItem) -> str:
        first = _first(item)
        return "• " if self.careful or first.strip("-*_=–— \t") == "" != first else "- "

    def _label(self, style: str, number: int, last: int | None, item: ListItem) -> str:
        """The label of an item with what makes it sure, where it would not be read as one."""
        told, first = label(style, number), _first(item)
        gaps = ("\t\t\t" if kind_of(style) == "i" else "\t\t",) if self.careful else (" ", "\t", "\t\t", "\t\t\t")
        return next((told + gap for gap in gaps if _is_read(told + gap + first, style, number, last)), told + gaps[-1])

    def _item(self, sign: str, item: ListItem, depth: int) -> list[str]:
        first, *others = item.content
        begun = [*self.paragraph(first)] if isinstance(first, Paragraph) else []
        columns = 2 if sign[0] in "-•" else len(sign.rstrip()) + 1
        lines = [sign + begun[0] if begun else sign.rstrip(" ")]
        lines += _indented(self._guarded(begun, depth + 1)[1:], columns)
        if others:
            compact = isinstance(others[0], BulletList | OrderedList) or not begun
            lines += [*[""] * (not compact), *_indented(self.blocks(others, depth + 1), columns)]
        return lines


def _first(item: ListItem) -> str:
    """The first line of an item."""
    first = item.content[0]
    return next((written(line) for line in _lines_of(first.content)), "") if isinstance(first, Paragraph) else ""


def _is_read(line: str, style: str, number: int, last: int | None) -> bool:
    """Whether a line is read as the item of a list, whatever stands around it."""
    if last is None:
        found = list_at([line], 0)
        return found is not None and found[1] == style and found[0].forms[style].number == number
    sign = sign_of(line)
    if sign is None or not sign.goes_on(style, last) or sign.forms[style].number != number:
        return False
    return bool(sign.rest or sign.sure or number == last + 1)


def _table(table: TextTable) -> list[str]:
    rows = [[_cell(cell.content) for cell in row.content] for row in table.content]
    lines = ["|" + "".join(f" {cell} |" if cell else "  |" for cell in row) for row in rows]
    return [lines[0], "|" + "---|" * len(rows[0]), *lines[1:]]


def _cell(content: Iterable[Paragraph]) -> str:
    """What stands in a cell, on one line."""
    lines: list[str] = []
    for n, each in enumerate(content):
        lines += [""] * bool(n)
        lines += (_BREAK.sub(r"\1\1\\<br>", written(line)) for line in _lines_of(each.content))
    shown = [*(_LAST.sub(r"\1\1", line) for line in lines[:-1]), *lines[-1:]]
    return _BAR.sub(r"\1\1\\|", "<br>".join(shown))


def _lines_of(content: Iterable[Inline]) -> list[list[Inline]]:
    """The lines of a paragraph; none of an empty one."""
    lines: list[list[Inline]] = [[]]
    for piece in content:
        if isinstance(piece, HardBreak):
            lines.append([])
        else:
            lines[-1].append(piece)
    return lines if lines[0] else []


def written(line: Sequence[Inline]) -> str:
    """The words of a line with their marks: with stars where they are read as such, with tags elsewhere."""
    shown = [*_with_bare_links(line)]
    text = _with_slashes(_parts(shown, _STARS))
    return text if _read(text) == _comparable(line) else _with_slashes(_parts(shown, {}))


def _read(text: str) -> list[Inline]:
    read = paragraphs_of(words_of(text), lambda name: name)
    return _comparable(read[0]) if read else []


def _comparable(line: Iterable[Inline]) -> list[Inline]:
    """The pieces without the marks of references, which are those of the words beside them."""
    return [FootnoteRef(piece.attrs) if isinstance(piece, FootnoteRef) else piece for piece in line]


def _with_bare_links(line: Sequence[Inline]) -> Iterator[Inline]:
    """The line without the links that addresses are by themselves."""
    said = "".join(piece.text if isinstance(piece, Text) else " " for piece in line)
    spans, at = {(start, end): href for start, end, href in bare(said)}, 0
    for href, group in groupby(line, key=href_of):
        pieces = [*group]
        end = at + sum(len(piece.text) if isinstance(piece, Text) else 1 for piece in pieces)
        is_bare = href != "" and spans.get((at, end)) == href
        yield from (_without_link(piece) if is_bare else piece for piece in pieces)
        at = end


def _without_link(piece: Inline) -> Inline:
    return marked(piece, tuple(mark for mark in piece.marks if mark.type != "link"))


class _LinePart(NamedTuple):
    """A part of a written line: words, or a sign that is meant to be obeyed."""

    text: str
    is_sign: bool = False
    in_link: bool = False


def _parts(pieces: Iterable[Inline], stars: Mapping[str, str]) -> Iterator[_LinePart]:
    """The words of a line with the signs of their marks, which are stars or tags."""
    opened: list[TextMark] = []
    for href, group in groupby(pieces, key=href_of):
        held = [*group]
        if not href:
            for piece in held:
                yield from _turned(opened, piece.marks, stars)
                yield _LinePart(piece.text) if isinstance(piece, Text) else _LinePart(f"[^{_label_of(piece)}]", True)
            continue
        yield from _turned(
            opened, [each for each in held[0].marks if all(each in piece.marks for piece in held)], stars
        )
        yield _LinePart("[", True)
        yield _LinePart(_with_slashes(_words_of_link(held, opened, stars), in_link=True), in_link=True)
        yield _LinePart(f"](<{href}>)" if balanced(f"{href})") != href else f"]({href})", True)
    yield from _turned(opened, [], stars)


def _words_of_link(
    pieces: Iterable[Inline], outside: Sequence[TextMark], stars: Mapping[str, str]
) -> Iterator[_LinePart]:
    inside: list[TextMark] = []
    for piece in pieces:
        yield from _turned(inside, [each for each in piece.marks if each not in outside], stars)
        yield _LinePart(piece.text if isinstance(piece, Text) else "")
    yield from _turned(inside, [], stars)


def _label_of(piece: Inline) -> str:
    return piece.label if isinstance(piece, FootnoteRef) else ""


def _turned(opened: list[TextMark], wanted: Iterable[TextMark], stars: Mapping[str, str]) -> Iterator[_LinePart]:
    """The signs that end the marks that are not wanted, and begin those that are."""
    wanted = [mark for mark in wanted if mark.type != "link"]
    kept = next((n for n, mark in enumerate(opened) if mark not in wanted), len(opened))
    while len(opened) > kept:
        kind = opened.pop().type
        yield _LinePart(stars.get(kind) or f"</{_TAGS[kind]}>", True)
    for mark in wanted:
        if mark not in opened:
            opened.append(mark)
            yield _LinePart(stars.get(mark.type) or f"<{_TAGS[mark.type]}>", True)


def _with_slashes(parts: Iterable[_LinePart], *, in_link: bool = False) -> str:
    """The line with a backslash before each sign that is text; those that stand before a sign are doubled."""
    held = [part for part in parts if part.text]
    line = "".join(part.text for part in held)
    starts = [*accumulate((len(part.text) for part in held), initial=0)]
    told, at = "", 0
    for sign in signs_of(line, in_link):
        part = held[bisect_right(starts, sign.start) - 1]
        if part.in_link or (sign.kind == "close" and not part.is_sign and not in_link):
            continue
        told += line[at : sign.start] + "\\" * (sign.slashes + (not part.is_sign))
        at = sign.start
    return told + line[at:]
