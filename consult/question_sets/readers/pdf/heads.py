"""Tables without any lines on a page of a PDF: number, question and answer in columns under heads that say so.

Only heads in these words make a table of text in columns; contents lists and pages in two columns have none.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from consult.question_sets.readers.blocks import Cell
from consult.question_sets.readers.pdf.line import Line

_NUMBER = re.compile(r"(?:q(?:uestion)?\s*)?(?:no|number|ref|nr|#|q)\W*", re.I)
_QUESTION = re.compile(r"(?:consultation )?questions?", re.I)
_ANSWER = re.compile(
    r"(?:your |our |proposed |draft |council(?:'s|’s)? )*(?:responses?|answers?|comments?|repl(?:y|ies)|views)", re.I
)
_COUNTED = re.compile(r"\(?(?:(?:question|q)\s*)?\d{1,3}\s?[a-z]?[.):]?", re.I)
_LEVEL, _NEAR, _LEAST_GAP = 4.0, 3.0, 12.0
_MOST_HEADS = 4
_MOST_ROWS_OF_HEADS = 20  # on one page: below each, all lines may be looked at


def is_head(text: str) -> bool:
    """Whether a line may be the head over a column of questions."""
    return len(text) < 30 and "uestion" in text.lower() and bool(_QUESTION.fullmatch(text.strip(" :*")))


@dataclass
class _Columns:
    """The columns under a row of heads, by where they begin; `numbered` tells that the first counts the questions."""

    heads: list[Line]
    numbered: bool

    @property
    def question(self) -> int:
        """Which column holds the questions."""
        return int(self.numbered)

    def of(self, line: Line) -> int | None:
        """The column a line stands in; None where it reaches over several or stands outside."""
        lefts = [head.left for head in self.heads]
        found = [n for n, left in enumerate(lefts) if left - _NEAR <= line.left]
        if not found:
            return None
        end = lefts[found[-1] + 1] if found[-1] + 1 < len(lefts) else float("inf")
        return found[-1] if line.right < end else None


def set_headed(lines: list[Line], tables: list[list[float]]) -> None:
    """Give the lines under rows of heads their cells, and add where the columns of each such table stand."""
    rows = _rows([line for line in lines if line.cell is None])
    headed = [(n, columns) for n, row in enumerate(rows) if (columns := _columns(row)) is not None]
    for n, columns in headed[:_MOST_ROWS_OF_HEADS]:
        if any(line.cell for line in rows[n]):
            continue
        body = _body([line for each in rows[n + 1 :] for line in each], columns)
        starts = _starts(body, columns)
        if len(starts) > 1:
            _set(columns, body, starts, tables)


def _rows(lines: list[Line]) -> list[list[Line]]:
    """Lines on one height together, from the top, each row from the left."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda each: -each.bottom):
        if rows and abs(rows[-1][0].bottom - line.bottom) < _LEVEL:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda each: each.left) for row in rows]


def _columns(row: list[Line]) -> _Columns | None:
    """The columns that a row of heads begins; None where any of it is no head."""
    if not 2 <= len(row) <= _MOST_HEADS or any(b.left - a.right < _LEAST_GAP for a, b in pairwise(row)):
        return None
    texts = [line.text.strip(" :*") for line in row]
    numbered = bool(_NUMBER.fullmatch(texts[0]))
    rest = texts[numbered:]
    if not rest or not _QUESTION.fullmatch(rest[0]) or not all(_ANSWER.fullmatch(text) for text in rest[1:]):
        return None
    return _Columns(row, numbered)


def _body(lines: list[Line], columns: _Columns) -> list[tuple[Line, int]]:
    """The lines of a table below its heads with their columns, down to the first that is none of its."""
    out: list[tuple[Line, int]] = []
    for line in lines:
        column = columns.of(line)
        is_stray = columns.numbered and column == 0 and not _COUNTED.fullmatch(line.text)
        if column is None or is_stray or line.cell is not None:
            break
        out.append((line, column))
    return out


def _starts(body: list[tuple[Line, int]], columns: _Columns) -> list[float]:
    """How high the rows begin: at their numbers, or where a gap parts two questions."""
    if columns.numbered:
        return [line.top for line, column in body if column == 0]
    asked = [line for line, column in body if column == columns.question]
    steps = sorted(one.bottom - other.bottom for one, other in pairwise(asked))
    if not steps:
        return []
    parted = [b.top for a, b in pairwise(asked) if a.bottom - b.bottom > max(1.3 * steps[0], 1.5 * b.size)]
    return [asked[0].top, *parted]


def _set(columns: _Columns, body: list[tuple[Line, int]], starts: list[float], tables: list[list[float]]) -> None:
    placed = [*((head, 0, n) for n, head in enumerate(columns.heads)), *_placed(body, starts)]
    count = len(columns.heads)
    edges: dict[int, float] = {}
    for line, _, column in placed:
        edges[column] = max(edges.get(column, line.right), line.right)
    for line, row, column in placed:
        line.cell = Cell(len(tables), row, column, count)
        line.edge = edges[column] + 2 * _NEAR
    tables.append([*(head.left for head in columns.heads), max(line.right for line, _, _ in placed)])


def _placed(body: list[tuple[Line, int]], starts: list[float]) -> list[tuple[Line, int, int]]:
    lowest = sorted(-start for start in starts)
    return [(line, max(bisect_right(lowest, -(line.bottom + line.top) / 2), 1), column) for line, column in body]
