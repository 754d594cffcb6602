"""Headings: under which section each item stands, and whether that section is about the questions or beside them."""

import re
from dataclasses import dataclass, field

from consult.question_sets.recognising.facts import Item, LineRole

_ASIDE = re.compile(
    r"frequently asked|\bfaqs?\b|questions and answers|\bq\s?(?:&|and)\s?a\b|contact details|how to respond|"
    r"about (?:this|the) (?:consultation|survey|paper|document)|next steps|data protection|privacy|glossary|"
    r"public participation|(?:how to|submitting|submission of|sending) (?:your |written )?(?:comments?|evidence|"
    r"responses?|submit|comment|take part)|^submissions?$|"
    r"disclaimer|confidentiality|ways to respond|responding to this",
    re.I,
)
_ON_QUESTIONS = re.compile(
    r"\bquestions?\b|\byour (?:views?|responses?|comments|say|feedback|input)\b|views (?:sought|invited|wanted)|"
    r"questionnaire|\bsurvey\b|\bfeedback\b|response form|request for (?:input|comments?|information)|"
    r"seeking (?:views|comments|feedback)|issues? for (?:comment|consultation|discussion)|what do you think",
    re.I,
)
# What others said or asked already.
_GATHERED = re.compile(
    r"\b(?:user|customer|visitor|resident|public|staff|client|patient|partner|reader)s?[’']? feedback\b"
    r"(?! (?:form|survey))|\bfeedback (?:received|gathered|collected|report|summary|from)\b|"
    r"\b(?:summary|analysis|report) of (?:the )?feedback\b|\bquestions? (?:from|raised by|asked by|put by)\b",
    re.I,
)
_LEADS_IN = re.compile(
    r"\bquestions?\b|\bviews\b|\bcomments?\b|\bfeedback\b|\binput\b|\bevidence\b|\bsubmissions?\b|\bconsider\b|"
    r"\basked?\b|\banswer",
    re.I,
)
# 'Submissions should:' leads in to rules for them.
_RULES = re.compile(r"\b(?:should|must|can|may|will|shall|cannot|not)(?: be)?\s*:\s*$", re.I)
_NUMBER = re.compile(
    r"^(?:(?:[Ss]ection|SECTION|[Pp]art|PART|[Cc]hapter|CHAPTER|[Aa]nnex|[Aa]ppendix)\s+)?"
    r"(?:(?:[IVX]+|[A-Z])[.):]|\d+(?:\.\d+)*[.):]?)\s+(?=\S)"
)


def section_name(text: str) -> str | None:
    """A heading's text without its number and marks; None where nothing is left."""
    return _NUMBER.sub("", text).strip(" :*_") or None


@dataclass
class Sections:
    """The headings above each item of a paper; every question is put by the item's place.

    `taken` are the places of items that are questions, and so no headings, whatever they look like.
    """

    items: list[Item]
    taken: frozenset[int] = frozenset()
    _above: list[tuple[int, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Walk the items once, keeping the headings that are open at each."""
        open_headings: list[tuple[int, int]] = []
        above: tuple[int, ...] = ()
        for n, item in enumerate(self.items):
            self._above.append(above)
            level = item.level if item.role is LineRole.HEADING else 7 if item.bold and item.title_like else 0
            if level and n not in self.taken:
                open_headings = [pair for pair in open_headings if pair[0] < level]
                open_headings.append((level, n))
                above = tuple(place for _, place in open_headings)

    def is_aside(self, n: int) -> bool:
        """Whether the nearest heading above is of FAQs, contact details and the like."""
        above = self._above[n]
        return bool(above) and bool(_ASIDE.search(self.items[above[-1]].full))

    def is_on_questions(self, n: int) -> bool:
        """Whether a heading above, or the line that leads in to this list, says that questions follow."""
        above = [self.items[place].full for place in self._above[n]]
        if any(_ON_QUESTIONS.search(_GATHERED.sub("", text)) and not _ASIDE.search(text) for text in above):
            return True
        return self._is_led_in(n)

    def _is_led_in(self, n: int) -> bool:
        for item in reversed(self.items[max(n - 40, 0) : n]):
            if item.bullet or item.label or item.tick or item.asks_only:
                continue
            leads = item.text.rstrip().endswith(":") and not _RULES.search(item.text)
            return leads and bool(_LEADS_IN.search(item.text))
        return False

    def name(self, n: int) -> str | None:
        """The nearest heading above, as printed without its number."""
        above = self._above[n]
        return section_name(self.items[above[-1]].full) if above else None
