"""Keep the files of a load in pieces: a load says what was sent, how much is to come, and when it was whole."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_SENT = "of what was sent; of a folder, of its names, sizes and times"
_WHOLE = "when it was whole; empty while its files arrive, and none is read"
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Loads from before were kept as a whole; what was sent is taken to be as large as their files."""
    for name, comment in (
        ("size", "bytes that were sent"),
        ("expected", "files that it holds"),
        ("unpacked", "bytes of all its files"),
    ):
        column = sa.Column(name, sa.Integer(), nullable=False, server_default="0", comment=comment)
        op.add_column("catalogue_loads", column)
    sha256 = sa.Column("sha256", sa.String(64), nullable=False, server_default="", comment=_SENT)
    op.add_column("catalogue_loads", sha256)
    op.add_column("catalogue_loads", sa.Column("seen_at", _MOMENT, comment="when the last piece of it arrived"))
    op.add_column("catalogue_loads", sa.Column("received_at", _MOMENT, comment=_WHOLE))
    characters = sa.Column(
        "characters", sa.Integer(), nullable=False, server_default="0", comment="of all texts that were read in it"
    )
    op.add_column("catalogue_files", characters)
    for name, of_files in (("size", "COALESCE(SUM(size), 0)"), ("expected", "COUNT(*)")):
        op.execute(
            f"UPDATE catalogue_loads SET {name} ="
            f" (SELECT {of_files} FROM catalogue_files WHERE load_id = catalogue_loads.id)"
        )
    op.execute("UPDATE catalogue_loads SET received_at = created_at, unpacked = size")


def downgrade() -> None:
    """Let go of loads that are not whole, for they would be read as if they were: the same can be sent again."""
    partial = "SELECT id FROM catalogue_loads WHERE received_at IS NULL"
    op.execute(f"UPDATE catalogue_files SET known_as_id = NULL WHERE load_id IN ({partial})")
    op.execute(f"DELETE FROM catalogue_files WHERE load_id IN ({partial})")
    op.execute("DELETE FROM catalogue_loads WHERE received_at IS NULL")
    op.drop_column("catalogue_files", "characters")
    for name in ("received_at", "seen_at", "sha256", "unpacked", "expected", "size"):
        op.drop_column("catalogue_loads", name)
