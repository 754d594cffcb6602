"""Tables on a page of a PDF: the cells between ruling lines, and grids of tick boxes under the heads of their columns.

Text set in columns without any of these stays text, unless it stands under the heads of a response form.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise

from consult.question_sets.readers.blocks import Cell
from consult.question_sets.readers.pdf.drawn import Drawn
from consult.question_sets.readers.pdf.grids import Grid, ruled, ruled_between_rows
from consult.question_sets.readers.pdf.heads import set_headed
from consult.question_sets.readers.pdf.line import Line

# A frame round text as long as this is a page's, not a cell's.
_MOST_LINES = 60
_MOST_ROWS = 200  # rows of boxes on a page: each is held against all its lines
TICKS = frozenset("☐☑☒□❑❒◻▢○◯\uf06f\uf0a8")
_LEVEL, _COLUMN = 5.0, 8.0


def set_cells(lines: list[Line], drawn: Drawn) -> list[list[float]]:
    """Give the lines of a page that stand in tables their cells; gives where the columns of each table stand."""
    tables: list[list[float]] = []
    grids = ruled(drawn)
    for found in (grids, ruled_between_rows(lines, drawn)):
        for grid in found:
            free = [line for line in lines if line.cell is None]
            places = [(line, place) for line in free if (place := grid.place(line)) is not None]
            if _is_table(grid, [place for _, place in places]):
                for line, (row, column, span) in places:
                    line.cell = Cell(len(tables), row, column, len(grid.xs) - 1, span)
                    line.edge = grid.xs[column + span]
                tables.append(grid.xs)
    _set_ticked(lines, drawn, tables)
    set_headed(lines, tables)
    return tables


def _is_table(grid: Grid, places: list[tuple[int, int, int]]) -> bool:
    """Whether a grid parts text into cells; a frame, a page's border or rules between columns do not."""
    cells = Counter((row, column) for row, column, _ in places)
    if len(grid.xs) < 3 or not cells:
        return False
    columns, rows = {column for _, column in cells}, {row for row, _ in cells}
    if len(grid.ys) < 3:
        return len(columns) > 1 and max(cells.values()) <= _MOST_LINES / 4
    return max(cells.values()) <= _MOST_LINES and (len(columns) > 1 or len(rows) > 1)


@dataclass
class _Row:
    """A row of tick boxes: its height, and where its boxes stand."""

    y: float
    xs: list[float]

    def is_under(self, other: "_Row") -> bool:
        """Whether the boxes stand in the same columns as another row's."""
        return len(self.xs) == len(other.xs) and all(
            abs(one - two) < _COLUMN for one, two in zip(self.xs, other.xs, strict=True)
        )


def _set_ticked(lines: list[Line], drawn: Drawn, tables: list[list[float]]) -> None:
    """Make grids of the rows of tick boxes that stand under heads, with a statement before each row."""
    free = [line for line in lines if line.cell is None]
    held: list[_Row] = []
    for row in [*_tick_rows(free, drawn), _Row(0.0, [])]:
        if held and not row.is_under(held[-1]):
            if len(held) > 1:
                _set_grid(free, held, tables)
            held = []
        if row.xs:
            held.append(row)


def _tick_rows(lines: list[Line], drawn: Drawn) -> list[_Row]:
    """The rows of at least two tick boxes with text before them and none after, from the top."""
    marks = [(box.middle, (box.left + box.right) / 2) for box in drawn.boxes]
    marks += [((line.bottom + line.top) / 2, (line.left + line.right) / 2) for line in lines if line.text in TICKS]
    rows: list[_Row] = []
    for y, x in sorted(marks, reverse=True):
        if rows and abs(rows[-1].y - y) < _LEVEL:
            rows[-1].xs.append(x)
        else:
            rows.append(_Row(y, [x]))
    for row in rows:
        row.xs.sort()
    several = [row for row in rows if len(row.xs) > 1]
    return [row for row in several[:_MOST_ROWS] if _is_before_boxes(row, lines)]


def _is_before_boxes(row: _Row, lines: list[Line]) -> bool:
    beside = [line for line in lines if line.bottom < row.y < line.top and line.text not in TICKS]
    return any(line.right < row.xs[0] for line in beside) and not any(line.right > row.xs[0] for line in beside)


def _set_grid(lines: list[Line], rows: list[_Row], tables: list[list[float]]) -> None:
    """Give the heads, statements and boxes of a grid their cells; nothing where a column has no head."""
    xs = rows[0].xs
    half = min(b - a for a, b in pairwise(xs)) / 2
    heads = _heads(lines, rows[0], half)
    if len(heads) < len(xs):
        return
    columns = len(xs) + 1
    edges = [min(line.left for line in lines), *(x - half for x in xs), xs[-1] + half]
    for column, found in heads.items():
        for line in found:
            line.cell, line.edge = Cell(len(tables), 0, column + 1, columns), edges[column + 2]
    apart = min(a.y - b.y for a, b in pairwise(rows))
    for line in lines:
        y = (line.bottom + line.top) / 2
        n = min(range(len(rows)), key=lambda each: abs(rows[each].y - y))
        if line.cell is not None or abs(rows[n].y - y) > 0.6 * apart:
            continue
        if line.right < xs[0]:
            line.cell, line.edge = Cell(len(tables), n + 1, 0, columns), edges[1]
        elif line.text in TICKS:
            column = min(range(len(xs)), key=lambda each: abs(xs[each] - line.left))
            line.cell = Cell(len(tables), n + 1, column + 1, columns)
    tables.append(edges)


def _heads(lines: list[Line], first: _Row, half: float) -> dict[int, list[Line]]:
    """The heads over the columns of boxes, by column: up to three lines above the first row."""
    heads: defaultdict[int, list[Line]] = defaultdict(list)
    floor = first.y
    for line in sorted(lines, key=lambda each: each.bottom):
        if line.bottom < first.y or line.right < first.xs[0] - half:
            continue
        centre = (line.left + line.right) / 2
        column = min(range(len(first.xs)), key=lambda each: abs(first.xs[each] - centre))
        is_head = abs(first.xs[column] - centre) < max(half, _COLUMN) and line.right - line.left < 2.2 * half
        if not is_head or line.bottom - floor > 2.4 * (line.top - line.bottom) or len(heads[column]) > 2:
            break
        heads[column].append(line)
        floor = line.bottom
    return {column: found for column, found in heads.items() if found}
