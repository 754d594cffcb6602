"""What stands inside a line of a text: words with their marks, links, notes; written as runs of a Word paragraph."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from lxml import etree

from consult.issuing.word.elements import Face, line_break, link_to, run
from consult.issuing.word.package import TreePart
from consult.texts.addresses import linkable
from consult.texts.inline import told
from consult.texts.nodes import FootnoteRef, HardBreak, Inline, Line, Text, TextMark


@dataclass(frozen=True)
class InlineWriter:
    """Writes the inside of lines for one part of a document; `note` writes a footnote and its reference."""

    part: TreePart
    note: Callable[[etree._Element, FootnoteRef], None]

    def write(self, parent: etree._Element, content: Line, face: Face) -> None:
        """Write a line at the end of a paragraph. Words lead only to where a document may."""
        for address, several in groupby(told(content), _address):
            if address:
                made = link_to(parent, self.part.relation_to_address(address))
                self._pieces(made, several, replace(face, style="Hyperlink"))
            else:
                self._pieces(parent, several, face)

    def _pieces(self, parent: etree._Element, pieces: Iterable[Inline], face: Face) -> None:
        for piece in pieces:
            if isinstance(piece, Text):
                run(parent, piece.text, _looking(face, piece.marks))
            elif isinstance(piece, HardBreak):
                line_break(parent)
            else:
                self.note(parent, piece)


def _address(piece: Inline) -> str:
    for mark in piece.marks:
        if mark.type == "link":
            return linkable(mark.href) or ""
    return ""


def _looking(face: Face, marks: Iterable[TextMark]) -> Face:
    for mark in marks:
        if (look := _LOOKS.get(mark.type)) is not None:
            face = look(face)
    return face


_LOOKS: dict[str, Callable[[Face], Face]] = {
    "strong": lambda face: replace(face, bold=True),
    "em": lambda face: replace(face, italic=True),
    "strike": lambda face: replace(face, struck=True),
    "superscript": lambda face: replace(face, raised=True),
    "subscript": lambda face: replace(face, lowered=True),
    "code": lambda face: replace(face, style="CodeText"),
}
