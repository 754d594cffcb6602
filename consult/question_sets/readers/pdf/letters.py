"""The letters of one page of a PDF, asked from PDFium: the whole text at once, places and types for single letters."""

import ctypes
import math
import re
import struct
from bisect import bisect_left
from dataclasses import dataclass

from consult.question_sets.readers.pdf import calls as pdfium

_ITALIC_FLAG, _BOLD_FLAG = 1 << 6, 1 << 18
_ITALIC_NAME = re.compile(rb"italic|oblique", re.I)
_BOLD_NAME = re.compile(rb"bold|black|heavy|semibold|demi", re.I)
_MOST_LETTERS = 2_000_000
# Several times quicker than to ask an array for its items.
_FOUR_FLOATS, _FOUR_WHOLES = struct.Struct("4f").unpack, struct.Struct("4I").unpack
_SIX_FLOATS = struct.Struct("6f").unpack
Rect = tuple[float, float, float, float]


@dataclass(frozen=True)
class Turn:
    """How a page is turned, clockwise in quarters, and its size as it is shown, in points."""

    quarters: int
    width: float
    height: float

    def of(self, box: Rect) -> Rect:
        """The left, bottom, right and top of a box on the page as it is shown."""
        left, bottom, right, top = box
        if self.quarters == 1:
            return bottom, self.height - right, top, self.height - left
        if self.quarters == 2:
            return self.width - right, self.height - top, self.width - left, self.height - bottom
        if self.quarters == 3:
            return self.width - top, left, self.width - bottom, right
        return box


class Letters:
    """The letters of a page by their place in its text; one object serves all pages, one after the other."""

    def __init__(self) -> None:
        """Make room for PDFium's answers once."""
        self._buffer = ctypes.create_string_buffer(1 << 16)
        self._box = (ctypes.c_float * 4)()
        self._matrix = (ctypes.c_float * 6)()
        self._colour = (ctypes.c_uint * 4)()
        self._rect = (ctypes.c_double * 4)()
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._box_at = ctypes.addressof(self._box)
        self._matrix_at = ctypes.addressof(self._matrix)
        self._colour_at = [ctypes.addressof(self._colour) + 4 * n for n in range(4)]
        self._rect_at = [ctypes.addressof(self._rect) + 8 * n for n in range(4)]
        self._looks: dict[int, tuple[bool, bool]] = {}
        self._wide: list[int] = []
        self.handle = 0
        self.shifted = False
        self.turn = Turn(0, 0.0, 0.0)

    def open(self, page: int) -> str:
        """The text of a page, its lines parted by carriage return and newline; `page` is PDFium's handle."""
        self.handle = pdfium.load_text(page)
        # A font's address may be another font's on the next page.
        self._looks = {}
        count = min(pdfium.count_chars(self.handle), _MOST_LETTERS) if self.handle else 0
        if count <= 0:
            return ""
        # Letters beyond the first 65,536 of Unicode take two units.
        if 4 * count + 4 > len(self._buffer):
            self._buffer = ctypes.create_string_buffer(4 * count + 4)
        written = pdfium.get_text(self.handle, 0, count, ctypes.addressof(self._buffer))
        text = ctypes.string_at(self._buffer, max(written - 1, 0) * 2).decode("utf-16-le", "ignore")
        self.shifted = len(text) != count
        # PDFium counts letters that take two units twice.
        self._wide = [n for n, letter in enumerate(text) if letter > "\uffff"] if len(text) != written - 1 else []
        return text

    def close(self) -> None:
        """Free the page's text."""
        if self.handle:
            pdfium.close_text(self.handle)
        self.handle = 0

    def index(self, place: int) -> int:
        """PDFium's number of a letter."""
        if not self.shifted:
            return place
        return int(pdfium.char_of_text(self.handle, place + bisect_left(self._wide, place)))

    def box(self, index: int) -> Rect:
        """Left, bottom, right and top of a letter; of most types the height is the same for all their letters."""
        pdfium.loose_box(self.handle, index, self._box_at)
        left, top, right, bottom = _FOUR_FLOATS(self._box)
        return self.turn.of((left, bottom, right, top)) if self.turn.quarters else (left, bottom, right, top)

    def size(self, index: int) -> float:
        """The size of a letter's type in points, as it is shown; 0 where the file does not say.

        Boxes do not tell it: of a type without its own measures the box is tight round each letter.
        """
        if not pdfium.char_matrix(self.handle, index, self._matrix_at):
            return 0.0
        _, _, across, up, _, _ = _SIX_FLOATS(self._matrix)
        scale = abs(up) if not across else math.hypot(across, up)
        return float(pdfium.font_size(self.handle, index)) * scale

    def is_hyphen(self, index: int) -> bool:
        """Whether a letter is the hyphen of a word that goes on in the next line."""
        return bool(pdfium.is_hyphen(self.handle, index) == 1)

    def rects(self, index: int, count: int) -> list[Rect]:
        """The boxes of the pieces in which some letters were drawn, tight round them."""
        out: list[Rect] = []
        for n in range(pdfium.count_rects(self.handle, index, count)):
            pdfium.get_rect(self.handle, n, *self._rect_at)
            left, top, right, bottom = self._rect[:]
            out.append(self.turn.of((left, bottom, right, top)))
        return out

    def look(self, index: int, drawn: int) -> tuple[bool, bool]:
        """Whether a letter's type is a bold one, and a slanted one; `drawn` is the text object it belongs to."""
        font = pdfium.font_of(drawn) or 0
        known = self._looks.get(font)
        if known is None:
            pdfium.font_info(self.handle, index, ctypes.addressof(self._name), 128, ctypes.addressof(self._flags))
            flags, name = self._flags.value, self._name.value
            known = (
                bool(flags & _BOLD_FLAG) or bool(_BOLD_NAME.search(name)),
                bool(flags & _ITALIC_FLAG) or bool(_ITALIC_NAME.search(name)),
            )
            self._looks[font] = known
        return known

    def is_faint(self, index: int) -> bool:
        """Whether a letter is white or clear, so that only a dark ground shows it."""
        pdfium.fill_colour(self.handle, index, *self._colour_at)
        red, green, blue, alpha = _FOUR_WHOLES(self._colour)
        return bool(alpha < 16 or (red > 247 and green > 247 and blue > 247))

    def degrees(self, index: int) -> int:
        """How far a letter leans from upright on the page as it is shown, in whole degrees."""
        angle = pdfium.char_angle(self.handle, index)
        return round(math.degrees(angle) + 90 * self.turn.quarters) % 360 if angle or self.turn.quarters else 0
