"""Commands that bring the service up: migrate, seed, serve, and the check that models and migrations agree."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from consult.config import PROJECT, SettingError, Settings, read_settings
from consult.database import Database
from consult.demo.cast import PASSWORD
from consult.demo.seed import seed
from consult.library.engine import IndexUnavailable
from consult.library.indexing import catch_up
from consult.library.keeping import open_engine
from consult.migrating import HEAD_FILE, differences, migrate, migrate_back, newest_revision
from consult.operating import OperatingError, opened
from consult.people.queries import demo_people
from consult.supervising import keep_running


def migrate_database(_typed: argparse.Namespace) -> int:
    """Bring the database to this release's schema. Run it before the new release serves."""
    with opened(new=True) as (_, database):
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
    with opened(new=True) as (settings, database):
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


def serve(typed: argparse.Namespace) -> int:
    """Bring the database up to date, then serve the pages with gunicorn, and run the worker, until it is stopped."""
    os.umask(0o077)  # what the service writes is nobody else's to read
    port = _port()
    if typed.demo:
        os.environ["DEMO"] = "1"
    try:
        settings = read_settings()
    except SettingError as error:
        raise OperatingError(str(error)) from error
    with opened(new=True) as (_, database):
        migrate(database.engine)
        if typed.demo:
            with database.transaction() as session:
                seed(session)
        _follow(settings, database)
        if typed.demo:
            print(f"\nOpen http://127.0.0.1:{port} and sign in as one of:\n")
            _print_sign_ins(database)
            print("\nStop with Ctrl+C. What you enter is kept for the next start.\n", flush=True)
    address = "127.0.0.1" if typed.demo else os.environ.get("HOST") or "127.0.0.1"
    workers, threads = os.environ.get("WEB_CONCURRENCY") or "2", os.environ.get("WEB_THREADS") or "4"
    os.chdir(PROJECT)
    os.environ["STARTED_BY_SERVE"] = "1"
    server = [sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", f"{address}:{port}"]
    # gthread keeps a slow client from holding a worker; the heartbeat must not write to a slow disk.
    options = ["--worker-class", "gthread", "--workers", workers, "--threads", threads, "--worker-tmp-dir", "/dev/shm"]
    server += [*options, "--timeout", "60", "--log-level", "warning"]
    server += ["--logger-class", "consult.server_log.ServerLog"]
    return keep_running(server, [sys.executable, "-m", "consult.commands", "work"])
