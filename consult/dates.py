"""Dates and times as people in the United Kingdom read and type them.

Inside, every moment is timezone-aware UTC. On pages and in documents it is Europe/London: a consultation that
closes at 11:45pm in July closes at 22:45 UTC.
"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """The present moment, UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The present day in London."""
    return now().astimezone(LONDON).date()


def from_london(day: date | None, at: time | None) -> datetime:
    """The UTC moment of a London wall-clock time. A form that was checked has both; ValueError when one is missing.

    In the hour that the clocks skip in March the time is read as the one before the change; in the hour that
    comes twice in October, as the first of the two, so that a deadline is never later than its reader thinks.
    """
    if day is None or at is None:
        raise ValueError("a moment has a day and a time")
    return datetime.combine(day, at, tzinfo=LONDON).astimezone(UTC)


def in_london(moment: datetime) -> datetime:
    """The London wall-clock time of a moment."""
    return moment.astimezone(LONDON)


def long_date(day: date | datetime) -> str:
    """7 February 2006."""
    if isinstance(day, datetime):
        day = in_london(day).date()
    return f"{day.day} {day:%B %Y}"


def clock_time(moment: datetime) -> str:
    """11:45pm, midday, midnight."""
    local = in_london(moment)
    if local.minute == 0 and local.hour in (0, 12):
        return "midday" if local.hour else "midnight"
    minutes = f":{local.minute:02d}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def long_time(moment: datetime) -> str:
    """7 February 2006 at 11:45pm."""
    return f"{long_date(moment)} at {clock_time(moment)}"


def days_left(moment: datetime, since: datetime | None = None) -> int:
    """Whole London days from today (or `since`) until the day of `moment`; negative when it has passed."""
    start = in_london(since).date() if since else today()
    return (in_london(moment).date() - start).days


def in_words(days: int) -> str:
    """'today', 'tomorrow', 'in 5 days', 'yesterday', '5 days ago'."""
    named = {0: "today", 1: "tomorrow", -1: "yesterday"}
    return named.get(days) or (f"in {days} days" if days > 0 else f"{-days} days ago")
