"""One commit of the embedded index, opened for reading: gathers what may fulfil a query. See `index` beside it."""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, sub
from struct import Struct
from threading import Lock
from typing import Any
from weakref import finalize

from whoosh.reading import TermNotFound

from consult.library.search.entry_text import TEXT_FIELDS, EntryWords, looked_up, restored, year_of
from consult.library.search.gathering import (
    AllOf,
    AnyOf,
    Held,
    Plan,
    in_order_of_promise,
    plan_of,
    required,
)
from consult.library.search.query import (
    Common,
    Fuzzy,
    Prefix,
    Query,
    Term,
    Years,
)
from consult.library.search.ranking import (
    Counted,
    Statistics,
    Word,
    counted_words,
    gathering_words,
    promise,
)
from consult.library.search.sought import is_meant

FACTS = Struct(f"!qi{len(TEXT_FIELDS)}I")
"""What is kept of each entry for fast reading: its id, its day (0 for none), the number of words of each text."""
NO_DAY = 0


class Facts:
    """The FACTS of the documents of one segment, each kind in an array: lists take ten times the memory."""

    def __init__(self, packed: Iterable[bytes]) -> None:
        self.ids, self.days = array("q"), array("i")
        self.lengths = tuple(array("I") for _ in TEXT_FIELDS)
        for content in packed:
            entry_id, day, *lengths = FACTS.unpack(content)
            self.ids.append(entry_id)
            self.days.append(day)
            for each, length in zip(self.lengths, lengths, strict=True):
                each.append(length)


@dataclass
class Segment:
    """One file of the index. It never changes except that entries in it are marked as replaced or removed."""

    facts: Facts
    contents: Any
    """Whoosh's column of what `stored` made of each entry."""
    deleted: frozenset[int] = frozenset()
    lost: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often each token stands in the deleted entries, which Whoosh still counts."""

    def words(self) -> list[int]:
        """How many words its entries have in each text."""
        return [sum(each) - sum(each[at] for at in self.deleted) for each in self.facts.lengths]


class Snapshot:
    """One commit, opened. Whoosh's readers move a position in a file they share, so one thread reads at a time."""

    def __init__(self, reader: Any, known: dict[str, Segment]) -> None:
        self._lock = Lock()
        self._readers: list[tuple[Any, int, Segment]] = []
        self.segments: dict[str, Segment] = {}
        self._document: dict[int, int] = {}
        self._ids, self._days = array("q"), array("i")
        for leaf, offset in reader.leaf_readers() if reader.doc_count_all() else ():
            finalize(self, close, leaf)
            name = leaf.segment().segment_id()
            segment = _segment(leaf, known.get(name))
            self.segments[name] = segment
            self._readers.append((leaf, offset, segment))
            self._ids += segment.facts.ids
            self._days += segment.facts.days
            live = enumerate(segment.facts.ids, offset)
            self._document.update((entry_id, at) for at, entry_id in live if at - offset not in segment.deleted)
        words = [sum(each) for each in zip(*(segment.words() for segment in self.segments.values()), strict=True)]
        self.count = len(self._document)
        self.mean_words = tuple(total / max(1, self.count) for total in words or [0] * len(TEXT_FIELDS))

    @property
    def entry_ids(self) -> frozenset[int]:
        """Every entry of this commit."""
        return frozenset(self._document)

    def held(self, entry_ids: Iterable[int]) -> list[int]:
        """Those of these entries that this commit has."""
        return [entry_id for entry_id in entry_ids if entry_id in self._document]

    def gather(self, query: Query) -> "Found":
        """Every entry that may fulfil a query, most promising first."""
        with self._lock:
            return _Gathering(self, query).found()

    def in_order(self, gathered: AbstractSet[int], held: Sequence[tuple[int, AbstractSet[int]]]) -> Iterator[int]:
        """The ids of documents, most promising first, then newest entry first."""
        for group in in_order_of_promise(gathered, held):
            yield from sorted(map(self._ids.__getitem__, group), reverse=True)

    def read(self, entry_ids: Sequence[int]) -> list[EntryWords]:
        """The words of these entries."""
        with self._lock:
            return [self._read(self._document[entry_id]) for entry_id in entry_ids]

    def _read(self, document: int) -> EntryWords:
        _, offset, segment = next(found for found in reversed(self._readers) if found[1] <= document)
        content = segment.contents[document - offset].decode()
        return restored(content, self._ids[document], self._days[document] or None)

    def documents_of(self, entry_ids: Iterable[int]) -> list[int]:
        """The documents of these entries, of those that are there."""
        return [self._document[entry_id] for entry_id in entry_ids if entry_id in self._document]

    def everything(self) -> AbstractSet[int]:
        """All documents."""
        return set(self._document.values())

    def of_years(self, years: Years) -> AbstractSet[int]:
        """The documents of a range of years."""
        found = ((at, self._days[at]) for at in self._document.values())
        return {at for at, day in found if day != NO_DAY and years.holds(year_of(day))}

    def documents(self, name: str, token: str) -> AbstractSet[int]:
        """The documents that hold a token."""
        found: set[int] = set()
        for leaf, offset, segment in self._readers:
            inside = _documents(leaf, name, token)
            if segment.deleted:
                inside = [at for at in inside if at not in segment.deleted]
            found.update([at + offset for at in inside] if offset else inside)
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
    entry_ids: Iterable[int]
    snapshot: Snapshot

    def read(self, entry_ids: Sequence[int]) -> list[EntryWords]:
        """The words of these entries in the same order."""
        return self.snapshot.read(entry_ids)


class _Gathering:
    """Gathers for one query; each word is looked up once."""

    def __init__(self, snapshot: Snapshot, query: Query) -> None:
        self._snapshot = snapshot
        self._query = query
        self._found: dict[Word, AbstractSet[int]] = {}

    def found(self) -> Found:
        """The candidates in the order of their promise."""
        frequencies = {word: self._frequency(word) for word in counted_words(self._query)}
        statistics = Statistics(self._snapshot.count, self._snapshot.mean_words, frequencies)
        kept = gathering_words(self._query, statistics)
        plan = plan_of(self._query, kept)
        gathered = self._documents(plan)
        telling = [word for word in kept if word not in required(plan)] if gathered else []
        held = [(promise(word, statistics), self._holders(word)) for word in telling]
        return Found(statistics, self._snapshot.in_order(gathered, held), self._snapshot)

    def _frequency(self, word: Counted) -> int:
        if isinstance(word, Term):
            return self._snapshot.frequency("stem", word.stem)
        if isinstance(word, Common):
            return self._snapshot.frequency("word", word.word)
        return len(self._holders(word))

    def _holders(self, word: Word) -> AbstractSet[int]:
        if word not in self._found:
            if isinstance(word, Term):
                self._found[word] = self._snapshot.documents("stem", word.stem)
            else:
                each = (self._snapshot.documents("word", token) for token in self._snapshot.written(word))
                self._found[word] = frozenset[int]().union(*each)
        return self._found[word]

    def _documents(self, plan: Plan) -> AbstractSet[int]:
        """The documents of a plan."""
        match plan:
            case Held(Term(stem), str(field)):
                return self._snapshot.documents(field, stem)
            case Held(word):
                return self._holders(word)
            case Years():
                return self._snapshot.of_years(plan)
            case AnyOf(parts):
                return frozenset[int]().union(*map(self._documents, parts))
            case AllOf(parts, without):
                asked = sorted(map(self._documents, parts), key=len)
                found = reduce(and_, asked) if asked else self._snapshot.everything()
                return reduce(sub, map(self._holders, without), found)
        return self._snapshot.everything()


def close(leaf: Any) -> None:
    """Close the file of a segment, which Whoosh leaves to chance."""
    leaf._storage.close()


def _segment(leaf: Any, known: Segment | None) -> Segment:
    """What is known of a segment, read once and then only where entries have been marked as gone."""
    if known is None:
        packed = leaf.column_reader("facts", translate=False)
        known = Segment(Facts(packed[at] for at in range(leaf.doc_count_all())), None)
    contents = leaf.column_reader("entry", translate=False)
    deleted = frozenset(leaf.segment().deleted_docs())
    lost = Counter(known.lost)
    for at in deleted - known.deleted:
        gone = restored(contents[at].decode(), known.facts.ids[at], None)
        for name, found in looked_up(gone).items():
            lost.update((name, token) for token in found)
    return Segment(known.facts, contents, deleted, lost)


def _documents(leaf: Any, name: str, token: str) -> Sequence[int]:
    """The documents of a segment that hold a token, those deleted among them: as `writing` wrote them."""
    try:
        info = leaf.term_info(name, token)
    except TermNotFound:
        return ()
    documents = array("I")
    size = info.doc_frequency() * documents.itemsize  # Whoosh reads back the size of the list as something else
    documents.frombytes(leaf._terms._postfile.get(info.extent()[0], size))
    return documents
