"""Boxes and their words that stand apart: a row of boxes over a row of words, or each on a line of its own."""

import re
from dataclasses import replace

from consult.question_sets.recognising.facts import Item, LineRole
from consult.question_sets.recognising.options import BOX, columns

_ONLY_BOXES = re.compile(rf"(?:{BOX}\s*)+")
_LONGEST_WORDS = 12


def with_boxes_joined(items: list[Item]) -> list[Item]:
    """The items, each tick box with its words; a box that has none anywhere near is left out."""
    counts = [_boxes(item) for item in items]
    if not any(counts):
        return items
    out: list[Item] = []
    n = 0
    while n < len(items):
        taken = _row(items, counts, n) or _pairs(items, counts, n)
        if taken:
            out += taken[0]
            n += taken[1]
        else:
            out += [items[n]]
            n += 1
    return out


def _boxes(item: Item) -> int:
    """How many boxes an item is that is nothing else; 0 for one with words."""
    said = f"☐ {item.text}" if item.tick else item.text
    if item.role is not LineRole.BODY or item.cell or not said or not _ONLY_BOXES.fullmatch(said):
        return 0
    return len(re.findall(BOX, said))


def _options(words: tuple[str, ...], of: Item) -> list[Item]:
    return [replace(of, text=word, full=word, markdown=word, tick=True, label=None, bullet=False) for word in words]


def _row(items: list[Item], counts: list[int], n: int) -> tuple[list[Item], int] | None:
    """A row of boxes and the row of their words, in either order, as options; and how many items those were."""
    if n + 1 == len(items) or max(counts[n], counts[n + 1]) < 2:
        return None
    boxes, words = (n, n + 1) if counts[n] > 1 else (n + 1, n)
    found = () if counts[words] else columns(items[words].full, counts[boxes])
    return (_options(found, items[words]), 2) if found else None


def _pairs(items: list[Item], counts: list[int], n: int) -> tuple[list[Item], int] | None:
    """Words and a box by turns, beginning with either, as options; and how many items those were."""
    first = 1 if not counts[n] else 0
    words = []
    at = n
    while at + 1 < len(items) and counts[at + first] == 1 and _is_words(items[at + 1 - first], counts[at + 1 - first]):
        words.append(items[at + 1 - first])
        at += 2
    return ([each for item in words for each in _options((item.full,), item)], at - n) if len(words) > 1 else None


def _is_words(item: Item, boxes: int) -> bool:
    return (
        not boxes and item.role is LineRole.BODY and item.words <= _LONGEST_WORDS and not item.full.endswith(("?", ":"))
    )
