"""How the lines of a PDF are set: their distance, the right margin that full lines reach, the places of bullets."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import pairwise
from statistics import median

from consult.question_sets.readers.pdf.line import Line

# A line of fewer letters is not filled, even where no longer one shows how wide the column is.
_SHORT = 30
# What a cell keeps free at its right edge, in points.
_PADDING = 4.0
_ITEM = re.compile(r"[a-z]{1,4}[.)]")


class Margins:
    """How the lines of a paper are set: their distance, and the right margin that full lines reach."""

    def __init__(self, lines: list[Line], is_bullet: Callable[[str], bool]) -> None:
        """Measure the lines; `is_bullet` tells whether a text begins with a bullet."""
        self.leading, wrapped = _leading(lines)
        self.rights: dict[float, float] = {}
        for (size, place), count in Counter([(line.size, round(line.right / 10)) for line in lines]).items():
            # A single long line may stick out, and short ones say nothing.
            if count > 1 or size not in self.rights:
                self.rights[size] = max(self.rights.get(size, 0.0), place * 10.0)
        for size, right in wrapped.items():
            self.rights[size] = max(self.rights[size], right)
        self.wrapped = frozenset(wrapped)
        of_size: defaultdict[float, list[Line]] = defaultdict(list)
        for line in lines:
            of_size[line.size].append(line)
        self.parted = frozenset(size for size in wrapped if self._is_parted(of_size[size]))
        lefts = sorted({round(line.left / 6) for line in lines if is_bullet(line.text)})
        self._depths = {left: min(n, 8) for n, left in enumerate(lefts)}
        self.last: Line | None = None

    def depth(self, line: Line) -> int:
        """How deep a bullet stands among the places where bullets stand."""
        return self._depths.get(round(line.left / 6), 0)

    def ended(self, line: Line) -> None:
        """Remember the line that a paragraph ended with."""
        self.last = line

    def is_near(self, line: Line) -> bool:
        """Whether no gap parts a line from the paragraph before."""
        return self.last is not None and not self.has_gap(self.last, line)

    def has_gap(self, above: Line, below: Line) -> bool:
        """Whether more than a line's usual distance lies between two lines."""
        if above.page != below.page or below.top > above.top:
            return False
        usual = self.leading.get(below.size) or 1.2 * below.size
        return above.bottom - below.bottom > 1.3 * usual + 0.5

    def is_full(self, line: Line, after: Line) -> bool:
        """Whether the next line's first word had no room left on a line."""
        # Type is half as wide as high, and one letter more for the space.
        first_word = (len(after.text.split(None, 1)[0]) + 1) * 0.5 * after.size
        if line.edge:
            return line.right + first_word > line.edge - _PADDING
        if len(line.text) <= _SHORT:
            return False
        return line.right + first_word > self._right_of(line)

    def is_measured(self, line: Line) -> bool:
        """Whether lines of this type are known to go on, so that it is known how far full lines reach."""
        return bool(line.edge) or line.size in self.wrapped

    def _is_parted(self, lines: list[Line]) -> bool:
        """Whether gaps part the paragraphs of a type: short finished lines are hardly followed without one."""
        ends = [
            self.has_gap(one, other)
            for one, other in pairwise(lines)
            if one.text[-1] in ".?!" and other.text[0].isupper() and one.right < 0.8 * self.rights[one.size]
        ]
        return len(ends) > 0 and sum(ends) > 0.8 * len(ends)

    def may_go_on(self, line: Line, after: Line) -> bool:
        """Whether gaps part paragraphs, there is none here, and the line is not far from full."""
        return (
            line.size in self.parted
            and not line.edge
            and line.right > 0.72 * self._right_of(line)
            and (line.bold == after.bold and line.page == after.page and len(line.text) > 2 * _SHORT)
        )

    def _right_of(self, line: Line) -> float:
        # A column's own edge is not known to its last lines, so half a page is taken for a column.
        right = self.rights.get(line.size, line.right)
        return right if line.right > 0.55 * right or line.left < 0.4 * right else 0.0


def _leading(lines: list[Line]) -> tuple[dict[float, float], dict[float, float]]:
    """By type size the distance of lines inside paragraphs, and the furthest right of a line that certainly goes on."""
    steps: defaultdict[float, list[float]] = defaultdict(list)
    inside: defaultdict[float, list[float]] = defaultdict(list)
    rights: dict[float, float] = {}
    for one, other in pairwise(lines):
        size, step = one.size, one.bottom - other.bottom
        if size == other.size and 0 < step < 4 * size and one.page == other.page:
            steps[size].append(step)
            # An unfinished line before lower case goes on; what stands in a list ends with ':' or ';'.
            if other.text[0].islower() and one.text[-1].isalpha() and not _ITEM.match(other.text, 0, 6):
                inside[size].append(step)
                if step < 1.6 * size and not (one.edge or one.right <= rights.get(size, 0.0)):
                    rights[size] = one.right
    leading = {size: _least_usual(found) for size, found in steps.items()}
    for size, found in inside.items():
        # Where most paragraphs have one line, the usual distance is that of paragraphs.
        leading[size] = min(leading[size], sorted(found)[len(found) * 4 // 5])
    return leading, rights


def _least_usual(steps: list[float]) -> float:
    """The distance of lines inside paragraphs: the smallest that is not rare."""
    ordered = sorted(steps)
    return median(ordered[: max(len(ordered) * 2 // 3, 1)])
