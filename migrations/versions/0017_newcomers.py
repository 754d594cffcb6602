"""Newcomers who wait until the organisation that they are said to be of confirms them."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

STATES = ("waiting", "confirmed", "refused")
GUESTS = "holds whoever is said to be of that organisation and waits for it to confirm them; offered nowhere"


def _extend_organisations() -> None:
    with op.batch_alter_table("organisations") as table:
        table.add_column(sa.Column("guests_of_id", sa.Integer(), nullable=True, comment=GUESTS))
        table.create_unique_constraint(op.f("uq_organisations_guests_of_id"), ["guests_of_id"])
        table.create_foreign_key(op.f("fk_organisations_guests_of_id"), "organisations", ["guests_of_id"], ["id"])


def _create_requests() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "join_requests",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False, comment="whose they are said to be"),
        sa.Column("asked_by_id", sa.Integer(), nullable=False, comment="the officer who invited them"),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="joinstate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", moment, nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False, comment="why it was refused"),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_at IS NULL)", name=op.f("ck_join_requests_decided_has_time")
        ),
        sa.CheckConstraint("state <> 'refused' OR reason <> ''", name=op.f("ck_join_requests_refused_has_reason")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name=op.f("fk_join_requests_asked_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_join_requests_decided_by_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_join_requests_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_join_requests_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_requests")),
    )
    op.create_index(op.f("ix_join_requests_person_id"), "join_requests", ["person_id"])
    op.create_index(op.f("ix_join_requests_organisation_id"), "join_requests", ["organisation_id"])
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "uq_join_requests_one_waiting",
        "join_requests",
        ["person_id"],
        unique=True,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )


def upgrade() -> None:
    """Let newcomers wait."""
    _extend_organisations()
    _create_requests()


def downgrade() -> None:
    """Guests stay where they are: in an organisation of their own."""
    op.drop_table("join_requests")
    with op.batch_alter_table("organisations") as table:
        table.drop_constraint(op.f("fk_organisations_guests_of_id"), type_="foreignkey")
        table.drop_constraint(op.f("uq_organisations_guests_of_id"), type_="unique")
        table.drop_column("guests_of_id")
