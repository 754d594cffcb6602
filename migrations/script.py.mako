"""${message}."""

# Alembic does not see what a CHECK holds. A new or renamed value of a StrEnum column needs its constraint replaced here,
# in a batch of the table: drop_constraint("ck_TABLE_KIND", type_="check"), then create_check_constraint with every value.
# tests/test_migrations.py compares the two on both databases. Delete this comment.

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this schema."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Go back to the schema before."""
    ${downgrades if downgrades else "pass"}
