"""What entries mean, together with the words they hold: a step above the engines, so that both still find the same.

An entry counts its share of the best entry's score by words, once, and its cosine to what was asked, two to five times:
`score / best score + m * cosine`. The shorter a question, the less its words tell, and the more its meaning counts.
Only plain words and whole questions are asked so; where a person says what must or must not stand in an entry (a
phrase, a field, a beginning, not, and), every hit fulfils it and words alone decide.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from consult.library.search.engine import EntryChange, Progress, SearchEngine
from consult.library.search.entry_text import EntryWords, IndexedEntry
from consult.library.search.meaning import ModelMissing
from consult.library.search.query import Query, is_plain
from consult.library.search.ranking import MOST_HITS, Hit, Permitted, shortness
from consult.library.search.vectors import HeldVectors, Near

MEANING = 2.0
"""How many times meaning counts beside words, at least."""
MEANING_OF_SHORT = 3.0
"""How many times more it counts where a question is short (see `ranking.shortness`)."""
FLOOR = 0.4
"""The cosine from which an entry that shares no word is found: the nearest text on another subject stays below 0.37."""
_BATCH = 400
_MOST_ASKED = 10_000


class FusedEngine:
    """A search engine that also knows what entries mean. Without the model or vectors it is the engine itself."""

    def __init__(self, engine: SearchEngine, vectors: HeldVectors) -> None:
        self.words, self.vectors = engine, vectors

    def apply(self, changes: Iterable[EntryChange], checkpoint: int, after: int = 0) -> None:
        """See SearchEngine."""
        self.words.apply(changes, checkpoint, after)

    def checkpoint(self) -> int:
        """See SearchEngine."""
        return self.words.checkpoint()

    def count(self) -> int:
        """See SearchEngine."""
        return self.words.count()

    def entry_ids(self) -> frozenset[int]:
        """See SearchEngine."""
        return self.words.entry_ids()

    def held(self, entry_ids: Sequence[int]) -> list[EntryWords]:
        """See SearchEngine."""
        return self.words.held(entry_ids)

    def rebuild(self, entries: Iterable[IndexedEntry], checkpoint: int, progress: Progress | None = None) -> None:
        """See SearchEngine."""
        self.words.rebuild(entries, checkpoint, progress)

    def search(self, query: Query, limit: int = MOST_HITS, permitted: Permitted | None = None) -> list[Hit]:
        """The best entries first, by words and meaning. Raises IndexUnavailable."""
        if not query.text or not is_plain(query.tree):
            return self.words.search(query, limit, permitted)
        hits = self.words.search(query, MOST_HITS, permitted)
        try:
            numbers, days, cosines = self.vectors.near(query.text)
        except ModelMissing:
            return hits[:limit]
        if not len(numbers):
            return hits[:limit]
        near = _nearest(numbers, days, cosines, permitted, {hit.entry_id for hit in hits})
        meaning = MEANING + MEANING_OF_SHORT * shortness(query.said)
        return fused(hits, near, meaning)[: min(limit, MOST_HITS)]


def fused(hits: Sequence[Hit], near: Sequence[Near], meaning: float) -> list[Hit]:
    """Both lists in one order; equal scores latest adopted first, then newest entry first, as `ranking` has it."""
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    worth = {hit.entry_id: hit.score / best for hit in hits}
    alike = {each.entry_id: each for each in near}
    standing = [
        (round(worth.get(number, 0.0) + meaning * (each.cosine if each else 0.0), 6), each.day if each else 0, number)
        for number in {**worth, **alike}
        for each in (alike.get(number),)
    ]
    return [
        Hit(number, score, alike[number].cosine if number in alike else 0.0)
        for score, _, number in sorted(standing, reverse=True)
    ]


def _nearest(numbers: Any, days: Any, cosines: Any, permitted: Permitted | None, worded: set[int]) -> list[Near]:
    """The nearest entries that the viewer may find, and those found by words, which are permitted already."""
    import numpy as np

    found = np.flatnonzero(np.isin(numbers, list(worded))).tolist()
    order = np.flatnonzero(cosines >= FLOOR)
    order = order[np.lexsort((-numbers[order], -days[order], -cosines[order]))][:_MOST_ASKED].tolist()
    kept = 0
    for start in range(0, len(order), _BATCH):
        batch = [at for at in order[start : start + _BATCH] if int(numbers[at]) not in worded]
        asked = [int(numbers[at]) for at in batch]
        allowed = set(asked if permitted is None else permitted(asked))
        mine = [at for at in batch if int(numbers[at]) in allowed][: MOST_HITS - kept]
        found += mine
        kept += len(mine)
        if kept >= MOST_HITS:
            break
    return [Near(int(numbers[at]), int(days[at]), float(cosines[at])) for at in found]
