"""Keeping the search index in step with the database: catching up from the change rows, and rebuilding.

The database is the truth. Every change row is written in the transaction that changes an entry; the index says up to
which row it has followed. An index that is missing, damaged, from another release, or ahead of the database (an older
database was restored) is written anew beside the old one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.library.engine import (
    Change,
    IndexDamaged,
    IndexMissing,
    IndexOutdated,
    Progress,
    SearchEngine,
)
from consult.library.entry_text import IndexedEntry
from consult.library.models import IndexChange, LibraryEntry
from consult.texts import plain

BATCH = 500


@dataclass(frozen=True)
class IndexState:
    """How the index stands: the newest change row, the one it has followed to, and whether it was rebuilt."""

    newest: int
    checkpoint: int
    rebuilt: bool


def indexed(entry: LibraryEntry) -> IndexedEntry:
    """An entry as search reads it."""
    return IndexedEntry(
        id=entry.id,
        question=entry.question,
        answer=plain(entry.answer),
        body=entry.issuing_body,
        consultation=entry.consultation,
        year=entry.adopted_on.year,
    )


def newest_change(session: Session) -> int:
    """The number of the newest change row; 0 when there is none."""
    return session.scalar(select(func.max(IndexChange.seq))) or 0


def catch_up(session: Session, engine: SearchEngine) -> IndexState:
    """Bring the index to the newest change. Raises IndexBusy when another process does so for too long.

    The session must be one that began after the changes were committed.
    """
    newest = newest_change(session)
    try:
        checkpoint = engine.checkpoint()
    except (IndexMissing, IndexDamaged, IndexOutdated):
        return rebuild(session, engine)
    if checkpoint > newest:
        return rebuild(session, engine)
    while checkpoint < newest:
        upto, changes = _changes_after(session, checkpoint)
        engine.apply(changes, upto)
        checkpoint = upto
    return IndexState(newest, checkpoint, rebuilt=False)


def _changes_after(session: Session, checkpoint: int) -> tuple[int, list[Change]]:
    """The next changes, each entry as it is now, and the number of the last of them."""
    rows = session.scalars(
        select(IndexChange).where(IndexChange.seq > checkpoint).order_by(IndexChange.seq).limit(BATCH)
    ).all()
    numbers = {row.entry_id for row in rows}
    entries = {e.id: e for e in session.scalars(select(LibraryEntry).where(LibraryEntry.id.in_(numbers)))}
    changes = [
        Change(n, indexed(entries[n]) if n in entries else None) for n in dict.fromkeys(r.entry_id for r in rows)
    ]
    return rows[-1].seq, changes


def rebuild(session: Session, engine: SearchEngine, progress: Progress | None = None) -> IndexState:
    """Write the whole index anew from the database, beside the old one."""
    newest = newest_change(session)
    engine.rebuild(_all_entries(session), newest, progress)
    return IndexState(newest, newest, rebuilt=True)


def _all_entries(session: Session) -> Iterator[IndexedEntry]:
    entries = select(LibraryEntry).order_by(LibraryEntry.id).execution_options(yield_per=BATCH)
    for entry in session.scalars(entries):
        yield indexed(entry)
