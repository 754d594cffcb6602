"""Comparing and merging versions of a text, word by word."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from merge3 import Merge3

_TOKENS = re.compile(r"\n|[^\S\n]+|[^\s]+")
# For reading: a word stays the same word when only the mark after it changes.
_PIECES = re.compile(r"\n|[^\S\n]+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Change:
    """A run of words that both texts share ('same'), or that only one has ('removed', 'added')."""

    kind: str
    text: str


def tokens(text: str) -> list[str]:
    """Words, spaces and line ends; joined again they are the text."""
    return _TOKENS.findall(text)


def compare(before: str, after: str) -> list[Change]:
    """The way from one text to the other, as runs of words in reading order."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    changes: list[Change] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            changes.append(Change("same", "".join(old[i1:i2])))
            continue
        if i2 > i1:
            changes.append(Change("removed", "".join(old[i1:i2])))
        if j2 > j1:
            changes.append(Change("added", "".join(new[j1:j2])))
    return changes


def merge(base: str, theirs: str, ours: str) -> str | None:
    """Both sides' changes to `base` in one text, or None where they changed the same words differently."""
    groups = list(Merge3(tokens(base), tokens(theirs), tokens(ours)).merge_groups())
    if any(group[0] == "conflict" for group in groups) or _touching(groups):
        return None
    return "".join("".join(group[1]) for group in groups)


def _touching(groups: Sequence[Sequence[object]]) -> bool:
    """Whether changes of the two sides stand next to each other, where the order would be a guess."""
    return any({first[0], second[0]} == {"a", "b"} for first, second in pairwise(groups))
