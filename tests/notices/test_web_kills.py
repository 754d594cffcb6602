"""The web's processes are killed while people press buttons: what was committed has its mail, and nothing else has."""

import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
import sqlalchemy as sa

from consult.config import PROJECT
from consult.database import Database
from consult.demo.cast import Cast
from consult.drafting.inviting import InvitationTerms, invite
from consult.drafting.states import InvitationLevel
from consult.history.models import HistoryEntry
from consult.notices.models import NoticeState, OutboxMessage
from tests.factories.situations import Drafting, response_of

KILLS = 4


def surroundings(database_url: str, folder: Path) -> dict[str, str]:
    """What the processes are told."""
    told = {"PATH": os.environ["PATH"], "HOME": str(folder), "INSTANCE": str(folder), "DATABASE_URL": database_url}
    return told | {"SECRET_KEY": "for-tests-only-0123456789-abcdefghijkl", "TRUSTED_HOSTS": "127.0.0.1", "DEMO": "1"}


@contextmanager
def web(told: dict[str, str]) -> Iterator[tuple[str, int]]:
    """The pages as they are served for real: two processes of gunicorn. The address, and the number of their parent."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    options = ["--worker-class", "gthread", "--threads", "4", "--log-level", "critical"]
    with subprocess.Popen([*command, *options], env=told, cwd=PROJECT) as process:
        try:
            yield f"http://127.0.0.1:{port}", process.pid
        finally:
            process.terminate()


def children(parent: int) -> list[int]:
    """The numbers of a process's children."""
    return [int(n) for n in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def patiently(ask: "requests.Session", method: str, address: str, **data: str) -> requests.Response | None:
    """Ask until somebody answers; None for a POST that was cut off, of which nobody knows whether it counted."""
    for _ in range(400):
        try:
            return ask.request(method, address, data=data or None, timeout=20)
        except requests.RequestException:
            if method == "POST":
                return None
            time.sleep(0.05)
    raise AssertionError("nobody answers")


def fields(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that goes to an address."""
    form = re.search(rf'<form[^>]*action="[^"]*{re.escape(action)}"[^>]*>.*?</form>', page, re.S)
    assert form, f"no form to {action}"
    hidden = re.findall(r'<input type="hidden" name="([^"]+)"[^>]* value="([^"]*)"', form[0])
    return dict(hidden)


def press(address: str, officer: int, response: int, number: int, until: threading.Event, seen: list[int]) -> None:
    """Sign in and send an invitation again and again; note each time that the page says so."""
    ask = requests.Session()
    page = patiently(ask, "GET", f"{address}/sign-in")
    assert page
    action = f"/sign-in/demo/{officer}"
    while (answer := patiently(ask, "POST", address + action, **fields(page.text, action))) is None:
        continue
    action = f"/responses/{response}/invitations/{number}/send-again"
    while not until.is_set():
        page = patiently(ask, "GET", f"{address}/responses/{response}/people")
        assert page
        answer = patiently(ask, "POST", address + action, **fields(page.text, action))
        if answer is not None and answer.ok and "The invitation was sent again" in answer.text:
            seen.append(1)


def test_killing_the_web_loses_no_mail_of_what_was_committed(
    database: Database, database_url: str, cast: Cast, drafting: Drafting, tmp_path: Path
) -> None:
    chance, until, seen = random.Random(6), threading.Event(), list[int]()
    with database.transaction() as session:
        response, to = response_of(session, cast, drafting.response), cast.people["Parish clerk"]
        terms = InvitationTerms(InvitationLevel.SUGGEST)
        number = invite(session, actor=cast.viewers["Policy officer"], response=response, to=to, terms=terms).id
    told = surroundings(database_url, tmp_path)
    with web(told) as (address, parent):
        officers = [cast.people[name].id for name in ("Policy officer", "Senior policy officer")]
        pressing = [
            threading.Thread(target=press, args=(address, officer, drafting.response, number, until, seen))
            for officer in officers
        ]
        for thread in pressing:
            thread.start()
        for kill in range(KILLS):
            wanted = len(seen) + 1  # each kill falls while somebody is at work
            for _ in range(3000):  # a minute: a loaded machine takes its time to start
                if len(seen) >= wanted and children(parent):
                    break
                time.sleep(0.02)
            time.sleep(chance.uniform(0, 0.1))
            for victim in children(parent)[: 1 + kill % 2]:
                os.kill(victim, signal.SIGKILL)
        until.set()
        for thread in pressing:
            thread.join()
    assert len(seen) >= KILLS // 2
    acts, mails = committed(database, number)
    assert acts >= len(seen), "the page said that it was done, and it was not"
    assert mails == acts + 1  # the first mail is that of the invitation itself
    with subprocess.Popen([sys.executable, "-m", "consult.running.commands", "work"], env=told, cwd=PROJECT) as worker:
        try:
            wait_until_none_waits(database)
        finally:
            worker.kill()


def committed(database: Database, number: int) -> tuple[int, int]:
    """How often the invitation was sent again as the record says, and how many mails there are of it."""
    with database.session(read_only=True) as session:
        again = sa.select(sa.func.count()).where(HistoryEntry.action == "invitation sent again")
        mails = sa.select(sa.func.count()).where(OutboxMessage.event.startswith(f"invitation/{number}/"))
        return session.scalar(again) or 0, session.scalar(mails) or 0


def wait_until_none_waits(database: Database) -> None:
    """Wait until the worker has dealt with every message."""
    ended = (NoticeState.SENT, NoticeState.KEPT)
    for _ in range(600):
        with database.session(read_only=True) as session:
            if not session.scalar(sa.select(sa.func.count()).where(OutboxMessage.state.not_in(ended))):
                return
        time.sleep(0.1)
    raise AssertionError("messages wait still")
