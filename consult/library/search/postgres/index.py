"""The search engine of PostgreSQL: the words of the library in tables beside it, found by a GIN index.

PostgreSQL is given finished lexemes (see `analyse`): none of its dictionaries takes part. The words are written in the
transaction that changes the entry, so a search is never behind. How many entries hold each word is kept as well, for
ranking and for words spelt nearly so. `search_state` says by which rules the index was written and which change it has
followed; whoever writes locks its row first.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import psycopg
import sqlalchemy as sa

from consult.library.search.analyse import ANALYSER
from consult.library.search.engine import (
    EntryChange,
    IndexBusy,
    IndexDamaged,
    IndexMissing,
    IndexMoved,
    IndexOutdated,
    IndexUnavailable,
    Progress,
)
from consult.library.search.entry_text import EntryWords, IndexedEntry
from consult.library.search.postgres.gathering import BEGIN, Asking
from consult.library.search.postgres.writing import Writing, build_anew
from consult.library.search.query import Query
from consult.library.search.ranking import MOST_HITS, Hit, Permitted, ranked

_log = logging.getLogger(__name__)
FORM = f"postgres 2, analyser {ANALYSER}"
"""Names how the index is written; change the number with the tables or with `lexemes_of` and `stored`."""
LOCK_WAIT_SECONDS = 10.0
_STATE = """
    SELECT form, checkpoint, entries, words,
        (SELECT content FROM search_entries WHERE false), (SELECT word FROM search_words WHERE false)
    FROM search_state
"""
"""Fails where a table is gone, and reads nothing of those two."""
_REBUILDING = 0x636F6E73  # the number under which PostgreSQL keeps a second rebuild out
_WHAT_IT_MEANS: Mapping[str, type[IndexUnavailable]] = {
    "42P01": IndexMissing,  # no such table
    "42703": IndexMissing,  # no such column: a table of another release
    "55P03": IndexBusy,  # a lock not had in time
    "XX001": IndexDamaged,
    "XX002": IndexDamaged,
}


class PostgresEngine:
    """A `SearchEngine` in a PostgreSQL database. Threads and processes may share it."""

    def __init__(self, database: sa.Engine, lock_wait_seconds: float = LOCK_WAIT_SECONDS) -> None:
        self._database = database
        self._wait = f"SET LOCAL lock_timeout = {round(lock_wait_seconds * 1_000)}"

    def apply(self, changes: Iterable[EntryChange], checkpoint: int, after: int = 0) -> None:
        """See `SearchEngine.apply`."""
        with _faults_named(), self._database.begin() as connection:
            connection.exec_driver_sql(self._wait)
            writing = Writing(connection)
            standing = _standing(writing)[1]
            if checkpoint <= standing:
                return
            if standing < after:
                raise IndexMoved("the search index was written anew meanwhile")
            writing.put({change.entry_id: change.entry for change in changes})
            writing.advance(checkpoint)

    def rebuild(self, entries: Iterable[IndexedEntry], checkpoint: int, progress: Progress | None = None) -> None:
        """See `SearchEngine.rebuild`. All is one transaction: cut off anywhere, it leaves the old index."""
        with _faults_named(), self._database.begin() as connection:
            connection.exec_driver_sql(self._wait)
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_REBUILDING})")
            written = build_anew(connection, entries, FORM, checkpoint, progress)
        if progress is not None:
            progress(written)

    def checkpoint(self) -> int:
        """See `SearchEngine.checkpoint`."""
        return self._state()[0]

    def count(self) -> int:
        """See `SearchEngine.count`."""
        return self._state()[1]

    def entry_ids(self) -> frozenset[int]:
        """See `SearchEngine.entry_ids`."""
        with self._asking() as connection:
            _known(connection)
            return frozenset(connection.exec_driver_sql("SELECT entry_id FROM search_entries").scalars())

    def held(self, entry_ids: Sequence[int]) -> list[EntryWords]:
        """See `SearchEngine.held`."""
        with self._asking() as connection:
            _, count, words = _known(connection)
            return Asking(connection, count, words).held(entry_ids)

    def search(self, query: Query, limit: int = MOST_HITS, permitted: Permitted | None = None) -> list[Hit]:
        """See `SearchEngine.search`."""
        with self._asking() as connection:
            _, count, words = _known(connection)
            return ranked(query, Asking(connection, count, words).gather(query), limit, permitted)

    def _state(self) -> tuple[int, int, list[int]]:
        with _faults_named(), self._database.connect() as connection:
            return _known(connection)

    @contextmanager
    def _asking(self) -> Iterator[sa.Connection]:
        with _faults_named(), self._database.connect() as plain:
            connection = plain.execution_options(isolation_level="AUTOCOMMIT")
            connection.exec_driver_sql(BEGIN)
            try:
                yield connection
            finally:
                if not connection.invalidated:  # one that broke has nothing to roll back, and says what broke it
                    connection.exec_driver_sql("ROLLBACK")


def write_beside(connection: sa.Connection, changes: Mapping[int, IndexedEntry | None], after: int, upto: int) -> None:
    """Write changes in the transaction that makes them: numbers `upto` and below, the last before them being `after`.

    The index of an empty library (`after` is 0) begins with them. Where writing fails, the transaction goes on without,
    and the index follows the change log later.
    """
    try:
        with _faults_named(), connection.begin_nested():
            writing = Writing(connection)
            if after == 0:
                writing.begin(FORM)
            _, checkpoint = _standing(writing)
            writing.put(changes)
            if checkpoint >= after:
                writing.advance(max(checkpoint, upto))
    except IndexUnavailable as fault:
        _log.warning("search index not written: %s", type(fault).__name__)


def _known(connection: sa.Connection) -> tuple[int, int, list[int]]:
    """The checkpoint, the number of entries and of their words in each text."""
    row = connection.exec_driver_sql(_STATE).one_or_none()
    if row is None:
        raise IndexMissing("there is no index yet")
    if row.form != FORM:
        raise IndexOutdated("the search index was written by another version")
    return row.checkpoint, row.entries, row.words


def _standing(writing: Writing) -> tuple[str, int]:
    """The form and the checkpoint of the index to write to."""
    standing = writing.locked_state()
    if standing is None:
        raise IndexMissing("there is no index yet")
    if standing[0] != FORM:
        raise IndexOutdated("the search index was written by another version")
    return standing


@contextmanager
def _faults_named() -> Iterator[None]:
    """Say what a fault of the database means to a search; what means nothing to it stays the database's."""
    try:
        yield
    except (sa.exc.DBAPIError, psycopg.Error) as fault:
        cause = fault.orig if isinstance(fault, sa.exc.DBAPIError) else fault
        meaning = _WHAT_IT_MEANS.get(getattr(cause, "sqlstate", None) or "")
        if meaning is None:
            raise
        raise meaning("the search index cannot be used") from fault
