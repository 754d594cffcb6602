"""Counting what a function does: each line that runs and each call, of Python and of C."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

AT_MOST = 15
"""Times the steps for ten times the input: linear, and the logarithm of a sort."""


class Steps:
    """Counts while it is entered. A loop within one call of C is not seen: what has one is named in the table."""

    def __init__(self) -> None:
        self.count = 0

    def _called(self, _frame: FrameType, event: str, _arg: Any) -> None:
        self.count += event in ("call", "c_call")

    def _ran(self, _frame: FrameType, _event: str, _arg: Any) -> Any:
        self.count += 1
        return self._ran

    def __enter__(self) -> "Steps":
        self._before = sys.gettrace(), sys.getprofile()
        sys.setprofile(self._called)
        sys.settrace(self._ran)
        return self

    def __exit__(self, *_fault: object) -> None:
        sys.settrace(self._before[0])
        sys.setprofile(self._before[1])


def steps(act: Callable[[], object]) -> int:
    """How many steps an act takes, once it has been carried out before: what is made once is not counted."""
    act()
    with Steps() as counted:
        act()
    return counted.count
