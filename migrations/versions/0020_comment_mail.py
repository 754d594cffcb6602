"""Let whoever leads a response choose how often they get mail about comments."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Everybody gets it as before: soon after, and at most once an hour."""
    with op.batch_alter_table("people") as table:
        table.add_column(
            sa.Column(
                "comment_mail",
                sa.String(length=40),
                nullable=False,
                server_default="hourly",
                comment="how often they are told of comments on the responses that they lead",
            )
        )
        table.create_check_constraint(op.f("ck_people_commentmail"), "comment_mail IN ('hourly', 'daily', 'never')")


def downgrade() -> None:
    """Forget what they chose."""
    with op.batch_alter_table("people") as table:
        table.drop_constraint(op.f("ck_people_commentmail"), type_="check")
        table.drop_column("comment_mail")
