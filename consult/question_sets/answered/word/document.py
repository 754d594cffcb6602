"""A Word file as paragraphs, tables and notes in reading order, with all of their look that a text can hold."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from consult.question_sets.answered import losses
from consult.question_sets.answered.pieces import CellPlace, ListPlace, Piece, Table, TableCell, WordText, Written
from consult.question_sets.answered.word.gathered import Surroundings
from consult.question_sets.answered.word.inline import is_a_prompt, notes_by_bookmark, read_paragraph
from consult.question_sets.answered.word.styles import character_styles, hiding_styles, words
from consult.question_sets.readers.archive import Archive
from consult.question_sets.readers.word.document import CONTENTS_GALLERY, main_part
from consult.question_sets.readers.word.numbering import (
    BULLET,
    TICK_BOX,
    VAL,
    Numbering,
    W,
    child_value,
    switched_on,
    whole,
)
from consult.question_sets.readers.word.styles import PLAIN as PLAIN_TRAITS
from consult.question_sets.readers.word.styles import Styles, Traits, traits_of
from consult.question_sets.readers.word.tables import ALTERNATIVES, PASSED_OVER, cells_of, rows_of
from consult.question_sets.readers.word.text import alternative

_P, _TBL, _SDT = W + "p", W + "tbl", W + "sdt"
_NOTE_KINDS = ("separator", "continuationSeparator", "continuationNotice")


def read_word(data: bytes) -> WordText:
    """The whole text of a Word file; raises UnreadablePaper as `read_docx` does."""
    archive = Archive(data, "Word")
    main = main_part(archive)
    folder = main.rpartition("/")[0]
    root = archive.xml(main)
    body = root.find(W + "body") if root is not None else None
    if body is None:
        return WordText()
    styles, listed = archive.xml(f"{folder}/styles.xml"), archive.xml(f"{folder}/numbering.xml")
    looks, comments = character_styles(styles), _comments(archive.xml(f"{folder}/comments.xml"))
    out = WordText()
    walk = _Walk(
        out,
        Styles(styles),
        _names(styles),
        Numbering(listed),
        Surroundings(looks, _addresses(archive, folder, main.rpartition("/")[2]), comments, notes_by_bookmark(body)),
        {p: n for n, p in enumerate(body.iter(_P), 1)},
        hiding_styles(styles),
    )
    walk.children(body, None)
    walk.end()
    for kind, part in (("f", "footnotes"), ("e", "endnotes")):
        notes = archive.xml(f"{folder}/{part}.xml")
        walk.around = Surroundings(looks, _addresses(archive, folder, f"{part}.xml"), comments)
        walk.notes(kind, notes)
    out.lost += _margins(archive, folder)
    return out


def _addresses(archive: Archive, folder: str, part: str) -> dict[str, str]:
    """Where the relations of a part lead outside the file."""
    root = archive.xml(f"{folder}/_rels/{part}.rels")
    return {
        each.get("Id", ""): each.get("Target", "")
        for each in (root if root is not None else ())
        if each.get("TargetMode") == "External"
    }


def _comments(root: etree._Element | None) -> dict[str, tuple[str, str]]:
    return {
        each.get(W + "id", ""): (
            each.get(W + "author", ""),
            " ".join(words(p, "t") for p in each.iter(_P)),
        )
        for each in (root if root is not None else ())
    }


def _names(root: etree._Element | None) -> dict[str, str]:
    """The names of paragraph and table styles, folded, by their identity: programs keep names and change identities."""
    return {
        each.get(W + "styleId", ""): folded(child_value(each, "name") or "")
        for each in (root.iterfind(W + "style") if root is not None else ())
    }


def folded(name: str) -> str:
    """A style's name without spaces and capitals."""
    return name.lower().replace(" ", "").replace("_", "")


def _margins(archive: Archive, folder: str) -> Iterator[str]:
    """What stands in headers and footers, each text once."""
    seen = set()
    for what in ("header", "footer"):
        for n in range(1, 10):
            root = archive.xml(f"{folder}/{what}{n}.xml")
            text = " ".join(" ".join(words(p, "t") for p in root.iter(_P)).split()) if root is not None else ""
            if text and (what, text) not in seen:
                seen.add((what, text))
                yield losses.margin(what, text)


@dataclass(slots=True)
class _Walk:
    """Where the reading of a file stands."""

    out: WordText
    styles: Styles
    names: dict[str, str]
    numbering: Numbering
    around: Surroundings
    sources: dict[etree._Element, int]
    hiding: frozenset[str] = frozenset()
    waiting: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    in_contents: bool = False
    sink: list[Written] | None = None
    held: Written | None = None

    def children(self, parent: etree._Element, cell: CellPlace | None) -> None:
        """Read paragraphs, tables and whatever wraps them."""
        for element in parent:
            tag = element.tag
            if tag == _P:
                self.paragraph(element, cell)
            elif tag == _TBL:
                self.table(element, cell)
            elif tag == _SDT:
                self.control(element, cell)
            elif tag == ALTERNATIVES:
                chosen = alternative(element)
                self.children(chosen if chosen is not None else element, cell)
            elif not self._passed_over(element) and tag not in PASSED_OVER:
                self.children(element, cell)

    def _passed_over(self, element: etree._Element) -> bool:
        """Whether an element between paragraphs is only to be noted: a bookmark, what was deleted, another file."""
        tag = element.tag
        if tag == W + "bookmarkStart":
            self.waiting.append(element.get(W + "name", ""))
        elif tag in (W + "del", W + "moveFrom"):
            text = " ".join(words(p, "delText", "t") for p in element.iter(_P))
            self.lost.append(losses.deleted(element.get(W + "author", ""), text))
        elif tag == W + "altChunk":
            self.lost.append(losses.EMBEDDED)
        else:
            return False
        return True

    def control(self, element: etree._Element, cell: CellPlace | None) -> None:
        """Read a content control round whole paragraphs."""
        properties, content = element.find(W + "sdtPr"), element.find(W + "sdtContent")
        gallery = element.find(CONTENTS_GALLERY)
        before = self.in_contents
        self.in_contents = before or (gallery is not None and gallery.get(VAL) == "Table of Contents")
        if is_a_prompt(properties):
            self.lost.append(losses.PROMPT)
        elif content is not None:
            if not self.in_contents:
                self.lost.append(losses.CONTROL)
            self.children(content, cell)
        self.in_contents = before

    def paragraph(self, element: etree._Element, cell: CellPlace | None) -> None:
        """Read one paragraph, and after it the text boxes that hang on it."""
        properties = element.find(W + "pPr")
        traits = traits_of(properties, {properties}) if properties is not None else PLAIN_TRAITS
        style = self.styles.of(traits.style)
        read = read_paragraph(self.around, element)
        made = Written(
            self.sources.get(element, 0), self.names.get(traits.style or "", ""), self._level(traits), read.pieces,
            cell=cell, bookmarks=[*self.waiting, *read.bookmarks], lost=[*self.lost, *read.lost], joined=traits.joined,
            contents=self.in_contents or style.contents,
        )  # fmt: skip
        self.waiting, self.lost = [], []
        if made.has_text or traits.numbered:
            made.place = self._place(traits)
        if made.has_text and traits.style in self.hiding:
            made.lost.append(losses.UNHIDDEN)
        _set_out(made, properties)
        self._append(made)
        for box in read.boxes:
            self.children(box, cell)

    def _append(self, made: Written) -> None:
        """Add a paragraph; one before it whose mark was deleted goes on in it."""
        held = self.held
        if held is not None:
            made.pieces[:0], made.bookmarks[:0], made.lost[:0] = held.pieces, held.bookmarks, held.lost
            made.source = made.source if made.has_text else held.source
        self.held = made if made.joined else None
        if not made.joined:
            (self.out.paragraphs if self.sink is None else self.sink).append(made)

    def end(self) -> None:
        """Let nothing wait that was to go on in a paragraph that never came."""
        if self.held is not None:
            (self.out.paragraphs if self.sink is None else self.sink).append(self.held)
        self.out.lost += self.lost
        self.held, self.lost = None, []

    def _level(self, traits: Traits) -> int:
        level = self.styles.of(traits.style).level
        level = level if traits.outline is None else whole(traits.outline, level - 1) + 1
        return level if level <= 6 else 0

    def _place(self, traits: Traits) -> ListPlace | None:
        style = self.styles.of(traits.style)
        number = traits.number or style.number
        if not number or number == "0":
            return None
        tied = None if traits.numbered else self.numbering.level_of_style(number, traits.style)
        depth = tied if tied is not None else whole(traits.depth, style.depth)
        label = self.numbering.label(number, depth)
        if label is None:
            return None
        ordered = label not in (BULLET, TICK_BOX)
        return ListPlace(
            number, depth, ordered, self.numbering.count(number, depth), label, self.numbering.left(number, depth)
        )

    def table(self, element: etree._Element, within: CellPlace | None) -> None:
        """Read a table; one within a table is read as paragraphs of the cell it stands in."""
        if within is None:
            self.lost += _gone(element)
        else:
            self.lost.append(losses.NESTED)
        rows = [list(cells_of(row)) for row in rows_of(element)]
        properties = element.find(W + "tblPr")
        indent = properties.find(W + "tblInd") if properties is not None else None
        table = Table(
            self.names.get(child_value(properties, "tblStyle") or "", ""),
            whole(indent.get(W + "w"), 0) if indent is not None else 0,
        )
        number = len(self.out.tables)
        if within is None:
            self.out.tables.append(table)
        for n, row in enumerate(rows):
            cells: list[TableCell] = []
            for column, each in enumerate(row):
                place = within or CellPlace(number, n, column)
                before = len(self.out.paragraphs if self.sink is None else self.sink)
                if not each.goes_on:
                    self.children(each.element, place)
                read = (self.out.paragraphs if self.sink is None else self.sink)[before:]
                cells.append(TableCell(read, each.span, each.goes_on))
            table.rows.append(cells)

    def notes(self, kind: str, root: etree._Element | None) -> None:
        """Read the notes of a part, each under its key."""
        for note in root if root is not None else ():
            if note.get(W + "type") not in _NOTE_KINDS:
                self.sink = self.out.notes.setdefault(kind + note.get(W + "id", ""), [])
                self.children(note, None)
                self.end()
                _strip_lead(self.sink)


def _gone(table: etree._Element) -> Iterator[str]:
    """The rows and cells that tracked changes deleted, with what stood in them."""
    for mark in table.iter(W + "del", W + "cellDel"):
        properties = mark.getparent()
        gone = properties.getparent() if properties is not None else None
        if gone is not None and gone.tag in (W + "tr", W + "tc"):
            text = " ".join(words(p, "delText", "t") for p in gone.iter(_P))
            yield losses.deleted(mark.get(W + "author", ""), text)


def _strip_lead(note: list[Written]) -> None:
    """Take away the space between a note's number and its text."""
    first = note[0].pieces if note else []
    if first and first[0].text.startswith((" ", "\t")):
        first[0] = Piece(first[0].text[1:], first[0].face, first[0].note)


def _set_out(made: Written, properties: etree._Element | None) -> None:
    """Note a paragraph's own indent and alignment, and tracked changes of its mark or look."""
    if properties is None:
        return
    indent = properties.find(W + "ind")
    if indent is not None and made.place is None:
        left = indent.get(W + "left") or indent.get(W + "start")
        made.indent = whole(left, 0) if left is not None else None
    made.align = child_value(properties, "jc") or ""
    mark = properties.find(W + "rPr")
    for name, said in (("ins", losses.inserted), ("moveTo", losses.moved)):
        tracked = mark.find(W + name) if mark is not None else None
        if tracked is not None and made.has_text and not any("racked insertion" in each for each in made.lost):
            made.lost.append(said(tracked.get(W + "author", "")))
    if properties.find(W + "sectPr") is not None or switched_on(properties, "pageBreakBefore"):
        made.lost.append(losses.PAGE_BREAK)
    if properties.find(W + "pPrChange") is not None:
        made.lost.append(losses.FORMAT_CHANGE)
