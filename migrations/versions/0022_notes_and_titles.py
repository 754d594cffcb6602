"""Keep what an officer must know of a paper, and short titles of questions."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

NOTES = "what an officer must know of it"
TITLE = "short title; empty for the one that is proposed"


def upgrade() -> None:
    """Of papers that were loaded before there are no notes; titles are proposed from the questions' words."""
    op.add_column("papers", sa.Column("notes", sa.JSON(), nullable=False, server_default="[]", comment=NOTES))
    op.add_column("questions", sa.Column("own_title", sa.String(25), nullable=False, server_default="", comment=TITLE))


def downgrade() -> None:
    """Forget the notes and the titles that officers gave: the paper is kept, and can be read again."""
    op.drop_column("questions", "own_title")
    op.drop_column("papers", "notes")
