"""Mail is written to an outbox with the act it tells of, and sent by the worker."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STATES = ("waiting", "sending", "sent", "failed", "kept")


def upgrade() -> None:
    """Add the outbox."""
    op.create_table(
        "outbox",
        sa.Column(
            "event", sa.String(length=200), nullable=False, comment="what it tells of; an address is told of it once"
        ),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False, comment="of the person it goes to"),
        sa.Column("subject", sa.String(length=250), nullable=False),
        sa.Column("text", sa.Text(), nullable=False, comment="links begin with a stand-in for the service's address"),
        sa.Column("html", sa.Text(), nullable=False, comment="the same, for mail programs that show HTML"),
        sa.Column(
            "secret_path", sa.Text(), nullable=False, comment="of a link that opens something; emptied when it was sent"
        ),
        sa.Column("reference", sa.String(length=32), nullable=False, comment="the same at every attempt"),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="noticestate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False, comment="how often a worker began to send it"),
        sa.Column(
            "failures", sa.Integer(), nullable=False, comment="how often the provider refused it or did not answer"
        ),
        sa.Column(
            "due_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="next attempt; while sending, when the worker counts as dead",
        ),
        sa.Column(
            "cause", sa.String(length=500), nullable=False, comment="why the newest attempt failed, in plain words"
        ),
        sa.Column("provider_id", sa.String(length=200), nullable=False, comment="what the provider calls it"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True, comment="when it was sent, given up or kept"),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('waiting', 'sending')) = (due_at IS NOT NULL)", name=op.f("ck_outbox_only_open_is_due")
        ),
        sa.CheckConstraint(
            "(state IN ('sent', 'failed', 'kept')) = (ended_at IS NOT NULL)", name=op.f("ck_outbox_ended_has_time")
        ),
        sa.CheckConstraint("state <> 'failed' OR cause <> ''", name=op.f("ck_outbox_failed_has_cause")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("event", "address", name=op.f("uq_outbox_event_address")),
        sa.UniqueConstraint("reference", name=op.f("uq_outbox_reference")),
    )
    op.create_index(op.f("ix_outbox_state"), "outbox", ["state"])
    op.create_index(op.f("ix_outbox_due_at"), "outbox", ["due_at"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("outbox")
