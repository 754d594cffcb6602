"""Where a reference leads: the index of a paper's numbered paragraphs, headings, boxes, tables and pages.

Built once for a paper and asked for each reference of each question, while reading and when an officer edits one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from consult.question_sets.numerals import in_roman, in_words
from consult.question_sets.paper import Passage
from consult.question_sets.recognising.passages import STILL_READ

_LABELLED = re.compile(r"(?:consultation )?question \w{1,4}\b|q\.? ?\d", re.I)
_FURTHEST = 40
_LONGEST_BOX = 10
_SHORT_CELL = 12
_NUMBERED = re.compile(r"(?P<mark>[(\[]?)(?P<num>\d{1,3}(?:\.\d{1,3}){0,4})(?P<end>[)\]]?[.):]?)(?=\s|$)")
_WORDS = [in_words(n) for n in range(1, 13)]
_ROMANS = {in_roman(n).upper(): str(n) for n in range(1, 17)}
_NAMED = re.compile(
    r"(?P<kind>section|chapter|annex|appendix|part|schedule|box|table|figure|fig\.|proposal|recommendation|option)\s+"
    rf"(?P<spot>\d{{1,3}}(?:\.\d{{1,3}})*[A-Za-z]?|[A-Z]\d{{0,2}}|[IVX]{{1,5}}|(?i:{'|'.join(_WORDS)}))"
    r"(?P<end>\s*(?:[:.)–—-]|$)|\s)",
    re.I,
)
_SECTIONS = frozenset({"section", "chapter", "annex", "appendix", "part", "schedule"})
_ALIKE = {"annex": "appendix", "appendix": "annex", "chapter": "section", "section": "chapter"}


@dataclass(eq=False)
class _Numbers:
    """Numbers that count on from each other: the places of their passages, in order."""

    at: list[int] = field(default_factory=list)


def spot_key(spot: str) -> str:
    """A number or letter as it is compared: '3.4.' as '3.4', 'ii' as '2', 'three' as '3', 'b' as 'B'."""
    bare = spot.strip("().:").upper()
    if bare.lower() in _WORDS:
        return str(_WORDS.index(bare.lower()) + 1)
    return _ROMANS.get(bare, bare) if len(bare) > 1 or bare in "IVX" else bare


class PaperIndex:
    """A paper's passages by what a reference can call them; every answer is a pair of places, or None."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        """Read each passage's beginning once; what was ignored (a contents list) is no place to lead to."""
        self._passages = passages
        self._read = [passage for passage in passages if not passage.ignored or passage.ignored in STILL_READ]
        self._numbers: dict[str, list[int]] = {}
        self._run: dict[int, _Numbers] = {}
        self._runs: list[_Numbers] = []
        self._named: dict[tuple[str, str], list[int]] = {}
        self._titles: set[int] = set()
        self._captions: set[int] = set()
        self._known: dict[tuple[str, str], tuple[int, int] | None] = {}
        open_runs: dict[tuple[str, tuple[int, ...]], _Numbers] = {}
        for n, passage in enumerate(self._read):
            self._name(n, passage)
            self._number(n, passage, open_runs)

    def _name(self, n: int, passage: Passage) -> None:
        found = _NAMED.match(passage.text[:80]) or _NAMED.match(f"{passage.label} {passage.text}"[:80])
        if not found:
            return
        # 'Annex B sets out ...' is a sentence about it.
        is_title = passage.level or found["end"].strip() or not found["end"]
        if is_title or (len(passage.text) < 100 and not passage.text.rstrip().endswith((".", "?", ";", ","))):
            kind = "figure" if found["kind"].lower() == "fig." else found["kind"].lower()
            self._named.setdefault((kind, spot_key(found["spot"])), []).append(n)
            (self._titles if kind in _SECTIONS else self._captions).add(n)

    def _number(self, n: int, passage: Passage, open_runs: dict[tuple[str, tuple[int, ...]], _Numbers]) -> None:
        found = _NUMBERED.match(passage.label) or _NUMBERED.match(passage.text[:24])
        if not found:
            return
        values = tuple(int(piece) for piece in found["num"].split("."))
        self._numbers.setdefault(found["num"], []).append(n)
        # Decimals hardly ever count two things at once; bare numbers do (paragraphs, questions, lists).
        shape = f"{found['mark']}1{found['end']}{passage.level > 0}"
        before = (0,) * len(values) if len(values) > 1 else values
        keys = [(shape, before)] if len(values) > 1 else [(shape, (values[0] - gap,)) for gap in (1, 2, 3)]
        key = next((key for key in keys if key in open_runs), None)
        run = open_runs.pop(key) if key else _Numbers()
        if not key:
            self._runs.append(run)
        run.at.append(n)
        open_runs[shape, before] = run
        self._run[n] = run

    @cached_property
    def _next_heading(self) -> list[int]:
        out, ahead = [0] * len(self._read), len(self._read)
        for n in range(len(self._read) - 1, -1, -1):
            out[n] = ahead
            if self._read[n].level or n in self._titles:
                ahead = n
        return out

    @cached_property
    def _next_number(self) -> dict[int, int]:
        return {n: after for run in self._runs for n, after in pairwise(run.at)}

    @cached_property
    def _by_page(self) -> dict[int, tuple[int, int]]:
        out: dict[int, tuple[int, int]] = {}
        for passage in self._passages:
            if passage.page is not None:
                first, _ = out.get(passage.page, (passage.place, 0))
                out[passage.page] = first, passage.place
        return out

    def _pair(self, first: int, end: int) -> tuple[int, int]:
        """The places of the rows from `first` to the one before `end`."""
        return self._read[first].place, self._read[max(end - 1, first)].place

    def _paragraph_end(self, n: int) -> int:
        after = self._next_number.get(n)
        if after is None:
            after = next(
                (m for m in range(n + 1, min(n + _FURTHEST, len(self._read))) if m in self._run), n + _FURTHEST
            )
        end = min(after, self._next_heading[n], n + _FURTHEST, len(self._read))
        # The question that follows a paragraph is no part of it.
        return next((m for m in range(n + 1, end) if self._asks(m) or _LABELLED.match(self._read[m].text)), end)

    def paragraph(self, number: str) -> tuple[int, int] | None:
        """Paragraph 65: itself and what stands under it without a number, 40 passages at most."""
        at = self._numbers.get(number, [])
        if not at:
            return None
        # Of several with one number, that of the longest count which does not ask: the paper's own paragraphs.
        best = max(at, key=lambda n: (not self._read[n].level, not self._asks(n), len(self._run[n].at)))
        return self._pair(best, self._paragraph_end(best))

    def _asks(self, n: int) -> bool:
        return self._read[n].text.rstrip().endswith("?")

    def _section_end(self, n: int) -> int:
        level = self._read[n].level
        if not level:
            return self._next_heading[n] if n in self._titles else self._next_number.get(n, self._next_heading[n])
        m = self._next_heading[n]
        while m < len(self._read) and not 0 < self._read[m].level <= level:
            m = self._next_heading[m]
        return m

    def section(self, kind: str, spot: str) -> tuple[int, int] | None:
        """Section 2, chapter 3, annex B: its heading up to the next one of the same or a higher level."""
        at = self._named.get((kind, spot)) or self._named.get((_ALIKE.get(kind, kind), spot), [])
        if not at and kind not in ("annex", "appendix", "schedule"):
            at = [n for n in self._numbers.get(spot, []) if self._read[n].level or self._is_short(n)]
        if at:
            ends = {n: self._section_end(n) for n in at}
            best = max(at, key=lambda n: (self._read[n].level > 0, ends[n] - n))
            return self._pair(best, ends[best])
        return self._numbered_within(spot) or self.paragraph(spot)

    def _is_short(self, n: int) -> bool:
        text = self._read[n].text.rstrip()
        return len(text) < 80 and not text.endswith((".", "?", ";", ",", ":"))

    def _numbered_within(self, spot: str) -> tuple[int, int] | None:
        """The paragraphs 2.1, 2.2 ... of a section that has no heading of its own."""
        rows = [n for number in (f"{spot}.{k}" for k in range(1, 100)) for n in self._numbers.get(number, [])[:1]]
        return self._pair(min(rows), self._paragraph_end(max(rows))) if rows else None

    def named(self, kind: str, spot: str) -> tuple[int, int] | None:
        """Box 4, table 1, figure 2, proposal 7: from its title to where the paper goes on, as far as can be told."""
        at = self._named.get((kind, spot), [])
        if not at:
            return None
        best = max(at, key=lambda n: self._read[n].level > 0)
        if self._read[best].level:
            return self._pair(best, self._section_end(best))
        return self._pair(best, self._box_end(best, kind))

    def _box_end(self, n: int, kind: str) -> int:
        if kind == "figure":
            return n + 1
        end = min(self._next_heading[n], n + (_FURTHEST if kind == "table" else _LONGEST_BOX), len(self._read))
        m = n + 1
        while m < end and m not in self._captions and self._goes_on(m, kind):
            m += 1
        return m

    def _goes_on(self, m: int, kind: str) -> bool:
        # A table's passages are its cells; a box ends where the numbered paragraphs go on.
        return len(self._read[m].text.split()) <= _SHORT_CELL if kind == "table" else m not in self._run

    def page(self, number: int) -> tuple[int, int] | None:
        """The passages of a page, as the file counts its pages."""
        return self._by_page.get(number)

    def find(self, kind: str, spot: str) -> tuple[int, int] | None:
        """What a reference calls `kind` ('paragraph', 'annex') and `spot` ('65', 'B'); None where there is none."""
        key = spot_key(spot)
        if (kind, key) not in self._known:
            self._known[kind, key] = self._find(kind, key)
        return self._known[kind, key]

    def _find(self, kind: str, key: str) -> tuple[int, int] | None:
        if kind == "page":
            return self.page(int(key)) if key.isdecimal() else None
        if kind == "paragraph":
            return self.paragraph(key)
        return self.section(kind, key) if kind in _SECTIONS else self.named(kind, key)
