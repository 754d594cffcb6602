"""Sheets (.xlsx, .csv) to blocks: each sheet a table, or plain paragraphs where it has one column.

Only values are read: no formula is worked out and no link followed. `.xlsx` is read by our own walk with the limits
of `archive.py`, for a sheet of a few kilobytes can unpack to gigabytes.
"""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from consult.question_sets.paper import UnreadablePaper
from consult.question_sets.readers.archive import Archive
from consult.question_sets.readers.blocks import Block, Cell
from consult.question_sets.readers.decoding import decoded
from consult.question_sets.readers.refusals import TOO_MUCH_TEXT
from consult.question_sets.readers.sheet_layout import Row, layout_of

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MOST_ROWS = 20_000
_MOST_SHEETS = 50
_MOST_MERGED = 1_000
_DOWN = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6}):\1([1-9][0-9]{0,6})")
_WIDEST = 100
_LONGEST = 32_767
_ROW_NUMBER = re.compile("[1-9][0-9]{0,6}")
_MOST_TEXT = 10_000_000
BULLET = "•"


def read_csv(data: bytes) -> list[Block]:
    """The blocks of a comma, semicolon or tab separated file; raises UnreadablePaper when it is none."""
    return _blocks(1, csv_rows(data))


def csv_rows(data: bytes) -> list[Row]:
    """The rows of a comma, semicolon or tab separated file; raises UnreadablePaper when it is none."""
    text = decoded(data)
    first = next((line for line in text.split("\n") if line.strip()), "")
    comma = max(",;\t", key=first.count)
    try:
        rows = list(islice(csv.reader(io.StringIO(text), delimiter=comma), _MOST_ROWS))
    except csv.Error:
        raise UnreadablePaper("This is not a file of comma separated values that can be read") from None
    return [dict(enumerate(row[:_WIDEST])) for row in rows]


def read_xlsx(data: bytes) -> list[Block]:
    """The blocks of an Excel file's visible sheets, in their order.

    Raises UnreadablePaper when it is no Excel file, or is protected, damaged or too large unpacked.
    """
    return [block for n, rows in xlsx_rows(data) for block in _blocks(n, [row for _, row in rows])]


def xlsx_rows(data: bytes, *, spread: bool = False) -> Iterator[tuple[int, list[tuple[int, Row]]]]:
    """The visible sheets of an Excel file by their place, each with its visible rows and the numbers they bear.

    With `spread` cells merged down a column count for each of their rows. Raises UnreadablePaper as `read_xlsx` does.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        protected = "EncryptedPackage".encode("utf-16-le") in data
        raise UnreadablePaper(
            "This Excel file is protected by a password. Save it without one"
            if protected
            else "This is not an Excel file of today's kind (.xlsx)"
        )
    archive = Archive(data, "Excel")
    book = archive.xml("xl/workbook.xml")
    if book is None:
        raise UnreadablePaper("This is not an Excel file")
    shared = _shared(archive.xml("xl/sharedStrings.xml"))
    left = _MOST_TEXT
    for n, name in enumerate(islice(_sheets(archive, book), _MOST_SHEETS), 1):
        root = archive.xml(name)
        if root is not None:
            rows = list(islice(_rows(root, shared), _MOST_ROWS))
            rows = _spread_down(root, rows) if spread else rows
            # A string that is stored once can be shown in a million cells.
            left -= sum(len(text) for _, row in rows for text in row.values())
            if left < 0:
                raise UnreadablePaper(TOO_MUCH_TEXT)
            yield n, rows


def _spread_down(root: etree._Element, rows: list[tuple[int, Row]]) -> list[tuple[int, Row]]:
    """Give every row of a merged column's cells what is in the first of them."""
    known = dict(rows)
    for merged in islice(root.iterfind(f"{_S}mergeCells/{_S}mergeCell"), _MOST_MERGED):
        found = _DOWN.fullmatch(merged.get("ref", ""))
        if found is None:
            continue
        first, last, column = int(found[2]), int(found[3]), _column(found[1], 0)
        said = known.get(first, {}).get(column, "")
        for number in range(first + 1, min(last, first + _MOST_ROWS) + 1):
            if any(known.get(number, {}).values()) and said:
                known[number][column] = said
    return rows


def _sheets(archive: Archive, book: etree._Element) -> Iterator[str]:
    relations = archive.xml("xl/_rels/workbook.xml.rels")
    targets = {each.get("Id"): each.get("Target", "") for each in (relations if relations is not None else ())}
    for sheet in book.iterfind(f"{_S}sheets/{_S}sheet"):
        target = targets.get(sheet.get(_R), "")
        if target and sheet.get("state", "visible") == "visible":
            yield target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _text(element: etree._Element) -> str:
    """A cell's words; the reading aid printed over East Asian words is not among them."""
    return "".join(
        part.text or "" for part in element.iter(f"{_S}t") if not _is_aid(part.getparent())
    )[:_LONGEST]  # fmt: skip


def _is_aid(parent: etree._Element | None) -> bool:
    return parent is not None and parent.tag == f"{_S}rPh"


def _shared(root: etree._Element | None) -> list[str]:
    return [] if root is None else [_text(each) for each in root.iterfind(f"{_S}si")]


def _rows(root: etree._Element, shared: list[str]) -> Iterator[tuple[int, Row]]:
    for place, row in enumerate(root.iterfind(f"{_S}sheetData/{_S}row"), 1):
        if row.get("hidden") in ("1", "true"):
            continue
        cells: Row = {}
        for n, cell in enumerate(islice(row.iterfind(f"{_S}c"), _WIDEST)):
            column = _column(cell.get("r", ""), n)
            if column < _WIDEST:
                cells[column] = _value(cell, shared)
        number = row.get("r", "")
        yield int(number) if _ROW_NUMBER.fullmatch(number) else place, cells


def _column(reference: str, default: int) -> int:
    """The column of 'AB12', from 0."""
    letters = re.match(r"[A-Z]{1,3}", reference)
    if letters is None:
        return default
    column = 0
    for letter in letters[0]:
        column = column * 26 + ord(letter) - 64
    return column - 1


def _value(cell: etree._Element, shared: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    value = (cell.findtext(f"{_S}v") or "")[:_LONGEST]
    if kind == "s":
        return shared[int(value)] if value.isascii() and value.isdigit() and int(value) < len(shared) else ""
    # 'e' is an error and 'b' a tick: neither is text of the paper.
    return "" if kind in ("e", "b") else re.sub(r"\.0$", "", value)


def _blocks(table: int, rows: list[Row]) -> list[Block]:
    layout = layout_of(rows)
    used = sorted({column for row in rows[max(layout.head, 0) :] for column, text in row.items() if text.strip()})
    # An answer comes after its question, wherever the sheet has its column.
    order = sorted(used, key=lambda column: (column in layout.answers, column))
    places = {column: n for n, column in enumerate(order)}
    blocks: list[Block] = []
    for n, row in enumerate(rows):
        filled = sorted((c for c, text in row.items() if text.strip()), key=lambda c: places.get(c, c))
        for column in filled:
            cell = _cell(table, n, filled, column, places) if n >= layout.head else None
            label = BULLET if column == layout.listed and n >= layout.first else None
            for line in row[column].splitlines():
                text = " ".join(line.split())
                if text:
                    why = layout.why(n, column)
                    blocks.append(Block(text, text, label=label, cell=cell, paragraph=n + 1, ignored=why))
    return blocks


def _cell(table: int, n: int, filled: list[int], column: int, places: dict[int, int]) -> Cell | None:
    if len(places) < 2:
        return None
    if len(filled) == 1 and places[column] == 0:
        # A line of its own over the columns, as a merged row is.
        return Cell(table, n, 0, len(places), len(places))
    return Cell(table, n, places[column], len(places))
