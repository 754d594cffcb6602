"""Words of the library for PostgreSQL's full-text search.

What the search index of PostgreSQL is kept in: derived from the library, written anew by `consult rebuild-index`, and
so no part of the models. On SQLite the index is a folder beside the database and there is nothing to do.
"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLES = (
    """
    CREATE TABLE search_state (
        only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
        form text NOT NULL, checkpoint bigint NOT NULL, entries bigint NOT NULL, words bigint[] NOT NULL
    )
    """,
    """
    CREATE TABLE search_entries (
        entry_id bigint CONSTRAINT pk_search_entries PRIMARY KEY, day integer, content text NOT NULL,
        lexemes tsvector NOT NULL
    ) WITH (toast_tuple_target = 128)
    """,
    "CREATE INDEX ix_search_entries_lexemes ON search_entries USING gin (lexemes)",
    """
    CREATE TABLE search_words (
        word text COLLATE "C" CONSTRAINT pk_search_words PRIMARY KEY, entries bigint NOT NULL
    ) WITH (fillfactor = 70)
    """,
)


def upgrade() -> None:
    """Make the tables, empty: the first search fills them."""
    if op.get_bind().dialect.name == "postgresql":
        for statement in TABLES:
            op.execute(statement)


def downgrade() -> None:
    """Drop them, and what a rebuild that was cut off may have left beside them."""
    if op.get_bind().dialect.name == "postgresql":
        for name in ("search_state", "search_entries", "search_words"):
            op.execute(f"DROP TABLE IF EXISTS {name}")
            op.execute(f"DROP TABLE IF EXISTS {name}_new")
