"""Word files put together from pieces of XML, with a heading and automatic numbers."""

import io
from typing import Self
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls


def run(text: str, *, bold: bool = False) -> str:
    """A run of text."""
    return f"<w:r>{'<w:rPr><w:b/></w:rPr>' * bold}<w:t xml:space='preserve'>{escape(text)}</w:t></w:r>"


class WordFile:
    """A Word file in the making; each method adds one thing and gives the file back."""

    def __init__(self, title: str) -> None:
        self._document = Document()
        self._lists = 20
        self._document.add_heading(title, 0)

    def add(self, xml: str) -> Self:
        """Anything that stands in the body, as XML."""
        self._document.element.body.insert(len(self._document.element.body) - 1, parse_xml(xml))
        return self

    def xml(self, inner: str, properties: str = "") -> Self:
        """A paragraph from its runs' XML."""
        return self.add(f"<w:p {nsdecls('w')}><w:pPr>{properties}</w:pPr>{inner}</w:p>")

    def p(self, *texts: str, bold: bool = False) -> Self:
        """Plain paragraphs."""
        for text in texts:
            self.xml(run(text, bold=bold))
        return self

    def numbering(self, *levels: tuple[str, str]) -> int:
        """A list with automatic numbers: per level the kind of numeral and its pattern; its number is given back."""
        self._lists += 1
        drawn = "".join(
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
            for at, (kind, pattern) in enumerate(levels)
        )
        numbering = self._document.part.numbering_part.element
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{self._lists}">'
            f'<w:multiLevelType w:val="multilevel"/>{drawn}</w:abstractNum>'
        )
        numbering.insert(0, abstract)
        numbering.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="{self._lists}"><w:abstractNumId w:val="{self._lists}"/></w:num>')
        )
        return self._lists

    def n(self, list_: int, *texts: str, level: int = 0, style: str = "") -> Self:
        """Paragraphs of an automatically numbered list."""
        for text in texts:
            named = f'<w:pStyle w:val="{style}"/>' if style else ""
            self.xml(
                run(text),
                f'{named}<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_}"/></w:numPr>',
            )
        return self

    def made(self) -> bytes:
        """The file's bytes."""
        held = io.BytesIO()
        self._document.save(held)
        return held.getvalue()
