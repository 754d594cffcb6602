"""Lines of a PDF joined to paragraphs again, over page breaks, hyphens mended, headings told by their type."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from consult.question_sets.readers.blocks import Block
from consult.question_sets.readers.pdf_page import Line
from consult.question_sets.readers.pdf_words import Words
from consult.question_sets.readers.text import begins_item, is_finished

_BULLET = re.compile(r"(?P<mark>[•·●▪◦‣–—○■□\uf0b7\uf0a7\u25cf]|-(?=\s)|o(?=\s+[A-Za-z]))\s*(?=\S)")
_BOXES = "☐☑☒□❑❒◻▢"
_TICK = re.compile(rf"[{_BOXES}\uf06f\uf0a8]\s*(?=\S)")
_HEADING = 1.12
# A gap after so many letters parts columns, before that a label from its text.
_LABEL = 12
# A line of fewer letters is not filled, even where no longer one shows how wide the column is.
_SHORT = 30
_LABEL_ALONE = re.compile(r"(?:(?:consultation )?question|q)\W*\d{1,3}\w?\W*", re.I)


def paragraphs(pages: list[list[Line]], size: float, footnotes: bool = False) -> list[Block]:
    """The blocks of the lines of all pages, which stand in reading order; `size` is the type of most text."""
    lines = [line for page in pages for line in page]
    words = Words(line.text for line in lines)
    levels = _levels(lines, size)
    margins = _Margins(lines)
    blocks: list[Block] = []
    for group in _groups(lines, margins):
        text = words.joined([line.text for line in group])
        first = group[0]
        tick, bullet = first.box or _TICK.match(text), _BULLET.match(text)
        mark = _TICK.match(text) or bullet
        if mark:
            text = text[mark.end() :]
        level = 0 if footnotes or len(text) > 300 or tick else levels.get(first.size, 0)
        blocks.append(
            Block(
                text,
                text,
                level,
                all(line.bold for line in group),
                (first.box or "☐") if tick else "•" if bullet else None,
                margins.depth(first) if bullet else 0,
                footnote=footnotes,
                near=margins.is_near(blocks, first),
                page=first.page,
                paragraph=len(blocks) + 1,
            )
        )
        margins.ended(group[-1])
    return blocks


def _levels(lines: list[Line], size: float) -> dict[float, int]:
    """The heading level of each type size larger than the text's; 1 is the largest."""
    sizes = Counter(line.size for line in lines)
    # A form may set all its questions in larger type than its first page: such a size heads nothing.
    larger = sorted((each for each in sizes if each > _HEADING * size and not _is_common(sizes, each)), reverse=True)
    levels: dict[float, int] = {}
    level, last = 0, 0.0
    for each in larger:
        if not last or each < 0.95 * last:
            level += 1
            last = each
        levels[each] = min(level, 6)
    return levels


def _is_common(sizes: Counter[float], size: float) -> bool:
    return sizes[size] > 12 and sizes[size] > 0.12 * sizes.total()


class _Margins:
    """How the lines of a paper are set: their distance, and the right margin that full lines reach."""

    def __init__(self, lines: list[Line]) -> None:
        """Measure the lines."""
        self.leading: dict[float, float] = {}
        steps: dict[float, list[float]] = {}
        for one, other in pairwise(lines):
            if one.page == other.page and one.size == other.size and 0 < one.bottom - other.bottom < 4 * one.size:
                steps.setdefault(one.size, []).append(one.bottom - other.bottom)
        self.leading = {size: _least_usual(found) for size, found in steps.items()}
        self.rights: dict[float, float] = {}
        for (size, place), count in Counter((line.size, round(line.right / 10)) for line in lines).items():
            # A single long line may stick out, and short ones say nothing.
            if count > 1 or size not in self.rights:
                self.rights[size] = max(self.rights.get(size, 0.0), place * 10.0)
        self.lefts = sorted({round(line.left / 6) for line in lines if _BULLET.match(line.text)})
        self.last: Line | None = None

    def depth(self, line: Line) -> int:
        """How deep a bullet stands among the places where bullets stand."""
        return min(self.lefts.index(round(line.left / 6)), 8) if round(line.left / 6) in self.lefts else 0

    def ended(self, line: Line) -> None:
        """Remember the line that a paragraph ended with."""
        self.last = line

    def is_near(self, blocks: list[Block], line: Line) -> bool:
        """Whether no gap parts a line from the paragraph before."""
        return bool(blocks) and self.last is not None and not self.has_gap(self.last, line)

    def has_gap(self, above: Line, below: Line) -> bool:
        """Whether more than a line's usual distance lies between two lines."""
        if above.page != below.page or below.top > above.top:
            return False
        usual = self.leading.get(below.size) or 1.2 * below.size
        return above.bottom - below.bottom > 1.3 * usual + 0.5

    def is_full(self, line: Line, after: Line) -> bool:
        """Whether the next line's first word had no room left on a line."""
        # Type is half as wide as high, and one letter more for the space.
        first_word = (len(after.text.split()[0]) + 1) * 0.5 * after.size
        return len(line.text) > _SHORT and line.right + first_word > self._right_of(line)

    def _right_of(self, line: Line) -> float:
        # A column's own edge is not known to its last lines, so half a page is taken for a column.
        right = self.rights.get(line.size, line.right)
        return right if line.right > 0.55 * right or line.left < 0.4 * right else 0.0


def _least_usual(steps: list[float]) -> float:
    """The distance of lines inside paragraphs: the smallest that is not rare."""
    ordered = sorted(steps)
    return median(ordered[: max(len(ordered) * 2 // 3, 1)])


def _groups(lines: list[Line], margins: _Margins) -> Iterator[list[Line]]:
    held: list[Line] = []
    for line in lines:
        if held and not _goes_on(held, line, margins):
            yield held
            held = []
        held.append(line)
    if held:
        yield held


def _goes_on(held: list[Line], line: Line, margins: _Margins) -> bool:
    before = held[-1]
    if line.box or abs(line.size - before.size) > 0.08 * before.size or margins.has_gap(before, line):
        return False
    text = line.text.strip()
    whole = " ".join(each.text for each in held[-12:])
    if whole.count("(") > whole.count(")") and ")" in text and not _BULLET.match(text):
        return True
    if _BULLET.match(text) or _TICK.match(text) or begins_item(text) or _LABEL_ALONE.fullmatch(before.text.strip()):
        return False
    if "\t" in text or "\t" in before.text[_LABEL:]:
        return False
    finished = is_finished(before.text)
    if text[:1].islower() and not finished:
        return True
    if line.bold != before.bold and not (held[0].bold and not finished and len(held) > 1):
        return False
    return margins.is_full(before, line) and not (finished and line.left > before.left + 0.8 * line.size)
