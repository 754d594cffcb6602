"""Blocks of Word files put together from pieces of XML."""

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from consult.question_sets.readers import Block, read
from tests.question_sets.layouts import saved

W = nsdecls("w")


def blocks_of(*inner: str) -> list[Block]:
    """The blocks of a Word file whose body holds these pieces of XML."""
    document = Document()
    body = document.element.body
    for piece in inner:
        body.insert(len(body) - 1, parse_xml(piece.replace(">", f" {W}>", 1)))
    return read("a.docx", saved(document))


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def cell_of(inner: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"
