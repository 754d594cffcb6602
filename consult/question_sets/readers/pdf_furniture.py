"""What stands round the text of a PDF's pages: running headers and footers, page numbers, notes at the foot."""

import re
from collections import Counter
from itertools import pairwise
from statistics import median

from consult.question_sets.readers.pdf_page import Line

_SMALL = 0.93
_PAGE_NUMBER = re.compile(r"(?:page\s+)?\d{1,4}(?:\s*(?:of|/|\|)\s*\d{1,4})?|[-–—]\s*\d{1,4}\s*[-–—]|[ivxl]{1,6}", re.I)
_MARK = re.compile(r"\s*(?:\d{1,3}|[*†‡])[\s,\d]*$")
_NOTE = re.compile(r"\s*(?:\[?\d{1,3}\]?|[*†‡§])[\s.)]")
_EDGE = 3


def body_size(pages: list[list[Line]]) -> float:
    """The type size in which most of the text is set."""
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0]


def without_margins(pages: list[list[Line]], size: float) -> tuple[list[list[Line]], list[list[Line]]]:
    """The lines of each page without its furniture, and the notes at its foot apart."""
    pages = [sorted(lines, key=lambda line: -line.top) for lines in pages]
    running = _running(pages)
    bodies: list[list[Line]] = []
    notes: list[list[Line]] = []
    for lines in pages:
        kept = [line for n, line in enumerate(lines) if not _is_margin(line, n, len(lines), running)]
        foot = _foot(kept, size)
        bodies.append([line for line in kept[:foot] if not _is_note_mark(line, size)])
        notes.append(kept[foot:])
    return bodies, notes


def _key(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text.strip()), round(line.bottom / 6)


def _is_edge(n: int, count: int) -> bool:
    return n < _EDGE or n >= count - _EDGE


def _running(pages: list[list[Line]]) -> frozenset[tuple[str, int]]:
    """The lines at the edges of pages that stand on several of them at one height."""
    counts: Counter[tuple[str, int]] = Counter()
    for lines in pages:
        counts.update({_key(line) for n, line in enumerate(lines) if _is_edge(n, len(lines))})
    least = max(2, min(3, len(pages)))
    return frozenset(key for key, count in counts.items() if count >= least)


def _is_margin(line: Line, n: int, count: int, running: frozenset[tuple[str, int]]) -> bool:
    if not _is_edge(n, count):
        return False
    text, height = _key(line)
    if any((text, height + shift) in running for shift in (-1, 0, 1)):
        return True
    # Only the first or last line of a page is its number; and 'i' or '5' beside text is a label.
    outermost = n == 0 or n == count - 1
    return outermost and bool(_PAGE_NUMBER.fullmatch(line.text.strip()))


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
