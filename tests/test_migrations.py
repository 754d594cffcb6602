"""The schema: models and migrations agree, and a migration goes up and down with rows in the tables."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from consult.config import PROJECT
from consult.database import Database
from consult.demo.cast import Cast
from consult.demo.seed import seed
from consult.revision import HEAD_FILE, revision_of
from consult.running.migrating import _config, differences, migrate, migrate_back, newest_revision
from consult.running.tables import metadata

EMPTY_IN_THE_DEMO = {
    "review_steps",
    "internal_notes",
    "version_names",
    "failed_sign_ins",
    "failed_proofs",
    "signed_in_sessions",
    "second_factors",
    "recovery_codes",
    "sign_in_links",
    "identities",
    "known_browsers",
    "address_changes",
    "passkeys",
    "passkey_challenges",
    "people_imports",
    "join_requests",
    "adoption_claims",
    "claimed_answers",
    "library_uses",
    "library_entry_vectors",
    "library_entry_pairs",
    "sent_forms",
    "unsaved_texts",
    "use_counts",
}


def rows(database: Database) -> dict[str, int]:
    """How many rows each table has."""
    with database.engine.connect() as connection:
        return {
            table.name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in metadata.sorted_tables
        }


def test_the_tables_of_every_module_are_gathered() -> None:
    sources = {path: path.read_text("utf-8") for path in (PROJECT / "consult").rglob("*.py")}
    holding = {path for path, source in sources.items() if re.search(r"^ +__tablename__ = ", source, re.MULTILINE)}
    modules = {".".join(path.relative_to(PROJECT).with_suffix("").parts) for path in holding}
    assert len(modules) > 10
    gathers = "import sys, consult.running.tables; print(*sys.modules)"
    run = [sys.executable, "-W", "ignore", "-c", gathers]  # here other tests have imported nearly everything
    gathered = subprocess.run(run, cwd=PROJECT, capture_output=True, text=True, check=True).stdout.split()
    assert modules <= set(gathered)


def test_models_and_migrations_agree(database: Database) -> None:
    assert differences(database.engine) == []
    assert revision_of(database.engine) == newest_revision() == HEAD_FILE.read_text().strip()


def held_values(database: Database) -> dict[tuple[str, str], set[str]]:
    """The values that the database lets into each column of named values, by table and constraint."""
    inspected = sa.inspect(database.engine)
    return {
        (table, str(check["name"])): set(re.findall(r"'([^']*)'", check["sqltext"]))
        for table in inspected.get_table_names()
        for check in inspected.get_check_constraints(table)
    }


def test_the_database_holds_each_named_value_to_those_of_the_code(database: Database) -> None:
    held, named = held_values(database), 0
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, sa.Enum):
                named += 1
                constraint = f"ck_{table.name}_{column.type.name}"
                assert held.get((table.name, constraint)) == set(column.type.enums), f"{constraint}: write a migration"
    assert named > 25


def test_a_value_that_only_the_code_has_is_refused_by_the_database(database: Database) -> None:
    row = sa.text("INSERT INTO organisations (name, kind, active) VALUES ('Rivermead', 'village', :active)")
    with database.engine.begin() as connection, pytest.raises(sa.exc.IntegrityError, match="organisationkind"):
        connection.execute(row, {"active": True})


def test_migrating_again_changes_nothing(database: Database, demo: Cast) -> None:
    before = rows(database)
    migrate(database.engine)
    assert rows(database) == before


def test_down_and_up_with_rows(database: Database, demo: Cast) -> None:
    assert all(count for name, count in rows(database).items() if name not in EMPTY_IN_THE_DEMO)
    migrate_back(database.engine, to="base")
    assert sa.inspect(database.engine).get_table_names() == ["alembic_version"]
    migrate(database.engine)
    assert set(rows(database).values()) == {0}
    with database.transaction() as session:
        assert seed(session)


def later_migration(database: Database, folder: Path, upgrade: str) -> None:
    """Run one more migration after the newest, as a later release would."""
    (folder / "9999_later.py").write_text(
        f'''"""Later."""
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{newest_revision()}"


def upgrade():
    {upgrade}
'''
    )
    config = _config(database.engine)
    config.set_main_option("path_separator", "os")
    config.set_main_option("version_locations", os.pathsep.join([str(PROJECT / "migrations/versions"), str(folder)]))
    command.upgrade(config, "head")


def test_changing_a_parent_table_keeps_the_rows_that_refer_to_it(
    database: Database, demo: Cast, tmp_path: Path
) -> None:
    before = rows(database)
    longer = 'with op.batch_alter_table("people") as t: t.alter_column("name", type_=sa.String(300))'
    later_migration(database, tmp_path, longer)
    assert revision_of(database.engine) == "9999"
    assert rows(database) == before


def test_a_migration_that_loses_rows_is_refused(database: Database, demo: Cast, tmp_path: Path) -> None:
    before = rows(database)
    with pytest.raises(RuntimeError, match="lose rows of milestones; nothing was changed"):
        later_migration(database, tmp_path, 'op.execute("DELETE FROM milestones")')
    assert rows(database) == before
    assert revision_of(database.engine) == newest_revision()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE history SET action = 'x'",
        "DELETE FROM history",
        "UPDATE answer_versions SET text = 'x'",
        "DELETE FROM answer_versions",
        "UPDATE decisions SET minute = 'x'",
        "DELETE FROM decisions",
        "UPDATE sign_off_rounds SET content = 'x'",
        "DELETE FROM sign_off_rounds",
        "UPDATE issued_documents SET name = 'x'",
        "DELETE FROM submissions",
        "UPDATE dispositions SET reason = 'x'",
        "UPDATE document_drafts SET content = 'x'",
        "DELETE FROM frozen_answers",
    ],
)
def test_records_cannot_be_changed(database: Database, demo: Cast, statement: str) -> None:
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), database.transaction() as session:
        session.execute(sa.text(statement))


def test_the_schema_refuses_a_second_open_round(database: Database, demo: Cast) -> None:
    columns = "response_id, n, state, content, sha256, opened_at, opened_by_id, withdrawn_because"
    source = "SELECT response_id, {n}, 'open', content, sha256, opened_at, opened_by_id, '' FROM sign_off_rounds"
    insert = f"INSERT INTO sign_off_rounds ({columns}) {source} LIMIT 1"
    with database.transaction() as session:
        session.execute(sa.text(insert.format(n=8)))
    with pytest.raises(sa.exc.IntegrityError), database.transaction() as session:
        session.execute(sa.text(insert.format(n=9)))
