"""How many calls a text may cost."""

import sys
from collections.abc import Callable

SHORT, TIMES, MOST = 1_000, 10, 15


def calls(act: Callable[[str], object], text: str) -> int:
    """How many functions are called, Python's own included."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        act(text)
    finally:
        sys.setprofile(None)
    return count
