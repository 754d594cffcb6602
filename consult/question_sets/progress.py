"""How far reading is: told by whoever reads, to whoever wants to know."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Takes how many parts were read, and of how many."""


def no_report(done: int, total: int) -> None:
    """Report to nobody how far reading is."""
