"""Entries that are the same or nearly so: found beside the pages, judged by a person."""

from collections.abc import Sequence

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session, load_only

from consult.history.services import record
from consult.history.turns import as_it_is
from consult.library.life import supersede
from consult.library.models import EntryMark, EntryPair, EntryState, LibraryEntry, PairState
from consult.library.rules import check_judge
from consult.library.sameness import NEARLY, alike, marks
from consult.permissions import Viewer

BATCH = 5  # entries in one transaction: saves wait while up to fifty others are compared with each
_MOST_OTHERS = 50


def compare_new(session: Session, *, most: int = BATCH) -> int:
    """Compare entries that are new or were amended with the others of their owner. Returns how many were compared."""
    entries = session.scalars(
        select(LibraryEntry)
        .where(LibraryEntry.compared_n < LibraryEntry.current_n, LibraryEntry.state == EntryState.CURRENT)
        .order_by(LibraryEntry.id)
        .limit(most)
    ).all()
    for entry in entries:
        _mark(session, entry)
        for other in _perhaps_same(session, entry):
            how = alike(entry.question, entry.answer, other.question, other.answer)
            if how >= NEARLY:
                _propose(session, entry, other, how)
        entry.compared_n = entry.current_n
        session.flush()
    return len(entries)


def _mark(session: Session, entry: LibraryEntry) -> None:
    session.execute(delete(EntryMark).where(EntryMark.entry_id == entry.id))
    session.add_all(EntryMark(entry_id=entry.id, mark=mark) for mark in sorted(marks(entry.question)))
    # What was proposed for an earlier version is proposed anew, or not.
    pairs = or_(EntryPair.entry_id == entry.id, EntryPair.other_id == entry.id)
    session.execute(delete(EntryPair).where(pairs, EntryPair.state == PairState.PROPOSED))
    session.flush()


def _perhaps_same(session: Session, entry: LibraryEntry) -> Sequence[LibraryEntry]:
    """Entries with the same texts, or that share a fingerprint of the question."""
    mine = select(EntryMark.mark).where(EntryMark.entry_id == entry.id)
    sharing = select(EntryMark.entry_id).where(EntryMark.mark.in_(mine))
    others = select(LibraryEntry).where(
        LibraryEntry.owner_id == entry.owner_id,
        LibraryEntry.id != entry.id,
        LibraryEntry.state == EntryState.CURRENT,
        or_(LibraryEntry.text_sha256 == entry.text_sha256, LibraryEntry.id.in_(sharing)),
    )
    same_first = (LibraryEntry.text_sha256 == entry.text_sha256).desc()
    texts = load_only(LibraryEntry.id, LibraryEntry.question, LibraryEntry.answer)
    return session.scalars(others.options(texts).order_by(same_first, LibraryEntry.id.desc()).limit(_MOST_OTHERS)).all()


def _propose(session: Session, entry: LibraryEntry, other: LibraryEntry, how: int) -> None:
    first, second = sorted((entry.id, other.id))
    known = EntryPair.entry_id == first, EntryPair.other_id == second
    if session.scalar(select(EntryPair.id).where(*known)) is None:
        session.add(EntryPair(entry_id=first, other_id=second, alike=how))
        session.flush()


def merge(session: Session, *, actor: Viewer, pair: EntryPair, stays: LibraryEntry, goes: LibraryEntry) -> None:
    """Let one of two entries take the other's place. Raises PairJudged, Gone, NotCurrent or NotAnotherEntry."""
    as_it_is(session, pair, "state")
    check_judge(pair)
    supersede(session, actor=actor, entry=goes, by=stays, cause=f"The same as entry {stays.id}, which stays")
    pair.state = PairState.MERGED
    session.flush()


def keep_apart(session: Session, *, actor: Viewer, pair: EntryPair) -> None:
    """Say that two entries that look the same are not; they are not proposed again. Raises PairJudged or Gone."""
    as_it_is(session, pair, "state")
    check_judge(pair)
    pair.state = PairState.KEPT_APART
    session.flush()
    facts = {"entries": [pair.entry_id, pair.other_id]}
    record(session, actor=actor, action="entries kept apart", subject=f"entry/{pair.entry_id}", details=facts)
