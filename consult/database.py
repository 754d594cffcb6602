"""The database: one base class, one way to open an engine, the same behaviour on SQLite and PostgreSQL.

Nothing here knows of Flask: commands, tests and a worker open the database just as the web does.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import psycopg
import pysqlite3.dbapi2
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

from consult.extras import SettingError
from consult.sessions import OwnSession, let_go, note_what_is_written
from consult.stored import Shapes

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
Row = TypeVar("Row")
READ_ONLY = "consult_read_only"
MOST_THREADS = 10  # of one process: each needs a connection, some a second one, and what runs beside them has one
POOL = {"pool_size": 5, "max_overflow": MOST_THREADS - 5 + 2, "pool_timeout": 10}
AWAY = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError, sa.exc.PendingRollbackError)
"""What is raised when the database does not answer."""
# SQLite before 3.51.3 can lose data in WAL mode when a checkpoint and a reset race. pysqlite3 brings its own, newer
# library; where it was built against the system's older one, the slower journal is the safe one.
JOURNAL = "WAL" if pysqlite3.dbapi2.sqlite_version_info >= (3, 51, 3) else "DELETE"


class Base(DeclarativeBase):
    """Every table of the system."""

    metadata = sa.MetaData(naming_convention=NAMES)


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """A moment: timezone-aware UTC in Python on both databases. A naive time is refused, not guessed."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Refuse a time without a zone and store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """SQLite gives back naive times: they are UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Labelled(StrEnum):
    """Values that pages name by their own words: 'partly_accepted' is 'Partly accepted'."""

    @property
    def label(self) -> str:
        """The value as pages name it."""
        return self.value.replace("_", " ").capitalize()


def choice(kind: type[StrEnum]) -> sa.Enum:
    """A column type for a StrEnum, stored by value as text with a CHECK of the values."""
    return sa.Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda enum: [member.value for member in enum],
        name=kind.__name__.lower(),
    )


class StoredJson(sa.types.TypeDecorator[Any]):
    """A column of JSON, written in today's shape of its kind and read in whichever it was stored (see `stored`)."""

    impl = sa.JSON
    cache_ok = True

    def __init__(self, shapes: Shapes[Any]) -> None:
        super().__init__(none_as_null=True)
        self.shapes = shapes

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> object:
        """What is stored of a value."""
        return None if value is None else self.shapes.plain(value)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> Any:
        """What was stored, as the shape of today. Raises StoredError."""
        return None if value is None else self.shapes.take(value)


class Identified:
    """A row with a number of its own."""

    id: Mapped[int] = mapped_column(primary_key=True)


def make_engine(url: str) -> sa.Engine:
    """Open the database at `url` (sqlite:/// or postgresql+psycopg://)."""
    if not url.startswith("sqlite"):
        engine = sa.create_engine(url, pool_pre_ping=True, **POOL, hide_parameters=True)
        sa.event.listen(engine, "begin", _begin_postgresql)
        return engine
    _make_folder(Path(url.removeprefix("sqlite:///")).parent)
    engine = sa.create_engine(url, module=pysqlite3.dbapi2, **POOL, hide_parameters=True)
    sa.event.listen(engine, "connect", _connect_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_folder(folder: Path) -> None:
    """Make the folder of the database. Raises SettingError where this account may not."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        told = f"the folder {folder} cannot be made: {error.strerror}. Name another in INSTANCE or DATABASE_URL"
        raise SettingError(told) from error


def _connect_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions behind our back
    for pragma in (
        "busy_timeout=10000",
        f"journal_mode={JOURNAL}",
        "synchronous=FULL",
        "foreign_keys=ON",
        "trusted_schema=OFF",
    ):
        connection.execute("PRAGMA " + pragma)


def _begin_sqlite(connection: sa.Connection) -> None:
    read_only = connection.get_execution_options().get(READ_ONLY, False)
    # A transaction that begins by reading and writes later fails when another wrote in between: those that may
    # write take the lock first. The pragma makes a page that only reads unable to write.
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if read_only else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def _begin_postgresql(connection: sa.Connection) -> None:
    if connection.get_execution_options().get(READ_ONLY, False):
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")


def on_server(bind: Session | sa.Engine) -> bool:
    """Whether the database is PostgreSQL, where several write at once; else it is SQLite, which has one writer."""
    engine = bind.get_bind() if isinstance(bind, Session) else bind
    return engine.dialect.name == "postgresql"


def one_at_a_time(session: Session, key: int, of: str = "") -> None:
    """Wait for whoever holds this lock, of one matter where `of` names it, and keep it until the transaction's end.

    On SQLite whoever writes is alone in any case.
    """
    if on_server(session):
        lock = (key, sa.func.hashtext(of)) if of else (key,)
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(*lock)))


def insert_once(session: Session, table: type[Base], values: Mapping[str, object]) -> bool:
    """Write a row unless one like it is there; whether it was written. Of two at once the second waits for the first.

    What is alike is what a unique constraint of the table says.
    """
    new = _insert(session, table).values(dict(values)).on_conflict_do_nothing()
    return session.execute(new.returning(*sa.inspect(table).primary_key)).first() is not None


def add_up(session: Session, table: type[Base], values: Mapping[str, Any], column: str) -> int:
    """Add to a number that is kept for the other values, which are unique together, and give the sum.

    One statement: of two processes that add at once neither loses what the other added.
    """
    new = _insert(session, table).values(dict(values))
    kept = sa.inspect(table).local_table.c[column]
    counted = new.on_conflict_do_update(
        index_elements=[name for name in values if name != column], set_={column: kept + values[column]}
    )
    return int(session.execute(counted.returning(kept)).scalar_one())


def _insert(session: Session, table: type[Base]) -> Any:
    """An INSERT that can tell what is to happen to a row that is there already: each database writes it for itself."""
    return (postgresql if on_server(session) else sqlite).insert(table)


def oldest_waiting(session: Session, waiting: sa.Select[Row]) -> Row | None:
    """The first of the rows that wait, for the caller alone: on PostgreSQL one that another has locked is passed over.

    On SQLite whoever writes is alone in any case.
    """
    return session.scalar(waiting.limit(1).with_for_update(skip_locked=True))


def numbers_ahead(session: Session, table: type[Identified], count: int) -> Sequence[int]:
    """Numbers for so many new rows of a table, so that they are written without asking for each one's number.

    The caller holds a lock that keeps other writers of the table out, as whoever has written to the record does.
    """
    named = sa.inspect(table).local_table
    if on_server(session):
        sequence = sa.func.nextval(sa.func.pg_get_serial_sequence(named.name, "id"))
        return session.scalars(sa.select(sequence).select_from(sa.func.generate_series(1, count))).all()
    highest = session.scalar(sa.select(sa.func.max(named.c.id))) or 0
    return range(highest + 1, highest + 1 + count)


def write_rows(session: Session, table: type[Base], rows: Sequence[Mapping[str, object]]) -> None:
    """Write new rows, all with values for the same columns, without an object or a statement for each.

    What the rows leave out takes the default of its column, where that is a value.
    """
    session.flush()
    if not rows:
        return
    named = Base.metadata.tables[table.__tablename__]
    if on_server(session):
        _copy_rows(session, named, rows)
    else:
        session.execute(sa.insert(named), rows)


def _copy_rows(session: Session, table: sa.Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Write rows by COPY, which takes PostgreSQL less than half the time of as many statements."""
    dialect = session.get_bind().dialect
    left_out = {
        column.name: column.default.arg
        for column in table.columns
        if column.name not in rows[0] and isinstance(column.default, sa.ColumnDefault)
    }
    columns = [column for column in table.columns if column.name in rows[0] or column.name in left_out]
    ready = [column.type.dialect_impl(dialect).bind_processor(dialect) or _as_it_is for column in columns]
    named = ", ".join(map(dialect.identifier_preparer.format_column, columns))
    statement = f"COPY {dialect.identifier_preparer.format_table(table)} ({named}) FROM STDIN"
    driver: Any = session.connection().connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                values = {**left_out, **row}
                copy.write_row([make(values[column.name]) for make, column in zip(ready, columns, strict=True)])
    except psycopg.Error as fault:  # whoever catches faults of the database knows them by the names of SQLAlchemy
        raise sa.exc.DBAPIError.instance(statement, None, fault, psycopg.Error, dialect=dialect) from fault


def _as_it_is(value: object) -> object:
    return value


def only_reads(session: Session) -> bool:
    """Whether nothing can be written in the session as it is now."""
    return bool(session.get_bind().get_execution_options().get(READ_ONLY, False))


class Database:
    """An engine with its two kinds of session: one that writes, one that can only read."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        self.writing = sessionmaker(self.engine, class_=OwnSession, expire_on_commit=False)
        note_what_is_written(self.writing)
        self.reading = self.engine.execution_options(**{READ_ONLY: True})
        self._reading = sessionmaker(self.reading, class_=OwnSession, expire_on_commit=False)

    def session(self, *, read_only: bool = False) -> Session:
        """A new session; the caller commits and closes it."""
        return (self._reading if read_only else self.writing)()

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session that commits at the end of the block, or leaves no trace when the block fails.

        What was loaded in it keeps its own values, not the rows it is related to.
        """
        session = self.writing()
        try:
            with session.begin():
                yield session
        finally:
            let_go(session)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()
