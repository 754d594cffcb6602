"""Reading the record: the timeline of one response, or of one of its answers."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.history.models import HistoryEntry

PAGE = 25


@dataclass(frozen=True)
class Timeline:
    """One page of a record, newest first. `pages` is at least 1."""

    entries: tuple[HistoryEntry, ...]
    page: int
    pages: int


def timeline(session: Session, *, response_id: int, page: int = 1, subjects: Collection[str] | None = None) -> Timeline:
    """The acts on one response, or on these `subjects` in it. The caller has made sure that the viewer may see them."""
    mine = HistoryEntry.response_id == response_id
    if subjects is not None:
        mine &= HistoryEntry.subject.in_(subjects)
    count = session.scalar(select(func.count()).select_from(HistoryEntry).where(mine)) or 0
    pages = max(1, -(-count // PAGE))
    page = min(max(page, 1), pages)
    newest = select(HistoryEntry).where(mine).order_by(HistoryEntry.seq.desc())
    entries = session.scalars(newest.limit(PAGE).offset((page - 1) * PAGE)).all()
    return Timeline(tuple(entries), page, pages)
