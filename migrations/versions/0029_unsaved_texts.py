"""Keep what somebody types into an answer until they save it, and who has an answer open."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """A table of its own: nothing of it is part of an answer."""
    op.create_table(
        "unsaved_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False, comment="goes up with each keeping, saving and discarding"),
        sa.Column("window", sa.String(36), nullable=False, comment="of the browser that it is typed in"),
        sa.Column("text", sa.Text(), comment="as typed; empty when nothing waits to be saved"),
        sa.Column(
            "based_on_n", sa.Integer(), nullable=False, comment="the version that its author had opened; 0 for none"
        ),
        sa.Column("kept_at", _MOMENT),
        sa.Column("seen_at", _MOMENT, nullable=False, comment="when the page was last open"),
        sa.CheckConstraint("(text IS NULL) = (kept_at IS NULL)", name=op.f("ck_unsaved_texts_kept_with_its_time")),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answers.id"], name=op.f("fk_unsaved_texts_answer_id_answers"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_unsaved_texts_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsaved_texts")),
        sa.UniqueConstraint("answer_id", "person_id", name=op.f("uq_unsaved_texts_answer_id_person_id")),
    )
    op.create_index(op.f("ix_unsaved_texts_person_id"), "unsaved_texts", ["person_id"])
    op.create_index(op.f("ix_unsaved_texts_seen_at"), "unsaved_texts", ["seen_at"])


def downgrade() -> None:
    """What was not saved is let go."""
    op.drop_table("unsaved_texts")
