"""Decided over the whole paper: where its questions begin, and whether it is a response to them."""

import re
from dataclasses import dataclass
from itertools import pairwise

from consult.question_sets.recognising.counts import member_asks
from consult.question_sets.recognising.facts import Habits, Item, Start
from consult.question_sets.recognising.numbers import Label
from consult.question_sets.recognising.responding import is_response, says_response
from consult.question_sets.recognising.sections import Sections
from consult.question_sets.recognising.series import labelled_starts
from consult.question_sets.recognising.typed import typed_starts
from consult.question_sets.recognising.unlabelled import extra_starts, unlabelled_starts

_WIDEST_GAP = 3
_FEWEST = 3
_LEAST_SHARE = 0.3
_CHECKBOXES = re.compile(r"[(\[]check ?boxes[)\]]$", re.I)


@dataclass(frozen=True)
class Decision:
    """Where questions begin, by the places of their items, and whether the paper is a response to them."""

    starts: dict[int, Start]
    is_response: bool
    habits: Habits


def decide(items: list[Item], sections: Sections) -> Decision:
    """What the paper's labels, looks and layout say together: labels first, the rest where it has none."""
    habits = habits_of(items)
    if starts := typed_starts(items):
        over = any(start.kind for start in starts.values())
        return Decision(starts, False, habits._replace(plain_options=habits.plain_options or over))
    starts = labelled_starts(items, sections)
    if starts:
        answered = is_response(items, starts)
        starts |= {} if answered else _in_gaps(items, starts)
        return Decision(starts | extra_starts(items, sections, starts), answered, habits)
    says = says_response(items)
    starts = unlabelled_starts(items, sections, says, habits.plain_options)
    return Decision(starts, says and is_response(items, starts), habits)


def habits_of(items: list[Item]) -> Habits:
    """How a paper prints its options."""
    asking = [
        n
        for n, item in enumerate(items)
        if item.asks_only and (item.names_choice or item.text.endswith(("?", ")", "]")))
    ]
    over_lines = sum(all(line.is_short_line for line in items[n + 1 : n + 3]) and n + 2 < len(items) for n in asking)
    return Habits(
        has_round=any(item.round for item in items),
        names_boxes=any(_CHECKBOXES.search(item.full[-40:]) for item in items),
        plain_options=over_lines >= _FEWEST and over_lines >= _LEAST_SHARE * len(asking),
    )


def _in_gaps(items: list[Item], starts: dict[int, Start]) -> dict[int, Start]:
    """Questions that the paper's count lacks: a gap is looked through before it is accepted."""
    found: dict[int, Start] = {}
    for first, last in pairwise(sorted(starts)):
        before, after = starts[first].label, starts[last].label
        gap = _gap(before, after)
        for n in range(first + 1, last) if gap else ():
            label = items[n].label
            if label and label.values[-1:] and label.values[-1] in gap and member_asks(items, n) and items[n].asks:
                found[n] = Start(label, "Its number is the one that the count lacks")
                gap = range(label.values[-1] + 1, gap.stop)
    return found


def _gap(before: Label | None, after: Label | None) -> range:
    """The numbers between two labels of one count."""
    if before is None or after is None or before.family != after.family or before.prefix != after.prefix:
        return range(0)
    if before.values[:-1] != after.values[:-1] or not before.values:
        return range(0)
    between = range(before.values[-1] + 1, after.values[-1])
    return between if len(between) <= _WIDEST_GAP else range(0)
