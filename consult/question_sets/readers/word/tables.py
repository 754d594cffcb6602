"""The rows and cells of a Word table as they are seen: tracked deletions gone, merged cells once, widths bounded."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from consult.question_sets.readers.word.numbering import VAL, W, whole

ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
PASSED_OVER = frozenset(
    W + name
    for name in [
        "del",
        "moveFrom",
        "pPr",
        "tblPr",
        "tblPrEx",
        "tblGrid",
        "trPr",
        "tcPr",
        "sectPr",
        "sdtPr",
        "sdtEndPr",
        "customXmlPr",
        "bookmarkStart",
        "bookmarkEnd",
        "proofErr",
        "altChunk",
    ]
)
_WIDEST = 200
_TR, _TC, _ROW_PROPERTIES, _CELL_PROPERTIES = W + "tr", W + "tc", W + "trPr", W + "tcPr"
_SPAN, _MERGE, _DELETED = W + "gridSpan", W + "vMerge", W + "cellDel"


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    """The rows that are not deleted, those inside content controls too."""
    for element in table:
        tag = element.tag
        if tag == _TR:
            if not _is_deleted(element):
                yield element
        elif tag not in PASSED_OVER:
            yield from rows_of(element)


def _is_deleted(row: etree._Element) -> bool:
    return any(child.find(W + "del") is not None for child in row if child.tag == _ROW_PROPERTIES)


@dataclass(slots=True)
class TableCell:
    """A cell: the columns it covers, and whether it only goes on with the one above it."""

    element: etree._Element
    span: int = 1
    goes_on: bool = False


def cells_of(row: etree._Element) -> Iterator[TableCell]:
    """The cells of a row that are not deleted."""
    for element in row:
        tag = element.tag
        if tag == _TC:
            cell = _cell(element)
            if cell is not None:
                yield cell
        elif tag not in PASSED_OVER:
            yield from cells_of(element)


def _cell(element: etree._Element) -> TableCell | None:
    cell = TableCell(element)
    properties = next(iter(element), None)
    if properties is None or properties.tag != _CELL_PROPERTIES:
        return cell
    for child in properties:
        tag = child.tag
        if tag == _SPAN:
            cell.span = min(max(whole(child.get(VAL), 1), 1), _WIDEST)
        elif tag == _MERGE:
            cell.goes_on = child.get(VAL) != "restart"
        elif tag == _DELETED:
            return None
    return cell
