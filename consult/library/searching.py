"""The search page of the library: found by words or listed, narrowed, put in order, and honest about the match."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from consult.library.filtering import NO_FILTERS, ORDERS, Facet, Filters, conditions, facets, filters_from
from consult.library.models import EntryState, LibraryEntry
from consult.library.queries import PAGE, Found, as_found, may_find, permitted, read
from consult.library.search.engine import SearchEngine
from consult.library.search.entry_text import EntryWords, words_of
from consult.library.search.indexing import indexed
from consult.library.search.parser import parse
from consult.library.search.query import Leaf, Query, leaves
from consult.library.search.ranking import CLOSE, MOST_HITS, Hit
from consult.library.search.sought import Sought
from consult.library.suggesting import suggestion, tokens_of
from consult.paging import Listing, paging
from consult.permissions import Viewer
from consult.texts.characters import printable

LONGEST_TEXT = 2_000
MOST_COUNTED = 20_000
"""Entries listed without words up to which the filters say how many each value leaves."""
_LOOKED_AT = 10


@dataclass(frozen=True)
class Asked:
    """One search as its address says it: the words, the filters and the order."""

    text: str = ""
    filters: Filters = NO_FILTERS
    order: str = ""

    @cached_property
    def query(self) -> Query:
        """The words as they are understood: parsed once for all parts of a page."""
        return parse(self.text)

    @property
    def arguments(self) -> dict[str, str]:
        """What the address of this search says."""
        order = {"sort": self.order} if self.order else {}
        return {**({"q": self.text} if self.text else {}), **self.filters.chosen, **order}


@dataclass(frozen=True)
class Listed(Listing[Found]):
    """One page of a search. `count` is at most MOST_HITS where words were given.

    `suggestion` is the text with words spelt as entries spell them; `weak` says in a sentence that no match is good.
    """

    asked: Asked
    facets: tuple[Facet, ...] = ()
    hint: str = ""
    suggestion: str = ""
    weak: str = ""

    @property
    def is_capped(self) -> bool:
        """Whether there may be more than are counted."""
        return bool(self.asked.text) and self.count >= MOST_HITS


def asked_from(arguments: Mapping[str, str]) -> Asked:
    """The search in an address. What makes no sense is left out; the usual order is not written."""
    text = printable(arguments.get("q", "")).strip()[:LONGEST_TEXT]
    order = arguments.get("sort", "")
    usual = "relevance" if text else "date"
    return Asked(text, filters_from(arguments), order if order in ORDERS and order != usual and text else "")


def listed(session: Session, *, viewer: Viewer, engine: SearchEngine | None, asked: Asked, page: int = 1) -> Listed:
    """One page of a search; without an engine (search is being rebuilt) or words, all entries, newest first.

    Raises IndexUnavailable.
    """
    if engine is None or not asked.text:
        return _browsed(session, viewer, asked, page)
    found = hits(session, viewer=viewer, engine=engine, asked=asked)
    base = LibraryEntry.id.in_(found.all_ids)  # of which the engine was told that the viewer may find them
    at = paging(len(found.ids), page, PAGE)
    shown = read(session, viewer, at.of(found.ids))
    read_best = (indexed(entry) for entry in read(session, viewer, found.best[:_LOOKED_AT]))
    best = [words_of(entry) for entry in read_best if entry]
    return Listed(
        tuple(as_found(entry, asked.query) for entry in shown),
        at,
        asked,
        facets(session, base=base, filters=asked.filters),
        asked.query.hint,
        suggestion(session, viewer=viewer, engine=engine, text=asked.text, held=tokens_of(best)),
        "" if found.is_close else _weakness(asked.query, best),
    )


@dataclass(frozen=True)
class Hits:
    """The entries that a search finds: in the order asked for, in that of relevance, and before they were narrowed.

    `is_close` says that the best one means nearly what was asked.
    """

    ids: list[int]
    best: list[int]
    all_ids: list[int]
    is_close: bool = False


def hits(session: Session, *, viewer: Viewer, engine: SearchEngine, asked: Asked) -> Hits:
    """The entries that words find, narrowed and in order. Raises IndexUnavailable."""
    query, wanted = asked.query, conditions(asked.filters)
    there = LibraryEntry.state != EntryState.WITHDRAWN
    every = _searched(session, viewer, engine, query, there)
    numbers = [hit.entry_id for hit in every]
    # Where more was found than is counted, what the filters leave may lie behind: it is searched for by itself.
    again = bool(asked.filters.chosen) and len(every) >= MOST_HITS
    if again:
        numbers = [hit.entry_id for hit in _searched(session, viewer, engine, query, *wanted)]
    adopted = select(LibraryEntry.id, LibraryEntry.adopted_on).where(
        LibraryEntry.id.in_(numbers), may_find(viewer, numbers), *wanted
    )
    days = {number: day for number, day in session.execute(adopted)}
    best = [number for number in numbers if number in days]
    by_date = sorted(best, key=lambda number: (days[number], number), reverse=True)
    is_close = any(hit.cosine >= CLOSE and hit.entry_id in best[:_LOOKED_AT] for hit in every)
    return Hits(by_date if asked.order == "date" else best, best, [hit.entry_id for hit in every], is_close)


def _searched(
    session: Session, viewer: Viewer, engine: SearchEngine, query: Query, *wanted: ColumnElement[bool]
) -> list[Hit]:
    return engine.search(query, permitted=lambda ids: permitted(session, viewer, ids, *wanted))


def _browsed(session: Session, viewer: Viewer, asked: Asked, page: int) -> Listed:
    """All entries, newest first."""
    mine = may_find(viewer)
    wanted = [mine, *conditions(asked.filters)]
    count = session.scalar(select(func.count()).select_from(LibraryEntry).where(*wanted)) or 0
    at = paging(count, page, PAGE)
    newest = select(LibraryEntry).where(*wanted).order_by(LibraryEntry.adopted_on.desc(), LibraryEntry.id)
    nothing = parse("")
    shown = session.scalars(at.cut(newest))
    results = tuple(as_found(entry, nothing) for entry in shown)
    # Counting hundreds of thousands of entries five times would keep everybody waiting.
    counted = facets(session, base=mine, filters=asked.filters) if count <= MOST_COUNTED else ()
    return Listed(results, at, asked, counted)


def _weakness(query: Query, entries: Sequence[EntryWords]) -> str:
    """A sentence that says so when no entry holds more than half of what was asked for; else ''."""
    wanted: set[Leaf] = {leaf for leaf, _, is_wanted in leaves(query.tree) if is_wanted} - query.beside
    if not wanted or not entries:
        return ""
    reading = Sought(query)
    most = max(len(wanted & reading.places(entry).keys()) for entry in entries)
    if 2 * most > len(wanted):
        return ""
    if not most:
        return "No good match: no answer has any of the words you asked for. These come nearest."
    return (
        f"No good match: no answer has more than {most} of the {len(wanted)} words you asked for. These come nearest."
    )
