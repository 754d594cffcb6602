"""Several processes that start at once, and what is left when one of them is killed."""

import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from consult.database import Database
from consult.revision import revision_of
from consult.running.migrating import alone, newest_revision
from consult.web.health import Health
from tests import postgres
from tests.postgres import _free_port
from tests.serving import children, command_of, consult, is_well, serving, surroundings

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="there is no /proc here")


@pytest.fixture
def empty_url(backend: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database in which there is nothing yet."""
    if backend == "sqlite":
        yield f"sqlite:///{tmp_path / 'new' / 'consult.sqlite'}"
        return
    address, name = request.getfixturevalue("postgres_address"), f"e{uuid.uuid4().hex}"
    postgres.execute(address, f"CREATE DATABASE {name}")
    yield f"{address}/{name}"
    postgres.execute(address, f"DROP DATABASE {name} WITH (FORCE)")


def stands_at(url: str) -> str | None:
    """The revision of a database."""
    database = Database(url.replace("postgresql://", "postgresql+psycopg://"))
    found = revision_of(database.engine)
    database.close()
    return found


@pytest.mark.parametrize("command", ["migrate", "seed"])
def test_three_that_start_at_once_wait_for_each_other(empty_url: str, tmp_path: Path, command: str) -> None:
    environment = surroundings(empty_url, tmp_path)
    started = [consult(environment, command) for _ in range(3)]
    ended = [process.communicate(timeout=120) for process in started]
    assert [process.returncode for process in started] == [0, 0, 0], ended
    assert stands_at(empty_url) == newest_revision()
    if command == "seed":
        assert sum("The demonstration is there" in told for told, _ in ended) == 1


BRING_UP = """
from consult.config import read_settings
from consult.running.operating import opened
from consult.running.serving import _bring_up
with opened(new=True) as (_, database):
    _bring_up(read_settings(), database)
"""


def test_three_services_make_their_queue_and_index_in_turn(empty_url: str, tmp_path: Path) -> None:
    environment = surroundings(empty_url, tmp_path)
    command = [sys.executable, "-c", BRING_UP]
    started = [subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    told = [process.communicate(timeout=120)[1] for process in started]
    assert [process.returncode for process in started] == [0, 0, 0], told
    said = {line for each in told for line in each.splitlines()}
    assert said <= {"Another process is bringing the database up to date. Waiting for it."}


def test_who_waits_says_so_and_goes_on_when_the_other_was_killed(database: Database, tmp_path: Path) -> None:
    url = database.engine.url.render_as_string(hide_password=False)
    environment = surroundings(url, tmp_path)
    holding = "import sys, time; from consult.database import Database; from consult.running.migrating import alone\n"
    holding += f"with alone(Database({url!r}).engine): print('mine', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", holding], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "mine\n"
        process = consult(environment, "migrate")
        assert process.stderr
        assert process.stderr.readline() == ("Another process is bringing the database up to date. Waiting for it.\n")
        time.sleep(0.7)
        assert process.poll() is None
        other.kill()
        told, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, "")
    assert told == f"The database stands at {newest_revision()}\n"
    with alone(database.engine):  # whoever ended has left the lock
        pass


def test_a_database_of_a_newer_release_is_left_alone(database: Database, tmp_path: Path) -> None:
    with database.transaction() as session:
        session.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    url = database.engine.url.render_as_string(hide_password=False)
    process = consult(surroundings(url, tmp_path), "serve")
    _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    assert said == "consult: the database was made by a newer release. Start that one, or restore a backup\n"
    assert not Health(lambda *_: [], database).is_well()


def gone(numbers: list[int]) -> bool:
    """Whether processes have ended, after some time to do so."""
    for _ in range(200):
        if not any(command_of(number) for number in numbers):
            return True
        time.sleep(0.1)
    return False


@pytest.mark.one_database
@pytest.mark.parametrize("killed", ["gunicorn", "serve"])
def test_nothing_is_left_of_a_service_that_was_killed(database_url: str, tmp_path: Path, killed: str) -> None:
    port = _free_port()
    environment = surroundings(database_url, tmp_path, port)
    with serving(environment) as process:
        own = children(process.pid)
        gunicorn = next(number for number in own if "gunicorn" in command_of(number))
        every = [*own, *children(gunicorn)]
        assert len(every) == 4  # gunicorn, the worker, two that answer
        half = socket.create_connection(("127.0.0.1", port))
        half.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf")
        os.kill(gunicorn if killed == "gunicorn" else process.pid, signal.SIGKILL)
        assert gone(every)
        half.close()
    with serving(environment):
        assert is_well(port)


@pytest.mark.one_database
def test_a_start_waits_for_a_port_that_is_held_and_says_so(database_url: str, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        process = consult(surroundings(database_url, tmp_path, port), "serve")
        try:
            assert process.stderr
            assert process.stderr.readline() == f"Another process holds port {port}. Waiting for it to end.\n"
            other.close()
            for _ in range(300):
                if is_well(port):
                    break
                time.sleep(0.1)
            assert is_well(port)
        finally:
            process.terminate()
            process.communicate(timeout=60)
