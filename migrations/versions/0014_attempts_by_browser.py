"""Count wrong passwords, wrong codes and links asked for by browser and network, too."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MARKED = "of a browser in which the person had signed in; empty for a stranger's"
HELD = "of a browser in which the person had signed in, or of an invitation's link; empty for a stranger"


def _add(name: str, column: str, length: int, comment: str) -> None:
    with op.batch_alter_table(name) as table:
        # Rows that are there were counted by address: they stay those of strangers.
        table.add_column(
            sa.Column(column, sa.String(length=length), nullable=False, server_default="", comment=comment)
        )


def upgrade() -> None:
    """Say of each attempt where it came from."""
    _add("failed_sign_ins", "browser_sha256", 64, MARKED)
    _add("failed_proofs", "client", 45, "network it came from; empty when not known")
    _add("failed_proofs", "browser_sha256", 64, MARKED)
    _add("sign_in_links", "holder_sha256", 64, HELD)


def downgrade() -> None:
    """Count by address and person alone."""
    for name, column in (
        ("sign_in_links", "holder_sha256"),
        ("failed_proofs", "browser_sha256"),
        ("failed_proofs", "client"),
        ("failed_sign_ins", "browser_sha256"),
    ):
        with op.batch_alter_table(name) as table:
            table.drop_column(column)
