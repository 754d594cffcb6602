"""Comparing and merging versions of a text: by paragraph, then word by word where a paragraph was changed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress, count, groupby
from operator import eq, itemgetter, ne
from typing import NamedTuple

from merge3 import Merge3

from consult.texts import typed
from consult.texts.alignment import Allowance, align

_TOKENS = re.compile(r"\n|[^\S\n]+|[^\s]+")
# For reading: a word stays the same word when only the mark after it changes. Each has the space before it.
_PIECES = re.compile(r"(?<!\s)\s*+(?:\w+|[^\w\s]+)")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_FEW_WORDS = 2


class Change(NamedTuple):
    """A run of words that both texts share ('same'), or that only one has ('removed', 'added').

    `whole`: so much differs here that single words were not looked for; the stretch is told as replaced.
    """

    kind: str
    text: str
    whole: bool = False


_Stretch = tuple[bool, str, str, bool]
"""Whether it stays; what stood here before, what stands here now; whether it is told as replaced (see Change)."""


def tokens(text: str) -> list[str]:
    """Words, spaces and line ends; joined again they are the text."""
    return _TOKENS.findall(text)


def compare(before: str, after: str, allowance: Allowance | None = None) -> list[Change]:
    """The way from one text to the other, as they are typed: runs of words in reading order.

    Its cost grows with the texts' length. Several that make one comparison share an allowance.
    """
    changes: list[Change] = []
    before, after = typed(before), typed(after)
    for stays, removed, added, whole in _readable(_runs(_by_paragraph(before, after, allowance or Allowance()))):
        if stays:
            changes.append(Change("same", removed))
            continue
        if removed:
            changes.append(Change("removed", removed, whole))
        if added:
            changes.append(Change("added", added, whole))
    return changes


def _by_paragraph(before: str, after: str, words: Allowance) -> Iterator[_Stretch]:
    old, new = _LINES.findall(before), _LINES.findall(after)
    i = j = 0
    for same_i, same_j, length in (*align(old, new).blocks, (len(old), len(new), 0)):
        if same_i > i or same_j > j:
            yield from _by_word("".join(old[i:same_i]), "".join(new[j:same_j]), words)
        i, j = same_i + length, same_j + length
        if length:
            same = "".join(old[same_i:i])
            yield True, same, same, False


def _by_word(before: str, after: str, allowance: Allowance) -> Iterator[_Stretch]:
    old, new = _pieces(before), _pieces(after)
    aligned = align([*map(str.lstrip, old[:-1])], [*map(str.lstrip, new[:-1])], allowance)
    i = j = 0
    for same_i, same_j, length in (*aligned.blocks, (len(old) - 1, len(new) - 1, 1)):
        if same_i > i or same_j > j:
            whole = (i, same_i, j, same_j) in aligned.given_up
            yield False, "".join(old[i:same_i]), "".join(new[j:same_j]), whole
        i, j = same_i + length, same_j + length
        yield from _same_words(old[same_i:i], new[same_j:j])


def _pieces(text: str) -> list[str]:
    """Each word with the space before it; at the end the space that no word follows."""
    words = text.rstrip()
    return [*_PIECES.findall(words), text[len(words) :]]


def _same_words(old: Sequence[str], new: Sequence[str]) -> Iterator[_Stretch]:
    """What stays, though the spaces between the words may differ."""
    at = 0
    for stays, several in groupby(map(eq, old, new)):
        end = at + len([*several])
        if stays and (same := "".join(old[at:end])):
            yield True, same, same, False
        elif not stays:
            yield from chain.from_iterable(map(_other_space, old[at:end], new[at:end]))
        at = end


def _other_space(piece: str, new_piece: str) -> tuple[_Stretch, ...]:
    """The same word behind another space."""
    word = piece.lstrip()
    end = len(word)
    space = False, piece[: len(piece) - end], new_piece[: len(new_piece) - end], False
    return (space, (True, word, word, False)) if word else (space,)


def _runs(stretches: Iterable[_Stretch]) -> Iterator[_Stretch]:
    """Stretches that stay and those that do not, in turn."""
    return (_joined([*several]) for _, several in groupby(stretches, itemgetter(0)))


def _joined(stretches: Sequence[_Stretch]) -> _Stretch:
    if len(stretches) == 1:
        return stretches[0]
    stays, before, after, whole = zip(*stretches, strict=True)
    return all(stays), "".join(before), "".join(after), any(whole)


def _readable(runs: Iterable[_Stretch]) -> Iterator[_Stretch]:
    """The same runs, without a word or two that stay by chance between larger changes."""
    gathered: list[_Stretch] = []
    kept: list[_Stretch] = []
    for run in runs:
        if run[0]:
            kept = [run]
            continue
        if gathered and kept and _by_chance(gathered[-1], kept[0][1], run):
            gathered += [*kept, run]
        else:
            yield from _told(gathered)
            yield from kept
            gathered = [run]
        kept = []
    yield from _told(gathered)
    yield from kept


def _told(gathered: Sequence[_Stretch]) -> Iterator[_Stretch]:
    """One stretch of several in a row; the space that it begins with on both sides stays."""
    if not gathered:
        return
    _, before, after, whole = _joined(gathered)
    space = min(len(before) - len(before.lstrip()), len(after) - len(after.lstrip()))
    space = next(compress(count(), map(ne, before[:space], after[:space])), space)
    if space:
        yield True, before[:space], before[:space], False
    yield False, before[space:], after[space:], whole


def _by_chance(first: _Stretch, same: str, last: _Stretch) -> bool:
    words = same.strip()
    if not words or "\n" in same or len(words.split(maxsplit=_FEW_WORDS)) > _FEW_WORDS:
        return False
    sides = (first[1], first[2], last[1], last[2])
    return min(map(len, map(str.strip, sides))) >= len(words)


class _Matcher:
    """What the merging asks: where two lists of words are the same."""

    def __init__(self, _junk: object, a: Sequence[str], b: Sequence[str]) -> None:
        self._blocks = [*align(a, b).blocks, (len(a), len(b), 0)]

    def get_matching_blocks(self) -> list[tuple[int, int, int]]:
        """Places in both and a length, in order; the last says where both end."""
        return self._blocks


def merge(base: str, theirs: str, ours: str) -> str | None:
    """Both sides' changes to `base` in one text, as it is typed, or None where they changed the same words differently.

    Where so much was changed that it cannot be told which words stay, it is left to people too.
    """
    first, second, third = (tokens(typed(side)) for side in (base, theirs, ours))
    merging = Merge3(first, second, third, sequence_matcher=_Matcher)
    merged: list[str] = []
    side = ""
    for kind, *lines in merging.merge_groups():
        # Where changes of the two sides stand next to each other their order would be a guess.
        if kind == "conflict" or {side, kind} == {"a", "b"}:
            return None
        side = kind
        merged += lines[0]
    return "".join(merged)
