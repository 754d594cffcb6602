"""Comparing and merging versions of a text: by paragraph, then word by word where a paragraph was changed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from merge3 import Merge3

from consult.texts.alignment import Allowance, align

_TOKENS = re.compile(r"\n|[^\S\n]+|[^\s]+")
# For reading: a word stays the same word when only the mark after it changes. Each has the space before it.
_PIECES = re.compile(r"(?<!\s)(\s*+)(\w+|[^\w\s]+)")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_FEW_WORDS = 2


@dataclass(frozen=True)
class Change:
    """A run of words that both texts share ('same'), or that only one has ('removed', 'added').

    `whole`: so much differs here that single words were not looked for; the passage is told as replaced.
    """

    kind: str
    text: str
    whole: bool = False


class _Passage(NamedTuple):
    """What stays (`same`), or what stood here before and what stands here now."""

    same: str = ""
    before: str = ""
    after: str = ""
    whole: bool = False


def tokens(text: str) -> list[str]:
    """Words, spaces and line ends; joined again they are the text."""
    return _TOKENS.findall(text)


def compare(before: str, after: str) -> list[Change]:
    """The way from one text to the other, as runs of words in reading order. Its cost grows with the texts' length."""
    changes: list[Change] = []
    for passage in _readable(_by_paragraph(before, after)):
        if passage.same:
            changes.append(Change("same", passage.same))
        if passage.before:
            changes.append(Change("removed", passage.before, passage.whole))
        if passage.after:
            changes.append(Change("added", passage.after, passage.whole))
    return changes


def _by_paragraph(before: str, after: str) -> Iterator[_Passage]:
    old, new = _LINES.findall(before), _LINES.findall(after)
    words = Allowance()
    i = j = 0
    for same_i, same_j, length in (*align(old, new).blocks, (len(old), len(new), 0)):
        if same_i > i or same_j > j:
            yield from _by_word("".join(old[i:same_i]), "".join(new[j:same_j]), words)
        i, j = same_i + length, same_j + length
        yield _Passage(same="".join(old[same_i:i]))


def _by_word(before: str, after: str, allowance: Allowance) -> Iterator[_Passage]:
    old, new = _pieces(before), _pieces(after)
    aligned = align([word for _, word in old[:-1]], [word for _, word in new[:-1]], allowance)
    i = j = 0
    for same_i, same_j, length in (*aligned.blocks, (len(old) - 1, len(new) - 1, 1)):
        whole = (i, same_i, j, same_j) in aligned.given_up
        yield _Passage(before=_text(old[i:same_i]), after=_text(new[j:same_j]), whole=whole)
        i, j = same_i + length, same_j + length
        yield from _same_words(old[same_i:i], new[same_j:j])


def _pieces(text: str) -> list[tuple[str, str]]:
    """Each word with the space before it; at the end the space that no word follows."""
    words = text.rstrip()
    return [*_PIECES.findall(words), (text[len(words) :], "")]


def _same_words(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> Iterator[_Passage]:
    """What stays, though the spaces between the words may differ."""
    if old == new:
        yield _Passage(same=_text(old))
        return
    for (space, word), (new_space, _) in zip(old, new, strict=True):
        if space == new_space:
            yield _Passage(same=space + word)
        else:
            yield _Passage(before=space, after=new_space)
            yield _Passage(same=word)


def _text(pieces: Sequence[tuple[str, str]]) -> str:
    return "".join([space + word for space, word in pieces])


def _readable(passages: Iterator[_Passage]) -> Iterator[_Passage]:
    """One passage for each run, without a word or two that stay by chance between larger changes."""
    gathered: list[_Passage] = []
    stays = _Passage()
    for run in _runs(passages):
        if run.same:
            stays = run
            continue
        if gathered and _by_chance(gathered[-1], stays.same, run):
            gathered += [_Passage(before=stays.same, after=stays.same), run]
            stays = _Passage()
            continue
        yield from _told(gathered)
        yield stays
        gathered, stays = [run], _Passage()
    yield from _told(gathered)
    yield stays


def _told(gathered: Sequence[_Passage]) -> Iterator[_Passage]:
    """One passage of several in a row; the space that it begins with on both sides stays."""
    if not gathered:
        return
    run = _joined(gathered)
    space = 0
    for one, other in zip(run.before, run.after, strict=False):
        if one != other or not one.isspace():
            break
        space += 1
    if space:
        yield _Passage(same=run.before[:space])
    yield _Passage("", run.before[space:], run.after[space:], run.whole)


def _runs(passages: Iterator[_Passage]) -> Iterator[_Passage]:
    """Passages that stay and those that do not, in turn."""
    same: list[str] = []
    changed: list[_Passage] = []
    for passage in passages:
        if passage.same and changed:
            yield _joined(changed)
            changed = []
        if passage.same:
            same.append(passage.same)
        elif passage.before or passage.after:
            if same:
                yield _Passage(same="".join(same))
                same = []
            changed.append(passage)
    if changed:
        yield _joined(changed)
    if same:
        yield _Passage(same="".join(same))


def _joined(changed: Sequence[_Passage]) -> _Passage:
    if len(changed) == 1:
        return changed[0]
    return _Passage(
        before="".join(each.before for each in changed),
        after="".join(each.after for each in changed),
        whole=any(each.whole for each in changed),
    )


def _by_chance(first: _Passage, same: str, last: _Passage) -> bool:
    words = same.strip()
    if not words or "\n" in same or len(words.split()) > _FEW_WORDS:
        return False
    return all(min(len(each.before.strip()), len(each.after.strip())) >= len(words) for each in (first, last))


class _Matcher:
    """What the merging asks: where two lists of words are the same."""

    def __init__(self, _junk: object, a: Sequence[str], b: Sequence[str]) -> None:
        self._blocks = [*align(a, b).blocks, (len(a), len(b), 0)]

    def get_matching_blocks(self) -> list[tuple[int, int, int]]:
        """Places in both and a length, in order; the last says where both end."""
        return self._blocks


def merge(base: str, theirs: str, ours: str) -> str | None:
    """Both sides' changes to `base` in one text, or None where they changed the same words differently.

    Where so much was changed that it cannot be told which words stay, it is left to people too.
    """
    merging = Merge3(tokens(base), tokens(theirs), tokens(ours), sequence_matcher=_Matcher)
    merged: list[str] = []
    side = ""
    for kind, *lines in merging.merge_groups():
        # Where changes of the two sides stand next to each other their order would be a guess.
        if kind == "conflict" or {side, kind} == {"a", "b"}:
            return None
        side = kind
        merged += lines[0]
    return "".join(merged)
