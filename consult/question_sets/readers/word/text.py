"""The text of one Word paragraph: runs, tracked changes, controls, symbols, fields; text boxes set aside.

A long paper has a hundred thousand runs, so a run is looked at in one pass over its children, and only the run
properties that `marks_of` found are opened.
"""

import re
from collections.abc import Callable, Set
from dataclasses import dataclass, field

from lxml import etree

from consult.question_sets.readers.runs import Runs
from consult.question_sets.readers.word.numbering import (
    SYMBOL_BOXES,
    TICK_BOX,
    VAL,
    W,
    is_on,
    switched_on,
)
from consult.question_sets.readers.word.symbols import letter_of

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_R, _T, _RUN_PROPERTIES = W + "r", W + "t", W + "rPr"
TICKED = "☒"
MOST_FIELDS = 64
"""Fields within fields: three times what Word allows."""
_P, _PAGE = W + "p", W + "lastRenderedPageBreak"
_HOLDERS = frozenset({W + "pPr", _RUN_PROPERTIES})
_BOLD, _ITALIC = W + "b", W + "i"
_HIGHLIGHT = W + "highlight"
_STRUCK, _HIDDEN = frozenset({W + "strike", W + "dstrike"}), W + "vanish"
# `rt` is the reading aid printed over East Asian words.
_DROPPED = frozenset(
    W + name
    for name in [
        "pPr",
        "rPr",
        "del",
        "moveFrom",
        "instrText",
        "delInstrText",
        "delText",
        "proofErr",
        "bookmarkStart",
        "bookmarkEnd",
        "commentRangeStart",
        "commentRangeEnd",
        "commentReference",
        "rt",
        "softHyphen",
    ]
)
_LETTERS = {W + "tab": "\t", W + "cr": "\n", W + "noBreakHyphen": "\u2011", W + "ptab": "\t"}


@dataclass(slots=True)
class Paragraph(Runs):
    """What a paragraph says, with its text boxes and the choices of its lists.

    `marked` are the properties that matter, from `marks_of`. `picked` are its highlighted pieces.
    `struck` is the text that is struck out. `fields` tells of
    each field that is open whether its result is still to come. `breaks` are the page breaks: for each the pieces
    before it, and whether Word noted where a page began when it last showed the file, rather than that someone wanted
    one there.
    """

    marked: Set[etree._Element] = frozenset()
    boxes: list[etree._Element] = field(default_factory=list)
    choices: list[tuple[str, str]] = field(default_factory=list)
    picked: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    breaks: list[tuple[int, bool]] = field(default_factory=list)
    fields: list[bool] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Marks:
    """What in a part is more than plain text: properties that say something, paragraphs that hold something else."""

    properties: Set[etree._Element] = frozenset()
    paragraphs: Set[etree._Element] = frozenset()


def marks_of(root: etree._Element) -> Marks:
    """Find all that is more than plain text, in one pass of lxml's own over the whole part.

    In a paragraph without any of it the text is that of its w:t, whatever else stands round them.
    """
    properties, paragraphs = set(), set()
    for each in root.iter(*_MARKS):
        holder = each.getparent()
        while holder is not None and holder.tag in _HOLDERS:
            properties.add(holder)
            # What a paragraph says of its mark or number leaves its text plain.
            holder = holder.getparent() if holder.tag == _RUN_PROPERTIES else None
        while holder is not None and holder.tag != _P:
            holder = holder.getparent()
        if holder is not None:
            paragraphs.add(holder)
    return Marks(properties, paragraphs)


def plain_text(element: etree._Element) -> str:
    """The text of a w:p that `marks_of` did not find."""
    return "".join([each.text or "" for each in element.iter(_T)])


def read_paragraph(element: etree._Element, bold: bool, marks: Marks) -> Paragraph:
    """Read a w:p; `bold` is what its style says of its text, `marks` what `marks_of` says of its part."""
    paragraph = Paragraph(marked=marks.properties)
    _inline(element, paragraph, bold)
    return paragraph


def alternative(element: etree._Element) -> etree._Element | None:
    """One of the two forms in which the same drawing is stored, for new Word and old."""
    chosen = element.find(_MC + "Choice")
    return element.find(_MC + "Fallback") if chosen is None else chosen


def _choices(properties: etree._Element | None) -> list[etree._Element]:
    """The entries of a content control that is a drop-down list or combination box; none of any other."""
    if properties is None:
        return []
    return properties.findall(f"{W}dropDownList/{W}listItem") + properties.findall(f"{W}comboBox/{W}listItem")


def is_prompt(properties: etree._Element | None) -> bool:
    """Whether a content control shows only what to do with it: 'Choose an item', 'Click here to enter text'."""
    return bool(switched_on(properties, "showingPlcHdr") or _choices(properties))


def named_choices(control: etree._Element) -> tuple[tuple[str, str], ...]:
    """The entries of a list control, each with its tick box and name, ticked where it is the one shown.

    The entry without a value is the 'Choose an item' that Word shows first. Of a combination box, what was typed in
    place of an entry is ticked beside them.
    """
    properties, content = control.find(W + "sdtPr"), control.find(W + "sdtContent")
    entries = [each for each in _choices(properties) if each.get(W + "value")]
    names = [each.get(W + "displayText") or each.get(W + "value") or "" for each in entries]
    shown = "" if content is None or switched_on(properties, "showingPlcHdr") else plain_text(content).strip()
    if shown and shown not in names and properties is not None and properties.find(W + "comboBox") is not None:
        names.append(shown)
    return tuple((TICKED if name == shown else TICK_BOX, name) for name in names)


def _inline(parent: etree._Element, out: Paragraph, bold: bool) -> None:
    for element in parent:
        tag = element.tag
        if tag == _R:
            _run(element, out, bold)
        elif tag not in _DROPPED:
            _READ.get(tag, _inline)(element, out, bold)


def _run(run: etree._Element, out: Paragraph, bold: bool) -> None:
    italic = False
    before, is_picked = len(out.pieces), False
    for element in run:
        tag = element.tag
        if tag == _T:
            out.pieces.append(("" if True in out.fields else element.text or "", bold, italic))
        elif element in out.marked:
            look = {str(child.tag): is_on(child) for child in element}
            if _is_withdrawn(look, run, out):
                return
            bold, italic = look.get(_BOLD, bold), look.get(_ITALIC, False)
            is_picked = is_picked or look.get(_HIGHLIGHT, False)
        elif tag in _LETTERS:
            out.pieces.append((_LETTERS[tag], bold, italic))
        elif tag not in _DROPPED:
            _READ.get(tag, _inline)(element, out, bold)
    if is_picked:
        out.picked.append("".join(text for text, _, _ in out.pieces[before:]))


def _is_withdrawn(look: dict[str, bool], run: etree._Element, out: Paragraph) -> bool:
    """Whether a run is hidden or struck out, and so not there to a reader of the paper."""
    if look.get(_HIDDEN):
        return True
    if any(look.get(name) for name in _STRUCK):
        out.struck += [each.text or "" for each in run.iter(_T)]
        return True
    return False


def _page_break(element: etree._Element, out: Paragraph, bold: bool) -> None:
    out.breaks.append((len(out.pieces), True))


def _break(element: etree._Element, out: Paragraph, bold: bool) -> None:
    kind = element.get(W + "type")
    if kind == "page":
        out.breaks.append((len(out.pieces), False))
    out.pieces.append((" " if kind in ("page", "column") else "\n", bold, False))


def _symbol(element: etree._Element, out: Paragraph, bold: bool) -> None:
    code = element.get(W + "char", "")
    letter = chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{2,4}", code) else ""
    if {letter, chr(ord(letter) | 0xF000) if letter else ""} & SYMBOL_BOXES:
        out.pieces.append((TICK_BOX, bold, False))
    elif letter:
        out.pieces.append((letter_of(letter, element.get(W + "font", "")), bold, False))


def _field(element: etree._Element, out: Paragraph, bold: bool) -> None:
    """A field's begin, middle and end: what stands before its middle is an instruction, what follows its result."""
    kind = element.get(W + "fldCharType")
    if kind == "begin" and len(out.fields) < MOST_FIELDS:
        out.fields.append(True)
    elif kind == "separate" and out.fields:
        out.fields[-1] = False
    elif kind == "end" and out.fields:
        out.fields.pop()
    # The old form fields: a tick box has no text of its own, a drop-down keeps its entries here.
    if element.find(f"{W}ffData/{W}checkBox") is not None:
        out.pieces.append((TICK_BOX, bold, False))
    listed = element.find(f"{W}ffData/{W}ddList")
    if listed is not None:
        result = listed.find(W + "result")
        chosen = int(result.get(VAL, "0")) if result is not None and result.get(VAL, "").isdigit() else -1
        entries = [entry.get(VAL, "") for entry in listed.findall(W + "listEntry")]
        out.choices += [(TICKED if n == chosen else TICK_BOX, name) for n, name in enumerate(entries)]


def _control(element: etree._Element, out: Paragraph, bold: bool) -> None:
    properties, content = element.find(W + "sdtPr"), element.find(W + "sdtContent")
    out.choices += named_choices(element)
    if content is not None and not is_prompt(properties):
        _inline(content, out, bold)


def _alternate(element: etree._Element, out: Paragraph, bold: bool) -> None:
    chosen = alternative(element)
    if chosen is not None:
        _inline(chosen, out, bold)


def _box(element: etree._Element, out: Paragraph, bold: bool) -> None:
    out.boxes.append(element)


def _maths(element: etree._Element, out: Paragraph, bold: bool) -> None:
    out.pieces.append((element.text or "", bold, False))


_READ: dict[str, Callable[[etree._Element, Paragraph, bool], None]] = {
    W + "r": _run,
    W + "br": _break,
    _PAGE: _page_break,
    W + "sym": _symbol,
    W + "fldChar": _field,
    W + "sdt": _control,
    _MC + "AlternateContent": _alternate,
    W + "txbxContent": _box,
    _MATHS + "t": _maths,
}

# What makes a paragraph more than the text of its w:t; `numPr` and `outlineLvl` are the paragraph's own.
_MARKS = (
    *(_READ.keys() - {_R}),
    *_LETTERS,
    *_STRUCK,
    *(W + name for name in ["b", "i", "highlight", "vanish", "numPr", "outlineLvl", "del", "moveFrom", "rt"]),
)
