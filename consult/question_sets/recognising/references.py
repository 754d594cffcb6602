"""References from a question to the paper's own passages: '(See paras 65 to 69)', as printed and where they lead.

The recogniser resolves what it finds while a paper is read; the review page does so again when an officer edits one.
"""

import re
from collections.abc import Iterator, Sequence

from consult.question_sets.paper import Passage, Reference
from consult.question_sets.recognising.places import PaperIndex

_PLACE = (
    r"(?:paras?\.?|paragraphs?|sections?|chapters?|annex(?:es)?|appendix|appendices|figures?|figs?\.?|tables?|"
    r"box(?:es)?|"
    r"pages?|pp?\.|proposals?|parts?|schedules?)"
)
_SPOT = r"(?:\d[\w.]*+|[A-Z]\b|[ivxlc]++\b)"
_POINT = rf"{_PLACE}\s+{_SPOT}(?:\s*(?:to|and|or|&|,|-|–|—)\s*(?:{_PLACE}\s+)?{_SPOT}){{0,12}}"
_BRACKETED = re.compile(rf"[(\[][^()\[\]]{{0,80}}?\b{_POINT}[^()\[\]]{{0,80}}[)\]]", re.I)
_OPEN = re.compile(
    rf"\b(?:see(?: also)?|as (?:set out|described|outlined|proposed|discussed|explained) (?:in|at|under)|"
    rf"set out (?:in|at)|"
    rf"described (?:in|at)|outlined (?:in|at)|refer to|in|at|under)\s+(?:the\s+)?(?:\w+\s+(?:in|on|at)\s+)?{_POINT}",
    re.I,
)


def references_in(text: str) -> tuple[str, ...]:
    """The references in a question's text, as printed, brackets included, in order and each once."""
    bracketed = [(found.start(), found[0]) for found in _BRACKETED.finditer(text)]
    rest = _BRACKETED.sub(lambda found: " " * len(found[0]), text)
    found = sorted(bracketed + [(match.start(), match[0]) for match in _OPEN.finditer(rest)])
    return tuple(dict.fromkeys(reference for _, reference in found))


# References that name one thing each; the words as printed, and what the index calls it.
_KINDS = {
    "para": "paragraph", "annex": "annex", "append": "appendix", "fig": "figure", "box": "box", "tab": "table",
    "sec": "section", "chap": "chapter", "prop": "proposal", "part": "part", "sched": "schedule", "p": "page",
    "rec": "recommendation", "opt": "option",
}  # fmt: skip
_WORD = rf"(?:{_PLACE[3:-1]}|recommendations?|options?)"
_POINTS = re.compile(rf"\b(?P<word>{_WORD})\s+(?P<spots>{_SPOT}(?:\s*(?:to|and|or|&|,|-|–|—)\s*{_SPOT}){{0,12}})", re.I)
_SPOTS = re.compile(rf"(?:(?P<link>to|-|–|—)\s*+)?(?P<spot>{_SPOT})", re.I)
_OTHER = (
    r"(?:acts?|bill|regulations?|directives?|orders?|treaty|convention|statute|measure|charter|code|guidance|circular|"
    r"white paper|green paper|strategy|framework|plan|agreement|judgment|report|decision)\b"
)
# 'Section 5 of the Places Act 2004' leads out of the paper; 'section 5 of this consultation paper' does not.
_ELSEWHERE = re.compile(
    r"[\w.()]{0,8}\s{0,3}(?:of|to|in|from|under|within)\s+(?!this\b|our\b|(?:the\s+)?(?:main\s+|present\s+|"
    r"consultation\s+|"
    r"discussion\s+)?(?:paper|document|consultation|questionnaire|annex|appendix|section|chapter|part)\b)"
    rf"(?:(?-i:(?:the\s+|that\s+|its\s+)?[A-Z])|(?:the\s+|that\s+|an?\s+)(?:[\w’'-]+\s+){{0,4}}?{_OTHER})",
    re.I,
)
_ACT_BEFORE = re.compile(rf"\b(?-i:[A-Z])[\w’' -]{{0,60}}\b{_OTHER}(?:\s+(?:19|20)\d\d|\s+\d[\d/]*)?,?\s*$", re.I)
# Points further apart than this are two places, of which the first is shown.
_ONE_PLACE = 40


def _kind(word: str) -> str:
    return next(kind for start, kind in _KINDS.items() if word.lower().startswith(start))


class Places:
    """A paper's passages, ready to say where references lead."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        """Index the passages, in order of place; to be built once for a paper."""
        self._index = PaperIndex(passages)

    def resolve(self, text: str, after: str = "") -> Reference:
        """A reference as printed, with the places it leads to; 0 and 0 where the paper has no such passage.

        `after` is what follows it in its sentence, which may tell that it leads into another document. Of several
        places far from each other the first is taken.
        """
        first = last = 0
        for low, high in self._spans(text, after):
            if not first:
                first, last = low, high
            elif low - last <= _ONE_PLACE and first - high <= _ONE_PLACE:
                first, last = min(first, low), max(last, high)
        return Reference(text, first, last)

    def _spans(self, text: str, after: str) -> Iterator[tuple[int, int]]:
        whole = f"{text}{after[:120]}"
        for found in _POINTS.finditer(text):
            if _ELSEWHERE.match(whole, found.end()) or _ACT_BEFORE.search(whole[: found.start()][-90:]):
                continue
            yield from self._points(_kind(found["word"]), found["spots"])

    def _points(self, kind: str, spots: str) -> Iterator[tuple[int, int]]:
        before: tuple[int, int] | None = None
        for found in _SPOTS.finditer(spots):
            span = self._index.find(kind, found["spot"])
            if span is None:
                continue
            # '65 to 69': all between them, unless the second stands before the first.
            if found["link"] and before and span[0] >= before[0]:
                span = before[0], max(before[1], span[1])
            yield span
            before = span


def resolve(references: Sequence[str], passages: Sequence[Passage]) -> tuple[Reference, ...]:
    """Each reference as printed or typed, in order, with the places of the passages it leads to.

    `passages` are those of the whole paper in order. For many questions of one paper, build `Places` once.
    """
    places = Places(passages)
    return tuple(places.resolve(text) for text in references)


def resolved(stem: str, references: Sequence[str], places: Places) -> tuple[Reference, ...]:
    """The references of a question's stem with the places they lead to, each judged by what follows it there."""
    out = []
    for text in references:
        _, _, after = stem.partition(text)
        out.append(places.resolve(text, after))
    return tuple(out)
