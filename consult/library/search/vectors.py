"""The vectors of entries: made by the worker beside the pages, kept in the database, held in memory to be searched.

A vector counts only while it was made by the present model of the present words of its entry: after an edit or a new
model it is made anew, and until then its entry is found by words. Who may find an entry is never asked here.
"""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.database import Database
from consult.library.models import EntryState, EntryVector, IndexChange, LibraryEntry
from consult.library.search.indexing import newest_change
from consult.library.search.meaning import NUMBERS, SCALE, Meaning
from consult.texts import plain

_TOGETHER = 16
"""Vectors written in one transaction."""
_ROWS = 8_192
"""Vectors compared at once: the small numbers are widened only for as long as that takes."""
_MANY = 5_000
"""Changed entries from which all vectors are read anew."""


def make_vectors(database: Database, meaning: Meaning, seconds: float = 50.0) -> int:
    """Make the vectors that lack, and drop those of withdrawn entries; how many were made before the time was over.

    Raises ModelMissing.
    """
    with database.transaction() as session:
        gone = select(LibraryEntry.id).where(LibraryEntry.state == EntryState.WITHDRAWN)
        session.execute(delete(EntryVector).where(EntryVector.entry_id.in_(gone)))
    ends, made = time.monotonic() + seconds, 0
    while time.monotonic() < ends:
        with database.session(read_only=True) as session:
            waiting = session.execute(_lacking(meaning.name)).all()
        if not waiting:
            break
        vectors = [
            EntryVector(
                entry_id=row.id,
                model=meaning.name,
                text_sha256=row.text_sha256,
                vector=meaning.vector(f"{row.question}\n{plain(row.answer)}"),
            )
            for row in waiting
        ]
        made += _write(database, vectors)
    return made


def _lacking(model: str) -> Any:
    there = and_(EntryVector.entry_id == LibraryEntry.id, EntryVector.model == model, _of_these_words())
    wanted = select(LibraryEntry.id, LibraryEntry.question, LibraryEntry.answer, LibraryEntry.text_sha256)
    lacking = wanted.outerjoin(EntryVector, there).where(EntryVector.id.is_(None))
    return lacking.where(LibraryEntry.state != EntryState.WITHDRAWN).order_by(LibraryEntry.id.desc()).limit(_TOGETHER)


def _of_these_words() -> Any:
    return EntryVector.text_sha256 == LibraryEntry.text_sha256


def _write(database: Database, vectors: Sequence[EntryVector]) -> int:
    try:
        with database.transaction() as session:
            numbers = [vector.entry_id for vector in vectors]
            session.execute(delete(EntryVector).where(EntryVector.entry_id.in_(numbers)))
            session.add_all(vectors)
    except IntegrityError:
        # Another process made them at the same time.
        return 0
    return len(vectors)


@dataclass(frozen=True, slots=True)
class Near:
    """An entry with its day of adoption (as an ordinal) and how alike it is in meaning: a cosine, at most 1."""

    entry_id: int
    day: int
    cosine: float


class HeldVectors:
    """All vectors in memory, 384 bytes each, brought up to date before each search. Threads may share it."""

    def __init__(self, database: Database, meaning: Meaning) -> None:
        self._database, self.meaning = database, meaning
        self._changing = threading.Lock()
        self._seen = (-1, -1)
        self._held: tuple[Any, Any, Any] | None = None

    def near(self, text: str) -> list[Any]:
        """Entry numbers, days and cosines of all entries to a text, as three arrays. Raises ModelMissing."""
        vector = self.meaning.remembered(text)
        import numpy as np

        wanted = np.frombuffer(vector, dtype=np.int8).astype(np.float32)
        numbers, days, rows = self._current()
        found: Any = np.empty(len(numbers), dtype=np.float32)
        for start in range(0, len(numbers), _ROWS):
            # Whole numbers below 2 to the 24th: exact, whatever machine adds them in whatever order.
            found[start : start + _ROWS] = rows[start : start + _ROWS].astype(np.float32) @ wanted
        return [numbers, days, found.astype(np.float64) / SCALE**2]

    def _current(self) -> tuple[Any, Any, Any]:
        with self._changing, self._database.session(read_only=True) as session:
            newest = newest_change(session), session.scalar(select(func.max(EntryVector.id))) or 0
            if self._held is None or newest != self._seen:
                self._held, self._seen = self._brought_up(session), newest
            return self._held

    def _brought_up(self, session: Session) -> tuple[Any, Any, Any]:
        import numpy as np

        change, vector = self._seen
        changed = set(session.scalars(select(IndexChange.entry_id).where(IndexChange.seq > change).limit(_MANY)))
        fresh = EntryVector.id > vector
        if self._held is None or len(changed) >= _MANY:
            return _read(session, self.meaning.name)
        new = _read(session, self.meaning.name, or_(fresh, EntryVector.entry_id.in_(changed)))
        away = np.isin(self._held[0], [*changed, *new[0].tolist()], invert=True)
        old = tuple(column[away] for column in self._held)
        return (
            np.concatenate([old[0], new[0]]),
            np.concatenate([old[1], new[1]]),
            np.concatenate([old[2], new[2]]),
        )


def _read(session: Session, model: str, *which: Any) -> tuple[Any, Any, Any]:
    """The numbers, days and vectors of entries whose vector counts."""
    import numpy as np

    wanted = select(EntryVector.entry_id, LibraryEntry.adopted_on, EntryVector.vector)
    wanted = wanted.join(LibraryEntry, and_(LibraryEntry.id == EntryVector.entry_id, _of_these_words()))
    wanted = wanted.where(EntryVector.model == model, LibraryEntry.state != EntryState.WITHDRAWN, *which)
    numbers, days, held = [], [], bytearray()
    for number, day, vector in session.execute(wanted.execution_options(yield_per=1_000)):
        if len(vector) == NUMBERS:
            numbers.append(number)
            days.append(day.toordinal())
            held += vector
    rows = np.frombuffer(bytes(held), dtype=np.int8).reshape(-1, NUMBERS)
    return np.array(numbers, dtype=np.int64), np.array(days, dtype=np.int64), rows
