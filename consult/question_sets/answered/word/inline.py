"""The inside of a Word paragraph as pieces: looks, links, notes; tracked changes as accepted; what no text can hold."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from lxml import etree

from consult.question_sets.answered import losses
from consult.question_sets.answered.pieces import PLAIN, Face, Piece
from consult.question_sets.answered.word.fields import Field
from consult.question_sets.answered.word.styles import CharacterStyle, is_coloured, raised, valued, words
from consult.question_sets.readers.word.numbering import (
    SYMBOL_BOXES,
    TICK_BOX,
    VAL,
    W,
    switched_on,
    whole,
)
from consult.question_sets.readers.word.symbols import letter_of
from consult.question_sets.readers.word.text import MOST_FIELDS, alternative, is_prompt
from consult.texts.addresses import may_open

_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_BOX = W + "txbxContent"
_RAISED = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_LONGEST_INSTRUCTION = 10_000  # characters of a field's instruction, and those of its last piece
_LOOKS_OF_LINKS = (losses.COLOUR, losses.UNDERLINED)
_LETTERS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011"}


@dataclass(frozen=True)
class Surroundings:
    """What a part refers to: character styles by identity, addresses by relation, comments (author, text) by number.

    `notes` are the keys of notes by the bookmark round their first reference, by which later ones lead there.
    """

    styles: dict[str, CharacterStyle] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    comments: dict[str, tuple[str, str]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Inline:
    """What was read of a paragraph so far."""

    around: Surroundings
    pieces: list[Piece] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    _fields: list[Field] = field(default_factory=list)
    _in_insertion: bool = False
    _not_linked: set[str] = field(default_factory=set)

    def read(self, parent: etree._Element, face: Face = PLAIN) -> None:
        """Read what stands in a paragraph, link, insertion or control."""
        for element in parent:
            if isinstance(element.tag, str):
                _READ.get(element.tag, _go_in)(self, element, face)

    def add(self, text: str, face: Face) -> None:
        """Add text, unless it belongs to a field's instruction."""
        if text and all(each.shown and not each.is_note for each in self._fields):
            self.pieces.append(Piece(text, replace(face, address=face.address or self._linked())))

    def lose(self, what: str) -> None:
        """Note something that no text can hold."""
        self.lost.append(what)

    def _linked(self) -> str:
        for each in reversed(self._fields):
            if each.address:
                return self.checked(each.address)
        return ""

    def checked(self, address: str) -> str:
        """An address that a page may open, spelled as one; '' and a note for any other."""
        spelled = quote(address, safe="%/:?#@!$&'()*+,;=~[]")
        if may_open(spelled):
            return spelled
        if (told := losses.link(address)) not in self._not_linked:
            self._not_linked.add(told)
            self.lose(told)
        return ""

    def mark(self, kind: str, instruction: str = "") -> None:
        """A field's begin, separate or end."""
        if kind == "begin" and len(self._fields) < MOST_FIELDS:
            self._fields.append(Field(instruction))
        elif kind == "separate" and self._fields:
            now = self._fields[-1]
            now.shown, now.before = True, len(self.pieces)
            if now.note in self.around.notes:
                # The number that is shown is the note's, referred to once more.
                now.is_note = True
                self.pieces.append(Piece("", PLAIN, self.around.notes[now.note]))
        elif kind == "end" and self._fields:
            over = self._fields.pop()
            said = "".join(piece.text for piece in self.pieces[over.before :]) if over.shown else ""
            self.lost += over.not_kept(said)

    def instruct(self, text: str) -> None:
        """More of the instruction of the field that is open."""
        if self._fields and not self._fields[-1].shown and len(self._fields[-1].instruction) < _LONGEST_INSTRUCTION:
            self._fields[-1].instruction += text


def _go_in(out: Inline, element: etree._Element, face: Face) -> None:
    out.read(element, face)


def _pass_over(out: Inline, element: etree._Element, face: Face) -> None:
    pass


def _run(out: Inline, run: etree._Element, face: Face) -> None:
    properties = run.find(W + "rPr")
    set_off = ""
    if properties is not None:
        if switched_on(properties, "vanish") or switched_on(properties, "webHidden"):
            if run.find(W + "t") is not None:
                out.lose(losses.HIDDEN)
            return
        face = _faced(out, properties, face)
        set_off = raised(properties) or _style(out, properties).raised
    before = len(out.pieces)
    for element in run:
        if isinstance(element.tag, str):
            _IN_RUN.get(element.tag, _go_in)(out, element, face)
    if properties is not None:
        _note_looks(out, properties, out.pieces[before:])
    if set_off:
        out.pieces[before:] = [replace(piece, text=_set_off(out, piece, set_off)) for piece in out.pieces[before:]]


def _faced(out: Inline, properties: etree._Element, face: Face) -> Face:
    style = _style(out, properties)
    struck = switched_on(properties, "strike")
    struck = switched_on(properties, "dstrike") if struck is None else struck
    return replace(
        face,
        bold=_first(switched_on(properties, "b"), style.bold, face.bold),
        italic=_first(switched_on(properties, "i"), style.italic, face.italic),
        struck=_first(struck, style.struck, face.struck),
        code=style.code or face.code,
    )


def _first(*said: bool | None) -> bool:
    return next((each for each in said if each is not None), False)


def _style(out: Inline, properties: etree._Element) -> CharacterStyle:
    return out.around.styles.get(valued(properties, "rStyle"), CharacterStyle())


def _set_off(out: Inline, piece: Piece, way: str) -> str:
    """Raised or lowered figures as Unicode has them; anything else stays on the line, with a note."""
    signs = _RAISED if way == "superscript" else _LOWERED
    set_off = piece.text.translate(signs)
    if piece.note or all(a != b or a.isspace() for a, b in zip(piece.text, set_off, strict=True)):
        return set_off
    if piece.text.strip():
        out.lose(losses.RAISED)
    return piece.text


def _note_looks(out: Inline, properties: etree._Element, pieces: list[Piece]) -> None:
    if not any(piece.text.strip() for piece in pieces):
        return
    linked = any(piece.face.address for piece in pieces) or "link" in valued(properties, "rStyle").lower()
    if not linked and is_coloured(properties):
        out.lose(losses.COLOUR)
    if not linked and valued(properties, "u") not in ("", "none"):
        out.lose(losses.UNDERLINED)
    if switched_on(properties, "caps") or switched_on(properties, "smallCaps"):
        out.lose(losses.CAPITALS)
    out.lost += [each for each in _style(out, properties).lost if not (linked and each in _LOOKS_OF_LINKS)]
    if properties.find(W + "rPrChange") is not None:
        out.lose(losses.FORMAT_CHANGE)


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
    out.read(element, face)
    out.mark("end")


def _link(out: Inline, element: etree._Element, face: Face) -> None:
    relation = element.get(_R_ID)
    if relation is None:
        if element.get(W + "anchor") and words(element, "t").strip():
            out.lose(losses.WITHIN)
        out.read(element, face)
        return
    anchor = element.get(W + "anchor")
    address = out.around.addresses.get(relation, "") + (f"#{anchor}" if anchor else "")
    out.read(element, replace(face, address=out.checked(address)))


def _inserted(out: Inline, element: etree._Element, face: Face) -> None:
    author = element.get(W + "author", "")
    out.lose(losses.inserted(author) if element.tag == W + "ins" else losses.moved(author))
    out.read(element, face)


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
        out.read(content, face)


def is_a_prompt(properties: etree._Element | None) -> bool:
    """Whether a control shows only what to do with it; of a list, what was chosen counts as its text."""
    return is_prompt(properties) and bool(switched_on(properties, "showingPlcHdr"))


def _alternate(out: Inline, element: etree._Element, face: Face) -> None:
    chosen = alternative(element)
    if chosen is not None:
        out.read(chosen, face)


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
