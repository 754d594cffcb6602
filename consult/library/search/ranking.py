"""In which order entries are found: the one judgement every engine shares.

The order is BM25F (Robertson and Zaragoza 2009): the texts of an entry together, the question counting most, and a
little more where words asked for one after another stand close together in that order. Statistics are those of the
whole collection. Equal scores are put latest adopted first, then newest entry first, so that the order is fixed.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from math import log
from operator import mul
from typing import Protocol

from consult.library.search.analyse import token
from consult.library.search.entry_text import TEXT_FIELDS, EntryWords, length, line
from consult.library.search.query import (
    Closed,
    Common,
    Fuzzy,
    Leaf,
    Phrase,
    Prefix,
    Query,
    Term,
    leaves,
)
from consult.library.search.sought import Counts, Sought, starts

MOST_HITS = 200
"""Entries put in order for one search: what a person could ever page through, and what bounds its time."""
MOST_READ = 10_000
"""Entries looked at to find those: a phrase of very common words may leave some unread."""
CLOSE = 0.5
"""The cosine from which a hit is a good match for its meaning, whatever words it shares."""
ENOUGH = 2_000
"""Entries gathered for a similar question, roughly: ten for each that is put in order."""
_QUESTION = TEXT_FIELDS.index("question")
_BATCH = 200
_LARGEST_BATCH = 5_000

Word = Term | Prefix | Fuzzy
"""The leaves an index looks up."""
Counted = Word | Common
"""What an index counts the entries of."""
Permitted = Callable[[Sequence[int]], Collection[int]]
"""Of these entry ids, those the viewer may find (asked in batches, most promising first)."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each thing counts: the middle of a wide range that does best on judged collections of several kinds."""

    texts: tuple[float, ...] = (5.0, 1.0, 1.0, 1.0)
    """How many times a word counts in each of TEXT_FIELDS."""
    length: tuple[float, ...] = (0.8, 0.5, 0.5, 0.5)
    """How far a text's length takes from it: 0 not at all, 1 in full proportion (BM25's b)."""
    saturation: float = 3.5
    """How slowly a word said again adds less (BM25's k1)."""
    together: float = 0.2
    """What two words close together count, in shares of the less rare of them."""
    reach: int = 3
    """Words on from the first within which the second is close: common words lie between them."""
    common: float = 0.6
    """What a common word of a short question counts where an entry's question has it, in shares of how rare it is."""
    beside: float = 0.3
    """What two words side by side there count, one of them common ('how long'), of a word that is as rare as can be."""
    short: int = 4
    """Telling words up to which a question is short (see `shortness`)."""
    asked: float = 0.1
    """How much more an entry counts whose question has all the words, in shares of its score."""


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found, with its score (comparable within one search only), and its cosine where meaning counted."""

    entry_id: int
    score: float
    cosine: float = 0.0


@dataclass(frozen=True, slots=True)
class Statistics:
    """The collection as a whole: entries, mean words of each text, in how many entries each word of a query stands."""

    count: int
    mean_words: tuple[float, ...]
    found_in: Mapping[Counted, int]

    def rarity(self, leaf: Leaf | Common) -> float:
        """How much a leaf tells: the logarithm of how rare it is, never below zero; a phrase as much as its words."""
        if isinstance(leaf, Phrase):
            return sum(map(self.rarity, leaf.terms()))
        if isinstance(leaf, Closed):
            return self.rarity(Term(leaf.stem))
        found = self.found_in.get(leaf, 0)
        return log(1 + (self.count - found + 0.5) / (found + 0.5))


class Gathered(Protocol):
    """What an engine found for a query: every entry that may fulfil it, and the means to read them."""

    @property
    def statistics(self) -> Statistics:
        """The collection as it was when the entries were gathered."""

    @property
    def entry_ids(self) -> Iterable[int]:
        """Entries by the sum of `promise` of the wanted words they hold, highest first, then newest entry first.

        They are asked for no further than they are needed.
        """

    def read(self, entry_ids: Sequence[int]) -> list[EntryWords]:
        """The words of these entries in the same order."""


def words_of_leaf(leaf: Leaf) -> tuple[Word, ...]:
    """What an index looks up for a leaf: a phrase's telling words, a compound's stem, otherwise the leaf itself."""
    if isinstance(leaf, Closed):
        return (Term(leaf.stem),)
    return leaf.terms() if isinstance(leaf, Phrase) else (leaf,)


def wanted_words(query: Query) -> tuple[Word, ...]:
    """The words a query asks for (not those it leaves out), each once, in its order."""
    found = (word for leaf, _, wanted in leaves(query.tree) if wanted for word in words_of_leaf(leaf))
    return tuple(dict.fromkeys(found))


def counted_words(query: Query) -> tuple[Counted, ...]:
    """What an index counts the entries of for a query: the words it asks for, and the common ones beside them."""
    return (*wanted_words(query), *(word for word in query.said if isinstance(word, Common)))


def shortness(said: Sequence[Term | Common]) -> float:
    """How short a question is: 1 up to WEIGHTS.short telling words, a quarter with twice as many, and so on."""
    telling = sum(isinstance(word, Term) for word in said)
    return min(1.0, (WEIGHTS.short / max(1, telling)) ** 2)


def promise(word: Word, statistics: Statistics) -> int:
    """What holding a word counts when candidates are put in order: a whole number, so that every engine adds alike."""
    return round(statistics.rarity(word) * 1_000)


def gathering_words(query: Query, statistics: Statistics) -> tuple[Word, ...]:
    """The words by which entries are gathered: all, or where the query says so only the rarest that occur.

    Of those so many as bring ENOUGH entries together, for a further, more common word would bring hardly a better one.
    """
    wanted = wanted_words(query)
    if query.rarest is None:
        return wanted
    occurring = [word for word in wanted if statistics.found_in.get(word)]
    kept: list[Word] = []
    for word in sorted(occurring, key=lambda word: (statistics.found_in[word], str(word)))[: query.rarest]:
        kept.append(word)
        if sum(statistics.found_in[each] for each in kept) >= ENOUGH:
            break
    return tuple(kept)


def ranked(query: Query, gathered: Gathered, limit: int, permitted: Permitted | None = None) -> list[Hit]:
    """The best entries for a query, best first."""
    reading = Sought(query)
    scale = _Scale(query, reading.leaves, gathered.statistics)
    found: list[tuple[float, int, int]] = []
    for entry in _readable(gathered, permitted):
        counts = reading.counts(entry)
        if reading.fulfilled(entry, counts):
            found.append(_standing(entry, scale.score(entry, counts)))
            if len(found) == MOST_HITS:
                break
    found.sort(reverse=True)
    return [Hit(entry_id, score) for score, _, entry_id in found[:limit]]


def _standing(entry: EntryWords, score: float) -> tuple[float, int, int]:
    """What entries are put in order by, highest first: no two stand equal. The one place that says so."""
    return round(score, 6), entry.day or 0, entry.id


def _readable(gathered: Gathered, permitted: Permitted | None) -> Iterator[EntryWords]:
    """The first MOST_READ entries that the viewer may find, read as they are asked for."""
    allowed = islice(_allowed(gathered.entry_ids, permitted), MOST_READ)
    while batch := list(islice(allowed, _BATCH)):
        yield from gathered.read(batch)


def _allowed(entry_ids: Iterable[int], permitted: Permitted | None) -> Iterator[int]:
    """The entries that the viewer may find. Where few are, ever more are asked about at once."""
    if permitted is None:
        yield from entry_ids
        return
    rest, size = iter(entry_ids), _BATCH
    while batch := list(islice(rest, size)):
        allowed = frozenset(permitted(batch))
        yield from (entry_id for entry_id in batch if entry_id in allowed)
        size = min(2 * size, _LARGEST_BATCH)


class _Scale:
    """Scores entries for one query."""

    def __init__(self, query: Query, numbered: Sequence[Leaf], statistics: Statistics) -> None:
        numbers = {leaf: number for number, leaf in enumerate(numbered)}
        # What a word counts falls as its text grows beyond the mean: times 1 / (1 - share + share * length / mean).
        self._lengths = [
            (weight, 1 - share, share / max(mean, 1.0))
            for weight, share, mean in zip(WEIGHTS.texts, WEIGHTS.length, statistics.mean_words, strict=True)
        ]
        wanted = dict.fromkeys((leaf, field) for leaf, field, is_wanted in leaves(query.tree) if is_wanted)
        self._leaves = [
            (numbers[leaf], None if field is None else TEXT_FIELDS.index(field), statistics.rarity(leaf))
            for leaf, field in wanted
        ]
        apart = {numbers[leaf] for leaf, _ in wanted if leaf not in query.beside}
        self._most_asked = sum(rarity for number, _, rarity in self._leaves if number in apart) or 1.0
        terms = [leaf for leaf, _ in wanted if isinstance(leaf, Term) and leaf not in query.beside]
        self._pairs = [
            (
                (numbers[one], line([one.stem])),
                (numbers[after], line([after.stem])),
                WEIGHTS.together * min(statistics.rarity(one), statistics.rarity(after)),
            )
            for one, after in pairwise(terms)
        ]

        self._said = _Said(query.said, statistics)

    def score(self, entry: EntryWords, counts: Counts) -> float:
        """How well an entry answers; nothing below zero."""
        worth = [
            weight / (least + slope * length(words))
            for (weight, least, slope), words in zip(self._lengths, entry.tokens, strict=True)
        ]
        total = asked = 0.0
        for number, text, rarity in self._leaves:
            found = counts[number]
            if found is not None:
                times = sum(map(mul, found, worth)) if text is None else found[text] * worth[text]
                total += rarity * _saturated(times)
                asked += rarity if found[_QUESTION] and text in (None, _QUESTION) else 0.0
        for (first_number, one), (second_number, after), rarity in self._pairs:
            first, second = counts[first_number], counts[second_number]
            if first is not None and second is not None:
                both = [text for text, times in enumerate(map(mul, first, second)) if times]
                close = sum(_together(one, after, entry.tokens[text]) * worth[text] for text in both)
                total += rarity * _saturated(close)
        total *= 1 + WEIGHTS.asked * asked / self._most_asked
        return total + self._said.score(entry.tokens[_QUESTION], worth[_QUESTION])


class _Said:
    """Scores a question as it reads, by the common words of what was asked: 'How long' tells it from 'How far'.

    In a long question the telling words say it all, and its common words would only count how long it is.
    """

    def __init__(self, said: Sequence[Term | Common], statistics: Statistics) -> None:
        share = shortness(said)
        lines = [(word, line([word.stem if isinstance(word, Term) else token(word.word)])) for word in said]
        self._looked_for = [
            (common, share * WEIGHTS.common * statistics.rarity(word))
            for word, common in lines
            if isinstance(word, Common)
        ]
        self._looked_for += [
            (one + other, share * WEIGHTS.beside)
            for (first, one), (second, other) in pairwise(lines)
            if isinstance(first, Common) or isinstance(second, Common)
        ]

    def score(self, question: str, worth: float) -> float:
        """What the common words count in an entry's question, given as its line, each time worth so much."""
        found = ((question.count(wanted), weight) for wanted, weight in self._looked_for)
        return sum(weight * _saturated(times * worth) for times, weight in found if times)


def _saturated(times: float) -> float:
    return times * (WEIGHTS.saturation + 1) / (times + WEIGHTS.saturation)


def _together(one: str, other: str, tokens: str) -> int:
    """How often the second word, as a line, closely follows the first in a text."""
    close = set(starts(tokens, other))
    return sum(not close.isdisjoint(range(at + 1, at + 1 + WEIGHTS.reach)) for at in starts(tokens, one))
