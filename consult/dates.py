"""Dates and times as people in the United Kingdom read and type them.

Inside, every moment is timezone-aware UTC. On pages and in documents it is Europe/London: a consultation that
closes at 11:45pm in July closes at 22:45 UTC.

What is typed, what stands in a paper and what a page of GOV.UK says in JSON is read by one parser, `read_clock`. A day
ends at 11:59pm. A deadline at the first moment of a day is shown as 11:59pm of the day before, and whoever can say is
asked once whether that is meant. So is one that comes twice when the clocks go back: it is the first of the two. A
time that the clocks skip is no time: it is asked for again.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
LAST_MINUTE = time(23, 59)
_MINUTE = timedelta(minutes=1)
_HALF = r"\.?(?P<half>[ap])\.? ?m\b\.?"
_TIMED = re.compile(
    rf"(?P<h>\d{{1,2}})(?:[:.h](?P<m>\d\d)(?:[:.](?P<s>\d\d)(?:[.,]\d+)?)?)? ?(?:{_HALF}|(?:hrs?|hours?|h)\b\.?)?",
    re.ASCII,
)
_RUN_TOGETHER = re.compile(
    r"(?=\d{3,4} ?\.?[ap]|(?:\d{4}|\d{6})(?!\d))(?P<h>\d{1,2})(?P<m>\d\d)(?P<s>\d\d)? ?"
    rf"(?:{_HALF}|(?:hrs?|hours?|h)\b\.?)?",
    re.ASCII,
)
_NAMED = re.compile(
    r"(?:(?P<h>12|24|0?0)(?:[:.]?00)? ?(?:(?P<half>[ap])\.? ?m\b\.?)? ?\(?)?(?P<name>noon|midday|midnight)\)?", re.ASCII
)
_LEADS = r"(?:at|by|until|till|before|than|from|to)"
_IN_TEXT = re.compile(
    r"(?<![\w:.£$€/-])(?:"
    r"(?P<named>(?:(?:12|24|0?0)(?:[:.]?00)? ?(?:[ap]\.? ?m\b\.?)? ?\(?)?\b(?:noon|midday|midnight)\b)"
    r"|(?P<half>\d{1,2}(?:[:.]?\d\d)? ?[ap]\.? ?m\b)"
    r"|(?P<colon>\d{1,2}:\d\d(?::\d\d)?\b)"
    r"|(?P<hours>\d{1,2}[.h]?\d\d ?(?:hrs?|hours|h)\b)"
    r"|(?P<on>\d{1,2}[.h]\d\d(?= on\b)))"
    rf"|\b{_LEADS} (?P<led>\d{{1,2}}[.h]\d\d(?![\d.%]| ?(?:per cent|million|billion|[ap]\.? ?m\b)))"
    rf"|(?:^[ ,(–-]*|\b{_LEADS} )(?P<four>(?!19\d\d|20\d\d)[0-2]\d[0-5]\d\b|(?:19|20)[0-5]\d(?= on\b))"
    r"|^[ ,(–-]*(?P<first>\d{1,2}[.h]\d\d\b(?! ?[ap]\.? ?m\b))",
    re.I | re.ASCII,
)
_MOMENT = re.compile(
    r"(?P<day>\d{4}-?\d\d-?\d\d)(?:(?:T|,? (?:at )?)(?P<at>[^+Zz]*?) ?(?P<zone>[Zz]|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?",
    re.I,
)


class NoSuchTime(ValueError):
    """A time that the clocks skip on that day."""


def now() -> datetime:
    """The present moment, UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The present day in London."""
    return now().astimezone(LONDON).date()


def next_morning() -> datetime:
    """The next 7am in London, when mail that is sent once a day leaves."""
    moment = now()
    day = in_london(moment).date()
    return next(each for each in (_at_seven(day), _at_seven(day + timedelta(days=1))) if each > moment)


def _at_seven(day: date) -> datetime:
    return datetime.combine(day, time(7), tzinfo=LONDON).astimezone(UTC)


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


def read_clock(written: str) -> time:
    """The time of day that somebody wrote: 5pm, 5 p.m., 17.00, 2359, 12 noon. Raises ValueError.

    'Midnight' and 24:00 end the day that is named with them, and are its 23:59. '12am' and 00:00 are its first
    moment, time(0): whoever makes a deadline of it asks whether that is meant.
    """
    plain = " ".join(written.lower().split())
    plain = re.sub(r"^(?:at|by) | ?\(?(?:uk|london|local) time\)?$", "", plain).removesuffix(".")
    if found := _NAMED.fullmatch(plain):
        return _named(found)
    found = _TIMED.fullmatch(plain) or _RUN_TOGETHER.fullmatch(plain)
    if found is None:
        raise ValueError(f"not a time: {written[:40]!r}")
    hour, minute, second = int(found["h"]), int(found["m"] or 0), int(found["s"] or 0)
    if (hour, minute, second, found["half"]) == (24, 0, 0, None):
        return LAST_MINUTE
    if found["half"] and not (
        found["m"] and 13 <= hour <= 23 and found["half"] == "p"
    ):  # 17:00pm can mean one thing only
        if not 1 <= hour <= 12:
            raise ValueError(f"not a time: {written[:40]!r}")
        hour = hour % 12 + (12 if found["half"] == "p" else 0)
    return time(hour, minute, second)


def _named(found: re.Match[str]) -> time:
    hour, half = found["h"], found["half"]
    if found["name"] != "midnight":
        if hour not in (None, "12") or half == "a":
            raise ValueError("two times that do not agree")
        return time(12)
    if half == "p":
        raise ValueError("two times that do not agree")
    return time(0) if half or (hour and int(hour) == 0) else LAST_MINUTE


def clocks_in(text: str) -> list[time]:
    """The times of day that stand in a text, in order. A bare number is one only where words around it say so."""
    found = []
    for match in _IN_TEXT.finditer(text):
        try:
            found.append(read_clock(match[match.lastgroup or 0]))
        except ValueError:
            continue
    return found


def read_moment(written: str, *, whole_day: time) -> datetime | None:
    """The UTC moment that a text in ISO 8601 names, or one near to it: 2027-03-27, 2027-03-27T24:00, 2027-03-27 5pm.

    One without an offset is London's; a day without a time means `whole_day`. Of a time that comes twice it is the
    first. None when it is no moment, or one that the clocks skip.
    """
    found = _MOMENT.fullmatch(" ".join(written.split()))
    if found is None:
        return None
    try:
        day = date.fromisoformat(found["day"])
        at = read_clock(found["at"]) if found["at"] else whole_day
        if found["zone"]:
            offset = "+00:00" if found["zone"].isalpha() else found["zone"]
            return datetime.fromisoformat(f"{day}T{at}{offset}").astimezone(UTC)
        return deadline(day, at)
    except (ValueError, OverflowError):
        return None


def deadline(day: date | None, at: time | None) -> datetime:
    """The UTC moment of a London wall-clock time by which something must be done. Raises NoSuchTime.

    Of a time that comes twice it is the first, so that a deadline is never later than its reader thinks.
    """
    moment = from_london(day, at)
    if day and at and in_london(moment).time() != at:
        raise NoSuchTime(f"{wall_clock(at)} on {long_date(day)} does not exist: the clocks go forward then")
    return moment


def comes_twice(day: date, at: time) -> bool:
    """Whether a wall-clock time comes twice on a day, because the clocks go back."""
    first, second = (datetime.combine(day, at.replace(tzinfo=None, fold=n), tzinfo=LONDON) for n in (0, 1))
    return first.utcoffset() != second.utcoffset() and in_london(first.astimezone(UTC)).time() == first.time()


def in_doubt(day: date, at: time) -> str:
    """What to ask whoever names a deadline, once: empty when only one thing can be meant. Raises NoSuchTime."""
    moment = deadline(day, at)
    if at == time(0):
        return f"{wall_clock(at)} on {long_date(day)} is the start of that day, so it counts as {ending(moment)}"
    if comes_twice(day, at):
        return f"{wall_clock(at)} on {long_date(day)} comes twice, because the clocks go back. It counts as the first"
    return ""


def settled(moment: datetime) -> datetime:
    """A deadline as it is shown and kept: the first moment of a day is the last minute of the day before."""
    local = in_london(moment)
    return moment - _MINUTE if local.time() == time(0) else moment


def starts_day(moment: datetime) -> bool:
    """Whether a deadline was given as the first moment of a day, so that somebody should say what is meant."""
    return settled(moment) != moment


def ending(moment: datetime) -> str:
    """11:59pm on 26 March 2027."""
    return f"{clock_time(moment)} on {long_date(moment)}"


def wall_clock(at: time) -> str:
    """5pm, 11:45pm, 12am: a time of day as it is named, whatever the day."""
    minutes = f":{at.minute:02d}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def long_date(day: date | datetime) -> str:
    """7 February 2006."""
    if isinstance(day, datetime):
        day = in_london(settled(day)).date()
    return f"{day.day} {day:%B %Y}"


def clock_time(moment: datetime) -> str:
    """11:45pm, 5pm, 12:00pm. The first moment of a day is 11:59pm, of the day before.

    A time that comes twice, when the clocks go back, says which of the two it is.
    """
    local = in_london(settled(moment))
    minutes = f":{local.minute:02d}" if local.minute or local.hour in (0, 12) else ""
    words = f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"
    if comes_twice(local.date(), local.time()):
        words += " (after the clocks went back)" if local.fold else " (before the clocks go back)"
    return words


def long_time(moment: datetime) -> str:
    """7 February 2006 at 11:45pm."""
    return f"{long_date(moment)} at {clock_time(moment)}"


def when(moment: datetime) -> str:
    """3:46pm of a moment today, 7 February 2006 of an earlier one."""
    return clock_time(moment) if in_london(settled(moment)).date() == today() else long_date(moment)


def days_left(moment: datetime, since: datetime | None = None) -> int:
    """Whole London days from today (or `since`) until the day of `moment`; negative when it has passed."""
    start = in_london(since).date() if since else today()
    return (in_london(settled(moment)).date() - start).days


def in_words(days: int) -> str:
    """'today', 'tomorrow', 'in 5 days', 'yesterday', '5 days ago'."""
    named = {0: "today", 1: "tomorrow", -1: "yesterday"}
    return named.get(days) or (f"in {days} days" if days > 0 else f"{-days} days ago")
