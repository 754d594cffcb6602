"""The ruled tables on a page of a PDF, by the lines drawn round their cells, or between their rows alone."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from consult.question_sets.readers.pdf.drawn import Drawn, Rule
from consult.question_sets.readers.pdf.line import Line

_NEAR = 3.0
_LEAST_GAP = 6.0
_MOST_TABLES = 50  # on a page, of those without lines between their columns


@dataclass
class Grid:
    """A ruled table: `xs` from the left and `ys` from the top where its lines stand, and the lines themselves."""

    xs: list[float]
    ys: list[float]
    across: list[Rule]
    down: list[Rule]
    _at_x: list[list[Rule]] = field(init=False, repr=False)
    _at_y: list[list[Rule]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Put the rules to where they stand: each text of a page asks for those beside it."""
        self._at_x = [[rule for rule in self.down if abs(rule.place - x) <= _NEAR] for x in self.xs]
        self._at_y = [[rule for rule in self.across if abs(rule.place - y) <= _NEAR] for y in self.ys]

    def place(self, line: Line) -> tuple[int, int, int] | None:
        """Row, column and columns covered of the cell in which a line's text begins; None outside the table."""
        x, y = line.left + 0.3 * min(line.size, line.right - line.left), (line.bottom + line.top) / 2
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[-1] <= y <= self.ys[0]):
            return None
        column = max(n for n, each in enumerate(self.xs[:-1]) if each <= x)
        row = max(n for n, each in enumerate(self.ys[:-1]) if each >= y)
        first, last = column, column
        while first and not _is_ruled(self._at_x[first], y):
            first -= 1
        while last < len(self.xs) - 2 and not _is_ruled(self._at_x[last + 1], y):
            last += 1
        while row and not _is_ruled(self._at_y[row], x):
            row -= 1
        return row, first, last - first + 1


def _is_ruled(rules: list[Rule], at: float) -> bool:
    return any(rule.start - 1 <= at <= rule.end + 1 for rule in rules)


def ruled(drawn: Drawn) -> list[Grid]:
    """The connected groups of ruling lines, from the top of the page."""
    across, down = drawn.across, drawn.down
    if len(across) < 2 or len(down) < 2:
        return []
    groups: list[tuple[list[Rule], list[Rule]]] = []
    for rule in down:
        met = [n for n, (others, _) in enumerate(groups) if any(_crosses(other, rule) for other in others)]
        crossed = [other for other in across if _crosses(other, rule)]
        rules = [rule, *(each for n in met for each in groups[n][1])]
        known = {id(each): each for n in met for each in groups[n][0]} | {id(each): each for each in crossed}
        groups = [group for n, group in enumerate(groups) if n not in met]
        if known:
            groups.append((list(known.values()), rules))
    out = [
        Grid(_places(d.place for d in uprights), _places((a.place for a in levels), from_top=True), levels, uprights)
        for levels, uprights in groups
        if len(levels) > 1 and len(uprights) > 1
    ]
    return [grid for grid in out if len(grid.xs) > 2 and len(grid.ys) > 1]


def ruled_between_rows(lines: list[Line], drawn: Drawn) -> list[Grid]:
    """Tables with lines between their rows and none between their columns, which are told by their gaps."""
    across = drawn.across
    out: list[Grid] = []
    for _ in range(_MOST_TABLES):
        if len(across) < 3:
            break
        first = across[0]
        alike, across = _parted(across, first)
        ys = _places((rule.place for rule in alike), from_top=True)
        if len(ys) < 3:
            continue
        inside = [
            line
            for line in lines
            if first.start - _NEAR <= line.left and line.right <= first.end + _NEAR and ys[-1] < line.bottom < ys[0]
        ]
        gaps = _gaps(inside)
        if gaps:
            xs = [first.start, *gaps, first.end]
            grid = Grid(xs, ys, alike, [Rule(x, ys[-1], ys[0]) for x in xs])
            if _has_a_row_between_rules(grid, inside):
                out.append(grid)
    return out


def _parted(across: list[Rule], first: Rule) -> tuple[list[Rule], list[Rule]]:
    """The rules as long as the first and beside it, and the others."""
    alike: list[Rule] = []
    others: list[Rule] = []
    for rule in across:
        is_alike = abs(rule.start - first.start) <= _NEAR and abs(rule.end - first.end) <= _NEAR
        (alike if is_alike else others).append(rule)
    return alike, others


def _gaps(lines: list[Line]) -> list[float]:
    """The middles of the gaps that run down between all lines."""
    out: list[float] = []
    reach = 0.0
    for n, line in enumerate(sorted(lines, key=lambda each: each.left)):
        if n and line.left - reach > _LEAST_GAP:
            out.append((line.left + reach) / 2)
        reach = max(reach, line.right)
    return out


def _has_a_row_between_rules(grid: Grid, lines: list[Line]) -> bool:
    """Whether there is one row between two lines each: two texts begin in the first column of none."""
    firsts: defaultdict[int, list[float]] = defaultdict(list)
    others: defaultdict[int, list[float]] = defaultdict(list)
    for line in lines:
        place = grid.place(line)
        if place is not None:
            (others if place[1] else firsts)[place[0]].append(line.bottom)
    return len(others) > 1 and all(_count_beside(found, others.get(row, [])) < 2 for row, found in firsts.items())


def _count_beside(heights: list[float], others: list[float]) -> int:
    """How many of some lines have one of others on their height."""
    ordered = sorted(others)
    nearest = ((each, bisect_right(ordered, each - _NEAR)) for each in heights)
    return sum(at < len(ordered) and ordered[at] < each + _NEAR for each, at in nearest)


def _crosses(across: Rule, down: Rule) -> bool:
    return (
        across.start - _NEAR <= down.place <= across.end + _NEAR
        and down.start - _NEAR <= across.place <= down.end + _NEAR
    )


def _places(found: Iterable[float], from_top: bool = False) -> list[float]:
    """Where lines stand, those beside each other as one."""
    out: list[float] = []
    for place in sorted(found, reverse=from_top):
        if not out or abs(place - out[-1]) > _NEAR:
            out.append(place)
    return out
