"""The character styles of a Word file: what each says of its letters, with what it inherits."""

from dataclasses import dataclass, replace

from lxml import etree

from consult.question_sets.answered import losses
from consult.question_sets.readers.word.numbering import VAL, W, switched_on

_LONGEST_CHAIN = 20


@dataclass(frozen=True)
class CharacterStyle:
    """What a character style says of its letters; None where it says nothing.

    `raised` is 'superscript' or 'subscript'; `lost` what of its look no text can hold.
    """

    bold: bool | None = None
    italic: bool | None = None
    struck: bool | None = None
    code: bool = False
    raised: str = ""
    lost: tuple[str, ...] = ()


def character_styles(root: etree._Element | None) -> dict[str, CharacterStyle]:
    """The character styles of styles.xml by their identity."""
    every = {each.get(W + "styleId", ""): each for each in (root.iterfind(W + "style") if root is not None else ())}
    return {name: _read(each, every, 0) for name, each in every.items() if each.get(W + "type") == "character"}


def hiding_styles(root: etree._Element | None) -> frozenset[str]:
    """The identities of the paragraph styles whose text is hidden."""
    every = {each.get(W + "styleId", ""): each for each in (root.iterfind(W + "style") if root is not None else ())}
    return frozenset(name for name, each in every.items() if losses.UNHIDDEN in _read(each, every, 0).lost)


def _read(style: etree._Element, every: dict[str, etree._Element], seen: int) -> CharacterStyle:
    based = every.get(valued(style, "basedOn"))
    base = _read(based, every, seen + 1) if based is not None and seen < _LONGEST_CHAIN else CharacterStyle()
    look = style.find(W + "rPr")
    if look is None:
        return base
    name = valued(style, "name").lower().replace(" ", "")
    return replace(
        base,
        bold=_said(look, "b", base.bold),
        italic=_said(look, "i", base.italic),
        struck=_said(look, "strike", base.struck),
        code=base.code or name in ("codetext", "sourcetext", "htmlcode", "verbatimchar", "teletype"),
        raised=raised(look) or base.raised,
        lost=tuple(dict.fromkeys([*base.lost, *_lost(look)])),
    )


def _said(look: etree._Element, name: str, inherited: bool | None) -> bool | None:
    said = switched_on(look, name)
    return inherited if said is None else said


def _lost(look: etree._Element) -> list[str]:
    hides = switched_on(look, "vanish") or switched_on(look, "webHidden")
    said = {
        losses.UNHIDDEN: hides,
        losses.CAPITALS: switched_on(look, "caps") or switched_on(look, "smallCaps"),
        losses.COLOUR: is_coloured(look),
        losses.UNDERLINED: valued(look, "u") not in ("", "none"),
    }
    return [each for each, is_so in said.items() if is_so]


def is_coloured(look: etree._Element) -> bool:
    """Whether letters have a colour of their own, or behind them."""
    coloured = valued(look, "color").lower() not in ("", "auto", "000000")
    shade = look.find(W + "shd")
    behind = shade.get(W + "fill", "").lower() if shade is not None else ""
    return coloured or valued(look, "highlight") not in ("", "none") or behind not in ("", "auto", "ffffff")


def raised(look: etree._Element) -> str:
    """Whether letters stand above or below the line: 'superscript', 'subscript' or ''."""
    way = valued(look, "vertAlign")
    return way if way in ("superscript", "subscript") else ""


def valued(properties: etree._Element, name: str) -> str:
    """The w:val of a child; '' where there is none."""
    found = properties.find(W + name)
    return found.get(VAL, "") if found is not None else ""


def words(element: etree._Element, *tags: str) -> str:
    """The text of an element's descendants of these names in Word's namespace."""
    return "".join(each.text or "" for each in element.iter(*(W + tag for tag in tags)))
