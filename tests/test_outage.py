"""The database goes away at any moment: 503, what was typed comes back, and what the page says of it is true."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.application import create_app, take_up
from consult.comments.models import Comment
from consult.database import MOST_THREADS, POOL, Database
from consult.demo.cast import Cast
from consult.people import passwords
from consult.people.models import Person
from consult.running.operating import OperatingError
from consult.running.serving import _check_counts
from consult.sign_in import services as sign_in_services
from consult.web.error_pages import Fate
from tests.cutting import Cable, cable
from tests.factories.situations import Drafting
from tests.sign_in.signing_in import leave_the_demo, set_up_factor, sign_in
from tests.visitor import HOST, Visitor

Visit = Callable[[str | None], Visitor]
WORDS = "Words that nobody must lose, typed at the worst of moments"


@pytest.fixture
def laid(database_url: str, backend: str, app: Flask) -> Iterator[tuple[Cable, Flask]]:
    """The application at the end of a cable that can break."""
    if backend == "sqlite":
        pytest.skip("nothing lies between the service and an embedded database")
    with cable(database_url) as (each, url):
        made = create_app(replace(app.extensions["settings"], database_url=url))
        made.extensions["search_index"].follow()
        yield each, made
        made.extensions["database"].close()


def enter(app: Flask, cast: Cast, name: str) -> Visitor:
    """Sign somebody in."""
    return Visitor(app.test_client()).sign_in_as(cast.people[name].id)


def said(database: Database) -> int:
    """How many comments have the words."""
    with database.session(read_only=True) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Comment).where(Comment.text == WORDS)) or 0


def send(page: Visitor) -> tuple[int, str]:
    """Send the comment; the status of the answer itself, and its page."""
    form = page.form_with("Send comment")
    values = {**dict(form.form_values()), "comment": WORDS}
    answer = page.client.post(form.get("action"), base_url=HOST, data=values)
    return answer.status_code, answer.get_data(as_text=True)


def is_honest(status: int, html: str, saved: int) -> None:
    """Whether the answer fits what is stored, and gives back what was typed."""
    if status == 302:
        assert saved == 1
        return
    assert status == 503, html
    assert WORDS in html
    told = [fate for fate in Fate if fate.value in html]
    assert len(told) == 1, html
    assert ("It was not saved" in html) == (told[0] is Fate.NOTHING)
    assert told[0] is Fate.UNKNOWN or saved == (told[0] is Fate.SAVED), told


@pytest.mark.postgresql
@pytest.mark.parametrize("down", [False, True], ids=["back at once", "stays away"])
def test_a_connection_that_breaks_at_any_statement_loses_no_word(
    down: bool, laid: tuple[Cable, Flask], cast: Cast, drafting: Drafting, database: Database
) -> None:
    each, app = laid
    partner = enter(app, cast, "Police partner")
    page = partner.open(f"/answers/{drafting.answers[0]}")
    each.mend()
    assert send(page)[0] == 302
    messages = each.sent
    assert messages > 10
    fates = set()
    for n in range(1, messages + 1, 2 if down else 1):
        with database.transaction() as session:
            session.execute(sa.delete(Comment).where(Comment.text == WORDS))
        each.mend()
        page = partner.open(f"/answers/{drafting.answers[0]}")
        each.mend()
        each.cut_at = n
        each.down = False
        if down:
            real, each.cut = each.cut, lambda: (setattr(each, "down", True), Cable.cut(each))  # type: ignore[method-assign,assignment]
        status, html = send(page)
        if down:
            each.cut = real  # type: ignore[method-assign]
        is_honest(status, html, said(database))
        fates.add(status)
    assert fates == {302, 503}


@pytest.mark.postgresql
@pytest.mark.parametrize("reaches", [False, True])
def test_of_a_commit_that_breaks_nobody_says_what_they_do_not_know(
    reaches: bool, laid: tuple[Cable, Flask], cast: Cast, drafting: Drafting, database: Database
) -> None:
    each, app = laid
    page = enter(app, cast, "Police partner").open(f"/answers/{drafting.answers[0]}")
    each.mend()
    # The first commit tells that somebody was counted; the second is the act's.
    each.cut_on, each.passing, each.reaches = b"COMMIT\x00", 1, reaches
    status, html = send(page)
    assert status == 503
    assert Fate.UNKNOWN.value in html, re.sub("<[^>]+>", " ", html)[-900:]
    assert "Nothing was changed" not in html
    assert WORDS in html
    each.mend()
    assert said(database) == int(reaches)
    # Sent again from the same page, it is there once, whatever became of the first.
    assert send(page)[0] in (302, 409)
    assert said(database) == 1


@pytest.mark.postgresql
def test_pages_and_strangers_get_503_while_the_database_is_away(
    laid: tuple[Cable, Flask], cast: Cast, drafting: Drafting, database: Database
) -> None:
    each, app = laid
    officer, stranger = enter(app, cast, "Policy officer"), Visitor(app.test_client())
    officer.open("/library?q=clerk")
    stranger.open("/sign-in")
    each.down = True
    each.cut()
    for path in (
        "/",
        f"/responses/{drafting.response}",
        f"/answers/{drafting.answers[0]}",
        "/library?q=clerk",
        "/people",
        f"/responses/{drafting.response}/sign-off",
    ):
        assert officer.open(path, expect=None).status in (503, 403), path
        assert "Sorry, the service is unavailable" in officer.text or officer.status == 403
    for path in ("/sign-in", "/sign-in/link/abcdefghijklmnopqrstuvwxyz", "/sign-in/code"):
        assert stranger.open(path, expect=None).status in (503, 200, 302), path
    answer = stranger.client.post("/sign-in", base_url=HOST, data={"email": "a@b.example", "password": "secret words"})
    assert answer.status_code in (400, 503)
    assert "secret words" not in answer.get_data(as_text=True)
    each.mend()
    assert officer.open("/").status == 200


def test_an_answer_that_cannot_be_kept_is_given_all_the_same(
    app: Flask, drafting: Drafting, database: Database, visit: Visit
) -> None:
    page = visit("Police partner").open(f"/answers/{drafting.answers[0]}")

    def refuse(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("UPDATE sent_forms"):
            raise sa.exc.OperationalError(statement, None, sqlite3.OperationalError("gone"))

    engine = app.extensions["database"].engine
    sa.event.listen(engine, "before_cursor_execute", refuse)
    try:
        assert send(page)[0] == 302
    finally:
        sa.event.remove(engine, "before_cursor_execute", refuse)
    assert said(database) == 1


FAULTS = [
    sa.exc.OperationalError("x", None, sqlite3.OperationalError("gone")),
    sa.exc.InterfaceError("x", None, sqlite3.InterfaceError("gone")),
    sa.exc.DBAPIError("x", None, sqlite3.DatabaseError("gone"), connection_invalidated=True),
    sa.exc.TimeoutError("QueuePool limit reached"),
    sa.exc.PendingRollbackError("Can't reconnect"),
    sa.exc.ResourceClosedError("closed"),
]


@pytest.mark.one_database
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_whatever_the_driver_calls_it_is_503_at_every_statement(
    fault: Exception, app: Flask, drafting: Drafting, database: Database, visit: Visit
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    partner = visit("Police partner")
    engine = app.extensions["database"].engine
    left = [0]

    def fail(*_: Any) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise fault

    sa.event.listen(engine, "before_cursor_execute", fail)
    try:
        for n in (1, 2, 4, 7, 11, 16, 22, 29, 37):
            page = partner.open(f"/answers/{drafting.answers[0]}")
            with database.transaction() as session:
                session.execute(sa.delete(Comment).where(Comment.text == WORDS))
            left[0] = n
            status, html = send(page)
            left[0] = 0
            is_honest(status, html, said(database))
    finally:
        sa.event.remove(engine, "before_cursor_execute", fail)


@pytest.mark.one_database
def test_a_full_pool_is_503(app: Flask, drafting: Drafting, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    app.extensions["database"].close()
    monkeypatch.setitem(POOL, "pool_timeout", 0.1)
    take_up(app, app.extensions["settings"])
    page = visit("Police partner").open(f"/answers/{drafting.answers[0]}")
    engine = app.extensions["database"].engine
    held = [engine.raw_connection() for _ in range(POOL["pool_size"] + POOL["max_overflow"])]
    try:
        status, html = send(page)
        assert status == 503
        assert Fate.NOTHING.value in html
        assert WORDS in html
    finally:
        for each in held:
            each.close()
    assert send(page)[0] == 302


def on_connect(engine: sa.Engine, pragma: str) -> Callable[[], None]:
    """Let each connection of an embedded database begin with this; returns what ends it."""

    def begin(connection: Any, _record: object) -> None:
        connection.execute(pragma.format(pages=connection.execute("PRAGMA page_count").fetchone()[0]))

    def end() -> None:
        sa.event.remove(engine, "connect", begin)
        engine.dispose()

    sa.event.listen(engine, "connect", begin)
    engine.dispose()
    return end


@pytest.mark.one_database
def test_an_embedded_database_that_is_locked_too_long_is_503(
    app: Flask, drafting: Drafting, database: Database, visit: Visit
) -> None:
    page = visit("Police partner").open(f"/answers/{drafting.answers[0]}")
    end = on_connect(app.extensions["database"].engine, "PRAGMA busy_timeout=50")
    with database.session() as holder:
        holder.execute(sa.text("SELECT 1"))
        status, html = send(page)
    is_honest(status, html, 0)
    assert Fate.NOTHING.value in html
    end()


@pytest.mark.one_database
def test_an_embedded_database_that_is_full_is_503(app: Flask, drafting: Drafting, visit: Visit) -> None:
    page = visit("Police partner")
    end = on_connect(app.extensions["database"].engine, "PRAGMA max_page_count={pages}")
    for n in range(30):  # until the pages that are free are used up
        form = page.open(f"/answers/{drafting.answers[0]}").form_with("Send comment")
        values = {**dict(form.form_values()), "comment": f"{WORDS} {n}" + " x" * 7000}
        answer = page.client.post(form.get("action"), base_url=HOST, data=values)
        if answer.status_code != 302:
            break
    assert answer.status_code == 503
    assert Fate.NOTHING.value in answer.get_data(as_text=True)
    assert WORDS in answer.get_data(as_text=True)
    end()


@pytest.mark.one_database
def test_an_embedded_database_that_is_damaged_is_503(
    app: Flask, drafting: Drafting, database: Database, database_url: str, visit: Visit
) -> None:
    page = visit("Police partner").open(f"/answers/{drafting.answers[0]}")
    app.extensions["database"].close()
    database.close()
    file = Path(database_url.removeprefix("sqlite:///"))
    for beside in (f"{file}-wal", f"{file}-shm"):
        Path(beside).unlink(missing_ok=True)
    file.write_bytes(b"This is no database any longer. " * 200)
    status, html = send(page)
    assert status == 503
    assert WORDS in html


@pytest.mark.parametrize("given", ["0", str(MOST_THREADS + 1), "many", "-1", "1.5", "٤", "9" * 40])
def test_threads_that_would_only_wait_for_a_connection_stop_the_start(
    given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEB_THREADS", given)
    with pytest.raises(OperatingError, match="WEB_THREADS must be a whole number from 1 to 10"):
        _check_counts()
    monkeypatch.setenv("WEB_THREADS", str(MOST_THREADS))
    _check_counts()
    assert POOL["pool_size"] + POOL["max_overflow"] > MOST_THREADS


# Hashing a password


class Watched:
    """A hasher, or a guesser, that tells when it is asked while somebody holds a transaction that can write."""

    def __init__(self, real: Any, engine: sa.Engine) -> None:
        self._real, self._pool = real, engine.pool
        self.asked, self.within = 0, 0

    def __getattr__(self, name: str) -> Any:
        return lambda *given: self(*given, _of=getattr(self._real, name))

    def __call__(self, *given: Any, _of: Any = None) -> Any:
        """Ask the real one."""
        self.asked += 1
        self.within += self._pool.checkedout() > 0  # type: ignore[attr-defined]
        return (_of or self._real)(*given)


def test_no_password_is_weighed_while_a_transaction_is_open(
    app: Flask, cast: Cast, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_the_demo(app)
    hasher = Watched(passwords._hasher, app.extensions["database"].engine)
    monkeypatch.setattr(passwords, "_hasher", hasher)
    guesser = Watched(passwords.zxcvbn, app.extensions["database"].engine)
    monkeypatch.setattr(passwords, "zxcvbn", guesser)
    partner = sign_in(app, "Police partner")
    stranger = Visitor(app.test_client()).open("/sign-in")
    stranger.submit("Sign in", _expect=422, email="nobody@elsewhere.example", password="not it at all, is it")
    stranger.submit("Sign in", _expect=422, email="health.partner@rivermead.example", password="not it at all, is it")
    new = "nine badgers under orange umbrellas"
    partner.open("/account/password")
    partner.submit("Change", _expect=422, current_password="not it at all, is it", new_password=new)
    given = {"current_password": "seven-otters-cross-slowly"}
    partner.submit("Change", _expect=422, **given, new_password="police.partner@rivermead aaaa")
    partner.submit("Change", **given, new_password=new)
    key, codes = set_up_factor(sign_in(app, "Police partner", new))
    assert key
    partner = sign_in(app, "Police partner", new)
    partner.submit("Continue", code=codes[0]) if partner.has_button("Continue") else None
    assert (hasher.asked >= 8, hasher.within) == (True, 0)
    assert (guesser.asked, guesser.within) == (3, 0)
    with database.session(read_only=True) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == len(cast.people)


def test_a_password_that_changed_meanwhile_is_weighed_anew(
    app: Flask, cast: Cast, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_the_demo(app)
    page = Visitor(app.test_client()).open("/sign-in")
    real = sign_in_services.sign_in

    def change_first(session: Any, **given: Any) -> str:
        hashed = passwords._hasher.hash("nine badgers under orange umbrellas")
        session.execute(sa.update(Person).values(password_hash=hashed))
        return real(session, **given)

    monkeypatch.setattr(sign_in_services, "sign_in", change_first)
    page.submit("Sign in", _expect=422, email="police.partner@rivermead.example", password="seven-otters-cross-slowly")
    assert "Check your email address and password" in page.text
