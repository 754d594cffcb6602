"""The worker's side of reading apart: start the process that reads, listen, and end it.

The reader is a program of its own, `child.py`, in a folder of its own, with nothing of the service's settings in its
surroundings. What it says is bounded in length and time, and checked, for what is in the file may have taken it over.
"""

import contextlib
import logging
import os
import re
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from consult.question_sets.paper import MAX_BYTES, Paper, UnreadablePaper
from consult.question_sets.progress import Progress, no_report
from consult.question_sets.readers import check_size, refusals
from consult.question_sets.readers.sheet_rows import Sheet
from consult.question_sets.reading_apart.limits import LIMITS, SHEET_LIMITS, ReadingLimits, peak_memory
from consult.question_sets.reading_apart.messages import Job, Said, said
from consult.question_sets.reading_apart.passing import NotAPaper, characters, decode, decode_rows

_log = logging.getLogger(__name__)
Taken = TypeVar("Taken")

# The reader needs our readers, not the web application that `import consult` brings, nor a search of them for garbage.
_START = (
    "import gc, sys, types; gc.disable(); consult = sys.modules['consult'] = types.ModuleType('consult'); "
    "consult.__path__ = [sys.argv[1]]; "
    "from consult.question_sets.reading_apart.child import main; gc.freeze(); gc.enable(); main()"
)
_PACKAGE = Path(__file__).parents[2]
_FOLDER = "consult-reading-"
# Far longer than any reading may take, in seconds.
_STALE = 3600
_TICK = 0.2
_BETWEEN_REPORTS = 0.1
_CHUNK = 1 << 18
_MOST_COMPLAINT = 8192
_LONGEST_NAME = 200
_LONGEST_REFUSAL = 400
# Each list or object of an answer takes the worker some 60 bytes; a page of a paper has some forty.
_MOST_CONTAINERS = 1_000_000
_UNPRINTABLE = re.compile(r"[^\x20-\x7e]+")


@dataclass(frozen=True)
class ReadApart:
    """A paper that was read; `peak_memory` in bytes is the most that its reading held, `seconds` the time it took."""

    paper: Paper
    peak_memory: int
    seconds: float


class ReadingRefused(UnreadablePaper):
    """A file that was not read, with the cause; `peak_memory` in bytes is the most its reading held, 0 if unknown."""

    def __init__(self, cause: str, peak_memory: int = 0) -> None:
        super().__init__(cause)
        self.peak_memory = peak_memory


def read_apart(
    name: str, content: bytes, *, progress: Progress = no_report, limits: ReadingLimits = LIMITS
) -> ReadApart:
    """Read an uploaded file in a process of its own and return its paper.

    `name` is the file's name as it was given, however odd. `progress` is called with the pages done and their number,
    at most ten times a second; what it raises ends the reading. Raises ReadingRefused (an UnreadablePaper) with the
    cause in plain English, also when the file takes more than `limits` allow.
    """
    if not content.strip(b"\0 \t\r\n"):
        raise ReadingRefused(refusals.EMPTY)
    if len(content) > MAX_BYTES:
        raise ReadingRefused(refusals.TOO_LARGE)
    began = time.monotonic()
    with _started(Job(_harmless(name), rows=False, limits=limits), content) as process:
        listening = _Listening(process, limits, progress)
        paper = listening.paper(listening.answer())
        try:
            check_size(characters(paper), len(content))
        except UnreadablePaper as refusal:
            raise ReadingRefused(str(refusal), listening.peak) from None
    return ReadApart(paper, listening.peak, time.monotonic() - began)


def explain_apart(name: str, content: bytes) -> list[Sheet]:
    """What each block of a paper was taken for and why (see `extract.explained`). Raises ReadingRefused."""
    return _rows(Job(_harmless(name), rows=False, limits=LIMITS, explained=True), content)


def read_rows_apart(name: str, content: bytes, *, limits: ReadingLimits = SHEET_LIMITS) -> list[Sheet]:
    """Read an uploaded sheet (.xlsx, .csv) in a process of its own and return the rows of its visible sheets.

    Raises ReadingRefused as `read_apart` does. Somebody waits for it: `limits` are far narrower.
    """
    return _rows(Job(_harmless(name), rows=True, limits=limits), content)


def _rows(asked: Job, content: bytes) -> list[Sheet]:
    if not content.strip(b"\0 \t\r\n"):
        raise ReadingRefused(refusals.EMPTY)
    with _started(asked, content) as process:
        return (listening := _Listening(process, asked.limits, no_report)).rows(listening.answer())


def _harmless(name: str) -> str:
    """A name without folders and control characters, short enough, its suffix kept."""
    last = re.split(r"[/\\]", name)[-1]
    return re.sub(r"[^\w .,()'&+-]", "_", last)[-_LONGEST_NAME:]


@contextlib.contextmanager
def _started(asked: Job, content: bytes) -> Iterator[subprocess.Popen[bytes]]:
    """The reader at work in a folder of its own; both are gone afterwards, with whatever the reader has started."""
    _sweep()
    with tempfile.TemporaryDirectory(prefix=_FOLDER, ignore_cleanup_errors=True) as folder:
        try:
            process = _start(asked, content, folder)
        except OSError:
            _log.exception("the process that reads files could not be started")
            raise ReadingRefused(refusals.NOT_NOW) from None
        try:
            yield process
        finally:
            _end(process)


def _sweep() -> None:
    """Remove the folders of readings whose worker was killed before it could."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*"):
        with contextlib.suppress(OSError):
            if time.time() - folder.lstat().st_mtime > _STALE:
                shutil.rmtree(folder, ignore_errors=True)


def _start(asked: Job, content: bytes, folder: str) -> subprocess.Popen[bytes]:
    with tempfile.TemporaryFile() as request:
        request.write(msgspec.json.encode(asked) + b"\n")
        request.write(content)
        request.seek(0)
        return subprocess.Popen(
            [sys.executable, "-I", "-X", "utf8", "-c", _START, str(_PACKAGE)],
            stdin=request,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env={"PATH": os.environ.get("PATH", os.defpath), "HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8"},
            start_new_session=True,
        )


def _end(process: subprocess.Popen[bytes]) -> None:
    # The reader leads its group; until it is waited for, the group's number cannot be anyone else's.
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()


class _Listening:
    """What the reader says, taken with care."""

    def __init__(self, process: subprocess.Popen[bytes], limits: ReadingLimits, progress: Progress) -> None:
        self.peak = 0
        self._process = process
        self._limits = limits
        self._progress = progress
        self._deadline = time.monotonic() + limits.seconds
        self._reported = 0.0
        self._is_ready = False
        self._heard = 0
        self._line = bytearray()
        self._complaint = bytearray()

    def answer(self) -> Said:
        """The reader's last word; raises ReadingRefused where it ends without one, or says or takes too much."""
        for chunk in self._chunks():
            begun = len(self._line)
            self._line += chunk
            while (end := self._line.find(b"\n", begun)) >= 0:
                told = self._understood(bytes(self._line[:end]))
                del self._line[: end + 1]
                begun = 0
                if told.is_last:
                    return told
                self._note(told)
        raise self._died()

    def paper(self, told: Said) -> Paper:
        """The paper in the reader's answer; raises ReadingRefused where it refuses, or where it is no paper."""
        return self._taken(lambda: decode(bytes(told.paper)), told)

    def rows(self, told: Said) -> list[Sheet]:
        """The rows in the reader's answer; raises ReadingRefused where it refuses, or where they are none."""
        return self._taken(lambda: decode_rows(bytes(told.rows)), told)

    def _taken(self, decoded: Callable[[], Taken], told: Said) -> Taken:
        self.peak = max(self.peak, told.peak)
        if told.refused is not None:
            raise self._refused(told.refused, told.fault)
        if told.fault:
            _log.error("a paper was read in part: %s", _quotable(told.fault))
        try:
            return decoded()
        except NotAPaper as fault:
            _log.error("the process that reads files gave no paper: %s", _quotable(str(fault)))
            raise ReadingRefused(refusals.DAMAGED, self.peak) from None

    def _chunks(self) -> Iterator[bytes]:
        """What comes on standard output, until it ends; standard error is kept for the log."""
        with selectors.DefaultSelector() as selector:
            for pipe in (self._process.stdout, self._process.stderr):
                selector.register(pipe or sys.stdin, selectors.EVENT_READ, pipe)
            while selector.get_map():
                self._watch()
                for key, _ in selector.select(_TICK):
                    chunk = os.read(key.fd, _CHUNK)
                    self._heard += len(chunk)
                    if not chunk:
                        selector.unregister(key.fileobj)
                    elif key.data is self._process.stdout:
                        yield chunk
                    else:
                        self._complaint += chunk[: _MOST_COMPLAINT - len(self._complaint)]

    def _watch(self) -> None:
        self.peak = max(self.peak, peak_memory(self._process.pid))
        if time.monotonic() > self._deadline:
            raise ReadingRefused(refusals.TOOK_TOO_LONG, self.peak)
        if self._heard > self._limits.output:
            raise ReadingRefused(refusals.TOO_MUCH_TEXT, self.peak)

    def _understood(self, line: bytes) -> Said:
        if line.count(b"{") + line.count(b"[") > _MOST_CONTAINERS:
            raise ReadingRefused(refusals.TOO_MUCH_TEXT, self.peak)
        try:
            return said(line)
        except NotAPaper as fault:
            _log.error("the process that reads files does not say what it should: %s", _quotable(str(fault)))
            raise ReadingRefused(refusals.DAMAGED, self.peak) from None

    def _note(self, told: Said) -> None:
        if told.ready and not self._is_ready:
            self._is_ready = True
            if not told.cut_off:
                _log.warning("the process that reads files could not be cut off from the network")
        now = time.monotonic()
        if told.progress and told.progress[0] <= told.progress[1] and now - self._reported >= _BETWEEN_REPORTS:
            self._reported = now
            self._progress(*told.progress)

    def _refused(self, cause: str, fault: str) -> ReadingRefused:
        if fault:
            _log.error("a reader failed: %s", _quotable(fault))
        if not 0 < len(cause) <= _LONGEST_REFUSAL or not cause.isprintable():
            cause = refusals.DAMAGED
        return ReadingRefused(cause, self.peak)

    def _died(self) -> ReadingRefused:
        """Why the reader ended without a word."""
        status = self._status()
        if status is None or status == -signal.SIGXCPU:
            return ReadingRefused(refusals.TOOK_TOO_LONG, self.peak)
        _log.error(
            "the process that reads files ended with %d: %s", status, _quotable(self._complaint.decode("latin-1"))
        )
        if not self._is_ready and status > 0:
            return ReadingRefused(refusals.NOT_NOW, self.peak)
        is_full = status == -signal.SIGKILL or self.peak > self._limits.memory // 2
        return ReadingRefused(refusals.NEEDS_MEMORY if is_full else refusals.DAMAGED, self.peak)

    def _status(self) -> int | None:
        """How the reader ended, a signal as its negative number; None where it has not by the deadline."""
        # It stays unburied, so that its group's number is still its own when the group is killed.
        look = os.WEXITED | os.WNOHANG | os.WNOWAIT
        while (ended := os.waitid(os.P_PID, self._process.pid, look)) is None:
            if time.monotonic() > self._deadline:
                return None
            time.sleep(_TICK / 10)
        return ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status


def _quotable(said: str) -> str:
    """What the reader said, fit for a line of the log."""
    return _UNPRINTABLE.sub(" ", said)[:2000]
