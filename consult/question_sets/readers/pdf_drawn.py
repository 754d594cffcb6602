"""What is drawn on a page of a PDF and means something: tick boxes, ruling lines, grounds behind text, struck lines."""

import ctypes
from collections import defaultdict
from dataclasses import dataclass, field

from pypdfium2 import raw

from consult.question_sets.readers import pdf_calls as pdfium
from consult.question_sets.readers.blocks import ROUND
from consult.question_sets.readers.pdf_letters import Rect, Turn

_MOST_OBJECTS = 10_000
_MOST_SEGMENTS = 400
_MOST_MARKS = 1_000
_NEAR = 3.0
_THIN = 2.5
# A line shorter than this rules nothing; a serif or an arrow drawn as a path is that small.
_LEAST_RULE = 8.0
_PATH, _IMAGE, _SHADING, _FORM = (
    raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING, raw.FPDF_PAGEOBJ_FORM,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: `place` is its height (or distance from the left, if upright), from `start` to `end`."""

    place: float
    start: float
    end: float


@dataclass
class Drawn:
    """The drawings of a page in points, the page upright.

    `boxes` are (right edge, middle, label) of small squares and circles and of a form's tick boxes; `across` and `down`
    are ruling lines, `grounds` what lies behind text and is not white, `images` pictures, `strikes` boxes of struck
    text.
    """

    boxes: list[tuple[float, float, str]] = field(default_factory=list)
    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    grounds: list[Rect] = field(default_factory=list)
    images: list[Rect] = field(default_factory=list)
    strikes: list[Rect] = field(default_factory=list)

    def add_rule(self, box: Rect) -> None:
        """A thin box is a ruling line, unless it is too short to be one."""
        left, bottom, right, top = box
        if right - left > _LEAST_RULE and top - bottom < _THIN:
            self.across.append(Rule((bottom + top) / 2, left, right))
        elif top - bottom > _LEAST_RULE and right - left < _THIN:
            self.down.append(Rule((left + right) / 2, bottom, top))


class _Reader:
    """Reads the objects of one page."""

    def __init__(self, turn: Turn) -> None:
        """Make room for PDFium's answers."""
        self.drawn = Drawn()
        self.turn = turn
        self._bounds = (ctypes.c_float * 4)()
        self._at = [ctypes.addressof(self._bounds) + 4 * n for n in range(4)]
        self._colour = (ctypes.c_uint * 4)()
        self._colour_at = [ctypes.addressof(self._colour) + 4 * n for n in range(4)]
        self._mode = (ctypes.c_int * 2)()
        self._matrix = (ctypes.c_float * 6)()

    def read(self, kind: int, item: int) -> None:
        """A path, picture, shading or form of the page."""
        if kind == _FORM:
            for n in range(min(pdfium.count_in_form(item), _MOST_OBJECTS)):
                inner = pdfium.object_in_form(item, n)
                # A form's own objects are placed by the form, which is mostly where they say.
                if inner and pdfium.object_type(inner) in (_PATH, _IMAGE) and self._stands_still(item):
                    self.read(pdfium.object_type(inner), inner)
            return
        if not pdfium.object_bounds(item, *self._at):
            return
        left, bottom, right, top = self._bounds[:]
        box = self.turn.of((left, bottom, right, top))
        if _is_box(box) and len(self.drawn.boxes) < _MOST_MARKS:
            label = ROUND if kind == _PATH and _is_round(item) else "☐"
            self.drawn.boxes.append((box[2], (box[1] + box[3]) / 2, label))
        elif kind == _PATH:
            self._path(item, box)
        elif kind in (_IMAGE, _SHADING) and len(self.drawn.images) < _MOST_MARKS:
            self.drawn.images.append(box)

    def _stands_still(self, form: int) -> bool:
        pdfium.object_matrix(form, ctypes.addressof(self._matrix))
        return [round(each, 2) for each in self._matrix] == [1, 0, 0, 1, 0, 0]

    def _path(self, item: int, box: Rect) -> None:
        pdfium.draw_mode(item, ctypes.addressof(self._mode), ctypes.addressof(self._mode) + 4)
        fill, stroke = self._mode
        if box[2] - box[0] < _THIN or box[3] - box[1] < _THIN:
            if stroke or (fill and not self._is_white(item)):
                self.drawn.add_rule(box)
            return
        if fill and len(self.drawn.grounds) < _MOST_MARKS and not self._is_white(item):
            self.drawn.grounds.append(box)
        if stroke:
            self._edges(item)

    def _is_white(self, item: int) -> bool:
        pdfium.object_colour(item, *self._colour_at)
        red, green, blue, alpha = self._colour[:]
        return alpha < 16 or (red > 247 and green > 247 and blue > 247)

    def _edges(self, item: int) -> None:
        """The straight edges of a stroked path."""
        pdfium.object_matrix(item, ctypes.addressof(self._matrix))
        a, b, c, d, e, f = self._matrix[:]
        before: tuple[float, float] | None = None
        first = before
        for n in range(min(pdfium.count_segments(item), _MOST_SEGMENTS)):
            segment = pdfium.get_segment(item, n)
            pdfium.segment_point(segment, self._at[0], self._at[1])
            x, y = self._bounds[0], self._bounds[1]
            point = (a * x + c * y + e, b * x + d * y + f)
            kind = pdfium.segment_type(segment)
            if kind == raw.FPDF_SEGMENT_MOVETO:
                first = point
            elif kind == raw.FPDF_SEGMENT_LINETO and before is not None:
                self._edge(before, point)
            before = point
        if first is not None and before is not None and first != before:
            self._edge(before, first)

    def _edge(self, one: tuple[float, float], other: tuple[float, float]) -> None:
        (x, y), (u, v) = one, other
        self.drawn.add_rule(self.turn.of((min(x, u), min(y, v), max(x, u), max(y, v))))


def drawn_on(page: int, turn: Turn) -> Drawn:
    """The drawings of a page; `page` is PDFium's handle."""
    reader: _Reader | None = None
    get_object, object_type, text = pdfium.get_object, pdfium.object_type, raw.FPDF_PAGEOBJ_TEXT
    for n in range(min(pdfium.count_objects(page), _MOST_OBJECTS)):
        item = get_object(page, n)
        kind = object_type(item)
        if kind != text:
            reader = reader or _Reader(turn)
            reader.read(kind, item)
    drawn = reader.drawn if reader else Drawn()
    _read_notes(page, turn, drawn)
    drawn.across, drawn.down = _merged(drawn.across), _merged(drawn.down)
    return drawn


def _merged(rules: list[Rule]) -> list[Rule]:
    """Lines drawn cell by cell as the one line they look like."""
    out: list[Rule] = []
    rows: defaultdict[int, list[Rule]] = defaultdict(list)
    for rule in rules:
        rows[round(rule.place)].append(rule)
    for found in rows.values():
        held: Rule | None = None
        for rule in sorted(found, key=lambda each: each.start):
            if held is not None and rule.start <= held.end + _NEAR:
                held = Rule(held.place, held.start, max(held.end, rule.end))
            else:
                out += [held] if held else []
                held = rule
        out += [held] if held else []
    # So many lines are a picture, not a table.
    return out if len(out) <= _MOST_MARKS else []


def _read_notes(page: int, turn: Turn, drawn: Drawn) -> None:
    """The tick boxes of a form, and lines struck out with a reader's tool."""
    rect = (ctypes.c_float * 4)()
    for n in range(min(pdfium.count_notes(page), _MOST_OBJECTS)):
        note = pdfium.get_note(page, n)
        kind = pdfium.note_kind(note)
        if kind in (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_STRIKEOUT):
            pdfium.note_rect(note, ctypes.addressof(rect))
            left, top, right, bottom = rect[:]
            box = turn.of((left, min(bottom, top), right, max(bottom, top)))
            if kind == raw.FPDF_ANNOT_STRIKEOUT and len(drawn.strikes) < _MOST_MARKS:
                drawn.strikes.append(box)
            elif _is_box(box) and len(drawn.boxes) < _MOST_MARKS:
                drawn.boxes.append((box[2], (box[1] + box[3]) / 2, "☐"))
        pdfium.close_note(note)


def _is_box(box: Rect) -> bool:
    width, height = box[2] - box[0], abs(box[3] - box[1])
    return 6 <= width <= 22 and 0.75 < width / max(height, 1) < 1.33


def _is_round(path: int) -> bool:
    """Whether a path has no straight line in it."""
    count = min(pdfium.count_segments(path), 40)
    kinds = {pdfium.segment_type(pdfium.get_segment(path, n)) for n in range(count)}
    return raw.FPDF_SEGMENT_BEZIERTO in kinds and raw.FPDF_SEGMENT_LINETO not in kinds
