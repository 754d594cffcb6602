"""Keep what officers note on an answer for each other."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """There are no notes yet."""
    op.create_table(
        "internal_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False, comment="Markdown"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_internal_notes_answer_id")),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_internal_notes_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_internal_notes")),
    )
    op.create_index(op.f("ix_internal_notes_answer_id"), "internal_notes", ["answer_id"])


def downgrade() -> None:
    """Forget the notes."""
    op.drop_table("internal_notes")
