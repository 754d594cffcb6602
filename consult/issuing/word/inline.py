"""What stands inside a line of Markdown: emphasis, code, links, notes; written as runs of a Word paragraph."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from lxml import etree
from markdown_it.tree import SyntaxTreeNode

from consult.issuing.word.elements import Face, line_break, link_to, run
from consult.issuing.word.package import TreePart
from consult.texts.addresses import linkable


@dataclass(frozen=True)
class InlineWriter:
    """Writes the inside of lines for one part of a document; `note` writes a footnote and its reference."""

    part: TreePart
    note: Callable[[etree._Element, SyntaxTreeNode], None]

    def write(self, parent: etree._Element, nodes: Iterable[SyntaxTreeNode], face: Face) -> None:
        """Write nodes at the end of a paragraph or link."""
        for node in nodes:
            kind = node.type
            if kind == "text":
                run(parent, node.content, face)
            elif kind in _FACES:
                self.write(parent, node.children, _FACES[kind](face))
            elif kind in _WRITTEN:
                _WRITTEN[kind](self, parent, node, face)
            else:
                run(parent, node.content, face)

    def soft_break(self, parent: etree._Element, node: SyntaxTreeNode, face: Face) -> None:
        """A new line in the typed text is a space to the reader."""
        run(parent, " ", face)

    def hard_break(self, parent: etree._Element, node: SyntaxTreeNode, face: Face) -> None:
        """A new line that was meant."""
        line_break(parent)

    def code(self, parent: etree._Element, node: SyntaxTreeNode, face: Face) -> None:
        """Letters of one width."""
        run(parent, node.content, replace(face, style="CodeText"))

    def link(self, parent: etree._Element, node: SyntaxTreeNode, face: Face) -> None:
        """A link, or the text alone where no document may lead to the address: it stands behind it."""
        address = linkable(str(node.attrs.get("href", "")))
        if address is None:
            self.write(parent, node.children, face)
            return
        made = link_to(parent, self.part.relation_to_address(address))
        self.write(made, node.children, replace(face, style="Hyperlink"))

    def footnote(self, parent: etree._Element, node: SyntaxTreeNode, face: Face) -> None:
        """A note at the bottom of the page."""
        self.note(parent, node)


_FACES: dict[str, Callable[[Face], Face]] = {
    "strong": lambda face: replace(face, bold=True),
    "em": lambda face: replace(face, italic=True),
    "s": lambda face: replace(face, struck=True),
}
_WRITTEN = {
    "softbreak": InlineWriter.soft_break,
    "hardbreak": InlineWriter.hard_break,
    "code_inline": InlineWriter.code,
    "link": InlineWriter.link,
    "footnote_ref": InlineWriter.footnote,
}
