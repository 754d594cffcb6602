"""Texts that were typed in Markdown as trees: they read as they always did.

`earlier` keeps all that was shown, also what no text of today holds (`shown.py`): pages, documents and search walk over
it. `tree_of` makes a text of today of it, for somebody who goes on writing it. No word goes.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from string import ascii_letters, digits
from typing import Any

import msgspec
from markdown_it.token import Token

from consult.texts import grammar, shown
from consult.texts.addresses import linkable
from consult.texts.labels import labelled
from consult.texts.nodes import (
    EM,
    MARKS,
    STRONG,
    Blockquote,
    BulletList,
    Doc,
    FootnoteDef,
    FootnoteRef,
    HardBreak,
    Heading,
    Inline,
    Level,
    Line,
    ListItem,
    ListLabels,
    Marks,
    NoteLabel,
    OrderedList,
    Paragraph,
    TableRow,
    Text,
    TextMark,
    TextTable,
    link,
)
from consult.texts.normal import normal

_BEGINS_NO_MARK = frozenset(ascii_letters + "('\"£‘“")
_NEVER_A_MARK = _BEGINS_NO_MARK | frozenset(digits + " \n.,;:?!)%/’”–—-")
_RANKS = {name: rank for rank, name in enumerate(shown.ORDER)}
_ALIGNMENTS = {"text-align:right": "right", "text-align:center": "center"}


def has_no_marks(text: str) -> bool:
    """Whether nothing in a text could be a mark, by what it is made of and how its lines begin and end."""
    return _NEVER_A_MARK.issuperset(text) and all(
        line[0] in _BEGINS_NO_MARK and line[-1] != " " for line in text.split("\n") if line
    )


def tree_of(text: str) -> Doc:
    """A text that was typed in Markdown as somebody can go on writing it: a tree of today, in its normal form."""
    return normal(narrowed(earlier(text)))


def earlier(text: str) -> shown.Earlier:
    """A text that was typed in Markdown as it is read: all that was ever shown of it."""
    if has_no_marks(text):  # as most texts: reading one costs more than all that is done with it
        parts = (part.strip("\n").replace("\n", " ") for part in text.split("\n\n"))
        return shown.Earlier(tuple(Paragraph((Text(part),)) for part in parts if part))
    return _doc(grammar.parse(text).tokens)


def earlier_line(text: str) -> shown.Earlier:
    """A text that was typed as one line of a list: only emphasis, code and links count in it."""
    if has_no_marks(text) and "\n" not in text:
        return shown.Earlier((Paragraph((Text(text),)),) if text else ())
    return shown.Earlier(tuple(Paragraph(_line(each.children or ())) for each in grammar.parse_line(text).tokens))


def _doc(tokens: Sequence[Token]) -> shown.Earlier:
    return shown.Earlier(_Reading(tokens).blocks(""))


class _Reading:
    """The tokens of a text, from first to last."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = iter(tokens)

    def blocks(self, until: str) -> tuple[Any, ...]:
        """The blocks up to a closing token."""
        made: list[Any] = []
        for token in self._tokens:
            if token.type == until:
                break
            if token.type == "footnote_block_open":
                made += self.blocks("footnote_block_close")
            else:
                made.append(_BLOCKS[token.type](self, token))
        return tuple(made)

    def line(self) -> Line:
        """The words of a block of one line, which is read to its end."""
        inline = next(self._tokens)
        next(self._tokens)
        return _line(inline.children or ())

    def ordered(self, token: Token) -> OrderedList:
        """A list with numbers."""
        numbering = ListLabels("1.", int(token.attrs.get("start", 1)))
        return OrderedList(numbering, self.blocks("ordered_list_close"))

    def table(self) -> TextTable:
        """A table with the row of its headings."""
        rows: list[TableRow] = []
        for token in self._tokens:
            if token.type == "table_close":
                break
            if token.type == "tr_open":
                rows.append(TableRow(tuple(self._cells())))
        return TextTable(tuple(rows))

    def _cells(self) -> Iterator[Any]:
        for token in self._tokens:
            if token.type == "tr_close":
                return
            align = _ALIGNMENTS.get(str(token.attrs.get("style", "")), "")
            yield shown.cell_of((Paragraph(self.line()),), heads=token.type == "th_open", align=align)


def _note(reading: _Reading, token: Token) -> FootnoteDef:
    return FootnoteDef(NoteLabel(str(token.meta["id"] + 1)), reading.blocks("footnote_close"))


_BLOCKS: dict[str, Callable[[_Reading, Token], object]] = {
    "paragraph_open": lambda reading, token: Paragraph(reading.line()),
    "heading_open": lambda reading, token: Heading(Level(int(token.tag[1:])), reading.line()),
    "bullet_list_open": lambda reading, token: BulletList(reading.blocks("bullet_list_close")),
    "ordered_list_open": _Reading.ordered,
    "list_item_open": lambda reading, token: ListItem(reading.blocks("list_item_close")),
    "blockquote_open": lambda reading, token: Blockquote(reading.blocks("blockquote_close")),
    "table_open": lambda reading, token: reading.table(),
    "footnote_open": _note,
    "fence": lambda reading, token: shown.CodeBlock(token.content),
    "code_block": lambda reading, token: shown.CodeBlock(token.content),
    "hr": lambda reading, token: shown.Divider(),
}


def _line(tokens: Iterable[Token]) -> Line:
    """The words of a line with their marks, as few pieces as there can be."""
    pieces: list[Inline] = []
    open_: list[TextMark] = []
    marks: Marks = ()
    for token in tokens:
        if token.nesting:
            if token.nesting > 0:
                open_.append(_mark(token))
            else:
                open_.pop()
            marks = tuple(sorted(dict.fromkeys(open_), key=_rank))
        elif token.type == "hardbreak":
            pieces.append(HardBreak(marks))
        elif token.type == "footnote_ref":
            pieces.append(FootnoteRef(NoteLabel(str(token.meta["id"] + 1)), marks))
        else:
            pieces.append(_words(token, marks))
    return tuple(_joined(pieces))


def _mark(token: Token) -> TextMark:
    if token.type != "link_open":
        return {"em_open": EM, "strong_open": STRONG}.get(token.type, shown.STRUCK)
    # What documents do not lead to stands behind its words since it was read.
    address = str(token.attrs.get("href", ""))
    return link(address) if linkable(address) else shown.told_link(address)


def _rank(mark: TextMark) -> int:
    return _RANKS[mark.type]


def _words(token: Token, marks: Marks) -> Text:
    if token.type == "code_inline":
        return Text(token.content, (*marks, shown.CODE))
    return Text(" " if token.type == "softbreak" else token.content, marks)


def _joined(pieces: Iterable[Inline]) -> Iterator[Inline]:
    for marks, group in groupby(pieces, key=lambda piece: piece.marks if isinstance(piece, Text) else None):
        if marks is None:
            yield from group
        elif text := "".join(piece.text for piece in group if isinstance(piece, Text)):
            yield Text(text, marks)


def narrowed(doc: shown.Earlier) -> Doc:
    """The text of today's blocks and marks alone.

    Words of code lose their letters of one width; what was struck through stands between its tildes, as it was typed;
    a line across the page, which says nothing, goes.
    """
    notes = (FootnoteDef(note.attrs, tuple(_paragraphs(note.content))) for note in doc.notes)
    return Doc((*_narrowed(doc.blocks), *notes))


def _narrowed(blocks: Iterable[Any]) -> Iterator[Any]:
    for block in blocks:
        if isinstance(block, shown.CodeBlock):
            yield Paragraph(block.line)
        elif isinstance(block, Paragraph | Heading):
            yield msgspec.structs.replace(block, content=_narrow_line(block.content))
        elif isinstance(block, TextTable):
            yield TextTable(tuple(TableRow(tuple(map(_narrow_cell, row.content))) for row in block.content))
        elif not isinstance(block, shown.Divider):
            yield msgspec.structs.replace(block, content=_inside(block))


def _inside(block: Any) -> tuple[Any, ...]:
    inside = tuple(_narrowed(block.content))
    if isinstance(block, ListItem | Blockquote) and (not inside or _needs_paragraph(block, inside)):
        return (Paragraph(), *inside)
    return inside


def _needs_paragraph(block: Any, inside: tuple[Any, ...]) -> bool:
    return isinstance(block, ListItem) and not isinstance(inside[0], Paragraph)


def _narrow_cell(cell: Any) -> Any:
    return type(cell)(tuple(Paragraph(_narrow_line(each.content)) for each in cell.content))


def _narrow_line(content: Line) -> Line:
    """The words without looks of earlier texts; what was struck through between tildes."""
    made: list[Inline] = []
    for struck, run in groupby(content, key=lambda node: shown.STRUCK in node.marks):
        tildes = [Text("~~")] if struck else []
        made += [*tildes, *(_plainer(node) for node in run), *tildes]
    return tuple(made)


def _plainer(node: Inline) -> Inline:
    return msgspec.structs.replace(node, marks=tuple(mark for mark in node.marks if mark.type in MARKS))


def _paragraphs(blocks: Iterable[Any]) -> Iterator[Paragraph]:
    """The blocks of a note as paragraphs, which is all that a note of today holds; a list with its labels."""
    for block in _narrowed(blocks):
        if isinstance(block, Paragraph | Heading):
            yield Paragraph(block.content)
        elif isinstance(block, BulletList | OrderedList):
            for label, item in labelled(block):
                first, *others = _paragraphs(item.content)
                yield Paragraph((Text(f"{label} "), *first.content))
                yield from others
        elif isinstance(block, TextTable):
            yield from (Paragraph(_row(row)) for row in block.content)
        else:
            yield from _paragraphs(block.content)


def _row(row: TableRow) -> Line:
    cells = [[piece for each in cell.content for piece in each.content] for cell in row.content]
    return tuple(piece for n, cell in enumerate(cells) for piece in ([Text("\t")] * bool(n) + cell))
