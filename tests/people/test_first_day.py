"""Who is added with a first day that lies ahead is told on that day, once, that they can sign in."""

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from consult import dates
from consult.database import Database
from consult.demo.cast import POLICE, Cast, address
from consult.notices.models import OutboxMessage
from consult.people.models import Organisation, Person
from consult.running.working import tell_begun
from tests.people.sheets import csv
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]
NEW, ADDED = "new@rivermead.example", OutboxMessage.event.startswith("added/")


def told(database: Database) -> list[str]:
    """The addresses that were told that they can sign in."""
    with database.session(read_only=True) as session:
        return list(session.scalars(sa.select(OutboxMessage.address).where(ADDED).order_by(OutboxMessage.id)))


def days_later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """As if it were that many days later."""
    moment: datetime = dates.now() + timedelta(days=days)
    monkeypatch.setattr(dates, "now", lambda: moment)


def add(visit: Visit, cast: Cast, first: date) -> None:
    """Add somebody in the pages, a member from that day."""
    fields = {"name": "New", "email": NEW, "organisation": str(cast.organisations[POLICE].id), "roles": ["partner"]}
    day = {"member_from__day": str(first.day), "member_from__month": str(first.month)}
    visit("Administrator").open("/people/new").submit("Add person", **fields, **day, member_from__year=str(first.year))


def test_the_mail_comes_on_the_first_day_and_once(
    cast: Cast, database: Database, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = dates.today() + timedelta(days=30)
    add(visit, cast, first)
    row = ("Sheet", "sheet@rivermead.example", POLICE, "Partner", first.isoformat(), "")
    page = visit("Administrator").open("/people/import").submit("Continue", sheet=("a.csv", csv(row)))
    page.submit("Take over 1 person")
    tell_begun(database)
    assert told(database) == []
    days_later(monkeypatch, 29)
    tell_begun(database)
    assert told(database) == []
    days_later(monkeypatch, 1)
    for _ in range(2):
        tell_begun(database)
    assert told(database) == [NEW, "sheet@rivermead.example"]
    with database.transaction() as session:  # another address, and a mail whose names were taken out of it
        session.execute(sa.update(Person).where(Person.email == NEW).values(email="other@rivermead.example"))
        session.execute(sa.update(OutboxMessage).values(address="removed-" + sa.cast(OutboxMessage.id, sa.String)))
    days_later(monkeypatch, 3)
    tell_begun(database)
    assert len(told(database)) == 2


def test_nobody_is_told_twice_too_late_or_while_they_cannot_sign_in(
    cast: Cast, database: Database, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(visit, cast, dates.today())
    assert told(database) == [NEW]
    tell_begun(database)
    assert told(database) == [NEW]
    off = {"Police partner": {"active": False}, "Health partner": {}, "Parish clerk": {}}
    with database.transaction() as session:
        for name, values in off.items():
            days = {"member_from": dates.today() + timedelta(days=20)}
            session.execute(sa.update(Person).where(Person.name == name).values(**days, **values))
        closed = Organisation.id == cast.people["Health partner"].organisation_id
        session.execute(sa.update(Organisation).where(closed).values(active=False))
    days_later(monkeypatch, 20)
    tell_begun(database)
    assert told(database) == [NEW, address("Parish clerk")]
    days_later(monkeypatch, 15)
    with database.transaction() as session:
        session.execute(sa.update(Organisation).where(closed).values(active=True))
    tell_begun(database)
    assert told(database) == [NEW, address("Parish clerk")], "a first day of long ago is no news"


def test_two_workers_tell_once(cast: Cast, database: Database) -> None:
    with database.transaction() as session:
        mine = Person.email == address("Police partner")
        session.execute(sa.update(Person).where(mine).values(member_from=dates.today()))
    workers = [threading.Thread(target=tell_begun, args=[database]) for _ in range(4)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert told(database) == [address("Police partner")]
