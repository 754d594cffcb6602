"""Whether two answers may contradict each other: signs that a person should look, never a judgement.

Three signs are read: one supports what the other opposes, one says yes where the other says no, and they name
different numbers of the same thing. A text that says both, or neither, gives no sign. What is shown says 'may
contradict', both texts stand side by side, and a person judges.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from consult.library.search.analyse import is_common, stem, telling_stems, words
from consult.texts import listed, plain, typed

SAME_QUESTION = 60
"""Hundredths of shared words from which two questions ask nearly the same."""
SAME_MATTER = 25
"""Hundredths from which two questions with the same theme are about one matter."""
LONGEST = 6_000
"""Characters of an answer in which signs are looked for: a page holds hundreds of them against each other."""
_OPENING = 700
_VERB = r"(?:support|agree|welcome|favour|endorse|accept|back|recommend)"
_NOT = (
    r"(?:do not|does not|did not|don['’]t|doesn['’]t|cannot|can['’]t|could not|would not|will not|never|no longer|not)"
)
_AGAINST = re.compile(
    rf"\b{_NOT} (?:\w+ ){{0,2}}{_VERB}\w*|\b(?:oppos|object to|objects to|disagree|reject)\w*|\bnot in favour\b|"
    r"\bunable to support\b|\b(?:are|is) against\b",
    re.I,
)
_FOR = re.compile(rf"\b{_VERB}(?:s|d|ed|es)?\b|\bin favour\b", re.I)
_BEGINS = re.compile(r"\W*(yes|no)\b", re.I)
_NUMBER = re.compile(r"(?P<pound>£\s?)?(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)\s*(?P<unit>%|[A-Za-z]+)?")


@dataclass(frozen=True)
class Stance:
    """What is compared of an answer: its question, its text as it is stored, and its themes."""

    question: str
    answer: str
    themes: frozenset[str] = frozenset()

    # Each is held against many others, and read once for all of them.
    @cached_property
    def stems(self) -> frozenset[str]:
        """The telling words of the question."""
        return frozenset(telling_stems(self.question))

    @cached_property
    def said(self) -> str:
        """The plain words of the answer, as far as signs are looked for in it."""
        return plain(typed(self.answer)[:LONGEST])

    @cached_property
    def numbers(self) -> dict[str, dict[str, str]]:
        """For each thing that the answer counts (its stem), the numbers given with it, and how they are written."""
        return _numbers(self.said)


def alike(question: str, other: str) -> int:
    """How many of their telling words two questions share, in hundredths (Dice)."""
    return _shared(frozenset(telling_stems(question)), frozenset(telling_stems(other)))


def _shared(one: frozenset[str], two: frozenset[str]) -> int:
    return round(200 * len(one & two) / (len(one) + len(two))) if one and two else 0


def may_contradict(one: Stance, other: Stance) -> tuple[str, ...]:
    """Why two answers may contradict each other, in words that follow 'because'; empty without a sign."""
    likeness = _shared(one.stems, other.stems)
    same = likeness >= SAME_QUESTION
    if not (same or (likeness >= SAME_MATTER and one.themes & other.themes)):
        return ()
    mine, theirs = one.said, other.said
    found = []
    if {stance(mine), stance(theirs)} == {"for", "against"}:
        found.append("one supports what the other opposes")
    if same and {_yes_or_no(mine), _yes_or_no(theirs)} == {"yes", "no"}:
        found.append("one says yes and the other no")
    if same:
        found += _numbers_that_differ(one.numbers, other.numbers)
    return tuple(found)


def stance(text: str) -> str:
    """'for' or 'against' where the beginning of a plain text says only one of them, otherwise ''."""
    opening = text[:_OPENING]
    against = bool(_AGAINST.search(opening))
    in_favour = bool(_FOR.search(_AGAINST.sub(" ", opening)))
    if against == in_favour:
        return ""
    return "against" if against else "for"


def _yes_or_no(text: str) -> str:
    begins = _BEGINS.match(text)
    return begins[1].lower() if begins else ""


def _numbers_that_differ(mine: dict[str, dict[str, str]], theirs: dict[str, dict[str, str]]) -> list[str]:
    found = []
    for unit in mine.keys() & theirs.keys():
        if not mine[unit].keys() & theirs[unit].keys():
            found.append(
                f"one says {listed(list(mine[unit].values()))} and the other {listed(list(theirs[unit].values()))}"
            )
    return sorted(found)[:3]


def _numbers(text: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for match in _NUMBER.finditer(text):
        unit = "£" if match["pound"] else (match["unit"] or "")
        unit_words = words(unit)
        if unit not in ("£", "%") and (not unit_words or is_common(unit_words[0])):
            continue
        key = unit if unit in ("£", "%") else stem(unit_words[0])
        found.setdefault(key, {})[match["number"].replace(",", "")] = match.group().strip()
    return found
