"""The texts of a library entry that search reads, and the same texts cut into words for ranking."""

from dataclasses import dataclass

from consult.library.analyse import words

TEXT_FIELDS = ("question", "answer", "body", "consultation")
"""The searchable texts of an entry, in the order in which every engine keeps them."""


@dataclass(frozen=True, slots=True)
class IndexedEntry:
    """One adopted answer as search sees it: plain text, the body that issued the consultation, and the year it was adopted."""

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
    """An entry as ranking reads it: the words of each text in their order (as `analyse.words` gives them)."""

    id: int
    year: int | None
    fields: tuple[tuple[str, ...], ...]


def words_of(entry: IndexedEntry) -> EntryWords:
    """Cut the texts of an entry into words."""
    return EntryWords(entry.id, entry.year, tuple(tuple(words(text)) for text in entry.texts()))
