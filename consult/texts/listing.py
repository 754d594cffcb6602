"""Several things in one sentence."""

from collections.abc import Sequence


def listed(things: Sequence[str]) -> str:
    """'one', 'one and two', 'one, two and three'."""
    return " and ".join(filter(None, (", ".join(things[:-1]), *things[-1:])))
