"""One page of a PDF to its printed lines: text, place, type size, boldness, tick boxes drawn beside it.

PDFium is asked for the whole text at once and for single letters only at the beginnings of words, for every question
put to it costs time and a page has thousands of letters.
"""

import ctypes
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pypdfium2
from pypdfium2 import raw

from consult.question_sets.readers.blocks import ROUND

_BOLD_FLAG = 1 << 18
_BOLD_NAME = re.compile(rb"bold|black|heavy|semibold|demi", re.I)
_WORD = re.compile(r"\S+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\ufeff]")
_NOTE_MARK = re.compile(r"(?<=[A-Za-z.,;:?!)”’\"'])\d{1,3}$")
_MOST_OBJECTS = 3_000
_ENDS_LINE = "\r\n"
UNKNOWN = "\ufffe"
_COMPOSED = re.compile("[\ufb00-\ufb06\u00ad]")


@dataclass(frozen=True)
class Line:
    """A printed line, or the part of one in a column; places in points from the page's lower left corner.

    `size` is the height of its type; `box` is the label of the tick box or round button drawn before it.
    """

    text: str
    page: int
    left: float
    right: float
    bottom: float
    top: float
    size: float
    bold: bool = False
    box: str | None = None


@dataclass
class _Letters:
    """The letters of a page by their place in its text."""

    handle: object
    text: str
    shifted: bool

    def __post_init__(self) -> None:
        """Make room for PDFium's answers once."""
        self.rect = raw.FS_RECTF()
        self.flags = ctypes.c_int()
        self.name = ctypes.create_string_buffer(128)

    def at(self, place: int) -> tuple[float, float, float, float]:
        """Left, right, bottom and top of a letter's box; its height is the same for all letters of a type."""
        index = raw.FPDFText_GetCharIndexFromTextIndex(self.handle, place) if self.shifted else place
        raw.FPDFText_GetLooseCharBox(self.handle, index, self.rect)
        return self.rect.left, self.rect.right, self.rect.bottom, self.rect.top

    def is_bold(self, place: int) -> bool:
        """Whether a letter's type is a bold one."""
        index = raw.FPDFText_GetCharIndexFromTextIndex(self.handle, place) if self.shifted else place
        raw.FPDFText_GetFontInfo(self.handle, index, self.name, 128, self.flags)
        return bool(self.flags.value & _BOLD_FLAG) or bool(_BOLD_NAME.search(self.name.value))


def lines_of_page(page: pypdfium2.PdfPage, number: int) -> list[Line]:
    """The lines of a page in the order in which they are stored, wide gaps in them cut."""
    words = page.get_textpage()
    text = words.get_text_range() if words.count_chars() else ""
    letters = _Letters(words.raw, text, len(text) != words.count_chars())
    lines: list[Line] = []
    start = 0
    for printed in text.split(_ENDS_LINE):
        lines += _pieces(letters, printed, start, number)
        start += len(printed) + len(_ENDS_LINE)
    words.close()
    boxes = _boxes(page) if lines else []
    return [_with_box(line, boxes) for line in lines] if boxes else lines


def _pieces(letters: _Letters, printed: str, start: int, page: int) -> Iterator[Line]:
    """Cut a stored line where a gap is too wide for a space."""
    spans: list[tuple[int, int]] = []
    before, previous = 0.0, 0
    for found in _WORD.finditer(printed):
        left, _, bottom, top = letters.at(start + found.start())
        size = abs(top - bottom) or 1.0
        if spans:
            # The width is guessed first, and measured only where the guess leaves room for a gap.
            room = (spans[-1][1] - previous) * 0.6 * size + size
            is_far = left - before > room or left < before
            if not (is_far and abs(left - letters.at(start + spans[-1][1] - 1)[1]) > 1.2 * size):
                spans[-1] = (spans[-1][0], found.end())
            else:
                spans.append(found.span())
        else:
            spans.append(found.span())
        before, previous = left, found.start()
    for begin, end in spans:
        line = _line(letters, printed[begin:end], start + begin, page)
        if line is not None:
            yield line


def _line(letters: _Letters, text: str, start: int, page: int) -> Line | None:
    left, _, bottom, top = letters.at(start)
    _, right, last_bottom, last_top = letters.at(start + len(text) - 1)
    size = abs(top - bottom)
    if _NOTE_MARK.search(text) and abs(last_top - last_bottom) < 0.8 * size:
        text = _NOTE_MARK.sub("", text)
    shown = clean(text)
    if not shown.strip():
        return None
    return Line(shown, page, left, right, bottom, top, round(2 * size) / 2, letters.is_bold(start))


def clean(text: str) -> str:
    """A line's text with ligatures taken apart and control characters gone; a letter without a name stays marked."""
    if _COMPOSED.search(text):
        text = _COMPOSED.sub(lambda found: unicodedata.normalize("NFKC", found[0]).replace("\u00ad", "-"), text)
    return _CONTROLS.sub("", text.replace("\x02", "-").replace("\u00a0", " ")) if not text.isprintable() else text


def _boxes(page: pypdfium2.PdfPage) -> list[tuple[float, float, str]]:
    """Right edge, middle and label of the small squares and circles drawn on a page, and of a form's tick boxes."""
    found: list[tuple[float, float, str]] = []
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    handle = page.raw
    for n in range(min(raw.FPDFPage_CountObjects(handle), _MOST_OBJECTS)):
        item = raw.FPDFPage_GetObject(handle, n)
        kind = raw.FPDFPageObj_GetType(item)
        if kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
            raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
            if _is_box(left.value, bottom.value, right.value, top.value):
                label = ROUND if kind == raw.FPDF_PAGEOBJ_PATH and _is_round(item) else "☐"
                found.append((right.value, (top.value + bottom.value) / 2, label))
    rect = raw.FS_RECTF()
    for n in range(min(raw.FPDFPage_GetAnnotCount(handle), _MOST_OBJECTS)):
        note = raw.FPDFPage_GetAnnot(handle, n)
        is_field = raw.FPDFAnnot_GetSubtype(note) == raw.FPDF_ANNOT_WIDGET and raw.FPDFAnnot_GetRect(note, rect)
        if is_field and _is_box(rect.left, rect.bottom, rect.right, rect.top):
            found.append((rect.right, (rect.top + rect.bottom) / 2, "☐"))
        raw.FPDFPage_CloseAnnot(note)
    return found


def _is_box(left: float, bottom: float, right: float, top: float) -> bool:
    width, height = right - left, abs(top - bottom)
    return 6 <= width <= 22 and 0.75 < width / max(height, 1) < 1.33


def _is_round(path: object) -> bool:
    """Whether a path has no straight line in it."""
    count = min(raw.FPDFPath_CountSegments(path), 40)
    kinds = {raw.FPDFPathSegment_GetType(raw.FPDFPath_GetPathSegment(path, n)) for n in range(count)}
    return raw.FPDF_SEGMENT_BEZIERTO in kinds and raw.FPDF_SEGMENT_LINETO not in kinds


def _with_box(line: Line, boxes: list[tuple[float, float, str]]) -> Line:
    near = {
        label
        for right, middle, label in boxes
        if -2 <= line.left - right <= 3 * line.size and line.bottom - 3 <= middle <= line.top + 3
    }
    return replace(line, box="☐" if "☐" in near else ROUND) if near else line
