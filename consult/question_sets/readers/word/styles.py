"""What a Word paragraph style says about its paragraphs: heading level, boldness, list, contents entry."""

import re
from collections.abc import Set
from dataclasses import dataclass, replace

from lxml import etree

from consult.question_sets.readers.word.numbering import VAL, W, child_value, switched_on, whole

_STYLE, _NUMBERED, _OUTLINE, _RUN = W + "pStyle", W + "numPr", W + "outlineLvl", W + "rPr"


@dataclass(frozen=True)
class Style:
    """The traits that a paragraph style passes on; `contents` marks the entries of a contents list."""

    level: int = 0
    bold: bool = False
    number: str | None = None
    depth: int = 0
    contents: bool = False


class Styles:
    """The paragraph styles of one document, each with what it inherits."""

    def __init__(self, root: etree._Element | None) -> None:
        """`root` is styles.xml, None in a document without styles."""
        found = root.iterfind(W + "style") if root is not None else ()
        self._raw = {style.get(W + "styleId") or "": style for style in found}
        self._known: dict[str, Style] = {}

    def of(self, name: str | None, seen: int = 0) -> Style:
        """The traits of a style; those of plain text for an unknown one or a chain that never ends."""
        if name is None or name not in self._raw or seen > 20:
            return Style()
        if name not in self._known:
            style = self._raw[name]
            self._known[name] = self._with_own(self.of(child_value(style, "basedOn"), seen + 1), style)
        return self._known[name]

    @staticmethod
    def _with_own(base: Style, style: etree._Element) -> Style:
        properties = style.find(W + "pPr")
        name = (child_value(style, "name") or "").lower()
        heading = re.fullmatch(r"heading (\d)", name)
        outline = whole(child_value(properties, "outlineLvl"), 9)
        if heading:
            base = replace(base, level=min(int(heading[1]), 6))
        elif name == "title":
            base = replace(base, level=1)
        elif outline < 6:
            base = replace(base, level=outline + 1)
        listed = properties.find(W + "numPr") if properties is not None else None
        if listed is not None:
            number = child_value(listed, "numId") or base.number
            base = replace(base, number=number, depth=whole(child_value(listed, "ilvl"), base.depth))
        bold = switched_on(style.find(W + "rPr"), "b")
        contents = base.contents or re.match(r"toc \d|table of (figures|contents)", name) is not None
        return replace(base, bold=base.bold if bold is None else bold, contents=contents)


@dataclass(slots=True)
class Traits:
    """What a paragraph says of itself, in w:pPr; `numbered` tells that it says so rather than its style.

    `outline` is its own heading level, None where its style's holds. `joined` tells that its mark was deleted, so that
    the next paragraph goes on in it.
    """

    style: str | None = None
    numbered: bool = False
    number: str | None = None
    depth: str | None = None
    outline: str | None = None
    joined: bool = False


PLAIN = Traits()


def traits_of(properties: etree._Element, marked: Set[etree._Element]) -> Traits:
    """The traits in a w:pPr, in one pass; one that is not among `marked` tells its style alone."""
    if properties not in marked:
        first = next(iter(properties), None)
        return Traits(first.get(VAL)) if first is not None and first.tag == _STYLE else PLAIN
    traits = Traits()
    for child in properties:
        tag = child.tag
        if tag == _STYLE:
            traits.style = child.get(VAL)
        elif tag == _NUMBERED:
            traits.numbered = True
            traits.number, traits.depth = child_value(child, "numId"), child_value(child, "ilvl")
        elif tag == _OUTLINE:
            traits.outline = child.get(VAL)
        elif tag == _RUN:
            traits.joined = child.find(W + "del") is not None or child.find(W + "moveFrom") is not None
    return traits
