"""How well a paper was read: what was drawn beside what was found."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from difflib import SequenceMatcher

from consult.question_sets.extract import extract
from consult.question_sets.paper import PaperQuestion
from tests.question_sets.generating.asked import Asked, Drawn

ALIKE = 0.8


@dataclass
class Score:
    """Counts of papers and their questions; `wholly` are papers of which everything was read as drawn."""

    papers: int = 0
    wholly: int = 0
    wanted: int = 0
    found: int = 0
    false: int = 0
    exact: int = 0
    number: int = 0
    kind: int = 0
    options: int = 0
    parts: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    @property
    def f1(self) -> float:
        """Of papers that ask nothing: the share in which nothing was found."""
        if not self.wanted:
            return self.share("wholly")
        return 2 * self.found / (self.wanted + self.found + self.false)

    def share(self, name: str) -> float:
        of = self.papers if name == "wholly" else self.wanted
        return float(getattr(self, name)) / of if of else 1.0


def seen(question: PaperQuestion) -> Asked:
    parts = tuple((part.label, part.text) for part in question.parts)
    return Asked(question.text, question.number, question.kind, question.options, parts)


def read_back(name: str, content: bytes, drawn: Drawn) -> tuple[list[Asked], Score]:
    """What is found in a file, and how well it is what was drawn."""
    found = [seen(question) for question in extract(name, content).questions]
    found = [_as_good(each, drawn) for each in found if each.text not in drawn.about_you]
    return found, score(drawn.asked, found)


def _as_good(found: Asked, drawn: Drawn) -> Asked:
    text = drawn.either.get(found.text, found.text)
    return Asked(text, found.number, found.kind, found.options, found.parts)


def score(wanted: Iterable[Asked], found: Iterable[Asked]) -> Score:
    wanted, left = list(wanted), list(found)
    whole = wanted == left
    total = Score(papers=1, wholly=int(whole), wanted=len(wanted))
    for asked in wanted:
        best = max(left, key=lambda each: _likeness(each.text, asked.text), default=None)
        if best is None or _likeness(best.text, asked.text) < ALIKE:
            continue
        left.remove(best)
        total += Score(
            found=1,
            exact=best.text == asked.text,
            number=best.number == asked.number,
            kind=best.kind == asked.kind,
            options=best.options == asked.options,
            parts=best.parts == asked.parts,
        )
    total.false = len(left)
    return total


def _likeness(one: str, other: str) -> float:
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).ratio()
