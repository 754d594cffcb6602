"""When a consultation opens and closes, as the paper says it: the one date among its many that binds who responds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice

from consult.dates import LAST_MINUTE, NoSuchTime, clocks_in, deadline, from_london
from consult.question_sets.recognising.facts import Item

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
# The points of 'p.m.' end no sentence.
_HALF = re.compile(r"(?<=\d)( ?[ap])\. ?m\b\.?", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")
# A day without its year: '11:45pm on 3 May'.
_DAY = re.compile(rf"\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m1>{_MONTH})\b(?!\.?,? (?:19|20)\d\d)", re.I)
_CLOSES = re.compile(
    r"clos(?:es|ing|ed|e)\b|deadline|no later than|not later than|on or before|respond by|comments? by|"
    r"responses? .{0,60}\b(?:by|before)\b|submi\w{1,40} .{0,60}\b(?:by|before|until)\b|"
    r"received .{0,40}\b(?:by|before)\b|"
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
    text: str
    start: int
    end: int

    @property
    def at(self) -> time | None:
        """The time of day said with it."""
        near = _DATE.sub(" ", self.text[max(self.start - 40, 0) : self.start]).rpartition(". ")[2]
        after = re.split(r"[;(]|\band\b|\bto\b", self.text[self.end : self.end + 40].lstrip(" ,("))[0]
        # Of two times before a date ('from 9am to 5pm on ...') the second is the nearer.
        return next(iter(clocks_in(near)[::-1] or clocks_in(after)), None)

    @property
    def closing(self) -> datetime | None:
        """The deadline that it names; None for a time that the clocks skip, for which the officer is asked."""
        try:
            return deadline(self.day, self.at or LAST_MINUTE)
        except NoSuchTime:
            return None


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


def holds_date(text: str) -> bool:
    """Whether a full date stands in a text."""
    return bool(_DATE.search(text))


def _dates(items: list[Item]) -> Iterator[_Said]:
    before = ""
    for item in items:
        text = _plain(item)
        for found in _DATE.finditer(text) if _YEAR.search(text) else ():
            day = _day(found)
            lead = (text[max(found.start() - _WINDOW, 0) : found.start()] or before)[-_WINDOW:]
            if day is not None:
                yield _Said(day, re.split(r"(?<=[a-z)])[.;] ", lead)[-1], text, found.start(), found.end())
        before = text if len(text) < 60 else ""


def _plain(item: Item) -> str:
    return _HALF.sub(r"\1m", item.full)


def _ends(pattern: re.Pattern[str], lead: str) -> int:
    return max((found.end() for found in pattern.finditer(lead)), default=-1)


def _is_closing(said: _Said) -> bool:
    lead, after = said.lead, said.text[said.end : said.end + 30]
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


def _closings(items: list[Item]) -> Iterator[tuple[bool, datetime | None]]:
    for said in islice(_dates(items), _MOST_DATES):
        if _is_closing(said):
            yield bool(_EXTENDED.search(said.lead)), said.closing


def closing_of(items: list[Item]) -> datetime | None:
    """When the consultation closes: London time, the last minute of the day where no time is printed; else None.

    Where a deadline was extended, the new one.
    """
    found = list(_closings(items))
    if not found:
        return _closing_without_year(items)
    return next((moment for is_extended, moment in found if is_extended), found[0][1])


def _closing_without_year(items: list[Item]) -> datetime | None:
    """'Closes at 11:45pm on 3 May' in a paper that says when it opened or came out: the next 3 May from then."""
    since = next(
        (said.day for said in _dates(items[:80]) if _ends(_OPENS, said.lead) >= 0 or "publish" in said.lead.lower()),
        None,
    )
    if since is None:
        return None
    for item in items:
        text = _plain(item)
        for found in _DAY.finditer(text):
            lead = text[max(found.start() - _WINDOW, 0) : found.start()]
            if _ends(_CLOSES, lead) > max(_ends(_NOT_THIS, lead), _ends(_OPENS, lead)):
                day = _next_day(found, since)
                if day is not None:
                    return _Said(day, lead, text, found.start(), found.end()).closing
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
