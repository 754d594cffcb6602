"""Rows that wait to be worked on beside the pages: one worker at a time, for a while, a few times at most.

A worker claims a row, which counts as an attempt, and tells every few seconds that it is alive. A row whose worker fell
silent is claimed anew, and given up after so many attempts. Whatever a worker writes in a row names its attempt, and
only the newest is heard: an earlier one that wakes up comes too late. Whose row is next is the caller's to say.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.interfaces import ORMOption

from consult import dates
from consult.database import AWAY, Database, Identified, oldest_waiting

PULSE = 10.0  # seconds between two signs of life
STALE = timedelta(seconds=45)  # allows for a few of them that are late
TOLD_EVERY = 0.5  # seconds between two notes of the progress
Row = TypeVar("Row", bound=Identified)


@dataclass(frozen=True)
class Work(Generic[Row]):
    """The rows of one table that workers claim, with their state and attempts. Each function is given the moment."""

    table: type[Row]
    working: StrEnum
    """The state of a row that somebody works on."""
    most_attempts: int
    due: Callable[[datetime], ColumnElement[bool]]
    """Which rows wait, or were left by a worker that fell silent."""
    begun: Callable[[datetime], Mapping[str, Any]]
    """What else stands in a row from the moment it is claimed."""
    given_up: Callable[[datetime], Mapping[str, Any]]
    """What stands in a row that no worker comes to the end of."""

    @property
    def columns(self) -> Any:
        """Those that every such table has; `seen_at` where workers tell that they are alive."""
        return self.table


def claim(
    session: Session,
    work: Work[Row],
    *only: ColumnElement[bool],
    order: Sequence[Any] = (),
) -> Row | None:
    """The first row that is due, of `only` those, now worked on by the caller; None when none is."""
    moment = dates.now()
    due = work.due(moment)
    worn_out = update(work.table).where(due, work.columns.attempts >= work.most_attempts)
    session.execute(worn_out.values(**work.given_up(moment)))
    row = oldest_waiting(session, select(work.table).where(due, *only).order_by(*order, work.table.id))
    if row is None:
        return None
    held: Any = row
    begun = {"state": work.working, "attempts": held.attempts + 1, **work.begun(moment)}
    for name, value in begun.items():
        setattr(row, name, value)
    session.flush()
    return row


def is_mine(work: Work[Row], number: int, attempt: int) -> tuple[ColumnElement[bool], ...]:
    """The row of this number, while this attempt is its newest and has not ended."""
    rows = work.columns
    return rows.id == number, rows.state == work.working, rows.attempts == attempt


def claimed(session: Session, work: Work[Row], number: int, attempt: int, load: Sequence[ORMOption] = ()) -> Row | None:
    """The row as it is now, for whoever would end it; None when this attempt is over.

    No other worker can claim it before the transaction's end.
    """
    mine = select(work.table).where(*is_mine(work, number, attempt)).options(*load)
    held = mine.with_for_update(key_share=True, of=work.table)
    return session.scalar(held.execution_options(populate_existing=True))


def waiting_or_silent(table: Any, waiting: StrEnum, working: StrEnum, moment: datetime) -> ColumnElement[bool]:
    """Which rows are due where workers tell that they are alive."""
    return or_(table.state == waiting, (table.state == working) & (table.seen_at < moment - STALE))


def note(session: Session, work: Work[Row], number: int, attempt: int, **progress: int) -> None:
    """Tell that the worker is still at it, and how far it is where there is progress to tell.

    An attempt that is over is not heard.
    """
    told = update(work.table).where(*is_mine(work, number, attempt))
    session.execute(told.values(seen_at=dates.now(), **progress))


@contextmanager
def kept_alive(database: Database, work: Work[Row], number: int, attempt: int) -> Iterator[Callable[[int, int], None]]:
    """Tell every few seconds that the work goes on. Gives what notes the pages read, of how many.

    That is noted not so often that other people's saves wait for it.
    """
    ended, told = threading.Event(), time.monotonic()

    def beat() -> None:
        while not ended.wait(PULSE):
            # The next beat may be heard again: one that is not must not end them all.
            with suppress(*AWAY), database.transaction() as session:
                note(session, work, number, attempt)

    def tell(pages_read: int, pages: int) -> None:
        nonlocal told
        if time.monotonic() - told < TOLD_EVERY:
            return
        told = time.monotonic()
        with database.transaction() as session:
            note(session, work, number, attempt, pages_read=pages_read, pages=pages)

    beating = threading.Thread(target=beat, daemon=True)
    beating.start()
    try:
        yield tell
    finally:
        ended.set()
        beating.join()
