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
from consult.question_sets.readers.text import decoded

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MOST_ROWS = 20_000
_MOST_SHEETS = 50
_WIDEST = 100
_LONGEST = 32_767
_MOST_HEADS = 20
_MOST_ASK = 0.6
_QUESTION_HEAD = re.compile(r"(?:consultation |survey )?questions?(?: text)?:?", re.I)
_ANSWER_HEAD = re.compile(r"(?:your |our |the |draft |proposed )?(?:answers?|responses?|repl(?:y|ies)|comments?):?", re.I)
_NUMBERED = re.compile(r"\W*(?:q(?:uestion)?\W*)?(?:\d+|[a-z][.)])", re.I)
BULLET = "•"

Row = dict[int, str]


def read_csv(data: bytes) -> list[Block]:
    """The blocks of a comma, semicolon or tab separated file; raises UnreadablePaper when it is none."""
    text = decoded(data)
    first = next((line for line in text.split("\n") if line.strip()), "")
    comma = max(",;\t", key=first.count)
    try:
        rows = list(islice(csv.reader(io.StringIO(text), delimiter=comma), _MOST_ROWS))
    except csv.Error:
        raise UnreadablePaper("This is not a file of comma separated values that can be read") from None
    return _blocks(1, [dict(enumerate(row[:_WIDEST])) for row in rows])


def read_xlsx(data: bytes) -> list[Block]:
    """The blocks of an Excel file's visible sheets, in their order.

    Raises UnreadablePaper when it is no Excel file, or is protected, damaged or too large unpacked.
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
    blocks: list[Block] = []
    for n, name in enumerate(islice(_sheets(archive, book), _MOST_SHEETS), 1):
        root = archive.xml(name)
        if root is not None:
            blocks += _blocks(n, list(islice(_rows(root, shared), _MOST_ROWS)))
    return blocks


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


def _rows(root: etree._Element, shared: list[str]) -> Iterator[Row]:
    for row in root.iterfind(f"{_S}sheetData/{_S}row"):
        if row.get("hidden") in ("1", "true"):
            continue
        cells: Row = {}
        for n, cell in enumerate(islice(row.iterfind(f"{_S}c"), _WIDEST)):
            column = _column(cell.get("r", ""), n)
            if column < _WIDEST:
                cells[column] = _value(cell, shared)
        yield cells


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
    used = sorted({column for row in rows for column, text in row.items() if text.strip()})
    asked, answers = _heads(rows)
    # An answer comes after its question, wherever the sheet has its column.
    order = [column for column in used if column not in answers] + [column for column in used if column in answers]
    places = {column: n for n, column in enumerate(order)}
    listed = _listed_from(rows, used, asked)
    blocks: list[Block] = []
    for n, row in enumerate(rows):
        filled = [column for column in order if row.get(column, "").strip()]
        for column in filled:
            cell = Cell(table, n, places[column], len(used)) if len(used) > 1 else None
            if cell is not None and len(filled) == 1 and column == used[0]:
                # A line of its own over the columns, as a merged row is.
                cell = Cell(table, n, 0, len(used), len(used))
            for line in row[column].splitlines():
                text = " ".join(line.split())
                if text:
                    label = BULLET if n >= listed else None
                    blocks.append(Block(text, text, label=label, cell=cell, paragraph=n + 1))
    return blocks


def _heads(rows: list[Row]) -> tuple[int | None, frozenset[int]]:
    """The row that heads the columns, and the columns that are headed as answers; (None, none) without such a row."""
    for n, row in enumerate(rows[:_MOST_HEADS]):
        texts = {column: " ".join(text.split()) for column, text in row.items() if text.strip()}
        if any(_QUESTION_HEAD.fullmatch(text) for text in texts.values()):
            return n, frozenset(column for column, text in texts.items() if _ANSWER_HEAD.fullmatch(text))
    return None, frozenset()


def _listed_from(rows: list[Row], used: list[int], heads: int | None) -> int:
    """The row from which a sheet of one column is a list of questions; beyond all rows where it is none.

    It is one where its head says so, or most of its rows ask and none has a number.
    """
    if len(used) != 1:
        return len(rows)
    texts = [text for row in rows if (text := row.get(used[0], "").strip())]
    if any(_NUMBERED.match(text) for text in texts):
        return len(rows)
    if heads is not None:
        return heads + 1
    asking = sum(text.endswith("?") for text in texts)
    first = next((n for n, row in enumerate(rows) if row.get(used[0], "").strip().endswith("?")), len(rows))
    return first if asking >= 2 and asking > _MOST_ASK * len(texts) else len(rows)
