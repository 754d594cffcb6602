"""Boxes and their words that stand apart: a row of boxes over a row of words, or each on a line of its own."""

import re
from dataclasses import replace

from consult.question_sets.recognising.facts import Item, LineRole
from consult.question_sets.recognising.options import BOX, columns

_ONLY_BOXES = re.compile(rf"(?:{BOX}\s*)+")
_ENDS_IN_BOX = re.compile(rf"\w\s*{BOX}\s*$")
_OTHER = re.compile(r"other\b", re.I)
_LONGEST_WORDS = 12
_LONGEST_LINE = 2_000


def _with_lines_joined(items: list[Item]) -> list[Item]:
    """The items, with lines joined where one ends in a box, or in half of one, whose words begin the next."""
    out: list[Item] = []
    for item in items:
        if out and _goes_on(out[-1], item):
            first = out[-1]
            text, full = f"{first.text} {item.full}", f"{first.full} {item.full}"
            label = first.label and replace(first.label, rest=text)
            out[-1] = replace(first, text=text, full=full, markdown=f"{first.markdown} {item.markdown}", label=label)
        else:
            out.append(item)
    return out


def _goes_on(first: Item, after: Item) -> bool:
    plain = after.role is LineRole.BODY and after.label is None and not after.bullet and not after.cell
    if not plain or first.role is not LineRole.BODY or len(first.full) > _LONGEST_LINE:
        return False
    if first.full.endswith("[") and after.full.startswith("]"):
        return True
    # 'Yes [ ] No [ ]' has its boxes behind: then the next line ends in one too.
    cut = _ENDS_IN_BOX.search(first.full) and not first.tick and not after.tick
    has_words = re.search(BOX, after.full) and not _ENDS_IN_BOX.search(after.full)
    return bool(cut and (has_words or _OTHER.match(after.full)))


def with_boxes_joined(items: list[Item]) -> list[Item]:
    """The items, each tick box with its words; a box that has none anywhere near is left out."""
    items = _with_lines_joined(items)
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
