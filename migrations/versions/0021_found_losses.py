"""Keep with the answers that were read in a paper what of them, and of the file, is not kept."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

LOST = "what stands in its answer in the paper that a text cannot hold"
BESIDE = "what of the file is not kept with its answers, and texts that belong to none; empty where nobody listed it"


def upgrade() -> None:
    """Of papers that were loaded before, nobody listed it: their page says so, and how to see it."""
    op.add_column("questions", sa.Column("found_lost", sa.JSON(), nullable=False, server_default="[]", comment=LOST))
    op.add_column("papers", sa.Column("beside_answers", sa.JSON(), nullable=True, comment=BESIDE))


def downgrade() -> None:
    """Forget the lists: the file is kept, and can be read again."""
    op.drop_column("papers", "beside_answers")
    op.drop_column("questions", "found_lost")
