"""The running lines of a PDF: titles, chapter names, dates and page numbers at the top and foot of its pages."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache

from consult.question_sets.asking import asks
from consult.question_sets.readers.pdf.line import Line, Page

HEADER, FOOTER, NUMBER = "Running header", "Running footer", "Page number"
_PAGE_NUMBER = re.compile(r"(?:page\s+)?\d{1,4}(?:\s*(?:of|/|\|)\s*\d{1,4})?|[-–—]\s*\d{1,4}\s*[-–—]|[ivxl]{1,6}", re.I)
_LABELLED = re.compile(r"(?:consultation\s+)?(?:question|ques|q)[\s.:]*(?:no[.\s]*)?\d{1,3}[a-z]?(?:\W|$)", re.I)
_DIGITS = re.compile(r"\d+")
# What a page's number stands beside in a running line.
_BESIDE = re.compile(
    r"(?:(?:page|p\.|[|/•·–—]|\s-|^[-–—])\s*|\t[^\S\t]*)#(?!\w)|^#$|#(?:[^\S\t]*\t|\s*(?:[|/•·–—]|of\s+\d))", re.I
)
_EDGE = 3
# Lines closer than this stand on one row; lines of a paragraph are this many times their height apart.
_ROW, _LEADING = 4.0, 1.35
_LARGE, _SMALL = 1.12, 0.93
# The same words are asked about on every page.
_asks = lru_cache(4_096)(asks)
Key = tuple[str, int | None, int]


def is_page_number(text: str) -> bool:
    """Whether a line holds a page's number and nothing else."""
    return bool(_PAGE_NUMBER.fullmatch(text.strip()))


def edges(lines: list[Line]) -> list[Line]:
    """The lines in the three rows nearest to the top of a page and the three nearest to its foot, the page sorted."""
    if len(lines) <= 2 * _EDGE:
        return list(lines)
    out: list[Line] = []
    for step, start in ((1, 0), (-1, len(lines) - 1)):
        rows, last, n = 0, float("inf"), start
        while 0 <= n < len(lines):
            line = lines[n]
            if abs(line.bottom - last) > _ROW:
                rows, last = rows + 1, line.bottom
            if rows > _EDGE:
                break
            out.append(line)
            n += step
    return out


def _height(line: Line) -> int:
    return round(line.bottom / 6)


def _keys(line: Line) -> list[Key]:
    """What a running line may have in common on several pages: its words, or those round a number that counts pages."""
    text = line.text.strip()
    keys: list[Key] = [(text, None, _height(line))]
    for found in _DIGITS.finditer(text):
        if len(found[0]) <= 4:
            around = f"{text[: found.start()]}#{text[found.end() :]}"
            keys.append((around, int(found[0]) - line.page, _height(line)))
    return keys


class Running:
    """The running lines of a paper, by the company they keep on other pages."""

    def __init__(self, pages: list[Page], size: float) -> None:
        """Look through the edges of all pages; `size` is the type of most text."""
        self.size = size
        self.pages = len(pages)
        self.known: dict[int, Key] = {}
        self._look_up([line for page in pages for line in edges(page.lines)])
        self.slots = self._slots(pages)

    def _look_up(self, lines: list[Line]) -> None:
        """Find the lines that stand on several pages, and what they have in common."""
        keys = [_keys(line) for line in lines]
        seen: defaultdict[Key, set[int]] = defaultdict(set)
        for line, found in zip(lines, keys, strict=True):
            for key in found:
                seen[key].add(line.page)
        often = {key for key, found in seen.items() if self._is_often(found)}
        for line, found in zip(lines, keys, strict=True):
            for text, offset, height in found:
                if any((text, offset, height + shift) in often for shift in (0, -1, 1)):
                    self.known[id(line)] = (text, offset, height)
                    break

    def _is_often(self, pages: set[int]) -> bool:
        # In a short paper the header of the left pages may stand on two pages only.
        alternate = self.pages <= 6 and len({page % 2 for page in pages}) == 1
        return len(pages) >= (2 if alternate else max(2, min(3, self.pages)))

    def _slots(self, pages: list[Page]) -> set[tuple[int, float]]:
        """The heights and sizes at which running lines stand on most of the pages of a longer paper."""
        used: Counter[tuple[int, float]] = Counter()
        running: Counter[tuple[int, float]] = Counter()
        for page in pages:
            for line in edges(page.lines):
                slot = (_height(line), line.size)
                used[slot] += 1
                running[slot] += id(line) in self.known and self._may_run(line, page.lines)
        return {slot for slot, count in running.items() if count > 4 and count > 0.5 * used[slot]}

    def why(self, line: Line, shown: list[Line]) -> str:
        """Why a line at the edge of a page is left out; '' where it is text. `shown` is its page, from the top."""
        if line.typed or (id(line) not in self.known and (_height(line), line.size) not in self.slots):
            return ""
        if not self._may_run(line, shown) or _heads_table(line, shown):
            return ""
        if is_page_number(line.text):
            return NUMBER
        return HEADER if line.bottom > _middle(shown) else FOOTER

    def _may_run(self, line: Line, shown: list[Line]) -> bool:
        text = line.text.strip()
        known = self.known.get(id(line))
        same = known is not None and known[1] is None
        if _LABELLED.match(text):
            return False
        counts_pages = known is not None and known[1] is not None and bool(_BESIDE.search(known[0]))
        # A title that asks may run in small type over all its pages; it is the paper's name then.
        if text.endswith("?") or (not counts_pages and _asks(text)):
            return same and line.size < _SMALL * self.size
        if not (same or counts_pages) and (line.bold or line.size > _LARGE * self.size):
            return False
        return counts_pages or not self._is_in_paragraph(line, shown)

    def _is_in_paragraph(self, line: Line, shown: list[Line]) -> bool:
        """Whether a line stands with more text at a text's distance, in type as large as the paper's.

        Two lines that run may stand together, as a title over a subtitle; more are a paragraph, though it be repeated.
        """
        if line.size < _SMALL * self.size:
            return False
        place = next(n for n, each in enumerate(shown) if each is line)
        beside = [*_close(shown, place, 1), *_close(shown, place, -1)]
        return len(beside) > 1 or any(id(each) not in self.known or _asks(each.text) for each in beside)


def _heads_table(line: Line, shown: list[Line]) -> bool:
    """Whether a line stands in the first row of a table that goes on below it, as each page of a long one begins."""
    cell = line.cell
    if cell is None or cell.row or cell.columns < 2:
        return False
    return any(other.cell is not None and other.cell.table == cell.table and other.cell.row for other in shown)


def _close(shown: list[Line], place: int, step: int) -> Iterator[Line]:
    """The lines that follow one, up or down, at a text's distance and in its type; two at most."""
    line, found = shown[place], 0
    n = place + step
    while 0 <= n < len(shown) and found < 2:
        other = shown[n]
        n += step
        distance = abs(other.bottom - line.bottom)
        if distance < _ROW:
            continue
        height = 0.5 * (line.top - line.bottom + other.top - other.bottom)
        if distance > _LEADING * height or abs(other.size - line.size) > 0.06 * line.size:
            return
        yield other
        line, found = other, found + 1


def _middle(shown: list[Line]) -> float:
    return (shown[0].top + shown[-1].bottom) / 2
