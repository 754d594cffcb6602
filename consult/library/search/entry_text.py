"""The texts of a library entry that search reads, and the same texts cut into words for ranking.

What an index keeps of an entry is also said here, once for every engine: by which tokens it is found (`looked_up`), and
its words from which it is ranked (`stored`, `restored`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from consult.library.search.analyse import APART, COMMON_TOKENS, compounds, token, words

TEXT_FIELDS = ("question", "answer", "body", "consultation")
"""The searchable texts of an entry, in the order in which every engine keeps them."""
NARROW_FIELDS = ("question", "body", "consultation")
"""Texts whose stems are also indexed for themselves; in an answer nearly every entry's words stand anyway."""
LONGEST_TEXT = 100_000
"""Characters read of each text: about 40 pages, and little enough for every engine to hold."""
_APART = f" {APART} "


@dataclass(frozen=True, slots=True)
class IndexedEntry:
    """One adopted answer as search sees it: plain text, the body that issued the consultation, the day of adoption."""

    id: int
    question: str
    answer: str
    body: str
    consultation: str
    adopted_on: date | None

    def texts(self) -> tuple[str, str, str, str]:
        """The searchable texts in the order of TEXT_FIELDS."""
        return self.question, self.answer, self.body, self.consultation


@dataclass(frozen=True, slots=True)
class EntryWords:
    """An entry as ranking reads it: each text as its words in their order, once as `analyse.token` and once as folded.

    Each text is one string, as `line` makes it: to find a word in a string takes a tenth of what taking the string to
    pieces does. The folded words stay joined by spaces. Behind the words of a text stand its compounds, each as one
    word with APART before it. `day` is the day of adoption as its ordinal.
    """

    id: int
    day: int | None
    tokens: tuple[str, ...]
    written: tuple[str, ...]

    @property
    def year(self) -> int | None:
        """The year of adoption."""
        return year_of(self.day)


def line(tokens: Iterable[str]) -> str:
    """Tokens as one string, each between two spaces of its own, so that one that is said twice is found twice."""
    return "".join([f" {token} " for token in tokens])


def length(line: str) -> int:
    """How many words a text has, given as its line; its compounds are no further words of it."""
    if not line:
        return 0
    apart = line.find(_APART)
    return line.count("  ") + 1 if apart < 0 else line.count("  ", 0, apart + 1)


def year_of(day: int | None) -> int | None:
    """The year in which a day lies."""
    return None if day is None else date.fromordinal(day).year


def words_of(entry: IndexedEntry) -> EntryWords:
    """Cut the texts of an entry into words."""
    found = [words_and_compounds(text[:LONGEST_TEXT]) for text in entry.texts()]
    tokens = tuple(line(map(token, each)) for each in found)
    day = None if entry.adopted_on is None else entry.adopted_on.toordinal()
    return EntryWords(entry.id, day, tokens, tuple(map(" ".join, found)))


def words_and_compounds(text: str) -> list[str]:
    """The folded words of a text in their order, and behind them its compounds."""
    return [*words(text), *(each for word, _, _ in compounds(text) for each in (APART, word))]


def looked_up(entry: EntryWords) -> dict[str, set[str]]:
    """What an index finds entries by: their stems, their words as written, and the stems of their short texts."""
    written = set(" ".join(entry.written).split()) - {APART}
    found = {"stem": set("".join(entry.tokens).split()) - COMMON_TOKENS, "word": written}
    return found | {name: set(entry.tokens[TEXT_FIELDS.index(name)].split()) - COMMON_TOKENS for name in NARROW_FIELDS}


def stored(entry: EntryWords) -> str:
    """The words of an entry as an index keeps them: a line for each text, first in tokens and then as written."""
    return "\n".join((*entry.tokens, *entry.written))


def restored(content: str, entry_id: int, day: int | None) -> EntryWords:
    """The entry that was stored."""
    lines = tuple(content.split("\n"))
    return EntryWords(entry_id, day, lines[: len(TEXT_FIELDS)], lines[len(TEXT_FIELDS) :])
