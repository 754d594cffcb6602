"""Which blocks, items or rows of two texts belong to each other."""

from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, repeat, takewhile
from typing import Any, NamedTuple

from consult.texts.alignment import Allowance, align
from consult.texts.inline import said_of
from consult.texts.nodes import BulletList, Heading, OrderedList, Text

_SHARED = 3
"""What belongs together shares at least one in so many words of the shorter."""


class Pair(NamedTuple):
    """What stands in the first text and what stands in its place in the second; None where one has nothing there."""

    old: Any
    new: Any
    same: bool = False


def pairs(
    old: Sequence[Any], new: Sequence[Any], allowance: Allowance, key: Callable[[Any], Any] | None = None
) -> Iterator[Pair]:
    """Both in one order. `key` is by what two of them are the same, where it is not all that they are."""
    keys = ([*map(key, old)], [*map(key, new)]) if key else (old, new)
    i = j = 0
    for same_i, same_j, length in (*align(*keys, allowance).blocks, (len(old), len(new), 0)):
        yield from _between(old[i:same_i], new[j:same_j], allowance)
        i, j = same_i + length, same_j + length
        yield from map(Pair, old[same_i:i], new[same_j:j], repeat(True))


def family(block: Any) -> object:
    """What two blocks must share to be compared word by word."""
    if isinstance(block, BulletList | OrderedList):
        return "list"
    return (Heading, block.level) if isinstance(block, Heading) else type(block)


def words_in(node: Any) -> Iterator[str]:
    """The words of a piece of a text, in order."""
    if isinstance(node, Text):
        yield from said_of(node).split()
    else:
        for each in getattr(node, "content", ()):
            yield from words_in(each)


def _between(old: Sequence[Any], new: Sequence[Any], allowance: Allowance) -> Iterator[Pair]:
    """What stands between what is the same: in pairs where words say so."""
    if len(old) == len(new) == 1 and family(old[0]) == family(new[0]):
        yield Pair(old[0], new[0])
        return
    i = j = 0
    for at, other in (*_matched(old, new, allowance), (len(old), len(new))):
        yield from (Pair(each, None) for each in old[i:at])
        yield from (Pair(None, each) for each in new[j:other])
        if at < len(old):
            yield Pair(old[at], new[other])
        i, j = at + 1, other + 1


def _matched(old: Sequence[Any], new: Sequence[Any], allowance: Allowance) -> list[tuple[int, int]]:
    """The places of those that share words, in order on both sides; those that share most come first."""
    if not old or not new:
        return []
    said, said_now = [[*words_in(each)] for each in old], [[*words_in(each)] for each in new]
    begins = _alike(zip(old, new, said, said_now, strict=False))
    if begins == len(old) == len(new):  # as in most: each was changed where it stands
        return [*zip(range(begins), range(begins), strict=True)]
    owners, owners_now = _owners(said), _owners(said_now)
    shared: Counter[tuple[int, int]] = Counter()
    for i, j, length in align([*chain(*said)], [*chain(*said_now)], allowance).blocks:
        shared.update(zip(owners[i : i + length], owners_now[j : j + length], strict=True))
    matched: list[tuple[int, int]] = []
    for (i, j), count in shared.most_common():
        if family(old[i]) != family(new[j]) or count * _SHARED < min(len(said[i]), len(said_now[j])):
            continue
        at = bisect(matched, (i, j))
        if (at == 0 or _before(matched[at - 1], (i, j))) and (at == len(matched) or _before((i, j), matched[at])):
            matched.insert(at, (i, j))
    return matched


def _alike(beside: Iterable[tuple[Any, Any, Sequence[str], Sequence[str]]]) -> int:
    """How many from the first on share most of their words with what stands in the same place."""
    found = takewhile(lambda each: family(each[0]) == family(each[1]) and _share({*each[2]}, {*each[3]}), beside)
    return sum(1 for _ in found)


def _share(one: set[str], other: set[str]) -> bool:
    return 2 * len(one & other) > max(len(one), len(other))


def _before(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[0] and one[1] < other[1]


def _owners(said: Iterable[Sequence[str]]) -> list[int]:
    """Of each word the place of what it stands in."""
    return [*chain.from_iterable(repeat(n, len(each)) for n, each in enumerate(said))]
