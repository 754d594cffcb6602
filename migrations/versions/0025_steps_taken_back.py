"""Keep what was taken back in review, so that it can be done again."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of what was taken back before, nothing was kept."""
    undone = sa.Column("undone", sa.Boolean(), nullable=False, server_default=sa.false(), comment="it was taken back")
    op.add_column("review_steps", undone)


def downgrade() -> None:
    """What was taken back cannot be done again."""
    op.execute(sa.text("DELETE FROM review_steps WHERE undone"))
    op.drop_column("review_steps", "undone")
