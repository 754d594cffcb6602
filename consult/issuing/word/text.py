"""A text, written as Word paragraphs: a walk over the same tree as on the pages, so that it reads the same in both.

Headings are moved below those of the document around them. Lists have their writers' labels; those of older texts are
counted as the document counts. Footnotes are real Word footnotes: what is referred to twice is printed once, and what
nothing refers to stands below the text.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

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
from consult.issuing.word.numbering import DECIMAL, STEP, is_counted, list_mark
from consult.issuing.word.styles import HEADINGS, TEXT_WIDTH
from consult.texts import tree
from consult.texts.labels import label, numbered
from consult.texts.nodes import (
    Blockquote,
    BulletList,
    Doc,
    FootnoteDef,
    FootnoteRef,
    Heading,
    OrderedList,
    Paragraph,
    TextTable,
)
from consult.texts.shown import CodeBlock, Divider, Earlier
from consult.texts.walks.lines import words_of_line

_QUOTE_STEP = 425
# Styles that know nothing of where the text around them begins.
_SET_IN = frozenset({"Code", "Divider", *(f"Heading{level}" for level in range(2, HEADINGS + 1))})


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


def write_text(file: WordFile, stored: str, voice: Voice) -> None:
    """Write a text at the end of the document."""
    doc = tree.shown(stored)
    _Writer(file, voice, file.body, doc).write_all()


def write_line(file: WordFile, stored: str, voice: Voice, *, mark: Mark | None = None, last_words: str = "") -> None:
    """Write a short text as one paragraph, a list's item where it has a mark; only emphasis and links count in it."""
    doc = tree.shown_line(stored)
    lines = [block.content for block in doc.blocks if isinstance(block, Paragraph)]
    right_to_left = reads_right_to_left(" ".join(map(words_of_line, lines)))
    made = paragraph(file.body.element, voice.style, mark=mark, right_to_left=right_to_left)
    inline = _Writer(file, voice, file.body, doc).inline
    for n, line in enumerate(lines):
        run(made, "\n" if n else "")
        inline.write(made, line, PLAIN)
    run(made, last_words, BOLD)


@dataclass(frozen=True)
class _Item:
    """How the paragraph that an item begins with is marked: by Word, or by a label that Word cannot count."""

    style: str
    mark: Mark | None
    label: str
    quoted: int


class _Writer:
    """Writes one text, or one footnote of it, into a place."""

    def __init__(self, file: WordFile, voice: Voice, place: Place, doc: Doc) -> None:
        self.file, self.voice, self.place, self.doc = file, voice, place, doc
        self.notes: Mapping[str, FootnoteDef] = {note.label: note for note in doc.notes}
        self.inline = InlineWriter(place.part, self._footnote)
        self._item: _Item | None = None  # what begins next
        self._begins_note = False
        self._numbers: dict[str, int] = {}  # the notes written so far, with the numbers that Word gives them
        self._headings: dict[int, int] = {}
        self._blocks: dict[type, Callable[[Any, _Depth], None]] = {
            Paragraph: self._paragraph,
            Heading: self._heading,
            BulletList: self._list,
            OrderedList: self._list,
            Blockquote: self._quote,
            CodeBlock: self._code,
            Divider: self._divider,
            TextTable: self._table,
        }

    def write_all(self) -> None:
        """Write the whole text; below it the notes that nothing in it refers to."""
        self.write(self.doc.blocks)
        for number, note in enumerate(self.doc.notes, 1):
            if note.label not in self._numbers:
                self._loose_note(number, note)

    def write(self, blocks: Iterable[Any], depth: _Depth = _TOP) -> None:
        """Write blocks one after another."""
        blocks = list(blocks)
        if depth == _TOP:
            # A text whose headings begin at level 3 must not leave a gap in the outline.
            levels = sorted({block.level for block in blocks if isinstance(block, Heading)})
            self._headings = {level: min(self.voice.heading + n, HEADINGS) for n, level in enumerate(levels)}
        for block in blocks:
            self._blocks[type(block)](block, depth)

    def _begin(self, style: str, depth: _Depth, text: str = "") -> etree._Element:
        """A new paragraph; the first of a list item bears its mark, the first of a footnote its number."""
        item, self._item = self._item, None
        if item is not None and depth.quoted > item.quoted + (style == "Quote"):
            # A mark takes the place of an indent, by which alone one sees what stands in such quotes.
            self._marked(item, item.style, depth, text="")
            item = None
        if item is not None:
            # What is quoted, code or a line across the page stays that, though it is the first thing in its item.
            stays = style in _SET_IN or depth.quoted != item.quoted
            made = self._marked(item, style if stays else item.style, depth, text)
        else:
            set_in = depth != _TOP or style in _SET_IN
            indent = self._indent(depth) if set_in else None
            direction = reads_right_to_left(text)
            made = paragraph(self.place.element, style, indent=indent, right_to_left=direction)
        if self._begins_note:
            self._begins_note = False
            begin_note_paragraph(made)
        return made

    def _indent(self, depth: _Depth) -> int:
        return self.voice.indent + STEP * depth.listed + _QUOTE_STEP * depth.quoted

    def _marked(self, item: _Item, style: str, depth: _Depth, text: str) -> etree._Element:
        direction, indent = reads_right_to_left(text), None if item.mark else self._indent(depth)
        hanging = 0 if item.mark else STEP
        made = paragraph(
            self.place.element, style, mark=item.mark, indent=indent, hanging=hanging, right_to_left=direction
        )
        run(made, f"{item.label}\t" if item.label else "")
        return made

    def _flush(self, depth: _Depth) -> None:
        """Before a block that cannot bear a mark: let an empty paragraph bear it."""
        if self._item is not None or self._begins_note:
            self._begin(self._body_style(depth), depth)

    def _body_style(self, depth: _Depth) -> str:
        if depth.quoted:
            return "Quote"
        return "ListContinue" if depth.listed else self.voice.style

    def _paragraph(self, block: Paragraph, depth: _Depth) -> None:
        made = self._begin(self._body_style(depth), depth, words_of_line(block.content))
        self.inline.write(made, block.content, PLAIN)

    def _heading(self, block: Heading, depth: _Depth) -> None:
        said = words_of_line(block.content)
        if not said.strip() and not any(isinstance(each, FootnoteRef) for each in block.content):
            return
        within = depth != _TOP or self._begins_note
        style = self._body_style(depth) if within else f"Heading{self._headings[block.level]}"
        made = self._begin(style, depth, said)
        self.inline.write(made, block.content, BOLD if within else PLAIN)

    def _list(self, block: BulletList | OrderedList, depth: _Depth) -> None:
        self._flush(depth)
        within = replace(depth, listed=depth.listed + 1)
        marked = self._bullets(block, depth) if isinstance(block, BulletList) else self._counted(block, depth)
        for item, begins in zip(block.content, marked, strict=True):
            self._item = begins
            self.write(item.content, within)
            self._flush(within)

    def _bullets(self, block: BulletList, depth: _Depth) -> Iterator[_Item]:
        indent = self.voice.indent + _QUOTE_STEP * depth.quoted
        number = self.file.numbering.bullets(indent, alike=not isinstance(self.doc, Earlier))
        for _ in block.content:
            yield _Item("ListBullet", list_mark(number, depth.listed), "", depth.quoted)

    def _counted(self, block: OrderedList, depth: _Depth) -> Iterator[_Item]:
        """The items of a list; where a number is not the next one, Word begins another list of the same kind."""
        indent = self.voice.indent + _QUOTE_STEP * depth.quoted
        kind = self.voice.ordered if isinstance(self.doc, Earlier) else block.style
        listed: int | None = None
        for number, item in numbered(block):
            if not isinstance(self.doc, Earlier) and not is_counted(block.style, number):
                listed = None
                yield _Item("ListNumber", None, label(block.style, number), depth.quoted)
                continue
            if listed is None or item.value is not None:
                listed = self.file.numbering.ordered(kind, indent, start=number, level=depth.listed)
            yield _Item("ListNumber", list_mark(listed, depth.listed), "", depth.quoted)

    def _quote(self, block: Blockquote, depth: _Depth) -> None:
        self.write(block.content, replace(depth, quoted=depth.quoted + 1))

    def _code(self, block: CodeBlock, depth: _Depth) -> None:
        run(self._begin("Code", depth), block.text.rstrip("\n"))

    def _divider(self, block: Divider, depth: _Depth) -> None:
        self._begin("Divider", depth)

    def _table(self, block: TextTable, depth: _Depth) -> None:
        self._flush(depth)
        indent = self._indent(depth)
        rows = [row.content for row in block.content]
        said = [[" ".join(words_of_line(each.content) for each in cell.content) for cell in row] for row in rows]
        widths = tables.column_widths(said, TEXT_WIDTH - indent)
        description = f"{len(rows) - 1} rows and {len(widths)} columns; the first row holds the headings."
        title = f"Table in {self.voice.about}"
        table = tables.begin_table(self.place.element, "Grid", widths, indent, title, description)
        for n, row in enumerate(rows):
            for cell, element in zip(row, tables.begin_row(table, widths, header=n == 0), strict=True):
                self._cell(cell, element, "TableText" if n else "TableHeading")
        tables.end_table(self.place.element)

    def _cell(self, cell: Any, element: etree._Element, style: str) -> None:
        alignment = getattr(cell.attrs, "align", "") or None
        for each in cell.content:
            direction = reads_right_to_left(words_of_line(each.content))
            made = paragraph(element, style, right_to_left=direction, align=alignment)
            self.inline.write(made, each.content, PLAIN)

    def _footnote(self, parent: etree._Element, reference: FootnoteRef) -> None:
        note = self.notes.get(reference.label)
        if note is None:
            run(parent, f"[^{reference.label}]")
            return
        if reference.label in self._numbers:
            self.file.notes.refer_again(parent, self._numbers[reference.label])
            return
        place = Place(self.file.notes.begin(parent), self.file.notes_part)
        self._numbers[reference.label] = self.file.notes.count
        kind = type(self.doc)
        writer = _Writer(self.file, Voice(style="FootnoteText", about="a footnote"), place, kind(note.content))
        writer._begins_note = True
        writer.write(note.content)
        writer._flush(_TOP)

    def _loose_note(self, number: int, note: FootnoteDef) -> None:
        for n, each in enumerate(note.content):
            direction = reads_right_to_left(words_of_line(each.content))
            made = paragraph(self.place.element, "LooseNote", right_to_left=direction)
            run(made, "" if n else f"[{number}] ")
            self.inline.write(made, each.content, PLAIN)
