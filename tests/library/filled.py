"""A library of its own, filled through the ordinary services and searched by one engine or the other."""

import tempfile
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from sqlalchemy import select

from consult.database import Database
from consult.demo.cast import COUNCIL, gather_cast
from consult.history.services import record
from consult.library.search.engine import SearchEngine
from consult.library.search.fusing import FusedEngine
from consult.library.search.indexing import catch_up
from consult.library.search.keeper import open_engine
from consult.library.search.vectors import make_vectors
from consult.library.services import NewEntry, add_entries
from consult.people.models import Organisation
from consult.running.migrating import migrate
from tests import postgres

BATCH = 2_000
"""Answers filed in one transaction."""


@dataclass(frozen=True)
class Told:
    """An answer to file: its texts, where it comes from, and when it was adopted."""

    question: str
    answer: str
    body: str = "Department for Local Places"
    consultation: str = "Working together"
    adopted_on: date = date(2006, 2, 7)


@dataclass(frozen=True)
class Filled:
    """A library and what searches it."""

    database: Database
    engine: SearchEngine

    def file(self, answers: Iterable[Told]) -> list[int]:
        """File answers in batches, then let the index follow. Returns their numbers in order."""
        numbers: list[int] = []
        waiting = iter(answers)
        while batch := list(islice(waiting, BATCH)):
            numbers += self._file(batch)
        self.follow()
        return numbers

    def _file(self, batch: Sequence[Told]) -> list[int]:
        with self.database.transaction() as session:
            owner = session.scalars(select(Organisation.id).where(Organisation.name == COUNCIL)).one()
            record(session, actor=None, action="back catalogue loaded", subject="library", details={"n": len(batch)})
            return add_entries(session, [_entry(told, owner) for told in batch])

    def follow(self) -> None:
        """Let the index follow what was committed; one in the database has already."""
        with self.database.session(read_only=True) as session:
            catch_up(session, self.engine)
        if isinstance(self.engine, FusedEngine):
            make_vectors(self.database, self.engine.vectors.meaning, seconds=float("inf"))


def _entry(told: Told, owner: int) -> NewEntry:
    return NewEntry(
        consultation=told.consultation,
        issuing_body=told.body,
        question=told.question,
        answer=told.answer,
        adopted_on=told.adopted_on,
        owner_id=owner,
        adopted_by={owner},
    )


@contextmanager
def a_library(engine: str, url: str | None = None, semantic: bool = False) -> Iterator[Filled]:
    """An empty library for 'whoosh' (in SQLite unless there is an address) or 'postgres' (on a server of its own)."""
    if engine == "postgres" and url is None:
        with _a_postgres() as address, a_library(engine, address, semantic) as filled:
            yield filled
        return
    with tempfile.TemporaryDirectory() as folder:
        database = Database(url or f"sqlite:///{Path(folder) / 'library.sqlite'}")
        migrate(database.engine)
        with database.transaction() as session:
            gather_cast(session)
        try:
            yield Filled(database, open_engine(database, Path(folder) / "index", engine, semantic))
        finally:
            database.close()


@contextmanager
def _a_postgres() -> Iterator[str]:
    """An empty PostgreSQL database."""
    with postgres.server() as address:
        name = f"library_{uuid.uuid4().hex}"
        postgres.execute(address, f"CREATE DATABASE {name}")
        yield f"{address.replace('postgresql://', 'postgresql+psycopg://')}/{name}"
        postgres.execute(address, f"DROP DATABASE {name} WITH (FORCE)")
