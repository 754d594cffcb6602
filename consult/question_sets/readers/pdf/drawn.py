"""What is drawn on a page of a PDF and means something: tick boxes, ruling lines, grounds behind text, struck lines."""

import ctypes
from collections import defaultdict
from dataclasses import dataclass, field

from pypdfium2 import raw

from consult.question_sets.readers.blocks import ROUND
from consult.question_sets.readers.pdf import calls as pdfium
from consult.question_sets.readers.pdf.fields import File, Typed, read_field
from consult.question_sets.readers.pdf.letters import Rect, Turn
from consult.question_sets.readers.pdf.pictures import seen_in
from consult.question_sets.readers.pdf.ticks import EMPTY, Box, Piece, boxes_of

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

    `boxes` are small squares and circles and a form's tick boxes, `typed` what stands in its other fields; `across` and
    `down` are ruling lines, `grounds` what lies behind text and is not white, `images` pictures, `strikes` boxes of
    struck text.
    """

    boxes: list[Box] = field(default_factory=list)
    typed: list[Typed] = field(default_factory=list)
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

    def __init__(self, page: int, turn: Turn, file: File) -> None:
        """Make room for PDFium's answers."""
        self.drawn = Drawn()
        self.page, self.file = page, file
        self.pieces: list[Piece] = []
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
            self._form(item)
            return
        if not pdfium.object_bounds(item, *self._at):
            return
        left, bottom, right, top = self._bounds[:]
        box = self.turn.of((left, bottom, right, top))
        if _is_small(box) and len(self.pieces) < _MOST_MARKS and kind in (_PATH, _IMAGE):
            piece = self._piece(kind, item, box)
            self.pieces.append(piece)
            if piece.is_frame:
                return
        if kind == _PATH:
            self._path(item, box)
        elif kind in (_IMAGE, _SHADING) and len(self.drawn.images) < _MOST_MARKS:
            self.drawn.images.append(box)

    def _form(self, form: int) -> None:
        # A form's own objects are placed by the form, which is mostly where they say.
        count = pdfium.count_in_form(form) if self._stands_still(form) else 0
        for n in range(min(count, _MOST_OBJECTS)):
            inner = pdfium.object_in_form(form, n)
            if inner and pdfium.object_type(inner) in (_PATH, _IMAGE):
                self.read(pdfium.object_type(inner), inner)

    def _piece(self, kind: int, item: int, box: Rect) -> Piece:
        """A small shape or picture, which may be a tick box or the mark in one."""
        if kind == _IMAGE:
            is_frame = _is_box(box)
            seen = seen_in(item, self.page, self.file.document)
            return Piece(Box(*box, ROUND if is_frame and seen.is_round else EMPTY), is_frame, ticked=seen.is_ticked)
        shape = _shape_of(item)
        pdfium.draw_mode(item, ctypes.addressof(self._mode), ctypes.addressof(self._mode) + 4)
        fill, stroke = self._mode
        return Piece(
            Box(*box, ROUND if shape.is_round else EMPTY),
            shape.is_frame and _is_box(box),
            self._grey(pdfium.object_colour, item) if fill else None,
            self._grey(pdfium.object_stroke, item) if stroke else None,
            # A frame and the cross in it may be one shape.
            shape.is_frame and shape.has_cross,
        )

    def _grey(self, ask: pdfium.Call, item: int) -> int | None:
        """A colour's lightness; None where it is clear."""
        ask(item, *self._colour_at)
        red, green, blue, alpha = self._colour[:]
        return None if alpha < 16 else round(0.3 * red + 0.59 * green + 0.11 * blue)

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


def drawn_on(page: int, turn: Turn, file: File) -> Drawn:
    """The drawings of a page; `page` is PDFium's handle, `file` those of its file."""
    reader: _Reader | None = None
    get_object, object_type, text = pdfium.get_object, pdfium.object_type, raw.FPDF_PAGEOBJ_TEXT
    for n in range(min(pdfium.count_objects(page), _MOST_OBJECTS)):
        item = get_object(page, n)
        kind = object_type(item)
        if kind != text:
            reader = reader or _Reader(page, turn, file)
            reader.read(kind, item)
    drawn = reader.drawn if reader else Drawn()
    _read_notes(page, turn, drawn, file.form)
    if reader and reader.pieces:
        # A form draws boxes where its fields are.
        fields = drawn.boxes
        drawn.boxes = [box for box in boxes_of(reader.pieces) if not any(_is_same(box, other) for other in fields)]
        drawn.boxes += fields
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


def _is_same(one: Box, other: Box) -> bool:
    return other.holds((one.left + one.right) / 2, one.middle) or one.holds(
        (other.left + other.right) / 2, other.middle
    )


def _read_notes(page: int, turn: Turn, drawn: Drawn, form: int) -> None:
    """The fields of a form, and lines struck out with a reader's tool."""
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
            elif kind == raw.FPDF_ANNOT_WIDGET and len(drawn.boxes) + len(drawn.typed) < _MOST_MARKS:
                _add_field(read_field(note, box, form), drawn)
        pdfium.close_note(note)


def _add_field(found: Box | Typed | None, drawn: Drawn) -> None:
    if isinstance(found, Typed):
        drawn.typed.append(found)
    elif found is not None and _is_box((found.left, found.bottom, found.right, found.top)):
        drawn.boxes.append(found)


def _is_box(box: Rect) -> bool:
    width, height = box[2] - box[0], abs(box[3] - box[1])
    return 6 <= width <= 22 and 0.75 < width / max(height, 1) < 1.33


def _is_small(box: Rect) -> bool:
    return 1.5 <= box[2] - box[0] <= 22 and 1.5 <= abs(box[3] - box[1]) <= 22


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the segments of a small path make."""

    is_frame: bool
    is_round: bool
    has_cross: bool


def _shape_of(path: int) -> _Shape:
    """Whether a path is upright edges or curves, as a box or button is, and whether it has lines aslant."""
    x, y = ctypes.c_float(), ctypes.c_float()
    before = (0.0, 0.0)
    straight = aslant = curved = 0
    for n in range(min(pdfium.count_segments(path), 40)):
        segment = pdfium.get_segment(path, n)
        pdfium.segment_point(segment, ctypes.addressof(x), ctypes.addressof(y))
        kind = pdfium.segment_type(segment)
        if kind == raw.FPDF_SEGMENT_LINETO:
            across, up = abs(x.value - before[0]), abs(y.value - before[1])
            is_aslant = min(across, up) > 0.15 * max(across, up)
            aslant += is_aslant
            straight += not is_aslant
        curved += kind == raw.FPDF_SEGMENT_BEZIERTO
        before = (x.value, y.value)
    return _Shape(straight > 2 or (curved > 2 and not aslant), bool(curved) and not straight + aslant, aslant > 0)
