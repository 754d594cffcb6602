"""People look after their own account: second factor, recovery codes, fresh proof, browsers named."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _extend_sessions() -> None:
    with op.batch_alter_table("signed_in_sessions") as table:
        table.add_column(
            sa.Column(
                "proved_at",
                sa.DateTime(timezone=True),
                nullable=True,
                comment="when a password or code was last given in it",
            )
        )
        table.add_column(
            sa.Column(
                "awaits_code",
                sa.Boolean(),
                nullable=False,
                server_default=sa.false(),
                comment="the password was right; it opens nothing yet",
            )
        )
        table.add_column(
            sa.Column(
                "browser",
                sa.String(length=100),
                nullable=False,
                server_default="",
                comment="in plain words, such as Firefox on Windows",
            )
        )
    # Who is signed in now gave a password when they signed in, and at no time since.
    op.execute("UPDATE signed_in_sessions SET proved_at = signed_in_at")
    with op.batch_alter_table("signed_in_sessions") as table:
        table.alter_column(
            "proved_at",
            existing_type=sa.DateTime(timezone=True),
            existing_comment="when a password or code was last given in it",
            nullable=False,
        )


def _create_factors() -> None:
    op.create_table(
        "second_factors",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "secret", sa.String(length=64), nullable=False, comment="base32, 160 bits; the server needs it as it is"
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True, comment="asked at sign-in from then on"),
        sa.Column(
            "last_step",
            sa.BigInteger(),
            nullable=False,
            comment="30-second step of the newest code used; no code of it or before counts again",
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_second_factors_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_factors")),
        sa.UniqueConstraint("person_id", name=op.f("uq_second_factors_person_id")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_sha256", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_recovery_codes_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint("person_id", "code_sha256", name=op.f("uq_recovery_codes_person_id_code_sha256")),
    )


def _create_failures() -> None:
    op.create_table(
        "failed_proofs",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_failed_proofs_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_proofs")),
    )
    op.create_index(op.f("ix_failed_proofs_person_id"), "failed_proofs", ["person_id"])
    with op.batch_alter_table("failed_sign_ins") as table:
        table.add_column(
            sa.Column(
                "client",
                sa.String(length=45),
                nullable=False,
                server_default="",
                comment="network address it came from; empty when not known",
            )
        )
        table.create_index(op.f("ix_failed_sign_ins_client"), ["client"])


def upgrade() -> None:
    """Add what an account of one's own needs."""
    op.add_column(
        "people",
        sa.Column(
            "factor_reset_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="an administrator turned their second factor off; empty once they were told",
        ),
    )
    _extend_sessions()
    _create_factors()
    _create_failures()


def downgrade() -> None:
    """Take it away again. Sign-ins that still wait for a code end: an older release would take them for whole ones."""
    op.execute("DELETE FROM signed_in_sessions WHERE awaits_code")
    with op.batch_alter_table("failed_sign_ins") as table:
        table.drop_index(op.f("ix_failed_sign_ins_client"))
        table.drop_column("client")
    for name in ("failed_proofs", "recovery_codes", "second_factors"):
        op.drop_table(name)
    with op.batch_alter_table("signed_in_sessions") as table:
        for column in ("browser", "awaits_code", "proved_at"):
            table.drop_column(column)
    with op.batch_alter_table("people") as table:
        table.drop_column("factor_reset_at")
