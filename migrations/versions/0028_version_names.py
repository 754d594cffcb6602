"""Keep where the text of a version came from, and what somebody called it."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_SOURCE = "where the text came from; empty for those from before this was kept"


def upgrade() -> None:
    """Where the versions that are there came from is not known: triggers refuse to change one."""
    # Written out: a batch of the table would lose its triggers on SQLite.
    known = (
        "CONSTRAINT ck_answer_versions_versionsource CHECK (source IN ('typed', 'taken_over', 'reused', 'restored'))"
    )
    op.execute(f"ALTER TABLE answer_versions ADD COLUMN source VARCHAR(40) {known}")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"COMMENT ON COLUMN answer_versions.source IS '{_SOURCE}'")
    op.create_table(
        "version_names",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("named_by_id", sa.Integer(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["answer_versions.id"], name=op.f("fk_version_names_version_id")),
        sa.ForeignKeyConstraint(["named_by_id"], ["people.id"], name=op.f("fk_version_names_named_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version_names")),
        sa.UniqueConstraint("version_id", name=op.f("uq_version_names_version_id")),
    )


def downgrade() -> None:
    """Forget the names, and where texts came from."""
    op.drop_table("version_names")
    op.drop_column("answer_versions", "source")
