"""The first schema: from consultations to the library, with the triggers that keep records as they were written."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NEVER_CHANGED = (
    "history",
    "answer_versions",
    "frozen_answers",
    "document_drafts",
    "issued_documents",
    "dispositions",
    "submissions",
)
# Table, what may no longer change, and when.
GUARDED = (
    ("decisions", "UPDATE", "OLD.verdict <> 'pending'"),
    ("decisions", "DELETE", "OLD.verdict <> 'pending'"),
    (
        "sign_off_rounds",
        "UPDATE",
        "OLD.state <> 'open' OR NEW.content <> OLD.content OR NEW.sha256 <> OLD.sha256 "
        "OR NEW.response_id <> OLD.response_id OR NEW.n <> OLD.n",
    ),
    ("sign_off_rounds", "DELETE", "TRUE"),
)


def _triggers() -> list[tuple[str, str, str]]:
    plain = [(table, act, "TRUE") for table in NEVER_CHANGED for act in ("UPDATE", "DELETE")]
    return [*plain, *GUARDED]


def _guard() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table, act, when in _triggers():
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} WHEN {when} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END$$"
    )
    for table, act, when in _triggers():
        op.execute(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} FOR EACH ROW "
            f"WHEN ({when}) EXECUTE FUNCTION refuse_change()"
        )
    for table in (*NEVER_CHANGED, "decisions", "sign_off_rounds"):
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _unguard() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table, act, _when in _triggers():
        op.execute(f"DROP TRIGGER {table}_no_{act.lower()}" + (f" ON {table}" if postgresql else ""))
    if postgresql:
        for table in (*NEVER_CHANGED, "decisions", "sign_off_rounds"):
            op.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
        op.execute("DROP FUNCTION refuse_change()")


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "failed_sign_ins",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_sign_ins")),
    )
    op.create_index(op.f("ix_failed_sign_ins_email"), "failed_sign_ins", ["email"], unique=False)
    op.create_table(
        "history",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True, comment="people.id; empty when a command acted"),
        sa.Column("action", sa.String(length=60), nullable=False, comment="the verb, such as 'answer revised'"),
        sa.Column("subject", sa.String(length=60), nullable=False, comment="what was acted on, such as 'answer/12'"),
        sa.Column("response_id", sa.Integer(), nullable=True, comment="the response it belongs to, for its timeline"),
        sa.Column(
            "details", sa.Text(), nullable=False, comment="canonical JSON of what changed; numbers and hashes, no texts"
        ),
        sa.Column(
            "previous", sa.String(length=64), nullable=False, comment="hash of the entry before; 64 zeros for the first"
        ),
        sa.Column("hash", sa.String(length=64), nullable=False, comment="SHA-256 over all the other columns"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_history")),
    )
    op.create_index(op.f("ix_history_response_id"), "history", ["response_id"], unique=False)
    op.create_table(
        "index_changes",
        sa.Column("seq", sa.Integer(), nullable=False, comment="never used twice"),
        sa.Column("entry_id", sa.Integer(), nullable=False, comment="no foreign key: the entry may be gone"),
        sa.Column(
            "operation",
            sa.Enum("put", "remove", name="indexoperation", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_index_changes")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "organisations",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "council",
                "partnership",
                "partner",
                "department",
                name="organisationkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("name", name=op.f("uq_organisations_name")),
    )
    op.create_table(
        "consultations",
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("issuing_body", sa.String(length=200), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("closing_at", sa.DateTime(timezone=True), nullable=True, comment="the issuing body's closing time"),
        sa.Column("ways_to_respond", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False, comment="who loaded it"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["organisations.id"], name=op.f("fk_consultations_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultations")),
    )
    op.create_index(op.f("ix_consultations_owner_id"), "consultations", ["owner_id"], unique=False)
    op.create_table(
        "people",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False, comment="in lower case; what they sign in with"),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "password_hash", sa.String(length=200), nullable=True, comment="argon2id; empty when none was set yet"
        ),
        sa.Column(
            "active", sa.Boolean(), nullable=False, comment="a person who left is signed out at the next request"
        ),
        sa.Column("demo", sa.Boolean(), nullable=False, comment="may be chosen without a password, in the demo only"),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_people_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
    )
    op.create_index(op.f("ix_people_organisation_id"), "people", ["organisation_id"], unique=False)
    op.create_table(
        "papers",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False, comment="the file's own name"),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False, comment="bytes"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_papers_consultation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_papers")),
    )
    op.create_index(op.f("ix_papers_consultation_id"), "papers", ["consultation_id"], unique=False)
    op.create_table(
        "question_sets",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False, comment="edition, from 1"),
        sa.Column(
            "state",
            sa.Enum(
                "in_review", "published", name="questionsetstate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'published') = (published_at IS NOT NULL)", name=op.f("ck_question_sets_published_has_time")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_question_sets_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_sets")),
        sa.UniqueConstraint("consultation_id", "n", name=op.f("uq_question_sets_consultation_id_n")),
    )
    op.create_table(
        "roles_held",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "policy_officer",
                "partner",
                "approver",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_roles_held_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roles_held")),
        sa.UniqueConstraint("person_id", "role", name=op.f("uq_roles_held_person_id_role")),
    )
    op.create_table(
        "signed_in_sessions",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_signed_in_sessions_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_in_sessions")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_signed_in_sessions_token_sha256")),
    )
    op.create_index(op.f("ix_signed_in_sessions_person_id"), "signed_in_sessions", ["person_id"], unique=False)
    op.create_table(
        "questions",
        sa.Column("question_set_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="order in the set, from 1, not the printed number"),
        sa.Column("number", sa.String(length=40), nullable=False, comment="as printed; empty when none is printed"),
        sa.Column("section", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False, comment="prompts under the question"),
        sa.Column(
            "kind",
            sa.Enum(
                "free_text",
                "yes_no",
                "single_choice",
                "multiple_choice",
                "rating",
                "ranking",
                "file_upload",
                name="questionkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("refs", sa.JSON(), nullable=False, comment="references to the paper, as printed"),
        sa.Column("word_limit", sa.Integer(), nullable=True),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("found_answer", sa.Text(), nullable=False, comment="the answer when a finished response was read"),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["question_set_id"], ["question_sets.id"], name=op.f("fk_questions_question_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("question_set_id", "position", name=op.f("uq_questions_question_set_id_position")),
    )
    op.create_index("ix_questions_set_kept", "questions", ["question_set_id", "removed"], unique=False)
    op.create_table(
        "responses",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("question_set_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("lead_organisation_id", sa.Integer(), nullable=False),
        sa.Column("lead_officer_id", sa.Integer(), nullable=False),
        sa.Column("closing_at", sa.DateTime(timezone=True), nullable=False, comment="by when we must have submitted"),
        sa.Column(
            "state",
            sa.Enum(
                "drafting",
                "in_sign_off",
                "approved",
                "submitted",
                name="responsestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_responses_consultation_id")),
        sa.ForeignKeyConstraint(["lead_officer_id"], ["people.id"], name=op.f("fk_responses_lead_officer_id")),
        sa.ForeignKeyConstraint(
            ["lead_organisation_id"], ["organisations.id"], name=op.f("fk_responses_lead_organisation_id")
        ),
        sa.ForeignKeyConstraint(["question_set_id"], ["question_sets.id"], name=op.f("fk_responses_question_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responses")),
    )
    op.create_index(op.f("ix_responses_consultation_id"), "responses", ["consultation_id"], unique=False)
    op.create_index(op.f("ix_responses_lead_officer_id"), "responses", ["lead_officer_id"], unique=False)
    op.create_index(op.f("ix_responses_lead_organisation_id"), "responses", ["lead_organisation_id"], unique=False)
    op.create_index(op.f("ix_responses_question_set_id"), "responses", ["question_set_id"], unique=False)
    op.create_table(
        "answers",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="order in the response, from 1"),
        sa.Column(
            "status",
            sa.Enum(
                "not_started",
                "drafting",
                "for_comment",
                "ready",
                name="answerstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "current_n", sa.Integer(), nullable=False, comment="number of the version that counts; 0 before the first"
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(status = 'not_started') = (current_n = 0)", name=op.f("ck_answers_started_has_version")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_answers_question_id")),
        sa.ForeignKeyConstraint(["response_id"], ["responses.id"], name=op.f("fk_answers_response_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint("response_id", "question_id", name=op.f("uq_answers_response_id_question_id")),
    )
    op.create_index(op.f("ix_answers_question_id"), "answers", ["question_id"], unique=False)
    op.create_table(
        "document_drafts",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "committee_report",
                "covering_letter",
                "response_document",
                name="documentkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("n", sa.Integer(), nullable=False, comment="from 1"),
        sa.Column("content", sa.Text(), nullable=False, comment="JSON of the document's fields (see content.py)"),
        sa.Column("set_aside", sa.Boolean(), nullable=False, comment="saved on an outdated version: kept, not current"),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_document_drafts_author_id")),
        sa.ForeignKeyConstraint(["response_id"], ["responses.id"], name=op.f("fk_document_drafts_response_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_drafts")),
        sa.UniqueConstraint("response_id", "kind", "n", name=op.f("uq_document_drafts_response_id_kind_n")),
    )
    op.create_table(
        "invitations",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_invitations_organisation_id")),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_invitations_response_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("response_id", "organisation_id", name=op.f("uq_invitations_response_id_organisation_id")),
    )
    op.create_index(op.f("ix_invitations_organisation_id"), "invitations", ["organisation_id"], unique=False)
    op.create_table(
        "milestones",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "comments_by",
                "report_by",
                "decision_by",
                name="milestonekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_milestones_response_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestones")),
        sa.UniqueConstraint("response_id", "kind", name=op.f("uq_milestones_response_id_kind")),
    )
    op.create_table(
        "question_parts",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_question_parts_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_parts")),
        sa.UniqueConstraint("question_id", "position", name=op.f("uq_question_parts_question_id_position")),
    )
    op.create_table(
        "sign_off_bodies",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="order in which documents name the bodies, from 1"),
        sa.Column("active", sa.Boolean(), nullable=False, comment="false for a body that left the response"),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_sign_off_bodies_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_sign_off_bodies_response_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_off_bodies")),
        sa.UniqueConstraint(
            "response_id", "organisation_id", name=op.f("uq_sign_off_bodies_response_id_organisation_id")
        ),
    )
    op.create_index(op.f("ix_sign_off_bodies_organisation_id"), "sign_off_bodies", ["organisation_id"], unique=False)
    op.create_table(
        "sign_off_rounds",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False, comment="round of the response, from 1"),
        sa.Column(
            "state",
            sa.Enum(
                "open", "closed", "withdrawn", name="roundstate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("content", sa.Text(), nullable=False, comment="canonical JSON of answers, letter and report"),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="SHA-256 of the content in UTF-8"),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_because", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'open') = (ended_at IS NULL)", name=op.f("ck_sign_off_rounds_ended_has_time")),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_because <> '')", name=op.f("ck_sign_off_rounds_withdrawn_has_reason")
        ),
        sa.ForeignKeyConstraint(["opened_by_id"], ["people.id"], name=op.f("fk_sign_off_rounds_opened_by_id")),
        sa.ForeignKeyConstraint(["response_id"], ["responses.id"], name=op.f("fk_sign_off_rounds_response_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_off_rounds")),
        sa.UniqueConstraint("response_id", "n", name=op.f("uq_sign_off_rounds_response_id_n")),
    )
    op.create_index(
        "uq_sign_off_rounds_one_open",
        "sign_off_rounds",
        ["response_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "answer_versions",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False, comment="from 1, set-aside versions included"),
        sa.Column("text", sa.Text(), nullable=False, comment="Markdown"),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="SHA-256 of the text in UTF-8"),
        sa.Column(
            "based_on_n", sa.Integer(), nullable=False, comment="the version that its author had opened; 0 for none"
        ),
        sa.Column("set_aside", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False, comment="why, or where the text came from"),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_answer_versions_answer_id")),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_answer_versions_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_versions")),
        sa.UniqueConstraint("answer_id", "n", name=op.f("uq_answer_versions_answer_id_n")),
    )
    op.create_table(
        "comments",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column(
            "on_n",
            sa.Integer(),
            nullable=False,
            comment="number of the answer version it speaks of; 0 before the first",
        ),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False, comment="the author's at the time"),
        sa.Column(
            "position",
            sa.Enum(
                "support",
                "support_with_changes",
                "object",
                "no_comment",
                "outside_remit",
                name="position",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("suggestion", sa.Text(), nullable=False, comment="proposed wording"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_comments_answer_id")),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_comments_author_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_comments_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
    )
    op.create_index(op.f("ix_comments_answer_id"), "comments", ["answer_id"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "pending",
                "approve",
                "approve_with_amendments",
                "do_not_respond",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "sha256", sa.String(length=64), nullable=False, comment="the version decided on; empty while pending"
        ),
        sa.Column("amendments", sa.Text(), nullable=False),
        sa.Column("meeting_on", sa.Date(), nullable=True),
        sa.Column("minute", sa.Text(), nullable=False, comment="reference or wording of the minute"),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(verdict = 'approve_with_amendments') = (amendments <> '')", name=op.f("ck_decisions_amendments_are_named")
        ),
        sa.CheckConstraint("(verdict = 'pending') = (decided_at IS NULL)", name=op.f("ck_decisions_decided_has_time")),
        sa.CheckConstraint("(verdict = 'pending') = (sha256 = '')", name=op.f("ck_decisions_decided_names_version")),
        sa.ForeignKeyConstraint(["body_id"], ["sign_off_bodies.id"], name=op.f("fk_decisions_body_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_decisions_decided_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["sign_off_rounds.id"], name=op.f("fk_decisions_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("round_id", "body_id", name=op.f("uq_decisions_round_id_body_id")),
    )
    op.create_index(op.f("ix_decisions_body_id"), "decisions", ["body_id"], unique=False)
    op.create_table(
        "issued_documents",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "committee_report",
                "covering_letter",
                "response_document",
                name="documentkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False, comment="the file's name"),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="SHA-256 of the file"),
        sa.Column("size", sa.Integer(), nullable=False, comment="bytes"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["issued_by_id"], ["people.id"], name=op.f("fk_issued_documents_issued_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["sign_off_rounds.id"], name=op.f("fk_issued_documents_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_documents")),
        sa.UniqueConstraint("round_id", "kind", name=op.f("uq_issued_documents_round_id_kind")),
    )
    op.create_table(
        "submissions",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "email", "online", "post", name="submittedby", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("receipt", sa.String(length=200), nullable=False, comment="the issuing body's receipt or reference"),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["response_id"], ["responses.id"], name=op.f("fk_submissions_response_id")),
        sa.ForeignKeyConstraint(["round_id"], ["sign_off_rounds.id"], name=op.f("fk_submissions_round_id")),
        sa.ForeignKeyConstraint(["submitted_by_id"], ["people.id"], name=op.f("fk_submissions_submitted_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint("response_id", name=op.f("uq_submissions_response_id")),
    )
    op.create_table(
        "dispositions",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "accepted",
                "partly_accepted",
                "declined",
                name="dispositionoutcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_dispositions_has_reason")),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_dispositions_comment_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["people.id"], name=op.f("fk_dispositions_settled_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispositions")),
        sa.UniqueConstraint("comment_id", name=op.f("uq_dispositions_comment_id")),
    )
    op.create_table(
        "frozen_answers",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("answer_version_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_version_id"], ["answer_versions.id"], name=op.f("fk_frozen_answers_answer_version_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["sign_off_rounds.id"], name=op.f("fk_frozen_answers_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_answers")),
        sa.UniqueConstraint("round_id", "answer_version_id", name=op.f("uq_frozen_answers_round_id_answer_version_id")),
    )
    op.create_index(op.f("ix_frozen_answers_answer_version_id"), "frozen_answers", ["answer_version_id"], unique=False)
    op.create_table(
        "library_entries",
        sa.Column("consultation", sa.String(length=300), nullable=False),
        sa.Column("issuing_body", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False, comment="Markdown, as adopted"),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("answer_version_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_version_id"], ["answer_versions.id"], name=op.f("fk_library_entries_answer_version_id")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["organisations.id"], name=op.f("fk_library_entries_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_entries")),
        sa.UniqueConstraint("answer_version_id", name=op.f("uq_library_entries_answer_version_id")),
    )
    op.create_index(op.f("ix_library_entries_adopted_on"), "library_entries", ["adopted_on"], unique=False)
    op.create_index(op.f("ix_library_entries_owner_id"), "library_entries", ["owner_id"], unique=False)
    op.create_table(
        "library_entry_readers",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("adopted", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["library_entries.id"], name=op.f("fk_library_entry_readers_entry_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_library_entry_readers_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_entry_readers")),
        sa.UniqueConstraint(
            "entry_id", "organisation_id", name=op.f("uq_library_entry_readers_entry_id_organisation_id")
        ),
    )
    op.create_index(
        op.f("ix_library_entry_readers_organisation_id"), "library_entry_readers", ["organisation_id"], unique=False
    )
    _guard()


def downgrade() -> None:
    """Drop every table."""
    _unguard()
    op.drop_index(op.f("ix_library_entry_readers_organisation_id"), table_name="library_entry_readers")
    op.drop_table("library_entry_readers")
    op.drop_index(op.f("ix_library_entries_owner_id"), table_name="library_entries")
    op.drop_index(op.f("ix_library_entries_adopted_on"), table_name="library_entries")
    op.drop_table("library_entries")
    op.drop_index(op.f("ix_frozen_answers_answer_version_id"), table_name="frozen_answers")
    op.drop_table("frozen_answers")
    op.drop_table("dispositions")
    op.drop_table("submissions")
    op.drop_table("issued_documents")
    op.drop_index(op.f("ix_decisions_body_id"), table_name="decisions")
    op.drop_table("decisions")
    op.drop_index(op.f("ix_comments_answer_id"), table_name="comments")
    op.drop_table("comments")
    op.drop_table("answer_versions")
    op.drop_index(
        "uq_sign_off_rounds_one_open",
        table_name="sign_off_rounds",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_table("sign_off_rounds")
    op.drop_index(op.f("ix_sign_off_bodies_organisation_id"), table_name="sign_off_bodies")
    op.drop_table("sign_off_bodies")
    op.drop_table("question_parts")
    op.drop_table("milestones")
    op.drop_index(op.f("ix_invitations_organisation_id"), table_name="invitations")
    op.drop_table("invitations")
    op.drop_table("document_drafts")
    op.drop_index(op.f("ix_answers_question_id"), table_name="answers")
    op.drop_table("answers")
    op.drop_index(op.f("ix_responses_question_set_id"), table_name="responses")
    op.drop_index(op.f("ix_responses_lead_organisation_id"), table_name="responses")
    op.drop_index(op.f("ix_responses_lead_officer_id"), table_name="responses")
    op.drop_index(op.f("ix_responses_consultation_id"), table_name="responses")
    op.drop_table("responses")
    op.drop_index("ix_questions_set_kept", table_name="questions")
    op.drop_table("questions")
    op.drop_index(op.f("ix_signed_in_sessions_person_id"), table_name="signed_in_sessions")
    op.drop_table("signed_in_sessions")
    op.drop_table("roles_held")
    op.drop_table("question_sets")
    op.drop_index(op.f("ix_papers_consultation_id"), table_name="papers")
    op.drop_table("papers")
    op.drop_index(op.f("ix_people_organisation_id"), table_name="people")
    op.drop_table("people")
    op.drop_index(op.f("ix_consultations_owner_id"), table_name="consultations")
    op.drop_table("consultations")
    op.drop_table("organisations")
    op.drop_table("index_changes")
    op.drop_index(op.f("ix_history_response_id"), table_name="history")
    op.drop_table("history")
    op.drop_index(op.f("ix_failed_sign_ins_email"), table_name="failed_sign_ins")
    op.drop_table("failed_sign_ins")
