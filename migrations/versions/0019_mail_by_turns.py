"""Let mail leave by turns: a message knows who caused it and where it stands."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

CAUSED = "the number of the person whose act it tells of; without one, the service itself"
TURN = "what is due leaves in the order of turns; 0 waits for nobody"


def upgrade() -> None:
    """Messages that wait keep the order in which they were written."""
    op.add_column("outbox", sa.Column("caused_by", sa.Integer(), nullable=True, comment=CAUSED))
    op.add_column("outbox", sa.Column("turn", sa.Integer(), nullable=False, server_default="1", comment=TURN))
    op.create_index(op.f("ix_outbox_caused_by"), "outbox", ["caused_by"])


def downgrade() -> None:
    """Forget who caused what: the oldest leaves first."""
    op.drop_index(op.f("ix_outbox_caused_by"), "outbox")
    op.drop_column("outbox", "turn")
    op.drop_column("outbox", "caused_by")
