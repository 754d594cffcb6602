"""A form is read whole before the database is asked for anything: while somebody sends, they hold no lock."""

import io
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.database import Database
from tests.authz.staging import form_token
from tests.factories.situations import Drafting
from tests.visitor import HOST, Visitor

Visit = Callable[[str | None], Visitor]
FORM = "application/x-www-form-urlencoded"


class Slow(io.RawIOBase):
    """A body of which each reading says, when it is read, how many connections to the database are in use."""

    def __init__(self, body: bytes, database: Database) -> None:
        super().__init__()
        self._body, self._database = io.BytesIO(body), database
        self.in_use: list[int] = []

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Give a few bytes."""
        self.in_use.append(self._database.engine.pool.checkedout())  # type: ignore[attr-defined]
        piece = self._body.read(min(10, len(buffer)))
        buffer[: len(piece)] = piece
        return len(piece)


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("Policy officer", "/answers/{}"),
        ("Police partner", "/answers/{}/comments"),
        ("Policy officer", "/consultations/load"),
        ("Administrator", "/people/new"),
        (None, "/sign-in"),
        (None, "/answers/{}"),
    ],
)
def test_nothing_is_held_while_a_form_arrives(
    app: Flask, drafting: Drafting, visit: Visit, who: str | None, path: str
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    visitor = visit(who)
    token = form_token(visitor.client, "/sign-in" if who is None else "/account")
    body = f"csrf_token={token}&text=words&once=abcdefghijklmnopqrstuv&note=".encode() + b"x" * 300
    arriving = Slow(body, app.extensions["database"])
    sent = {"wsgi.input": arriving, "CONTENT_LENGTH": str(len(body))}
    answer = visitor.client.post(
        path.format(drafting.answers[0]), base_url=HOST, content_type=FORM, environ_overrides=sent
    )
    assert answer.status_code < 500
    assert arriving.in_use
    assert set(arriving.in_use) == {0}


def test_who_is_asking_is_found_out_without_a_lock(app: Flask, drafting: Drafting, visit: Visit) -> None:
    path = f"/answers/{drafting.answers[0]}"
    officer = visit("Policy officer").open(path)
    begun: list[bool] = []

    def note(connection: sa.Connection) -> None:
        begun.append(connection.get_execution_options().get("consult_read_only", False))

    sa.event.listen(app.extensions["database"].engine, "begin", note)
    form = {
        "csrf_token": form_token(officer.client),
        "text": "Words.",
        "based_on": "0",
        "kept_n": "0",
        "status": "drafting",
    }
    begun.clear()
    assert officer.client.post(path, base_url=HOST, data=form).status_code in (302, 409)
    assert begun[0]
    assert not all(begun)
