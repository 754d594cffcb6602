"""Run migrations on the database that `consult migrate` opens.

On SQLite a table is changed by copying it, and dropping the old copy would delete the rows that refer to it: foreign
keys are off while a migration runs, everything is one transaction, and the rows and references are checked before it
is committed.
"""

import sqlalchemy as sa
from alembic import context

from consult.running.tables import metadata

config = context.config


def _row_counts(connection: sa.Connection) -> dict[str, int]:
    quoted = connection.dialect.identifier_preparer.quote
    return {
        name: connection.exec_driver_sql(f"SELECT count(*) FROM {quoted(name)}").scalar_one()
        for name in sa.inspect(connection).get_table_names()
        if name != "alembic_version"
    }


def _check(connection: sa.Connection, before: dict[str, int]) -> None:
    after = _row_counts(connection)
    allowed = set(config.attributes.get("may_lose_rows", ()))
    lost = {name: n for name, n in before.items() if name in after and after[name] < n and name not in allowed}
    if lost:
        raise RuntimeError(f"the migration would lose rows of {', '.join(sorted(lost))}; nothing was changed")
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"the migration would break {len(broken)} references; nothing was changed")


def run() -> None:
    """Migrate with the engine handed over by the caller."""
    engine: sa.Engine = config.attributes["engine"]
    with engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        driver = connection.connection.driver_connection
        if sqlite:
            driver.execute("PRAGMA foreign_keys=OFF")  # has no effect once a transaction has begun
        try:
            with connection.begin():
                before = _row_counts(connection)
                context.configure(
                    connection=connection,
                    target_metadata=metadata,
                    render_as_batch=True,
                    compare_type=True,
                    transactional_ddl=True,
                )
                context.run_migrations()
                _check(connection, before)
        finally:
            if sqlite:
                driver.execute("PRAGMA foreign_keys=ON")


run()
