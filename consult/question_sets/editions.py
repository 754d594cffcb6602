"""What a corrected paper changes: which of its questions is which of the edition before, and what became of each.

Pure functions over anything that has a question's number and text; the services store what is matched here, and an
officer can correct it.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from consult.question_sets.likeness import begins, plain, ratio, same_number
from consult.texts.alignment import in_order

# With the same number, more of the words may differ.
ALIKE_NUMBERED = 0.5
ALIKE = 0.75
_RAREST = 24
"""Words of a question by which old ones are looked up."""
_NEAREST = 16
"""Old questions that are looked up for each of these words, and for a number."""
_MOST = 8
"""Old questions that one is compared with for its words, and as many for its number."""
_MOST_WORDS = 1_000
"""Words of old questions that one is compared with: of long ones, fewer."""


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

    In order of trust: the same words (the nearest place first), the same number with like words, like words. Of old
    questions that could be the same only the most promising are compared, so that two long papers take no longer.
    """
    pairs = _same_words(old, new)
    used = set(pairs.values())
    free = _Free(old, [there for there in range(len(old)) if there not in used])
    scored: list[tuple[float, int, int]] = []
    for here, question in enumerate(new):
        if here in pairs:
            continue
        said = plain(question.text)
        for there in free.candidates(said, question.number or "", here):
            numbered = same_number(question.number or "", old[there].number or "")
            least = ALIKE_NUMBERED if numbered else ALIKE
            alike = _how_alike(said, free.words[there], least, numbered)
            if alike >= least:
                # Ties go to the nearest place.
                scored.append((alike + numbered - abs(here - there) / 10_000, here, there))
    for _, here, there in sorted(scored, key=lambda found: -found[0]):
        if here not in pairs and there not in used:
            pairs[here] = there
            used.add(there)
    return pairs


def _how_alike(said: str, known: str, least: float, numbered: bool) -> float:
    return 1.0 if numbered and begins(said, known) else ratio(said, known, least)


def _same_words(old: Sequence[Asked], new: Sequence[Asked]) -> dict[int, int]:
    """Questions in the same words: those with the same number first, then the nearest."""
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for numbered in (True, False):
        places: dict[tuple[str, str], list[int]] = {}
        for there, question in enumerate(old):
            if there not in used:
                places.setdefault(_key(question, numbered), []).append(there)
        for here, question in enumerate(new):
            same = places.get(_key(question, numbered))
            if here not in pairs and same and (question.number or not numbered):
                pairs[here] = same.pop(_nearest(same, here))
                used.add(pairs[here])
    return pairs


def _key(question: Asked, numbered: bool) -> tuple[str, str]:
    return plain(question.text), plain(question.number or "") if numbered else ""


def _nearest(places: Sequence[int], here: int) -> int:
    """Which of some places in their order is the nearest to `here`."""
    after = bisect_left(places, here)
    near = range(max(after - 1, 0), min(after + 1, len(places)))
    return min(near, key=lambda n: abs(places[n] - here))


class _Free:
    """Old questions that were not found again yet, by their numbers and by the words that few of them have."""

    def __init__(self, old: Sequence[Asked], places: Sequence[int]) -> None:
        self.words = {there: plain(old[there].text) for there in places}
        self._having: dict[str, list[int]] = {}
        self._numbered: dict[str, list[int]] = {}
        for there, words in self.words.items():
            for word in set(words.split()):
                self._having.setdefault(word, []).append(there)
            self._numbered.setdefault(plain(old[there].number or ""), []).append(there)

    def candidates(self, said: str, number: str, here: int) -> list[int]:
        """The old questions to compare with one that says this: of the same number, or sharing its rarest words."""
        known = sorted(
            {word for word in said.split() if word in self._having}, key=lambda word: len(self._having[word])
        )
        shared = Counter(there for word in known[:_RAREST] for there in _around(self._having[word], here, _NEAREST))
        numbered = _around(self._numbered.get(plain(number), []), here, _MOST) if plain(number) else []
        likely = sorted(shared, key=lambda there: (-shared[there], abs(there - here)))[:_MOST]
        return list(self._for_so_many_words(dict.fromkeys([*numbered, *likely])))

    def _for_so_many_words(self, places: Iterable[int]) -> Iterator[int]:
        left = _MOST_WORDS
        for there in places:
            if left <= 0:
                return
            left -= self.words[there].count(" ") + 1
            yield there


def _around(places: list[int], here: int, most: int) -> list[int]:
    """So many of the places on both sides of one."""
    at = bisect_left(places, here)
    return places[max(at - most // 2, 0) : at + most // 2]


def changes(old: Sequence[Asked], new: Sequence[Asked], pairs: dict[int, int]) -> list[Matched]:
    """What became of every question: the new edition's in its order, then those that are gone in theirs."""
    follow = [pairs[here] for here in sorted(pairs)]
    stay = {follow[n] for n in in_order(follow)}
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
