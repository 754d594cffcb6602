"""Taking from a process that has to do with a stranger's file all other files: Linux's Landlock (5.13 and later).

It is asked for by the process itself and holds for all that it starts. What was open stays open. Every right that the
kernel knows is taken, the newer ones too: to cut a file short, to move it elsewhere, to speak to devices, to open a
connection, to signal others. Where the kernel has no Landlock the process goes on without: it is bound in other ways.
"""

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

# The same numbers on every processor: landlock_create_ruleset, _add_rule, _restrict_self.
_CREATE, _ADD, _RESTRICT = 444, 445, 446
_ASK_VERSION = 1
_PR_SET_NO_NEW_PRIVS = 38
_PATH_BENEATH = 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_FOLDER = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REMOVE_FOLDER, _REMOVE_FILE, _MAKE_FOLDER, _MAKE_FILE, _MAKE_SOCKET = 1 << 4, 1 << 5, 1 << 7, 1 << 8, 1 << 9
_REFER, _TRUNCATE = 1 << 13, 1 << 14
# How many rights over files each version of Landlock knows: linking and moving came with 2, cutting short with 3,
# devices with 5. From 4 on it knows two of the network, from 6 on two of other processes (their sockets, signals).
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_NETWORK_SINCE, _OTHERS_SINCE = 4, 6
_BOTH = 0b11
_ON_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE
_READ = _READ_FILE | _READ_FOLDER
_RUN = _READ | _EXECUTE
_OWN = (
    _READ | _WRITE_FILE | _REMOVE_FOLDER | _REMOVE_FILE | _MAKE_FOLDER | _MAKE_FILE | _MAKE_SOCKET | _REFER | _TRUNCATE
)
_SPECIAL = ("/dev/null", "/dev/urandom")
# Libraries, time zones, and what a process is told of itself: its own memory.
_SYSTEM = (
    "/usr/lib",
    "/usr/local/lib",
    "/lib",
    "/lib64",
    "/usr/share/zoneinfo",
    "/etc/localtime",
    "/etc/ld.so.cache",
    "/proc/self",
)
# What LibreOffice needs besides: its settings, fonts, dictionaries, and how the machine's memory and processors are.
_OFFICE = (
    "/etc/libreoffice",
    "/etc/fonts",
    "/usr/share",
    "/usr/local/share/fonts",
    "/var/cache/fontconfig",
    "/var/lib/libreoffice",
    "/var/spool/libreoffice",
    "/proc/meminfo",
    "/proc/cpuinfo",
    "/sys/devices/system/cpu",
)
# Where LibreOffice puts the socket by which a second one would find it, whatever it is told.
SOCKETS = ("/tmp", "/var/tmp")


class _Rules(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("others", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


@dataclass(frozen=True)
class _Leave:
    """A path, and what the process may still do with it and all that is in it."""

    path: Path
    rights: int


def shut_files() -> bool:
    """Leave this process only what Python and its packages are read from; whether the system could do it."""
    package = Path(__file__).resolve().parent.parent.parent
    python = (package, *map(Path, (sys.prefix, sys.base_prefix, sys.exec_prefix)))
    return _shut(_left([*python, *map(Path, _SYSTEM)], _READ))


def shut_office(program: Path, folder: Path) -> bool:
    """Leave this process, about to become LibreOffice, its own program and one folder; whether the system could."""
    beside = (program.parent.parent, *map(Path, (*_SYSTEM, *_OFFICE)))
    sockets = (_Leave(Path(each), _MAKE_SOCKET) for each in SOCKETS)
    return _shut([*_left(beside, _RUN), _Leave(folder, _OWN), *sockets])


def _left(paths: Iterable[Path], rights: int) -> Iterator[_Leave]:
    yield from (_Leave(path, rights) for path in paths)
    yield from (_Leave(Path(path), _READ_FILE | _WRITE_FILE) for path in _SPECIAL)


def _shut(left: Iterable[_Leave]) -> bool:
    library = ctypes.CDLL(None)
    version = int(library.syscall(_CREATE, None, 0, _ASK_VERSION))
    if version < 1:
        return False
    handled = (1 << _RIGHTS.get(version, max(_RIGHTS.values()))) - 1
    rules = _Rules(handled, _BOTH if version >= _NETWORK_SINCE else 0, _BOTH if version >= _OTHERS_SINCE else 0)
    # An older kernel refuses fields that it does not know.
    size = 8 * (1 + (version >= _NETWORK_SINCE) + (version >= _OTHERS_SINCE))
    held = int(library.syscall(_CREATE, ctypes.byref(rules), size, 0))
    if held < 0:
        return False
    try:
        for each in left:
            _allow(library, held, each, handled)
        no_more = library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        return bool(no_more == 0 and library.syscall(_RESTRICT, held, 0) == 0)
    finally:
        os.close(held)


def _allow(library: ctypes.CDLL, held: int, leave: _Leave, handled: int) -> None:
    with contextlib.suppress(OSError):  # what is not there need not be allowed
        opened = os.open(leave.path, os.O_PATH | os.O_CLOEXEC)
        try:
            rights = leave.rights & handled & (-1 if leave.path.is_dir() else _ON_FILES)
            beneath = _Beneath(rights, opened)
            library.syscall(_ADD, held, _PATH_BENEATH, ctypes.byref(beneath), 0)
        finally:
            os.close(opened)
