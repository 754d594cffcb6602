"""One page of a PDF to its printed lines: text, place, type size, boldness, tick boxes drawn beside it.

PDFium is asked for the whole text at once and for single letters only at the beginnings and ends of lines, for every
question put to it costs time and a page has thousands of letters. Where a line was drawn in pieces, or its spaces are
PDFium's own, the places of its words are asked as well: there may be a gap wide enough to part columns.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from consult.question_sets.readers.pdf import calls as pdfium
from consult.question_sets.readers.pdf.calls import render_mode, text_object
from consult.question_sets.readers.pdf.cells import TICKS, set_cells
from consult.question_sets.readers.pdf.drawn import Drawn, Rule, drawn_on
from consult.question_sets.readers.pdf.fields import File
from consult.question_sets.readers.pdf.heads import is_head
from consult.question_sets.readers.pdf.letters import Letters, Rect, Turn
from consult.question_sets.readers.pdf.line import UNKNOWN, Line, Page
from consult.question_sets.readers.pdf.ticks import set_boxes

_WORD = re.compile(r"\S+")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\u2060\ufeff]")
_PARTING = re.compile(r"[\x0b-\x0d\x1c-\x1f\x85\u00a0\u200b\u2028\u2029]")
_NOTE_MARK = re.compile(r"(?<=[A-Za-z.,;:?!)”’\"'])\d{1,3}$")
_NAMELESS = re.compile(UNKNOWN)
_ENDS_LINE = "\r\n"
# A soft hyphen parts a word at a line's end only.
_SOFT = re.compile("\u00ad(?=\\S)")
_COMPOSED = re.compile("[\ufb00-\ufb06\u00ad]")
# Type that no one can read, in points from the lowest to the highest letter.
_TOO_SMALL = 2.5
_INVISIBLE = 3
# From the lowest to the highest letter a type is a sixth higher than its size in most types.
_HEIGHT = 1.17
_LEVEL = 0.1
HIDDEN, STRUCK, ASLANT = "Hidden text", "Struck-out text", "Watermark"
_LEANING = {270: "Text set upwards", 180: "Text set upside down", 90: "Text set downwards"}
_TURNED = {_LEANING[270]: 1, _LEANING[180]: 2, _LEANING[90]: 3}


def page_of(letters: Letters, handle: int, number: int, file: File) -> Page:
    """The lines of a page, its tables' cells told; wide gaps in a line part it.

    `handle` is PDFium's page. What was typed into a form's fields stands among the lines.
    """
    text = letters.open(handle)
    turn = Turn(pdfium.page_rotation(handle), pdfium.page_width(handle), pdfium.page_height(handle))
    letters.turn = turn
    drawn = drawn_on(handle, turn, file) if text or file.form else Drawn()
    lines = _Cutter(letters, drawn, number).lines(text)
    aside = _mostly_turned(lines)
    if aside:
        # The text runs up or down the page without the page's own word for it: it is read as it is meant.
        quarters = (turn.quarters + aside) % 4
        letters.turn = Turn(quarters, *((turn.height, turn.width) if aside % 2 else (turn.width, turn.height)))
        drawn = drawn_on(handle, letters.turn, file)
        lines = _Cutter(letters, drawn, number).lines(text)
    letters.close()
    if drawn.typed:
        lines += _typed(drawn, lines, number)
    if drawn.boxes:
        lines = set_boxes(lines, drawn.boxes)
    page = Page(lines)
    if (
        drawn.across
        or drawn.boxes
        or any([len(line.text) < 30 and (line.text in TICKS or is_head(line.text)) for line in lines])
    ):
        page.tables = set_cells([line for line in lines if not line.why], drawn)
    return page


def _mostly_turned(lines: list[Line]) -> int:
    """By how many quarters, clockwise, a page must be turned for most of its text to be upright."""
    if not any(line.why for line in lines):
        return 0
    turns: Counter[int] = Counter()
    for line in lines:
        turns[_TURNED.get(line.why, 0)] += len(line.text)
    return turns.most_common(1)[0][0]


class _Cutter:
    """Cuts the text of a page into lines, with what is known of each."""

    def __init__(self, letters: Letters, drawn: Drawn, number: int) -> None:
        """Take a page's letters, drawings and number."""
        self.letters, self.drawn, self.number = letters, drawn, number

    def lines(self, text: str) -> list[Line]:
        """All lines of the page's text."""
        out: list[Line] = []
        letters = self.letters
        # Where every line was drawn in one piece, no gap parts one but a gap inside a piece.
        pieces = self._printed(text)
        single = pdfium.count_rects(letters.handle, 0, -1) <= sum(bool(printed) for _, printed in pieces)
        for start, printed in pieces:
            body = printed.strip()
            if body:
                begin = start if printed[0] == body[0] else start + printed.index(body[0])
                index, last = begin, begin + len(body) - 1
                if letters.shifted:
                    index, last = letters.index(index), letters.index(last)
                first, end = letters.box(index), letters.box(last)
                if self._may_have_gap(body, index, first, end) or not (single or self._is_close(index, last, first)):
                    self._part(out, body, begin)
                else:
                    self._add(out, body, begin, index, first, end)
        return out

    def _printed(self, text: str) -> list[tuple[int, str]]:
        """The lines of a page's text with where they begin; PDFium runs on over a hyphen at a line's end."""
        out: list[tuple[int, str]] = []
        start = 0
        for stored in text.split(_ENDS_LINE):
            begin = 0
            if UNKNOWN in stored:
                for found in _NAMELESS.finditer(stored):
                    if self.letters.is_hyphen(self.letters.index(start + found.start())):
                        out.append((start + begin, stored[begin : found.end()]))
                        begin = found.end()
            out.append((start + begin, stored[begin:]))
            start += len(stored) + 2
        return out

    def _part(self, out: list[Line], body: str, start: int) -> None:
        """Add the parts of a stored line."""
        letters = self.letters
        for begin, stop in self._spans(body, start):
            here, there = letters.index(start + begin), letters.index(start + stop - 1)
            self._add(out, body[begin:stop], start + begin, here, letters.box(here), letters.box(there))

    def _may_have_gap(self, body: str, index: int, first: Rect, end: Rect) -> bool:
        """Whether a line must be looked at word by word."""
        space = body.find(" ")
        if space < 0:
            return False
        left, bottom, _, top = first
        # Letters are half as wide as high: a line much wider than its text has a gap in it.
        width = end[2] - left
        if width < 0 or width > 0.62 * (top - bottom) * len(body):
            return True
        if self.letters.shifted or pdfium.is_generated(self.letters.handle, index + space):
            return True
        return bool(self.drawn.down) and any(left + 1 < rule.place < end[2] - 1 for rule in self._upright(first))

    def _is_close(self, index: int, last: int, first: Rect) -> bool:
        """Whether no gap parts the pieces in which a line was drawn."""
        rects = self.letters.rects(index, last - index + 1)
        size = first[3] - first[1]
        return all(-0.2 * size < other[0] - one[2] < 1.2 * size for one, other in pairwise(rects))

    def _upright(self, box: Rect) -> list[Rule]:
        middle = (box[1] + box[3]) / 2
        return [rule for rule in self.drawn.down if rule.start < middle < rule.end]

    def _spans(self, body: str, start: int) -> list[tuple[int, int]]:
        """The parts of a stored line between gaps too wide for a space, or on either side of a ruling line."""
        letters = self.letters
        spans: list[tuple[int, int]] = []
        before, previous = 0.0, 0
        upright: list[float] | None = None
        for found in _WORD.finditer(body):
            box = letters.box(letters.index(start + found.start()))
            left, size = box[0], abs(box[3] - box[1]) or 1.0
            if upright is None:
                upright = [rule.place for rule in self._upright(box)] if self.drawn.down else []
            if not spans:
                spans.append(found.span())
            else:
                # The width is guessed first, and measured only where the guess leaves room for a gap.
                room = (spans[-1][1] - previous) * 0.6 * size + size
                is_far = left - before > room or left < before
                is_cut = any(before < place <= left + 1 for place in upright)
                if is_cut or (is_far and abs(left - self._right(start + spans[-1][1] - 1)) > 1.2 * size):
                    spans.append(found.span())
                else:
                    spans[-1] = (spans[-1][0], found.end())
            before, previous = left, found.start()
        return spans

    def _right(self, place: int) -> float:
        return self.letters.box(self.letters.index(place))[2]

    def _add(self, out: list[Line], body: str, start: int, index: int, first: Rect, end: Rect) -> None:
        """Add a line, its boxes beside it, what is struck out of it apart."""
        left, bottom, _, top = first
        size = top - bottom
        # A small figure at a line's end leads to a note.
        last = end[3] - end[1]
        text = _NOTE_MARK.sub("", body) if last < 0.8 * size else body
        if not (text.isascii() and text.isprintable()):
            text = clean(text).strip()
        if not text:
            return
        letters = self.letters
        drawn = text_object(letters.handle, index) or 0
        why = ""
        # Letters on one height from left to right stand upright.
        if abs(end[1] - bottom) > _LEVEL or end[0] <= left or letters.turn.quarters:
            why = self._lean(index)
        if size < _TOO_SMALL or render_mode(drawn) == _INVISIBLE or letters.is_faint(index):
            why = why or self._unseen(drawn, first)
        bold, slanted = letters.look(index, drawn)
        height = _HEIGHT * letters.size(index) or size
        line = Line(text, self.number, left, end[2], bottom, top, round(2 * height) / 2, bold, None, why)
        if slanted:
            last_place = letters.index(start + len(body) - 1)
            line.slanted = letters.look(last_place, text_object(letters.handle, last_place) or 0)[1]
        if self.drawn.across or self.drawn.strikes:
            struck = self._struck(line)
            if struck:
                out += self._without(line, body, start, struck)
                return
        out.append(line)

    def _lean(self, index: int) -> str:
        """How a line is set that is not upright; '' where it is."""
        degrees = self.letters.degrees(index)
        return _LEANING.get(degrees, ASLANT) if 2 < degrees < 358 else ""

    def _unseen(self, drawn: int, box: Rect) -> str:
        """Whether tiny, unpainted or white text is hidden from a reader."""
        if box[3] - box[1] < _TOO_SMALL:
            return HIDDEN
        # Text that is not painted is what a scanner's program read, if the scan is there.
        grounds = [] if render_mode(drawn) == _INVISIBLE else self.drawn.grounds
        return "" if _lies_on(box, [*self.drawn.images, *grounds]) else HIDDEN

    def _struck(self, line: Line) -> list[tuple[float, float]]:
        """From where to where a line is struck out."""
        height = line.top - line.bottom
        low, high = line.bottom + 0.33 * height, line.bottom + 0.62 * height
        found = [(r.start, r.end) for r in self.drawn.across if low < r.place < high]
        found += [(box[0], box[2]) for box in self.drawn.strikes if box[1] < (low + high) / 2 < box[3]]
        return [(start, end) for start, end in found if start < line.right - 1 and end > line.left + 1]

    def _without(self, line: Line, body: str, start: int, struck: list[tuple[float, float]]) -> Iterator[Line]:
        kept, gone = "", ""
        for n, letter in enumerate(body):
            box = self.letters.box(self.letters.index(start + n))
            middle = (box[0] + box[2]) / 2
            if any(begin <= middle <= end for begin, end in struck):
                gone += letter
            else:
                kept += letter
        if kept.strip():
            yield replace(line, text=" ".join(clean(kept).split()))
        if gone.strip():
            yield replace(line, text=clean(gone).strip(), box=None, why=STRUCK)


def _lies_on(box: Rect, grounds: list[Rect]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in grounds)


def clean(text: str) -> str:
    """A line's text with ligatures taken apart and control characters gone; a letter without a name stays marked."""
    text = _SOFT.sub("", text)
    if _COMPOSED.search(text):
        text = _COMPOSED.sub(lambda found: unicodedata.normalize("NFKC", found[0]).replace("\u00ad", "-"), text)
    return _CONTROLS.sub("", _PARTING.sub(" ", text.replace("\x02", "-"))) if not text.isprintable() else text


def _typed(drawn: Drawn, lines: list[Line], number: int) -> Iterator[Line]:
    """What stands in a form's fields as lines in the page's usual type, one for each of its paragraphs."""
    usual = Counter([line.size for line in lines if not line.why]).most_common(1)
    size = usual[0][0] if usual else 11.0
    for n, field in enumerate(drawn.typed, 1):
        left, bottom, right, top = field.box
        texts = [text for each in field.text.splitlines() if (text := clean(each).strip())]
        tall = len(texts) > 1 or top - bottom > 2.5 * size
        # Fields hold more than is seen of them, and what stands below must stay below.
        step = min((top - bottom) / max(len(texts), 1), 1.3 * size)
        first = top - 0.1 * step if tall else (top + bottom) / 2 + size / 2
        for m, text in enumerate(texts):
            high = first - m * step
            yield Line(text, number, left + 2, right, high - min(size, step), high, size, typed=n, tall=tall)
