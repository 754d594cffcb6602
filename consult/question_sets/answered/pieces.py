"""What a Word file says, in pieces: runs of text with their look, paragraphs with their place, tables."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Face:
    """How a piece looks; `address` is where it leads, '' for text that is no link."""

    bold: bool = False
    italic: bool = False
    struck: bool = False
    code: bool = False
    address: str = ""


PLAIN = Face()


@dataclass(frozen=True, slots=True)
class Piece:
    """Text with its look; a newline in it is one that was meant. `note` is the key of a footnote referred to here."""

    text: str
    face: Face = PLAIN
    note: str = ""


@dataclass(frozen=True, slots=True)
class ListPlace:
    """A paragraph's place in a list: which list, how deep from 0, its count and the label that Word prints.

    `left` is where the level's text begins, in twentieths of a point.
    """

    list_id: str
    depth: int
    ordered: bool
    count: int
    label: str
    left: int = 0


@dataclass(frozen=True, slots=True)
class CellPlace:
    """Which table of the file, row and cell of the row a paragraph stands in; all count from 0."""

    table: int
    row: int
    column: int


@dataclass(slots=True)
class Written:
    """A paragraph. `style` is its style's name in lower case without spaces, `source` its count in the file from 1.

    `level` is 0 for text, 1 to 6 for a heading; `indent` is its own, None where its style's or list's holds. `lost`
    are the things in it that a text cannot hold, in plain words. `joined` tells that its mark was deleted.
    """

    source: int
    style: str = ""
    level: int = 0
    pieces: list[Piece] = field(default_factory=list)
    place: ListPlace | None = None
    indent: int | None = None
    align: str = ""
    bookmarks: list[str] = field(default_factory=list)
    cell: CellPlace | None = None
    lost: list[str] = field(default_factory=list)
    joined: bool = False
    contents: bool = False

    @property
    def text(self) -> str:
        """The plain text, without what is struck out; notes leave no trace in it."""
        return "".join(piece.text for piece in self.pieces if not piece.face.struck)

    @property
    def has_text(self) -> bool:
        """Whether there is anything to read in it."""
        return any(piece.note or piece.text.strip() for piece in self.pieces)


@dataclass(slots=True)
class Table:
    """A table: for each row its cells, each with its paragraphs and the columns it covers."""

    style: str = ""
    indent: int = 0
    rows: list[list["TableCell"]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    @property
    def columns(self) -> int:
        """How many columns the widest row covers."""
        return max((sum(cell.span for cell in row) for row in self.rows), default=0)


@dataclass(slots=True)
class TableCell:
    """A cell: its paragraphs, the columns it covers, whether it only goes on with the one above it."""

    paragraphs: list[Written] = field(default_factory=list)
    span: int = 1
    goes_on: bool = False


@dataclass(slots=True)
class WordText:
    """A whole file: its paragraphs in reading order, tables by number, notes by key, what its margins hold."""

    paragraphs: list[Written] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    notes: dict[str, list[Written]] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
