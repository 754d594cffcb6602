"""Commands that bring the service up: migrate, seed, serve, and the check that models and migrations agree."""

import argparse
import errno
import os
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from consult.config import PROJECT, SettingError, Settings, read_settings
from consult.database import MOST_THREADS, Database
from consult.demo.cast import PASSWORD
from consult.demo.seed import seed
from consult.library.search.engine import IndexUnavailable
from consult.library.search.indexing import catch_up
from consult.library.search.keeper import open_engine
from consult.people.queries import demo_people
from consult.revision import HEAD_FILE
from consult.running.migrating import (
    NewerDatabase,
    alone,
    differences,
    migrate,
    migrate_back,
    newest_revision,
)
from consult.running.operating import OperatingError, opened
from consult.running.supervising import keep_running
from consult.sign_in.published import refuse_published
from consult.waking import make_queue

PORT_PATIENCE = 40.0  # seconds to wait for a port: longer than a server of ours takes to end
_AGAIN = 0.2


def migrate_database(_typed: argparse.Namespace) -> int:
    """Bring the database to this release's schema. Run it before the new release serves."""
    with opened(new=True) as (_, database), _alone(database):
        migrate(database.engine)
    print(f"The database stands at {newest_revision()}")
    return 0


def check_migrations(_typed: argparse.Namespace) -> int:
    """Migrate an empty database up and down again, and compare it with the models. Exit status 1 when they differ."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'check.sqlite'}")
        migrate(database.engine)
        found = differences(database.engine)
        migrate_back(database.engine, to="base")
        database.close()
    if HEAD_FILE.read_text().strip() != newest_revision():
        found.append(f"migrations/.current-head does not name {newest_revision()}")
    for difference in found:
        print(difference)
    return 1 if found else 0


def seed_demo(_typed: argparse.Namespace) -> int:
    """Fill an empty database with the demonstration: invented bodies, people, consultations and answers."""
    with opened(new=True) as (settings, database), _alone(database):
        migrate(database.engine)
        with database.transaction() as session:
            done = seed(session)
        _follow(settings, database)
    print("The demonstration is there" if done else "The database has people already; nothing was changed")
    return 0


def demo_sign_ins(_typed: argparse.Namespace) -> int:
    """List who can sign in to the demonstration, by role, with their password."""
    with opened() as (_, database):
        _print_sign_ins(database)
    return 0


def _print_sign_ins(database: Database) -> None:
    with database.session(read_only=True) as session:
        people = demo_people(session)
    for person in people:
        roles = ", ".join(held.role.label for held in person.roles)
        print(f"  {roles:<15} {person.email:<45} {person.organisation.name}")
    if people:
        print(f"  Password of each: {PASSWORD}", flush=True)


def _follow(settings: Settings, database: Database) -> None:
    try:
        with database.session(read_only=True) as session:
            catch_up(session, open_engine(database, settings.index_folder, settings.search_engine))
    except (IndexUnavailable, OSError) as fault:
        print(f"The search index is not up to date yet: {fault}", file=sys.stderr)


def _port() -> str:
    port = os.environ.get("PORT") or "8000"
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise OperatingError(f"PORT must be a number from 1 to 65535, not {port!r}")
    return port


@contextmanager
def _alone(database: Database) -> Iterator[None]:
    try:
        with alone(database.engine):
            yield
    except NewerDatabase as newer:
        raise OperatingError("the database was made by a newer release. Start that one, or restore a backup") from newer


def _bring_up(settings: Settings, database: Database) -> None:
    """Make whatever several processes that start at once would make at once."""
    with _alone(database):
        migrate(database.engine)
        if settings.demo:
            with database.transaction() as session:
                seed(session)
        make_queue(settings).storage.close()
        _follow(settings, database)


def _wait_for_port(address: str, port: int) -> None:
    """Wait for the processes of an earlier start that still hold the port. Raises OperatingError when none lets go."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    for turn in range(int(PORT_PATIENCE / _AGAIN) + 1):
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address.strip("[]"), port))
                return
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise OperatingError(f"nothing can listen on {address}:{port}: {error.strerror}") from error
        if not turn:
            print(f"Another process holds port {port}. Waiting for it to end.", file=sys.stderr, flush=True)
        time.sleep(_AGAIN)
    raise OperatingError(f"another process still holds port {port}. End it, or set PORT to another number")


def _check_counts() -> None:
    """Refuse numbers that gunicorn could not take. A thread without a connection to the database would only wait."""
    for name, most in (("WEB_CONCURRENCY", 64), ("WEB_THREADS", MOST_THREADS)):
        given = os.environ.get(name) or "1"
        if not given.isascii() or not given.isdecimal() or not 1 <= int(given[:9]) <= most:
            raise OperatingError(f"{name} must be a whole number from 1 to {most}, not {given!r}")


def serve(typed: argparse.Namespace) -> int:
    """Bring the database up to date, then serve the pages with gunicorn, and run the worker, until it is stopped."""
    os.umask(0o077)  # what the service writes is nobody else's to read
    port = _port()
    _check_counts()
    if typed.demo:
        os.environ["DEMO"] = "1"
    try:
        settings = read_settings()
    except SettingError as error:
        raise OperatingError(str(error)) from error
    with opened(new=True) as (_, database):
        _bring_up(settings, database)
        refuse_published(database, demo=settings.demo)
        if settings.demo:
            print(f"\nOpen http://127.0.0.1:{port} and sign in as one of:\n")
            _print_sign_ins(database)
            print("\nStop with Ctrl+C. What you enter is kept for the next start.\n", flush=True)
    address = "127.0.0.1" if settings.demo else os.environ.get("HOST") or "127.0.0.1"
    _wait_for_port(address, int(port))
    os.chdir(PROJECT)
    server = [sys.executable, "-m", "gunicorn", "--config", "python:consult.running.web_server", "wsgi:app"]
    server += ["--bind", f"{address}:{port}"]
    return keep_running(server, [sys.executable, "-m", "consult.running.commands", "work"])
