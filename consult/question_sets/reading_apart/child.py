"""The process that reads one uploaded file and answers in lines of JSON; `parent.py` starts it and listens.

Its standard input is a line of JSON (the file's name and the limits), then the file. It answers with lines:
`{"ready": true, "cut_off": true}`, `{"progress": [done, total]}` any number of times, and at the end
`{"paper": ..., "peak": bytes}` (or `rows` where it was asked for the rows of a sheet) or `{"refused": "...", "peak":
bytes}`, with a `fault` for the log where a reader failed. It binds itself before it looks at the file.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path, PurePath
from types import TracebackType
from typing import BinaryIO

import msgspec

from consult.processes import die_with
from consult.question_sets.extract import explained, extract
from consult.question_sets.paper import UnreadablePaper
from consult.question_sets.readers import refusals
from consult.question_sets.readers.sheet_rows import read_rows
from consult.question_sets.readers.signatures import true_suffix
from consult.question_sets.reading_apart import office
from consult.question_sets.reading_apart.isolation import cut_off_reader, hide
from consult.question_sets.reading_apart.landlock import shut_files
from consult.question_sets.reading_apart.limits import ReadingLimits, bind_for_now, bind_reader, give_way, peak_memory
from consult.question_sets.reading_apart.messages import Job
from consult.question_sets.reading_apart.passing import PaperTooLong, encode
from consult.question_sets.recognising import guarding

_BETWEEN_REPORTS = 0.2


class _Answers:
    """The lines to the parent."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._reported = 0.0
        self._faults: list[str] = []
        guarding.heard_by(self._faults.append)

    def say(self, **said: object) -> None:
        """Write one line."""
        self._out.write(msgspec.json.encode(said) + b"\n")
        self._out.flush()

    def progress(self, done: int, total: int) -> None:
        """Report how far reading is, but not more often than anyone can see."""
        now = time.monotonic()
        if now - self._reported >= _BETWEEN_REPORTS:
            self._reported = now
            self.say(progress=[done, total])

    def refuse(self, cause: str, fault: str = "") -> None:
        """End with a refusal; `fault` says for the log where a reader failed, and nothing of the file."""
        self.say(refused=cause, peak=max(peak_memory(), office.most_held()), fault=fault)

    def give(self, what: bytes, read: bytes, most: int) -> None:
        """End with what was read, as JSON; raises PaperTooLong where its line would be longer than `most` bytes.

        What the recogniser logged of its own faults goes with it, for the log of the process that listens.
        """
        if len(read) > most:
            raise PaperTooLong
        peak = max(peak_memory(), office.most_held())
        fault = msgspec.json.encode("; ".join(self._faults))
        self._out.write(b'{"%s":%s,"peak":%d,"fault":%s}\n' % (what, read, peak, fault))
        self._out.flush()


def main() -> None:
    """Read the file on standard input and answer on standard output."""
    die_with(os.getppid(), signal.SIGKILL)
    answers = _Answers(_own_output())
    asked = msgspec.json.decode(sys.stdin.buffer.readline(), type=Job)
    name, limits = asked.name, asked.limits
    give_way()
    bind_for_now(limits)
    sys.excepthook = _told_to(answers)
    try:
        data = sys.stdin.buffer.read()
        if asked.rows:
            _bind(limits, answers)
            answers.give(b"rows", msgspec.json.encode(read_rows(name, data)), limits.output - 1024)
        else:
            answers.give(*_read(asked, data, answers), limits.output - 1024)
    except UnreadablePaper as refusal:
        answers.refuse(str(refusal))
    except PaperTooLong:
        answers.refuse(refusals.TOO_MUCH_TEXT)
    except RecursionError:
        answers.refuse(refusals.TOO_DEEP)
    except MemoryError:
        answers.refuse(refusals.NEEDS_MEMORY)


def _read(asked: Job, sent: bytes, answers: _Answers) -> tuple[bytes, bytes]:
    """What was asked for, its kind and the JSON. The text is held against the file that was sent."""
    name, data = _readable(asked.name, sent, asked.limits)
    _bind(asked.limits, answers)
    if asked.explained:
        return b"rows", msgspec.json.encode(explained(name, data))
    return b"paper", encode(extract(name, data, answers.progress, len(sent)))


def _readable(name: str, data: bytes, limits: ReadingLimits) -> tuple[str, bytes]:
    # LibreOffice goes first, for it needs what this process gives up for good before it reads.
    suffix = true_suffix(name, data)
    if suffix not in office.FILTERS:
        return name, data
    return f"{PurePath(name).stem}.docx", office.as_word(data, suffix, limits, Path.cwd())


def _bind(limits: ReadingLimits, answers: _Answers) -> None:
    """Give up, for good, all that reading does not need."""
    hide()
    bind_reader(limits)
    shut_files()
    is_cut_off = cut_off_reader()
    answers.say(ready=True, cut_off=is_cut_off)
    _silence_errors()


def _own_output() -> BinaryIO:
    """Standard output for the answers alone: whatever else a library prints goes nowhere."""
    out = os.fdopen(os.dup(1), "wb")
    _to_nowhere(1)
    return out


def _silence_errors() -> None:
    """From here on a library's complaint could quote the file, which is no matter for a log."""
    _to_nowhere(2)


def _to_nowhere(descriptor: int) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _told_to(answers: _Answers) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """What is done with an error that no reader foresaw: a refusal, and for the log the places it went through."""

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        # The error's own words may quote the file; its kind and the lines of our code cannot.
        answers.refuse(refusals.DAMAGED, guarding.place_of(error, trace))

    return tell
