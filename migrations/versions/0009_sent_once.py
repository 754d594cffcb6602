"""A form counts once; limits are shared by all processes; a person can be anonymised."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def _create_sent_forms() -> None:
    op.create_table(
        "sent_forms",
        sa.Column("key_sha256", sa.String(length=64), nullable=False, comment="of the form's key and of whose it is"),
        sa.Column("person_id", sa.Integer(), nullable=True, comment="empty for somebody not signed in"),
        sa.Column(
            "body_sha256",
            sa.String(length=64),
            nullable=False,
            comment="of the address and of everything that was typed",
        ),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True, comment="of the answer; empty until it is known"),
        sa.Column("location", sa.Text(), nullable=False, comment="where the answer led"),
        sa.Column("messages", sa.Text(), nullable=False, comment="JSON of what the page there said"),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sent_forms_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_forms")),
        sa.UniqueConstraint("key_sha256", name=op.f("uq_sent_forms_key_sha256")),
    )
    op.create_index(op.f("ix_sent_forms_person_id"), "sent_forms", ["person_id"])
    op.create_index(op.f("ix_sent_forms_sent_at"), "sent_forms", ["sent_at"])


def _create_use_counts() -> None:
    op.create_table(
        "use_counts",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "use",
            sa.Enum(
                "search", "upload", "download", "mail", name="use", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False, comment="when the window began"),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_use_counts_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_use_counts")),
        sa.UniqueConstraint("person_id", "use", "since", name=op.f("uq_use_counts_person_id_use_since")),
    )
    op.create_index(op.f("ix_use_counts_since"), "use_counts", ["since"])


def upgrade() -> None:
    """Add the two tables, and the moment from which a person has no name."""
    _create_sent_forms()
    _create_use_counts()
    with op.batch_alter_table("people") as table:
        table.add_column(
            sa.Column(
                "anonymised_at",
                sa.DateTime(timezone=True),
                nullable=True,
                comment="name, address and everything to sign in with were taken away",
            )
        )


def downgrade() -> None:
    """Take them away again. Who was anonymised stays so: what is gone is gone."""
    with op.batch_alter_table("people") as table:
        table.drop_column("anonymised_at")
    op.drop_table("use_counts")
    op.drop_table("sent_forms")
