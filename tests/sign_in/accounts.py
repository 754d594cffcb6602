"""One's own account: what tests type into it, and what the record says of it."""

import sqlalchemy as sa

from consult.database import Database
from consult.history.models import HistoryEntry

NEW = "nine herons wait for fish"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140 Safari/537.36"


def actions(database: Database) -> list[str]:
    """What the record says, in order."""
    with database.session(read_only=True) as session:
        return list(session.scalars(sa.select(HistoryEntry.action).order_by(HistoryEntry.seq)))
