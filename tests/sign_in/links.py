"""Links that come by mail: asked for, and found in the mails that were written."""

import threading
from collections.abc import Callable

import sqlalchemy as sa
from flask import Flask

from consult.database import Database
from consult.demo.cast import address
from consult.notices.models import OutboxMessage
from consult.people import rules
from tests.sign_in.signing_in import (
    FIREFOX,
)
from tests.visitor import Visitor

PARTNER, NOBODY = "Police partner", "nobody@elsewhere.example"


def somebody(app: Flask) -> Visitor:
    """A browser of its own."""
    visitor = Visitor(app.test_client())
    visitor.client.environ_base["HTTP_USER_AGENT"] = FIREFOX
    return visitor


def ask(visitor: Visitor, email: str = address(PARTNER)) -> Visitor:
    """Ask for a link."""
    return visitor.open("/sign-in/link").submit("Send the link", email=email)


def mails(database: Database, template: str = "sign-in-link") -> list[OutboxMessage]:
    """The mails of a kind, oldest first."""
    with database.session(read_only=True) as session:
        kind = sa.select(OutboxMessage).where(OutboxMessage.event.startswith(template)).order_by(OutboxMessage.id)
        return list(session.scalars(kind))


def newest_path(database: Database) -> str:
    """Where the link of the newest mail leads."""
    return mails(database)[-1].secret_path


def at_once(count: int, act: Callable[[], object]) -> list[object]:
    """Do one thing several times at once; what each gave or raised."""
    found: list[object] = []
    ready = threading.Barrier(count)

    def run() -> None:
        ready.wait()
        try:
            found.append(act())
        except rules.PeopleError as refusal:
            found.append(refusal)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
