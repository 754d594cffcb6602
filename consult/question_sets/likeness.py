"""When two printings of a question are one question: in two editions, or in a paper and somebody's draft."""

import re
from collections import Counter

from consult.texts.alignment import align

_NOT_WORDS = re.compile(r"[^\w]+")
_LEAST = 0.3


def plain(text: str) -> str:
    """A text's words in lower case, without marks: what two printings must share to be the same."""
    return _NOT_WORDS.sub(" ", text.lower()).strip()


def same_number(one: str, other: str) -> bool:
    """Whether two printed numbers are the same ('3(a)' and '3 a'); a missing one is the same as none."""
    return bool(plain(one)) and plain(one) == plain(other)


def likeness(one: str, other: str) -> float:
    """How alike two texts are, 0 to 1; one that the other begins with counts as 1, for a file may shorten."""
    one, other = plain(one), plain(other)
    return 1.0 if begins(one, other) else ratio(one, other)


def begins(one: str, other: str) -> bool:
    """Whether one of two plain texts begins with the other."""
    shorter, longer = sorted((one, other), key=len)
    return bool(shorter) and longer.startswith(shorter)


def ratio(one: str, other: str, least: float = _LEAST) -> float:
    """How alike two plain texts are, 0 to 1, by their words in order; 0 where they cannot reach `least`."""
    if one == other:
        return 1.0
    length, other_length = one.count(" ") + 1, other.count(" ") + 1
    wanted = least * (length + other_length) / 2
    if min(length, other_length) < wanted:
        return 0.0
    words, others = one.split(), other.split()
    if (Counter(words) & Counter(others)).total() < wanted:
        return 0.0
    return 2 * align(words, others).shared / (length + other_length)
