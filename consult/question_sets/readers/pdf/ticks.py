"""Tick boxes and round buttons on a page of a PDF: drawn as shapes or pictures, empty or ticked, and whose they are.

A box is a frame with what was painted over it: a cross, a check mark, a dot or a dark filling tick it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from consult.question_sets.readers.blocks import ROUND
from consult.question_sets.readers.pdf.line import Line

EMPTY, TICKED, ROUND_TICKED = "☐", "☒", "◉"
# A shape this much smaller than a frame is no part of the frame; a light one inside a dark disc is its hole or its dot.
_PART, _HOLE = 0.75, 0.55
_CONTRAST, _DARK = 80, 128
_CROSSES = frozenset("xX×✓✔✕✖✗✘☓●•■")
_COLUMN = 8.0


@dataclass(slots=True)
class Box:
    """A tick box or round button in points, with the label its option gets."""

    left: float
    bottom: float
    right: float
    top: float
    label: str = EMPTY

    @property
    def middle(self) -> float:
        """How high its middle stands."""
        return (self.bottom + self.top) / 2

    def holds(self, x: float, y: float) -> bool:
        """Whether a place is inside."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    def tick(self) -> None:
        """Mark it as chosen."""
        self.label = ROUND_TICKED if self.label in (ROUND, ROUND_TICKED) else TICKED

    def empty(self) -> None:
        """Mark it as not chosen."""
        self.label = ROUND if self.label in (ROUND, ROUND_TICKED) else EMPTY

    @property
    def is_ticked(self) -> bool:
        """Whether it is chosen."""
        return self.label in (TICKED, ROUND_TICKED)


@dataclass(slots=True)
class Piece:
    """A small shape or picture: its box, whether it can be a frame, and its colours from 0 (black) to 255, or None.

    `ticked` tells what a picture shows by itself.
    """

    box: Box
    is_frame: bool
    fill: int | None = None
    stroke: int | None = None
    ticked: bool = False

    @property
    def size(self) -> float:
        """The longer side."""
        return max(self.box.right - self.box.left, self.box.top - self.box.bottom)


def boxes_of(pieces: list[Piece]) -> list[Box]:
    """The tick boxes that shapes and pictures make, in the order in which they are painted, with their state."""
    boxes, filled = [], []
    for outer, group in _frames(pieces):
        is_marked, is_filled = _state(group, outer.size)
        if is_marked or is_filled:
            outer.box.tick()
        if is_filled and not is_marked:
            filled.append(outer.box)
        boxes.append(outer.box)
    # Where none is left empty, squares are filled for their looks.
    if all(box.is_ticked for box in boxes):
        for box in filled:
            box.empty()
    return boxes


def _frames(pieces: list[Piece]) -> list[tuple[Piece, list[Piece]]]:
    """The outermost frames, each with all that is painted in it, in the order in which it is painted."""
    outers: list[Piece] = []
    places: defaultdict[tuple[int, int], list[Piece]] = defaultdict(list)
    for piece in sorted((each for each in pieces if each.is_frame), key=lambda each: -each.size):
        if not any(_is_inside(piece, outer) for outer in _near(places, piece)):
            outers.append(piece)
            places[_place(piece)].append(piece)
    inside: dict[int, list[Piece]] = {id(outer): [] for outer in outers}
    for piece in pieces:
        for outer in _near(places, piece):
            if _is_inside(piece, outer):
                inside[id(outer)].append(piece)
    return [(piece, inside[id(piece)]) for piece in pieces if id(piece) in inside]


def _place(piece: Piece) -> tuple[int, int]:
    return int((piece.box.left + piece.box.right) / 48), int(piece.box.middle / 24)


def _near(places: dict[tuple[int, int], list[Piece]], piece: Piece) -> list[Piece]:
    x, y = _place(piece)
    return [outer for a in (x - 1, x, x + 1) for b in (y - 1, y, y + 1) for outer in places.get((a, b), ())]


def _is_inside(piece: Piece, frame: Piece) -> bool:
    box = piece.box
    return frame.box.holds((box.left + box.right) / 2, box.middle) and piece.size < 1.4 * frame.size


def _state(group: list[Piece], size: float) -> tuple[bool, bool]:
    """Whether a frame holds a mark, and whether it is filled; what was painted later lies over what was before."""
    ground, is_marked = 255, False
    for piece in group:
        is_marked = is_marked or piece.ticked
        is_large = piece.is_frame and piece.size >= _PART * size
        is_hole = piece.is_frame and piece.size >= _HOLE * size and (piece.fill or 0) > ground + _CONTRAST
        if is_large or is_hole:
            ground = ground if piece.fill is None else piece.fill
            continue
        colour = piece.fill if piece.fill is not None else piece.stroke
        is_marked = is_marked or (colour is not None and abs(colour - ground) > _CONTRAST)
    return is_marked, ground < _DARK


def set_boxes(lines: list[Line], boxes: list[Box]) -> list[Line]:
    """Give lines the boxes beside them; gives the lines without the crosses that are typed into boxes."""
    lines = [line for line in lines if not _is_cross(line, boxes)]
    taken = _set_behind(lines, boxes)
    for line in lines:
        if not (line.why or line.box):
            line.box = _before(line, [box for box in boxes if id(box) not in taken])
    return lines


def _is_cross(line: Line, boxes: list[Box]) -> bool:
    """Whether a line is a cross in a box, which is ticked then; a cross at a line's beginning is taken off it."""
    first, _, rest = line.text.partition(" ")
    if first not in _CROSSES or line.why:
        return False
    x = line.left + 0.3 * line.size if rest else (line.left + line.right) / 2
    box = next((box for box in boxes if box.holds(x, (line.bottom + line.top) / 2)), None)
    if box is None:
        return False
    box.tick()
    line.text, line.left = rest.strip(), box.right + 1
    return not line.text


def _before(line: Line, boxes: Iterable[Box]) -> str | None:
    near = [
        box
        for box in boxes
        if -2 <= line.left - box.right <= 3 * line.size and line.bottom - 3 <= box.middle <= line.top + 3
    ]
    # Rows may stand so close that two boxes are near.
    height = (line.bottom + line.top) / 2
    return min(near, key=lambda box: abs(box.middle - height)).label if near else None


def _set_behind(lines: list[Line], boxes: list[Box]) -> set[int]:
    """Give lines the boxes that stand behind them: 'Yes ☐  No ☐', or a column of boxes right of the options."""
    taken: set[int] = set()
    single: list[tuple[Line, Box]] = []
    for row in _box_rows(boxes):
        beside = [line for line in lines if not line.why and line.bottom < row[0].middle < line.top]
        if len(beside) != len(row):
            continue
        pairs = list(zip(sorted(beside, key=lambda line: line.left), row, strict=True))
        ends = [*(line.left for line, _ in pairs[1:]), float("inf")]
        if not all(line.right <= box.left + 2 < end for (line, box), end in zip(pairs, ends, strict=True)):
            continue
        if len(pairs) == 1:
            single += pairs
            continue
        _give(pairs, taken)
    for pair in single:
        alike = [other for other in single if abs(other[1].left - pair[1].left) < _COLUMN]
        if len(alike) > 1:
            _give([pair], taken)
    return taken


def _give(pairs: list[tuple[Line, Box]], taken: set[int]) -> None:
    for line, box in pairs:
        line.box = box.label
        taken.add(id(box))


def _box_rows(boxes: list[Box]) -> list[list[Box]]:
    rows: list[list[Box]] = []
    for box in sorted(boxes, key=lambda each: -each.middle):
        if rows and abs(rows[-1][0].middle - box.middle) < 5:
            rows[-1].append(box)
        else:
            rows.append([box])
    return [sorted(row, key=lambda each: each.left) for row in rows]
