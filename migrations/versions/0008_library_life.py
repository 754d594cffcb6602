"""Entries of the library have a life: states, review, versions, use; old responses are loaded in one go."""

import hashlib
import re

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

APPEND_ONLY = ("library_entry_versions", "library_uses")
_NOT_WORDS = re.compile(r"\W+")


def _text_sha256(question: str, answer: str) -> str:
    """The words of an entry's texts as this release hashes them."""
    said = "\0".join(_NOT_WORDS.sub(" ", text.casefold()).strip() for text in (question, answer))
    return hashlib.sha256(said.encode()).hexdigest()


def _columns() -> list[sa.Column[object]]:
    moment, state = (
        sa.DateTime(timezone=True),
        sa.Enum("current", "superseded", "withdrawn", name="entrystate", native_enum=False, length=40),
    )
    beforehand, when_it_came = (
        "review date of which the owner was told beforehand",
        "review date of which the owner was told when it came",
    )
    return [
        sa.Column("keeper_id", sa.Integer(), comment="who looks after it; empty: the owner's policy officers"),
        sa.Column("state", state, nullable=False, server_default="current"),
        sa.Column("cause", sa.String(500), nullable=False, server_default="", comment="why it is current no longer"),
        sa.Column("superseded_by_id", sa.Integer()),
        sa.Column(
            "current_n", sa.Integer(), nullable=False, server_default="1", comment="number of the newest version"
        ),
        sa.Column(
            "text_sha256",
            sa.String(64),
            nullable=False,
            server_default="",
            comment="of the words of question and answer, see sameness.py",
        ),
        sa.Column(
            "outcome",
            sa.Text(),
            nullable=False,
            server_default="",
            comment="what the issuing body did in the end",
        ),
        sa.Column("outcome_on", sa.Date()),
        sa.Column("told_soon_for", sa.Date(), comment=beforehand),
        sa.Column("told_due_for", sa.Date(), comment=when_it_came),
        sa.Column(
            "compared_n",
            sa.Integer(),
            nullable=False,
            server_default="0",
            comment="version last compared with the others for sameness",
        ),
        sa.Column("entered_at", moment, comment="when it came into the library"),
    ]


INDEXED = ("keeper_id", "superseded_by_id", "text_sha256", "entered_at", "review_on")


def _extend_entries() -> None:
    with op.batch_alter_table("library_entries") as table:
        for column in _columns():
            table.add_column(column)
    op.execute("UPDATE library_entries SET entered_at = CURRENT_TIMESTAMP")
    with op.batch_alter_table("library_entries") as table:
        table.alter_column(
            "entered_at",
            existing_type=sa.DateTime(timezone=True),
            existing_comment="when it came into the library",
            nullable=False,
        )
        table.alter_column(
            "answer",
            existing_type=sa.Text(),
            existing_nullable=False,
            existing_comment="Markdown, as adopted",
            comment="Markdown, as adopted or last amended",
        )
        table.create_foreign_key(op.f("fk_library_entries_keeper_id"), "people", ["keeper_id"], ["id"])
        table.create_foreign_key(
            op.f("fk_library_entries_superseded_by_id"), "library_entries", ["superseded_by_id"], ["id"]
        )
        table.create_check_constraint(
            op.f("ck_library_entries_entrystate"), "state IN ('current', 'superseded', 'withdrawn')"
        )
        table.create_check_constraint(
            op.f("ck_library_entries_superseded_by_one"),
            "(state = 'superseded') = (superseded_by_id IS NOT NULL)",
        )
        table.create_check_constraint(op.f("ck_library_entries_gone_has_cause"), "(state = 'current') = (cause = '')")
        for name in INDEXED:
            table.create_index(op.f(f"ix_library_entries_{name}"), [name])


def _first_versions() -> None:
    """Give every entry its first version: the texts as they were adopted."""
    connection = op.get_bind()
    entries = sa.table("library_entries", *map(sa.column, ("id", "question", "answer", "text_sha256")))
    versions = sa.table(
        "library_entry_versions",
        *map(sa.column, ("entry_id", "n", "question", "answer", "note")),
        sa.column("made_at", sa.DateTime(timezone=True)),
    )
    moment = sa.func.current_timestamp()
    for row in connection.execute(sa.select(entries)).fetchall():
        digest = _text_sha256(row.question, row.answer)
        connection.execute(entries.update().where(entries.c.id == row.id).values(text_sha256=digest))
        first = {"entry_id": row.id, "n": 1, "question": row.question, "answer": row.answer, "note": ""}
        connection.execute(versions.insert().values(made_at=moment, **first))


def _guard() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            if postgresql:
                op.execute(
                    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} FOR EACH ROW "
                    "EXECUTE FUNCTION refuse_change()"
                )
            else:
                op.execute(
                    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        if postgresql:
            op.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )


def _create_versions() -> None:
    op.create_table(
        "library_entry_themes",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(length=60), nullable=False, comment="in lower case"),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["library_entries.id"], name=op.f("fk_library_entry_themes_entry_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_entry_themes")),
        sa.UniqueConstraint("entry_id", "theme", name=op.f("uq_library_entry_themes_entry_id_theme")),
    )
    op.create_index(op.f("ix_library_entry_themes_theme"), "library_entry_themes", ["theme"], unique=False)
    op.create_table(
        "library_entry_versions",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False, comment="from 1, the version that was adopted"),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False, comment="Markdown"),
        sa.Column("note", sa.String(length=500), nullable=False, comment="why it was amended"),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True, comment="empty for one as adopted"),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["people.id"], name=op.f("fk_library_entry_versions_approved_by_id")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["library_entries.id"], name=op.f("fk_library_entry_versions_entry_id")),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people.id"], name=op.f("fk_library_entry_versions_proposed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_entry_versions")),
        sa.UniqueConstraint("entry_id", "n", name=op.f("uq_library_entry_versions_entry_id_n")),
    )
    op.create_table(
        "library_entry_proposals",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("based_on_n", sa.Integer(), nullable=False, comment="the version that its author had opened"),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False, comment="Markdown"),
        sa.Column("note", sa.String(length=500), nullable=False, comment="why"),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "approved",
                "declined",
                "taken_back",
                name="proposalstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False, comment="why it was declined"),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'open') = (decided_at IS NULL)", name=op.f("ck_library_entry_proposals_decided_has_time")
        ),
        sa.CheckConstraint(
            "state <> 'approved' OR decided_by_id <> proposed_by_id",
            name=op.f("ck_library_entry_proposals_approved_by_another"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name=op.f("fk_library_entry_proposals_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["library_entries.id"], name=op.f("fk_library_entry_proposals_entry_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people.id"], name=op.f("fk_library_entry_proposals_proposed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_entry_proposals")),
    )
    op.create_index(op.f("ix_library_entry_proposals_entry_id"), "library_entry_proposals", ["entry_id"], unique=False)
    op.create_index(
        op.f("uq_library_entry_proposals_one_open"),
        "library_entry_proposals",
        ["entry_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


def _create_life() -> None:
    op.create_table(
        "library_uses",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("entry_n", sa.Integer(), nullable=False, comment="version of the entry"),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("answer_n", sa.Integer(), nullable=False, comment="version of the answer that began with it"),
        sa.Column("used_by_id", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_library_uses_answer_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["library_entries.id"], name=op.f("fk_library_uses_entry_id")),
        sa.ForeignKeyConstraint(["used_by_id"], ["people.id"], name=op.f("fk_library_uses_used_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_uses")),
    )
    op.create_index(op.f("ix_library_uses_answer_id"), "library_uses", ["answer_id"], unique=False)
    op.create_index(op.f("ix_library_uses_entry_id"), "library_uses", ["entry_id"], unique=False)
    op.create_table(
        "library_entry_pairs",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("alike", sa.Integer(), nullable=False, comment="how alike, in hundredths"),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "kept_apart",
                "merged",
                name="pairstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("entry_id < other_id", name=op.f("ck_library_entry_pairs_ordered")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["library_entries.id"], name=op.f("fk_library_entry_pairs_entry_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["library_entries.id"], name=op.f("fk_library_entry_pairs_other_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_entry_pairs")),
        sa.UniqueConstraint("entry_id", "other_id", name=op.f("uq_library_entry_pairs_entry_id_other_id")),
    )
    op.create_index(op.f("ix_library_entry_pairs_other_id"), "library_entry_pairs", ["other_id"], unique=False)
    op.create_table(
        "library_entry_marks",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["library_entries.id"], name=op.f("fk_library_entry_marks_entry_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entry_id", "mark", name=op.f("pk_library_entry_marks")),
    )
    op.create_index(op.f("ix_library_entry_marks_mark"), "library_entry_marks", ["mark"], unique=False)


def _create_people_tables() -> None:
    op.create_table(
        "library_retention_rules",
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("consultation", sa.String(length=300), nullable=False),
        sa.Column("keep_years", sa.Integer(), nullable=False, comment="after adoption; 0 for always"),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["organisations.id"], name=op.f("fk_library_retention_rules_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_retention_rules")),
        sa.UniqueConstraint("owner_id", "consultation", name=op.f("uq_library_retention_rules_owner_id_consultation")),
    )
    op.create_table(
        "library_saved_searches",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False, comment="words, filters and order, as the address has them"),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_library_saved_searches_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_saved_searches")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_library_saved_searches_person_id_name")),
    )


def _create_catalogue() -> None:
    op.create_table(
        "catalogue_loads",
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=True, comment="empty when a command did"),
        sa.Column("name", sa.String(length=200), nullable=False, comment="of the folder or zip"),
        sa.Column(
            "passed_over", sa.Integer(), nullable=False, comment="files that no reader reads: pictures, system files"
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["organisations.id"], name=op.f("fk_catalogue_loads_owner_id")),
        sa.ForeignKeyConstraint(["started_by_id"], ["people.id"], name=op.f("fk_catalogue_loads_started_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_loads")),
    )
    op.create_index(op.f("ix_catalogue_loads_owner_id"), "catalogue_loads", ["owner_id"], unique=False)
    op.create_table(
        "catalogue_files",
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False, comment="with the folders before it"),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False, comment="bytes"),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "reading",
                "read",
                "refused",
                name="readingstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "known_as_id", sa.Integer(), nullable=True, comment="the same file in an earlier load: not read again"
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False, comment="0 while unknown"),
        sa.Column("pages_read", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=500), nullable=False, comment="why it was refused"),
        sa.Column(
            "seen_at", sa.DateTime(timezone=True), nullable=True, comment="when the worker last told its progress"
        ),
        sa.Column("consultation", sa.String(length=300), nullable=False),
        sa.Column("issuing_body", sa.String(length=200), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.Column("adopted_by", sa.JSON(), nullable=False, comment="organisations"),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('read', 'refused')) = (content IS NULL)", name=op.f("ck_catalogue_files_content_while_needed")
        ),
        sa.CheckConstraint("state <> 'refused' OR cause <> ''", name=op.f("ck_catalogue_files_refused_has_cause")),
        sa.ForeignKeyConstraint(["known_as_id"], ["catalogue_files.id"], name=op.f("fk_catalogue_files_known_as_id")),
        sa.ForeignKeyConstraint(
            ["load_id"], ["catalogue_loads.id"], name=op.f("fk_catalogue_files_load_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_files")),
    )
    op.create_index(op.f("ix_catalogue_files_known_as_id"), "catalogue_files", ["known_as_id"], unique=False)
    op.create_index(op.f("ix_catalogue_files_load_id"), "catalogue_files", ["load_id"], unique=False)
    op.create_index(op.f("ix_catalogue_files_sha256"), "catalogue_files", ["sha256"], unique=False)
    op.create_index(op.f("ix_catalogue_files_state"), "catalogue_files", ["state"], unique=False)
    op.create_table(
        "catalogue_answers",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False, comment="order in the file, from 1"),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False, comment="Markdown; empty when none was found"),
        sa.Column("doubts", sa.JSON(), nullable=False, comment="what makes it doubtful, in plain words"),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True, comment="the entry it became, or is the same as"),
        sa.Column(
            "entered", sa.Boolean(), nullable=False, comment="it became that entry; else the entry was there before"
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["library_entries.id"], name=op.f("fk_catalogue_answers_entry_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["catalogue_files.id"], name=op.f("fk_catalogue_answers_file_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_answers")),
        sa.UniqueConstraint("file_id", "place", name=op.f("uq_catalogue_answers_file_id_place")),
    )
    op.create_index(op.f("ix_catalogue_answers_entry_id"), "catalogue_answers", ["entry_id"], unique=False)
    op.create_index(op.f("ix_catalogue_answers_text_sha256"), "catalogue_answers", ["text_sha256"], unique=False)


TABLES = (
    "catalogue_answers",
    "catalogue_files",
    "catalogue_loads",
    "library_saved_searches",
    "library_retention_rules",
    "library_entry_marks",
    "library_entry_pairs",
    "library_uses",
    "library_entry_proposals",
    "library_entry_versions",
    "library_entry_themes",
)


def upgrade() -> None:
    """Add what entries need for a life, and the tables of the back catalogue."""
    _extend_entries()
    _create_versions()
    _create_life()
    _create_people_tables()
    _create_catalogue()
    _first_versions()
    _guard()


def downgrade() -> None:
    """Take it away again: entries keep the texts of their newest version. The triggers go with their tables."""
    for name in TABLES:
        op.drop_table(name)
    with op.batch_alter_table("library_entries") as table:
        for name in INDEXED:
            table.drop_index(op.f(f"ix_library_entries_{name}"))
        for name in ("superseded_by_one", "gone_has_cause", "entrystate"):
            table.drop_constraint(op.f(f"ck_library_entries_{name}"), type_="check")
        for name in ("keeper_id", "superseded_by_id"):
            table.drop_constraint(op.f(f"fk_library_entries_{name}"), type_="foreignkey")
        table.alter_column(
            "answer",
            existing_type=sa.Text(),
            existing_nullable=False,
            existing_comment="Markdown, as adopted or last amended",
            comment="Markdown, as adopted",
        )
        for column in _columns():
            table.drop_column(column.name)
