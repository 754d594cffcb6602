"""The embedded search engine: Whoosh 2.7.4 keeps which entry holds which word, `folder` keeps it whole.

Whoosh is given finished tokens and asked for posting lists only. What is known to go wrong with it is met here: a known
id is deleted before it is added, a writer is always committed or cancelled, files reach the disk before a commit
counts, its own lock and its own choice of the newest file are put aside for ours, a reader is opened anew instead of
refreshed.
"""

import os
import pickle
import struct
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.index import IndexError as WhooshIndexError

from consult.library.search.analyse import ANALYSER
from consult.library.search.engine import (
    EntryChange,
    IndexBusy,
    IndexDamaged,
    IndexMoved,
    IndexOutdated,
    IndexUnavailable,
    Progress,
)
from consult.library.search.entry_text import EntryWords, IndexedEntry, words_of
from consult.library.search.query import Query
from consult.library.search.ranking import MOST_HITS, Hit, Permitted, Statistics, ranked
from consult.library.search.whoosh.folder import FolderState, IndexFolder, Manifest
from consult.library.search.whoosh.gathering import Found, Snapshot
from consult.library.search.whoosh.writing import add, schema, writing

FORM = f"whoosh 4 {sys.byteorder}, analyser {ANALYSER}"
"""Names how the index is written; change the number with the schema or with `looked_up` and `stored`."""
LOCK_WAIT_SECONDS = 10.0
WHAT_TORN_FILES_RAISE = (
    *(WhooshIndexError, pickle.UnpicklingError, zlib.error, struct.error, EOFError),
    *(LookupError, TypeError, ValueError, AttributeError, AssertionError),
)
_SEGMENT = 20_000
_TRIES = 5
_TELL_EVERY = 100


class CommittedFiles(FileStorage):
    """The files of one commit and no others. What Whoosh deletes stays on the disk until the next commit stands.

    They are read piece by piece: where Whoosh maps files into memory it makes a copy of each as well.
    """

    def __init__(self, path: Path, names: Iterable[str]) -> None:
        super().__init__(str(path), supports_mmap=False)
        self._names = set(names)

    def list(self) -> list[str]:
        """The names of the files that belong to the index."""
        return sorted(self._names)

    def create_file(self, name: str, **options: Any) -> Any:
        """Begin a file."""
        self._names.add(name)
        return super().create_file(name, **options)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Give a file its final name."""
        super().rename_file(oldname, newname, safe)
        self._names.discard(oldname)
        self._names.add(newname)

    def delete_file(self, name: str) -> None:
        """Let a file belong to the index no more."""
        self._names.discard(name)

    def lock(self, name: str) -> Any:
        """No lock: whoever writes holds the folder's."""
        return _NoLock()


class _NoLock:
    def acquire(self, blocking: bool = False) -> bool:
        return True

    def release(self) -> None:
        return None


class WhooshEngine:
    """A `SearchEngine` in a folder. One for a process; threads may share it."""

    def __init__(self, path: Path, lock_wait_seconds: float = LOCK_WAIT_SECONDS) -> None:
        self._folder = IndexFolder(path)
        self._wait = lock_wait_seconds
        self._opening = Lock()
        self._opened: tuple[int, FolderState, Manifest, Snapshot] | None = None

    def apply(self, changes: Iterable[EntryChange], checkpoint: int, after: int = 0) -> None:
        """See `SearchEngine.apply`."""
        with self._folder.writing(self._wait), _torn_means_damaged():
            index = self._folder.current()
            manifest = self._manifest(index)
            if checkpoint <= manifest.checkpoint:
                return
            if manifest.checkpoint < after:
                raise IndexMoved("the search index was written anew meanwhile")
            self._folder.tidy(index)
            files = CommittedFiles(index, manifest.files)
            last = {change.entry_id: change.entry for change in changes}
            if last:
                held = self._open()[1]
                with writing(files, WHAT_TORN_FILES_RAISE) as writer:
                    for document in held.documents_of(last):
                        writer.delete_document(document)
                    for entry in last.values():
                        if entry is not None:
                            add(writer, words_of(entry))
            self._folder.commit(index, files.list(), FORM, checkpoint)
            self._folder.tidy(index)

    def rebuild(self, entries: Iterable[IndexedEntry], checkpoint: int, progress: Progress | None = None) -> None:
        """See `SearchEngine.rebuild`."""
        with self._folder.writing(self._wait):
            index = self._folder.begin()
            files = CommittedFiles(index, ())
            FileIndex.create(files, schema())
            written = _write_all(files, entries, progress)
            self._folder.commit(index, files.list(), FORM, checkpoint)
            self._folder.tidy(index)
            self._folder.use(index)
        if progress is not None:
            progress(written)

    def checkpoint(self) -> int:
        """See `SearchEngine.checkpoint`."""
        return self._open()[0].checkpoint

    def count(self) -> int:
        """See `SearchEngine.count`."""
        return self._open()[1].count

    def entry_ids(self) -> frozenset[int]:
        """See `SearchEngine.entry_ids`."""
        return self._open()[1].entry_ids

    def held(self, entry_ids: Sequence[int]) -> list[EntryWords]:
        """See `SearchEngine.held`."""
        snapshot = self._open()[1]
        with _torn_means_damaged(OSError):
            return snapshot.read(snapshot.held(entry_ids))

    def search(self, query: Query, limit: int = MOST_HITS, permitted: Permitted | None = None) -> list[Hit]:
        """See `SearchEngine.search`."""
        snapshot = self._open()[1]
        with _torn_means_damaged(OSError):
            gathered = snapshot.gather(query)
        return ranked(query, _Guarded(gathered), limit, permitted)

    def _manifest(self, index: Path) -> Manifest:
        manifest = self._folder.manifest(index)
        if manifest.analyser != FORM:
            raise IndexOutdated("the search index was written by another version")
        return manifest

    def _open(self) -> tuple[Manifest, Snapshot]:
        """The commit in use: the one opened before, unless another has been made since, here or in another process."""
        with self._opening:
            for _ in range(_TRIES):
                state = self._folder.state()
                if self._opened is not None and self._opened[:2] == (os.getpid(), state):
                    return self._opened[2:]
                try:
                    manifest, snapshot = self._read(state)
                except IndexUnavailable:
                    if self._folder.state() == state:  # otherwise a commit came between and took old files away
                        raise
                else:
                    self._opened = (os.getpid(), state, manifest, snapshot)
                    return manifest, snapshot
        raise IndexBusy("the search index is being changed too fast to be read")

    def _read(self, state: FolderState) -> tuple[Manifest, Snapshot]:
        with _torn_means_damaged(OSError):
            index = self._folder.current()
            manifest = self._manifest(index)
            # Names of segments are drawn by lot: only within one folder is the same name the same segment for certain.
            known = self._opened[3].segments if self._opened and self._opened[1][0] == state[0] else {}
            return manifest, Snapshot(FileIndex(CommittedFiles(index, manifest.files)).reader(), known)


def _write_all(files: CommittedFiles, entries: Iterable[IndexedEntry], progress: Progress | None) -> int:
    """Write entries, so many to a segment as memory holds; how many they were."""
    seen: set[int] = set()
    waiting = iter(entries)
    while batch := list(islice(waiting, _SEGMENT)):
        with writing(files, WHAT_TORN_FILES_RAISE) as writer:
            for entry in batch:
                if entry.id not in seen:
                    seen.add(entry.id)
                    add(writer, words_of(entry))
                    if progress is not None and len(seen) % _TELL_EVERY == 0:
                        progress(len(seen))
    return len(seen)


@dataclass(frozen=True)
class _Guarded:
    """What was gathered, read as it is asked for: a torn file may show itself only then."""

    found: Found

    @property
    def statistics(self) -> Statistics:
        """See `ranking.Gathered`."""
        return self.found.statistics

    @property
    def entry_ids(self) -> Iterator[int]:
        """See `ranking.Gathered`."""
        waiting = iter(self.found.entry_ids)
        while True:
            with _torn_means_damaged(OSError):
                entry_id = next(waiting, None)
            if entry_id is None:
                return
            yield entry_id

    def read(self, entry_ids: Sequence[int]) -> list[EntryWords]:
        """See `ranking.Gathered`."""
        with _torn_means_damaged(OSError):
            return self.found.read(entry_ids)


@contextmanager
def _torn_means_damaged(*others: type[Exception]) -> Iterator[None]:
    try:
        yield
    except (*WHAT_TORN_FILES_RAISE, *others) as torn:
        raise IndexDamaged("the search index cannot be read") from torn
