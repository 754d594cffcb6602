"""How processes of ours hold together: one that starts another takes it along when it ends."""

import ctypes
import os
import signal
import sys
from functools import cache

_PR_SET_PDEATHSIG = 1


def parent_of_service() -> int:
    """The number of the `consult serve` that this process belongs to; 0 for one that stands alone."""
    return int(os.environ.get("STARTED_BY_SERVE") or 0)


def die_with(parent: int, number: int = signal.SIGTERM) -> None:
    """Let this process end when the one that started it does, however that happens (Linux only).

    `parent` is its number; when it has ended already, this process ends now. What this one starts must do the same.
    """
    if sys.platform != "linux":
        return
    _libc().prctl(_PR_SET_PDEATHSIG, ctypes.c_ulong(number), *[ctypes.c_ulong(0)] * 3)
    if os.getppid() != parent:
        os._exit(0)


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None)
