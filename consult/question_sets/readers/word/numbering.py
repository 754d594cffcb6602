"""Word's automatic numbers made visible: '1.', '2.1', '(a)' or '•' for each numbered paragraph.

Word stores only 'this paragraph is level 0 of list 3'; the number itself comes from counting, by the rules of
numbering.xml (ISO/IEC 29500-1, 17.9).
"""

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from consult.question_sets.readers.word.numerals import printed

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = W + "val"
BULLET = "•"
TICK_BOX = "☐"
# The box characters of the symbol fonts (Wingdings o, q, r, x; Symbol) that papers use as tick boxes.
SYMBOL_BOXES = frozenset("\uf06f\uf071\uf072\uf078\uf0a8\uf0fe\uf0a3\uf054\uf052☐☑☒□◻❑❒▢")
_PLACE = re.compile(r"%(\d)")


def child_value(element: etree._Element | None, name: str) -> str | None:
    """The w:val of the child element `name`; None where either is absent."""
    found = element.find(W + name) if element is not None else None
    return found.get(VAL) if found is not None else None


def whole(value: str | None, default: int) -> int:
    """A whole number of a file that may hold nonsense."""
    return int(value) if value is not None and re.fullmatch(r"-?\d{1,6}", value) else default


def switched_on(properties: etree._Element | None, name: str) -> bool | None:
    """An on-off property such as w:b or w:strike: True, False, or None where it is not given."""
    found = properties.find(W + name) if properties is not None else None
    return None if found is None else is_on(found)


def is_on(element: etree._Element) -> bool:
    """Whether an on-off property that is given is switched on, as it is unless it says otherwise."""
    return element.get(VAL, "1") not in ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list: `restart` is the level (from 1) whose number makes it begin again, 0 for never."""

    form: str
    text: str
    start: int
    style: str | None
    restart: int | None
    legal: bool
    left: int = 0


Levels = dict[int, _Level]


@dataclass(slots=True)
class _List:
    """A list as one w:num shows it: lists of one abstract list share their counts, but not their own levels."""

    levels: Levels
    counts: dict[int, int]
    restarted: tuple[int, ...] = ()
    begun: bool = False
    tied: dict[str, int] = field(default_factory=dict)


def _level(level: etree._Element) -> _Level:
    restart = child_value(level, "lvlRestart")
    indent = level.find(f"{W}pPr/{W}ind")
    left = None if indent is None else indent.get(W + "left") or indent.get(W + "start")
    return _Level(
        child_value(level, "numFmt") or "decimal",
        child_value(level, "lvlText") or "",
        whole(child_value(level, "start"), 1),
        child_value(level, "pStyle"),
        None if restart is None else whole(restart, 0),
        bool(switched_on(level, "isLgl")),
        whole(left, 0),
    )


def _levels(abstract: etree._Element) -> Levels:
    return {whole(level.get(W + "ilvl"), 0): _level(level) for level in abstract.iterfind(W + "lvl")}


def _abstract_lists(root: etree._Element) -> dict[str | None, tuple[Levels, dict[int, int]]]:
    """The lists that others are made from; one that only names a list style is that style's list."""
    elements = root.findall(W + "abstractNum")
    found: dict[str | None, tuple[Levels, dict[int, int]]] = {
        each.get(W + "abstractNumId"): (_levels(each), {}) for each in elements
    }
    styled = {child_value(each, "styleLink"): found[each.get(W + "abstractNumId")] for each in elements}
    for each in elements:
        link = child_value(each, "numStyleLink")
        if link is not None and link in styled:
            found[each.get(W + "abstractNumId")] = styled[link]
    return found


def _list(num: etree._Element, shared: Levels, counts: dict[int, int]) -> _List:
    levels, restarted = dict(shared), []
    for over in num.iterfind(W + "lvlOverride"):
        depth = whole(over.get(W + "ilvl"), 0)
        own, start = over.find(W + "lvl"), child_value(over, "startOverride")
        if own is not None:
            levels[depth] = _level(own)
        if start is not None and depth in levels:
            levels[depth] = replace(levels[depth], start=whole(start, 1))
        if start is not None:
            restarted.append(depth)
    tied = {level.style: depth for depth, level in reversed(levels.items()) if level.style is not None}
    return _List(levels, counts, tuple(restarted), tied=tied)


class Numbering:
    """Counts the numbered paragraphs of one document; ask for each paragraph once, in order."""

    def __init__(self, root: etree._Element | None) -> None:
        """`root` is numbering.xml, None in a document without lists."""
        self._lists: dict[str, _List] = {}
        abstract = _abstract_lists(root) if root is not None else {}
        for num in root.iterfind(W + "num") if root is not None else ():
            found = abstract.get(child_value(num, "abstractNumId"))
            if found is not None:
                self._lists[num.get(W + "numId") or ""] = _list(num, *found)

    def level_of_style(self, number: str, style: str | None) -> int | None:
        """The level that a list ties to a paragraph style."""
        found = self._lists.get(number)
        return found.tied.get(style) if found is not None and style is not None else None

    def label(self, number: str, depth: int) -> str | None:
        """The next label of list `number` at `depth` as Word prints it; None where nothing is printed."""
        found = self._lists.get(number)
        level = found.levels.get(depth) if found is not None else None
        if found is None or level is None:
            return None
        self._count(found, level, depth)
        if level.form == "bullet":
            return TICK_BOX if set(level.text) & SYMBOL_BOXES else BULLET
        return _PLACE.sub(lambda place: _shown(found, int(place[1]) - 1, level.legal), level.text).strip() or None

    def count(self, number: str, depth: int) -> int:
        """How far list `number` has counted at `depth`, as a figure, after `label` was asked for."""
        found = self._lists.get(number)
        return found.counts.get(depth, 1) if found is not None else 1

    def left(self, number: str, depth: int) -> int:
        """Where the text of list `number` begins at `depth`, in twentieths of a point from the margin."""
        found = self._lists.get(number)
        level = found.levels.get(depth) if found is not None else None
        return level.left if level is not None else 0

    @staticmethod
    def _count(found: _List, level: _Level, depth: int) -> None:
        counts = found.counts
        if not found.begun:
            found.begun = True
            for n in found.restarted:
                counts.pop(n, None)
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [n for n in counts if n > depth]:
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or depth < restart:
                del counts[deeper]


def _shown(found: _List, depth: int, legal: bool) -> str:
    """One level's part of a label; a legal list prints every part as a plain figure."""
    level = found.levels.get(depth)
    if level is None:
        return ""
    return printed(found.counts.get(depth, level.start), "decimal" if legal else level.form)
