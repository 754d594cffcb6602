"""The reading order of a page's lines: from the top, columns one after the other, tables cell by cell."""

from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate, groupby

from consult.question_sets.readers.pdf.line import Line, Page
from consult.question_sets.readers.pdf.ticks import EMPTY, ROUND_TICKED, TICKED

_STEP = 4.0
_MOST_STEPS = 1_000  # a page of 4 metres; what is set further out than paper reaches must not keep a reader busy
_LEAST_LINES = 5
# A box within a line, as options in one line are told apart.
_TICKS = {TICKED: TICKED, ROUND_TICKED: TICKED}


def in_reading_order(page: Page) -> list[Line]:
    """The lines of a page as a reader meets them; what stands on one height in one column becomes one line.

    What is left out stands where it is met from the top.
    """
    shown = [line for line in page.lines if not line.why]
    out = _with_tables(shown) if any(line.cell for line in shown) else _text(shown)
    return _with(out, [line for line in page.lines if line.why])


def _with(shown: list[Line], left_out: list[Line]) -> list[Line]:
    """The lines with each that is left out before the first that stands lower, the foot's after all."""
    if not left_out:
        return shown
    highest = list(
        accumulate((-line.top for line in shown), max)
    )  # how far down the lines have come, from the first on
    before: list[list[Line]] = [[] for _ in range(len(shown) + 1)]
    for line in left_out:
        before[bisect_right(highest, -line.bottom)].append(line)
    return [each for n, line in enumerate(shown) for each in (*before[n], line)] + before[-1]


def _with_tables(lines: list[Line]) -> list[Line]:
    """Tables one after the other, the text above and below each in its own order."""
    tables: dict[int, list[Line]] = {}
    for line in lines:
        if line.cell is not None:
            tables.setdefault(line.cell.table, []).append(line)
    rest = [line for line in lines if line.cell is None]
    out: list[Line] = []
    for found in sorted(tables.values(), key=lambda each: -max(line.top for line in each)):
        top = max(line.top for line in found)
        out += _text([line for line in rest if line.top >= top])
        rest = [line for line in rest if line.top < top]
        for _, cell in groupby(sorted(found, key=_cell), key=_cell):
            out += _rows(list(cell))
    return out + _text(rest)


def _cell(line: Line) -> tuple[int, int]:
    return (line.cell.row, line.cell.column) if line.cell is not None else (0, 0)


def _text(lines: list[Line]) -> list[Line]:
    gutter = _gutter(lines)
    if gutter is None:
        return _rows(lines)
    out: list[Line] = []
    band: list[Line] = []
    for line in sorted(lines, key=lambda each: -each.top):
        # A line across the gutter ends both columns above it.
        if line.left < gutter < line.right:
            out += _columns(band, gutter)
            band = []
            out.append(line)
        else:
            band.append(line)
    return out + _columns(band, gutter)


def _columns(band: list[Line], gutter: float) -> list[Line]:
    left = [line for line in band if line.right <= gutter]
    return _rows(left) + _rows([line for line in band if line.right > gutter])


def _gutter(lines: list[Line]) -> float | None:
    """The middle of the gap between two columns of text; None where there is one column, or a table."""
    if len(lines) < 2 * _LEAST_LINES:
        return None
    lefts, rights = [line.left for line in lines], [line.right for line in lines]
    low, high = min(lefts), max(rights)
    width = high - low
    # Most pages have one column, and nothing begins in their right half.
    if sum(left >= low + 0.3 * width for left in lefts) < _LEAST_LINES:
        return None
    best: tuple[int, float] | None = None
    step = max(_STEP, width / _MOST_STEPS)
    place = low + 0.3 * width
    while place < low + 0.7 * width:
        left = [line for line in lines if line.right <= place]
        right = [line for line in lines if line.left >= place]
        crossing = len(lines) - len(left) - len(right)
        if crossing < 0.25 * len(lines) and _is_column(left, low, place) and _is_column(right, place, high):
            score = len(lines) - crossing
            if best is None or score > best[0]:
                best = (score, place)
        place += step
    return best[1] if best else None


def _is_column(lines: list[Line], low: float, high: float) -> bool:
    """Whether lines fill a column as running text does; cells of a table do not."""
    if len(lines) < _LEAST_LINES:
        return False
    full = sum(line.right - line.left > 0.7 * (high - low) for line in lines)
    return full > 0.5 * len(lines)


def _rows(lines: list[Line]) -> list[Line]:
    out: list[Line] = []
    last: Line | None = None
    for line in sorted(lines, key=_place):
        # Lines of a column lie below each other, which is told at once.
        if last is not None and line.top > last.bottom and _is_beside(last, line):
            last = out[-1] = _joined(last, line)
        else:
            out.append(line)
            last = line
    return out


def _place(line: Line) -> tuple[float, float]:
    return -line.top, line.left


def _is_beside(one: Line, other: Line) -> bool:
    # The paragraphs of an answer stand below each other, whatever is beside their field.
    if one.tall or other.tall:
        return False
    shared = min(one.top, other.top) - max(one.bottom, other.bottom)
    least = min(one.top - one.bottom, other.top - other.bottom)
    return shared > 0.6 * least and (other.left >= one.right - 1 or other.right <= one.left + 1)


def _joined(one: Line, other: Line) -> Line:
    first, last = (one, other) if one.left <= other.left else (other, one)
    gap = "\t" if last.left - first.right > first.size else " "
    box = f"{_TICKS.get(last.box, EMPTY)} " if last.box else ""
    text = f"{first.text.rstrip()}{gap}{box}{last.text.lstrip()}"
    return replace(first, text=text, right=max(one.right, other.right), bold=one.bold and other.bold)
