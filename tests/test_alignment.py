"""Which items of two sequences belong together: always truly the same, in order, and as many as can be told."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.texts.alignment import LEAST_STEPS, STEPS, Allowance, align

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


@given(st.lists(st.tuples(sequences, sequences), max_size=9))
def test_several_alignments_take_no_more_than_the_allowance_of_all(several: list[tuple[list[int], list[int]]]) -> None:
    allowance = Allowance()
    for old, new in several:
        align(old, new, allowance)
        # The last diagonal that is followed may end beyond it.
        assert allowance.left > -2 * (len(old) + len(new)) - 2
    assert allowance.left <= LEAST_STEPS + STEPS * sum(len(old) + len(new) for old, new in several)


@pytest.mark.parametrize("period", [2, 3, 7, 40])
def test_a_round_that_goes_far_on_every_diagonal_ends_where_the_allowance_does(period: int) -> None:
    old = [n % period for n in range(4_000)]
    new = [(n * 7 + n // 90) % period for n in range(4_000)]
    allowance = Allowance()
    align(old, new, allowance)
    assert allowance.left > -len(old) - len(new)


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
