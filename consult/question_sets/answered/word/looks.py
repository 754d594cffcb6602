"""How a run of a Word paragraph looks: what of it a text keeps, and what it cannot hold."""

from dataclasses import replace

from lxml import etree

from consult.question_sets.answered import losses
from consult.question_sets.answered.pieces import Face, Piece
from consult.question_sets.answered.word.gathered import Inline
from consult.question_sets.answered.word.styles import CharacterStyle, is_coloured, valued
from consult.question_sets.readers.word.numbering import W, switched_on

_RAISED = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_LOOKS_OF_LINKS = (losses.COLOUR, losses.UNDERLINED)


def faced(out: Inline, properties: etree._Element, face: Face) -> Face:
    """How text looks in a run with these properties, in text that looks like `face`."""
    style = style_of(out, properties)
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


def style_of(out: Inline, properties: etree._Element) -> CharacterStyle:
    """The character style that a run names."""
    return out.around.styles.get(valued(properties, "rStyle"), CharacterStyle())


def set_off(out: Inline, piece: Piece, way: str) -> str:
    """Raised or lowered figures as Unicode has them; anything else stays on the line, with a note."""
    signs = _RAISED if way == "superscript" else _LOWERED
    translated = piece.text.translate(signs)
    if piece.note or all(a != b or a.isspace() for a, b in zip(piece.text, translated, strict=True)):
        return translated
    if piece.text.strip():
        out.lose(losses.RAISED)
    return piece.text


def note_looks(out: Inline, properties: etree._Element, pieces: list[Piece]) -> None:
    """Note the looks of a run that its pieces cannot keep."""
    if not any(piece.text.strip() for piece in pieces):
        return
    linked = any(piece.face.address for piece in pieces) or "link" in valued(properties, "rStyle").lower()
    if not linked and is_coloured(properties):
        out.lose(losses.COLOUR)
    if not linked and valued(properties, "u") not in ("", "none"):
        out.lose(losses.UNDERLINED)
    if switched_on(properties, "caps") or switched_on(properties, "smallCaps"):
        out.lose(losses.CAPITALS)
    out.lost += [each for each in style_of(out, properties).lost if not (linked and each in _LOOKS_OF_LINKS)]
    if properties.find(W + "rPrChange") is not None:
        out.lose(losses.FORMAT_CHANGE)
