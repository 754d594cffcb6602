"""One process's hold on the search index: searches it, lets it follow the database, mends it beside the requests.

Which engine holds the index is decided here and nowhere else: the database's own where it has one, otherwise the
embedded one, unless the operator says which.
"""

import logging
import threading
from pathlib import Path

from sqlalchemy.orm import Session

from consult.database import AWAY, Database, on_server
from consult.library.search.engine import IndexBusy, IndexUnavailable, SearchEngine
from consult.library.search.fusing import FusedEngine
from consult.library.search.indexing import catch_up, compare, newest_change, rebuild
from consult.library.search.meaning import Meaning
from consult.library.search.postgres.index import PostgresEngine
from consult.library.search.vectors import HeldVectors
from consult.library.search.whoosh.index import WhooshEngine

_log = logging.getLogger(__name__)
WAIT_SECONDS = 2.0
"""How long a search waits for the index to follow; most changes take a hundredth of it."""


def open_engine(database: Database, folder: Path, name: str = "", semantic: bool = False) -> SearchEngine:
    """The search engine of a database: 'whoosh', 'postgres', or '' for what suits it; with meaning, where asked for."""
    in_database = name == "postgres" if name else on_server(database.engine)
    words: SearchEngine = PostgresEngine(database.engine) if in_database else WhooshEngine(folder)
    return FusedEngine(words, HeldVectors(database, Meaning())) if semantic else words


class IndexKeeper:
    """The search engine of a process, kept in step with the database. Threads may share it."""

    def __init__(self, database: Database, folder: Path, engine_name: str = "", semantic: bool = False) -> None:
        self._database = database
        self._following = threading.Lock()
        self.engine = open_engine(database, folder, engine_name, semantic)

    def follow(self) -> None:
        """Let the index follow what was committed. When it cannot now, a later search lets it."""
        with self._following, self._database.session(read_only=True) as session:
            try:
                catch_up(session, self.engine)
            except (IndexUnavailable, OSError, *AWAY) as fault:
                _log.warning("search index not brought up to date: %s", type(fault).__name__)

    def compare(self) -> int:
        """Compare the index with the library, every night; where they differ it is written anew. How many differed.

        Raises IndexUnavailable and OSError.
        """
        with self._following:
            differing = self._differing()
            if differing:  # what another process changed meanwhile differs the first time and no more the second
                differing &= self._differing()
            if differing:
                _log.error("search index and library differ in %d entries: it is written anew", len(differing))
                with self._database.session(read_only=True) as session:
                    rebuild(session, self.engine)
            return len(differing)

    def _differing(self) -> frozenset[int]:
        with self._database.session(read_only=True) as session:
            return compare(session, self.engine)

    def mend(self) -> None:
        """Rebuild an index that cannot be read, beside the requests; the next searches find it whole."""
        if not self._following.locked():
            threading.Thread(target=self.follow, daemon=True).start()

    def ready(self, session: Session) -> SearchEngine:
        """The engine, after it has followed what another process or a crash left behind. Raises IndexUnavailable.

        A page waits WAIT_SECONDS at most: a whole index that is being written takes minutes, and the page can do
        without.
        """
        if newest_change(session) != self.engine.checkpoint():
            self._wait_for_following()
        return self.engine

    def _wait_for_following(self) -> None:
        """Wait for whoever lets the index follow, or for a thread of our own that does."""
        if not self._following.acquire(timeout=WAIT_SECONDS):
            raise IndexBusy("the search index is being written")
        self._following.release()
        thread = threading.Thread(target=self.follow, daemon=True)
        thread.start()
        thread.join(WAIT_SECONDS)
        if thread.is_alive():
            raise IndexBusy("the search index is being written")
