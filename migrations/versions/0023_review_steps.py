"""Keep what was done with questions in review, so that it can be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of what was done before, nothing can be taken back by a press."""
    op.create_table(
        "review_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_set_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False, comment="who did it"),
        sa.Column("done", sa.String(200), nullable=False, comment="in the words of the page: question 4 was removed"),
        sa.Column("before", sa.JSON(), nullable=False, comment="the questions that changed, as they were"),
        sa.Column("after", sa.JSON(), nullable=False, comment="the same and those that are new, as they became"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_set_id"],
            ["question_sets.id"],
            name=op.f("fk_review_steps_question_set_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_review_steps_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_steps")),
    )
    op.create_index(op.f("ix_review_steps_question_set_id"), "review_steps", ["question_set_id"])


def downgrade() -> None:
    """Forget how to take back what was done; the questions stay as they are."""
    op.drop_table("review_steps")
