"""Which items of two sequences belong together: always truly the same, in order, and as many as can be told."""

import random
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from consult.texts.alignment import align

sequences = st.lists(st.integers(0, 4), max_size=14)


def longest(a: Sequence[int], b: Sequence[int]) -> int:
    """The most items that follow one another in both, by looking at every pair."""
    row = [0] * (len(b) + 1)
    for one in a:
        before = row
        row = [0]
        for n, other in enumerate(b):
            row.append(before[n] + 1 if one == other else max(row[n], before[n + 1]))
    return row[-1]


@given(sequences, sequences)
def test_what_belongs_together_is_the_same_and_in_order(old: list[int], new: list[int]) -> None:
    i = j = 0
    for first, second, length in align(old, new).blocks:
        assert length > 0
        assert (first >= i, second >= j) == (True, True)
        assert old[first : first + length] == new[second : second + length]
        i, j = first + length, second + length


def test_it_is_nearly_as_much_as_can_be() -> None:
    chosen = random.Random(1)
    found = possible = 0
    for kinds in (2, 3, 8, 30) * 100:
        old, new = (chosen.choices(range(kinds), k=chosen.randrange(30)) for _ in range(2))
        found += align(old, new).shared
        possible += longest(old, new)
    assert found >= 0.9 * possible


def test_a_part_that_would_take_too_long_is_given_up_and_named() -> None:
    old = [n * n % 97 % 11 for n in range(6_000)]
    new = [(n * 7 + n * n) % 89 % 11 for n in range(6_000)]
    found = align([-1, *old], [-1, *new])
    assert found.given_up
    assert all(i1 < i2 and j1 < j2 for i1, i2, j1, j2 in found.given_up)
