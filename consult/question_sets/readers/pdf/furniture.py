"""What stands round the text of a PDF's pages: running headers and footers, page numbers, notes at the foot.

A running line is one that stands at one height on several pages in the same words, but for a number that counts the
pages. What asks something, or stands in a paragraph of the text, is never one.
"""

import re
from collections import Counter
from itertools import pairwise
from statistics import median

from consult.question_sets.readers.pdf.line import Line, Page
from consult.question_sets.readers.pdf.running import Running, edges, is_page_number

_SMALL = 0.93
_MARK = re.compile(r"\s*(?:\d{1,3}|[*†‡])(?:[\s,]+\d{1,3})*\s*$")
_NOTE = re.compile(r"\s*(?:\[?\d{1,3}\]?|[*†‡§])[\s.)]")


def body_size(pages: list[Page]) -> float:
    """The type size in which most of the text is set."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0]


def without_margins(pages: list[Page], size: float) -> list[list[Line]]:
    """Mark what each page leaves out in its lines, and take the notes at its foot from them; gives the notes."""
    for page in pages:
        page.lines.sort(key=_from_top)
    running = Running(pages, size)
    notes: list[list[Line]] = []
    for page in pages:
        _mark(page, running)
        small = any(line.size < _SMALL * size for line in page.lines)
        notes.append(_notes(page, size) if small else [])
    return notes


def _from_top(line: Line) -> float:
    return -line.top


def _mark(page: Page, running: Running) -> None:
    """Give the running lines and page numbers of a page their reason."""
    shown = [line for line in page.lines if not line.why]
    for line in edges(shown):
        why = running.why(line, shown)
        # Only the first or last line of a page is its number; and 'i' or '5' beside text is a label.
        if not (why or line.typed) and (line is shown[0] or line is shown[-1]) and is_page_number(line.text):
            why = "Page number"
        line.why = why


def _notes(page: Page, size: float) -> list[Line]:
    kept = [line for line in page.lines if not line.why]
    foot = _foot(kept, size)
    notes = kept[foot:]
    for line in kept[:foot]:
        if _is_note_mark(line, size):
            line.why = "Footnote number"
    if notes:
        gone = {id(line) for line in notes}
        page.lines = [line for line in page.lines if id(line) not in gone]
    return notes


def _is_note_mark(line: Line, size: float) -> bool:
    return line.size < 0.8 * size and bool(_MARK.fullmatch(line.text))


def _foot(lines: list[Line], size: float) -> int:
    """Where the notes at the foot of a page begin: smaller type down to its end, with a mark at the first."""
    start = len(lines)
    while start and lines[start - 1].size < _SMALL * size:
        start -= 1
    while start < len(lines) and not (_NOTE.match(lines[start].text) or _is_note_mark(lines[start], size)):
        start += 1
    above = [one.bottom - other.bottom for one, other in pairwise(lines[:start])]
    # A mark high in the last line of text is no note.
    if start < len(lines) and above and lines[start - 1].bottom - lines[start].top < -0.5 * median(above):
        start += 1
    return start
