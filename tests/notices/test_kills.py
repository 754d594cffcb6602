"""The worker is killed at random moments, again and again, before a real mail server: no message is lost."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from consult import dates
from consult.config import PROJECT, read_settings
from consult.database import Database
from consult.demo.cast import Cast
from consult.notices.models import NoticeState, OutboxMessage
from consult.notices.services import post
from consult.waking import Bell
from tests.notices.sinks import mail_server
from tests.sign_in.signing_in import unpublish

KEY = "for-tests-only-0123456789-abcdefghijkl"
ROUNDS = 24
EACH = 5  # messages that are added before each kill
# Starts a worker for each line it reads. A worker is a process of its own, which does only the mail of a worker's work,
# and has nothing to load: so it can be killed many times in a short test.
WORKERS = """
import os, sys, time
from consult.config import read_settings
from consult.database import Database
from consult.notices import delivery, smtp
settings = read_settings()
database = Database(settings.database_url)
delivery.deliver_due(database, settings)  # what it asks is compiled once, not by each worker anew
database.close()
for line in sys.stdin:
    child = os.fork()
    if child:
        print(child, flush=True)
        os.waitpid(child, 0)
        print("ended", flush=True)
        continue
    while True:
        delivery.deliver_due(database, settings)
        time.sleep(0.02)
"""
WRITE = """
import sys
from consult.config import read_settings
from consult.database import Database
from consult.notices.services import post
database = Database(read_settings().database_url)
print("ready", flush=True)
for n in range(int(sys.argv[1]), 10**9):
    with database.transaction() as session:
        values = {"name": "Health partner", "what": "Your password was changed", "when": "today", "path": "/"}
        post(session, event=f"written/{n}", to=("Health partner", "h@rivermead.example"), template="security_notice",
             values=values)
    print(n, flush=True)
"""


def surroundings(database_url: str, folder: Path, port: int) -> dict[str, str]:
    """What the processes are told."""
    told = {"PATH": os.environ["PATH"], "HOME": str(folder), "INSTANCE": str(folder), "DATABASE_URL": database_url}
    told |= {"SECRET_KEY": KEY, "TRUSTED_HOSTS": "localhost", "PUBLIC_ADDRESS": "https://consult.example"}
    told |= {"MAIL_SERVER": f"smtp://127.0.0.1:{port}", "MAIL_FROM": "consult@council.example"}
    if found := os.environ.get("PYTHONPATH"):
        told["PYTHONPATH"] = found
    return told


@contextmanager
def started(command: list[str], told: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A process of ours."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=told, cwd=PROJECT, **pipes) as process:
        try:
            yield process
        finally:
            process.kill()


def count(database: Database, *states: NoticeState) -> int:
    """How many messages have one of the states."""
    with database.session(read_only=True) as session:
        found = sa.select(sa.func.count()).select_from(OutboxMessage).where(OutboxMessage.state.in_(states))
        return session.scalar(found) or 0


def write(database: Database, *numbers: int) -> None:
    """Messages to one address, each about an event of its own."""
    with database.transaction() as session:
        for n in numbers:
            values = {"name": "Police partner", "what": "Your password was changed", "when": "today", "path": "/"}
            to = ("Police partner", "police@rivermead.example")
            post(session, event=f"event/{n}", to=to, template="security_notice", values=values)


def end_leases(database: Database) -> None:
    """Let the time pass after which a silent worker counts as dead."""
    with database.transaction() as session:
        silent = sa.update(OutboxMessage).where(OutboxMessage.state == NoticeState.SENDING)
        session.execute(silent.values(due_at=dates.now()))


def test_killing_the_worker_at_any_moment_loses_no_message(
    database: Database, database_url: str, cast: Cast, tmp_path: Path
) -> None:
    chance, cut_off = random.Random(4), 0
    with database.transaction() as session:
        unpublish(session)
    with mail_server() as sink:
        told = surroundings(database_url, tmp_path, sink.port)
        sink.delay = 0.01
        with started([sys.executable, "-c", WORKERS], told) as process:
            for round_ in range(ROUNDS):
                write(database, *range(round_ * EACH, (round_ + 1) * EACH))
                # Some are killed while they start, the others once they are at it.
                wanted = len(sink.ids) + 1 if round_ % 4 else 0
                kill_a_worker(process, chance.uniform(0, 0.08), lambda n=wanted: len(sink.ids) >= n)
                cut_off += count(database, NoticeState.SENDING)
                end_leases(database)
        with started([sys.executable, "-m", "consult.running.commands", "work"], told):
            wait_until_sent(database, ROUNDS * EACH)
        arrived = Counter(sink.ids)
    with database.session(read_only=True) as session:
        references = set(session.scalars(sa.select(OutboxMessage.reference)))
    assert {f"<{reference}@council.example>" for reference in references} == set(arrived)
    assert cut_off >= 3, "too few kills fell between handing over and writing it down"
    # A message may arrive twice only when its worker was killed over it.
    assert sum(arrived.values()) - len(arrived) <= cut_off


def kill_a_worker(workers: subprocess.Popen[str], after: float, once: Callable[[], bool]) -> None:
    """Start a worker, and kill it some seconds after something is so."""
    assert workers.stdin
    assert workers.stdout
    print("start", file=workers.stdin, flush=True)
    number = int(workers.stdout.readline())
    for _ in range(1000):
        if once():
            break
        time.sleep(0.01)
    time.sleep(after)
    os.kill(number, signal.SIGKILL)
    assert workers.stdout.readline() == "ended\n"


def wait_until_sent(database: Database, wanted: int) -> None:
    """Wait until that many messages are sent."""
    for _ in range(600):
        if count(database, NoticeState.SENT) == wanted:
            return
        time.sleep(0.1)
    raise AssertionError(f"{count(database, NoticeState.SENT)} of {wanted} sent")


def test_killing_who_writes_messages_loses_none_that_was_committed(
    database: Database, database_url: str, cast: Cast, tmp_path: Path
) -> None:
    chance, committed = random.Random(5), -1
    with database.transaction() as session:
        unpublish(session)
    with mail_server() as sink:
        told = surroundings(database_url, tmp_path, sink.port)
        with started([sys.executable, "-m", "consult.running.commands", "work"], told):
            for _ in range(3):
                with started([sys.executable, "-c", WRITE, str(committed + 1)], told) as process:
                    assert process.stdout
                    assert process.stdout.readline() == "ready\n"
                    committed = int(process.stdout.readline())  # however slow the machine, one is there to be lost
                    time.sleep(chance.uniform(0.05, 0.3))
                    process.send_signal(signal.SIGKILL)
                    told_numbers = [int(line) for line in process.stdout.read().split()]
                committed = max([committed, *told_numbers])
            with database.session(read_only=True) as session:
                total = session.scalar(sa.select(sa.func.count()).select_from(OutboxMessage)) or 0
            assert total > committed > 0
            Bell(read_settings(told)).ring()
            wait_until_sent(database, total)
    assert len(sink.ids) == len(set(sink.ids)) == total
