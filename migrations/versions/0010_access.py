"""Roles on one response, and invitations to one person and to parts of a response."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

OLD_ROLES = ("administrator", "policy_officer", "partner", "approver")
ROLES = (*OLD_ROLES, "clerk", "observer", "drafter", "commenter")
LEVELS = ("see", "comment", "suggest", "draft")
TO_ORGANISATION = "person_id IS NULL AND withdrawn_at IS NULL"
TO_PERSON = "withdrawn_at IS NULL"


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _allow_roles(values: tuple[str, ...]) -> None:
    name = op.f("ck_roles_held_role")
    with op.batch_alter_table("roles_held") as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, _one_of("role", values))


def _extend_invitations() -> None:
    moment = sa.DateTime(timezone=True)
    with op.batch_alter_table("invitations") as table:
        table.add_column(sa.Column("person_id", sa.Integer(), comment="empty: all partners of the organisation"))
        table.add_column(sa.Column("level", sa.String(length=40), nullable=False, server_default="suggest"))
        table.add_column(
            sa.Column(
                "whole",
                sa.Boolean(),
                nullable=False,
                server_default=sa.true(),
                comment="to every question; else to those its parts name",
            )
        )
        table.add_column(sa.Column("until", sa.Date(), comment="last day in London on which it counts"))
        table.add_column(
            sa.Column(
                "message", sa.Text(), nullable=False, server_default="", comment="what was written to the partner"
            )
        )
        table.add_column(sa.Column("token_sha256", sa.String(length=64), comment="of the link in the newest mail"))
        table.add_column(sa.Column("invited_by_id", sa.Integer()))
        table.add_column(sa.Column("sent_at", moment, comment="when the newest mail was written"))
        table.add_column(
            sa.Column(
                "mails",
                sa.Integer(),
                nullable=False,
                server_default="0",
                comment="how many were written to the person",
            )
        )
        table.add_column(sa.Column("opened_at", moment, comment="whom it is to signed in since"))
        table.add_column(sa.Column("used_at", moment, comment="first comment, wording or answer"))
        table.add_column(sa.Column("withdrawn_at", moment))
        table.add_column(sa.Column("withdrawn_by_id", sa.Integer()))
    op.execute("UPDATE invitations SET sent_at = invited_at")
    with op.batch_alter_table("invitations") as table:
        table.drop_constraint(op.f("uq_invitations_response_id_organisation_id"), type_="unique")
        table.create_unique_constraint(op.f("uq_invitations_token_sha256"), ["token_sha256"])
        table.create_foreign_key(op.f("fk_invitations_person_id"), "people", ["person_id"], ["id"])
        table.create_foreign_key(op.f("fk_invitations_invited_by_id"), "people", ["invited_by_id"], ["id"])
        table.create_foreign_key(op.f("fk_invitations_withdrawn_by_id"), "people", ["withdrawn_by_id"], ["id"])
        table.create_check_constraint(op.f("ck_invitations_invitationlevel"), _one_of("level", LEVELS))
        table.create_check_constraint(
            op.f("ck_invitations_withdrawn_by_somebody"), "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)"
        )
        table.create_check_constraint(op.f("ck_invitations_parts_are_for_persons"), "whole OR person_id IS NOT NULL")
    op.create_index(op.f("ix_invitations_response_id"), "invitations", ["response_id"])
    op.create_index(op.f("ix_invitations_person_id"), "invitations", ["person_id"])
    for name, column, where in (
        ("uq_invitations_one_open_of_organisation", "organisation_id", TO_ORGANISATION),
        ("uq_invitations_one_open_of_person", "person_id", TO_PERSON),
    ):
        op.create_index(
            name,
            "invitations",
            ["response_id", column],
            unique=True,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )


def _create_parts() -> None:
    op.create_table(
        "invitation_parts",
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=True),
        sa.Column("section", sa.String(length=300), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(answer_id IS NULL) = (section IS NOT NULL)", name=op.f("ck_invitation_parts_question_or_section")
        ),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_invitation_parts_answer_id")),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitations.id"], name=op.f("fk_invitation_parts_invitation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_parts")),
        sa.UniqueConstraint("invitation_id", "answer_id", name=op.f("uq_invitation_parts_invitation_id_answer_id")),
        sa.UniqueConstraint("invitation_id", "section", name=op.f("uq_invitation_parts_invitation_id_section")),
    )
    op.create_index(op.f("ix_invitation_parts_answer_id"), "invitation_parts", ["answer_id"])


def _create_roles() -> None:
    op.create_table(
        "response_roles",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(*ROLES, name="role", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("body_id", sa.Integer(), comment="for whom an approver decides or a clerk records"),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(role IN ('approver', 'clerk')) = (body_id IS NOT NULL)", name=op.f("ck_response_roles_decides_for_a_body")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["sign_off_bodies.id"], name=op.f("fk_response_roles_body_id")),
        sa.ForeignKeyConstraint(["given_by_id"], ["people.id"], name=op.f("fk_response_roles_given_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_response_roles_person_id")),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_response_roles_response_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_roles")),
        sa.UniqueConstraint(
            "response_id", "person_id", "role", name=op.f("uq_response_roles_response_id_person_id_role")
        ),
    )
    op.create_index(op.f("ix_response_roles_person_id"), "response_roles", ["person_id"])
    op.create_index(op.f("ix_response_roles_body_id"), "response_roles", ["body_id"])


def upgrade() -> None:
    """Let roles be held on one response, and invitations be to one person, to parts, and until a date."""
    _allow_roles(ROLES)
    _extend_invitations()
    _create_parts()
    _create_roles()


def downgrade() -> None:
    """Go back. Invitations to one person and withdrawn ones end: an older release would open a whole response."""
    op.drop_table("response_roles")
    op.drop_table("invitation_parts")
    op.execute("DELETE FROM invitations WHERE person_id IS NOT NULL OR withdrawn_at IS NOT NULL")
    for name in ("uq_invitations_one_open_of_person", "uq_invitations_one_open_of_organisation"):
        op.drop_index(name, table_name="invitations")
    for name in ("ix_invitations_person_id", "ix_invitations_response_id"):
        op.drop_index(op.f(name), table_name="invitations")
    with op.batch_alter_table("invitations") as table:
        for name in ("parts_are_for_persons", "withdrawn_by_somebody", "invitationlevel"):
            table.drop_constraint(op.f(f"ck_invitations_{name}"), type_="check")
        for column in ("withdrawn_by_id", "invited_by_id", "person_id"):
            table.drop_constraint(op.f(f"fk_invitations_{column}"), type_="foreignkey")
        table.drop_constraint(op.f("uq_invitations_token_sha256"), type_="unique")
        table.create_unique_constraint(
            op.f("uq_invitations_response_id_organisation_id"), ["response_id", "organisation_id"]
        )
    with op.batch_alter_table("invitations") as table:
        for column in (
            "withdrawn_by_id", "withdrawn_at", "used_at", "opened_at", "mails", "sent_at", "invited_by_id",
            "token_sha256", "message", "until", "whole", "level", "person_id",
        ):  # fmt: skip
            table.drop_column(column)
    op.execute(f"DELETE FROM roles_held WHERE NOT ({_one_of('role', OLD_ROLES)})")
    _allow_roles(OLD_ROLES)
