"""Sheets (.xlsx, .csv) as rows of plain values, for lists of people rather than papers.

What a formula shows is taken as the sheet has it; nothing is worked out. Hidden sheets and rows are not read. Cells
that are merged down a column, such as one organisation beside its people, count for each of their rows.
"""

from typing import Annotated

from msgspec import Meta

from consult.question_sets.paper import LARGEST, UnreadablePaper
from consult.question_sets.readers.archive import Archive
from consult.question_sets.readers.characters import fit
from consult.question_sets.readers.refusals import EMPTY
from consult.question_sets.readers.sheet_layout import Row
from consult.question_sets.readers.sheets import csv_rows, xlsx_rows
from consult.question_sets.readers.signatures import true_suffix

MOST_SHEETS = 20
MOST_ROWS = 5_000
MOST_CELLS = 40
LONGEST_CELL = 500

RowNumber = Annotated[int, Meta(gt=0, le=LARGEST)]
CellText = Annotated[str, Meta(max_length=LONGEST_CELL)]
# A row: the number that the sheet shows beside it, and its cells.
SheetRow = tuple[RowNumber, Annotated[tuple[CellText, ...], Meta(max_length=MOST_CELLS)]]
Sheet = list[SheetRow]

_EXCEL = (".xlsx", ".xlsm", ".xltx")
_SEPARATED = (".csv", ".tsv", ".txt")
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_rows(name: str, data: bytes) -> list[list[tuple[int, list[str]]]]:
    """The visible sheets with their filled rows: the number of each row as the sheet shows it, and its cells.

    `name` is the file's name as it was given. Raises UnreadablePaper with the cause in plain English.
    """
    suffix = true_suffix(name, data)
    if suffix in _EXCEL:
        _check_dates(data)
        sheets = [_plain(rows) for n, rows in xlsx_rows(data, spread=True) if n <= MOST_SHEETS]
    elif suffix in _SEPARATED:
        sheets = [_plain(list(enumerate(csv_rows(data), 1)))]
    else:
        raise UnreadablePaper("This is not a sheet that can be read. Save it as .xlsx or .csv")
    if not any(sheets):
        raise UnreadablePaper(EMPTY)
    return sheets


def _check_dates(data: bytes) -> None:
    # Old files of Excel for Mac count days from 1904: every date would be four years off.
    book = Archive(data, "Excel").xml("xl/workbook.xml") if data.startswith(b"PK") else None
    said = book.find(f"{_S}workbookPr") if book is not None else None
    if said is not None and said.get("date1904") in ("1", "true"):
        raise UnreadablePaper("This Excel file counts its dates from 1904. Save it as .csv and load that")


def _plain(rows: list[tuple[int, Row]]) -> list[tuple[int, list[str]]]:
    filled = [(number, row) for number, row in rows if any(text.strip() for text in row.values())]
    if len(filled) > MOST_ROWS:
        raise UnreadablePaper(f"This sheet has more than {MOST_ROWS:,} rows. Split it into smaller ones")
    return [(number, _cells(row)) for number, row in filled]


def _cells(row: Row) -> list[str]:
    width = min(MOST_CELLS, max(row) + 1)
    return [fit(" ".join(row.get(column, "").split()))[:LONGEST_CELL] for column in range(width)]
