"""Word files (.docx) to blocks: our own walk over the document, in reading order.

python-docx shows neither content controls, text boxes, tracked insertions nor automatic numbers, and a paper's
questions stand in all of them. `text.py` reads one paragraph, `tables.py` tells the rows and cells of a
table; here is the order of paragraphs and tables.
"""

from dataclasses import dataclass, field

from lxml import etree

from consult.question_sets.paper import UnreadablePaper
from consult.question_sets.readers.archive import Archive
from consult.question_sets.readers.blocks import Block, Cell
from consult.question_sets.readers.runs import lines_of, tidy
from consult.question_sets.readers.word.numbering import VAL, Numbering, W, whole
from consult.question_sets.readers.word.pages import Pages
from consult.question_sets.readers.word.sequences import Sequences
from consult.question_sets.readers.word.styles import PLAIN, Style, Styles, Traits, traits_of
from consult.question_sets.readers.word.tables import ALTERNATIVES, PASSED_OVER, cells_of, rows_of
from consult.question_sets.readers.word.text import (
    Marks,
    Paragraph,
    alternative,
    is_prompt,
    marks_of,
    named_choices,
    plain_text,
    read_paragraph,
)

STRUCK_OUT = "Struck out"
CONTENTS = "Contents list"
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
CONTENTS_GALLERY = f"{W}sdtPr/{W}docPartObj/{W}docPartGallery"
_MOST_PICKED = 100  # highlighted pieces of a paragraph that are looked for in each of its lines
_P, _TBL, _SDT, _PROPERTIES = W + "p", W + "tbl", W + "sdt", W + "pPr"


def read_docx(data: bytes) -> list[Block]:
    """The blocks of a Word file: body order, tracked insertions accepted, deletions dropped, footnotes last.

    Contents lists and paragraphs that are struck out are there, but ignored. Pages are given where the file tells them.
    Raises UnreadablePaper when it is not a Word file, or is protected, damaged or too large unpacked.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        protected = "EncryptedPackage".encode("utf-16-le") in data
        raise UnreadablePaper(
            "This Word file is protected by a password. Save it without one" if protected else "This is not a Word file"
        )
    archive = Archive(data, "Word")
    main = main_part(archive)
    root = archive.xml(main)
    body = root.find(W + "body") if root is not None else None
    if body is None:
        raise UnreadablePaper("This is not a Word file")
    Sequences().fill(body)
    folder = main.rpartition("/")[0]
    walk = _Walk(
        Styles(archive.xml(f"{folder}/styles.xml")), Numbering(archive.xml(f"{folder}/numbering.xml")), Pages(body)
    )
    walk.body(body)
    walk.footnotes(archive.xml(f"{folder}/footnotes.xml"))
    walk.footnotes(archive.xml(f"{folder}/endnotes.xml"))
    return walk.blocks


def main_part(archive: Archive) -> str:
    """The name of the part that holds the text, as the file's own relations tell it."""
    relations = archive.xml("_rels/.rels")
    for relation in relations.iterfind(_RELATIONSHIPS) if relations is not None else ():
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    return "word/document.xml"


@dataclass(slots=True)
class _Walk:
    """Where the reading of a file stands; `ignored` and `footnote` hold for every block that is added."""

    styles: Styles
    numbering: Numbering
    pages: Pages
    blocks: list[Block] = field(default_factory=list)
    marks: Marks = field(default_factory=Marks)
    tables: int = 0
    paragraphs: int = 0
    carried: list[str] = field(default_factory=list)
    ignored: str = ""
    footnote: bool = False
    sources: dict[etree._Element, int] = field(default_factory=dict)
    source: int = 0

    def body(self, root: etree._Element) -> None:
        """Read a part from its beginning."""
        self.marks = marks_of(root)
        self.sources = {element: n for n, element in enumerate(root.iter(_P), 1)}
        self.children(root, None)

    def children(self, parent: etree._Element, cell: Cell | None) -> None:
        """Read the paragraphs, tables and whatever wraps them (content controls, insertions, custom XML)."""
        for element in parent:
            tag = element.tag
            if tag == _P:
                self.paragraph(element, cell)
            elif tag == _TBL:
                self.table(element)
            elif tag == _SDT:
                self.control(element, cell)
            elif tag == ALTERNATIVES:
                chosen = alternative(element)
                self.children(chosen if chosen is not None else element, cell)
            elif tag not in PASSED_OVER:
                self.children(element, cell)

    def control(self, element: etree._Element, cell: Cell | None) -> None:
        """Read a content control round whole paragraphs; a contents list is one of them."""
        properties, content = element.find(W + "sdtPr"), element.find(W + "sdtContent")
        gallery = element.find(CONTENTS_GALLERY)
        before = self.ignored
        if gallery is not None and gallery.get(VAL) == "Table of Contents":
            self.ignored = before or CONTENTS
        if content is not None and not is_prompt(properties):
            self.children(content, cell)
        for mark, choice in named_choices(element):
            self._append(Block(choice, choice, label=mark, cell=cell, near=True), self.pages.now)
        self.ignored = before

    def paragraph(self, element: etree._Element, cell: Cell | None) -> None:
        """Read one paragraph and the text boxes that hang on it."""
        self.source = self.sources.get(element, 0)
        properties = next(iter(element), None)
        if properties is None or properties.tag != _PROPERTIES:
            traits = PLAIN
        else:
            traits = traits_of(properties, self.marks.properties)
        style = self.styles.of(traits.style)
        if not style.contents:
            self.paragraphs += 1
            if element not in self.marks.paragraphs and self._add_plain(element, traits, style, cell):
                return
        read = read_paragraph(element, style.bold, self.marks)
        before = self.ignored
        if style.contents:
            self.ignored = before or CONTENTS
        self._add(read, traits, style, cell, self.pages.of(read))
        for box in read.boxes:
            self.children(box, cell)
        self.ignored = before

    def _add_plain(self, element: etree._Element, traits: Traits, style: Style, cell: Cell | None) -> bool:
        """Add a paragraph that is nothing but text, as most are, without detours; whether that could be done."""
        text = plain_text(element)
        if self.carried or traits.joined or self.pages.just_begun or "\n" in text:
            return False
        text = tidy(text)
        if text:
            label, depth = self._label(traits, style)
            level, place = self._level(traits, style), self.paragraphs
            self.blocks.append(
                Block(text, text, level, style.bold, label, depth, cell, self.footnote, False,
                      self.pages.now, place, 0, self.ignored, "", self.source)
            )  # fmt: skip
        return True

    @staticmethod
    def _level(traits: Traits, style: Style) -> int:
        level = style.level if traits.outline is None else whole(traits.outline, style.level - 1) + 1
        return level if level <= 6 else 0

    def _add(self, read: Paragraph, traits: Traits, style: Style, cell: Cell | None, page: int | None) -> None:
        text, markdown, bold = read.read()
        # A deleted paragraph mark joins this paragraph to the next.
        if traits.joined:
            self.carried += [text] if text else []
            return
        has_text = bool(read.choices or text.strip())
        if not has_text and not self.carried:
            self._add_struck(read, traits, style, cell, page)
            return
        label, depth = self._label(traits, style) if has_text else (None, 0)
        level = self._level(traits, style)
        if self.carried:
            before = "".join(self.carried)
            text, markdown, self.carried = before + text, before + markdown, []
        for n, (line, marked) in enumerate(lines_of(text, markdown)):
            mark = label if n == 0 else None
            picked = tidy("".join(each for each in read.picked[:_MOST_PICKED] if each.strip() in line))
            self._append(Block(line, marked, level, bold, mark, depth, cell, near=n > 0, picked=picked), page)
        for box, choice in read.choices:
            self._append(Block(choice, choice, label=box, cell=cell, near=True), page)

    def _add_struck(self, read: Paragraph, traits: Traits, style: Style, cell: Cell | None, page: int | None) -> None:
        """Tell of a paragraph that is struck out as a whole; its number counts on, as it is still printed."""
        text = tidy("".join(read.struck))
        if text:
            label, depth = self._label(traits, style)
            self._append(Block(text, text, label=label, depth=depth, cell=cell, ignored=STRUCK_OUT), page)

    def _append(self, block: Block, page: int | None) -> None:
        if block.text:
            block.paragraph, block.page, block.footnote = self.paragraphs, page, self.footnote
            block.source = self.source
            block.ignored = block.ignored or self.ignored
            self.blocks.append(block)

    def _label(self, traits: Traits, style: Style) -> tuple[str | None, int]:
        number = traits.number or style.number
        if not number or number == "0":
            return None, 0
        tied = None if traits.numbered else self.numbering.level_of_style(number, traits.style)
        depth = tied if tied is not None else whole(traits.depth, style.depth)
        return self.numbering.label(number, depth), depth

    def table(self, element: etree._Element) -> None:
        """Read a table row by row; a table of one column is a frame round its text, not a table to the reader."""
        rows = [list(cells_of(row)) for row in rows_of(element)]
        columns = max((sum(each.span for each in row) for row in rows), default=0)
        self.tables += 1
        table = self.tables
        for n, row in enumerate(rows):
            column, first = 0, len(self.blocks)
            self.pages.begin_row()
            for each in row:
                place = Cell(table, n, column, columns, each.span) if columns > 1 else None
                self.pages.begin_cell()
                if not each.goes_on:
                    self.children(each.element, place)
                column += each.span
            self.pages.end_row(self.blocks[first:])

    def footnotes(self, root: etree._Element | None) -> None:
        """Add the notes of a notes part at the end, kept apart from the text."""
        self.footnote, self.pages, self.sources, self.source = True, Pages(None), {}, 0
        if root is None:
            return
        self.marks = marks_of(root)
        for note in root:
            if note.get(W + "type") not in ("separator", "continuationSeparator", "continuationNotice"):
                self.children(note, None)
