"""What stands inside a line of Markdown: emphasis, code, links, notes; written as runs of a Word paragraph."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from lxml import etree
from markdown_it.tree import SyntaxTreeNode

from consult.documents.word.elements import Face, line_break, link_to, run
from consult.documents.word.package import LONGEST_ADDRESS, TreePart

_HOST = re.compile(r"(?i)[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
_MAIL = re.compile(r"(?i)mailto:[a-z0-9.!#$&'*+/=?^_`{|}~%-]+@[a-z0-9.-]+")
# RFC 3986: what an address may hold. Word calls a file with any other address damaged.
_LEGAL = re.compile(r"([A-Za-z0-9._~:/?#@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+")


def linkable(address: str) -> str | None:
    """The address as a document may link to it; None for anything but a whole https or mailto address."""
    scheme, _, rest = address.partition(":")
    address = f"{scheme.lower()}:{rest}"
    if len(address) > LONGEST_ADDRESS or not _LEGAL.fullmatch(address) or address.count("#") > 1:
        return None
    if address.startswith("mailto:"):
        return address if _MAIL.fullmatch(address.partition("?")[0]) else None
    if not address.startswith("https://"):
        return None
    # '@' before the host would show one name and lead to another.
    return address if _HOST.fullmatch(urlsplit(address).netloc.partition(":")[0]) and _port_is_number(address) else None


def _port_is_number(address: str) -> bool:
    port = urlsplit(address).netloc.partition(":")[2]
    return re.fullmatch(r"\d{0,5}", port) is not None


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
            elif kind != "footnote_anchor":
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
        """A link, or the text and behind it the address that no document may lead to."""
        typed = str(node.attrs.get("href", ""))
        address = linkable(typed)
        if address is not None:
            made = link_to(parent, self.part.relation_to_address(address))
            self.write(made, node.children, replace(face, style="Hyperlink"))
            return
        self.write(parent, node.children, face)
        if typed and typed != "".join(child.content for child in node.children):
            run(parent, f" ({typed})", face)

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
