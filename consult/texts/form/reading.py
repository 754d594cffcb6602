"""The text form read: what people type into a text box, and what is written there of a tree.

Plain text is not obeyed as markup unasked, a typed number is data, and no word is lost: what is no heading, list,
table, quotation or footnote is a paragraph with the lines it has.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from consult.texts.characters import printable
from consult.texts.form.signs import (
    DELIMITERS,
    HEADING,
    NOTE,
    QUOTE,
    ListSign,
    indent_of,
    is_bullet,
    list_at,
    may_begin,
    quote_at,
    sign_of,
)
from consult.texts.form.spans import words_of
from consult.texts.grammar import MOST_NESTED
from consult.texts.nodes import (
    EMPTY,
    MOST_COLUMNS,
    Block,
    Blockquote,
    BodyCell,
    BulletList,
    Doc,
    FootnoteDef,
    HardBreak,
    HeadCell,
    Heading,
    Level,
    Line,
    ListItem,
    ListLabels,
    NoteLabel,
    OrderedList,
    Paragraph,
    TableRow,
    TextTable,
    Value,
)
from consult.texts.normal import normal

_QUOTED = re.compile(r"^[ \t]*>[ \t]?")
_BREAK = re.compile(r"(?<!\\)(\\*+)<br>")
_PIPE = re.compile(r"(?<!\\)(\\*+)\|")


def parse(text: str) -> Doc:
    """What somebody typed, as a tree in its normal form."""
    reading = _Reading()
    lines = printable(text.replace("\u2029", "\n\n")).split("\n")
    blocks = reading.blocks(lines, 0)
    return normal(Doc((*(blocks or EMPTY.blocks), *reading.notes)))


class _Reading:
    """A text that is read, and the footnotes that were found in it."""

    def __init__(self) -> None:
        self.notes: list[FootnoteDef] = []

    def blocks(self, lines: Sequence[str], depth: int, *, in_item: bool = False) -> list[Block]:
        """What stands in some lines. The first line of an item says what it says."""
        made: list[Block] = []
        at = 0
        while at < len(lines):
            if not lines[at].strip():
                at += 1
            elif (first := in_item and at == 0) or not begins(lines, at, depth):
                at = self._paragraph(lines, at, depth, made, guarded=not first)
            else:
                at = self._block(lines, at, depth, made)
        return made

    def _paragraph(self, lines: Sequence[str], at: int, depth: int, made: list[Block], *, guarded: bool) -> int:
        end = at + 1
        while end < len(lines) and lines[end].strip() and not begins(lines, end, depth):
            end += 1
        first = _unguarded(lines[at]) if guarded else lines[at].strip()
        made.append(Paragraph(_lines([first, *map(_unguarded, lines[at + 1 : end])])))
        return end

    def _block(self, lines: Sequence[str], at: int, depth: int, made: list[Block]) -> int:
        """Read what begins on a line, and say where it ends."""
        line = lines[at].strip()
        if heading := HEADING.match(line):
            made.append(Heading(Level(len(heading[1])), words_of(line[heading.end() :])))
            return at + 1
        if depth == 0 and NOTE.match(line):
            return self._note(lines, at)
        if _is_table(lines, at):
            return self._table(lines, at, made)
        if QUOTE.match(line):
            return self._quote(lines, at, depth, made)
        return self._list(lines, at, depth, made)

    def _quote(self, lines: Sequence[str], at: int, depth: int, made: list[Block]) -> int:
        end = at
        while end < len(lines) and QUOTE.match(lines[end].lstrip(" \t")):
            end += 1
        inside = self.blocks([_QUOTED.sub("", line) for line in lines[at:end]], depth + 1)
        made.append(Blockquote(tuple(inside) or EMPTY.blocks))
        return end

    def _table(self, lines: Sequence[str], at: int, made: list[Block]) -> int:
        rows, end = [_cells(lines[at])], at + 2
        begins_so = lines[at].lstrip().startswith("|")
        while end < len(lines) and "|" in lines[end]:
            row = _cells(lines[end])
            if begins_so != lines[end].lstrip().startswith("|") or len(row) > MOST_COLUMNS:
                break
            rows.append(row)
            end += 1
        cells = [[_cell(typed) for typed in row] for row in rows]
        head = TableRow(tuple(map(HeadCell, cells[0])))
        made.append(TextTable((head, *(TableRow(tuple(map(BodyCell, row))) for row in cells[1:]))))
        return end

    def _note(self, lines: Sequence[str], at: int) -> int:
        line = lines[at].strip()
        found = NOTE.match(line)
        assert found
        held, end = [line[found.end() :]], at + 1
        while end < len(lines) and (not lines[end].strip() or indent_of(lines[end]) >= 2):
            held.append(lines[end])
            end += 1
        self.notes.append(FootnoteDef(NoteLabel(found[1]), tuple(_paragraphs(held)) or (Paragraph(),)))
        return end

    def _list(self, lines: Sequence[str], at: int, depth: int, made: list[Block]) -> int:
        begun, found = at, list_at(lines, at)
        assert found
        form = found[1]
        following: ListSign | None = found[0]
        items, numbers = list[tuple[Block, ...]](), list[int]()
        while following:
            numbers.append(following.forms[form].number)
            held, at, following = _item(lines, at, _Open(following, form, numbers[-1], found[0].indent, depth))
            inside = self.blocks(held, depth + 1, in_item=bool(held[0]))
            items.append((*EMPTY.blocks[: not (inside and isinstance(inside[0], Paragraph))], *inside))
        if all(item == EMPTY.blocks for item in items):
            made.append(Paragraph(_lines(line.strip() for line in lines[begun:at])))
        elif is_bullet(form):
            made.append(BulletList(tuple(map(ListItem, items))))
        else:
            counted = tuple(ListItem(item, Value(number)) for item, number in zip(items, numbers, strict=True))
            made.append(OrderedList(ListLabels(form, numbers[0]), counted))
        return at


class _Open(NamedTuple):
    """The item that is read: its sign, the form of its list, its number, and where the list stands."""

    sign: ListSign
    form: str
    number: int
    indent: int
    depth: int


def _item(lines: Sequence[str], at: int, item: _Open) -> tuple[list[str], int, ListSign | None]:
    """The lines of an item as they are without its indentation, where it ends, and the sign of the next one."""
    held, empty = [item.sign.rest], 0
    within: tuple[str, int] | None = None  # the list in it that stands no deeper, and the number of its last item
    at += 1
    while at < len(lines):
        if not lines[at].strip():
            empty += 1
        elif following := _next_sign(lines[at], item):
            return held, at, following
        elif (flat := _flat(lines, at, item, within, empty)) or _is_inside(lines, at, item, empty):
            within = flat or within
            held += [*[""] * empty, _dedented(lines[at], item.indent + 2)]
            empty = 0
        else:
            break
        at += 1
    return held, at - empty, None


def _next_sign(line: str, item: _Open) -> ListSign | None:
    """The sign of the next item, where a line has one. The deepest list takes in what stands deeper."""
    sign = sign_of(line)
    if sign is None or sign.indent < item.indent - 1 or not sign.goes_on(item.form, item.number):
        return None
    if sign.indent >= item.indent + 2 and item.depth < MOST_NESTED - 1:
        return None
    says = sign.rest or sign.sure or is_bullet(item.form) or sign.forms[item.form].number == item.number + 1
    return sign if says else None


def _flat(
    lines: Sequence[str], at: int, item: _Open, within: tuple[str, int] | None, after_empty: int
) -> tuple[str, int] | None:
    """The form and number of a line that is of a list in the item, although it stands no deeper than the item."""
    sign = sign_of(lines[at])
    if after_empty or sign is None or not item.indent - 1 <= sign.indent < item.indent + 2:
        return None
    if within and sign.goes_on(*within):
        return within[0], sign.forms[within[0]].number
    found = list_at(lines, at)
    if found is None or (is_bullet(item.form) and not is_bullet(found[1])):
        return None
    return found[1], sign.forms[found[1]].number


def _is_inside(lines: Sequence[str], at: int, item: _Open, after_empty: int) -> bool:
    """Whether a line belongs to an item: by its indentation, or straight after it as what goes on in lower case."""
    indent = indent_of(lines[at])
    if indent >= item.indent + 2:
        return True
    if after_empty or indent < item.indent - 1:
        return False
    return not begins(lines, at, item.depth) and lines[at].strip()[0].islower()


def _dedented(line: str, columns: int) -> str:
    return " " * max(0, indent_of(line) - columns) + line.lstrip(" \t")


def _lines(lines: Iterable[str]) -> Line:
    """The words of some lines, with a break between them."""
    return tuple(piece for n, line in enumerate(lines) for piece in (*[HardBreak()] * bool(n), *words_of(line)))


def _unguarded(line: str) -> str:
    """The line without the backslash that says that it begins nothing."""
    line = line.strip()
    return line[1:] if line.startswith("\\") and may_begin(line.lstrip("\\")) else line


def _paragraphs(lines: Iterable[str]) -> list[Paragraph]:
    """The paragraphs of a footnote, in which nothing else stands."""
    return [
        Paragraph(_lines(line.strip() for line in group))
        for filled, group in groupby(lines, key=lambda line: bool(line.strip()))
        if filled
    ]


def _is_table(lines: Sequence[str], at: int) -> bool:
    if "|" not in lines[at] or at + 1 >= len(lines) or not DELIMITERS.match(lines[at + 1].strip()):
        return False
    return len(_cells(lines[at])) == len(_cells(lines[at + 1])) <= MOST_COLUMNS


def _cells(line: str) -> list[str]:
    """The cells of a row. A bar behind an odd number of backslashes is text."""
    line = line.strip()
    cells, held, at = list[str](), "", 0
    for bar in _PIPE.finditer(line):
        held += line[at : bar.start()] + bar[1][: len(bar[1]) // 2]
        at = bar.end()
        if len(bar[1]) % 2:
            held += "|"
        else:
            cells.append(held.strip())
            held = ""
    held += line[at:]
    if held.strip() or not cells:
        cells.append(held.strip())
    return cells[1:] if line.startswith("|") else cells


def _cell(typed: str) -> tuple[Paragraph, ...]:
    """What stands in a cell, in which `<br>` ends a line and two of them a paragraph."""
    marked = _BREAK.sub(lambda found: found[1][: len(found[1]) // 2] + ("<br>" if len(found[1]) % 2 else "\n"), typed)
    return (Paragraph(_lines(line.strip() for line in marked.split("\n"))),)


def begins(lines: Sequence[str], at: int, depth: int) -> bool:
    """Whether anything but a paragraph begins on a line, `depth` lists and quotations deep."""
    line = lines[at].strip()
    if HEADING.match(line) or (depth == 0 and NOTE.match(line)) or _is_table(lines, at):
        return True
    return depth < MOST_NESTED and (quote_at(lines, at) or list_at(lines, at) is not None)
