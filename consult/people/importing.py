"""Taking people over from a sheet: what was read waits until its administrator has seen what it would do."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult import dates
from consult.history.services import record
from consult.history.turns import as_it_is
from consult.people import services
from consult.people.groups import PeopleImport
from consult.people.import_plan import Plan, PlannedRow, RowOutcome, make_plan
from consult.people.models import Person
from consult.people.people_sheet import Sheet, people_in
from consult.people.rules import EmailTaken, PeopleError
from consult.people.shapes import SHEET, ReadSheet
from consult.permissions import Viewer

LARGEST_SHEET = 5 * 1024 * 1024
KEPT_FOR = timedelta(days=1)


class ImportTaken(PeopleError):
    """The import was confirmed before."""


class PeopleChanged(PeopleError):
    """What the import would do is no longer what the page showed."""


def begin(session: Session, *, actor: Viewer, name: str, sheets: Sequence[Sheet]) -> PeopleImport:
    """Keep what a sheet says until it is confirmed, for a day. Changes nobody. Raises SheetRefused."""
    rows = people_in(sheets)
    session.execute(delete(PeopleImport).where(PeopleImport.started_by_id == actor.person_id))
    begun = PeopleImport(
        started_by_id=actor.person_id,
        started_at=dates.now(),
        name=name[-200:],
        rows=SHEET.write(ReadSheet(tuple(rows))),
    )
    session.add(begun)
    session.flush()
    facts = {"rows": len(rows)}
    record(session, actor=actor, action="people sheet read", subject=f"people-import/{begun.id}", details=facts)
    return begun


def clear(session: Session) -> None:
    """Forget the sheets that nobody confirmed within a day, with the names and addresses in them."""
    session.execute(delete(PeopleImport).where(PeopleImport.started_at < dates.now() - KEPT_FOR))


def get_import(session: Session, viewer: Viewer, import_id: int) -> PeopleImport | None:
    """An import that the viewer began within the last day."""
    mine = PeopleImport.id == import_id, PeopleImport.started_by_id == viewer.person_id
    return session.scalar(select(PeopleImport).where(*mine, PeopleImport.started_at >= dates.now() - KEPT_FOR))


def plan(session: Session, *, actor: Viewer, begun: PeopleImport) -> Plan:
    """What the import would do now."""
    return make_plan(session, actor=actor, rows=SHEET.read(begun.rows).rows)


def take(session: Session, *, actor: Viewer, begun: PeopleImport, seen: str) -> tuple[Plan, list[Person]]:
    """Do what the page with the hash `seen` showed, all of it or nothing; what could not be taken is left out.

    Returns what was done and who was added, for the caller to tell them.
    Raises PeopleChanged when it would now be something else, ImportTaken when it was done already, and what adding and
    changing people raise. The caller rolls back then.
    """
    # One at a time: a double click takes the sheet once.
    as_it_is(session, begun, "taken_at", "rows")
    if begun.taken_at:
        raise ImportTaken("This sheet was taken over already")
    planned = plan(session, actor=actor, begun=begun)
    changed = PeopleChanged(
        "People or organisations were changed since you opened this page. This is what would be done now: check it "
        "again"
    )
    if planned.sha256 != seen:
        raise changed
    try:
        added = [person for row in planned.rows if (person := _carry_out(session, actor, row))]
    except EmailTaken as taken:
        raise changed from taken
    begun.taken_at, begun.rows = dates.now(), ""
    session.flush()
    facts = {outcome.value: len(planned.of(outcome)) for outcome in RowOutcome}
    record(session, actor=actor, action="people imported", subject=f"people-import/{begun.id}", details=facts)
    return planned, added


def _carry_out(session: Session, actor: Viewer, row: PlannedRow) -> Person | None:
    """Add or change one person; the one who was added is returned."""
    wanted = row.wanted
    if wanted is None or row.outcome is RowOutcome.SAME:
        return None
    said: dict[str, Any] = {"name": wanted.name, "email": wanted.email, "roles": wanted.roles, "days": wanted.days}
    if row.person is None:
        return services.add_person(session, actor=actor, organisation_id=wanted.organisation_id, **said)
    services.change_person(session, actor=actor, person=row.person, active=True, **said)
    return None
