"""Databases to copy, by content: empty, with the cast, or with the whole demonstration.

Each is made when it is first asked for, on SQLite as a file, on PostgreSQL on the server; all processes of a run share
both.
"""

import fcntl
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
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
        with self._alone(original.name):
            if not original.exists():
                begun = self._folder / f"{content}.begun"
                fill(f"sqlite:///{begun}", content)
                begun.rename(original)
        shutil.copy(original, copy)
        return f"sqlite:///{copy}"

    def on_server(self, address: str, content: str) -> str:
        """The name of the database with this content on the PostgreSQL server. It is copied while nobody uses it."""
        if content not in self._on_server:
            made = self._folder / f"{content}.on-server"
            with self._alone(made.name):
                if not made.exists():
                    name = f"template_{uuid.uuid4().hex}"
                    postgres.execute(address, f"CREATE DATABASE {name}")
                    fill(f"postgresql+psycopg://{address.removeprefix('postgresql://')}/{name}", content)
                    made.write_text(name)
            self._on_server[content] = made.read_text()
        return self._on_server[content]

    def copy_on_server(self, address: str, content: str, copy: str) -> None:
        """Copy the database with this content on the PostgreSQL server; the copy has this name."""
        template = self.on_server(address, content)
        postgres.execute(address, f"CREATE DATABASE {copy} TEMPLATE {template} STRATEGY FILE_COPY")

    @contextmanager
    def _alone(self, name: str) -> Iterator[None]:
        """While no other process of the run makes the same original."""
        with (self._folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


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
