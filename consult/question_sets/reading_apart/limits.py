"""How much a file's reading may take, and how the reading process binds itself to that before it looks at the file."""

import contextlib
import os
import resource
from dataclasses import dataclass
from pathlib import Path

from consult.question_sets.paper import MAX_BYTES

_MB = 1024 * 1024


@dataclass(frozen=True)
class ReadingLimits:
    """What one file may take. Times in seconds, sizes in bytes.

    `seconds` is the whole time by the clock, watched from outside; `cpu_seconds` and `memory` (address space, of which
    some 150 MB are taken before a file is opened) bind the process that reads, `output` is the longest answer it may
    give. The `office_` limits bind LibreOffice where a file must go through it first.
    """

    seconds: float = 300
    cpu_seconds: int = 120
    memory: int = 1536 * _MB
    output: int = 32 * _MB
    office_seconds: float = 120
    office_cpu_seconds: int = 90
    office_memory: int = 2048 * _MB
    office_file: int = 256 * _MB


LIMITS = ReadingLimits()
# A sheet of people is read while its administrator waits.
SHEET_LIMITS = ReadingLimits(seconds=20, cpu_seconds=10, memory=768 * _MB, output=4 * _MB)


def bind_for_now(limits: ReadingLimits) -> None:
    """Bind this process to what reading may take, while what LibreOffice would need can still be had back."""
    _limit(resource.RLIMIT_AS, limits.memory, max(limits.memory, limits.office_memory))
    _limit(resource.RLIMIT_CPU, limits.cpu_seconds, max(limits.cpu_seconds, limits.office_cpu_seconds) + 5)
    _limit(resource.RLIMIT_FSIZE, max(MAX_BYTES, limits.office_file))
    _limit(resource.RLIMIT_NOFILE, 512)
    _limit(resource.RLIMIT_CORE, 0)


def bind_reader(limits: ReadingLimits) -> None:
    """Bind this process, for good, to what reading a file may take; it writes no file from here on."""
    _limit(resource.RLIMIT_AS, limits.memory)
    _limit(resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 5)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, 64)


def bind_office(limits: ReadingLimits) -> None:
    """Bind this process, about to become LibreOffice, to what a conversion may take."""
    _limit(resource.RLIMIT_AS, limits.office_memory)
    _limit(resource.RLIMIT_CPU, limits.office_cpu_seconds)
    _limit(resource.RLIMIT_FSIZE, limits.office_file)


def _limit(kind: int, soft: int, hard: int | None = None) -> None:
    """Set a limit and how far it may be raised again; what is lower already stays."""
    _, most = resource.getrlimit(kind)
    wanted = soft if hard is None else hard
    hard = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    resource.setrlimit(kind, (min(soft, hard), hard))


def give_way() -> None:
    """Let the rest of the service go first, and be the first to go when the machine's memory runs out."""
    os.nice(10)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def peak_memory(pid: int | str = "self") -> int:
    """The most memory that a process has held so far, in bytes; 0 where the system does not tell.

    `ru_maxrss` would not do: a new program inherits it from the process that started it.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    for line in status.splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0
