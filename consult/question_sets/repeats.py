"""Papers print their questions twice: in the chapters, and again in a summary or annex. Each is wanted once."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from consult.alignment import align
from consult.question_sets.paper import PaperQuestion

_ALIKE = 0.9
_MOST = 40
# Beyond this a text is compared by its beginning, and after so many characters no more are compared: a paper made to be
# slow has thousands of long questions with one number.
_LONGEST = 1_500
_MOST_COMPARED = 400_000


@dataclass(frozen=True)
class Merged:
    """Each question once, and the printings left out, each with the question that was kept.

    `echoes` are the questions that have an earlier one's words but were not taken for repeats.
    """

    questions: tuple[PaperQuestion, ...]
    repeats: tuple[tuple[PaperQuestion, PaperQuestion], ...] = ()
    echoes: tuple[PaperQuestion, ...] = ()


def _words(question: PaperQuestion) -> str:
    return " ".join(re.findall(r"\w+", question.text.lower()))[:_LONGEST]


def _goes_on(one: str, other: str) -> bool:
    """Whether one printing is the other and more: 'Please explain your answer' is often left out of a summary."""
    shorter, longer = sorted((one, other), key=len)
    return len(shorter.split()) >= 5 and longer.startswith(f"{shorter} ")


def _near(one: str, other: str) -> bool:
    return one == other or 0.8 < (len(one) + 1) / (len(other) + 1) < 1.25


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    wanted = _ALIKE * (len(one) + len(other)) / 2
    if min(len(one), len(other)) < wanted or (Counter(one) & Counter(other)).total() < wanted:
        return False
    return align(one, other).shared >= wanted


def _fullness(question: PaperQuestion) -> tuple[int, int, int, int]:
    return bool(question.answer), len(question.options) + len(question.parts), bool(question.number), len(question.text)


def _pairs(questions: Sequence[PaperQuestion]) -> dict[int, int]:
    """For each repeat, the place of what it repeats."""
    words = [_words(question) for question in questions]
    by_words: dict[str, list[int]] = {}
    by_number: dict[str | None, list[int]] = {}
    pairs: dict[int, int] = {}
    repeated: set[int] = set()
    compared = 0  # characters
    for n, question in enumerate(questions):
        known = by_number.get(question.number, [])[:_MOST]
        known += by_number.get(None, [])[: _MOST - len(known)] if question.number else []
        if question.number is None:
            known = by_words.get(words[n], [])[:_MOST]
        for before in known:
            more = question.number is not None and _goes_on(words[before], words[n])
            if before in pairs or before in repeated or not (more or _near(words[before], words[n])):
                continue
            compared += len(words[n])
            if compared <= _MOST_COMPARED and (more or _alike(words[before], words[n])):
                pairs[n] = before
                repeated.add(before)
                break
        by_words.setdefault(words[n], []).append(n)
        by_number.setdefault(question.number, []).append(n)
    return pairs


def merged(questions: Sequence[PaperQuestion]) -> Merged:
    """Each question once, at its first place, in its fuller printing, whose passages it keeps.

    A single question that comes again in another section ('Do you have other comments?') is no repeat: what is
    repeated is repeated in a row.
    """
    pairs = _pairs(questions)
    real = {n: first for n, first in pairs.items() if _in_a_row(n, first, pairs) or _is_same(questions, n, first)}
    kept = list(questions)
    for n, first in real.items():
        kept[first] = max((kept[first], questions[n]), key=_fullness)
    dropped = tuple(
        (questions[again], kept[first])
        for n, first in real.items()
        for again in (n, first)
        if questions[again] is not kept[first]
    )
    echoes = tuple(questions[n] for n in pairs.keys() - real.keys())
    return Merged(tuple(question for n, question in enumerate(kept) if n not in real), dropped, echoes)


def _in_a_row(n: int, first: int, pairs: dict[int, int]) -> bool:
    return pairs.get(n - 1) == first - 1 or pairs.get(n + 1) == first + 1


def _is_same(questions: Sequence[PaperQuestion], n: int, first: int) -> bool:
    one, other = questions[n], questions[first]
    # Two neighbours with one number are more likely misnumbered than printed twice.
    is_far = n - first > 1 or _words(one) == _words(other)
    return is_far and one.number is not None and one.number == other.number and len(one.text.split()) > 7
