"""Papers print their questions twice: in the chapters, and again in a summary or annex. Each is wanted once."""

import re
from difflib import SequenceMatcher

from consult.question_sets.paper import PaperQuestion

_ALIKE = 0.9
_MOST = 40


def _words(question: PaperQuestion) -> str:
    return " ".join(re.findall(r"\w+", question.text.lower()))


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    if not 0.8 < (len(one) + 1) / (len(other) + 1) < 1.25:
        return False
    match = SequenceMatcher(None, one, other, autojunk=False)
    return match.real_quick_ratio() >= _ALIKE and match.quick_ratio() >= _ALIKE and match.ratio() >= _ALIKE


def _fullness(question: PaperQuestion) -> tuple[int, int, int, int]:
    return bool(question.answer), len(question.options) + len(question.parts), bool(question.number), len(question.text)


def _pairs(questions: list[PaperQuestion]) -> dict[int, int]:
    """For each repeat, the place of what it repeats."""
    words = [_words(question) for question in questions]
    by_words: dict[str, list[int]] = {}
    by_number: dict[str | None, list[int]] = {}
    pairs: dict[int, int] = {}
    repeated: set[int] = set()
    for n, question in enumerate(questions):
        known = by_number.get(question.number, []) + (by_number.get(None, []) if question.number else [])
        if question.number is None:
            known = by_words.get(words[n], [])
        for before in known[:_MOST]:
            if before not in pairs and before not in repeated and _alike(words[before], words[n]):
                pairs[n] = before
                repeated.add(before)
                break
        by_words.setdefault(words[n], []).append(n)
        by_number.setdefault(question.number, []).append(n)
    return pairs


def without_repeats(questions: list[PaperQuestion]) -> tuple[PaperQuestion, ...]:
    """Each question once, at its first place, in its fuller printing.

    A single question that comes again in another section ('Do you have other comments?') is no repeat: what is
    repeated is repeated in a row.
    """
    pairs = _pairs(questions)
    real = {n: first for n, first in pairs.items() if _in_a_row(n, first, pairs) or _is_same(questions, n, first)}
    kept = list(questions)
    for n, first in real.items():
        kept[first] = max((kept[first], questions[n]), key=_fullness)
    return tuple(question for n, question in enumerate(kept) if n not in real)


def _in_a_row(n: int, first: int, pairs: dict[int, int]) -> bool:
    return pairs.get(n - 1) == first - 1 or pairs.get(n + 1) == first + 1


def _is_same(questions: list[PaperQuestion], n: int, first: int) -> bool:
    one, other = questions[n], questions[first]
    return one.number is not None and one.number == other.number and len(one.text.split()) > 7
