"""Reminders of reviews: told to who looks after an entry, once before the review date and once when it comes.

Entries of one response fall due together: a person gets one mail for them, not one for each. That somebody was told
stands on the entry, in the transaction that writes the mail, so a killed worker tells nobody twice.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from consult import dates
from consult.library.models import EntryState, LibraryEntry
from consult.library.rules import TOLD_BEFORE
from consult.notices.queries import active_people
from consult.notices.services import post
from consult.people.models import Person
from consult.permissions import Role

BATCH = 500


def remind(session: Session) -> int:
    """Write the reminders that are due today. Returns how many entries were told of."""
    today = dates.today()
    due = (LibraryEntry.review_on <= today) & _not_told(LibraryEntry.told_due_for)
    soon = (LibraryEntry.review_on > today) & _not_told(LibraryEntry.told_soon_for)
    entries = session.scalars(
        select(LibraryEntry)
        .where(LibraryEntry.state == EntryState.CURRENT, LibraryEntry.review_on <= today + TOLD_BEFORE, or_(due, soon))
        .order_by(LibraryEntry.review_on, LibraryEntry.id)
        .limit(BATCH)
    ).all()
    told: dict[tuple[int, date], list[LibraryEntry]] = defaultdict(list)
    people: dict[int, Person] = {}
    officers: dict[int, list[Person]] = {}
    for entry in entries:
        for person in _keepers(session, entry, officers):
            people[person.id] = person
            told[person.id, entry.review_on].append(entry)
    for (person_id, day), about in told.items():
        _tell(session, people[person_id], day, about)
    for entry in entries:
        entry.told_soon_for = entry.review_on
        if entry.review_on <= today:
            entry.told_due_for = entry.review_on
    session.flush()
    return len(entries)


def _not_told(told: InstrumentedAttribute[date | None]) -> ColumnElement[bool]:
    return told.is_(None) | (told != LibraryEntry.review_on)


def _keepers(session: Session, entry: LibraryEntry, officers: dict[int, list[Person]]) -> Iterator[Person]:
    """Who looks after the entry; where nobody does, or they have left, the policy officers of its owner."""
    owner = entry.owner_id
    if owner not in officers:
        officers[owner] = active_people(session, role=Role.POLICY_OFFICER, organisations=[owner])
    yield from [officer for officer in officers[owner] if officer.id == entry.keeper_id] or officers[owner]


def _tell(session: Session, person: Person, day: date, about: Sequence[LibraryEntry]) -> None:
    count, is_due = len(about), day <= dates.today()
    which = hashlib.sha256(" ".join(str(entry.id) for entry in about).encode()).hexdigest()[:16]
    post(
        session,
        event=f"library review {'due' if is_due else 'soon'} {day.isoformat()} {which}",
        to=person,
        template="review_due",
        values={
            "name": person.name,
            "answers": "1 earlier answer" if count == 1 else f"{count} earlier answers",
            "when": ("is" if count == 1 else "are")
            + (" due for review" if is_due else f" to be reviewed by {dates.long_date(day)}"),
            "first": about[0].question,
            "others": f"and {count - 1} more" if count > 1 else "",
            "path": f"/library/{about[0].id}" if count == 1 else "/library/review",
        },
    )
