"""Taking from the process that reads a file all other files: Linux's Landlock (5.13 and later), asked for by itself.

What was open stays open. Where the kernel has no Landlock the reader goes on without: it is bound in the other ways.
"""

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterator
from pathlib import Path

# The same numbers on every processor: landlock_create_ruleset, _add_rule, _restrict_self.
_CREATE, _ADD, _RESTRICT = 444, 445, 446
_PR_SET_NO_NEW_PRIVS = 38
_PATH_BENEATH = 1
# Every right of the first version, from executing to making links; and the two that reading needs.
_EVERY_RIGHT = (1 << 13) - 1
_WRITE_FILE, _READ_FILE, _READ_FOLDER = 1 << 1, 1 << 2, 1 << 3
_NOWHERE = Path(os.devnull)


class _Rules(ctypes.Structure):
    _fields_ = (("handled", ctypes.c_uint64),)


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def shut_files() -> bool:
    """Leave this process only what Python and its packages are read from; whether the system could do it."""
    library = ctypes.CDLL(None)
    rules = _Rules(_EVERY_RIGHT)
    held = int(library.syscall(_CREATE, ctypes.byref(rules), ctypes.sizeof(rules), 0))
    if held < 0:
        return False
    try:
        for path in _needed():
            _allow(library, held, path)
        no_more = library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        return bool(no_more == 0 and library.syscall(_RESTRICT, held, 0) == 0)
    finally:
        os.close(held)


def _needed() -> Iterator[Path]:
    package = Path(__file__).resolve().parent.parent.parent
    yield from {package, *map(Path, (sys.prefix, sys.base_prefix, sys.exec_prefix))}
    # Libraries, time zones, and what this process is told of itself: its own memory.
    system = (
        "/usr/lib",
        "/usr/local/lib",
        "/lib",
        "/lib64",
        "/usr/share/zoneinfo",
        "/etc/localtime",
        "/etc/ld.so.cache",
    )
    yield from map(Path, (*system, "/proc/self", "/dev/null", "/dev/urandom"))


def _allow(library: ctypes.CDLL, held: int, path: Path) -> None:
    with contextlib.suppress(OSError):  # what is not there need not be allowed
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            rights = _READ_FILE | (_READ_FOLDER if path.is_dir() else 0) | (_WRITE_FILE if path == _NOWHERE else 0)
            beneath = _Beneath(rights, opened)
            library.syscall(_ADD, held, _PATH_BENEATH, ctypes.byref(beneath), 0)
        finally:
            os.close(opened)
