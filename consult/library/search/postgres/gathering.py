"""One search in the index that PostgreSQL holds: gathers what may fulfil a query. See `index` beside it.

Every look-up is a tsquery of finished lexemes, answered by the GIN index alone: what kind of look-up a lexeme serves is
its first letter, so nothing has to be checked again in the rows. Entries are asked for in the order of their promise:
where words are few, one combination of them after another; where they are rare, by lists that are put in order here.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import groupby, product
from typing import Any

import sqlalchemy as sa

from consult.library.search.entry_text import EntryWords, looked_up, restored
from consult.library.search.gathering import (
    AllOf,
    AnyOf,
    Everything,
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

NOTHING = "'-'"  # no lexeme begins with a dash
_COUNTED = "swy"
SHORT_LISTS = 2_000
"""Entries that are listed for the words of a query rather than asked for by combinations of words."""
FEW_WORDS = 4
"""Words whose combinations are asked for one by one: 16 at most."""
FIRST_PAGE, NEXT_PAGE = 400, 20_000
"""Entries asked for at once."""

BEGIN = """
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
LOCK TABLE search_state, search_words, search_entries IN ACCESS SHARE MODE;
SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off; SET LOCAL jit = off;
SET LOCAL max_parallel_workers_per_gather = 0
"""
"""The lock comes before the first reading, so that a rebuild does not put other tables under a search.

The planner's guesses are put aside: it takes a common word for a reason to read every row, and its words with it.
"""


def lexeme(kind: str, token: str) -> str:
    """What stands for a token in the index: the first letter of the kind of look-up, and the token."""
    return kind[0] + token


def lexemes_of(entry: EntryWords) -> list[str]:
    """All that an entry is found by. A word that is a stem as well is kept once, as plain: most words are."""
    kinds = looked_up(entry)
    plain = kinds["stem"] & kinds["word"]
    kinds = {**kinds, "stem": kinds["stem"] - plain, "word": kinds["word"] - plain, "plain": plain}
    found = [letter + token for letter, tokens in _by_letter(kinds) for token in tokens]
    return found if entry.day is None else [*found, lexeme("year", str(entry.year))]


def _by_letter(kinds: Mapping[str, AbstractSet[str]]) -> Iterator[tuple[str, AbstractSet[str]]]:
    return ((lexeme(kind, ""), tokens) for kind, tokens in kinds.items())


def counted(lexemes: Mapping[str, int]) -> Counter[str]:
    """Of lexemes with their numbers those whose entries are counted: stems to rank by, words and years to look for."""
    found = Counter({each: count for each, count in lexemes.items() if each[0] in _COUNTED})
    plain, stem, word = (lexeme(kind, "") for kind in ("plain", "stem", "word"))
    for each, count in lexemes.items():
        if each[0] == plain:
            found[stem + each[1:]] += count
            found[word + each[1:]] += count
    return found


def _either(kind: str, token: str, ending: str = "") -> str:
    """The tsquery of a stem or of a word as written, each of which may be kept as plain."""
    return f"('{lexeme(kind, token)}'{ending} | '{lexeme('plain', token)}'{ending})"


@dataclass(frozen=True)
class Found:
    """What was gathered for a query (`ranking.Gathered`)."""

    statistics: Statistics
    entry_ids: Iterable[int]
    asked: "Asking"

    def read(self, entry_ids: Sequence[int]) -> list[EntryWords]:
        """The words of these entries in the same order."""
        return self.asked.read(entry_ids)


class Asking:
    """A transaction in which one query is answered."""

    def __init__(self, connection: sa.Connection, count: int, words: Sequence[int]) -> None:
        self._connection = connection
        self._count = count
        self._mean_words = tuple(total / max(1, count) for total in words)
        self._lexemes: dict[Word, str] = {}

    def gather(self, query: Query) -> Found:
        """Every entry that may fulfil a query, most promising first."""
        statistics = Statistics(self._count, self._mean_words, self._found_in(counted_words(query)))
        kept = gathering_words(query, statistics)
        plan = plan_of(query, kept)
        telling = [word for word in kept if statistics.found_in[word] and word not in required(plan)]
        return Found(statistics, self._in_order(plan, telling, statistics), self)

    def read(self, entry_ids: Sequence[int]) -> list[EntryWords]:
        """The words of these entries in the same order."""
        found = {entry.id: entry for entry in self.held(entry_ids)}
        return [found[number] for number in entry_ids]

    def held(self, entry_ids: Sequence[int]) -> list[EntryWords]:
        """The words of those of these entries that the index has."""
        statement = "SELECT entry_id, day, content FROM search_entries WHERE entry_id = ANY(%(ids)s::bigint[])"
        return [restored(content, number, day) for number, day, content in self._all(statement, ids=entry_ids)]

    def _all(self, statement: str, **values: Any) -> Sequence[Any]:
        values = {
            name: list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
            for name, value in values.items()
        }
        return self._connection.exec_driver_sql(statement, values).all()

    def _found_in(self, words: Sequence[Counted]) -> dict[Counted, int]:
        """In how many entries each word stands."""
        known: dict[str, Counted] = {lexeme("stem", word.stem): word for word in words if isinstance(word, Term)}
        known |= {lexeme("word", word.word): word for word in words if isinstance(word, Common)}
        statement = "SELECT word, entries FROM search_words WHERE word = ANY(%(words)s::text[])"
        found: dict[Counted, int] = dict.fromkeys(words, 0)
        found.update((known[each], count) for each, count in (self._all(statement, words=[*known]) if known else ()))
        for word in words:
            if isinstance(word, Prefix | Fuzzy):
                counted = "SELECT count(*) FROM search_entries WHERE lexemes @@ %(query)s::tsquery"
                found[word] = self._all(counted, query=self._holders(word))[0][0]
        return found

    def _holders(self, word: Word) -> str:
        """The tsquery of the entries that hold a word."""
        if word not in self._lexemes:
            match word:
                case Term(stem):
                    self._lexemes[word] = _either("stem", stem)
                case Prefix(start):
                    self._lexemes[word] = _either("word", start, ":*")
                case Fuzzy():
                    self._lexemes[word] = _any(_either("word", each) for each in self._written(word))
        return self._lexemes[word]

    def _written(self, word: Fuzzy) -> list[str]:
        """The words of the index a fuzzy word stands for."""
        starting = self._starting(lexeme("word", word.word[:1]))
        return [each[1:] for each in starting if is_meant(each[1:], word)]

    def _starting(self, start: str) -> list[str]:
        statement = "SELECT word FROM search_words WHERE word >= %(start)s AND word < %(end)s AND entries > 0"
        return [row[0] for row in self._all(statement, start=start, end=start + "\U0010ffff")]

    def _query(self, plan: Plan) -> str | None:
        """The tsquery of a plan; None for everything."""
        match plan:
            case Held(Term(stem), str(field)):
                return f"'{lexeme(field, stem)}'"
            case Held(word):
                return self._holders(word)
            case Years():
                years = (each[1:] for each in self._starting(lexeme("year", "")))
                return _any(f"'{lexeme('year', year)}'" for year in years if plan.holds(int(year)))
            case AnyOf(parts):
                queries = [self._query(part) for part in parts]
                return None if None in queries else _any(query for query in queries if query is not None)
            case AllOf(parts, without):
                asked = [query for part in parts if (query := self._query(part)) is not None]
                return _all([*asked, *(f"!({self._holders(word)})" for word in without)])
            case Everything():
                return None

    def _in_order(self, plan: Plan, telling: list[Word], statistics: Statistics) -> Iterator[int]:
        """The entries of a plan, most promising first, then newest entry first."""
        query = self._query(plan)
        if query == NOTHING:
            return
        held = [(promise(word, statistics), self._holders(word)) for word in telling]
        short = sum(statistics.found_in[word] for word in telling) <= SHORT_LISTS
        if telling and (len(telling) > FEW_WORDS or short):
            for group in self._groups(plan, query, held):
                yield from sorted(group, reverse=True)
        else:
            for combination in _combinations(query, held):
                yield from self._paged(combination)

    def _groups(self, plan: Plan, query: str | None, held: list[tuple[int, str]]) -> Iterator[AbstractSet[int]]:
        lists = self._lists([each for _, each in held])
        if isinstance(plan, AnyOf) and all(isinstance(part, Held) and part.field is None for part in plan.parts):
            gathered = set().union(*lists)
        else:
            gathered = self._lists([query])[0]
        return in_order_of_promise(gathered, [(worth, each) for (worth, _), each in zip(held, lists, strict=True)])

    def _lists(self, queries: Sequence[str | None]) -> list[set[int]]:
        """The entries of each query."""
        if None in queries:
            return [{row[0] for row in self._all("SELECT entry_id FROM search_entries")}]
        statement = """
            SELECT ARRAY(SELECT entry_id FROM search_entries WHERE lexemes @@ asked.query::tsquery)
            FROM unnest(%(queries)s::text[]) WITH ORDINALITY AS asked(query, n) ORDER BY n
        """
        return [set(row[0]) for row in self._all(statement, queries=queries)]

    def _paged(self, query: str | None) -> Iterator[int]:
        """The entries of a query, newest entry first, read no further than they are needed."""
        where = "true" if query is None else "lexemes @@ %(query)s::tsquery"
        statement = f"SELECT entry_id FROM search_entries WHERE {where}"
        page = [row[0] for row in self._all(f"{statement} ORDER BY entry_id DESC LIMIT {FIRST_PAGE}", query=query)]
        yield from page
        later = f"{statement} AND entry_id + 0 < %(below)s ORDER BY entry_id DESC LIMIT {NEXT_PAGE}"
        size = FIRST_PAGE
        while len(page) == size:
            page = [row[0] for row in self._all(later, query=query, below=page[-1])]
            yield from page
            size = NEXT_PAGE


def _any(queries: Iterable[str]) -> str:
    asked = [query for query in dict.fromkeys(queries) if query != NOTHING]
    return f"({' | '.join(asked)})" if asked else NOTHING


def _all(queries: Sequence[str]) -> str | None:
    if NOTHING in queries:
        return NOTHING
    return f"({' & '.join(dict.fromkeys(queries))})" if queries else None


def _combinations(query: str | None, held: list[tuple[int, str]]) -> Iterator[str | None]:
    """What to ask one after another: the entries that hold one combination of the words, highest promise first."""

    def worth(chosen: tuple[bool, ...]) -> int:
        return sum(each for (each, _), is_held in zip(held, chosen, strict=True) if is_held)

    chosen = sorted(product((True, False), repeat=len(held)), key=worth, reverse=True)
    for _, equal in groupby(chosen, worth):
        words = (
            _all([each if is_held else f"!({each})" for (_, each), is_held in zip(held, one, strict=True)])
            for one in equal
        )
        either = [each for each in words if each is not None]
        yield _all([*([query] if query else []), *([_any(either)] if either else [])])
