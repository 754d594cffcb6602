"""The text of one Word paragraph: runs, tracked changes, controls, symbols, form fields; text boxes set aside."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from consult.question_sets.readers.docx_numbering import SYMBOL_BOXES, TICK_BOX, W
from consult.question_sets.readers.docx_styles import switched_on
from consult.question_sets.readers.runs import Runs

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DROPPED = frozenset(W + name for name in ("pPr", "rPr", "del", "moveFrom", "instrText", "delInstrText", "delText"))
_LETTERS = {W + "tab": "\t", W + "cr": "\n", W + "noBreakHyphen": "\u2011", W + "ptab": "\t"}


@dataclass
class Paragraph(Runs):
    """What a paragraph says, with its text boxes and the choices of its lists."""

    boxes: list[etree._Element] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)

    @property
    def has_text(self) -> bool:
        """Whether anything is printed: Word numbers an empty paragraph, but shows a reader nothing to answer."""
        return bool(self.choices or self.text.strip())


def read_paragraph(element: etree._Element, bold: bool) -> Paragraph:
    """Read a w:p; `bold` is what its style says of its text."""
    paragraph = Paragraph()
    _inline(element, paragraph, bold)
    return paragraph


def _inline(parent: etree._Element, out: Paragraph, bold: bool) -> None:
    for element in parent:
        if element.tag in _DROPPED:
            continue
        read = _READ.get(element.tag)
        if read is not None:
            read(element, out, bold)
        else:
            _inline(element, out, bold)


def _run(run: etree._Element, out: Paragraph, bold: bool) -> None:
    properties = run.find(W + "rPr")
    # Struck-out and hidden text is not there to a reader of the paper.
    if switched_on(properties, "strike") or switched_on(properties, "dstrike") or switched_on(properties, "vanish"):
        return
    own = switched_on(properties, "b")
    bold, italic = bold if own is None else own, bool(switched_on(properties, "i"))
    for element in run:
        if element.tag == W + "t":
            out.pieces.append((element.text or "", bold, italic))
        elif element.tag in _LETTERS:
            out.pieces.append((_LETTERS[element.tag], bold, italic))
        elif element.tag not in _DROPPED:
            _READ.get(element.tag, _inline)(element, out, bold)


def _break(element: etree._Element, out: Paragraph, bold: bool) -> None:
    out.pieces.append((" " if element.get(W + "type") in ("page", "column") else "\n", bold, False))


def _symbol(element: etree._Element, out: Paragraph, bold: bool) -> None:
    code = element.get(W + "char", "")
    letter = chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{2,4}", code) else ""
    if {letter, chr(ord(letter) | 0xF000) if letter else ""} & SYMBOL_BOXES:
        out.pieces.append((TICK_BOX, bold, False))


def _field(element: etree._Element, out: Paragraph, bold: bool) -> None:
    # The old form fields: a tick box has no text of its own, a drop-down keeps its entries here.
    if element.find(f"{W}ffData/{W}checkBox") is not None:
        out.pieces.append((TICK_BOX, bold, False))
    entries = element.findall(f"{W}ffData/{W}ddList/{W}listEntry")
    out.choices += [entry.get(W + "val", "") for entry in entries]


def _control(element: etree._Element, out: Paragraph, bold: bool) -> None:
    properties, content = element.find(W + "sdtPr"), element.find(W + "sdtContent")
    listed = [] if properties is None else properties.findall(f"{W}dropDownList/{W}listItem")
    listed += [] if properties is None else properties.findall(f"{W}comboBox/{W}listItem")
    # The entry without a value is the 'Choose an item' that Word shows first.
    for item in listed:
        value = item.get(W + "value")
        if value:
            out.choices.append(item.get(W + "displayText") or value)
    is_prompt = switched_on(properties, "showingPlcHdr") or bool(listed)
    if content is not None and not is_prompt:
        _inline(content, out, bold)


def _alternate(element: etree._Element, out: Paragraph, bold: bool) -> None:
    # The same drawing is stored twice, for new Word and old: one of them is enough.
    chosen = element.find(_MC + "Choice")
    chosen = element.find(_MC + "Fallback") if chosen is None else chosen
    if chosen is not None:
        _inline(chosen, out, bold)


def _box(element: etree._Element, out: Paragraph, bold: bool) -> None:
    out.boxes.append(element)


_READ: dict[object, Callable[[etree._Element, Paragraph, bool], None]] = {
    W + "r": _run,
    W + "br": _break,
    W + "sym": _symbol,
    W + "fldChar": _field,
    W + "sdt": _control,
    _MC + "AlternateContent": _alternate,
    W + "txbxContent": _box,
}
