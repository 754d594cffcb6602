"""Real Word numbering: 1. and 1.1 through a report, bullets, and ordered lists that begin again where they should."""

from collections.abc import Iterable

from lxml import etree

from consult.issuing.word.elements import Mark, W, add, root
from consult.issuing.word.styles import INDENT, Look
from consult.texts.labels import BULLET, kind_of
from consult.texts.nodes import STYLES

DECIMAL, LETTERS = "decimal", "letters"
"""How the lists of older texts are counted: what their writers typed were figures everywhere."""
STEP = 510  # one level of a list further in: 0.9 cm
_BULLETS, _REPORT = "bullets", "report"
_DEEPEST = 8
_SIGNS = ("•", "–", "▪")
# 1. (a) (i) in answers and letters; (a) (i) 1. in reports, whose paragraphs have numbers already.
_FORMS = {
    DECIMAL: (("decimal", "%{}."), ("lowerLetter", "(%{})"), ("lowerRoman", "(%{})")),
    LETTERS: (("lowerLetter", "(%{})"), ("lowerRoman", "(%{})"), ("decimal", "%{}.")),
}
_SIGN_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman"}
_LAST_COUNTED = {"1": 32767, "a": 26, "A": 26, "i": 3999}  # Word begins at no higher number, and has aa, bb for aa, ab
_TIED_STYLES = {0: "Heading1", 1: "NumberedParagraph"}


def list_mark(list_id: int, level: int) -> Mark:
    """A place in a list; Word has nine levels, and anything deeper stays on the last."""
    return Mark(list_id, min(level, _DEEPEST))


def is_counted(style: str, number: int) -> bool:
    """Whether Word would print the number of an item as its writer did."""
    kind = kind_of(style)
    return (kind == "1" or number > 0) and 0 <= number <= _LAST_COUNTED[kind]


class Numbering:
    """The lists of one document. Word wants every pattern before every list, so both are kept until the end."""

    def __init__(self, look: Look) -> None:
        """With numbered headings, list 1 is the one that the styles of heading and paragraph name."""
        self._patterns: dict[tuple[str, int], etree._Element] = {}
        self._lists: list[etree._Element] = []
        self._bullets: dict[tuple[str, int], int] = {}
        if look.numbered_headings:
            self._new_list(_REPORT, 0)

    def bullets(self, indent: int, *, alike: bool = False) -> int:
        """The number of the bulleted list whose signs stand at `indent`; all such lists share it.

        `alike`: as on the pages, a list in a list has the same sign.
        """
        kind = BULLET if alike else _BULLETS
        if (kind, indent) not in self._bullets:
            self._bullets[kind, indent] = self._new_list(kind, indent)
        return self._bullets[kind, indent]

    def ordered(self, kind: str, indent: int, *, start: int = 1, level: int = 0) -> int:
        """The number of a new list, of DECIMAL, LETTERS or a style of labels, counting from `start` at `level`."""
        number = self._new_list(kind, indent)
        override = add(self._lists[-1], "lvlOverride", ilvl=min(level, _DEEPEST))
        add(override, "startOverride", val=min(max(start, 0), 32767))
        return number

    def root(self) -> etree._Element:
        """The numbering part of the document."""
        part = root("numbering")
        part.extend(self._patterns.values())
        part.extend(self._lists)
        return part

    def _new_list(self, kind: str, indent: int) -> int:
        pattern = self._patterns.get((kind, indent))
        if pattern is None:
            pattern = _pattern(len(self._patterns), (_level(kind, indent, n) for n in range(_DEEPEST + 1)))
            self._patterns[kind, indent] = pattern
        made = etree.Element(W + "num", {W + "numId": str(len(self._lists) + 1)})
        add(made, "abstractNumId", val=pattern.get(W + "abstractNumId", ""))
        self._lists.append(made)
        return len(self._lists)


def _pattern(identity: int, levels: Iterable[tuple[str, str, int, int, str | None]]) -> etree._Element:
    pattern = etree.Element(W + "abstractNum", {W + "abstractNumId": str(identity)})
    add(pattern, "multiLevelType", val="multilevel")
    for n, (form, text, left, hanging, style) in enumerate(levels):
        level = add(pattern, "lvl", ilvl=n)
        add(level, "start", val=1)
        add(level, "numFmt", val=form)
        if style:
            add(level, "pStyle", val=style)
        add(level, "suff", val="tab")
        add(level, "lvlText", val=text)
        add(level, "lvlJc", val="left")
        add(add(level, "pPr"), "ind", left=left, hanging=hanging)
    return pattern


def _level(kind: str, indent: int, n: int) -> tuple[str, str, int, int, str | None]:
    if kind == _REPORT:
        numbers = ".".join(f"%{i + 1}" for i in range(n + 1))
        return "decimal", numbers if n else "%1.", INDENT, INDENT, _TIED_STYLES.get(n)
    left = indent + STEP * (n + 1)
    if kind in (_BULLETS, BULLET):
        return "bullet", _SIGNS[n % len(_SIGNS)] if kind == _BULLETS else BULLET, left, STEP, None
    if kind in STYLES:
        sign = kind_of(kind)
        return _SIGN_FORMS[sign], kind.replace(sign, f"%{n + 1}"), left, STEP, None
    form, text = _FORMS[kind][n % 3]
    return form, text.format(n + 1), left, STEP, None
