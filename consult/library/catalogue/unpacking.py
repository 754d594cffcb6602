"""The files of a zip or of a folder, taken one at a time and with care: a stranger may have packed them.

A zip that holds too much is refused as a whole before anything is unpacked. A single file in it that leads outside,
lies too deep, or unpacks to far more than it was, is refused by itself with the cause, and the others are read.
"""

import hashlib
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO

from consult.library.rules import LibraryRefusal
from consult.question_sets.paper import MAX_BYTES
from consult.question_sets.readers.refusals import TOO_LARGE
from consult.texts.characters import printable

MOST_FILES = 500
MOST_UNPACKED = 300 * 1024 * 1024
"""Bytes of all files of a zip or folder together."""
MOST_RATIO = 200
"""Times its packed size that one file may have."""
MOST_RATIO_OF_ALL = 50
"""Times the zip's own size that its files may have together; a small zip may hold as much as _SMALL_IN_ALL."""
_SMALL_IN_ALL = 4 * 1024 * 1024
_SMALL_WITHIN = 16 * 1024 * 1024
"""Bytes that the Word files and sheets of a small zip, which are packed themselves, may hold together."""
DEEPEST = 8
"""Folders within folders."""
LONGEST_NAME = 300
_SMALL = 1024 * 1024
_SYSTEM = ("__macosx", "thumbs.db", "desktop.ini")
_LEADS_OUTSIDE = "Its name leads outside the zip"
_TOO_DEEP = f"It lies more than {DEEPEST} folders deep"
_BOMB = "It unpacks to far more than it was, which is not safe to read"
_BOMB_OF_MANY = "The zip unpacks to far more than it is, which is not safe to read. Load its files in parts"
_LOCKED = "It is protected by a password. Save it without one"
_UNUSUAL = "It is packed in a way that is not safe to read. Make the zip again the usual way"
_USUAL = (
    zipfile.ZIP_STORED,
    zipfile.ZIP_DEFLATED,
)  # what else there is unpacks without a limit, or asks for any memory
_DAMAGED = "It could not be unpacked: the zip is damaged there"
_PACKED = "It is a zip within the zip. Unpack it and load its files"


class BadArchive(LibraryRefusal):
    """A zip that is none, or that holds more than is read in one go."""


@dataclass(frozen=True)
class Unpacked:
    """One file: its name with the folders before it, and its content or the cause why it is not read."""

    name: str
    content: bytes
    cause: str = ""


def passed_over(name: str) -> bool:
    """Whether a file is one that systems leave beside what people write: hidden files, lock files, previews."""
    parts = PurePosixPath(name).parts
    return any((part.startswith((".", "~$")) and part not in (".", "..")) or part.lower() in _SYSTEM for part in parts)


class Zip:
    """A zip that was uploaded. Raises BadArchive when it is none or too much."""

    def __init__(self, stream: IO[bytes]) -> None:
        try:
            self._zip = zipfile.ZipFile(stream)
            every = [each for each in self._zip.infolist() if not each.filename.endswith("/")]  # a name may be empty
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, EOFError) as damaged:
            raise BadArchive("This is not a zip file, or it is damaged") from damaged
        self._files = [each for each in every if not passed_over(each.filename)]
        self.passed_over = len(every) - len(self._files)
        _check_amount(len(self._files), sum(each.file_size for each in self._files), "zip")
        self._most = max(_SMALL_IN_ALL, MOST_RATIO_OF_ALL * _size(stream))
        self._check_ratio(sum(each.file_size for each in self._files if not _wrong_with(each)))

    def files(self) -> Iterator[Unpacked]:
        """Its files, each unpacked when it is asked for. Raises BadArchive when they unpack to more than they say."""
        total = within = 0
        for each in self._files:
            unpacked = self._unpacked(each)
            total += len(unpacked.content)
            within += _size_within(unpacked.content)
            _check_amount(0, total, "zip")
            self._check_ratio(total)
            if within > max(_SMALL_WITHIN, self._most):
                raise BadArchive(_BOMB_OF_MANY)
            yield unpacked

    def measured(self) -> tuple[int, int]:
        """How many files it holds, and of how many bytes: each is unpacked to see, and none is kept.

        Raises BadArchive when they unpack to more than they say.
        """
        sizes = [len(file.content) for file in self.files()]
        return len(sizes), sum(sizes)

    def _check_ratio(self, total: int) -> None:
        """What is kept until it is read may not be many times what was sent, however many files it lies in."""
        if total > self._most:
            raise BadArchive(_BOMB_OF_MANY)

    def _unpacked(self, each: zipfile.ZipInfo) -> Unpacked:
        name = printable(each.filename).strip()[-LONGEST_NAME:] or "A file without a name"
        if cause := _wrong_with(each):
            return Unpacked(name, b"", cause)
        # The declared size may lie, so no more than the limit is ever unpacked.
        most = min(MAX_BYTES, max(_SMALL, MOST_RATIO * max(each.compress_size, 1)))
        try:
            with self._zip.open(each) as part:
                content = part.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError):
            return Unpacked(name, b"", _DAMAGED)
        if len(content) > most:
            return Unpacked(name, b"", TOO_LARGE if most == MAX_BYTES else _BOMB)
        return Unpacked(name, content)


def _size_within(content: bytes) -> int:
    """How much a file holds that is packed itself, as Word files and sheets are; 0 for any other."""
    if not content.startswith(b"PK"):
        return 0
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            return sum(each.file_size for each in packed.infolist())
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, EOFError):
        return 0  # its reader says what is wrong with it


def fingerprint(stream: IO[bytes]) -> tuple[str, int]:
    """The SHA-256 of what was sent, hexadecimal, and how long it is; the stream is at its beginning afterwards."""
    digest, size = hashlib.sha256(), 0
    while piece := stream.read(_SMALL):
        digest.update(piece)
        size += len(piece)
    stream.seek(0)
    return digest.hexdigest(), size


def _size(stream: IO[bytes]) -> int:
    """How long what was sent is; what a zip says of its parts may count the same bytes many times."""
    place = stream.tell()
    size = stream.seek(0, 2)
    stream.seek(place)
    return size


def _wrong_with(each: zipfile.ZipInfo) -> str:
    """Why a file of a zip is not unpacked; '' where nothing is wrong with it."""
    name = each.filename
    parts = PurePosixPath(name.replace("\\", "/")).parts
    is_link = stat.S_ISLNK(each.external_attr >> 16)
    if is_link or ".." in parts or name.startswith(("/", "\\")) or (parts and ":" in parts[0]):
        return _LEADS_OUTSIDE
    if len(parts) > DEEPEST + 1:
        return _TOO_DEEP
    if name.lower().endswith(".zip"):
        return _PACKED
    if each.flag_bits & 0x1:
        return _LOCKED
    if each.compress_type not in _USUAL:
        return _UNUSUAL
    if each.file_size > MAX_BYTES:
        return TOO_LARGE
    return _BOMB if each.file_size > max(_SMALL, MOST_RATIO * max(each.compress_size, 1)) else ""


def _check_amount(count: int, size: int, what: str) -> None:
    if count > MOST_FILES:
        raise BadArchive(f"The {what} holds {count:,} files. Load at most {MOST_FILES} in one go")
    if size > MOST_UNPACKED:
        raise BadArchive(f"The {what} holds more than {MOST_UNPACKED // 2**20} MB when unpacked. Load it in parts")


def folder_files(folder: Path) -> tuple[list[Path], int]:
    """The files of a folder in order, and how many were passed over; links are not followed. Raises BadArchive."""
    every = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
    kept = [path for path in every if not passed_over(path.relative_to(folder).as_posix())]
    _check_amount(len(kept), sum(path.stat().st_size for path in kept), "folder")
    return kept, len(every) - len(kept)
