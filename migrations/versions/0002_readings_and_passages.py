"""Papers are read apart from the web, kept as passages beside their questions, and come in editions."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _create_passages() -> None:
    op.create_table(
        "paper_passages",
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False, comment="order in the paper, from 1"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False, comment="0 for text, 1 to 6 for a heading"),
        sa.Column("label", sa.String(length=40), nullable=False, comment="number or bullet before the text"),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("ignored", sa.String(length=200), nullable=False, comment="why it was not read for questions"),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["papers.id"], name=op.f("fk_paper_passages_paper_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("paper_id", "place", name=op.f("pk_paper_passages")),
    )


def _create_readings() -> None:
    op.create_table(
        "readings",
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=False),
        sa.Column("purpose", _choice("readingpurpose", "new_consultation", "new_edition", "take_over"), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=True),
        sa.Column("about_id", sa.Integer(), nullable=True, comment="the response whose answers are taken over"),
        sa.Column("name", sa.String(length=200), nullable=False, comment="the file's own name"),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False, comment="bytes"),
        sa.Column("content", sa.LargeBinary(), nullable=True, comment="until it is read or refused"),
        sa.Column("state", _choice("readingstate", "waiting", "reading", "read", "refused"), nullable=False),
        sa.Column("pages_read", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False, comment="0 while it is not known"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column(
            "cause", sa.String(length=500), nullable=False, comment="why it was refused, in the words of the page"
        ),
        sa.Column("peak_memory", sa.BigInteger(), nullable=False, comment="of the process that read it, bytes"),
        sa.Column("found", sa.JSON(), nullable=True, comment="the paper, while it is needed"),
        sa.Column("question_set_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "seen_at", sa.DateTime(timezone=True), nullable=True, comment="when the worker last told its progress"
        ),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('read', 'refused')) = (finished_at IS NOT NULL)", name=op.f("ck_readings_finished_has_time")
        ),
        sa.CheckConstraint("(state = 'refused') = (cause <> '')", name=op.f("ck_readings_refused_has_cause")),
        sa.ForeignKeyConstraint(["owner_id"], ["organisations.id"], name=op.f("fk_readings_owner_id")),
        sa.ForeignKeyConstraint(["started_by_id"], ["people.id"], name=op.f("fk_readings_started_by_id")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_readings_consultation_id")),
        sa.ForeignKeyConstraint(["question_set_id"], ["question_sets.id"], name=op.f("fk_readings_question_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readings")),
    )
    for column in ("owner_id", "consultation_id", "question_set_id"):
        op.create_index(op.f(f"ix_readings_{column}"), "readings", [column])
    op.create_index("ix_readings_state", "readings", ["state", "id"])


def _add_to_questions() -> None:
    with op.batch_alter_table("questions") as table:
        table.add_column(
            sa.Column(
                "references",
                sa.JSON(),
                nullable=False,
                server_default="[]",
                comment="text, first and last place of the passages that refs point to",
            )
        )
        table.add_column(sa.Column("character_limit", sa.Integer(), nullable=True))
        table.add_column(
            sa.Column(
                "first",
                sa.Integer(),
                nullable=False,
                server_default="0",
                comment="place of the first passage it was read from; 0 for none",
            )
        )
        table.add_column(sa.Column("last", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("page", sa.Integer(), nullable=True))
        table.add_column(
            sa.Column(
                "confidence",
                sa.Integer(),
                nullable=False,
                server_default="100",
                comment="how sure the reader is, 0 to 100",
            )
        )
        table.add_column(sa.Column("doubts", sa.JSON(), nullable=False, server_default="[]"))
        table.add_column(
            sa.Column(
                "accepted",
                sa.Boolean(),
                nullable=False,
                server_default=sa.false(),
                comment="an officer checked it against the paper",
            )
        )
        table.add_column(
            sa.Column("earlier_id", sa.Integer(), nullable=True, comment="the same question in the edition before")
        )
        table.create_foreign_key(op.f("fk_questions_earlier_id"), "questions", ["earlier_id"], ["id"])
        table.create_index(op.f("ix_questions_earlier_id"), ["earlier_id"])


def upgrade() -> None:
    """Add readings and passages, and to what is there what a paper tells beyond its questions."""
    op.add_column(
        "consultations",
        sa.Column("opening_at", sa.DateTime(timezone=True), nullable=True, comment="when the issuing body opened it"),
    )
    op.add_column(
        "consultations",
        sa.Column("contact", sa.Text(), nullable=False, server_default="", comment="whom to ask, one line each"),
    )
    op.add_column(
        "consultations",
        sa.Column(
            "attachments", sa.JSON(), nullable=False, server_default="[]", comment="title and url, never fetched"
        ),
    )
    op.add_column(
        "papers",
        sa.Column("particulars", sa.JSON(), nullable=False, server_default="{}", comment="what it says of itself"),
    )
    op.add_column(
        "answers",
        sa.Column(
            "dropped",
            sa.Boolean(),
            nullable=False,
            server_default=sa.false(),
            comment="its question is no longer asked in a newer edition",
        ),
    )
    with op.batch_alter_table("question_sets") as table:
        table.add_column(sa.Column("paper_id", sa.Integer(), nullable=True, comment="what it was read from"))
        table.create_foreign_key(op.f("fk_question_sets_paper_id"), "papers", ["paper_id"], ["id"])
        table.create_index(op.f("ix_question_sets_paper_id"), ["paper_id"])
    _add_to_questions()
    _create_passages()
    _create_readings()


def downgrade() -> None:
    """Take all of it away again."""
    op.drop_table("readings")
    op.drop_table("paper_passages")
    with op.batch_alter_table("questions") as table:
        table.drop_index(op.f("ix_questions_earlier_id"))
        table.drop_constraint(op.f("fk_questions_earlier_id"), type_="foreignkey")
        for column in (
            "references", "character_limit", "first", "last", "page", "confidence", "doubts", "accepted", "earlier_id"
        ):  # fmt: skip
            table.drop_column(column)
    with op.batch_alter_table("question_sets") as table:
        table.drop_index(op.f("ix_question_sets_paper_id"))
        table.drop_constraint(op.f("fk_question_sets_paper_id"), type_="foreignkey")
        table.drop_column("paper_id")
    with op.batch_alter_table("answers") as table:
        table.drop_column("dropped")
    with op.batch_alter_table("papers") as table:
        table.drop_column("particulars")
    with op.batch_alter_table("consultations") as table:
        for column in ("opening_at", "contact", "attachments"):
            table.drop_column(column)
