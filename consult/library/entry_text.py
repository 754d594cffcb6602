"""The texts of a library entry that search reads, and the same texts cut into words for ranking."""

from dataclasses import dataclass

from consult.library.analyse import token, words

TEXT_FIELDS = ("question", "answer", "body", "consultation")
"""The searchable texts of an entry, in the order in which every engine keeps them."""


@dataclass(frozen=True, slots=True)
class IndexedEntry:
    """One adopted answer as search sees it: plain text, the body that issued the consultation, the year of adoption."""

    id: int
    question: str
    answer: str
    body: str
    consultation: str
    year: int | None

    def texts(self) -> tuple[str, str, str, str]:
        """The searchable texts in the order of TEXT_FIELDS."""
        return self.question, self.answer, self.body, self.consultation


@dataclass(frozen=True, slots=True)
class EntryWords:
    """An entry as ranking reads it: each text as its words in their order, once as `analyse.token` and once as folded.

    The folded words stay joined by spaces, for few queries need them.
    """

    id: int
    year: int | None
    tokens: tuple[list[str], ...]
    written: tuple[str, ...]


def words_of(entry: IndexedEntry) -> EntryWords:
    """Cut the texts of an entry into words."""
    found = [words(text) for text in entry.texts()]
    tokens = tuple([token(word) for word in each] for each in found)
    return EntryWords(entry.id, entry.year, tokens, tuple(map(" ".join, found)))
