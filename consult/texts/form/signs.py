"""What stands at the beginning of a line of the text form, and what of it begins a list.

A typed number is data: a label counts for what it says. What many people type without meaning a list is none: a date,
a year, an initial, '(c)' before a name. A tab behind a label makes it one, and what could be a letter or a roman number
is the first behind two tabs and the second behind three.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from consult.texts.labels import NOTE_LABEL, has_label, label
from consult.texts.nodes import STYLES

HEADING = re.compile(r"(#{2,6})[ \t]+(?=\S)")
QUOTE = re.compile(r">(?=[ \t>]|$)")
NOTE = re.compile(rf"\[\^({NOTE_LABEL})\]:(?=\s|$)")
DELIMITERS = re.compile(r"(?=[^|]*\|)\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$")
_LINE = re.compile(r"(?:[-*_=–—][ \t]*){2,}$")
_BULLET = re.compile(r"(?:([-*·])(?=[ \t]|$)|([•●‣\uf0b7\uf0d8]|[◦○]|[▪■\uf0a7])|(o)(?=\t)|([–—])(?=[ \t]))[ \t]*")
_KINDS = {"–": "–", "—": "–", "o": "◦", "◦": "◦", "○": "◦", "▪": "▪", "■": "▪", "\uf0a7": "▪"}
_LABEL = re.compile(r"(\(?)(0|[1-9]\d{0,5}|[a-z]{1,15}|[A-Z]{1,3})([.)])(?=[ \t]|$)([ \t]*)")
_DATE = re.compile(r"\d{1,2}\.[ \t]+\d{2,4}(?!\d)")
_AHEAD = 40
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_MORE_THAN = "0123456789£$€=%-+.,"


class SignForm(NamedTuple):
    """What a sign may be of: the number of its item, and whether it may begin a list or leave numbers out."""

    number: int
    begins: bool = True
    jumps: bool = True


@dataclass(frozen=True)
class ListSign:
    """The sign at a line's beginning, by the lists that it may be of: a style, or the kind of a bullet."""

    indent: int
    forms: dict[str, SignForm]
    rest: str
    sure: bool

    def goes_on(self, form: str, last: int) -> bool:
        """Whether the sign is that of the next item of a list."""
        mine = self.forms.get(form)
        return mine is not None and (mine.jumps or mine.number == last + 1)


def indent_of(line: str) -> int:
    """The columns before the first letter of a line: a tab goes on to the next fourth."""
    columns = 0
    for char in line:
        if char not in " \t":
            break
        columns += 4 - columns % 4 if char == "\t" else 1
    return columns


def is_bullet(form: str) -> bool:
    """Whether a form is the kind of a bullet."""
    return form not in STYLES


@lru_cache(maxsize=2048)
def sign_of(line: str) -> ListSign | None:
    """The sign at the beginning of a line; None where there is none."""
    words = line.lstrip(" \t")
    if _LINE.match(words.rstrip()):
        return None
    if bullet := _BULLET.match(words):
        kind = _KINDS.get(next(filter(None, bullet.groups())), "•")
        rest = words[bullet.end() :].rstrip()
        return ListSign(indent_of(line), {kind: SignForm(0)}, rest, bool(rest) and not bullet[4])
    found = _LABEL.match(words)
    return _labelled(line, words[found.end() :].rstrip(), found) if found else None


def _labelled(line: str, rest: str, found: re.Match[str]) -> ListSign | None:
    opening, body, closing, gap = found.groups()
    tabs = gap.count("\t")
    if body.isdigit() and not tabs and _DATE.match(rest):
        return None
    forms = {
        style: form
        for kind, form in (_number(body, tabs) if body.isdigit() else _letters(body, tabs)).items()
        if (style := f"{opening}{kind}{closing}") in STYLES and has_label(style, form.number)
    }
    usual = body.isdigit() or (closing == ")" and body in ("a", "i"))
    return ListSign(indent_of(line), forms, rest, bool(tabs or (rest and usual))) if forms else None


def _number(body: str, tabs: int) -> dict[str, SignForm]:
    usual = len(body) < 4 or bool(tabs)  # a year is no label
    return {"1": SignForm(int(body), usual, usual)}


def _letters(body: str, tabs: int) -> dict[str, SignForm]:
    """What letters may count as. What may be a letter and a roman number is either only where it is the next."""
    letter, number = 0, _roman(body)
    for char in body.lower():
        letter = 26 * letter + ord(char) - 96
    either = bool(number) and len(body) == 1
    usual, told = len(body) == 1, tabs > 1
    forms = {"A" if body.isupper() else "a": SignForm(letter, usual or told, told or (usual and not either))}
    if number:
        forms["i"] = SignForm(number, True, told or not either or number == 1)
    if told and tabs > 2 and number:
        return {"i": forms["i"]}
    return {kind: form for kind, form in forms.items() if kind != "i"} if tabs == 2 else forms


def _roman(body: str) -> int:
    """The value of a roman number as Word writes it; 0 for what is none."""
    if not set(body) <= _ROMAN.keys():
        return 0
    values = [_ROMAN[char] for char in body]
    number = sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )
    return number if has_label("i)", number) and label("i)", number) == f"{body})" else 0


def may_begin(line: str) -> bool:
    """Whether a line begins like anything but a paragraph, whatever stands around it."""
    return bool(HEADING.match(line) or QUOTE.match(line) or NOTE.match(line) or DELIMITERS.match(line) or sign_of(line))


def list_at(lines: Sequence[str], at: int) -> tuple[ListSign, str] | None:
    """The sign and the form of a list that begins on a line; None where none does."""
    sign = sign_of(lines[at])
    begins = [form for form, mine in sign.forms.items() if mine.begins] if sign else []
    if sign is None or not begins:
        return None
    following = _following(lines, at, sign)
    follows = [form for form in begins if following and _follows(form, sign, following)]
    if not sign.sure and not follows and (sign.rest or not _holds(lines, at, sign)):
        return None
    if len(begins) == 1 or len(follows) == 1:
        return sign, (follows or begins)[0]
    return sign, next(
        form for form in begins if (form in ("i)", "(i)")) == (sign.forms[form].number == 1 or _is_one(sign))
    )


def _is_one(sign: ListSign) -> bool:
    return any(mine.number == 1 for mine in sign.forms.values())


def _follows(form: str, sign: ListSign, following: ListSign) -> bool:
    mine = following.forms.get(form)
    return mine is not None and (is_bullet(form) or mine.number == sign.forms[form].number + 1)


def _following(lines: Sequence[str], at: int, sign: ListSign) -> ListSign | None:
    """The next sign of the same form at the same place, over deeper lines, other signs and single empty lines."""
    empty = False
    for line in lines[at + 1 : at + _AHEAD]:
        if not line.strip():
            if empty:
                return None
            empty = True
            continue
        empty = False
        if indent_of(line) >= sign.indent + 2:
            continue
        other = sign_of(line)
        if other is None or other.indent < sign.indent - 1:
            return None
        if other.forms.keys() & sign.forms.keys():
            return other
    return None


def _holds(lines: Sequence[str], at: int, sign: ListSign) -> bool:
    """Whether what stands below a sign without words is in its item."""
    return at + 1 < len(lines) and bool(lines[at + 1].strip()) and indent_of(lines[at + 1]) >= sign.indent + 2


def quote_at(lines: Sequence[str], at: int) -> bool:
    """Whether a quotation begins on a line: 'more than' is none, nor are signs without words."""
    if not QUOTE.match(lines[at].lstrip(" \t")):
        return False
    words = lines[at].strip(" \t>")
    if words:
        return words[0] not in _MORE_THAN
    below = lines[at + 1].strip() if at + 1 < len(lines) else ""
    return bool(QUOTE.match(below) and below.strip(" \t>"))
