"""What every search engine of the library can do, whichever holds the index.

The database is the truth and the index is derived from it: changes are applied in the order of the change log up to a
checkpoint, which the index keeps beside its words. An engine only gathers candidates; `ranking` decides what matches
and in which order, so that two engines with the same entries give the same hits. Texts and permissions never come from
here.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from consult.library.search.entry_text import EntryWords, IndexedEntry
from consult.library.search.query import Query
from consult.library.search.ranking import MOST_HITS, Hit, Permitted

Progress = Callable[[int], None]
"""Told how many entries have been written so far."""


class IndexUnavailable(Exception):
    """Search cannot be used just now; the rest of the system can."""


class IndexMissing(IndexUnavailable):
    """There is no index yet: rebuild it."""


class IndexDamaged(IndexUnavailable):
    """A file of the index is torn, changed or gone: rebuild it."""


class IndexOutdated(IndexUnavailable):
    """The index was written by another analyser or in another form: rebuild it."""


class IndexBusy(IndexUnavailable):
    """Another process is writing the index and did not finish in time: try again later."""


class IndexMoved(IndexUnavailable):
    """The index stands before the changes begin, since another process wrote it anew: ask again where it stands."""


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One row of the change log: the entry as it is now, or None where it is to be found no more."""

    entry_id: int
    entry: IndexedEntry | None


class SearchEngine(Protocol):
    """An index of library entries. Every method may raise IndexUnavailable."""

    def apply(self, changes: Iterable[EntryChange], checkpoint: int, after: int = 0) -> None:
        """Bring the index to `checkpoint`, the number of the last change, durably before this returns.

        Changes come in the order of the log, all that follow the number `after`; the last of an entry counts. Where the
        index already stands at or past the checkpoint nothing is done: another worker was faster. Raises OSError (a
        full disk) and IndexMoved (the index stands before `after`) with the index as it was.
        """

    def checkpoint(self) -> int:
        """The number of the last change applied. Past the end of the log means an older database: rebuild."""

    def count(self) -> int:
        """How many entries the index holds."""

    def entry_ids(self) -> frozenset[int]:
        """The entries the index holds, to compare with the database."""

    def held(self, entry_ids: Sequence[int]) -> list[EntryWords]:
        """The words the index holds of these entries, in any order, to compare; nothing of an entry it has not."""

    def search(self, query: Query, limit: int = MOST_HITS, permitted: Permitted | None = None) -> list[Hit]:
        """The best entries first, at most `limit` (never more than MOST_HITS); always the same for the same entries."""

    def rebuild(self, entries: Iterable[IndexedEntry], checkpoint: int, progress: Progress | None = None) -> None:
        """Write a whole new index beside the old one, which serves until the new one stands, and put it in its place.

        `checkpoint` is the last change of the log when the entries were read, in one transaction with them.
        """
