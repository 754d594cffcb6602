"""Which entries may fulfil a query, and in which order they are read: the same for every engine.

The plan of a query is made of look-ups alone, which every engine can do exactly. What it gathers holds every entry that
fulfils the query and perhaps some more: where a phrase stands, or in which text a word stands, only reading tells. They
are read in the order of their promise, and reading stops when enough are found, so what is common costs little.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from heapq import heappop, heappush

from consult.library.search.entry_text import NARROW_FIELDS
from consult.library.search.query import (
    And,
    Closed,
    Field,
    Fuzzy,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Term,
    Years,
)
from consult.library.search.ranking import Word


@dataclass(frozen=True, slots=True)
class Held:
    """Entries that hold a word, in any text or in one of NARROW_FIELDS."""

    word: Word
    field: str | None = None


@dataclass(frozen=True, slots=True)
class AllOf:
    """Entries that are in each part and hold none of the words `without`."""

    parts: tuple["Plan", ...]
    without: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Entries that are in one of the parts; none where there are no parts."""

    parts: tuple["Plan", ...]


@dataclass(frozen=True, slots=True)
class Everything:
    """All entries."""


Plan = Held | Years | AllOf | AnyOf | Everything


def plan_of(query: Query, kept: Sequence[Word]) -> Plan:
    """The plan of a query; `kept` are its gathering words, which are all there is to the plan where it names `rarest`.

    A query of nothing gathers nothing.
    """
    if query.tree is None:
        return AnyOf(())
    if query.rarest is not None:
        return AnyOf(tuple(map(Held, kept)))
    return _plan(query.tree, None)


def _plan(node: Node, field: str | None) -> Plan:
    match node:
        case Term(stem) | Closed(stem):
            return Held(Term(stem), field if field in NARROW_FIELDS else None)
        case Prefix() | Fuzzy():
            return Held(node)
        case Phrase():
            return AllOf(tuple(_plan(term, field) for term in node.terms()))
        case Years():
            return node
        case Field(name, child):
            return _plan(child, name)
        case And(children):
            return _all_of(children, field)
        case Or(children):
            parts = tuple(_plan(child, field) for child in children)
            return Everything() if Everything() in parts else AnyOf(parts)
    return Everything()  # a not: what it leaves out is told apart when entries are read


def _all_of(children: tuple[Node, ...], field: str | None) -> Plan:
    parts = tuple(_plan(child, field) for child in children)
    wanted = tuple(part for part in parts if part != Everything())
    nots = (child.child for child in children if isinstance(child, Not)) if field is None else ()
    without = tuple(word for word in nots if isinstance(word, Term | Prefix | Fuzzy))
    return AllOf(wanted, without) if wanted or without else Everything()


def required(plan: Plan) -> frozenset[Word]:
    """Words that every entry of a plan holds: they do not tell one from another."""
    if isinstance(plan, Held):
        return frozenset({plan.word})
    if isinstance(plan, AllOf):
        return frozenset[Word]().union(*map(required, plan.parts))
    return frozenset()


def in_order_of_promise(
    gathered: AbstractSet[int], held: Sequence[tuple[int, AbstractSet[int]]]
) -> Iterator[AbstractSet[int]]:
    """What was gathered in groups of equal promise, highest first; `held` are the promise and the holders of each word.

    Groups are split off one word at a time, always the one that can promise most, so the first cost little.
    """
    words = sorted(held, key=lambda each: each[0], reverse=True)
    number = 0  # tells groups of equal bound apart in the heap
    heap: list[tuple[int, int, int, AbstractSet[int]]] = [(-sum(each for each, _ in words), number, 0, gathered)]
    while heap:
        bound = heap[0][0]
        group: AbstractSet[int] = frozenset()
        while heap and heap[0][0] == bound:
            _, _, depth, entries = heappop(heap)
            if depth == len(words):
                group = group | entries
                continue
            promise, holders = words[depth]
            inside = entries & holders
            for worth, part in ((bound, inside), (bound + promise, entries - inside)):
                if part:
                    number += 1
                    heappush(heap, (worth, number, depth + 1, part))
        if group:
            yield group
