"""The smallest pieces of a Word document: paragraphs, runs of text, fields, links and bookmarks.

Word is strict about the order of properties inside `w:pPr` and `w:rPr` (ISO/IEC 29500-1, 17.3); the two functions
that write them here are the only places that have to know it.
"""

import re
import unicodedata
from dataclasses import dataclass

from lxml import etree

from consult.texts.characters import printable

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = f"{{{NAMESPACE}}}"
R = f"{{{RELATIONSHIPS}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MAY_BE_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_BREAKS = re.compile("([\t\n])")


@dataclass(frozen=True)
class Face:
    """How a run of text looks."""

    bold: bool = False
    italic: bool = False
    struck: bool = False
    raised: bool = False
    lowered: bool = False
    style: str | None = None


PLAIN = Face()
BOLD = Face(bold=True)


@dataclass(frozen=True)
class Mark:
    """A paragraph's place in a list: which list, and how deep from 0."""

    list_id: int
    level: int = 0


def root(name: str) -> etree._Element:
    """The root element of a part."""
    return etree.Element(W + name, nsmap={"w": NAMESPACE, "r": RELATIONSHIPS})


def add(parent: etree._Element, tag: str, /, **attributes: str | int) -> etree._Element:
    """A new last child of `parent`; element and attributes are of Word's own namespace."""
    element = etree.SubElement(parent, W + tag)
    for key, value in attributes.items():
        element.set(W + key, str(value))
    return element


def clean(text: str) -> str:
    """The text as pages show it, without characters that would make the file unreadable."""
    return printable(text)


def reads_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction reads from right to left, as in Urdu or Arabic."""
    if not _MAY_BE_RIGHT_TO_LEFT.search(text):
        return False
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next((way for way in directions if way in ("L", "R", "AL")), "L") != "L"


def paragraph(
    parent: etree._Element,
    style: str,
    *,
    mark: Mark | None = None,
    indent: int | None = None,
    hanging: int = 0,
    keep_next: bool = False,
    new_page: bool = False,
    right_to_left: bool = False,
    align: str | None = None,
) -> etree._Element:
    """An empty paragraph in a style. `indent` is the left indent in twentieths of a point, out of which the first line
    stands by `hanging`; `align` is center or right."""
    made = add(parent, "p")
    properties = etree.Element(W + "pPr")
    if style != "Normal":
        add(properties, "pStyle", val=style)
    for name, wanted in (("keepNext", keep_next), ("pageBreakBefore", new_page)):
        if wanted:
            add(properties, name)
    if mark is not None:
        number = add(properties, "numPr")
        add(number, "ilvl", val=mark.level)
        add(number, "numId", val=mark.list_id)
    _set_out(properties, None if indent is None else (indent, hanging), right_to_left, align)
    if len(properties):
        made.append(properties)
    return made


def _set_out(
    properties: etree._Element, indent: tuple[int, int] | None, right_to_left: bool, align: str | None
) -> None:
    if right_to_left:
        add(properties, "bidi")
    if indent is not None:
        left, hanging = indent
        add(properties, "ind", left=left, hanging=hanging)
    if align is not None:
        add(properties, "jc", val=align)


def run(parent: etree._Element, text: str, face: Face = PLAIN) -> None:
    """Add text to a paragraph or link; tabs and newlines become Word's own."""
    text = clean(text)
    if not text:
        return
    made = _empty_run(parent, face, _MAY_BE_RIGHT_TO_LEFT.search(text) is not None and reads_right_to_left(text))
    if "\t" not in text and "\n" not in text:
        _text(made, text)
        return
    for piece in _BREAKS.split(text):
        if piece == "\t":
            add(made, "tab")
        elif piece == "\n":
            add(made, "br")
        elif piece:
            _text(made, piece)


def _empty_run(parent: etree._Element, face: Face, right_to_left: bool = False) -> etree._Element:
    made = etree.SubElement(parent, W + "r")
    if face == PLAIN and not right_to_left:
        return made
    properties = add(made, "rPr")
    if face.style:
        add(properties, "rStyle", val=face.style)
    for name, wanted in (("b", face.bold), ("bCs", face.bold), ("i", face.italic), ("iCs", face.italic)):
        if wanted:
            add(properties, name)
    if face.struck:
        add(properties, "strike")
    if face.raised or face.lowered:
        add(properties, "vertAlign", val="superscript" if face.raised else "subscript")
    if right_to_left:
        add(properties, "rtl")
    return made


def _text(parent: etree._Element, text: str) -> None:
    element = etree.SubElement(parent, W + "t")
    element.text = text
    if text[0] == " " or text[-1] == " " or "  " in text:
        element.set(_SPACE, "preserve")


def line_break(parent: etree._Element) -> None:
    """A new line within a paragraph."""
    add(add(parent, "r"), "br")


def field(parent: etree._Element, instruction: str, shown: str, face: Face = PLAIN) -> None:
    """A field such as PAGE; `shown` stands there until Word works it out."""
    made = add(parent, "fldSimple", instr=f" {instruction} ")
    run(made, shown, face)


def field_mark(parent: etree._Element, kind: str, instruction: str = "") -> None:
    """The begin, separate or end mark of a field that spans paragraphs; its instruction stands after the begin."""
    add(add(parent, "r"), "fldChar", fldCharType=kind)
    if instruction:
        element = add(add(parent, "r"), "instrText")
        element.text = f" {instruction} "
        element.set(_SPACE, "preserve")


def link_within(parent: etree._Element, bookmark: str) -> etree._Element:
    """A link to a bookmark of the same document; its text is added to it."""
    return add(parent, "hyperlink", anchor=bookmark, history="1")


def link_to(parent: etree._Element, relation: str) -> etree._Element:
    """A link to the address behind a relationship; its text is added to it."""
    element = add(parent, "hyperlink", history="1")
    element.set(R + "id", relation)
    return element


def bookmark(element: etree._Element, number: int, name: str) -> None:
    """Name a finished paragraph so that links find it. `number` is unique in the document."""
    start = etree.Element(W + "bookmarkStart", {W + "id": str(number), W + "name": name})
    element.insert(1 if element.find(W + "pPr") is not None else 0, start)
    add(element, "bookmarkEnd", id=number)
