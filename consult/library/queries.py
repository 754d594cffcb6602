"""Earlier answers that the viewer may find: found through the index, read and permitted by the database.

What may be found is asked of the database at every search: an entry that was withdrawn is gone at once, whatever the
index holds.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from consult.drafting.access import asked_by_own
from consult.library.models import EntryReader, EntryState, EntryVersion, LibraryEntry
from consult.library.search.engine import SearchEngine
from consult.library.search.marking import Piece, excerpt
from consult.library.search.parser import parse
from consult.library.search.query import Query
from consult.library.search.ranking import CLOSE, Hit
from consult.library.similar import shared_words, similar_query
from consult.paging import Listing, paging
from consult.permissions import Permission, Viewer
from consult.texts import plain

PAGE = 10
EXCERPT = 300
BESIDE = 3
FEWEST_SHARED = 2


@dataclass(frozen=True)
class Found:
    """An entry that was found, its question and an excerpt of its answer with the words marked.

    `cosine` says how near its meaning is to what was asked, where the engine knows what entries mean.
    """

    entry: LibraryEntry
    question: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    cosine: float = 0.0


@dataclass(frozen=True)
class SearchPage(Listing[Found]):
    """One page of what was found. `hint` says what of the typed text could not be used."""

    hint: str = ""


WHOLE = (
    joinedload(LibraryEntry.owner),
    joinedload(LibraryEntry.keeper),
    joinedload(LibraryEntry.superseded_by),
    selectinload(LibraryEntry.themes),
    selectinload(LibraryEntry.readers).joinedload(EntryReader.organisation),
)
"""An entry as its pages show it: with its people, its themes, who adopted it and what took its place."""


def may_find(viewer: Viewer | None, among: Sequence[int] | None = None) -> ColumnElement[bool]:
    """Entries that the viewer's organisation adopted, owns, or was asked to comment on; all for an operator (None).

    A withdrawn one is read by the officers of its owner only, and found by nobody (see `is_current`).
    Where only some entries are asked about, `among` says which, so that the readers of all others are not gathered.
    """
    if viewer is None:
        return true()
    readers = select(EntryReader.entry_id).where(EntryReader.organisation_id == viewer.organisation_id)
    if among is not None:
        readers = readers.where(EntryReader.entry_id.in_(among))
    mine = LibraryEntry.owner_id == viewer.organisation_id
    there = LibraryEntry.state != EntryState.WITHDRAWN
    if viewer.may(Permission.KEEP_LIBRARY):
        return or_(and_(LibraryEntry.id.in_(readers), there), mine)
    found = and_(or_(LibraryEntry.id.in_(readers), mine), there)
    # Being of an organisation is not enough: it has given a role, or has asked the person to work on a response.
    return found if viewer.may_at_home(Permission.SEARCH_LIBRARY) else and_(found, asked_by_own(viewer))


def is_current() -> ColumnElement[bool]:
    """Entries that nothing has taken the place of and nobody withdrew."""
    return LibraryEntry.state == EntryState.CURRENT


def permitted(
    session: Session, viewer: Viewer | None, ids: Sequence[int], *also: ColumnElement[bool]
) -> Collection[int]:
    """Of these entries, those that the viewer may find and for which all the other conditions hold."""
    return set(session.scalars(select(LibraryEntry.id).where(LibraryEntry.id.in_(ids), may_find(viewer, ids), *also)))


def read(session: Session, viewer: Viewer | None, ids: Sequence[int]) -> list[LibraryEntry]:
    """The entries in the order asked for; those gone meanwhile are left out."""
    wanted = select(LibraryEntry).where(LibraryEntry.id.in_(ids), may_find(viewer, ids))
    entries = {entry.id: entry for entry in session.scalars(wanted)}
    return [entries[number] for number in ids if number in entries]


def as_found(entry: LibraryEntry, query: Query, cosine: float = 0.0) -> Found:
    """An entry with the words of a query marked."""
    return Found(
        entry,
        tuple(excerpt(entry.question, query, len(entry.question) + 1, "question")),
        tuple(excerpt(plain(entry.answer), query, EXCERPT)),
        cosine,
    )


def search(
    session: Session, *, viewer: Viewer | None, engine: SearchEngine, text: str, page: int = 1, size: int = PAGE
) -> SearchPage:
    """The current entries that a typed text finds, best first, `size` to a page. Raises IndexUnavailable."""
    query = parse(text)
    hits = engine.search(query, permitted=lambda ids: permitted(session, viewer, ids, is_current()))
    at = paging(len(hits), page, size)
    wanted = [hit.entry_id for hit in at.of(hits)]
    results = tuple(as_found(entry, query) for entry in read(session, viewer, wanted))
    return SearchPage(results, at, query.hint)


def similar(
    session: Session, *, viewer: Viewer | None, engine: SearchEngine, text: str, most: int = BESIDE
) -> list[Found]:
    """The few current earlier questions most like a question. Raises IndexUnavailable."""
    return similar_to_each(session, viewer=viewer, engine=engine, texts=[text], most=most)[0]


def similar_to_each(
    session: Session, *, viewer: Viewer | None, engine: SearchEngine, texts: Sequence[str], most: int = BESIDE
) -> list[list[Found]]:
    """For each of several questions the few current earlier ones most like it. Raises IndexUnavailable.

    One that shares a single word only is no match worth a look, unless the question has no more words than that or
    the two mean nearly the same.
    """
    queries = [similar_query(text) for text in texts]
    hits = [
        engine.search(query, limit=2 * most, permitted=lambda ids: permitted(session, viewer, ids, is_current()))
        for query in queries
    ]
    numbers = list({hit.entry_id for each in hits for hit in each})
    entries = {entry.id: entry for entry in read(session, viewer, numbers)}
    return [_worth_a_look(*each, entries, most) for each in zip(texts, queries, hits, strict=True)]


def _worth_a_look(
    text: str, query: Query, hits: Sequence[Hit], entries: Mapping[int, LibraryEntry], most: int
) -> list[Found]:
    enough = min(FEWEST_SHARED, len(shared_words(text, text)))
    found = ((hit.cosine, entries[hit.entry_id]) for hit in hits if hit.entry_id in entries)
    alike = (each for each in found if each[0] >= CLOSE or len(shared_words(text, each[1].question)) >= enough)
    return [as_found(entry, query, cosine) for cosine, entry in islice(alike, most)]


def get_entry(session: Session, *, viewer: Viewer, entry_id: int) -> LibraryEntry | None:
    """One entry the viewer may read, with who adopted it, its themes, and what took its place."""
    mine = select(LibraryEntry).where(LibraryEntry.id == entry_id, may_find(viewer))
    return session.scalar(mine.options(*WHOLE))


def versions_of(session: Session, *, entry: LibraryEntry, newest: int, most: int) -> list[EntryVersion]:
    """At most so many versions of an entry that the viewer may read, from this one back, each with who made it."""
    mine = select(EntryVersion).where(EntryVersion.entry_id == entry.id, EntryVersion.n <= newest)
    people = joinedload(EntryVersion.proposed_by), joinedload(EntryVersion.approved_by)
    return list(session.scalars(mine.order_by(EntryVersion.n.desc()).limit(most).options(*people)))
