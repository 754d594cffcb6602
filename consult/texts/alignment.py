"""Which items of two sequences belong to each other, at a cost that grows with their length and no faster.

What stands once in both, in long runs first, says which parts belong together (patience); between such anchors the
shortest way is looked for (Myers 1986). All such parts share one allowance of steps, which grows with the items alone,
and the smallest come first. A part for which nothing is left counts as different as a whole.
"""

from array import array
from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, compress, count, pairwise, repeat, starmap
from operator import add, eq, ge, lt, ne, not_

RUNS = (16, 4, 1)
"""How many items in a row an anchor has, in the order in which they are tried: powers of four."""
LEAST_STEPS, STEPS = 500, 1
"""The allowance: steps for however few items, and for each item of either side more."""
_FEW = 16
"""Pairs of items between two anchors among which the shortest way is found at once."""
_PIECE = 16
"""Items that are looked at first where two parts may go on the same; each time twice as many."""

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
    before, after = _numbered(old, new)
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


def _numbered(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[list[int], list[int]]:
    """Both sides as numbers: where the first has the same for the last time; -1 for what only the second has."""
    last = dict(zip(old, count()))
    return [*map(last.__getitem__, old)], [*map(last.get, new, repeat(-1))]


def _between_anchors(before: list[int], after: list[int], pairs: list[tuple[int, int, int]]) -> list[Region]:
    """What no anchor tells, when the anchors and what they lead to are noted."""
    left: list[Region] = []
    open_ = [((0, len(before), 0, len(after)), 0)]
    while open_:
        region, tried = open_.pop()
        i1, i2, j1, j2 = region = _without_ends(before, after, region, pairs)
        if i1 == i2 or j1 == j2:
            continue
        while tried < len(RUNS) and RUNS[tried] > min(i2 - i1, j2 - j1):
            tried += 1
        if tried < len(RUNS) and (i2 - i1) * (j2 - j1) > _FEW:
            length = RUNS[tried]
            anchors = _anchors(_runs(before[i1:i2], length), _runs(after[j1:j2], length))
            open_ += [(part, tried + 1) for part in _between(before, after, region, anchors, pairs)]
        else:
            left.append(region)
    return left


def _runs(items: list[int], length: int) -> Sequence[Hashable]:
    """Every run of a length: short ones as numbers, long ones as bytes, for which the hash is found once."""
    if length == 1:
        return items
    if length < 8:
        return [*zip(*(items[n:] for n in range(length)), strict=False)]
    packed = array("i", items)
    every, size = packed.tobytes(), packed.itemsize
    starts = range(0, len(every) - length * size + 1, size)
    return [*map(every.__getitem__, map(slice, starts, range(length * size, len(every) + 1, size)))]


def _without_ends(a: list[int], b: list[int], region: Region, pairs: list[tuple[int, int, int]]) -> Region:
    """What is left of a region when what both parts begin and end with is noted."""
    i1, i2, j1, j2 = region
    if i1 < i2 and j1 < j2 and a[i1] == b[j1]:
        same = _same_from(a, b, region)
        pairs.append((i1, j1, same))
        i1, j1 = i1 + same, j1 + same
    if i1 < i2 and j1 < j2 and a[i2 - 1] == b[j2 - 1]:
        same = _same_from(a[i1:i2][::-1], b[j1:j2][::-1], (0, i2 - i1, 0, j2 - j1))
        i2, j2 = i2 - same, j2 - same
        pairs.append((i2, j2, same))
    return i1, i2, j1, j2


def _same_from(a: list[int], b: list[int], region: Region) -> int:
    """With how many items that are the same both parts of a region begin."""
    i, i2, j, j2 = region
    most, same, piece = min(i2 - i, j2 - j), 0, _PIECE
    while same < most:
        ahead = min(same + piece, most)
        one, other = a[i + same : i + ahead], b[j + same : j + ahead]
        if one != other:
            return same + next(compress(count(), map(ne, one, other)))
        same, piece = ahead, 2 * piece
    return same


def _anchors(a: Sequence[Hashable], b: Sequence[Hashable]) -> tuple[list[int], list[int]]:
    """Where what is there once in either stands, as much as follows one another in both."""
    last_a = dict(zip(a, count()))
    found = [*map(last_a.get, b, repeat(-1))]
    places_b = [*compress(count(), map(ge, found, repeat(0)))]
    places_a = [*map(found.__getitem__, places_b)]
    again: set[int] = set()
    if places_a and len(last_a) < len(a):
        last = [*map(last_a.__getitem__, a)]
        again.update(compress(last, map(ne, last, count())))
    last_b = dict(zip(places_a, places_b, strict=True))
    if len(last_b) < len(places_a):
        again.update(compress(places_a, map(ne, map(last_b.__getitem__, places_a), places_b)))
    if again:
        once = [*map(not_, map(again.__contains__, places_a))]
        places_a, places_b = [*compress(places_a, once)], [*compress(places_b, once)]
    kept = in_order(places_a)
    return [*map(places_a.__getitem__, kept)], [*map(places_b.__getitem__, kept)]


def in_order(places: Sequence[int]) -> list[int]:
    """Which of some different places make the longest run that follows one another."""
    if all(starmap(lt, pairwise(places))):
        return [*range(len(places))]
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
    a: list[int],
    b: list[int],
    region: Region,
    anchors: tuple[list[int], list[int]],
    pairs: list[tuple[int, int, int]],
) -> Iterator[Region]:
    """The parts of a region between its anchors, each of which is followed as far as both go on the same."""
    i1, i2, j1, j2 = region
    places_a, places_b = anchors
    i, j, n = i1, j1, 0
    while n < len(places_a):
        at_i, at_j = i1 + places_a[n], j1 + places_b[n]
        yield i, at_i, j, at_j
        same = _same_from(a, b, (at_i, i2, at_j, j2))
        pairs.append((at_i, at_j, same))
        i, j = at_i + same, at_j + same
        # The next anchor is the first that both sides have not passed.
        n = max(bisect_left(places_a, i - i1, n), bisect_left(places_b, j - j1, n))
    yield i, i2, j, j2


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
    return [*chain.from_iterable(_spread(places_a[i : i + length], places_b[j : j + length]) for i, j, length in kept)]


def _spread(places_a: list[int], places_b: list[int]) -> Iterator[tuple[int, int, int]]:
    """Items that belong together, one by one where others stand between them."""
    length = len(places_a)
    if places_a[-1] - places_a[0] == places_b[-1] - places_b[0] == length - 1:
        return iter([(places_a[0], places_b[0], length)])
    return zip(places_a, places_b, repeat(1))


def _shortest_way(a: list[int], b: list[int], allowance: Allowance) -> list[tuple[int, int, int]] | None:
    """How far one comes with 0, 1, 2 ... changes on each diagonal, until the end or the last step is reached."""
    end_a, end_b = len(a), len(b)
    if not end_a or not end_b:
        return []
    passed: list[list[int]] = []
    reached = [0]
    at_a, at_b = dict(enumerate(a)), dict(enumerate(b))
    while allowance.left > 0:
        changes = len(passed)
        allowance.left -= changes + 1
        # The diagonals that can be followed: those on which the next items of both sides are the same.
        beside = map(at_b.get, map(add, reached, range(changes, -changes - 1, -2)), repeat(-2))
        same = [*compress(count(), map(eq, map(at_a.get, reached), beside))]
        _followed(a, b, reached, same, allowance)
        n, odd = divmod(end_a - end_b + changes, 2)
        if not odd and 0 <= n <= changes and reached[n] >= end_a:
            return _way_back([*passed, reached], n)
        passed.append(reached)
        # Each diagonal of the next round is entered from the one beside it that came further.
        reached = [*map(max, [*reached, -1], [-1, *map(add, reached, repeat(1))])]
    return None


def _followed(a: list[int], b: list[int], reached: list[int], same: list[int], allowance: Allowance) -> None:
    """Follow some diagonals of a round as far as both sides are the same, while there are steps left."""
    end_a, end_b = len(a), len(b)
    ahead = len(reached) - 1
    for n in same:
        i = reached[n]
        j = i + ahead - 2 * n
        length = 1 if a[i + 1 : i + 2] != b[j + 1 : j + 2] else _same_from(a, b, (i, end_a, j, end_b))
        allowance.left -= length
        reached[n] = i + length
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
