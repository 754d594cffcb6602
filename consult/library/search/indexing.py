"""Keeping the search index in step with the database: catching up from the change rows, and rebuilding.

The database is the truth. Every change row is written in the transaction that changes an entry; the index says up to
which row it has followed. An index that PostgreSQL holds is written in that transaction as well. An index that is
missing, damaged, from another release, or ahead of the database (an older database was restored) is written anew beside
the old one.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.database import on_server, write_rows
from consult.library.models import EntryState, IndexChange, IndexOperation, LibraryEntry
from consult.library.search.engine import (
    EntryChange,
    IndexDamaged,
    IndexMissing,
    IndexMoved,
    IndexOutdated,
    Progress,
    SearchEngine,
)
from consult.library.search.entry_text import IndexedEntry, words_of
from consult.library.search.postgres.index import write_beside
from consult.texts import plain

BATCH = 2_000
"""Changes applied at once."""
_TRIES = 5


@dataclass(frozen=True)
class IndexState:
    """How the index stands: the newest change row, the one it has followed to, and whether it was rebuilt."""

    newest: int
    checkpoint: int
    rebuilt: bool


def indexed(entry: LibraryEntry | None) -> IndexedEntry | None:
    """An entry as search reads it; None for one that is gone or withdrawn."""
    if entry is None or entry.state == EntryState.WITHDRAWN:
        return None
    return IndexedEntry(
        id=entry.id,
        question=entry.question,
        answer=plain(entry.answer),
        body=entry.issuing_body,
        consultation=entry.consultation,
        adopted_on=entry.adopted_on,
    )


def follow(
    session: Session, entry_ids: Sequence[int], written: Mapping[int, IndexedEntry] = MappingProxyType({})
) -> None:
    """Let the search index follow a change of entries: they are new, changed, withdrawn or back.

    The caller has written to the record before, so that the numbers of change rows become visible in their order.
    Entries that it has just `written`, by their numbers, need not be read again.
    """
    session.flush()
    for start in range(0, len(entry_ids), BATCH):
        numbers = entry_ids[start : start + BATCH]
        before = newest_change(session)
        changes = [{"entry_id": number, "operation": IndexOperation.PUT} for number in numbers]
        write_rows(session, IndexChange, changes)
        if on_server(session):
            entries = _as_they_are(session, numbers, written)
            write_beside(session.connection(), entries, after=before, upto=newest_change(session))


def newest_change(session: Session) -> int:
    """The number of the newest change row; 0 when there is none."""
    return session.scalar(select(func.max(IndexChange.seq))) or 0


def catch_up(session: Session, engine: SearchEngine) -> IndexState:
    """Bring the index to the newest change. Raises IndexBusy when another process does so for too long.

    The session must be one that began after the changes were committed, and that has read nothing yet: what it sees
    must not be older than what another process lets the index hold.
    """
    with suppress(IndexMissing, IndexDamaged, IndexOutdated):
        return _caught_up(session, engine)
    return rebuild(session, engine)  # here, where no error is being handled that what goes wrong now would hold


def _caught_up(session: Session, engine: SearchEngine) -> IndexState:
    checkpoint = engine.checkpoint()  # asked first, so that it is past the log only where the database is an older one
    newest = newest_change(session)
    if checkpoint > newest:
        return rebuild(session, engine)
    moved = 0
    while checkpoint < newest:
        upto, changes = _changes_after(session, checkpoint)
        try:
            engine.apply(changes, upto, after=checkpoint)
            checkpoint = upto
        except IndexMoved:
            moved += 1
            if moved == _TRIES:
                raise
            checkpoint = engine.checkpoint()
    return IndexState(newest, checkpoint, rebuilt=False)


def _changes_after(session: Session, checkpoint: int) -> tuple[int, list[EntryChange]]:
    """The next changes, each entry as it is now, and the number of the last of them."""
    rows = session.scalars(
        select(IndexChange).where(IndexChange.seq > checkpoint).order_by(IndexChange.seq).limit(BATCH)
    ).all()
    entries = _as_they_are(session, [row.entry_id for row in rows])
    changes = [EntryChange(number, entry) for number, entry in entries.items()]
    return rows[-1].seq, changes


def _as_they_are(
    session: Session, numbers: Sequence[int], known: Mapping[int, IndexedEntry] = MappingProxyType({})
) -> dict[int, IndexedEntry | None]:
    unknown = set(numbers) - known.keys()
    found = session.scalars(select(LibraryEntry).where(LibraryEntry.id.in_(unknown))) if unknown else ()
    entries = {**known, **{entry.id: indexed(entry) for entry in found}}
    return {number: entries.get(number) for number in dict.fromkeys(numbers)}


def rebuild(session: Session, engine: SearchEngine, progress: Progress | None = None) -> IndexState:
    """Write the whole index anew from the database, beside the old one."""
    newest = newest_change(session)
    engine.rebuild(_all_entries(session), newest, progress)
    return IndexState(newest, newest, rebuilt=True)


def compare(session: Session, engine: SearchEngine) -> frozenset[int]:
    """The entries that only the library or only the index has, or of which it has other words; none is as it should be.

    The index follows first. Every entry is cut into words again, so this takes about as long as a rebuild.
    """
    catch_up(session, engine)
    searched = select(LibraryEntry.id).where(LibraryEntry.state != EntryState.WITHDRAWN).order_by(LibraryEntry.id)
    numbers = list(session.scalars(searched))
    differing = set(engine.entry_ids() ^ frozenset(numbers))
    for start in range(0, len(numbers), BATCH):
        batch = numbers[start : start + BATCH]
        held = {entry.id: entry for entry in engine.held(batch)}
        as_they_are = _as_they_are(session, batch)
        differing |= {number for number, entry in as_they_are.items() if entry and words_of(entry) != held.get(number)}
        session.expunge_all()  # the texts of a large library do not fit into memory
    return frozenset(differing)


def _all_entries(session: Session) -> Iterator[IndexedEntry]:
    entries = select(LibraryEntry).order_by(LibraryEntry.id).execution_options(yield_per=BATCH)
    yield from (read for entry in session.scalars(entries) if (read := indexed(entry)) is not None)
