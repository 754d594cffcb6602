"""Label forms of a paper's own: 'Topic #1: ...', 'Issue 2', 'Proposal B'. A form that is counted and asks is a label.

None can be told from a heading by itself: what counts is that the same word comes with one number after another, and
that what stands behind it asks.
"""

from dataclasses import replace
from itertools import pairwise

from consult.question_sets.recognising.facts import Item, LineRole
from consult.question_sets.recognising.numbers import Label, Style, named_label_of, roman_of

_SHARE = 0.8


def with_own_labels(items: list[Item]) -> list[Item]:
    """The items, with the label forms of this paper told; as they are where it has questions that say so."""
    items = _with_romans(items)
    if any(item.label and item.label.style is Style.WORD for item in items):
        return items
    found: dict[str, list[tuple[int, Label]]] = {}
    for n, item in enumerate(items):
        label = named_label_of(item.full) if item.role in (LineRole.BODY, LineRole.HEADING) and not item.tick else None
        if label:
            found.setdefault(label.prefix, []).append((n, label))
    out = list(items)
    for members in found.values():
        if _is_form(members, items):
            for n, label in members:
                out[n] = replace(items[n], label=replace(label, prefix=""), text=label.rest)
    return out


def _with_romans(items: list[Item]) -> list[Item]:
    """The items, with 'i', 'v' and 'x' told for numerals where 'ii' follows or 'iv' stands before."""
    labels = [(n, item.label) for n, item in enumerate(items) if item.label]
    out = list(items)
    before = 0
    for at, (n, label) in enumerate(labels):
        after = labels[at + 1][1] if at + 1 < len(labels) else None
        roman = roman_of(label) if label.style in (Style.LETTER, Style.ROMAN) else None
        begins = roman is not None and roman.values == (1,) and after is not None and after.number.lower() == "ii"
        if roman and (begins or before == roman.values[0] - 1 > 0):
            out[n], before = replace(items[n], label=roman), roman.values[0]
        else:
            before = 0
    return out


def _is_form(members: list[tuple[int, Label]], items: list[Item]) -> bool:
    counts = all(0 < after.values[0] - before.values[0] <= 3 for (_, before), (_, after) in pairwise(members))
    asking = sum(_asks(n, label, items) for n, label in members)
    return len(members) > 1 and counts and asking >= _SHARE * len(members)


def _asks(n: int, label: Label, items: list[Item]) -> bool:
    """Whether what stands behind a label asks, or where it stands alone the next line."""
    said = items[n] if label.rest else items[n + 1] if n + 1 < len(items) else None
    if said is None or said.role not in (LineRole.BODY, LineRole.HEADING):
        return False
    behind = replace(said, text=label.rest) if label.rest else said
    return behind.asks_only or (behind.commands and behind.puts_question)
