"""Passkeys and security keys as a second factor, and the challenges that they sign."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _create_passkeys() -> None:
    op.create_table(
        "passkeys",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.String(length=1400), nullable=False, comment="base64url; chosen by the device"),
        sa.Column("public_key", sa.LargeBinary(), nullable=False, comment="COSE key (RFC 9052)"),
        sa.Column(
            "sign_count", sa.BigInteger(), nullable=False, comment="the device's own count; 0 where it keeps none"
        ),
        sa.Column(
            "transports", sa.String(length=100), nullable=False, comment="how browsers reach it, such as usb nfc"
        ),
        sa.Column("name", sa.String(length=100), nullable=False, comment="given by the person"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "backed_up",
            sa.Boolean(),
            nullable=False,
            comment="kept in a password manager too, not in one device only",
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_passkeys_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkeys_credential_id")),
    )
    op.create_index(op.f("ix_passkeys_person_id"), "passkeys", ["person_id"])


def _create_challenges() -> None:
    op.create_table(
        "passkey_challenges",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column(
            "use",
            sa.Enum(
                "add", "sign in", "prove", name="challengeuse", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("challenge", sa.LargeBinary(), nullable=False, comment="32 random bytes"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["signed_in_sessions.id"],
            name=op.f("fk_passkey_challenges_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey_challenges")),
        sa.UniqueConstraint("session_id", "use", name=op.f("uq_passkey_challenges_session_id_use")),
    )


def upgrade() -> None:
    """Add passkeys beside codes."""
    _create_passkeys()
    _create_challenges()


def downgrade() -> None:
    """Take them away again. Recovery codes of whoever had nothing else go too: an older release asks for none."""
    op.drop_table("passkey_challenges")
    op.drop_table("passkeys")
    op.execute(
        "DELETE FROM recovery_codes WHERE person_id NOT IN "
        "(SELECT person_id FROM second_factors WHERE confirmed_at IS NOT NULL)"
    )
