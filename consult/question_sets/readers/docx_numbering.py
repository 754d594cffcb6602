"""Word's automatic numbers made visible: '1.', '2.1', '(a)' or '•' for each numbered paragraph.

Word stores only 'this paragraph is level 0 of list 3'; the number itself comes from counting, by the rules of
numbering.xml (ISO/IEC 29500-1, 17.9).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = W + "val"
BULLET = "•"
TICK_BOX = "☐"
# The box characters of the symbol fonts (Wingdings o, q, r, x; Symbol) that papers use as tick boxes.
SYMBOL_BOXES = frozenset("\uf06f\uf071\uf072\uf078\uf0a8\uf0fe\uf0a3\uf054\uf052☐☑☒□◻❑❒▢")
_TENS = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
         (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def _roman(n: int) -> str:
    out = ""
    for value, letters in _TENS:
        while n >= value:
            out, n = out + letters, n - value
    return out


def _letters(n: int) -> str:
    # Word goes a ... z, aa, bb ... zz, aaa.
    return chr(97 + (n - 1) % 26) * min((n - 1) // 26 + 1, 9) if n > 0 else ""


_FORMATS: dict[str, Callable[[int], str]] = {
    "lowerLetter": _letters,
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerRoman": lambda n: _roman(min(n, 5000)),
    "upperRoman": lambda n: _roman(min(n, 5000)).upper(),
    "decimalZero": lambda n: f"{n:02d}",
}


def child_value(element: etree._Element | None, name: str) -> str | None:
    """The w:val of the child element `name`; None where either is absent."""
    found = element.find(W + name) if element is not None else None
    return found.get(VAL) if found is not None else None


def whole(value: str | None, default: int) -> int:
    """A whole number of a file that may hold nonsense."""
    return int(value) if value is not None and re.fullmatch(r"-?\d{1,6}", value) else default


@dataclass(frozen=True)
class _Level:
    form: str
    text: str
    start: int
    style: str | None


@dataclass
class _List:
    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


def _levels(abstract: etree._Element) -> dict[int, _Level]:
    return {
        whole(level.get(W + "ilvl"), 0): _Level(
            child_value(level, "numFmt") or "decimal",
            child_value(level, "lvlText") or "",
            whole(child_value(level, "start"), 1),
            child_value(level, "pStyle"),
        )
        for level in abstract.iterfind(W + "lvl")
    }


class Numbering:
    """Counts the numbered paragraphs of one document; ask for each paragraph once, in order."""

    def __init__(self, root: etree._Element | None) -> None:
        """`root` is numbering.xml, None in a document without lists."""
        self._lists: dict[str, tuple[_List, dict[int, int]]] = {}
        self._begun: set[str] = set()
        if root is None:
            return
        abstract = {a.get(W + "abstractNumId"): _List(_levels(a)) for a in root.iterfind(W + "abstractNum")}
        for num in root.iterfind(W + "num"):
            found = abstract.get(child_value(num, "abstractNumId"))
            starts = {
                whole(over.get(W + "ilvl"), 0): whole(child_value(over, "startOverride"), 1)
                for over in num.iterfind(W + "lvlOverride")
                if child_value(over, "startOverride") is not None
            }
            if found is not None:
                self._lists[num.get(W + "numId") or ""] = (found, starts)

    def level_of_style(self, number: str, style: str | None) -> int | None:
        """The level that a list ties to a paragraph style."""
        if number not in self._lists:
            return None
        return next((n for n, level in self._lists[number][0].levels.items() if level.style == style), None)

    def label(self, number: str, depth: int) -> str | None:
        """The next label of list `number` at `depth` as Word prints it; None where nothing is printed."""
        if number not in self._lists:
            return None
        counted, starts = self._lists[number]
        level = counted.levels.get(depth)
        if level is None:
            return None
        if number not in self._begun:
            self._begun.add(number)
            counted.counts.update({n: start - 1 for n, start in starts.items()})
        counts = counted.counts
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [n for n in counts if n > depth]:
            del counts[deeper]
        if level.form == "bullet":
            return TICK_BOX if set(level.text) & SYMBOL_BOXES else BULLET
        if level.form == "none":
            return level.text.strip() or None
        return re.sub(r"%(\d)", lambda found: self._printed(counted, int(found[1]) - 1), level.text).strip() or None

    @staticmethod
    def _printed(counted: _List, depth: int) -> str:
        level = counted.levels.get(depth)
        if level is None:
            return ""
        return _FORMATS.get(level.form, str)(counted.counts.get(depth, level.start))
