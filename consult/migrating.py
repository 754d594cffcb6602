"""Bringing a database to the schema of this release, and checking that models and migrations agree."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from consult.config import PROJECT
from consult.tables import metadata

HEAD_FILE = PROJECT / "migrations" / ".current-head"


def _config(engine: Engine | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(PROJECT / "migrations"))
    if engine is not None:
        config.attributes["engine"] = engine
    return config


def migrate(engine: Engine, *, to: str = "head") -> None:
    """Go to a revision: 'head' for this release's."""
    command.upgrade(_config(engine), to)


def migrate_back(engine: Engine, *, to: str) -> None:
    """Go back to an earlier revision; 'base' for an empty database. Rows of dropped tables go with them."""
    config = _config(engine)
    config.attributes["may_lose_rows"] = set(metadata.tables)
    command.downgrade(config, to)


def revision_of(engine: Engine) -> str | None:
    """The revision a database stands at; None before the first."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


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
