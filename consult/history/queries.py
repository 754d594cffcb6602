"""Reading the record: the timeline of one response, or of one of its answers."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.history.models import HistoryEntry
from consult.paging import Listing, paging


def timeline(
    session: Session, *, response_id: int, page: int = 1, subjects: Collection[str] | None = None
) -> Listing[HistoryEntry]:
    """The acts on one response, or on these `subjects` in it. The caller has made sure that the viewer may see them."""
    mine = HistoryEntry.response_id == response_id
    if subjects is not None:
        mine &= HistoryEntry.subject.in_(subjects)
    count = session.scalar(select(func.count()).select_from(HistoryEntry).where(mine)) or 0
    at = paging(count, page)
    newest = select(HistoryEntry).where(mine).order_by(HistoryEntry.seq.desc())
    return Listing(session.scalars(at.cut(newest)).all(), at)
