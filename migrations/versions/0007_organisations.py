"""What organisations speak for, their memberships and their distribution lists."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SECTORS = (
    "local_government",
    "police",
    "fire_and_rescue",
    "health",
    "education",
    "housing",
    "voluntary_and_community",
    "business",
    "environment",
    "transport",
    "other",
)
IN_ORDER = "member_until IS NULL OR member_from IS NULL OR member_until >= member_from"
SHOWN_AS = "in small letters: the same topic is found by it"


def _extend_organisations() -> None:
    with op.batch_alter_table("organisations") as table:
        table.add_column(sa.Column("sector", sa.String(length=40), nullable=True))
        table.add_column(
            sa.Column(
                "active",
                sa.Boolean(),
                nullable=False,
                server_default=sa.true(),
                comment="nobody of one that is off can sign in",
            )
        )
        of_the_list = "sector IN ({})".format(", ".join(f"'{sector}'" for sector in SECTORS))
        table.create_check_constraint(op.f("ck_organisations_sector"), of_the_list)


def _extend_people() -> None:
    with op.batch_alter_table("people") as table:
        table.add_column(
            sa.Column("member_from", sa.Date(), nullable=True, comment="first day in London on which they may sign in")
        )
        table.add_column(
            sa.Column("member_until", sa.Date(), nullable=True, comment="last day in London on which they may sign in")
        )
        table.create_check_constraint(op.f("ck_people_in_order"), IN_ORDER)


def _create_topics() -> None:
    op.create_table(
        "organisation_topics",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.Column("folded", sa.String(length=120), nullable=False, comment=SHOWN_AS),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_organisation_topics_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_topics")),
        sa.UniqueConstraint("organisation_id", "folded", name=op.f("uq_organisation_topics_organisation_id_folded")),
    )
    op.create_index(op.f("ix_organisation_topics_folded"), "organisation_topics", ["folded"])


def _create_memberships() -> None:
    op.create_table(
        "memberships",
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "standing",
            sa.Enum("member", "observer", name="standing", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=True, comment="first day in London; empty when it was always so"),
        sa.Column("until_on", sa.Date(), nullable=True, comment="last day in London; empty while there is no end"),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("partnership_id <> organisation_id", name=op.f("ck_memberships_two_organisations")),
        sa.CheckConstraint(
            "until_on IS NULL OR from_on IS NULL OR until_on >= from_on", name=op.f("ck_memberships_in_order")
        ),
        sa.ForeignKeyConstraint(["partnership_id"], ["organisations.id"], name=op.f("fk_memberships_partnership_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_memberships_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
    )
    for column in ("partnership_id", "organisation_id"):
        op.create_index(op.f(f"ix_memberships_{column}"), "memberships", [column])


def _create_lists() -> None:
    op.create_table(
        "distribution_lists",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_distribution_lists_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distribution_lists")),
        sa.UniqueConstraint("organisation_id", "name", name=op.f("uq_distribution_lists_organisation_id_name")),
    )
    op.create_table(
        "listed_people",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["distribution_lists.id"], name=op.f("fk_listed_people_list_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_listed_people_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listed_people")),
        sa.UniqueConstraint("list_id", "person_id", name=op.f("uq_listed_people_list_id_person_id")),
    )
    op.create_index(op.f("ix_listed_people_person_id"), "listed_people", ["person_id"])


def _create_imports() -> None:
    op.create_table(
        "people_imports",
        sa.Column("started_by_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False, comment="of the file, as it was uploaded"),
        sa.Column(
            "rows", sa.Text(), nullable=False, comment="what stands in the sheet, as JSON; empty once it was taken"
        ),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["people.id"], name=op.f("fk_people_imports_started_by_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_imports")),
    )
    op.create_index(op.f("ix_people_imports_started_by_id"), "people_imports", ["started_by_id"])


def upgrade() -> None:
    """Say more of organisations and people, and let people come in sheets."""
    _extend_organisations()
    _extend_people()
    _create_topics()
    _create_memberships()
    _create_lists()
    _create_imports()


def downgrade() -> None:
    """Go back: topics, memberships, dates and lists are forgotten; whoever was switched off by them can sign in."""
    for table in ("people_imports", "listed_people", "distribution_lists", "memberships", "organisation_topics"):
        op.drop_table(table)
    with op.batch_alter_table("people") as batch:
        batch.drop_constraint(op.f("ck_people_in_order"), type_="check")
        batch.drop_column("member_until")
        batch.drop_column("member_from")
    with op.batch_alter_table("organisations") as batch:
        batch.drop_constraint(op.f("ck_organisations_sector"), type_="check")
        batch.drop_column("active")
        batch.drop_column("sector")
