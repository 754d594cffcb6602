"""The inside of a Word paragraph as pieces: links, notes; tracked changes as accepted; what no text can hold."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from lxml import etree

from consult.question_sets.answered import losses
from consult.question_sets.answered.pieces import PLAIN, Face, Piece
from consult.question_sets.answered.word.gathered import Inline, Surroundings
from consult.question_sets.answered.word.looks import faced, note_looks, set_off, style_of
from consult.question_sets.answered.word.styles import raised, valued, words
from consult.question_sets.readers.word.numbering import (
    SYMBOL_BOXES,
    TICK_BOX,
    VAL,
    W,
    switched_on,
    whole,
)
from consult.question_sets.readers.word.symbols import letter_of
from consult.question_sets.readers.word.text import alternative, is_prompt

_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_BOX = W + "txbxContent"
_LETTERS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011"}


def read_paragraph(around: Surroundings, paragraph: etree._Element) -> Inline:
    """All that stands in a paragraph, with what it refers to in its `around`."""
    out = Inline(around)
    _read(out, paragraph, PLAIN)
    return out


def _read(out: Inline, parent: etree._Element, face: Face) -> None:
    """Read what stands in a paragraph, link, insertion or control."""
    for element in parent:
        if isinstance(element.tag, str):
            _READ.get(element.tag, _read)(out, element, face)


def _pass_over(out: Inline, element: etree._Element, face: Face) -> None:
    pass


def _run(out: Inline, run: etree._Element, face: Face) -> None:
    properties = run.find(W + "rPr")
    way = ""
    if properties is not None:
        if switched_on(properties, "vanish") or switched_on(properties, "webHidden"):
            if run.find(W + "t") is not None:
                out.lose(losses.HIDDEN)
            return
        face = faced(out, properties, face)
        way = raised(properties) or style_of(out, properties).raised
    before = len(out.pieces)
    for element in run:
        if isinstance(element.tag, str):
            _IN_RUN.get(element.tag, _read)(out, element, face)
    if properties is not None:
        note_looks(out, properties, out.pieces[before:])
    if way:
        out.pieces[before:] = [replace(piece, text=set_off(out, piece, way)) for piece in out.pieces[before:]]


def _text(out: Inline, element: etree._Element, face: Face) -> None:
    out.add(element.text or "", face)


def _letter(out: Inline, element: etree._Element, face: Face) -> None:
    name = str(element.tag).rpartition("}")[2]
    if "tab" in name and any(piece.text.strip() for piece in out.pieces):
        out.lose(losses.TAB)
    out.add(_LETTERS[name], face)


def _break(out: Inline, element: etree._Element, face: Face) -> None:
    if element.get(W + "type") in ("page", "column"):
        out.lose(losses.PAGE_BREAK)
        out.add(" ", face)
    else:
        out.add("\n", face)


def _symbol(out: Inline, element: etree._Element, face: Face) -> None:
    code = element.get(W + "char", "")
    letter = chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{2,4}", code) else ""
    if letter and {letter, chr(ord(letter) | 0xF000)} & SYMBOL_BOXES:
        out.add(TICK_BOX, face)
    elif letter:
        shown = letter_of(letter, element.get(W + "font", ""))
        if not shown:
            out.lose(losses.SYMBOL)
        out.add(shown, face)
    else:
        out.lose(losses.SYMBOL)


def _note(out: Inline, element: etree._Element, face: Face) -> None:
    kind = "f" if element.tag == W + "footnoteReference" else "e"
    out.pieces.append(Piece("", PLAIN, kind + element.get(W + "id", "")))


def _comment(out: Inline, element: etree._Element, face: Face) -> None:
    author, text = out.around.comments.get(element.get(W + "id", ""), ("", ""))
    out.lose(losses.comment(author, text))


def _field_mark(out: Inline, element: etree._Element, face: Face) -> None:
    out.mark(element.get(W + "fldCharType", ""))
    if element.find(f"{W}ffData/{W}checkBox") is not None:
        box = element.find(f"{W}ffData/{W}checkBox")
        ticked = switched_on(box, "checked")
        out.pieces.append(Piece("☒" if (switched_on(box, "default") if ticked is None else ticked) else TICK_BOX, face))
        out.lose(losses.FORM_BOX)
    listed = element.find(f"{W}ffData/{W}ddList")
    if listed is not None:
        result = valued(listed, "result") or valued(listed, "default") or "0"
        entries = dict(enumerate(each.get(VAL, "") for each in listed.iterfind(W + "listEntry")))
        out.lose(losses.chosen(entries.get(whole(result, 0), "")))


def _instruction(out: Inline, element: etree._Element, face: Face) -> None:
    out.instruct(element.text or "")


def _simple_field(out: Inline, element: etree._Element, face: Face) -> None:
    out.mark("begin", element.get(W + "instr", ""))
    out.mark("separate")
    _read(out, element, face)
    out.mark("end")


def _link(out: Inline, element: etree._Element, face: Face) -> None:
    relation = element.get(_R_ID)
    if relation is None:
        if element.get(W + "anchor") and words(element, "t").strip():
            out.lose(losses.WITHIN)
        _read(out, element, face)
        return
    anchor = element.get(W + "anchor")
    address = out.around.addresses.get(relation, "") + (f"#{anchor}" if anchor else "")
    _read(out, element, replace(face, address=out.checked(address)))


def _inserted(out: Inline, element: etree._Element, face: Face) -> None:
    author = element.get(W + "author", "")
    out.lose(losses.inserted(author) if element.tag == W + "ins" else losses.moved(author))
    _read(out, element, face)


def _deleted(out: Inline, element: etree._Element, face: Face) -> None:
    text = words(element, "delText", "t")
    out.lose(losses.deleted(element.get(W + "author", ""), text))


def _moved_away(out: Inline, element: etree._Element, face: Face) -> None:
    text = words(element, "t", "delText")
    if text.strip():
        out.lose(losses.moved_away(element.get(W + "author", ""), text))


def _control(out: Inline, element: etree._Element, face: Face) -> None:
    properties, content = element.find(W + "sdtPr"), element.find(W + "sdtContent")
    if is_a_prompt(properties):
        out.lose(losses.PROMPT)
        return
    if content is not None:
        out.lose(losses.CONTROL)
        _read(out, content, face)


def is_a_prompt(properties: etree._Element | None) -> bool:
    """Whether a control shows only what to do with it; of a list, what was chosen counts as its text."""
    return is_prompt(properties) and bool(switched_on(properties, "showingPlcHdr"))


def _alternate(out: Inline, element: etree._Element, face: Face) -> None:
    chosen = alternative(element)
    if chosen is not None:
        _read(out, chosen, face)


def _equation(out: Inline, element: etree._Element, face: Face) -> None:
    out.lose(losses.EQUATION)
    out.add("".join(each.text or "" for each in element.iter(_MATHS + "t")), face)


def _drawing(out: Inline, element: etree._Element, face: Face) -> None:
    boxes = list(_outermost(element, _BOX))
    out.boxes += boxes
    for _ in boxes:
        out.lose(losses.BOX)
    said = list(element.iter("*"))
    names = {str(each.tag).rpartition("}")[2] for each in said}
    if names & {"pic", "imagedata"}:
        out.lose(losses.picture(next((each.get("descr", "") for each in said if each.get("descr")), "")))
    elif names & {"OLEObject", "object", "objectEmbed", "control"}:
        out.lose(losses.EMBEDDED)
    elif "chart" in names or "relIds" in names:
        out.lose(losses.CHART)
    elif not boxes:
        out.lose(losses.DRAWING)


def _object(out: Inline, element: etree._Element, face: Face) -> None:
    out.lose(losses.EMBEDDED)


def _outermost(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag == _MC + "AlternateContent":
            chosen = alternative(child)
            if chosen is not None:
                yield from _outermost(chosen, tag)
        else:
            yield from _outermost(child, tag)


def _bookmark(out: Inline, element: etree._Element, face: Face) -> None:
    out.bookmarks.append(element.get(W + "name", ""))


def _aid(out: Inline, element: etree._Element, face: Face) -> None:
    out.lose(losses.AID)  # over East Asian words


def _worked_out(out: Inline, element: etree._Element, face: Face) -> None:
    out.lose(losses.EMPTY_FIELD)


_Reads = Callable[[Inline, etree._Element, Face], None]
_NOTHING = ("pPr", "rPr", "sdtPr", "sdtEndPr", "proofErr", "bookmarkEnd", "commentRangeStart", "commentRangeEnd",
            "softHyphen", "footnoteRef", "endnoteRef", "annotationRef", "lastRenderedPageBreak", "delInstrText",
            "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "permStart", "permEnd",
            "delText", "separator", "continuationSeparator", "customXmlPr", "smartTagPr")  # fmt: skip
_WORKED_OUT = ("pgNum", "dayShort", "dayLong", "monthShort", "monthLong", "yearShort", "yearLong")
_READ: dict[str, _Reads] = {
    **{W + name: _pass_over for name in _NOTHING},
    W + "r": _run,
    W + "hyperlink": _link,
    W + "ins": _inserted,
    W + "moveTo": _inserted,
    W + "del": _deleted,
    W + "moveFrom": _moved_away,
    W + "sdt": _control,
    W + "fldSimple": _simple_field,
    W + "bookmarkStart": _bookmark,
    _MC + "AlternateContent": _alternate,
    _MATHS + "oMath": _equation,
    _MATHS + "oMathPara": _equation,
    W + "drawing": _drawing,
    W + "pict": _drawing,
    W + "object": _object,
    W + "subDoc": _object,
    W + "contentPart": _drawing,
    W + "rt": _aid,
    **{W + name: _worked_out for name in _WORKED_OUT},
}
_IN_RUN: dict[str, _Reads] = {
    **_READ,
    W + "t": _text,
    **{W + name: _letter for name in _LETTERS},
    W + "br": _break,
    W + "sym": _symbol,
    W + "footnoteReference": _note,
    W + "endnoteReference": _note,
    W + "commentReference": _comment,
    W + "fldChar": _field_mark,
    W + "instrText": _instruction,
}


def notes_by_bookmark(root: etree._Element) -> dict[str, str]:
    """The keys of notes by the bookmark that stands right before their reference."""
    out: dict[str, str] = {}
    for mark in root.iter(W + "bookmarkStart"):
        after = mark.getnext()
        for tag, kind in (("footnoteReference", "f"), ("endnoteReference", "e")):
            found = after.find(W + tag) if after is not None and after.tag == W + "r" else None
            if found is not None:
                out[mark.get(W + "name", "")] = kind + found.get(W + "id", "")
    return out
