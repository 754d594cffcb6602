"""Markdown as people type it, written as Word paragraphs.

The same grammar as on the pages (texts/grammar.py), so that an approved text reads the same on screen and in the
document. Headings are moved below those of the document around them. Footnotes are real Word footnotes; one that is
referred to twice is printed once. Only https and mailto addresses become links.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from lxml import etree
from markdown_it.tree import SyntaxTreeNode

from consult.issuing.word import tables
from consult.issuing.word.elements import (
    BOLD,
    PLAIN,
    Mark,
    paragraph,
    reads_right_to_left,
    run,
)
from consult.issuing.word.inline import InlineWriter
from consult.issuing.word.kit import Place, WordFile
from consult.issuing.word.notes import begin_note_paragraph
from consult.issuing.word.numbering import DECIMAL, STEP, list_mark
from consult.issuing.word.styles import HEADINGS, TEXT_WIDTH
from consult.texts import grammar

_QUOTE_STEP = 425
# Styles that know nothing of where the text around them begins.
_SET_IN = frozenset({"Code", "Divider", *(f"Heading{level}" for level in range(2, HEADINGS + 1))})
_ALIGNMENTS = {"text-align:right": "right", "text-align:center": "center"}


@dataclass(frozen=True)
class Voice:
    """How a text stands in its document.

    `style` of its paragraphs; `indent` where its lists and tables begin; `ordered` the pattern of ordered lists;
    `heading` the level of its highest heading; `about` names it to those who cannot see its tables.
    """

    style: str = "Normal"
    indent: int = 0
    ordered: str = DECIMAL
    heading: int = 2
    about: str = "the text"


@dataclass(frozen=True)
class _Depth:
    """In how many lists and quotes a block is."""

    listed: int = 0
    quoted: int = 0


_TOP = _Depth()


def write_markdown(file: WordFile, text: str, voice: Voice) -> None:
    """Write a Markdown text at the end of the document."""
    tree = SyntaxTreeNode(grammar.parse(text).tokens)
    notes = {
        note.meta["id"]: note for block in tree.children if block.type == "footnote_block" for note in block.children
    }
    _Writer(file, voice, file.body, notes).write(tree.children)


def write_line(file: WordFile, text: str, voice: Voice, *, mark: Mark | None = None, last_words: str = "") -> None:
    """Write a short text as one paragraph, a list's item where it has a mark; only emphasis and links count in it."""
    tree = SyntaxTreeNode(grammar.parse_line(text).tokens)
    made = paragraph(file.body.element, voice.style, mark=mark, right_to_left=reads_right_to_left(text))
    inline = _Writer(file, voice, file.body, {}).inline
    for line in tree.children:
        inline.write(made, line.children, PLAIN)
    run(made, last_words, BOLD)


class _Writer:
    """Writes one text, or one footnote of it, into a place."""

    def __init__(self, file: WordFile, voice: Voice, place: Place, notes: Mapping[int, SyntaxTreeNode]) -> None:
        self.file, self.voice, self.place, self.notes = file, voice, place, notes
        self.inline = InlineWriter(place.part, self._footnote)
        self._item: tuple[str, Mark, int] | None = None  # style, mark and quotes of the item that begins next
        self._begins_note = False
        self._numbers: dict[int, int] = {}  # the notes written so far, with the numbers that Word gives them
        self._headings: dict[str, int] = {}
        self._blocks = {
            "paragraph": self._paragraph,
            "heading": self._heading,
            "bullet_list": self._list,
            "ordered_list": self._list,
            "blockquote": self._quote,
            "fence": self._code,
            "code_block": self._code,
            "hr": self._divider,
            "table": self._table,
        }

    def write(self, nodes: Iterable[SyntaxTreeNode], depth: _Depth = _TOP) -> None:
        """Write blocks one after another."""
        nodes = list(nodes)
        if depth == _TOP:
            # A text whose headings begin at level 3 must not leave a gap in the outline.
            tags = sorted({node.tag for node in nodes if node.type == "heading"})
            self._headings = {tag: min(self.voice.heading + n, HEADINGS) for n, tag in enumerate(tags)}
        for node in nodes:
            write = self._blocks.get(node.type)
            if write is not None:
                write(node, depth)

    def _begin(self, style: str, depth: _Depth, text: str = "") -> etree._Element:
        """A new paragraph; the first of a list item bears its mark, the first of a footnote its number."""
        item, self._item = self._item, None
        if item is not None and depth.quoted > item[2] + (style == "Quote"):
            # A mark takes the place of an indent, by which alone one sees what stands in such quotes.
            paragraph(self.place.element, item[0], mark=item[1])
            item = None
        mark: Mark | None = None
        indent: int | None = None
        if item is not None:
            listed_style, mark, quoted = item
            # What is quoted, code or a line across the page stays that, though it is the first thing in its item.
            if style not in _SET_IN and depth.quoted == quoted:
                style = listed_style
        elif depth != _TOP or style in _SET_IN:
            indent = self.voice.indent + STEP * depth.listed + _QUOTE_STEP * depth.quoted
        direction = reads_right_to_left(text)
        made = paragraph(self.place.element, style, mark=mark, indent=indent, right_to_left=direction)
        if self._begins_note:
            self._begins_note = False
            begin_note_paragraph(made)
        return made

    def _flush(self, depth: _Depth) -> None:
        """Before a block that cannot bear a mark: let an empty paragraph bear it."""
        if self._item is not None or self._begins_note:
            self._begin(self._body_style(depth), depth)

    def _body_style(self, depth: _Depth) -> str:
        if depth.quoted:
            return "Quote"
        return "ListContinue" if depth.listed else self.voice.style

    def _paragraph(self, node: SyntaxTreeNode, depth: _Depth) -> None:
        inline = node.children[0]
        made = self._begin(self._body_style(depth), depth, inline.content)
        self.inline.write(made, inline.children, PLAIN)

    def _heading(self, node: SyntaxTreeNode, depth: _Depth) -> None:
        inline = node.children[0]
        if not inline.content.strip():
            return
        within = depth != _TOP or self._begins_note
        style = self._body_style(depth) if within else f"Heading{self._headings[node.tag]}"
        made = self._begin(style, depth, inline.content)
        self.inline.write(made, inline.children, BOLD if within else PLAIN)

    def _list(self, node: SyntaxTreeNode, depth: _Depth) -> None:
        self._flush(depth)
        indent = self.voice.indent + _QUOTE_STEP * depth.quoted
        if node.type == "bullet_list":
            style, number = "ListBullet", self.file.numbering.bullets(indent)
        else:
            start = int(node.attrs.get("start", 1))
            kind = self.voice.ordered
            style = "ListNumber"
            number = self.file.numbering.ordered(kind, indent, start=start, level=depth.listed)
        within = replace(depth, listed=depth.listed + 1)
        for item in node.children:
            self._item = style, list_mark(number, depth.listed), depth.quoted
            self.write(item.children, within)
            self._flush(within)

    def _quote(self, node: SyntaxTreeNode, depth: _Depth) -> None:
        self.write(node.children, replace(depth, quoted=depth.quoted + 1))

    def _code(self, node: SyntaxTreeNode, depth: _Depth) -> None:
        run(self._begin("Code", depth), node.content.rstrip("\n"))

    def _divider(self, node: SyntaxTreeNode, depth: _Depth) -> None:
        self._begin("Divider", depth)

    def _table(self, node: SyntaxTreeNode, depth: _Depth) -> None:
        self._flush(depth)
        rows = [row.children for part in node.children for row in part.children]
        indent = self.voice.indent + STEP * depth.listed + _QUOTE_STEP * depth.quoted
        widths = tables.column_widths([[cell.children[0].content for cell in row] for row in rows], TEXT_WIDTH - indent)
        description = f"{len(rows) - 1} rows and {len(widths)} columns; the first row holds the headings."
        title = f"Table in {self.voice.about}"
        table = tables.begin_table(self.place.element, "Grid", widths, indent, title, description)
        for n, row in enumerate(rows):
            for cell, element in zip(row, tables.begin_row(table, widths, header=n == 0), strict=True):
                self._cell(cell, element, "TableText" if n else "TableHeading")
        tables.end_table(self.place.element)

    def _cell(self, cell: SyntaxTreeNode, element: etree._Element, style: str) -> None:
        inline = cell.children[0]
        alignment = _ALIGNMENTS.get(str(cell.attrs.get("style", "")))
        direction = reads_right_to_left(inline.content)
        made = paragraph(element, style, right_to_left=direction, align=alignment)
        self.inline.write(made, inline.children, PLAIN)

    def _footnote(self, parent: etree._Element, reference: SyntaxTreeNode) -> None:
        note = reference.meta["id"]
        if note in self._numbers:
            self.file.notes.refer_again(parent, self._numbers[note])
            return
        place = Place(self.file.notes.begin(parent), self.file.notes_part)
        self._numbers[note] = self.file.notes.count
        writer = _Writer(self.file, Voice(style="FootnoteText", about="a footnote"), place, {})
        writer._begins_note = True
        writer.write(self.notes[note].children)
        writer._flush(_TOP)
