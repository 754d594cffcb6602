"""Two people who press a button at the same moment: both have looked, and neither has written, before the first may."""

import threading
import time
from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from consult.database import Database
from consult.history.models import HistoryEntry
from consult.history.services import verify
from consult.history.turns import in_turn
from tests.visitor import HOST, Visitor

Visit = Callable[[str | None], Visitor]
WAITING = sa.text(
    "SELECT count(*) FROM pg_locks WHERE NOT granted AND database = "
    "(SELECT oid FROM pg_database WHERE datname = current_database())"
)


def _until_they_wait(holder: Session, count: int, ended: Callable[[], int]) -> None:
    if holder.get_bind().dialect.name == "sqlite":
        time.sleep(0.2)
        return
    for _ in range(1000):
        if (holder.scalar(WAITING) or 0) + ended() >= count:
            return
        time.sleep(0.01)
    raise AssertionError("not all of them came to where they wait")


def at_once(database: Database, *acts: Callable[[], object]) -> None:
    """Do all of it at once: each has looked, and none has written, before the first may write."""
    faults: list[BaseException] = []

    def run(act: Callable[[], object]) -> None:
        try:
            act()
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    with database.session() as holder:
        in_turn(holder)
        holder.scalar(sa.text("SELECT 1"))
        for thread in threads:
            thread.start()
        _until_they_wait(holder, len(threads), lambda: sum(not thread.is_alive() for thread in threads))
        holder.rollback()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]


def press(visitor: Visitor, button: str, **fields: object) -> Callable[[], None]:
    """Press a button of the page that is open, whatever comes of it."""

    def act() -> None:
        try:
            visitor.submit(button, **fields)
        except AssertionError:
            if visitor.status not in (401, 403, 404, 409, 422):
                raise

    return act


def send(visitor: Visitor, path: str, **fields: object) -> Callable[[], None]:
    """Send a form that has nothing but a button to another address than that of the page that is open."""
    token = visitor.document.xpath("//input[@name='csrf_token']/@value")[0]

    def act() -> None:
        visitor._take(visitor.client.post(path, base_url=HOST, data={"csrf_token": token, **fields}))
        assert visitor.status in (200, 403, 404, 409, 422), (visitor.status, visitor.text)

    return act


def loser(first: Visitor, second: Visitor, status: int = 422) -> Visitor:
    """Who of the two was refused; the other was not."""
    assert sorted([first.status, second.status]) == [200, status], (first.text, second.text)
    return first if first.status == status else second


def refused(first: Visitor, second: Visitor) -> Visitor:
    """Who of the two was refused, in whichever way; the other was not."""
    statuses = sorted([first.status, second.status])
    assert statuses[0] == 200, (statuses, first.text, second.text)
    assert statuses[1] in (404, 409, 422), (statuses, first.text, second.text)
    return second if first.status == 200 else first


def count(database: Database, model: type, *where: sa.ColumnElement[bool]) -> int:
    """How many rows there are; the record is sound."""
    with database.session(read_only=True) as session:
        assert verify(session).sound
        return session.scalar(sa.select(sa.func.count()).select_from(model).where(*where)) or 0


def acts(database: Database, action: str) -> int:
    """How often the record says so."""
    return count(database, HistoryEntry, HistoryEntry.action == action)


def two(visit: Visit, name: str, path: str) -> tuple[Visitor, Visitor]:
    """One page open in two browsers."""
    return visit(name).open(path), visit(name).open(path)
