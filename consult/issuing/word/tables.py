"""Tables that a screen reader can follow: a title and description, header cells named as such, rows kept whole."""

from collections.abc import Sequence

from lxml import etree

from consult.issuing.word.elements import add, paragraph, reads_right_to_left, run
from consult.issuing.word.kit import WordFile
from consult.issuing.word.styles import TEXT_WIDTH
from consult.texts.characters import one_line

_NARROWEST = 700
_LABEL_WIDTH = 2600


def facts_table(file: WordFile, title: str, description: str, rows: Sequence[tuple[str, str]]) -> None:
    """A table of what and value, ruled lightly; rows without a value are left out, and so is an empty table."""
    filled = [(label, value) for label, value in rows if value.strip()]
    if not filled:
        return
    widths = (_LABEL_WIDTH, TEXT_WIDTH - _LABEL_WIDTH)
    table = begin_table(file.body.element, "Facts", widths, 0, title, description)
    for label, value in filled:
        cells = begin_row(table, widths)
        run(paragraph(cells[0], "TableHeading"), one_line(label))
        made = paragraph(cells[1], "TableText", right_to_left=reads_right_to_left(value))
        run(made, value.strip())
    end_table(file.body.element)


def begin_table(
    parent: etree._Element, style: str, widths: Sequence[int], indent: int, title: str, description: str
) -> etree._Element:
    """An empty table. `widths` and `indent` are in twentieths of a point; title and description are read out."""
    table = add(parent, "tbl")
    properties = add(table, "tblPr")
    add(properties, "tblStyle", val=style)
    add(properties, "tblW", w=sum(widths), type="dxa")
    add(properties, "tblInd", w=indent, type="dxa")
    add(properties, "tblLayout", type="fixed")
    first_row = int(style == "Grid")
    add(properties, "tblLook", val="0420" if first_row else "0480", firstRow=first_row, lastRow=0,
        firstColumn=1 - first_row, lastColumn=0, noHBand=0, noVBand=1)  # fmt: skip
    add(properties, "tblCaption", val=one_line(title))
    add(properties, "tblDescription", val=one_line(description))
    grid = add(table, "tblGrid")
    for width in widths:
        add(grid, "gridCol", w=width)
    return table


def begin_row(table: etree._Element, widths: Sequence[int], *, header: bool = False) -> list[etree._Element]:
    """A new row; each of its cells needs a paragraph. A header row is repeated on every page."""
    row = add(table, "tr")
    properties = add(row, "trPr")
    add(properties, "cantSplit")
    if header:
        add(properties, "tblHeader")
    cells = []
    for width in widths:
        cell = add(row, "tc")
        add(add(cell, "tcPr"), "tcW", w=width, type="dxa")
        cells.append(cell)
    return cells


def end_table(parent: etree._Element) -> None:
    """A little space; without a paragraph between them Word would join two tables into one."""
    paragraph(parent, "TableGap")


def column_widths(rows: Sequence[Sequence[str]], total: int) -> list[int]:
    """Widths that give wordy columns more room, but no column more than about five times that of another.

    `rows` are the texts of all cells, `total` is in twentieths of a point.
    """
    columns = max(map(len, rows))
    weights = []
    for n in range(columns):
        longest = max((len(row[n]) for row in rows if n < len(row)), default=0)
        weights.append(min(max(longest, 8), 40) ** 0.9)
    narrowest = min(_NARROWEST, total // columns)
    spare = total - narrowest * columns
    whole = sum(weights)
    widths = [narrowest + int(spare * weight / whole) for weight in weights]
    widths[-1] += total - sum(widths)
    return widths
