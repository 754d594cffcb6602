"""What a corrected paper changes: which of its questions is which of the edition before, and what became of each.

Pure functions over anything that has a question's number and text; the services store what is matched here, and an
officer can correct it.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from consult.question_sets.likeness import likeness, plain, ratio, same_number

# With the same number, more of the words may differ.
ALIKE_NUMBERED = 0.5
ALIKE = 0.75


class Asked(Protocol):
    """A question of either edition."""

    @property
    def number(self) -> str | None:
        """As printed."""

    @property
    def text(self) -> str:
        """The stem."""


class Change(StrEnum):
    """What became of a question from one edition to the next."""

    SAME = "same"
    CHANGED = "changed"
    MOVED = "moved"
    ADDED = "added"
    GONE = "gone"


@dataclass(frozen=True)
class Matched:
    """A question of the new edition (None: it is gone) with that of the old (None: it was added).

    A question can be changed and moved too: `moved` tells it beside `change`, `renumbered` that its number differs.
    """

    change: Change
    old: int | None
    new: int | None
    moved: bool = False
    renumbered: bool = False


def match(old: Sequence[Asked], new: Sequence[Asked]) -> dict[int, int]:
    """For places in `new`, the place in `old` of the same question. Each old question is used once.

    In order of trust: the same words (the nearest place first), the same number with like words, like words.
    """
    pairs: dict[int, int] = {}
    _match_words(old, new, pairs)
    scored: list[tuple[float, int, int]] = []
    free = [n for n in range(len(old)) if n not in set(pairs.values())]
    words = {n: plain(old[n].text) for n in free}
    for here, question in enumerate(new):
        if here in pairs:
            continue
        said = plain(question.text)
        for there in free:
            numbered = same_number(question.number or "", old[there].number or "")
            alike = likeness(said, words[there]) if numbered else ratio(said, words[there])
            if alike >= (ALIKE_NUMBERED if numbered else ALIKE):
                # Ties go to the nearest place.
                scored.append((alike + numbered - abs(here - there) / 10_000, here, there))
    for _, here, there in sorted(scored, key=lambda found: -found[0]):
        if here not in pairs and there not in pairs.values():
            pairs[here] = there
    return pairs


def _match_words(old: Sequence[Asked], new: Sequence[Asked], pairs: dict[int, int]) -> None:
    places: dict[str, list[int]] = {}
    for there, question in enumerate(old):
        places.setdefault(plain(question.text), []).append(there)
    for here, question in enumerate(new):
        same = places.get(plain(question.text))
        if same:
            numbered = [n for n in same if same_number(old[n].number or "", question.number or "")]
            chosen = min(numbered or same, key=lambda n: abs(n - here))
            same.remove(chosen)
            pairs[here] = chosen


def changes(old: Sequence[Asked], new: Sequence[Asked], pairs: dict[int, int]) -> list[Matched]:
    """What became of every question: the new edition's in its order, then those that are gone in theirs."""
    stay = _in_order([pairs[here] for here in sorted(pairs)])
    found: list[Matched] = []
    for here, question in enumerate(new):
        if here not in pairs:
            found.append(Matched(Change.ADDED, None, here))
            continue
        there = pairs[here]
        moved = there not in stay
        renumbered = plain(old[there].number or "") != plain(question.number or "")
        reworded = " ".join(old[there].text.split()) != " ".join(question.text.split())
        change = Change.CHANGED if reworded else Change.MOVED if moved else Change.SAME
        found.append(Matched(change, there, here, moved, renumbered))
    kept = set(pairs.values())
    return found + [Matched(Change.GONE, there, None) for there in range(len(old)) if there not in kept]


def _in_order(places: list[int]) -> set[int]:
    """The longest run of places that still follow one another; whatever is not among them was moved."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for n, place in enumerate(places):
        at = bisect_left(tails, place)
        tails[at : at + 1] = [place]
        ends[at : at + 1] = [n]
        before.append(ends[at - 1] if at else -1)
    kept: set[int] = set()
    n = ends[-1] if ends else -1
    while n >= 0:
        kept.add(places[n])
        n = before[n]
    return kept
