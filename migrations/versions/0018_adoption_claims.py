"""What is filed under another body's name is a claim until that body confirms it."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

STATES = ("waiting", "accepted", "declined")
# Of another body, and loaded from an old response: nobody but the owner has said so.
SAID_OF_OTHERS = """
    FROM library_entry_readers r JOIN library_entries e ON e.id = r.entry_id
    WHERE r.adopted AND r.organisation_id <> e.owner_id AND e.answer_version_id IS NULL
"""


def _create_claims() -> None:
    moment = sa.DateTime(timezone=True)
    organisations = ("body_id", "of which it is said that it adopted the answers"), ("owner_id", "which says so")
    op.create_table(
        "adoption_claims",
        *(sa.Column(name, sa.Integer(), nullable=False, comment=comment) for name, comment in organisations),
        sa.Column("claimed_by_id", sa.Integer(), nullable=True),
        sa.Column("claimed_at", moment, nullable=False),
        sa.Column("consultation", sa.String(length=300), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="claimstate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "remark", sa.String(length=500), nullable=False, comment="what the body says: a correction or a reason"
        ),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", moment, nullable=True, comment="last: a body may correct what it said"),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_at IS NULL)", name=op.f("ck_adoption_claims_decided_has_time")
        ),
        sa.CheckConstraint("body_id <> owner_id", name=op.f("ck_adoption_claims_of_another_body")),
        sa.CheckConstraint("state <> 'declined' OR remark <> ''", name=op.f("ck_adoption_claims_declined_has_reason")),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_adoption_claims_{name}"))
            for name, table in (
                ("body_id", "organisations"),
                ("owner_id", "organisations"),
                ("claimed_by_id", "people"),
                ("decided_by_id", "people"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adoption_claims")),
    )
    op.create_index(op.f("ix_adoption_claims_body_id"), "adoption_claims", ["body_id"])
    op.create_index(op.f("ix_adoption_claims_owner_id"), "adoption_claims", ["owner_id"])


def _create_answers() -> None:
    op.create_table(
        "claimed_answers",
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("entry_n", sa.Integer(), nullable=False, comment="version of the entry"),
        sa.Column("adopted", sa.Boolean(), nullable=False, comment="the body says that it adopted this one"),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["adoption_claims.id"], name=op.f("fk_claimed_answers_claim_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["library_entries.id"], name=op.f("fk_claimed_answers_entry_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claimed_answers")),
        sa.UniqueConstraint("claim_id", "entry_id", name=op.f("uq_claimed_answers_claim_id_entry_id")),
    )
    op.create_index(op.f("ix_claimed_answers_entry_id"), "claimed_answers", ["entry_id"])


def _claim_what_was_ticked() -> None:
    """One claim for each body, owner and consultation; they are asked on their home page."""
    same = "e.owner_id, r.organisation_id, e.consultation, e.adopted_on"
    op.execute(
        "INSERT INTO adoption_claims (body_id, owner_id, claimed_at, consultation, adopted_on, state, remark) "
        "SELECT r.organisation_id, e.owner_id, MAX(e.entered_at), e.consultation, e.adopted_on, 'waiting', '' "
        f"{SAID_OF_OTHERS} GROUP BY {same} ORDER BY {same}"
    )
    op.execute(
        "INSERT INTO claimed_answers (claim_id, entry_id, entry_n, adopted) "
        f"SELECT c.id, e.id, e.current_n, false {SAID_OF_OTHERS}".replace(
            "JOIN library_entries e ON e.id = r.entry_id",
            "JOIN library_entries e ON e.id = r.entry_id JOIN adoption_claims c ON c.body_id = r.organisation_id "
            "AND c.owner_id = e.owner_id AND c.consultation = e.consultation AND c.adopted_on = e.adopted_on",
        )
    )
    numbers = SAID_OF_OTHERS.replace("FROM", "SELECT r.id FROM", 1)
    op.execute(f"UPDATE library_entry_readers SET adopted = false WHERE id IN ({numbers})")


def upgrade() -> None:
    """Ask the bodies of whom others say that they adopted an answer; they go on reading it meanwhile."""
    _create_claims()
    _create_answers()
    _claim_what_was_ticked()
    with op.batch_alter_table("library_entry_readers") as table:
        table.add_column(
            sa.Column(
                "adopted_n", sa.Integer(), nullable=True, comment="the newest version that it adopted; empty for none"
            )
        )
        table.alter_column(
            "adopted", existing_type=sa.Boolean(), existing_nullable=False, comment="the words as they stand"
        )
    amended = "(SELECT id FROM library_entries e WHERE e.current_n > 1 AND e.owner_id <> organisation_id)"
    op.execute("UPDATE library_entry_readers SET adopted_n = 1 WHERE adopted")
    op.execute(f"UPDATE library_entry_readers SET adopted = false WHERE entry_id IN {amended}")
    own = "(SELECT e.current_n FROM library_entries e WHERE e.id = entry_id)"
    op.execute(f"UPDATE library_entry_readers SET adopted_n = {own} WHERE adopted")


def downgrade() -> None:
    """Whoever is said to have adopted an answer has adopted it."""
    asked = (
        "SELECT a.entry_id FROM claimed_answers a JOIN adoption_claims c ON c.id = a.claim_id "
        "WHERE c.body_id = organisation_id AND c.state = 'waiting'"
    )
    op.execute(f"UPDATE library_entry_readers SET adopted = true WHERE adopted_n IS NOT NULL OR entry_id IN ({asked})")
    with op.batch_alter_table("library_entry_readers") as table:
        table.drop_column("adopted_n")
        table.alter_column("adopted", existing_type=sa.Boolean(), existing_nullable=False, comment=None)
    op.drop_table("claimed_answers")
    op.drop_table("adoption_claims")
