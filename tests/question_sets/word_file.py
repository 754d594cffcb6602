"""Word files as people make them, built in code: automatic numbers, boxes, controls, footnotes, tracked changes."""

import io
from collections.abc import Iterable
from typing import Self
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
BOX = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)


def run(text: str, marks: str = "") -> str:
    """A run of text; `marks` are letters: b bold, i italic, h highlighted, u underlined."""
    names = {"b": "<w:b/>", "i": "<w:i/>", "h": '<w:highlight w:val="yellow"/>', "u": '<w:u w:val="single"/>'}
    made = "".join(names[mark] for mark in marks)
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{f'<w:rPr>{made}</w:rPr>' if made else ''}{lines}</w:r>"


def tick(text: str, *, on: bool = False) -> str:
    """A tick box as Word's own control, with its label after it."""
    return (
        f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{int(on)}"/></w14:checkbox></w:sdtPr>'
        f"<w:sdtContent>{run('☒' if on else '☐')}</w:sdtContent></w:sdt>{run(' ' + text)}"
    )


def drop_down(options: Iterable[str], chosen: str = "") -> str:
    """A drop-down list as Word's own control; nothing chosen shows Word's prompt."""
    items = "".join(f'<w:listItem w:displayText="{escape(each)}" w:value="{escape(each)}"/>' for each in options)
    prompt = "" if chosen else "<w:showingPlcHdr/>"
    return (
        f"<w:sdt><w:sdtPr>{prompt}<w:dropDownList>{items}</w:dropDownList></w:sdtPr>"
        f"<w:sdtContent>{run(chosen or 'Choose an item.')}</w:sdtContent></w:sdt>"
    )


def to_fill(text: str = "") -> str:
    """A box for text as Word's own control; empty it shows Word's prompt."""
    prompt = "" if text else "<w:showingPlcHdr/>"
    shown = run(text or "Click or tap here to enter text.")
    return f"<w:sdt><w:sdtPr>{prompt}<w:text/></w:sdtPr><w:sdtContent>{shown}</w:sdtContent></w:sdt>"


def changed(before: str, after: str) -> str:
    """Words struck out and words put in, as Word tracks them."""
    who = 'w:id="7" w:author="Policy officer" w:date="2026-01-01T00:00:00Z"'
    gone = run(before).replace("w:t>", "w:delText>").replace("<w:t ", "<w:delText ")
    return f"<w:del {who}>{gone}</w:del><w:ins {who}>{run(after)}</w:ins>"


class WordFile:
    """A Word file in the making; each method adds one thing and gives the file back."""

    def __init__(self, title: str, *, styled: bool = True) -> None:
        self._document = Document()
        self._lists = 20
        self._notes: list[str] = []
        if styled:
            self._document.add_heading(title, 0)
        else:
            self.p(title, "b")

    def xml(self, inner: str, properties: str = "") -> Self:
        """A paragraph from its runs' XML."""
        made = parse_xml(f"<w:p {nsdecls('w')} {W14} {BOX}><w:pPr>{properties}</w:pPr>{inner}</w:p>")
        self._document.element.body.insert(len(self._document.element.body) - 1, made)
        return self

    def p(self, *texts: str, marks: str = "") -> Self:
        """Plain paragraphs; a last text of nothing but b, i, h, u marks them all."""
        if len(texts) > 1 and texts[-1] and set(texts[-1]) <= set("bihu"):
            texts, marks = texts[:-1], texts[-1]
        for text in texts:
            self.xml(run(text, marks))
        return self

    def h(self, text: str, level: int = 1) -> Self:
        """A heading by style."""
        self._document.add_heading(text, level)
        return self

    def style(self, name: str, *texts: str) -> Self:
        """Paragraphs in a style of python-docx's own template, such as 'List Bullet'."""
        for text in texts:
            self._document.add_paragraph(text, style=name)
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

    def n(self, list_: int, *texts: str, level: int = 0, marks: str = "", style: str = "") -> Self:
        """Paragraphs of an automatically numbered list."""
        for text in texts:
            named = f'<w:pStyle w:val="{style}"/>' if style else ""
            self.xml(
                run(text, marks),
                f'{named}<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_}"/></w:numPr>',
            )
        return self

    def box(self, *texts: str, marks: str = "") -> Self:
        """A shaded table of one cell around its paragraphs."""
        cell = "".join(f"<w:p>{run(text, marks)}</w:p>" for text in texts)
        shade = '<w:tcPr><w:shd w:val="clear" w:fill="DDEEFF"/></w:tcPr>'
        return self._add(
            f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>"
            f"<w:tr><w:tc>{shade}{cell}</w:tc></w:tr></w:tbl>"
        )

    def table(self, *rows: tuple[str, ...]) -> Self:
        """A table; a cell that begins with '<w:' is XML of runs, a new line in a text a new paragraph."""
        grid = "".join(
            "<w:tr>" + "".join(f"<w:tc><w:tcPr/>{_cell(each)}</w:tc>" for each in row) + "</w:tr>" for row in rows
        )
        columns = "<w:gridCol/>" * max(len(row) for row in rows)
        return self._add(f"<w:tbl {nsdecls('w')} {W14}><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{grid}</w:tbl>")

    def text_box(self, *texts: str) -> Self:
        """A drawn text box, with the older copy for older programs that Word writes beside it."""
        inner = "".join(f"<w:p>{run(text)}</w:p>" for text in texts)
        held = f"<w:txbxContent>{inner}</w:txbxContent>"
        return self.xml(
            "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic><a:graphicData>"
            f"<wps:wsp><wps:txbx>{held}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
            f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{held}</v:textbox></v:shape></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r>"
        )

    def contents(self, *entries: str) -> Self:
        """A contents field with its entries as Word last drew them, page numbers after a tab."""
        self.xml(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("Contents")
        )
        for at, entry in enumerate(entries):
            self.xml(f"{run(entry)}<w:r><w:tab/><w:t>{3 + 2 * at}</w:t></w:r>", '<w:pStyle w:val="TOC1"/>')
        return self.xml('<w:r><w:fldChar w:fldCharType="end"/></w:r>')

    def running(self, header: str, footer: str) -> Self:
        """A running header and footer."""
        section = self._document.sections[0]
        section.header.paragraphs[0].text, section.footer.paragraphs[0].text = header, footer
        return self

    def note(self, text: str) -> str:
        """A footnote; what is given back is the mark to put into a paragraph's XML."""
        self._notes.append(text)
        return f'<w:r><w:footnoteReference w:id="{len(self._notes) + 1}"/></w:r>'

    def _add(self, xml: str) -> Self:
        self._document.element.body.insert(len(self._document.element.body) - 1, parse_xml(xml))
        return self

    def made(self) -> bytes:
        """The file's bytes."""
        if self._notes:
            self._put_notes()
        held = io.BytesIO()
        self._document.save(held)
        return held.getvalue()

    def _put_notes(self) -> None:
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        notes = "".join(
            f'<w:footnote w:id="{at}"><w:p>{run(text)}</w:p></w:footnote>' for at, text in enumerate(self._notes, 2)
        )
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
        data = f"<w:footnotes {nsdecls('w')}>{notes}</w:footnotes>".encode()
        part = Part(PackURI("/word/footnotes.xml"), kind, data, self._document.part.package)
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _cell(text: str) -> str:
    if text.startswith("<w:"):
        return f"<w:p>{text}</w:p>"
    return "".join(f"<w:p>{run(line)}</w:p>" for line in text.split("\n"))
