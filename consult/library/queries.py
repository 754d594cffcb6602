"""Earlier answers that the viewer may find: searched through the index, read from the database."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from consult.library.engine import IndexUnavailable, SearchEngine
from consult.library.keeping import IndexKeeper
from consult.library.marking import Piece, excerpt
from consult.library.models import EntryReader, LibraryEntry
from consult.library.parser import parse
from consult.library.query import Query
from consult.library.similar import shared_words, similar_query
from consult.permissions import Viewer
from consult.texts import plain

PAGE = 10
EXCERPT = 300
BESIDE = 3
FEWEST_SHARED = 2


@dataclass(frozen=True)
class Earlier:
    """Earlier answers to show beside a draft; `unavailable` while the index is being rebuilt."""

    results: tuple["Found", ...] = ()
    unavailable: bool = False


@dataclass(frozen=True)
class Found:
    """An entry that was found, its question and an excerpt of its answer with the words marked."""

    entry: LibraryEntry
    question: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]


@dataclass(frozen=True)
class SearchPage:
    """One page of what was found. `hint` says what of the typed text could not be used; `pages` is at least 1."""

    results: tuple[Found, ...]
    count: int
    page: int
    pages: int
    hint: str = ""


def may_find(viewer: Viewer | None) -> ColumnElement[bool]:
    """Entries that the viewer's organisation adopted, owns, or was asked to comment on; all for an operator (None)."""
    if viewer is None:
        return true()
    readers = select(EntryReader.entry_id).where(EntryReader.organisation_id == viewer.organisation_id)
    return LibraryEntry.id.in_(readers) | (LibraryEntry.owner_id == viewer.organisation_id)


def _permitted(session: Session, viewer: Viewer | None, ids: Sequence[int]) -> Collection[int]:
    return set(session.scalars(select(LibraryEntry.id).where(LibraryEntry.id.in_(ids), may_find(viewer))))


def _read(session: Session, viewer: Viewer | None, ids: Sequence[int]) -> list[LibraryEntry]:
    """The entries in the order asked for; those gone meanwhile are left out."""
    wanted = select(LibraryEntry).where(LibraryEntry.id.in_(ids), may_find(viewer))
    entries = {entry.id: entry for entry in session.scalars(wanted)}
    return [entries[number] for number in ids if number in entries]


def _found(entry: LibraryEntry, query: Query) -> Found:
    return Found(
        entry,
        tuple(excerpt(entry.question, query, len(entry.question) + 1, "question")),
        tuple(excerpt(plain(entry.answer), query, EXCERPT)),
    )


def search(
    session: Session, *, viewer: Viewer | None, engine: SearchEngine, text: str, page: int = 1, size: int = PAGE
) -> SearchPage:
    """The entries that a typed text finds, best first, `size` to a page. Raises IndexUnavailable."""
    query = parse(text)
    hits = engine.search(query, permitted=lambda ids: _permitted(session, viewer, ids))
    pages = max(1, -(-len(hits) // size))
    page = min(max(page, 1), pages)
    wanted = [hit.entry_id for hit in hits[(page - 1) * size : page * size]]
    results = tuple(_found(entry, query) for entry in _read(session, viewer, wanted))
    return SearchPage(results, len(hits), page, pages, query.hint)


def similar(
    session: Session, *, viewer: Viewer | None, engine: SearchEngine, text: str, most: int = BESIDE
) -> list[Found]:
    """The few earlier questions most like a question. Raises IndexUnavailable.

    One that shares a single word only is no match worth a look, unless the question has no more words than that.
    """
    query = similar_query(text)
    hits = engine.search(query, limit=2 * most, permitted=lambda ids: _permitted(session, viewer, ids))
    entries = _read(session, viewer, [hit.entry_id for hit in hits])
    enough = min(FEWEST_SHARED, len(shared_words(text, text)))
    alike = [entry for entry in entries if len(shared_words(text, entry.question)) >= enough]
    return [_found(entry, query) for entry in alike[:most]]


def newest(session: Session, *, viewer: Viewer, page: int = 1) -> SearchPage:
    """The newest entries, for a library page without a search."""
    count = session.scalar(select(func.count()).select_from(LibraryEntry).where(may_find(viewer))) or 0
    pages = max(1, -(-count // PAGE))
    page = min(max(page, 1), pages)
    listed = (
        select(LibraryEntry)
        .where(may_find(viewer))
        .order_by(LibraryEntry.adopted_on.desc(), LibraryEntry.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    nothing = parse("")
    return SearchPage(tuple(_found(e, nothing) for e in session.scalars(listed)), count, page, pages)


def get_entry(session: Session, *, viewer: Viewer, entry_id: int) -> LibraryEntry | None:
    """One entry the viewer may find, with who adopted it."""
    mine = select(LibraryEntry).where(LibraryEntry.id == entry_id, may_find(viewer))
    return session.scalar(
        mine.options(
            joinedload(LibraryEntry.owner), selectinload(LibraryEntry.readers).joinedload(EntryReader.organisation)
        )
    )


def earlier_answers(session: Session, *, viewer: Viewer, index: IndexKeeper, question: str) -> Earlier:
    """The earlier answers to show beside a draft. An index that cannot be read is mended beside the page."""
    try:
        return Earlier(tuple(similar(session, viewer=viewer, engine=index.ready(session), text=question)))
    except IndexUnavailable:
        index.mend()
        return Earlier(unavailable=True)
