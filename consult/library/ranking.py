"""Which entries match a query and in which order: the one judgement every engine shares.

The order is BM25F (Robertson and Zaragoza 2009) over the texts of an entry with the question counted twice, raised where an
entry holds more of the words asked for and where it holds them side by side. Statistics are those of the whole collection.
Equal scores are put newest year first, then newest entry first, so that the order is fixed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log

from consult.library.analyse import is_common, stem
from consult.library.entry_text import TEXT_FIELDS, EntryWords
from consult.library.query import And, Field, Fuzzy, Leaf, Node, Not, Or, Phrase, Prefix, Query, Term, Years, leaves

Word = Term | Prefix | Fuzzy
"""The leaves an index looks up."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each thing counts. Chosen on judged collections of several kinds; none is named in the rules."""

    fields: tuple[float, ...] = (2.0, 1.0, 0.5, 0.5)
    length: tuple[float, ...] = (0.4, 0.7, 0.4, 0.4)
    saturation: float = 1.6
    coverage: float = 0.5
    adjacency: float = 0.5


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found, with its score (comparable within one search only)."""

    entry_id: int
    score: float


@dataclass(frozen=True, slots=True)
class Statistics:
    """The collection as a whole: entries, mean words of each text, and in how many entries each word of a query stands."""

    count: int
    mean_words: tuple[float, ...]
    found_in: Mapping[Word, int]

    def rarity(self, word: Word) -> float:
        """How much a word tells: the logarithm of how rare it is, never below zero."""
        found = self.found_in.get(word, 0)
        return log(1 + (self.count - found + 0.5) / (found + 0.5))


def words_of_leaf(leaf: Leaf) -> tuple[Word, ...]:
    """What an index looks up for a leaf: a phrase's telling words, otherwise the leaf itself."""
    return leaf.terms() if isinstance(leaf, Phrase) else (leaf,)


def wanted_words(query: Query) -> tuple[Word, ...]:
    """The words a query asks for (not those it leaves out), each once, in its order."""
    found = (word for leaf, _, wanted in leaves(query.tree) if wanted for word in words_of_leaf(leaf))
    return tuple(dict.fromkeys(found))
