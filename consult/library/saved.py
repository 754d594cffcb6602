"""Searches that somebody saved: run again, with how many entries are new since they last looked."""

from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from consult import dates
from consult.history.turns import as_it_is, in_turn
from consult.library.filtering import conditions
from consult.library.models import LibraryEntry, SavedSearch
from consult.library.queries import may_find
from consult.library.rules import LibraryRefusal
from consult.library.search.engine import SearchEngine
from consult.library.searching import Asked, asked_from, hits
from consult.permissions import Viewer

MOST = 20
LONGEST_NAME = 80


class TooManySaved(LibraryRefusal):
    """A list that nobody reads helps nobody."""


class NameTaken(LibraryRefusal):
    """Two searches of one person have different names."""


class NothingToSave(LibraryRefusal):
    """A search without words and filters is the library."""


@dataclass(frozen=True)
class Saved:
    """A saved search, and how many entries it finds that came since its owner last looked."""

    search: SavedSearch
    new: int


def save_search(session: Session, *, actor: Viewer, name: str, asked: Asked) -> SavedSearch:
    """Save a search under a name. Raises NothingToSave, NameTaken or TooManySaved."""
    in_turn(session)
    arguments = asked.arguments
    if not arguments:
        raise NothingToSave("Search for something first, or choose a filter")
    mine = [search.name for search in own_searches(session, viewer=actor)]
    if name.casefold() in (each.casefold() for each in mine):
        raise NameTaken("You have a saved search with this name already")
    if len(mine) >= MOST:
        raise TooManySaved(f"You can save {MOST} searches. Delete one first")
    search = SavedSearch(person_id=actor.person_id, name=name[:LONGEST_NAME], asked=arguments, looked_at=dates.now())
    session.add(search)
    session.flush()
    return search


def own_searches(session: Session, *, viewer: Viewer) -> list[SavedSearch]:
    """The viewer's saved searches by name."""
    mine = select(SavedSearch).where(SavedSearch.person_id == viewer.person_id)
    return list(session.scalars(mine.order_by(SavedSearch.name, SavedSearch.id)))


def get_search(session: Session, *, viewer: Viewer, search_id: int) -> SavedSearch | None:
    """One saved search of the viewer's; nobody else's."""
    return session.scalar(
        select(SavedSearch).where(SavedSearch.id == search_id, SavedSearch.person_id == viewer.person_id)
    )


def look(session: Session, *, search: SavedSearch) -> Asked:
    """Run a saved search: what it asks for. From now on new is what comes after this moment."""
    as_it_is(session, search, "looked_at")
    search.looked_at = dates.now()
    session.flush()
    return asked_from(search.asked)


def delete_search(session: Session, *, search: SavedSearch) -> None:
    """Forget a saved search; gone already is as good."""
    session.execute(delete(SavedSearch).where(SavedSearch.id == search.id))


def with_new(session: Session, *, viewer: Viewer, engine: SearchEngine | None) -> list[Saved]:
    """The viewer's saved searches with how many entries are new in each. Raises IndexUnavailable."""
    return [Saved(search, _new(session, viewer, engine, search)) for search in own_searches(session, viewer=viewer)]


def seeks_words(session: Session, *, viewer: Viewer) -> bool:
    """Whether the engine is asked for any of the viewer's saved searches: those with filters alone need none."""
    return any(asked_from(search.asked).text for search in own_searches(session, viewer=viewer))


def _new(session: Session, viewer: Viewer, engine: SearchEngine | None, search: SavedSearch) -> int:
    asked = asked_from(search.asked)
    came = LibraryEntry.entered_at > search.looked_at
    wanted = [may_find(viewer), came, *conditions(asked.filters)]
    new = session.scalar(select(func.count()).select_from(LibraryEntry).where(*wanted)) or 0
    if not new or not asked.text or engine is None:
        return new if not asked.text else 0
    found = hits(session, viewer=viewer, engine=engine, asked=asked)
    return session.scalar(select(func.count()).where(LibraryEntry.id.in_(found.ids), *wanted)) or 0
