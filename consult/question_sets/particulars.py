"""A paper's particulars: title, issuing body and closing time, from its first pages and its wording."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time

from consult.dates import from_london
from consult.question_sets.layout import Item, Role, is_title_like

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
_CLOSES = re.compile(
    r"clos(?:es|ing|ed|e)\b|deadline|no later than|not later than|on or before|respond by|comments? by|by "
    r"(?:the )?\w* ?$|"
    r"responses? .{0,60}\b(?:by|before)\b|submi\w+ .{0,60}\b(?:by|before|until)\b|received .{0,40}\b(?:by|before)\b|"
    r"reply by|replies .{0,30}by|\bruns? (?:from|until)|\bends?\b|open until|comments? .{0,40}\b(?:by|before|until)\b",
    re.I,
)
_ENTITLED = re.compile(
    r"\b(?:consultation|paper|document|call for evidence)\b[^.“\"]{0,60}(?:,|entitled|titled|"
    r"called)\s*[“\"](?P<title>[^”\"]{8,160})[”\"]",
    re.I,
)
_NAME = r"(?P<body>(?:[A-Z][\w&’'-]*|of|for|and|the|on|&|in)(?:,? (?:[A-Z][\w&’'-]*|of|for|and|the|on|&|in)){1,12})"
_BODY_LABEL = re.compile(
    r"(?:agency|issuing body|issued by|organisation|department|published by|from)\s*:\s*(?P<body>[^.;]{3,120})", re.I
)
_ISSUED_BY = re.compile(
    rf"\b(?:issued|published|released|launched|produced|carried out|run) (?:jointly )?by (?:the )?{_NAME}"
)
_ISSUES = re.compile(
    rf"\b[Tt]he {_NAME}(?: \([A-Z]{{2,12}}\))?,? (?:has |have |is |are )?(?:now |today )?(?:released|"
    rf"published|launched|issued|"
    r"invites?|is seeking|seeks|seeking|consulting|consults|requests?|would like|welcomes)\b"
)
_CONNECTIVES = re.compile(r"^(?:the|and|of|for|on|in)\s+|\s+(?:the|and|of|for|on|in)$", re.I)


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


def _closings(items: list[Item]) -> Iterator[datetime]:
    before = ""
    for item in items:
        for found in _DATE.finditer(item.full):
            day = _day(found)
            lead = (item.full[max(found.start() - 90, 0) : found.start()] or before)[-90:]
            lead = re.split(r"(?<=[a-z)])[.;] ", lead)[-1]
            if day is not None and (
                _CLOSES.search(lead) or re.match(r"\W{0,3}(?:is the )?(?:closing|deadline)", item.full[found.end() :])
            ):
                around = item.full[max(found.start() - 40, 0) : found.end() + 40]
                yield from_london(day, _clock(_DATE.sub(" ", around)) or time(23, 59))
        before = item.full if len(item.full) < 60 else ""


def closing_of(items: list[Item]) -> datetime | None:
    """When the consultation closes: London time, the last minute of the day where no time is printed; else None."""
    return next(_closings(items), None)


def _first_title(items: list[Item]) -> str:
    top = items[:25]
    headings = [item for item in top if item.role is Role.HEADING]
    if headings:
        least = min(item.level for item in headings)
        return next(item.full for item in headings if item.level == least)
    shown = [item for item in top[:12] if (is_title_like(item) or item.bold) and not _DATE.search(item.full)]
    named = [
        item for item in shown if re.search(r"consult|question|survey|review|proposal|paper|call for", item.full, re.I)
    ]
    wide = [item for item in shown if len(item.full.split()) > 2]
    chosen = named or wide or shown
    return chosen[0].full if chosen else ""


def title_of(items: list[Item]) -> str:
    """The paper's title; in a response, that of the paper it answers where it is named. '' where none is shown."""
    for item in items[:60]:
        found = _ENTITLED.search(item.full)
        if found:
            return found["title"].strip(" ,.")
    return re.sub(
        r"^(?:response form|questionnaire|consultation paper)\s*[:–-]\s*", "", _first_title(items), flags=re.I
    ).strip(' *_“”"')


def issuing_body_of(items: list[Item]) -> str | None:
    """The body that consults, where the paper says so in one of the usual ways."""
    for pattern in (_BODY_LABEL, _ISSUED_BY, _ISSUES):
        for item in items[:80]:
            found = pattern.match(item.full) if pattern is _BODY_LABEL else pattern.search(item.full)
            if found:
                name = _CONNECTIVES.sub("", found["body"].strip(" ."))
                if len(name) > 3:
                    return name
    return None
