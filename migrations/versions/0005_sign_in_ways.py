"""One-time sign-in links and accounts of an organisation's own identity provider."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _of_person(table: str, *, nullable: bool = False) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    reference = sa.ForeignKeyConstraint(
        ["person_id"], ["people.id"], name=op.f(f"fk_{table}_person_id"), ondelete="CASCADE"
    )
    return sa.Column("person_id", sa.Integer(), nullable=nullable), reference


def _create_links() -> None:
    op.create_table(
        "sign_in_links",
        sa.Column("email", sa.String(length=254), nullable=False, comment="that it was asked for with"),
        sa.Column(
            "client",
            sa.String(length=45),
            nullable=False,
            comment="network address it was asked from; empty when not known",
        ),
        *_of_person("sign_in_links", nullable=True),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "browser_sha256",
            sa.String(length=64),
            nullable=False,
            comment="of a secret in the cookie of the browser",
        ),
        sa.Column("target", sa.String(length=500), nullable=False, comment="the page to go on to"),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True, comment="used, or a newer one was asked for"),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_links")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_sign_in_links_token_sha256")),
    )
    for column in ("email", "client", "person_id"):
        op.create_index(op.f(f"ix_sign_in_links_{column}"), "sign_in_links", [column])


def _create_identities() -> None:
    op.create_table(
        "identities",
        *_of_person("identities"),
        sa.Column("issuer", sa.String(length=500), nullable=False, comment="address of the provider"),
        sa.Column(
            "subject",
            sa.String(length=255),
            nullable=False,
            comment="the provider's name for the account; never used again",
        ),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identities")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_identities_issuer_subject")),
        sa.UniqueConstraint("person_id", "issuer", name=op.f("uq_identities_person_id_issuer")),
    )


def _create_browsers() -> None:
    op.create_table(
        "known_browsers",
        *_of_person("known_browsers"),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False, comment="the last sign-in in it"),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_browsers")),
        sa.UniqueConstraint("person_id", "token_sha256", name=op.f("uq_known_browsers_person_id_token_sha256")),
    )


def _create_address_changes() -> None:
    op.create_table(
        "address_changes",
        *_of_person("address_changes"),
        sa.Column("email", sa.String(length=254), nullable=False, comment="the new one"),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "ended_at", sa.DateTime(timezone=True), nullable=True, comment="confirmed, or a newer one was asked for"
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_changes")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_address_changes_token_sha256")),
    )
    op.create_index(op.f("ix_address_changes_person_id"), "address_changes", ["person_id"])


def upgrade() -> None:
    """Add the ways of signing in besides a password. Who is signed in now gave a password, or chose in the demo."""
    with op.batch_alter_table("signed_in_sessions") as table:
        table.add_column(sa.Column("way", sa.String(length=40), nullable=False, server_default="password"))
        table.create_check_constraint(
            op.f("ck_signed_in_sessions_signinway"), "way IN ('password', 'link', 'openid', 'demo')"
        )
    _create_links()
    _create_identities()
    _create_browsers()
    _create_address_changes()


def downgrade() -> None:
    """Take them away again."""
    for name in ("address_changes", "known_browsers", "identities", "sign_in_links"):
        op.drop_table(name)
    with op.batch_alter_table("signed_in_sessions") as table:
        table.drop_constraint(op.f("ck_signed_in_sessions_signinway"), type_="check")
        table.drop_column("way")
