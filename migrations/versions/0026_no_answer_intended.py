"""Let an answer say that none is intended, and why it is longer than the paper allows."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_STATUSES = ("not_started", "drafting", "for_comment", "ready")
_NO_ANSWER = "no_answer_intended"
_STARTED = "(status = 'not_started') = (current_n = 0)"
_SHOWN = ("with_reason", "without_reason", "left_out")


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def upgrade() -> None:
    """Answers that are there are meant to be given, and documents show the reason where one is not."""
    with op.batch_alter_table("answers") as table:
        table.add_column(
            sa.Column(
                "no_answer_because",
                sa.Text(),
                nullable=False,
                server_default="",
                comment="why no answer is intended; kept when one is after all",
            )
        )
        table.add_column(
            sa.Column(
                "over_limit_because",
                sa.Text(),
                nullable=False,
                server_default="",
                comment="why it may be ready though it is longer than the paper allows",
            )
        )
        for name in ("answerstatus", "started_has_version"):
            table.drop_constraint(op.f(f"ck_answers_{name}"), type_="check")
        named = op.f("ck_answers_answerstatus")
        table.create_check_constraint(named, _one_of("status", (*_STATUSES, _NO_ANSWER)))
        table.create_check_constraint(
            op.f("ck_answers_started_has_version"), f"status = 'no_answer_intended' OR {_STARTED}"
        )
        table.create_check_constraint(
            op.f("ck_answers_no_answer_has_reason"), "status <> 'no_answer_intended' OR no_answer_because <> ''"
        )
    with op.batch_alter_table("responses") as table:
        table.add_column(
            sa.Column(
                "unanswered",
                sa.String(40),
                nullable=False,
                server_default="with_reason",
                comment="what documents say where no answer is intended",
            )
        )
        table.create_check_constraint(op.f("ck_responses_unansweredshown"), _one_of("unanswered", _SHOWN))


def downgrade() -> None:
    """Where no answer was intended, one is to be drafted again."""
    begun = "CASE WHEN current_n = 0 THEN 'not_started' ELSE 'drafting' END"
    op.execute(f"UPDATE answers SET status = {begun} WHERE status = '{_NO_ANSWER}'")
    with op.batch_alter_table("responses") as table:
        table.drop_constraint(op.f("ck_responses_unansweredshown"), type_="check")
        table.drop_column("unanswered")
    with op.batch_alter_table("answers") as table:
        for name in ("answerstatus", "started_has_version", "no_answer_has_reason"):
            table.drop_constraint(op.f(f"ck_answers_{name}"), type_="check")
        table.create_check_constraint(op.f("ck_answers_answerstatus"), _one_of("status", _STATUSES))
        table.create_check_constraint(op.f("ck_answers_started_has_version"), _STARTED)
        table.drop_column("over_limit_because")
        table.drop_column("no_answer_because")
