"""How often one person may do what costs the service or others much: search, upload, download, comment, cause mail.

The counts stand in the database, so that all processes share them and a restart does not empty them. A window is a
minute or an hour of the clock; the count of each begins at nothing.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import ForeignKey, UniqueConstraint, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from consult import dates
from consult.database import Base, Identified, UtcDateTime, add_up, choice
from consult.permissions import Use

WINDOWS: Mapping[Use, timedelta] = {
    Use.SEARCH: timedelta(minutes=1),
    Use.UPLOAD: timedelta(hours=1),
    Use.DOWNLOAD: timedelta(hours=1),
    Use.MAIL: timedelta(hours=1),
    Use.COMMENT: timedelta(hours=1),
}
_WORDS = {
    Use.SEARCH: "{most:,} searches and comparisons in a minute are the most that one person may make.",
    Use.UPLOAD: "{most:,} files in an hour are the most that one person may upload.",
    Use.DOWNLOAD: "{most:,} files in an hour are the most that one person may download.",
    Use.MAIL: "{most:,} mails in an hour are the most that one person may cause. Nothing was changed or sent.",
    Use.COMMENT: "{most:,} comments in an hour are the most that one person may make. Nothing was sent.",
}


class UseCount(Identified, Base):
    """How often a person did something in one window."""

    __tablename__ = "use_counts"
    __table_args__ = (UniqueConstraint("person_id", "use", "since"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    use: Mapped[Use] = mapped_column(choice(Use))
    since: Mapped[datetime] = mapped_column(UtcDateTime, index=True, comment="when the window began")
    count: Mapped[int]


class TooMuch(Exception):
    """Somebody did something too often. `again_at` is when they may do it again; the text says what it was."""

    def __init__(self, use: Use, most: int, again_at: datetime) -> None:
        super().__init__(_WORDS[use].format(most=most))
        self.use = use
        self.again_at = again_at

    @property
    def seconds(self) -> int:
        """How many seconds there are until then, at least 1."""
        return max(1, round((self.again_at - dates.now()).total_seconds()))

    @property
    def wait(self) -> str:
        """How long that is, in words: 'in 20 seconds', 'in 5 minutes'."""
        minutes = -(-self.seconds // 60)
        if minutes > 1:
            return f"in {minutes} minutes"
        return f"in {self.seconds} {'second' if self.seconds == 1 else 'seconds'}"


def window_start(use: Use, moment: datetime) -> datetime:
    """When the window began that a moment is in."""
    length = int(WINDOWS[use].total_seconds())
    return datetime.fromtimestamp(int(moment.timestamp()) // length * length, UTC)


def spend(session: Session, *, person_id: int, use: Use, most: int, times: int = 1) -> None:
    """Count something that a person does. Raises TooMuch when they did it `most` times in this window already."""
    since = window_start(use, dates.now())
    counted = {"person_id": person_id, "use": use, "since": since, "count": times}
    if add_up(session, UseCount, counted, "count") > most:
        raise TooMuch(use, most, since + WINDOWS[use])


def clear(session: Session) -> None:
    """Forget the counts of windows that are over."""
    session.execute(delete(UseCount).where(UseCount.since <= dates.now() - max(WINDOWS.values())))
