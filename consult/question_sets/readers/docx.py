"""Word files (.docx) to blocks: our own walk over the document, in reading order.

python-docx shows neither content controls, text boxes, tracked insertions nor automatic numbers, and a paper's
questions stand in all of them. `docx_text.py` reads one paragraph; here is the order of paragraphs and tables.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from consult.question_sets.paper import UnreadablePaper
from consult.question_sets.readers.archive import Archive
from consult.question_sets.readers.blocks import Block, Cell
from consult.question_sets.readers.docx_numbering import TICK_BOX, VAL, Numbering, W, child_value, whole
from consult.question_sets.readers.docx_styles import Style, Styles
from consult.question_sets.readers.docx_text import Paragraph, read_paragraph
from consult.question_sets.readers.runs import lines_of

_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DROPPED = frozenset({W + "del", W + "moveFrom", W + "pPr", W + "tblPr", W + "tblGrid", W + "sectPr", W + "sdtPr"})
_WIDEST = 200


def read_docx(data: bytes) -> list[Block]:
    """The blocks of a Word file: body order, tracked insertions accepted, deletions dropped, footnotes last.

    Raises UnreadablePaper when it is not a Word file, or is protected, damaged or too large unpacked.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        protected = "EncryptedPackage".encode("utf-16-le") in data
        raise UnreadablePaper(
            "This Word file is protected by a password. Save it without one" if protected else "This is not a Word file"
        )
    archive = Archive(data, "Word")
    main = _main_part(archive)
    root = archive.xml(main)
    body = root.find(W + "body") if root is not None else None
    if body is None:
        raise UnreadablePaper("This is not a Word file")
    folder = main.rpartition("/")[0]
    walk = _Walk(Styles(archive.xml(f"{folder}/styles.xml")), Numbering(archive.xml(f"{folder}/numbering.xml")))
    walk.children(body, None)
    walk.footnotes(archive.xml(f"{folder}/footnotes.xml"))
    walk.footnotes(archive.xml(f"{folder}/endnotes.xml"))
    return walk.blocks


def _main_part(archive: Archive) -> str:
    relations = archive.xml("_rels/.rels")
    for relation in relations.iterfind(_RELATIONSHIPS) if relations is not None else ():
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    return "word/document.xml"


@dataclass
class _Walk:
    styles: Styles
    numbering: Numbering
    blocks: list[Block] = field(default_factory=list)
    tables: int = 0
    paragraphs: int = 0
    carried: str = ""

    def children(self, parent: etree._Element, cell: Cell | None) -> None:
        """Read the paragraphs, tables and whatever wraps them (content controls, insertions, custom XML)."""
        for element in parent:
            tag = element.tag
            if tag == W + "p":
                self.paragraph(element, cell)
            elif tag == W + "tbl":
                self.table(element)
            elif tag == W + "sdt":
                self.control(element, cell)
            elif tag not in _DROPPED:
                self.children(element, cell)

    def control(self, element: etree._Element, cell: Cell | None) -> None:
        content = element.find(W + "sdtContent")
        gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        if content is not None and (gallery is None or gallery.get(VAL) != "Table of Contents"):
            self.children(content, cell)

    def paragraph(self, element: etree._Element, cell: Cell | None) -> None:
        properties = element.find(W + "pPr")
        style_name = child_value(properties, "pStyle")
        style = self.styles.of(style_name)
        if style.contents:
            return
        self.paragraphs += 1
        read = read_paragraph(element, style.bold)
        label, depth = self._label(properties, style, style_name) if read.has_text else (None, 0)
        # A deleted paragraph mark joins this paragraph to the next.
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self.carried += read.text
        else:
            level = whole(child_value(properties, "outlineLvl"), style.level - 1) + 1
            self._add(read, level if level <= 6 else 0, label, depth, cell)
        for box in read.boxes:
            self.children(box, cell)

    def _add(self, read: Paragraph, level: int, label: str | None, depth: int, cell: Cell | None) -> None:
        for n, (text, markdown) in enumerate(lines_of(self.carried + read.text, self.carried + read.markdown)):
            mark = label if n == 0 else None
            self._append(Block(text, markdown, level, read.bold, mark, depth, cell, near=n > 0))
        for choice in read.choices:
            self._append(Block(choice, choice, label=TICK_BOX, cell=cell, near=True))
        self.carried = ""

    def _append(self, block: Block) -> None:
        if block.text:
            self.blocks.append(replace(block, paragraph=self.paragraphs))

    def _label(self, properties: etree._Element | None, style: Style, name: str | None) -> tuple[str | None, int]:
        own = properties.find(W + "numPr") if properties is not None else None
        number = (child_value(own, "numId") if own is not None else None) or style.number
        if not number or number == "0":
            return None, 0
        tied = self.numbering.level_of_style(number, name) if own is None else None
        depth = tied if tied is not None else whole(child_value(own, "ilvl"), style.depth)
        return self.numbering.label(number, depth), depth

    def table(self, element: etree._Element) -> None:
        rows = [list(_cells(row)) for row in _rows(element)]
        columns = max((sum(span for _, span in row) for row in rows), default=0)
        self.tables += 1
        table = self.tables
        for n, row in enumerate(rows):
            column = 0
            for element_of_cell, span in row:
                # A table of one column is a frame round its text, not a table to the reader.
                place = Cell(table, n, column, columns, span) if columns > 1 else None
                if not _continues_merge(element_of_cell):
                    self.children(element_of_cell, place)
                column += span

    def footnotes(self, root: etree._Element | None) -> None:
        """Add the notes of a notes part at the end, kept apart from the text."""
        first = len(self.blocks)
        for note in root if root is not None else ():
            if note.get(W + "type") not in ("separator", "continuationSeparator", "continuationNotice"):
                self.children(note, None)
        self.blocks[first:] = [replace(block, footnote=True) for block in self.blocks[first:]]


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for element in table:
        if element.tag == W + "tr":
            if element.find(f"{W}trPr/{W}del") is None:
                yield element
        elif element.tag not in _DROPPED:
            yield from _rows(element)


def _cells(row: etree._Element) -> Iterator[tuple[etree._Element, int]]:
    for element in row:
        if element.tag == W + "tc":
            span = whole(child_value(element.find(W + "tcPr"), "gridSpan"), 1)
            yield element, min(max(span, 1), _WIDEST)
        elif element.tag not in _DROPPED:
            yield from _cells(element)


def _continues_merge(cell: etree._Element) -> bool:
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(VAL) != "restart"
