"""A document that somebody has edited in a word processor."""

import io
import zipfile
from collections.abc import Callable

from lxml import etree

from tests.issuing.word_file import W


def edited(data: bytes, change: Callable[[etree._Element], None], **parts: str) -> bytes:
    """The file as somebody changed it; `parts` are further parts by name, with their content."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as made:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                root = etree.fromstring(content)
                change(root)
                content = etree.tostring(root)
            made.writestr(name, content)
        for name, text in parts.items():
            made.writestr(f"word/{name}.xml", text)
    return out.getvalue()


def answers_in(root: etree._Element) -> list[etree._Element]:
    return [
        p for p in root.iter(W + "p") if (s := p.find(f"{W}pPr/{W}pStyle")) is not None and s.get(W + "val") == "Answer"
    ]


def into(root: etree._Element, xml: str, n: int = 0) -> None:
    """Put something at the end of the `n`th answer's paragraph."""
    names = {
        "w": W[1:-1],
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    }
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in names.items())
    answers_in(root)[n].extend(etree.fromstring(f"<x {declared}>{xml}</x>"))


RUN = "<w:r><w:rPr>{}</w:rPr><w:t>more</w:t></w:r>"
