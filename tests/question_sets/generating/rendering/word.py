"""A drawn paper as a Word file."""

import io

from docx import Document
from docx.document import Document as WordFile
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm

from tests.question_sets.generating.asked import Drawn
from tests.question_sets.generating.pieces import Grid, Heading, Lines, Listed, Para, Piece


def as_word(drawn: Drawn) -> bytes:
    document = Document()
    if drawn.columns > 1:
        document.sections[0]._sectPr.append(
            parse_xml(f'<w:cols {nsdecls("w")} w:num="{drawn.columns}" w:space="400"/>')
        )
    for piece in drawn.pieces:
        _add(document, piece)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add(document: WordFile, piece: Piece) -> None:
    match piece:
        case Heading():
            document.add_heading(piece.text, piece.level)
        case Para():
            _add_paragraph(document, piece)
        case Listed():
            _add_list(document, piece)
        case Lines():
            for lines in piece.lines if piece.apart else ("\n".join(piece.lines),):
                document.add_paragraph(lines)
        case Grid():
            _add_table(document, piece)


def _add_list(document: WordFile, piece: Listed) -> None:
    for item in piece.items:
        document.add_paragraph(item, style="List Number" if piece.counted else "List Bullet")
    for item in piece.below:
        document.add_paragraph(item, style="List Bullet 2")


def _add_paragraph(document: WordFile, piece: Para) -> None:
    if piece.look == "boxed":
        table = document.add_table(rows=1, cols=1, style="Table Grid")
        paragraph = table.rows[0].cells[0].paragraphs[0]
    else:
        paragraph = document.add_paragraph()
    if piece.label:
        paragraph.add_run(f"{piece.label} ".rstrip() + " " * bool(piece.text)).bold = True
    run = paragraph.add_run(piece.text)
    run.bold = piece.look == "bold" or None
    run.italic = piece.look == "italic" or None
    if piece.look == "indented":
        paragraph.paragraph_format.left_indent = Cm(1.2)
    if piece.look == "boxed":
        document.add_paragraph()


def _add_table(document: WordFile, piece: Grid) -> None:
    table = document.add_table(rows=0, cols=len(piece.rows[0]), style="Table Grid")
    for place, cells in enumerate(piece.rows):
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.paragraphs[0].add_run(text).bold = (piece.headed and place == 0) or None
    document.add_paragraph()
