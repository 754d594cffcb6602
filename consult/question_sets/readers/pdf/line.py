"""A printed line of a PDF, as the reader's modules hand it on."""

from dataclasses import dataclass, field

from consult.question_sets.readers.blocks import Cell

# What PDFium gives for a letter that its font does not name, and for a hyphen at a line's end.
UNKNOWN = "\ufffe"


@dataclass(slots=True)
class Line:
    """A printed line, or the part of one in a column; places in points from the page's lower left corner.

    `size` is the height of its type; `box` is the label of the tick box or round button drawn before it. `why` tells
    why it is left out, '' where it is not; `slanted` that it begins and ends in italics. `cell` is its place in a
    table, whose number counts from 0 on its page, and `edge` the right edge of that cell. `typed` tells what stands in
    a form's field, by its number on the page from 1 and 0 for print; `tall` that this field has room for several
    lines.
    """

    text: str
    page: int
    left: float
    right: float
    bottom: float
    top: float
    size: float
    bold: bool = False
    box: str | None = None
    why: str = ""
    cell: Cell | None = None
    edge: float = 0.0
    typed: int = 0
    tall: bool = False
    slanted: bool = False


@dataclass(slots=True)
class Page:
    """The lines of a page, and the places from the left where the columns of each of its tables begin and end."""

    lines: list[Line]
    tables: list[list[float]] = field(default_factory=list)
