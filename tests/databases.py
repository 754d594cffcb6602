"""Databases to copy, by content: empty, with the cast, or with the whole demonstration.

Each is made when it is first asked for. On SQLite it is a file that all processes of a run share; on PostgreSQL each
process has a server of its own.
"""

import fcntl
import shutil
import uuid
from pathlib import Path

from consult.database import Database
from consult.demo.cast import gather_cast
from consult.demo.seed import seed
from consult.running.migrating import migrate
from tests import postgres


class Originals:
    """What there is to copy."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self._folder = folder
        self._on_server: dict[str, str] = {}

    def copy_file(self, content: str, copy: Path) -> str:
        """Copy the SQLite database with this content; the address of the copy."""
        original = self._folder / f"{content}.sqlite"
        with (self._folder / f"{content}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not original.exists():
                begun = self._folder / f"{content}.begun"
                fill(f"sqlite:///{begun}", content)
                begun.rename(original)
        shutil.copy(original, copy)
        return f"sqlite:///{copy}"

    def on_server(self, address: str, content: str) -> str:
        """The name of the database with this content on a PostgreSQL server."""
        if content not in self._on_server:
            name = f"template_{uuid.uuid4().hex}"
            postgres.execute(address, f"CREATE DATABASE {name}")
            fill(f"postgresql+psycopg://{address.removeprefix('postgresql://')}/{name}", content)
            self._on_server[content] = name
        return self._on_server[content]


def fill(url: str, content: str) -> None:
    """Make the tables, and put 'cast' or 'demo' into them."""
    database = Database(url)
    migrate(database.engine)
    with database.transaction() as opened:
        if content == "cast":
            gather_cast(opened)
        elif content == "demo":
            seed(opened)
    database.close()
