"""When a consultation opens and closes, as the paper says it: the one date among its many that binds who responds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice

from consult.dates import from_london
from consult.question_sets.layout import Item

_MONTHS = {
    name: n
    for n, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"),
        1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m1>{_MONTH})\.?,? (?P<y1>(?:19|20)\d\d)\b"
    rf"|\b(?P<m2>{_MONTH})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y2>(?:19|20)\d\d)\b"
    r"|\b(?P<y3>(?:19|20)\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d)\b"
    r"|\b(?P<d4>\d{1,2})[/.](?P<m4>\d{1,2})[/.](?P<y4>(?:19|20)\d\d)\b",
    re.I,
)
_CLOCK = re.compile(
    r"\b(?P<h>\d{1,2})(?:[:.](?P<min>\d\d))? ?(?P<half>[ap])\.?m\b|\b(?P<h24>[01]?\d|2[0-3]):(?P<min24>\d\d)\b"
    r"|\b(?P<word>midday|noon|midnight)\b",
    re.I,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
# A day without its year: '11:45pm on 3 May'.
_DAY = re.compile(rf"\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m1>{_MONTH})\b(?!\.?,? (?:19|20)\d\d)", re.I)
_CLOSES = re.compile(
    r"clos(?:es|ing|ed|e)\b|deadline|no later than|not later than|on or before|respond by|comments? by|"
    r"responses? .{0,60}\b(?:by|before)\b|submi\w+ .{0,60}\b(?:by|before|until)\b|received .{0,40}\b(?:by|before)\b|"
    r"reply by|replies .{0,30}by|\bruns? until|\bends?\b|open until|comments? .{0,40}\b(?:by|before|until)\b|"
    r"\bextended (?:to|until|till)\b|\bextend\w* .{0,40}\b(?:to|until|till)\b|\bextension (?:to|until)\b",
    re.I,
)
# 'by 3 May' alone is a deadline only where nothing else is due.
_BY = re.compile(r"\bby (?:the )?\w* ?$", re.I)
_EXTENDED = re.compile(r"\bexten(?:ded|ds|d|sion)\b", re.I)
_OPENS = re.compile(
    r"\b(?:open(?:s|ed|ing)|launch(?:es|ed)?|beg(?:ins|an)|start(?:s|ed)?|commenc\w+)\b(?: date)?|\bruns? from\b|"
    r"\b(?:open|period|consult\w*) .{0,20}\bfrom\b",
    re.I,
)
_NOT_THIS = re.compile(
    r"\b(?:publish\w*|meetings?|workshops?|events?|webinars?|seminars?|roadshows?|drop-in|hearings?|regist\w+|book\w*|"
    r"previous(?:ly)?|original(?:ly)?|formerly|instead of|rather than|extended from|results|in force|take effect|"
    r"government(?:['’]s)? response|summary of responses|elections?|appointment|report)\b|"
    r"\bfrom\b(?=\s*(?:\w+ ){0,2}$)",
    re.I,
)
_OTHER_THAN_FROM = re.compile(_NOT_THIS.pattern.rpartition("|")[0], re.I)
_TO = re.compile(
    r"\W{0,3}(?:at .{0,12} )?(?:to|until|till|and (?:closes|ends|runs until)|[–—-])\W{0,3}"
    r"(?:\w+day\W{0,3})?(?:.{0,16} on )?",
    re.I,
)
# A list of thousands of dates is a table; the closing date stands long before its end.
_MOST_DATES = 2_000
_WINDOW = 90


@dataclass(frozen=True)
class _Said:
    """A date in the paper, with what leads up to it."""

    day: date
    lead: str
    item: Item
    start: int
    end: int

    @property
    def at(self) -> time | None:
        """The time of day said with it."""
        text = self.item.full
        near = _DATE.sub(" ", text[max(self.start - 40, 0) : self.start]).rpartition(". ")[2]
        return _clock(_tail(near)) or _clock(re.split(r"[;(]|\band\b|\bto\b", text[self.end : self.end + 40])[0])


def _day(found: re.Match[str]) -> date | None:
    groups = found.groupdict()
    for n in "1234":
        day, month, year = groups[f"d{n}"], groups[f"m{n}"], groups[f"y{n}"]
        if day and month and year:
            try:
                return date(int(year), _MONTHS.get(month.lower()) or int(month), int(day))
            except ValueError:
                return None
    return None


def _clock(text: str) -> time | None:
    found = _CLOCK.search(text)
    if not found:
        return None
    if found["word"]:
        # Midnight ends the day that is named, so it is read as that day's last minute.
        return time(23, 59) if found["word"].lower() == "midnight" else time(12, 0)
    if found["h24"]:
        return time(int(found["h24"]), int(found["min24"]))
    hour = int(found["h"]) % 12 + (12 if found["half"].lower() == "p" else 0)
    return time(hour, int(found["min"] or 0)) if int(found["min"] or 0) < 60 else None


def holds_date(text: str) -> bool:
    """Whether a full date stands in a text."""
    return bool(_DATE.search(text))


def _tail(near: str) -> str:
    # Of two times before a date ('from 9am to 5pm on ...') the second is the nearer.
    found = list(_CLOCK.finditer(near))
    return found[-1][0] if found else ""


def _dates(items: list[Item]) -> Iterator[_Said]:
    before = ""
    for item in items:
        for found in _DATE.finditer(item.full) if _YEAR.search(item.full) else ():
            day = _day(found)
            lead = (item.full[max(found.start() - _WINDOW, 0) : found.start()] or before)[-_WINDOW:]
            if day is not None:
                yield _Said(day, re.split(r"(?<=[a-z)])[.;] ", lead)[-1], item, found.start(), found.end())
        before = item.full if len(item.full) < 60 else ""


def _ends(pattern: re.Pattern[str], lead: str) -> int:
    return max((found.end() for found in pattern.finditer(lead)), default=-1)


def _is_closing(said: _Said) -> bool:
    lead, after = said.lead, said.item.full[said.end : said.end + 30]
    if re.match(r"\W{0,3}(?:is the |was the )?(?:(?:new |final )?closing|deadline)", after):
        return True
    closes, other = _ends(_CLOSES, lead), max(_ends(_NOT_THIS, lead), _ends(_OPENS, lead))
    if closes < 0:
        return (bool(_BY.search(lead)) and other < 0) or _ends_span(said)
    return closes >= other or _ends_span(said)


def _ends_span(said: _Said) -> bool:
    """Whether it is the second date of 'runs from 1 March 2027 to 3 May 2027'."""
    firsts = list(_DATE.finditer(said.lead))
    if not firsts:
        return False
    first = firsts[-1]
    return bool(_TO.fullmatch(said.lead[first.end() :])) and bool(_OPENS.search(said.lead[: first.start()]))


def _closings(items: list[Item]) -> Iterator[tuple[bool, datetime]]:
    for said in islice(_dates(items), _MOST_DATES):
        if _is_closing(said):
            yield bool(_EXTENDED.search(said.lead)), from_london(said.day, said.at or time(23, 59))


def closing_of(items: list[Item]) -> datetime | None:
    """When the consultation closes: London time, the last minute of the day where no time is printed; else None.

    Where a deadline was extended, the new one.
    """
    first: datetime | None = None
    for is_extended, moment in _closings(items):
        if is_extended:
            return moment
        first = first or moment
    return first or _closing_without_year(items)


def _closing_without_year(items: list[Item]) -> datetime | None:
    """'Closes at 11:45pm on 3 May' in a paper that says when it opened or came out: the next 3 May from then."""
    since = next(
        (said.day for said in _dates(items[:80]) if _ends(_OPENS, said.lead) >= 0 or "publish" in said.lead.lower()),
        None,
    )
    if since is None:
        return None
    for item in items:
        for found in _DAY.finditer(item.full):
            lead = item.full[max(found.start() - _WINDOW, 0) : found.start()]
            if _ends(_CLOSES, lead) > max(_ends(_NOT_THIS, lead), _ends(_OPENS, lead)):
                day = _next_day(found, since)
                if day is not None:
                    return from_london(day, _Said(day, lead, item, found.start(), found.end()).at or time(23, 59))
    return None


def _next_day(found: re.Match[str], since: date) -> date | None:
    for year in (since.year, since.year + 1):
        try:
            day = date(year, _MONTHS[found["m1"].lower()], int(found["d1"]))
        except ValueError:
            continue
        if day >= since:
            return day
    return None


def opening_of(items: list[Item]) -> datetime | None:
    """When the consultation opened or opens, where the paper says so: London time, else the first minute of the day."""
    for said in _dates(items[:300]):
        opens = _ends(_OPENS, said.lead)
        rivals = (_ends(_CLOSES, said.lead), _ends(_OTHER_THAN_FROM, said.lead))
        if opens > max(rivals) and not _ends_span(said):
            return from_london(said.day, said.at or time(0, 0))
    return None
