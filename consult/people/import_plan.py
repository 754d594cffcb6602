"""What an import of people would do, row by row, before anything is done: added, changed, the same, or not taken."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult.dates import long_date
from consult.people.models import Organisation, Person
from consult.people.people_sheet import LONGEST_NAME, NO_ROLE, NotADay, SheetRow, day_in, roles_in
from consult.people.rules import is_email
from consult.people.services import Days
from consult.permissions import IN_ORGANISATION, Role, Viewer

MOST_GUESSED = 50
"""Unknown organisations of a sheet for which one of a like name is looked for: each is held against all there are."""


class RowOutcome(StrEnum):
    """What becomes of a row. The order is that of the page: what needs a look comes first."""

    REFUSED = "refused"
    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"

    @property
    def label(self) -> str:
        """The outcome as the preview names it."""
        return {
            RowOutcome.REFUSED: "Cannot be taken",
            RowOutcome.ADDED: "Will be added",
            RowOutcome.CHANGED: "Will be changed",
            RowOutcome.SAME: "Is the same",
        }[self]

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return {
            RowOutcome.REFUSED: "red",
            RowOutcome.ADDED: "green",
            RowOutcome.CHANGED: "blue",
            RowOutcome.SAME: "grey",
        }[self]


@dataclass(frozen=True)
class Wanted:
    """A person as the import leaves them."""

    name: str
    email: str
    organisation_id: int
    roles: frozenset[Role]
    days: Days


@dataclass(frozen=True)
class PlannedRow:
    """A row of the sheet and what becomes of it. `words` are the reasons, or what changes, as the page says them."""

    row: SheetRow
    outcome: RowOutcome
    words: tuple[str, ...] = ()
    wanted: Wanted | None = None
    person: Person | None = None


@dataclass(frozen=True)
class Plan:
    """The rows in the order of the page; `sha256` differs when anything of what would be done differs."""

    rows: Sequence[PlannedRow]
    sha256: str

    def of(self, outcome: RowOutcome) -> list[PlannedRow]:
        """The rows with one outcome, in the order of the sheet."""
        return [row for row in self.rows if row.outcome is outcome]


class Named:
    """The organisations by their names, folded; what each unknown name is most like is looked for once."""

    def __init__(self, by_name: dict[str, Organisation]) -> None:
        self._by_name, self._like = by_name, dict[str, Organisation | None]()

    def get(self, typed: str) -> Organisation | None:
        """The organisation of this name."""
        return self._by_name.get(_folded(typed))

    def like(self, typed: str) -> Organisation | None:
        """The organisation that a name is most like, of the first MOST_GUESSED names that nobody has."""
        name = _folded(typed)
        if name not in self._like and len(self._like) < MOST_GUESSED and len(name) <= LONGEST_NAME:
            near = get_close_matches(name, self._by_name, n=1, cutoff=0.6)
            self._like[name] = self._by_name[near[0]] if near else None
        return self._like.get(name)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def make_plan(session: Session, *, actor: Viewer, rows: Sequence[SheetRow]) -> Plan:
    """Hold the rows of a sheet against the people and organisations there are."""
    every = Named({_folded(each.name): each for each in session.scalars(_real())})
    addresses = {row.email.lower() for row in rows}
    known = select(Person).where(Person.email.in_(addresses))
    known = known.options(joinedload(Person.organisation), selectinload(Person.roles))
    people = {person.email: person for person in session.scalars(known)}
    first: dict[str, int] = {}
    planned = []
    for row in rows:
        earlier = first.setdefault(row.email.lower(), row.number)
        planned.append(_planned(row, earlier, every, people.get(row.email.lower()), actor))
    order = list(RowOutcome)
    planned.sort(key=lambda each: (order.index(each.outcome), each.row.number))
    return Plan(planned, _fingerprint(planned))


def _real() -> Select[Organisation]:
    """The organisations that can be named; those that hold guests are none."""
    return select(Organisation).where(Organisation.guests_of_id.is_(None))


def _fingerprint(planned: Sequence[PlannedRow]) -> str:
    said = [
        [each.row.number, each.outcome, each.words, each.person.id if each.person else None, repr(_plain(each.wanted))]
        for each in planned
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _plain(wanted: Wanted | None) -> object:
    if wanted is None:
        return None
    return wanted.name, wanted.email, wanted.organisation_id, sorted(wanted.roles), wanted.days


def _planned(row: SheetRow, earlier: int, every: Named, person: Person | None, actor: Viewer) -> PlannedRow:
    """What becomes of one row; `earlier` is the first row with its address."""
    wanted, reasons = _wanted(row, every, person)
    if row.email and earlier != row.number:
        reasons = [f"Row {earlier} has the same address"]
    if person and wanted and not reasons:
        reasons = _why_not(person, wanted, actor)
    if reasons or wanted is None:
        return PlannedRow(row, RowOutcome.REFUSED, tuple(reasons))
    if person is None:
        return PlannedRow(row, RowOutcome.ADDED, wanted=wanted)
    changes = _changes(person, wanted)
    return PlannedRow(row, RowOutcome.CHANGED if changes else RowOutcome.SAME, changes, wanted, person)


def _wanted(row: SheetRow, every: Named, person: Person | None) -> tuple[Wanted | None, list[str]]:
    """The person that a row asks for, and why it cannot be had. Empty cells keep what is known of somebody."""
    reasons = [*_name_faults(row.name), *_address_faults(row.email)]
    body = every.get(row.organisation)
    reasons += _organisation_faults(row.organisation, body, every)
    roles, unknown = roles_in(row.roles)
    if person and not row.roles:
        roles = frozenset(held.role for held in person.roles)
    reasons += _role_faults(unknown, said=bool(row.roles or person))
    days: list[date | None] = []
    kept_days = (person.member_from, person.member_until) if person else (None, None)
    for typed, kept in zip((row.first, row.last), kept_days, strict=True):
        try:
            days.append(day_in(typed) or kept)
        except NotADay:
            reasons.append(f"“{typed}” is no date like 7 February 2006")
    if reasons or body is None:
        return None, reasons
    if days[0] and days[1] and days[1] < days[0]:
        return None, ["The last day lies before the first"]
    return Wanted(row.name, row.email.lower(), body.id, roles, (days[0], days[1])), []


def _name_faults(name: str) -> list[str]:
    if not name:
        return ["There is no name"]
    if len(name) > LONGEST_NAME:
        return [f"The name is longer than {LONGEST_NAME} characters"]
    # What a sheet made of this list again would take for a formula is nobody's name, nor what a broken one shows.
    return [f"A name does not begin with {name[0]}"] if name[0] in "=+-@#" else []


def _address_faults(email: str) -> list[str]:
    if not email:
        return ["There is no email address"]
    return [] if is_email(email) else [f"“{email}” is no email address"]


def _organisation_faults(typed: str, body: Organisation | None, every: Named) -> list[str]:
    if not typed:
        return ["There is no organisation"]
    if body is not None:
        return [] if body.active else [f"{body.name} is switched off"]
    near = every.like(typed)
    hint = f". Is it {near.name}?" if near else ". Add it first"
    return [f"There is no organisation “{typed}”{hint}"]


def _role_faults(unknown: list[str], *, said: bool) -> list[str]:
    if unknown:
        known = ", ".join(role.label for role in IN_ORGANISATION)
        return [f"There is no role “{unknown[0]}”. The roles are: {known}"]
    return [] if said else [f"There is no role. Write {NO_ROLE} for who is only to see what they are invited to"]


def _why_not(person: Person, wanted: Wanted, actor: Viewer) -> list[str]:
    """Why somebody who is known cannot be changed by a sheet."""
    if person.organisation_id != wanted.organisation_id:
        return [f"This address belongs to somebody of {person.organisation.name}, and nobody is moved"]
    if not person.active:
        return ["This person was switched off. Switch them on on their own page"]
    if person.id == actor.person_id and _changes(person, wanted):
        return ["This is you. Change yourself on your own page"]
    return []


def _changes(person: Person, wanted: Wanted) -> tuple[str, ...]:
    """What would be different, in words."""
    roles = frozenset(held.role for held in person.roles)
    pairs = (
        ("Name", person.name, wanted.name),
        ("Roles", _named(roles), _named(wanted.roles)),
        ("First day", _day(person.member_from), _day(wanted.days[0])),
        ("Last day", _day(person.member_until), _day(wanted.days[1])),
    )
    return tuple(f"{what}: {before} becomes {after}" for what, before, after in pairs if before != after)


def _named(roles: frozenset[Role]) -> str:
    return ", ".join(role.label for role in IN_ORGANISATION if role in roles) or "none"


def _day(day: date | None) -> str:
    return long_date(day) if day else "none"
