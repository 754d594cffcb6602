"""Which items of two sequences belong to each other, at a cost that grows with their length and no faster.

What stands once in both, in long runs first, says which parts belong together (patience); between such anchors the
shortest way is looked for (Myers 1986). All such parts share one allowance of steps, which grows with the items alone,
and the smallest come first. A part for which nothing is left counts as different as a whole.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, count

RUNS = (16, 4, 1)
"""How many items in a row an anchor has, in the order in which they are tried."""
LEAST_STEPS, STEPS = 500, 1
"""The allowance: steps for however few items, and for each item of either side more."""
_FEW = 16
"""Pairs of items between two anchors among which the shortest way is found at once."""

Region = tuple[int, int, int, int]


@dataclass(frozen=True)
class Alignment:
    """`blocks` are places in both and a length, in order; `given_up` the parts that were not looked through to the end.

    Such a part is where the first begins and ends in either, counted in items.
    """

    blocks: tuple[tuple[int, int, int], ...]
    given_up: frozenset[Region] = frozenset()

    @property
    def shared(self) -> int:
        """How many items belong together."""
        return sum(length for _, _, length in self.blocks)


class Allowance:
    """How many steps may still be taken: one for several alignments that make one comparison."""

    def __init__(self) -> None:
        self.left = LEAST_STEPS


def align(old: Sequence[Hashable], new: Sequence[Hashable], allowance: Allowance | None = None) -> Alignment:
    """Which items of two sequences belong to each other, in order. An allowance grows by what these items are worth."""
    allowance = allowance or Allowance()
    allowance.left += STEPS * (len(old) + len(new))
    numbers = dict(zip(dict.fromkeys([*old, *new]), count()))
    before, after = ([*map(numbers.__getitem__, items)] for items in (old, new))
    pairs: list[tuple[int, int, int]] = []
    parts = _between_anchors(before, after, pairs)
    given_up: set[Region] = set()
    for region in sorted(parts, key=lambda part: part[1] - part[0] + part[3] - part[2]):
        i1, i2, j1, j2 = region
        way = _shortest(before[i1:i2], after[j1:j2], allowance)
        if way is None:
            given_up.add(region)
        else:
            pairs += [(i1 + i, j1 + j, length) for i, j, length in way]
    return Alignment(tuple(_joined(sorted(pairs))), frozenset(given_up))


def _between_anchors(before: list[int], after: list[int], pairs: list[tuple[int, int, int]]) -> list[Region]:
    """What no anchor tells, when the anchors and what they lead to are noted."""
    left: list[Region] = []
    open_ = [((0, len(before), 0, len(after)), 0)]
    while open_:
        region, tried = open_.pop()
        i1, i2, j1, j2 = region = _without_ends(before, after, region, pairs)
        if i1 == i2 or j1 == j2:
            continue
        if tried < len(RUNS) and (i2 - i1) * (j2 - j1) > _FEW:
            anchors = _anchors(before[i1:i2], after[j1:j2], RUNS[tried])
            open_ += [(part, tried + 1) for part in _between(before, after, region, anchors, pairs)]
        else:
            left.append(region)
    return left


def _without_ends(a: list[int], b: list[int], region: Region, pairs: list[tuple[int, int, int]]) -> Region:
    """What is left of a region when what both parts begin and end with is noted."""
    i1, i2, j1, j2 = region
    start = i1
    while i1 < i2 and j1 < j2 and a[i1] == b[j1]:
        i1, j1 = i1 + 1, j1 + 1
    if i1 > start:
        pairs.append((start, j1 - (i1 - start), i1 - start))
    end = i2
    while i1 < i2 and j1 < j2 and a[i2 - 1] == b[j2 - 1]:
        i2, j2 = i2 - 1, j2 - 1
    if i2 < end:
        pairs.append((i2, j2, end - i2))
    return i1, i2, j1, j2


def _anchors(a: list[int], b: list[int], length: int) -> list[tuple[int, int]]:
    """Runs of a length that stand once in either, as many as follow one another in both."""
    runs_a, runs_b = _runs(a, length), _runs(b, length)
    last_a, last_b = (dict(zip(runs, range(len(runs)), strict=True)) for runs in (runs_a, runs_b))
    shared = last_a.keys() & last_b.keys()
    for runs, last in ((runs_a, last_a), (runs_b, last_b)):
        if shared and len(last) < len(runs):
            shared -= {run for run, count in Counter(runs).items() if count > 1}
    pairs = sorted((last_b[run], last_a[run]) for run in shared)
    return [(pairs[n][1], pairs[n][0]) for n in in_order([i for _, i in pairs])]


def _runs(items: list[int], length: int) -> list[bytes]:
    """Every run of a length, as bytes: nothing is quicker to compare, and the collector has no work with them."""
    packed = array("I", items)
    every, size = packed.tobytes(), packed.itemsize
    return [every[n : n + length * size] for n in range(0, len(every) - length * size + 1, size)]


def in_order(places: Sequence[int]) -> list[int]:
    """Which of some different places make the longest run that follows one another."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for n, place in enumerate(places):
        at = bisect_left(tails, place) if tails and place < tails[-1] else len(tails)
        tails[at : at + 1] = [place]
        ends[at : at + 1] = [n]
        before.append(ends[at - 1] if at else -1)
    kept: list[int] = []
    n = ends[-1] if ends else -1
    while n >= 0:
        kept.append(n)
        n = before[n]
    return kept[::-1]


def _between(
    a: list[int], b: list[int], region: Region, anchors: list[tuple[int, int]], pairs: list[tuple[int, int, int]]
) -> Iterator[Region]:
    """The parts of a region between its anchors, each of which is followed as far as both go on the same."""
    start_i, end_i, start_j, end_j = region
    i, j = start_i, start_j
    for at_i, at_j in anchors:
        at_i, at_j = start_i + at_i, start_j + at_j
        if at_i < i or at_j < j:
            continue
        yield i, at_i, j, at_j
        i, j = at_i, at_j
        while i < end_i and j < end_j and a[i] == b[j]:
            i, j = i + 1, j + 1
        pairs.append((at_i, at_j, i - at_i))
    yield i, end_i, j, end_j


def _shortest(a: list[int], b: list[int], allowance: Allowance) -> list[tuple[int, int, int]] | None:
    """The shortest way from one to the other as what stays; None where the allowance is used up before it is found."""
    in_both = {*a}.intersection(b)
    if not in_both:
        return []
    # What only one side has cannot stay, and is not worth a step.
    places_a, places_b = ([*compress(count(), map(in_both.__contains__, items))] for items in (a, b))
    left_a, left_b = [*map(a.__getitem__, places_a)], [*map(b.__getitem__, places_b)]
    ends: list[tuple[int, int, int]] = []
    i1, i2, j1, j2 = _without_ends(left_a, left_b, (0, len(left_a), 0, len(left_b)), ends)
    way = _shortest_way(left_a[i1:i2], left_b[j1:j2], allowance)
    if way is None:
        return None
    kept = [*ends, *((i1 + i, j1 + j, length) for i, j, length in way)]
    return [(places_a[i + n], places_b[j + n], 1) for i, j, length in kept for n in range(length)]


def _shortest_way(a: list[int], b: list[int], allowance: Allowance) -> list[tuple[int, int, int]] | None:
    """How far one comes with 0, 1, 2 ... changes on each diagonal, until the end or the last step is reached."""
    end_a, end_b = len(a), len(b)
    if not end_a or not end_b:
        return []
    passed: list[list[int]] = []
    reached = [0]
    while allowance.left > 0:
        changes = len(passed)
        allowance.left -= changes + 1
        _followed(a, b, reached, allowance)
        n, odd = divmod(end_a - end_b + changes, 2)
        if not odd and 0 <= n <= changes and reached[n] >= end_a:
            return _way_back([*passed, reached], n)
        passed.append(reached)
        # Each diagonal of the next round is entered from the one beside it that came further.
        reached = [*map(max, [*reached, -1], [-1, *[i + 1 for i in reached]])]
    return None


def _followed(a: list[int], b: list[int], reached: list[int], allowance: Allowance) -> None:
    """Follow each diagonal of a round as far as both sides are the same, while there are steps left."""
    end_a, end_b = len(a), len(b)
    ahead = len(reached) - 1
    for n, i in enumerate(reached):
        if i < end_a and i + ahead - 2 * n < end_b and a[i] == b[i + ahead - 2 * n]:
            j = i + ahead - 2 * n
            while i < end_a and j < end_b and a[i] == b[j]:
                i, j = i + 1, j + 1
            allowance.left -= i - reached[n]
            reached[n] = i
            if allowance.left <= 0:
                return


def _way_back(passed: list[list[int]], n: int) -> list[tuple[int, int, int]]:
    """What stays on the way that ends on the n-th diagonal of the last round, from its end to its beginning."""
    kept = []
    i = passed[-1][n]
    for changes in range(len(passed) - 1, -1, -1):
        start, earlier = _entered(passed[changes - 1], n) if changes else (0, 0)
        if i > start:
            kept.append((start, start - (2 * n - changes), i - start))
        if changes:
            i, n = passed[changes - 1][earlier], earlier
    return kept[::-1]


def _entered(before: list[int], n: int) -> tuple[int, int]:
    """Where the n-th diagonal of a round is entered, and from which of the round before."""
    if n == 0 or (n < len(before) and before[n - 1] < before[n]):
        return before[n], n
    return before[n - 1] + 1, n - 1


def _joined(pairs: list[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Blocks that touch in both, as one."""
    held: tuple[int, int, int] | None = None
    for i, j, length in pairs:
        if held and held[0] + held[2] == i and held[1] + held[2] == j:
            held = held[0], held[1], held[2] + length
            continue
        if held:
            yield held
        held = i, j, length
    if held:
        yield held
