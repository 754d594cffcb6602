"""The worker as a process: woken at once, killed at any moment without loss, started again, ended with its service."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from consult.config import Settings
from consult.database import Database
from consult.demo.cast import Cast
from consult.question_sets import uploads
from consult.question_sets.models import Consultation, Reading, ReadingPurpose, ReadingState
from consult.waking import Bell
from tests.question_sets.pdfs import lines, written

KEY = "for-tests-only-0123456789-abcdefghijkl"


@contextmanager
def worker(database_url: str, folder: Path) -> Iterator[subprocess.Popen]:
    """`consult work` on a database, with nothing of this process's surroundings."""
    surroundings = {"PATH": os.environ["PATH"], "DATABASE_URL": database_url, "INSTANCE": str(folder)}
    surroundings |= {"SECRET_KEY": KEY, "TRUSTED_HOSTS": "localhost", "HOME": str(folder), "DEMO": "1"}
    process = subprocess.Popen([sys.executable, "-m", "consult.running.commands", "work"], env=surroundings)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def upload(database: Database, cast: Cast, content: bytes, name: str) -> int:
    """A file of the policy officer's that waits."""
    with database.transaction() as session:
        purpose = ReadingPurpose.NEW_CONSULTATION
        officer = cast.viewers["Policy officer"]
        return uploads.receive(session, actor=officer, purpose=purpose, name=name, content=content).id


def wait_for(database: Database, number: int, *states: ReadingState) -> Reading:
    """The reading, once it has one of the states."""
    for _ in range(600):
        with database.session(read_only=True) as session:
            reading = session.scalars(sa.select(Reading).where(Reading.id == number)).one()
        if reading.state in states:
            return reading
        time.sleep(0.1)
    raise AssertionError(f"still {reading.state.value}")


def test_a_ring_wakes_the_worker_and_a_kill_loses_nothing(
    database: Database, database_url: str, cast: Cast, tmp_path: Path
) -> None:
    settings = Settings(database_url=database_url, secret_key=KEY, instance=tmp_path, trusted_hosts=("localhost",))
    with worker(database_url, tmp_path):
        first = upload(database, cast, b"1. Why?\n\n2. When?\n", "short.txt")
        Bell(settings).ring()
        assert wait_for(database, first, ReadingState.READ, ReadingState.REFUSED).state is ReadingState.READ
    long = written(
        [lines([f"{n}. Should square number {n} be paved?", *["It is old."] * 50], gap=13) for n in range(600)]
    )
    second = upload(database, cast, long, "long.pdf")
    with worker(database_url, tmp_path) as process:
        wait_for(database, second, ReadingState.READING)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert wait_for(database, second, ReadingState.READING).attempts == 1
    with database.transaction() as session:
        session.execute(sa.update(Reading).values(seen_at=sa.null()))
        gone = sa.text("UPDATE readings SET seen_at = '2020-01-01 00:00:00+00:00' WHERE id = :number")
        session.execute(gone, {"number": second})
    with worker(database_url, tmp_path):
        done = wait_for(database, second, ReadingState.READ, ReadingState.REFUSED)
    assert (done.state, done.attempts) == (ReadingState.READ, 2)
    with database.session(read_only=True) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Consultation)) == 2


SUPERVISE = """
import sys
from consult.running.supervising import keep_running
sys.exit(keep_running([sys.executable, "-c", sys.argv[1]], [sys.executable, "-c", sys.argv[2]]))
"""
DIES = "import sys; open(%r, 'a').write('x'); sys.exit(3)"
LIVES = "import time, os; open(%r, 'w').write(str(os.getpid())); time.sleep(60)"


def supervised(server: str, work: str) -> subprocess.Popen:
    """A supervisor of two small programs."""
    return subprocess.Popen([sys.executable, "-c", SUPERVISE, server, work], stderr=subprocess.DEVNULL)


def is_alive(number: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{number}/stat").read_text().split(")")[-1].split()[0] != "Z"
    except OSError:
        return False


def test_a_worker_that_dies_is_started_again_until_the_server_ends(tmp_path: Path) -> None:
    told = tmp_path / "told"
    process = supervised("import time; time.sleep(5); raise SystemExit(7)", DIES % str(told))
    assert process.wait(30) == 7
    assert 2 <= len(told.read_text()) <= 4


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="there is no /proc here")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_both_end_when_the_service_is_stopped(tmp_path: Path, number: signal.Signals) -> None:
    server, work = tmp_path / "server", tmp_path / "work"
    process = supervised(LIVES % str(server), LIVES % str(work))
    for _ in range(100):
        if server.exists() and work.exists() and work.read_text() and server.read_text():
            break
        time.sleep(0.1)
    process.send_signal(number)
    assert process.wait(30) == 0
    assert not is_alive(int(server.read_text()))
    assert not is_alive(int(work.read_text()))
