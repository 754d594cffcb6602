"""A Word document under construction: where paragraphs go, what numbers them, and how it becomes a file."""

from collections.abc import Iterable
from dataclasses import dataclass

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.package import Package
from lxml import etree

from consult.issuing.word.elements import (
    BOLD,
    PLAIN,
    Face,
    Mark,
    R,
    add,
    bookmark,
    clean,
    field,
    paragraph,
    reads_right_to_left,
    root,
    run,
)
from consult.issuing.word.notes import Footnotes
from consult.issuing.word.numbering import Numbering
from consult.issuing.word.package import (
    PARTS,
    Properties,
    TreePart,
    file_bytes,
    fonts_root,
    settings_root,
)
from consult.issuing.word.styles import HEADINGS, Look, styles_root
from consult.issuing.word.theme import theme_root
from consult.texts.characters import one_line


@dataclass(frozen=True)
class Place:
    """Where paragraphs are being added: the document's body, a table's cell or a footnote, and the part it is in."""

    element: etree._Element
    part: TreePart


class WordFile:
    """One A4 document. Add to it from top to bottom, then ask for its bytes."""

    def __init__(self, look: Look) -> None:
        """Begin an empty document."""
        self.look = look
        self._package = Package()
        self._document = TreePart("/word/document.xml", CONTENT_TYPE.WML_DOCUMENT_MAIN, root("document"), self._package)
        self._package.relate_to(self._document, RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
        self.body = Place(add(self._document.tree, "body"), self._document)
        self.numbering = Numbering(look)
        self.notes = Footnotes()
        self._relate("styles", styles_root(look))
        self._relate("settings", settings_root())
        self._relate("fontTable", fonts_root())
        self._relate("theme/theme1", theme_root())
        self.notes_part, _ = self._relate("footnotes", self.notes.root)
        self._header, self._footer = root("hdr"), root("ftr")
        self._bookmarks = 0

    def _relate(self, name: str, tree: etree._Element) -> tuple[TreePart, str]:
        content_type, relation = PARTS[name]
        part = TreePart(f"/word/{name}.xml", content_type, tree, self._package)
        return part, self._document.relate_to(part, relation)

    def line(
        self, style: str, text: str, *, face: Face = PLAIN, mark: Mark | None = None, new_page: bool = False
    ) -> etree._Element:
        """A paragraph of plain text in the body; newlines in the text stay."""
        right_to_left = reads_right_to_left(text)
        made = paragraph(self.body.element, style, mark=mark, new_page=new_page, right_to_left=right_to_left)
        run(made, text, face)
        return made

    def heading(
        self, level: int, text: str, *, numbered: bool = False, new_page: bool = False, name: str = ""
    ) -> etree._Element:
        """A heading of level 1 to 6; `name` is the bookmark that contents lead to."""
        plain = level == 1 and self.look.numbered_headings and not numbered
        style = "UnnumberedHeading" if plain else f"Heading{min(level, HEADINGS)}"
        made = self.line(style, one_line(text), new_page=new_page)
        if name:
            self.bookmark(made, name)
        return made

    def bookmark(self, element: etree._Element, name: str) -> None:
        """Name a finished paragraph."""
        self._bookmarks += 1
        bookmark(element, self._bookmarks, name)

    def header_line(self, text: str) -> None:
        """The line at the top of every page; without one there is no header."""
        run(paragraph(self._header, "Header"), one_line(text), BOLD)

    def footer_lines(self, first: str, others: Iterable[str]) -> None:
        """The small lines at the bottom of every page; the first ends in 'Page 1 of 9'."""
        made = paragraph(self._footer, "Footer")
        run(made, f"{one_line(first)}\tPage ")
        field(made, "PAGE", "1")
        run(made, " of ")
        field(made, "NUMPAGES", "1")
        for text in others:
            run(paragraph(self._footer, "Footer"), clean(text))

    def to_bytes(self, properties: Properties) -> bytes:
        """The finished file. Call it once."""
        self._relate("numbering", self.numbering.root())
        section = add(self.body.element, "sectPr")
        for kind, tree in (("header", self._header), ("footer", self._footer)):
            if len(tree):
                _, relation = self._relate(f"{kind}1", tree)
                add(section, f"{kind}Reference", type="default").set(R + "id", relation)
        add(section, "pgSz", w=11906, h=16838)
        add(section, "pgMar", top=1418, right=1418, bottom=1588, left=1418, header=624, footer=567, gutter=0)
        return file_bytes(self._package, properties)
