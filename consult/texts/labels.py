"""The labels of numbered lists, '3.', '(b)', 'iv)', and of footnotes."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from consult.texts.characters import printable
from consult.texts.nodes import BulletList, FootnoteRef, ListItem, NoteLabel, OrderedList

BULLET = "•"
NOTE_LABEL = r"[^\s\[\]\\^|<>]{1,50}"
"""What a footnote, and each reference to it, may be called."""
_RANGES = {"1": (0, 999_999), "a": (1, 18_278), "A": (1, 18_278), "i": (1, 3_999)}  # zzz, mmmcmxcix
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def may_name_note(label: str) -> bool:
    """Whether a footnote of this label is the same after it was typed."""
    return re.fullmatch(NOTE_LABEL, label) is not None and printable(label) == label


def referring(node: Any, names: Mapping[str, str]) -> Any:
    """A piece of a text whose references have other labels: those that `names` has for theirs."""
    if isinstance(node, FootnoteRef):
        return FootnoteRef(NoteLabel(names.get(node.label, node.label)), node.marks)
    inside = getattr(node, "content", ())
    return msgspec.structs.replace(node, content=tuple(referring(each, names) for each in inside)) if inside else node


def kind_of(style: str) -> str:
    """What a style counts with: '1', 'a', 'A' or 'i'."""
    return style.strip("().")


def has_label(style: str, number: int) -> bool:
    """Whether an item of a list of this style may have this number."""
    first, last = _RANGES[kind_of(style)]
    return first <= number <= last


def within(style: str, number: int) -> int:
    """The number, or the nearest one that has a label in this style."""
    first, last = _RANGES[kind_of(style)]
    return min(max(number, first), last)


def label(style: str, number: int) -> str:
    """The label of an item, as '(b)' of the style '(a)' and the number 2."""
    kind = kind_of(style)
    if kind == "1":
        return style.replace("1", str(number))
    counted = _roman(number) if kind == "i" else _letters(number)
    return style.replace(kind, counted.upper() if kind == "A" else counted)


def numbered(items: OrderedList) -> Iterator[tuple[int, ListItem]]:
    """The items of a list with their numbers."""
    number = items.order - 1
    for item in items.content:
        number = number + 1 if item.value is None else item.value
        yield number, item


def labelled(items: BulletList | OrderedList) -> Iterator[tuple[str, ListItem]]:
    """The items of a list with their labels, as a reader sees them."""
    if isinstance(items, BulletList):
        return ((BULLET, item) for item in items.content)
    return ((label(items.style, number), item) for number, item in numbered(items))


def _letters(number: int) -> str:
    if number <= 26:
        return chr(96 + number)
    return _letters((number - 1) // 26) + chr(97 + (number - 1) % 26)


def _roman(number: int) -> str:
    counted = ""
    for worth, sign in _ROMAN:
        counted += sign * (number // worth)
        number %= worth
    return counted
