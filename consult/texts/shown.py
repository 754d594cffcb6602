"""What a text may show beyond what is stored today: what older texts hold, and what changed between two texts.

None of it is ever stored. The walks know it, so that older texts read as they always did.
"""

from typing import cast

import msgspec

from consult.texts.nodes import BodyCell, Doc, HardBreak, HeadCell, Line, ListItem, Paragraph, Span, Text, TextMark


class Earlier(Doc, frozen=True, tag="earlier"):
    """A text that was typed in Markdown. Documents count its lists in their own way."""


class CodeBlock(msgspec.Struct, frozen=True):
    """Lines of code, as they were typed."""

    text: str

    @property
    def line(self) -> Line:
        """The words of a paragraph that says the same."""
        pieces = (piece for each in self.text.strip("\n").split("\n") for piece in (HardBreak(), Text(each)))
        return tuple(piece for piece in pieces if not isinstance(piece, Text) or piece.text)[1:]


class Divider(msgspec.Struct, frozen=True):
    """A line across the page."""


class OtherMark(msgspec.Struct, frozen=True):
    """A look that no text of today has."""

    type: str
    href: str = ""


class Aligned(Span, frozen=True):
    """How a cell of an older table is set: 'right' or 'center'."""

    align: str = ""


class MarkedItem(ListItem, frozen=True):
    """An item in a comparison: its label as each text shows it, '' where the text has no such item."""

    label: str = ""
    was: str = ""


# The walks ask a mark for its type alone: to them these are marks like the others.
STRUCK, CODE = cast(TextMark, OtherMark("strike")), cast(TextMark, OtherMark("code"))
ADDED, REMOVED = cast(TextMark, OtherMark("added")), cast(TextMark, OtherMark("removed"))
ORDER = ("added", "removed", "link", "told", "em", "strong", "strike", "superscript", "subscript", "code")
"""Which mark stands around which, outermost first."""


def told_link(href: str) -> TextMark:
    """A link whose address stands behind its words already."""
    return cast(TextMark, OtherMark("told", href))


def cell_of(content: tuple[Paragraph, ...], *, heads: bool, align: str = "") -> BodyCell | HeadCell:
    """A cell of an older table."""
    kind = HeadCell if heads else BodyCell
    return kind(content, Aligned(align=align)) if align else kind(content)
