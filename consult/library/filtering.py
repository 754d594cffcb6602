"""What narrows a search of the library: issuing body, year, theme, who adopted, standing; with how many each leaves."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Label, case, extract, func, select
from sqlalchemy.orm import Session

from consult import dates
from consult.library.models import EntryReader, EntryState, EntryTheme, LibraryEntry
from consult.library.rules import EntryStanding
from consult.people.models import Organisation
from consult.texts.characters import printable

MOST_OPTIONS = 12
ORDERS = ("relevance", "date")


@dataclass(frozen=True)
class Filters:
    """What was chosen; '' where nothing was. `by` is the number of an organisation. Without a state: not superseded."""

    body: str = ""
    year: str = ""
    theme: str = ""
    by: str = ""
    state: str = ""

    @property
    def chosen(self) -> dict[str, str]:
        """The filters that were chosen, by name."""
        return {each.name: value for each in fields(self) if (value := getattr(self, each.name))}


NO_FILTERS = Filters()


@dataclass(frozen=True)
class Choice:
    """One value of a filter: what the address says, what the page says, and how many entries it leaves."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """A filter with its values, the one with most entries first."""

    name: str
    label: str
    choices: tuple[Choice, ...]


LABELS = {"body": "Issuing body", "year": "Year", "theme": "Theme", "by": "Adopted by", "state": "State"}


def filters_from(arguments: Mapping[str, str]) -> Filters:
    """The filters in an address. What makes no sense is left out."""
    typed = {each.name: printable(arguments.get(each.name, "")).strip()[:200] for each in fields(Filters)}
    for name in ("year", "by"):
        if not (typed[name].isascii() and typed[name].isdigit() and 0 < int(typed[name][:12]) < 2**31):
            typed[name] = ""
    if typed["year"] and not 1 <= int(typed["year"]) <= 9998:
        typed["year"] = ""
    if typed["state"] not in (EntryStanding.CURRENT, EntryStanding.DUE, EntryStanding.SUPERSEDED):
        typed["state"] = ""
    return Filters(**typed)


def conditions(filters: Filters) -> list[ColumnElement[bool]]:
    """What entries must be to stay."""
    wanted = [_in_state(filters.state)]
    if filters.body:
        wanted.append(LibraryEntry.issuing_body == filters.body)
    if filters.year:
        year = int(filters.year)
        wanted += [LibraryEntry.adopted_on >= date(year, 1, 1), LibraryEntry.adopted_on < date(year + 1, 1, 1)]
    if filters.theme:
        on_it = select(EntryTheme.entry_id).where(EntryTheme.theme == filters.theme)
        wanted.append(LibraryEntry.id.in_(on_it))
    if filters.by:
        adopters = EntryReader.organisation_id == int(filters.by), EntryReader.adopted
        wanted.append(LibraryEntry.id.in_(select(EntryReader.entry_id).where(*adopters)))
    return wanted


def _in_state(state: str) -> ColumnElement[bool]:
    if state == EntryStanding.SUPERSEDED:
        return LibraryEntry.state == EntryState.SUPERSEDED
    current = LibraryEntry.state == EntryState.CURRENT
    if state == EntryStanding.DUE:
        return current & (LibraryEntry.review_on <= dates.today())
    if state == EntryStanding.CURRENT:
        return current & (LibraryEntry.review_on > dates.today())
    return current


def facets(session: Session, *, base: ColumnElement[bool], filters: Filters) -> tuple[Facet, ...]:
    """Every filter with how many entries each value would leave, the other filters being as they are.

    `base` is what the viewer may find, and what the words have found.
    """
    return tuple(Facet(name, label, tuple(_choices(session, name, base, filters))) for name, label in LABELS.items())


def _choices(session: Session, name: str, base: ColumnElement[bool], filters: Filters) -> list[Choice]:
    others = replace(filters, **{name: ""})
    wanted = conditions(others)[1:] if name == "state" else conditions(others)
    gone = LibraryEntry.state != EntryState.WITHDRAWN
    value, label = _columns(name)
    counted: Label[int] = func.count(LibraryEntry.id).label("n")
    rows = select(value, label, counted).select_from(LibraryEntry).where(base, gone, *wanted).group_by(value, label)
    if name == "theme":
        rows = rows.join(EntryTheme, EntryTheme.entry_id == LibraryEntry.id)
    elif name == "by":
        rows = rows.join(EntryReader, (EntryReader.entry_id == LibraryEntry.id) & EntryReader.adopted)
        rows = rows.join(Organisation, Organisation.id == EntryReader.organisation_id)
    first = value.desc() if name == "year" else counted.desc()
    chosen = getattr(filters, name)
    found = [
        Choice(
            str(row[0]), EntryStanding(row[1]).label if name == "state" else str(row[1]), row[2], str(row[0]) == chosen
        )
        for row in session.execute(rows.order_by(first, label).limit(MOST_OPTIONS + 1))
    ]
    return found[:MOST_OPTIONS]


def _columns(name: str) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    if name == "by":
        return Organisation.id.expression, Organisation.name.expression
    if name == "year":
        year: ColumnElement[Any] = extract("year", LibraryEntry.adopted_on)
        return year, year
    if name == "state":
        due = (LibraryEntry.state == EntryState.CURRENT) & (LibraryEntry.review_on <= dates.today())
        stands = case(
            (LibraryEntry.state == EntryState.SUPERSEDED, EntryStanding.SUPERSEDED.value),
            (due, EntryStanding.DUE.value),
            else_=EntryStanding.CURRENT.value,
        )
        return stands, stands
    column = EntryTheme.theme if name == "theme" else LibraryEntry.issuing_body
    return column.expression, column.expression
