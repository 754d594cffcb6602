"""When two printings of a question are one question: in two editions, or in a paper and somebody's draft."""

import difflib
import re

_NOT_WORDS = re.compile(r"[^\w]+")


def plain(text: str) -> str:
    """A text's words in lower case, without marks: what two printings must share to be the same."""
    return _NOT_WORDS.sub(" ", text.lower()).strip()


def same_number(one: str, other: str) -> bool:
    """Whether two printed numbers are the same ('3(a)' and '3 a'); a missing one is the same as none."""
    return bool(plain(one)) and plain(one) == plain(other)


def likeness(one: str, other: str) -> float:
    """How alike two texts are, 0 to 1; one that the other begins with counts as 1, for a file may shorten."""
    shorter, longer = sorted((plain(one), plain(other)), key=len)
    if shorter and longer.startswith(shorter):
        return 1.0
    return ratio(shorter, longer)


def ratio(one: str, other: str) -> float:
    """How alike two plain texts are, 0 to 1, by their words in order."""
    if one == other:
        return 1.0
    match = difflib.SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    return match.ratio() if match.real_quick_ratio() > 0.3 and match.quick_ratio() > 0.3 else 0.0
