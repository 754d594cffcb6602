"""Papers print their questions twice: in the chapters, and again in a summary or annex. Each is wanted once."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice

from consult.question_sets.paper import PaperQuestion
from consult.texts.alignment import align

_ALIKE = 0.9
_MOST = 40
_FEWEST = 3
_ROOT = 4
_ON_THE_SAME = 0.5
_LISTS = re.compile(
    r"\b(?:annex|appendix|list of|summary of|all (?:of )?the|full|consultation|response form|schedule)\b|^questions?$",
    re.I,
)
# Beyond this a text is compared by its beginning. Papers made to be slow have thousands of questions of one number:
# so many characters are compared in any paper, so many more for each of its own, and never more than the last.
_LONGEST = 1_500
_LEAST_COMPARED, _TIMES, _MOST_COMPARED = 20_000, 10, 400_000


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
    free = _Free()
    pairs: dict[int, int] = {}
    left = min(_LEAST_COMPARED + _TIMES * sum(map(len, words)), _MOST_COMPARED)
    for n, question in enumerate(questions):
        for before in free.candidates(question.number, words[n]):
            more = question.number is not None and _goes_on(words[before], words[n])
            if not (more or _near(words[before], words[n])):
                continue
            left -= len(words[n])
            if left >= 0 and (more or _alike(words[before], words[n])):
                pairs[n] = before
                free.take(before, questions[before].number, words[before])
                break
        if n not in pairs:
            free.add(n, question.number, words[n])
    return pairs


class _Free:
    """Questions that neither repeat another nor are repeated yet, by their numbers and by their words."""

    def __init__(self) -> None:
        self._numbered: dict[str | None, dict[int, None]] = {}
        self._worded: dict[str, dict[int, None]] = {}

    def add(self, place: int, number: str | None, words: str) -> None:
        """One more."""
        self._numbered.setdefault(number, {})[place] = None
        self._worded.setdefault(words, {})[place] = None

    def take(self, place: int, number: str | None, words: str) -> None:
        """One less."""
        del self._numbered[number][place], self._worded[words][place]

    def candidates(self, number: str | None, words: str) -> list[int]:
        """What a question with this number may repeat: one without a number only what has its words."""
        if number is None:
            return [*islice(self._worded.get(words, {}), _MOST)]
        return [*islice(chain(self._numbered.get(number, {}), self._numbered.get(None, {})), _MOST)]


def merged(questions: Sequence[PaperQuestion]) -> Merged:
    """Each question once, at its first place, in its fuller printing, whose passages it keeps.

    A single question that comes again in another section ('Do you have other comments?') is no repeat: what is
    repeated is repeated in a row.
    """
    pairs = _pairs(questions)
    real = {n: first for n, first in pairs.items() if _in_a_row(n, first, pairs) or _is_same(questions, n, first)}
    to_another = _put_to_another(questions, real)
    real = {n: first for n, first in real.items() if n not in to_another}
    real |= {n: first for n, first in _restated(questions).items() if n not in real and first not in real}
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


def _put_to_another(questions: Sequence[PaperQuestion], real: dict[int, int]) -> set[int]:
    """Repeats in a list that begins anew beside the first and asks other things too: it is put to somebody else."""
    begins = [n for n, question in enumerate(questions) if n and question.number == questions[0].number]
    ends = [*begins[1:], len(questions)] if begins and questions[0].number else []
    found: set[int] = set()
    for n, end in zip(begins, ends, strict=False):
        inside = [at for at in range(n, end) if at in real]
        beside = all(questions[at].section == questions[real[at]].section for at in inside)
        if inside and len(inside) < end - n and beside and questions[n].section == questions[0].section:
            found.update(inside)
    return found


def _restated(questions: Sequence[PaperQuestion]) -> dict[int, int]:
    """For each question of an annex that lists the paper's questions in other words, the place of the one it restates.

    The same numbers in the same order tell it, under a heading of questions, where their words are about the same.
    """
    numbers = [question.number for question in questions]
    starts = [n for n in range(_FEWEST, len(numbers)) if numbers[n] is not None and numbers[n] == numbers[0]]
    for start in starts[-1:]:
        count = min(start, len(numbers) - start)
        same = numbers[start : start + count] == numbers[:count] and count >= _FEWEST
        if same and _LISTS.search(questions[start].section or ""):
            shares = [_shared(questions[n], questions[start + n]) for n in range(count)]
            if sum(shares) >= _ON_THE_SAME * count:
                return {start + n: n for n in range(count)}
    return {}


def _roots(question: PaperQuestion) -> set[str]:
    return {word[:_ROOT] for word in _words(question).split() if len(word) >= _ROOT}


def _shared(one: PaperQuestion, other: PaperQuestion) -> float:
    """How much of the shorter wording's longer words the other has, by their beginnings."""
    here, there = _roots(one), _roots(other)
    return len(here & there) / (min(len(here), len(there)) or 1)


def _in_a_row(n: int, first: int, pairs: dict[int, int]) -> bool:
    return pairs.get(n - 1) == first - 1 or pairs.get(n + 1) == first + 1


def _is_same(questions: Sequence[PaperQuestion], n: int, first: int) -> bool:
    one, other = questions[n], questions[first]
    # Two neighbours with one number are more likely misnumbered than printed twice.
    is_far = n - first > 1 or _words(one) == _words(other)
    return is_far and one.number is not None and one.number == other.number and len(one.text.split()) > 7
