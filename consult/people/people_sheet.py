"""What a sheet of people says: its columns found by their headings, its cells read as people write them. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from consult.people.rules import PeopleError
from consult.permissions import IN_ORGANISATION, Role

MOST_PEOPLE = 1_000
LONGEST_NAME = 200
COLUMNS = ("Name", "Email address", "Organisation", "Roles", "From", "Until")
HEADINGS = {
    "name": ("name", "full name", "person", "names"),
    "email": ("email", "e mail", "email address", "e mail address", "mail", "address", "emails"),
    "organisation": ("organisation", "organization", "organisation name", "body", "employer"),
    "roles": ("role", "roles", "role s", "roles held"),
    "first": ("from", "first day", "member from", "start", "start date", "since", "from date"),
    "last": ("until", "last day", "member until", "to", "end", "end date", "until date"),
}
NO_ROLE = "None"
NEEDED = {"name": "Name", "email": "Email address", "organisation": "Organisation"}
_MOST_ABOVE = 20
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_IN_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\.?,? (\d{4})", re.ASCII)
_AS_NUMBER = re.compile(r"[2-7]\d{4}(?:\.\d+)?", re.ASCII)
_NUMBERED_FROM = date(1899, 12, 30)  # Excel's day 0, once its 29 February 1900 is passed
_YEARS = range(1950, 2101)

Sheet = Sequence[tuple[int, Sequence[str]]]


class SheetRefused(PeopleError):
    """The sheet as a whole cannot be taken."""


class NotADay(ValueError):
    """A cell that should name a day names none."""


@dataclass(frozen=True)
class SheetRow:
    """One person as the sheet says it; `number` is that of the row."""

    number: int
    name: str
    email: str
    organisation: str
    roles: str
    first: str
    last: str


def people_in(sheets: Sequence[Sheet]) -> list[SheetRow]:
    """The rows below the headings, of the first sheet that has them. Raises SheetRefused."""
    for sheet in sheets:
        for place, (_, cells) in enumerate(sheet[:_MOST_ABOVE]):
            columns = _columns(cells)
            if "email" in columns.values() and len(columns) > 1:
                return _rows(sheet[place + 1 :], columns)
    raise SheetRefused("The sheet has no row of headings with Name, Email address and Organisation")


def _columns(cells: Sequence[str]) -> dict[int, str]:
    said = {place: re.sub(r"[^a-z]+", " ", cell.casefold()).strip() for place, cell in enumerate(cells)}
    return {place: each for place, text in said.items() for each, headings in HEADINGS.items() if text in headings}


def _rows(rows: Sheet, columns: dict[int, str]) -> list[SheetRow]:
    for each, heading in NEEDED.items():
        if each not in columns.values():
            raise SheetRefused(f"The sheet has no column headed {heading}")
    for each in HEADINGS:
        if list(columns.values()).count(each) > 1:
            raise SheetRefused(f"The sheet has two columns for the same thing: {HEADINGS[each][0]}")
    if len(rows) > MOST_PEOPLE:
        raise SheetRefused(f"The sheet has more than {MOST_PEOPLE:,} people. Split it into smaller ones")
    found = list(_people(rows, columns))
    if not found:
        raise SheetRefused("The sheet has no people below its headings")
    return found


def _people(rows: Sheet, columns: dict[int, str]) -> Iterator[SheetRow]:
    for number, cells in rows:
        said = dict.fromkeys(HEADINGS, "")
        said |= {each: " ".join(cells[place].split()) for place, each in columns.items() if place < len(cells)}
        if any(said.values()):
            yield SheetRow(number=number, **said)


def roles_in(text: str) -> tuple[frozenset[Role], list[str]]:
    """The roles that a cell names, and what in it names no role; the word None alone asks for none."""
    if text.strip().casefold() == NO_ROLE.casefold():
        return frozenset(), []
    known = {role.label.casefold(): role for role in IN_ORGANISATION}
    found, unknown = set(), []
    for piece in re.split(r"[,;/&+]|\band\b", text):
        plain = " ".join(re.sub(r"[_-]", " ", piece).split())
        role = known.get(plain.casefold()) or known.get(plain.casefold().removesuffix("s"))
        if role:
            found.add(role)
        elif plain:
            unknown.append(plain)
    return frozenset(found), unknown


def day_in(text: str) -> date | None:
    """The day that a cell names, the day before the month; None for an empty cell. Raises NotADay.

    Sheets keep a day as a number, counted from 1899.
    """
    plain = " ".join(text.casefold().split())
    if not plain:
        return None
    try:
        day = _day(plain)
    except ValueError:
        raise NotADay(text) from None
    if day.year not in _YEARS:
        raise NotADay(text)
    return day


def _day(plain: str) -> date:
    if _AS_NUMBER.fullmatch(plain):
        return _NUMBERED_FROM + timedelta(days=int(float(plain)))
    if match := _YEAR_FIRST.fullmatch(plain):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_FIRST.fullmatch(plain):
        return date(int(match[3]), int(match[2]), int(match[1]))
    match = _IN_WORDS.fullmatch(plain)
    if match is None or match[2][:3] not in _MONTHS:
        raise ValueError
    return date(int(match[3]), _MONTHS.index(match[2][:3]) + 1, int(match[1]))
