"""A database that is put back to what it was after each act, and that tells which tables an act wrote to."""

import re
from typing import Any

import pysqlite3.dbapi2
import sqlalchemy as sa

from consult.database import Database
from consult.running.tables import metadata

_WRITES = re.compile(r"\s*(INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+\"?(\w+)", re.IGNORECASE)
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
_SEQUENCES = (
    "SELECT sequencename, coalesce(last_value, 1), last_value IS NOT NULL FROM pg_sequences "
    "WHERE schemaname = 'public' AND sequencename NOT LIKE 'huey%%'"  # the wake-ups are not ours
)

_ROWS_WRITTEN = (  # by whatever way, and with what falls with them
    "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables WHERE schemaname = 'public'"
)


class Kept:
    """A database as it was when this was made. `written` names the tables that were committed to since then."""

    def __init__(self, database: Database) -> None:
        self.written: set[str] = set()
        self._database = database
        self._sqlite = database.engine.dialect.name == "sqlite"
        (self._keep_file if self._sqlite else self._keep_tables)()
        engine = database.engine
        if self._sqlite:
            sa.event.listen(engine, "begin", lambda connection: connection.info.update(written=set()))
            sa.event.listen(engine, "after_cursor_execute", self._note)
            sa.event.listen(engine, "commit", lambda connection: self.written.update(connection.info["written"]))
        else:
            sa.event.listen(engine, "begin", lambda connection: connection.info.update(rows=_rows_written(connection)))
            sa.event.listen(engine, "commit", self._note_tables)

    def _note_tables(self, connection: sa.Connection) -> None:
        # The server counts on through transactions until it finds time to tell.
        before, now = connection.info["rows"], _rows_written(connection)
        self.written.update(table for table, rows in now.items() if rows != before.get(table, 0))

    def _note(self, connection: sa.Connection, cursor: Any, statement: str, *_rest: Any) -> None:
        found = _WRITES.match(statement)
        # What gives back rows is counted only after they were fetched; until then the count is that of an earlier act.
        if found and (cursor.rowcount != 0 or "RETURNING" in statement):
            written = connection.info.setdefault("written", set())
            written.add(found[2])
            if found[1].upper().startswith("DELETE"):
                written |= _falls_with(found[2])

    def put_back(self) -> None:
        """Make the database what it was."""
        if self.written:
            (self._put_file_back if self._sqlite else self._put_tables_back)()
            self.written.clear()

    # --- SQLite copies all pages within the process.

    def _keep_file(self) -> None:
        self._path = str(self._database.engine.url.database)
        self._copy = pysqlite3.dbapi2.connect(":memory:")
        with pysqlite3.dbapi2.connect(self._path) as source:
            source.backup(self._copy)
        source.close()

    def _put_file_back(self) -> None:
        target = pysqlite3.dbapi2.connect(self._path)
        target.execute("PRAGMA synchronous=OFF")
        self._copy.backup(target)
        target.close()

    # --- PostgreSQL copies the tables that were written to from others in a schema of their own.

    def _keep_tables(self) -> None:
        with self._database.engine.begin() as connection:
            connection.exec_driver_sql("CREATE SCHEMA kept")
            for table in connection.exec_driver_sql(_TABLES).scalars().all():
                connection.exec_driver_sql(f"CREATE TABLE kept.{table} AS TABLE public.{table}")
            found = connection.exec_driver_sql(_SEQUENCES).all()
        self._numbers = ", ".join(f"setval('{name}', {value}, {used})" for name, value, used in found)

    def _put_tables_back(self) -> None:
        lines = ["SET LOCAL session_replication_role = replica"]  # no trigger refuses, nothing falls with a row
        for table in sorted(self.written):
            lines += [f"DELETE FROM {table}", f"INSERT INTO {table} SELECT * FROM kept.{table}"]
        with self._database.engine.begin() as connection:
            connection.exec_driver_sql("; ".join([*lines, f"SELECT {self._numbers}"]))


def _rows_written(connection: sa.Connection) -> dict[str, int]:
    return {table: rows for table, rows in connection.exec_driver_sql(_ROWS_WRITTEN)}


def _falls_with(table: str) -> set[str]:
    """The tables whose rows the database deletes or changes when rows of a table are deleted."""
    found: set[str] = set()
    waiting = [table]
    while waiting:
        gone = waiting.pop()
        for other in metadata.tables.values():
            refers = any(key.column.table.name == gone and key.ondelete for key in other.foreign_keys)
            if refers and other.name not in found:
                found.add(other.name)
                waiting.append(other.name)
    return found
