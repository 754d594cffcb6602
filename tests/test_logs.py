"""What the service writes to its logs: never a text, a password, a token or a code, also when something fails."""

import http.client
import logging
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest

from consult.config import PROJECT
from consult.database import Database
from consult.demo.cast import PASSWORD, Cast
from consult.logs import Discreet, masked, told
from tests.factories.situations import Drafting
from tests.sign_in.signing_in import unpublish

CANARY = "canary words that somebody typed in confidence"

KEY = "kTq8vD2mZx-0123456789-abcdefghij"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("GET /sign-in/link/3v8Qk1-u_b0Zr5Yt7wXe9aAa HTTP/1.1", "GET /sign-in/link/… HTTP/1.1"),
        ("GET /library?q=some+words HTTP/1.1", "GET /library?… HTTP/1.1"),
        ("GET /answers/4711/versions HTTP/1.1", "GET /answers/4711/versions HTTP/1.1"),
        ("Exception on /invitations/3v8Qk1-u_b0Zr5Yt7wXe9aAa/x [GET]", "Exception on /invitations/…/x [GET]"),
    ],
)
def test_tokens_and_searches_are_left_out(line: str, shown: str) -> None:
    assert masked(line) == shown


def fail_with_a_text() -> None:
    """An error that quotes what somebody typed, and follows from another that does."""
    try:
        raise KeyError(CANARY)
    except KeyError as error:
        raise ValueError(f"cannot take {CANARY!r}") from error


def test_errors_are_kinds_and_places() -> None:
    with pytest.raises(ValueError, match="cannot take") as caught:
        fail_with_a_text()
    shown = told(caught.value)
    assert CANARY not in shown
    assert "ValueError" in shown
    assert "KeyError" in shown
    assert re.search(r"tests/test_logs\.py:\d+ in fail_with_a_text", shown)
    record = logging.LogRecord("x", logging.ERROR, "", 0, "it failed", (), (ValueError, caught.value, None))
    record.exc_text = CANARY  # as another formatter leaves it
    assert CANARY not in Discreet().format(record)


class Served:
    """The service, served by gunicorn on a port of this machine, with its access log on."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self.log, self.access = folder / "stderr.txt", folder / "access.txt"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        environment = {
            "PATH": os.environ["PATH"], "DATABASE_URL": database_url, "SECRET_KEY": KEY, "TRUSTED_HOSTS": "127.0.0.1",
            "INSTANCE": str(folder / "instance"), "SECURE_COOKIES": "0", "REQUIRE_SECOND_FACTOR": "0",
        }  # fmt: skip
        server = [sys.executable, "-m", "gunicorn", "--config", "python:consult.running.web_server", "wsgi:app"]
        logs = ["--bind", f"127.0.0.1:{self.port}", "--access-logfile", str(self.access), "--log-level", "debug"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*server, *logs],
                cwd=PROJECT, env=environment, stdout=log, stderr=log,
            )  # fmt: skip
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, typed: dict[str, str] | None = None) -> tuple[int, str, str]:
        """One request; its status, its page, and where it leads."""
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request(method, path, urlencode(typed or {}), headers)
            with connection.getresponse() as answer:
                for cookie in answer.headers.get_all("Set-Cookie") or []:
                    name, _, value = cookie.partition(";")[0].partition("=")
                    self.cookies[name] = value
                return answer.status, answer.read().decode("utf-8", "replace"), answer.getheader("Location") or ""

    def wait(self) -> None:
        """Until it answers."""
        for _ in range(150):
            try:
                if self.ask("GET", "/healthz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.2)
        raise AssertionError(self.log.read_text())

    def written(self) -> str:
        """Everything that it wrote."""
        return self.log.read_text() + (self.access.read_text() if self.access.exists() else "")


@pytest.fixture
def served(database: Database, database_url: str, tmp_path: Path) -> Iterator[Served]:
    """The service as it runs for real."""
    with database.transaction() as session:
        unpublish(session)
    service = Served(database_url, tmp_path)
    try:
        service.wait()
        yield service
    finally:
        service.process.terminate()
        service.process.wait(20)


def break_comments(database: Database) -> None:
    """From now on the database refuses every comment, and says why with the words of the comment."""
    with database.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            refuse = "SELECT RAISE(ABORT, 'no comments')"
            connection.exec_driver_sql(f"CREATE TRIGGER broken BEFORE INSERT ON comments BEGIN {refuse}; END")
        else:
            connection.exec_driver_sql("ALTER TABLE comments ADD CONSTRAINT broken CHECK (id < 0) NOT VALID")


def token_of(page: str) -> dict[str, str]:
    """What a form carries."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, page[:500]
    return {"csrf_token": found[1]}


def test_nothing_secret_reaches_the_logs_of_a_served_service(
    database: Database, cast: Cast, drafting: Drafting, served: Served
) -> None:
    answer = f"/answers/{drafting.answers[0]}"
    wrong, link, code = "a password that was typed wrong", secrets.token_urlsafe(32), "482913"
    form = token_of(served.ask("GET", "/sign-in")[1])
    email = cast.people["Police partner"].email
    assert served.ask("POST", "/sign-in", {**form, "email": email, "password": wrong})[0] == 422
    status, page, _ = served.ask("POST", "/sign-in", {**form, "email": email, "password": PASSWORD})
    assert status == 302, page
    session = served.cookies["consult"]
    for path in (f"/sign-in/link/{link}", f"/sign-in/{link}", f"/nowhere/{link}?token={link}&q=canary+words"):
        served.ask("GET", path)
    served.ask("POST", "/sign-in/code", {**form, "code": code})
    break_comments(database)
    page = served.ask("GET", answer)[1]
    on = re.findall(r'name="on"[^>]* value="([0-9]+)"', page)[0]
    typed = {**token_of(page), "on": on, "comment": CANARY}
    status, page, _ = served.ask("POST", f"{answer}/comments", typed)
    assert status == 500
    assert CANARY in page, "what was typed is given back"
    written = served.written()
    assert "IntegrityError" in written, "the fault itself is told"
    assert "consult/comments/services.py" in written
    assert f"{answer}/comments" in written, "the access log is on"
    for secret in (CANARY, "canary", wrong, PASSWORD, link, code, session, session.split(".")[0], KEY, email):
        assert secret not in written, secret
