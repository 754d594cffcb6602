"""The folder of the embedded index: which index is the current one, whether it is whole, and who may write.

    folder/lock            held by the one process that writes
    folder/current         the name of the index in use, replaced in one step
    folder/index-0003/     its files and `manifest`: which they are, their sizes and SHA-256, form, checkpoint

The manifest is the commit. A file counts only when the manifest names it, the manifest is replaced in one step after
every file it names is on the disk, and what it no longer names is removed afterwards. So a process that dies anywhere
leaves the last commit whole. Files are compared with the manifest before they are opened, for some of them are pickles;
the folder is for the owner alone.
"""

import fcntl
import hashlib
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from consult.library.search.engine import IndexBusy, IndexDamaged, IndexMissing, IndexUnavailable
from consult.stored import Shapes, StoredError

MANIFEST = "manifest"
_CURRENT = "current"
_INDEX_NAME = re.compile(r"index-\d{4,}")
_LOCK_FILE = re.compile(r".*LOCK")

FileState = tuple[int, int, int]
"""Inode, time of change in nanoseconds, size: changes whenever a file is replaced."""
FolderState = tuple[FileState | None, FileState | None]
"""Of the pointer and of the manifest it leads to; None where there is none."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """One commit of an index: the rules it was written with, the last change applied, and its files (size, SHA-256)."""

    analyser: str
    checkpoint: int
    files: dict[str, tuple[int, str]]


COMMIT = Shapes(Manifest)


class IndexFolder:
    """Where the indexes of one database lie. Raises OSError where the disk refuses."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._whole: dict[tuple[str, FileState], str] = {}

    def prepare(self) -> None:
        """Make the folder, readable by its owner only."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path.chmod(0o700)

    @contextmanager
    def writing(self, wait_seconds: float) -> Iterator[None]:
        """Be the only writer of all processes. Raises IndexBusy when another has not finished within the wait."""
        self.prepare()
        descriptor = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            _lock(descriptor, time.monotonic() + wait_seconds)
            yield
        finally:
            os.close(descriptor)  # which also gives the lock back

    def state(self) -> FolderState:
        """Changes whenever another commit or another index is in use. Cheap, and never an error: see `current`."""
        try:
            return _state(self.path / _CURRENT), _state(self.current() / MANIFEST)
        except IndexUnavailable:
            return None, None

    def current(self) -> Path:
        """The folder of the index in use. Raises IndexMissing or IndexDamaged."""
        try:
            name = (self.path / _CURRENT).read_text("ascii")
        except FileNotFoundError as gone:
            raise IndexMissing("there is no index yet") from gone
        except UnicodeDecodeError as torn:
            raise IndexDamaged("the name of the index in use is torn") from torn
        if not _INDEX_NAME.fullmatch(name):
            raise IndexDamaged("the name of the index in use is torn")
        return self.path / name

    def manifest(self, index: Path) -> Manifest:
        """The last commit of an index, every file compared with it (a file already compared is not read again).

        Raises IndexDamaged.
        """
        manifest = _read_manifest(index / MANIFEST)
        seen = {name: self._digest(index / name, size) for name, (size, _) in manifest.files.items()}
        for name, (_, digest) in manifest.files.items():
            if seen[name] != digest:
                raise IndexDamaged(f"the index file {name} is torn")
        self._whole = {key: value for key, value in list(self._whole.items()) if (self.path / key[0]).exists()}
        return manifest

    def _digest(self, path: Path, size: int) -> str:
        state = _state(path)
        if state is None:
            raise IndexDamaged(f"the index file {path.name} is gone")
        if state[2] != size:
            return "another size"
        key = (str(path.relative_to(self.path)), state)
        if key not in self._whole:
            self._whole[key] = _digest(path)
        return self._whole[key]

    def commit(self, index: Path, names: list[str], analyser: str, checkpoint: int) -> None:
        """Make the named files, and only those, the content of an index; on the disk before this returns."""
        files: dict[str, tuple[int, str]] = {}
        for name in sorted(names):
            path = index / name
            path.chmod(0o600)
            _to_disk(path)
            files[name] = (path.stat().st_size, self._digest(path, path.stat().st_size))
        _to_disk(index)
        content = COMMIT.write(Manifest(analyser, checkpoint, files))
        _replace(index / MANIFEST, f"{hashlib.sha256(content.encode()).hexdigest()}\n{content}")

    def tidy(self, index: Path) -> None:
        """Remove from an index what its manifest does not name: what a commit left behind or a dead process began."""
        named = {MANIFEST, *_read_manifest(index / MANIFEST).files}
        for path in index.iterdir():
            if path.name not in named and not _LOCK_FILE.fullmatch(path.name):
                _remove(path)

    def begin(self) -> Path:
        """An empty folder beside the current index for a new one; what an earlier attempt left is removed."""
        names = sorted(path.name for path in self.path.iterdir() if _INDEX_NAME.fullmatch(path.name))
        try:
            current: str | None = self.current().name
        except (IndexMissing, IndexDamaged):
            current = None
        for name in names:
            if current is not None and name != current:
                _remove(self.path / name)
        index = self.path / f"index-{int(names[-1].split('-')[1]) + 1 if names else 1:04d}"
        index.mkdir(mode=0o700)
        return index

    def use(self, index: Path) -> None:
        """Put an index in use in one step and remove every other."""
        _replace(self.path / _CURRENT, index.name)
        for path in self.path.iterdir():
            if _INDEX_NAME.fullmatch(path.name) and path != index:
                _remove(path)


def _lock(descriptor: int, until: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            if time.monotonic() >= until:
                raise IndexBusy("another process is writing the search index") from held
            time.sleep(0.01)
        else:
            return


def _state(path: Path) -> FileState | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _read_manifest(path: Path) -> Manifest:
    try:
        digest, _, content = path.read_text("utf-8").partition("\n")
    except (FileNotFoundError, UnicodeDecodeError) as torn:
        raise IndexDamaged("the manifest of the index is torn or gone") from torn
    if hashlib.sha256(content.encode()).hexdigest() != digest:
        raise IndexDamaged("the manifest of the index is torn")
    try:
        return COMMIT.read(content)
    except StoredError as strange:
        raise IndexDamaged("the manifest of the index is of no known shape") from strange


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _replace(path: Path, content: str) -> None:
    beside = path.with_name(f"{path.name}.new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    _to_disk(path.parent)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
