"""Bringing a database to the schema of this release, and checking that models and migrations agree."""

import fcntl
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, func, select

from consult.config import PROJECT
from consult.database import on_server
from consult.revision import revision_of
from consult.running.tables import metadata

_LOCK = 0x636F6E73756C74  # a number that no other program takes: the letters of our name
_AGAIN = 0.5  # seconds between two looks at a lock that another process has


@contextmanager
def alone(engine: Engine) -> Iterator[None]:
    """Let one process at a time bring a database up to date. Another waits, and says once that it does."""
    with _lock_of_server(engine) if on_server(engine) else _lock_of_folder(engine) as is_mine:
        if not is_mine():
            print("Another process is bringing the database up to date. Waiting for it.", file=sys.stderr, flush=True)
        while not is_mine():
            time.sleep(_AGAIN)
        yield


@contextmanager
def _lock_of_server(engine: Engine) -> Iterator[Callable[[], bool]]:
    """A lock that PostgreSQL keeps for a connection, and frees when the connection ends, by a crash too."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        try:
            yield _once(lambda: bool(connection.scalar(select(func.pg_try_advisory_lock(_LOCK)))))
        finally:
            connection.invalidate()


@contextmanager
def _lock_of_folder(engine: Engine) -> Iterator[Callable[[], bool]]:
    """A lock of the folder that the database file is in; the system frees it when the process ends."""
    folder = os.open(Path(engine.url.database or ".").resolve().parent, os.O_RDONLY)

    def take() -> bool:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    try:
        yield _once(take)
    finally:
        os.close(folder)


def _once(take: Callable[[], bool]) -> Callable[[], bool]:
    """Take a lock until it was taken once."""
    taken: list[bool] = []

    def is_mine() -> bool:
        if not taken and take():
            taken.append(True)
        return bool(taken)

    return is_mine


def _config(engine: Engine | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(PROJECT / "migrations"))
    if engine is not None:
        config.attributes["engine"] = engine
    return config


class NewerDatabase(Exception):
    """The database stands at a revision that this release does not know."""


def migrate(engine: Engine, *, to: str = "head") -> None:
    """Go to a revision: 'head' for this release's. Raises NewerDatabase, and changes nothing then."""
    if revision_of(engine) not in (None, *known_revisions()):
        raise NewerDatabase
    command.upgrade(_config(engine), to)


def migrate_back(engine: Engine, *, to: str) -> None:
    """Go back to an earlier revision; 'base' for an empty database. Rows of dropped tables go with them."""
    config = _config(engine)
    config.attributes["may_lose_rows"] = set(metadata.tables)
    command.downgrade(config, to)


def known_revisions() -> set[str]:
    """The revisions that this release knows."""
    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def newest_revision() -> str:
    """The revision of this release. Raises when two migrations claim to be the newest."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether a table is one of the models': on PostgreSQL the worker's queue and the search index keep their own."""
    return kind != "table" or not (name or "").startswith(("huey_", "search_"))


def differences(engine: Engine) -> list[str]:
    """Where the models differ from the database, for example a column without a migration."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": _is_ours})
        return [str(difference) for difference in compare_metadata(context, metadata)]
