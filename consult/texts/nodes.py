"""What a text is made of: the nodes and marks of schema.json, as values that nobody changes.

They are written to JSON, and read from it, as ProseMirror writes them in the page. `normal` says which of the trees
that the schema allows are stored.
"""

from typing import Literal, TypeAlias

import msgspec

MARKS = ("link", "em", "strong", "superscript", "subscript")
"""The marks in the order of the schema, in which those of one text stand."""
STYLES = ("1.", "1)", "(1)", "a)", "(a)", "A.", "i)", "(i)")
"""The kinds of numbered lists, as the label of their first item."""
FIRST_LEVEL, LAST_LEVEL = 2, 6
"""The levels of headings: the first belongs to the page."""
MOST_COLUMNS = 63
"""Word refuses to open a table with more."""


class _Value(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Written without what is as it always is."""


class Target(_Value, frozen=True):
    """Where a link leads."""

    href: str


class TextMark(_Value, frozen=True):
    """How some words look, or where they lead."""

    type: Literal["link", "em", "strong", "superscript", "subscript"]
    attrs: Target | None = None

    @property
    def href(self) -> str:
        """Where a link leads; '' for any other mark."""
        return self.attrs.href if self.attrs else ""


Marks: TypeAlias = tuple[TextMark, ...]
EM, STRONG, SUPERSCRIPT, SUBSCRIPT = TextMark("em"), TextMark("strong"), TextMark("superscript"), TextMark("subscript")


def link(href: str) -> TextMark:
    """The mark of words that lead to an address."""
    return TextMark("link", Target(href))


class _TreeNode(_Value, frozen=True, tag_field="type"):
    """A piece of a text."""


class Text(_TreeNode, frozen=True, tag="text"):
    """Words of one line that look alike."""

    text: str
    marks: Marks = ()


class HardBreak(_TreeNode, frozen=True, tag="hard_break"):
    """The end of a line inside a paragraph."""

    marks: Marks = ()


class NoteLabel(_Value, frozen=True):
    """What a footnote and the references to it are told by. Readers see a number in its place."""

    label: str


class FootnoteRef(_TreeNode, frozen=True, tag="footnote_ref"):
    """Where a text refers to one of its footnotes."""

    attrs: NoteLabel
    marks: Marks = ()

    @property
    def label(self) -> str:
        """The label of the footnote."""
        return self.attrs.label

    @classmethod
    def to(cls, label: str) -> "FootnoteRef":
        """A reference to the footnote with this label."""
        return cls(NoteLabel(label))


Inline: TypeAlias = Text | HardBreak | FootnoteRef
Line: TypeAlias = tuple[Inline, ...]


def href_of(piece: Inline) -> str:
    """Where the words of a link lead; '' where they are none."""
    return next((mark.href for mark in piece.marks if mark.type == "link"), "")


class Paragraph(_TreeNode, frozen=True, tag="paragraph"):
    """A paragraph of one or more lines."""

    content: Line = ()


class Level(_Value, frozen=True):
    """How deep a heading stands."""

    level: int


class Heading(_TreeNode, frozen=True, tag="heading"):
    """A heading of one line."""

    attrs: Level
    content: Line = ()

    @property
    def level(self) -> int:
        """From FIRST_LEVEL to LAST_LEVEL."""
        return self.attrs.level


class Blockquote(_TreeNode, frozen=True, tag="blockquote"):
    """A quoted passage."""

    content: tuple["Block", ...]


class Value(_Value, frozen=True):
    """The number of an item that is not the one before plus one."""

    value: int | None = None


class ListItem(_TreeNode, frozen=True, tag="list_item"):
    """An item of a list: a paragraph, which may be empty, and what else stands in it."""

    content: tuple["Block", ...]
    attrs: Value | None = None

    @property
    def value(self) -> int | None:
        """Its number; None where it is the one before plus one."""
        return self.attrs.value if self.attrs else None


class BulletList(_TreeNode, frozen=True, tag="bullet_list"):
    """A list with signs."""

    content: tuple[ListItem, ...]


class ListLabels(_Value, frozen=True):
    """How a list is labelled: its style, one of STYLES, and the number of its first item."""

    style: str
    order: int


class OrderedList(_TreeNode, frozen=True, tag="ordered_list"):
    """A list with numbers or letters."""

    attrs: ListLabels
    content: tuple[ListItem, ...]

    @property
    def style(self) -> str:
        """One of STYLES."""
        return self.attrs.style

    @property
    def order(self) -> int:
        """The number of the first item."""
        return self.attrs.order


class Span(_Value, frozen=True):
    """How many columns and rows a cell spans. A stored one spans one of each."""

    colspan: int = 1
    rowspan: int = 1
    colwidth: tuple[int, ...] | None = None


class BodyCell(_TreeNode, frozen=True, tag="table_cell"):
    """A cell of a table."""

    content: tuple[Paragraph, ...]
    attrs: Span | None = None


class HeadCell(_TreeNode, frozen=True, tag="table_header"):
    """A cell of a table's first row."""

    content: tuple[Paragraph, ...]
    attrs: Span | None = None


class TableRow(_TreeNode, frozen=True, tag="table_row"):
    """A row of a table."""

    content: tuple[BodyCell | HeadCell, ...]


class TextTable(_TreeNode, frozen=True, tag="table"):
    """A table. All its rows are equally long, and the first holds the headings."""

    content: tuple[TableRow, ...]


Block: TypeAlias = Paragraph | Heading | Blockquote | BulletList | OrderedList | TextTable


class FootnoteDef(_TreeNode, frozen=True, tag="footnote_def"):
    """A footnote. Its number is its place among the footnotes of the text."""

    attrs: NoteLabel
    content: tuple[Paragraph, ...]

    @property
    def label(self) -> str:
        """What references name it by."""
        return self.attrs.label


class Doc(_TreeNode, frozen=True, tag="doc"):
    """A whole text: its blocks, and its footnotes after them in the order in which they are first referred to."""

    content: tuple[Block | FootnoteDef, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The text without its footnotes."""
        return tuple(each for each in self.content if not isinstance(each, FootnoteDef))

    @property
    def notes(self) -> tuple[FootnoteDef, ...]:
        """The footnotes, first to last; those that nothing refers to stand last."""
        return tuple(each for each in self.content if isinstance(each, FootnoteDef))


EMPTY = Doc((Paragraph(),))
"""A text without a word."""
