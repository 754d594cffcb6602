"""One commit of the embedded index, opened for reading: gathers what may fulfil a query. See `whoosh_index`."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from struct import Struct
from threading import Lock
from typing import Any

from whoosh.matching.wrappers import FilterMatcher

from consult.library.entry_text import TEXT_FIELDS, EntryWords
from consult.library.query import And, Field, Fuzzy, Node, Not, Or, Phrase, Prefix, Query, Term, Years
from consult.library.ranking import Statistics, Word, gathering_words, promise, wanted_words
from consult.library.reading import is_meant

FACTS = Struct(f"!qi{len(TEXT_FIELDS)}I")
"""What is kept of each entry for fast reading: its id, its year (-1 for none), the number of words of each text."""
NO_YEAR = -1
_ID_BITS = 63  # promise and id in one number: sorted many times faster than pairs
NARROW_FIELDS = ("question", "body", "consultation")
"""Texts whose stems are also indexed for themselves; in an answer nearly every entry's words stand anyway."""


def looked_up(entry: EntryWords) -> dict[str, set[str]]:
    """What the index finds entries by: their stems, their words as written, and the stems of their short texts."""
    found = {"stem": set().union(*entry.tokens), "word": set(" ".join(entry.written).split())}
    found |= {name: set(entry.tokens[TEXT_FIELDS.index(name)]) for name in NARROW_FIELDS}
    return {name: {token for token in tokens if not token.startswith("-")} for name, tokens in found.items()}


def stored(entry: EntryWords) -> bytes:
    """The words of an entry as the index keeps them: a line for each text, first in tokens and then as written."""
    return "\n".join((*map(" ".join, entry.tokens), *entry.written)).encode()


def restored(content: bytes, entry_id: int, year: int) -> EntryWords:
    """The entry that was stored."""
    lines = content.decode().split("\n")
    texts = len(TEXT_FIELDS)
    tokens = tuple([line.split(" ") if line else [] for line in lines[:texts]])
    return EntryWords(entry_id, None if year == NO_YEAR else year, tokens, tuple(lines[texts:]))


@dataclass
class Segment:
    """One file of the index. It never changes except that entries in it are marked as replaced or removed."""

    facts: list[tuple[int, ...]]
    contents: Any
    """Whoosh's column of what `stored` made of each entry."""
    deleted: frozenset[int] = frozenset()
    lost: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often each token stands in the deleted entries, which Whoosh still counts."""


class Snapshot:
    """One commit, opened. Whoosh's readers move a position in a file they share, so one thread reads at a time."""

    def __init__(self, reader: Any, known: dict[str, Segment]) -> None:
        self._lock = Lock()
        self._readers: list[tuple[Any, int, Segment]] = []
        self.segments: dict[str, Segment] = {}
        self._document: dict[int, int] = {}
        self._facts: list[tuple[int, ...]] = []
        for leaf, offset in reader.leaf_readers() if reader.doc_count_all() else ():
            name = leaf.segment().segment_id()
            segment = _segment(leaf, known.get(name))
            self.segments[name] = segment
            self._readers.append((leaf, offset, segment))
            self._facts += segment.facts
            live = (at for at in range(len(segment.facts)) if at not in segment.deleted)
            self._document.update((segment.facts[at][0], offset + at) for at in live)
        self.ids = [facts[0] for facts in self._facts]
        lengths = [sum(self._facts[at][text + 2] for at in self._document.values()) for text in range(len(TEXT_FIELDS))]
        self.mean_words = tuple(length / max(1, len(self._document)) for length in lengths)

    @property
    def entry_ids(self) -> frozenset[int]:
        """Every entry of this commit."""
        return frozenset(self._document)

    def gather(self, query: Query) -> "Found":
        """Every entry that may fulfil a query, most promising first."""
        with self._lock:
            return _Gathering(self, query).found()

    def read(self, entry_ids: Sequence[int]) -> list[EntryWords]:
        """The words of these entries."""
        with self._lock:
            return [self._read(self._document[entry_id]) for entry_id in entry_ids]

    def _read(self, document: int) -> EntryWords:
        _, offset, segment = next(found for found in reversed(self._readers) if found[1] <= document)
        entry_id, year, *_ = self._facts[document]
        return restored(segment.contents[document - offset], entry_id, year)

    def everything(self) -> set[int]:
        """All documents."""
        return set(self._document.values())

    def of_years(self, years: Years) -> set[int]:
        """The documents of a range of years."""
        found = ((at, self._facts[at][1]) for at in self._document.values())
        return {at for at, year in found if year != NO_YEAR and years.holds(year)}

    def documents(self, name: str, token: str) -> set[int]:
        """The documents that hold a token."""
        found: set[int] = set()
        for leaf, offset, segment in self._readers:
            if (name, token) in leaf:
                inside = _postings(leaf.postings(name, token))
                found.update(at + offset for at in inside if at not in segment.deleted)
        return found

    def frequency(self, name: str, token: str) -> int:
        """How many entries hold a token, those replaced or removed not counted."""
        return sum(leaf.doc_frequency(name, token) - segment.lost[name, token] for leaf, _, segment in self._readers)

    def written(self, word: Prefix | Fuzzy) -> set[str]:
        """The words of the index a prefix or a fuzzy word stands for."""
        start = word.start if isinstance(word, Prefix) else word.word[:1]
        found = {bytes(token).decode() for leaf, _, _ in self._readers for token in leaf.expand_prefix("word", start)}
        return {token for token in found if is_meant(token, word)}


@dataclass(frozen=True)
class Found:
    """What was gathered for a query (`ranking.Gathered`)."""

    statistics: Statistics
    entry_ids: Sequence[int]
    snapshot: Snapshot

    def read(self, entry_ids: Sequence[int]) -> list[EntryWords]:
        """The words of these entries in the same order."""
        return self.snapshot.read(entry_ids)


class _Gathering:
    """Gathers for one query; each word is looked up once."""

    def __init__(self, snapshot: Snapshot, query: Query) -> None:
        self._snapshot = snapshot
        self._query = query
        self._found: dict[Word, set[int]] = {}

    def found(self) -> Found:
        """The candidates in the order of their promise."""
        wanted = wanted_words(self._query)
        frequencies = {word: self._frequency(word) for word in wanted}
        statistics = Statistics(len(self._snapshot.entry_ids), self._snapshot.mean_words, frequencies)
        if self._query.tree is None:
            return Found(statistics, (), self._snapshot)
        kept = gathering_words(self._query, statistics)
        if self._query.rarest is not None:
            candidates: set[int] = set().union(*map(self._documents, kept))
        else:
            candidates = self._candidates(self._query.tree, None)
        promises = dict.fromkeys(candidates, 0)
        for word in kept:
            worth = promise(word, statistics)
            for document in self._documents(word) & candidates:
                promises[document] += worth
        ids = self._snapshot.ids
        ordered = sorted([(worth << _ID_BITS) + ids[at] for at, worth in promises.items()], reverse=True)
        return Found(statistics, [key & ((1 << _ID_BITS) - 1) for key in ordered], self._snapshot)

    def _frequency(self, word: Word) -> int:
        if isinstance(word, Term):
            return self._snapshot.frequency("stem", word.stem)
        return len(self._documents(word))

    def _documents(self, word: Word) -> set[int]:
        if word not in self._found:
            if isinstance(word, Term):
                self._found[word] = self._snapshot.documents("stem", word.stem)
            else:
                each = (self._snapshot.documents("word", token) for token in self._snapshot.written(word))
                self._found[word] = set().union(*each)
        return self._found[word]

    def _candidates(self, node: Node, name: str | None) -> set[int]:
        """Every document that may fulfil a node, and perhaps more."""
        match node:
            case Term(stem) if name in NARROW_FIELDS:
                return self._snapshot.documents(name, stem)
            case Term() | Prefix() | Fuzzy():
                return self._documents(node)
            case Phrase():
                return self._all_of(node.terms(), name)
            case Years():
                return self._snapshot.of_years(node)
            case Field(inner, child):
                return self._candidates(child, inner)
            case And(children):
                return self._all_of(children, name)
            case Or(children):
                return set().union(*(self._candidates(child, name) for child in children))
        return self._snapshot.everything()  # a not: what it leaves out is told apart when entries are read

    def _all_of(self, children: Iterable[Node], name: str | None) -> set[int]:
        asked = [self._candidates(child, name) for child in children if not isinstance(child, Not)]
        found = reduce(set.intersection, asked) if asked else self._snapshot.everything()
        for child in children:
            if isinstance(child, Not) and isinstance(child.child, Term | Prefix | Fuzzy) and name is None:
                found = found - self._documents(child.child)
        return found


def _segment(leaf: Any, known: Segment | None) -> Segment:
    """What is known of a segment, read once and then only where entries have been marked as gone."""
    if known is None:
        facts = leaf.column_reader("facts", translate=False)
        known = Segment([FACTS.unpack(facts[at]) for at in range(leaf.doc_count_all())], None)
    contents = leaf.column_reader("entry", translate=False)
    deleted = frozenset(leaf.segment().deleted_docs())
    lost = Counter(known.lost)
    for at in deleted - known.deleted:
        entry_id, year, *_ = known.facts[at]
        for name, found in looked_up(restored(contents[at], entry_id, year)).items():
            lost.update((name, token) for token in found)
    return Segment(known.facts, contents, deleted, lost)


def _postings(matcher: Any) -> list[int]:
    """The documents of a posting list, block by block: one by one takes ten times as long in Whoosh."""
    if isinstance(matcher, FilterMatcher):
        matcher = matcher.child  # deleted documents are taken out by the caller
    found: list[int] = []
    while matcher.is_active():
        matcher.id()  # reads the block
        found += matcher._ids
        matcher._next_block()
    return found
