"""Library entries made up for tests, and an engine that is its own definition: no index, every entry looked at."""

from collections.abc import Iterable, Sequence
from datetime import date

from consult.library.search.engine import EntryChange
from consult.library.search.entry_text import TEXT_FIELDS, EntryWords, IndexedEntry, length, words_of
from consult.library.search.query import Common, Query
from consult.library.search.ranking import (
    Hit,
    Statistics,
    counted_words,
    gathering_words,
    promise,
    ranked,
    wanted_words,
    words_of_leaf,
)
from consult.library.search.sought import Sought


def entry(
    entry_id: int,
    question: str = "",
    answer: str = "",
    body: str = "Department for Local Places",
    consultation: str = "Working together",
    year: int | None = 2006,
) -> IndexedEntry:
    adopted_on = None if year is None else date(year, 2, 7)
    return IndexedEntry(entry_id, question, answer, body, consultation, adopted_on)


def put(*entries: IndexedEntry) -> list[EntryChange]:
    return [EntryChange(each.id, each) for each in entries]


def ids(hits: Iterable[Hit]) -> list[int]:
    return [hit.entry_id for hit in hits]


class PlainGathered:
    """What an engine must gather, worked out from the entries one by one."""

    def __init__(self, entries: Iterable[IndexedEntry], query: Query) -> None:
        self._entries = {each.id: words_of(each) for each in entries}
        wanted = wanted_words(query)
        held = {each.id: {word for word in wanted if _holds(word, each)} for each in self._entries.values()}
        count = len(self._entries)
        self.statistics = Statistics(
            count,
            tuple(
                sum(length(each.tokens[text]) for each in self._entries.values()) / max(1, count)
                for text in range(len(TEXT_FIELDS))
            ),
            {word: sum(self._has(each, word, held) for each in self._entries) for word in counted_words(query)},
        )
        kept = gathering_words(query, self.statistics)
        worth = {each: sum(promise(word, self.statistics) for word in kept if word in held[each]) for each in held}
        gathered = [each for each in held if query.rarest is None or held[each] & set(kept)]
        self.entry_ids = sorted(gathered, key=lambda each: (worth[each], each), reverse=True)

    def _has(self, entry_id: int, word, held) -> bool:
        if isinstance(word, Common):
            return word.word in " ".join(self._entries[entry_id].written).split()
        return word in held[entry_id]

    def read(self, entry_ids: Sequence[int]) -> list[EntryWords]:
        return [self._entries[each] for each in entry_ids]


def _holds(word, each: EntryWords) -> bool:
    assert words_of_leaf(word) == (word,)
    return bool(Sought(Query(word)).places(each))


def plain_search(entries: Iterable[IndexedEntry], query: Query, limit: int = 200) -> list[Hit]:
    """The hits every engine must give."""
    if query.tree is None:
        return []
    return ranked(query, PlainGathered(entries, query), limit)
