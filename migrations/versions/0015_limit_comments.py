"""How often one person may comment is counted as well."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

OLD_USES = ("search", "upload", "download", "mail")
USES = (*OLD_USES, "comment")


def _allow(uses: tuple[str, ...]) -> None:
    name = op.f("ck_use_counts_use")
    with op.batch_alter_table("use_counts") as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, f"use IN ({', '.join(repr(use) for use in uses)})")


def upgrade() -> None:
    """Allow the count of comments."""
    _allow(USES)


def downgrade() -> None:
    """Forget the counts of comments, and allow none."""
    op.execute("DELETE FROM use_counts WHERE use = 'comment'")
    _allow(OLD_USES)
