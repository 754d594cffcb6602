"""All databases of one kind count as alike in the tests, so that what was compiled for one of them does for all.

SQLAlchemy keeps the SQL that it has compiled by dialect; each engine has a dialect of its own, and each test an engine.
A quarter of the time would go into compiling the same statements again. So the tests register dialects, as a package
with dialects does: SQLAlchemy's own, but equal to each other.
"""

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.dialects import postgresql, registry, sqlite
from sqlalchemy.util import LRUCache

NAMES = {"sqlite": "AlikeSqlite", "postgresql.psycopg": "AlikePostgresql"}
KEPT: LRUCache[Any, Any] = LRUCache(4000)


class Alike:
    """Equal to every dialect of its class; what one has compiled, all have."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        """Let a new engine keep what it compiles with the others."""
        engine.update_execution_options(compiled_cache=KEPT)


class AlikeSqlite(Alike, sqlite.dialect):
    """SQLite, as the application opens it."""

    supports_statement_cache = True


class AlikePostgresql(Alike, postgresql.dialect):
    """PostgreSQL, as the application opens it."""

    supports_statement_cache = True


def register() -> None:
    """From here on engines are made with these."""
    for name, kind in NAMES.items():
        registry.register(name, __name__, kind)
