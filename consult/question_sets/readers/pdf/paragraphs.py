"""Lines of a PDF joined to paragraphs again, over page breaks, hyphens mended, headings told by their type."""

import re
from collections import Counter
from collections.abc import Iterator

from consult.question_sets.readers.blocks import Block
from consult.question_sets.readers.pdf.line import Line
from consult.question_sets.readers.pdf.margins import Margins
from consult.question_sets.readers.pdf.words import Words
from consult.question_sets.readers.text import begins_item, is_finished

_BULLET = re.compile(r"(?P<mark>[•·●▪◦‣–—○■□\uf0b7\uf0a7\u25cf]|-(?=\s)|o(?=\s+[A-Za-z]))\s*(?=\S)")
_BOXES = "☐☑☒□❑❒◻▢"
_TICK = re.compile(rf"[{_BOXES}\uf06f\uf0a8]\s*(?=\S)")
_HEADING = 1.12
# A gap after so many letters parts columns, before that a label from its text.
_LABEL = 12
_RULES = "_.… "
_LABEL_ALONE = re.compile(r"(?:(?:consultation )?question|q)\W*\d{1,3}\w?\W*", re.I)
# A word that begins nothing but a line, which most lines do.
_PLAIN = re.compile(r"(?!(?:consultation|question|q|o)\b)[A-Za-z]+[ ,]", re.I)
# The letters with which a line may end that ends a sentence, its closing bracket or mark included.
_MAY_FINISH = frozenset(".?!:;*_\"”’')] \t")


def paragraphs(pages: list[list[Line]], size: float, footnotes: bool = False) -> list[Block]:
    """The blocks of the lines of all pages, which stand in reading order; `size` is the type of most text."""
    lines = [line for page in pages for line in page]
    shown = [line for line in lines if not line.why]
    words = Words([line.text for line in shown])
    margins = Margins(shown, _is_bullet)
    levels = {} if footnotes else _levels(shown, size)
    blocks: list[Block] = []
    for group in _groups(lines, margins):
        first = group[0]
        block = _block(group, words, margins, levels)
        block.footnote = footnotes
        block.paragraph = len(blocks) + 1
        if first.why:
            block.ignored = first.why
        else:
            block.cell = first.cell
            block.near = margins.is_near(first)
            margins.ended(group[-1])
        blocks.append(block)
    return blocks


def _block(group: list[Line], words: Words, margins: Margins, levels: dict[float, int]) -> Block:
    first = group[0]
    text = words.joined([line.text for line in group])
    # What is left out shows all that was printed.
    mark = None if first.why else _TICK.match(text)
    tick = first.box or mark
    bullet = None if first.why else _BULLET.match(text)
    mark = mark or bullet
    if mark:
        text = text[mark.end() :]
    slanted = bool(text.strip()) and "_" not in text and all(line.slanted for line in group)
    return Block(
        text,
        f"_{text.strip()}_" if slanted else text,
        0 if len(text) > 300 or tick or first.why else levels.get(first.size, 0),
        first.bold and all(line.bold for line in group),
        (first.box or "☐") if tick else "•" if bullet else None,
        margins.depth(first) if bullet else 0,
        page=first.page,
    )


def _levels(lines: list[Line], size: float) -> dict[float, int]:
    """The heading level of each type size larger than the text's; 1 is the largest."""
    sizes = Counter([line.size for line in lines])
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


def _is_bullet(text: str) -> bool:
    return not text[:1].isupper() and bool(_BULLET.match(text))


def _groups(lines: list[Line], margins: Margins) -> Iterator[list[Line]]:
    """The lines of each paragraph; what is left out follows the paragraph in which it stands."""
    held: list[Line] = []
    aside: list[Line] = []
    for line in lines:
        if line.why:
            aside.append(line)
            continue
        if held and not _goes_on(held, line, margins):
            yield held
            held = []
        if not held and aside:
            yield from ([each] for each in aside)
            aside = []
        held.append(line)
    if held:
        yield held
    yield from ([each] for each in aside)


def _is_alike(before: Line, line: Line, margins: Margins) -> bool:
    """Whether two lines are set as one paragraph's are: in one type and cell, with no gap, box or field's edge."""
    if line.box or line.typed or before.typed or margins.has_gap(before, line) or line.cell != before.cell:
        return False
    if _is_ruled(line) or _is_ruled(before):
        return False
    apart = abs(line.size - before.size)
    if apart <= 0.08 * before.size:
        return True
    # In some types tall letters stand out, which do so at the beginnings of lines.
    return apart <= 0.12 * before.size and line.text[0].islower() and before.text[-1].isalpha()


def _is_ruled(line: Line) -> bool:
    """Whether a line is drawn in letters to be written on."""
    return line.text[0] in _RULES and not line.text.strip(_RULES)


def _goes_on(held: list[Line], line: Line, margins: Margins) -> bool:
    """Whether a line goes on with the paragraph of the lines before it."""
    before = held[-1]
    if not _is_alike(before, line, margins):
        return False
    text, last = line.text, before.text
    if ")" in text and not _is_bullet(text):
        whole = " ".join([each.text for each in held[-12:]])
        if whole.count("(") > whole.count(")"):
            return True
    if "\t" in text or "\t" in last[_LABEL:] or _begins(text) or _LABEL_ALONE.fullmatch(last):
        return False
    finished = last[-1] in _MAY_FINISH and is_finished(last)
    if text[0].islower() and not finished:
        return True
    # On the next page only what has not ended goes on.
    if finished and line.page != before.page:
        return False
    if line.bold != before.bold and not (held[0].bold and not finished and len(held) > 1):
        return False
    # Where no line is known to go on, paragraphs have one line each.
    may_follow = margins.is_measured(before) and line.left <= before.left + 0.8 * line.size
    return (margins.is_full(before, line) and (may_follow or not finished)) or margins.may_go_on(before, line)


def _begins(text: str) -> bool:
    """Whether a line begins with a bullet, tick box or label."""
    if _PLAIN.match(text):
        return False
    return bool(_BULLET.match(text) or _TICK.match(text)) or begins_item(text)
