"""The reading order of a page's lines: from the top, columns one after the other."""

from dataclasses import replace

from consult.question_sets.readers.pdf_page import Line

_STEP = 4.0
_LEAST_LINES = 5


def in_reading_order(lines: list[Line]) -> list[Line]:
    """The lines of a page as a reader meets them; what stands on one height in one column becomes one line."""
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
    low, high = min(line.left for line in lines), max(line.right for line in lines)
    width = high - low
    best: tuple[int, float] | None = None
    place = low + 0.3 * width
    while place < low + 0.7 * width:
        left = [line for line in lines if line.right <= place]
        right = [line for line in lines if line.left >= place]
        crossing = len(lines) - len(left) - len(right)
        if crossing < 0.25 * len(lines) and _is_column(left, low, place) and _is_column(right, place, high):
            score = len(lines) - crossing
            if best is None or score > best[0]:
                best = (score, place)
        place += _STEP
    return best[1] if best else None


def _is_column(lines: list[Line], low: float, high: float) -> bool:
    """Whether lines fill a column as running text does; cells of a table do not."""
    if len(lines) < _LEAST_LINES:
        return False
    full = sum(line.right - line.left > 0.7 * (high - low) for line in lines)
    return full > 0.5 * len(lines)


def _rows(lines: list[Line]) -> list[Line]:
    out: list[Line] = []
    for line in sorted(lines, key=lambda each: (-each.top, each.left)):
        if out and _is_beside(out[-1], line):
            out[-1] = _joined(out[-1], line)
        else:
            out.append(line)
    return out


def _is_beside(one: Line, other: Line) -> bool:
    shared = min(one.top, other.top) - max(one.bottom, other.bottom)
    least = min(one.top - one.bottom, other.top - other.bottom)
    return shared > 0.6 * least and (other.left >= one.right - 1 or other.right <= one.left + 1)


def _joined(one: Line, other: Line) -> Line:
    first, last = (one, other) if one.left <= other.left else (other, one)
    gap = "\t" if last.left - first.right > first.size else " "
    text = f"{first.text.rstrip()}{gap}{last.text.lstrip()}"
    return replace(first, text=text, right=max(one.right, other.right), bold=one.bold and other.bold)
