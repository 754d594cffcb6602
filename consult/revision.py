"""At which step of its schema a database stands, and at which this release does."""

from alembic.migration import MigrationContext
from sqlalchemy import Engine

from consult.config import PROJECT

HEAD_FILE = PROJECT / "migrations" / ".current-head"


def revision_of(engine: Engine) -> str | None:
    """The revision a database stands at; None before the first."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
