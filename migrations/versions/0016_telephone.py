"""Keep the telephone number that partners may call about a response."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the number; responses that are there have none."""
    number = sa.Column(
        "telephone", sa.String(length=40), nullable=False, server_default="", comment="whom partners may call, if given"
    )
    op.add_column("responses", number)


def downgrade() -> None:
    """Forget the number."""
    op.drop_column("responses", "telephone")
