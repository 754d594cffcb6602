"""What entries of the library mean, as vectors, where the extra `consult[semantic]` is used; else it stays empty."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, empty: the worker fills it."""
    op.create_table(
        "library_entry_vectors",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("model", sa.String(length=80), nullable=False, comment="name and release"),
        sa.Column(
            "text_sha256", sa.String(length=64), nullable=False, comment="of the words it was made of, see sameness.py"
        ),
        sa.Column("vector", sa.LargeBinary(), nullable=False, comment="one signed byte for each number"),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["library_entries.id"], name=op.f("fk_library_entry_vectors_entry_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_entry_vectors")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_library_entry_vectors_entry_id")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Drop it; the worker makes the vectors again after an upgrade."""
    op.drop_table("library_entry_vectors")
