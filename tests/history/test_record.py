"""The record: append-only, chained, and tampering is found."""

from pathlib import Path

import sqlalchemy as sa

from consult.database import Database
from consult.demo.cast import Cast
from consult.history.models import HistoryEntry
from consult.history.services import record, verify
from tests.history.unguarding import unguard

COLUMNS = ("at", "actor_id", "action", "subject", "response_id", "details", "previous", "hash")


def tampered(database: Database, *statements: str, expect: tuple[int, str] | None = None) -> bool:
    """Whether verifying finds what the statements did; they are undone afterwards."""
    with database.session() as session:
        for statement in statements:
            session.execute(sa.text(statement))
        found = not verify(session, expect=expect).sound
        session.rollback()
        return found


def test_a_whole_record_is_sound(database: Database, demo: Cast) -> None:
    with database.session(read_only=True) as session:
        found = verify(session)
        assert found.sound
        assert found.entries == session.scalar(sa.select(sa.func.count()).select_from(HistoryEntry))
        assert verify(session, expect=(found.entries, found.head)).sound


def test_every_tampering_is_found(database: Database, demo: Cast) -> None:
    unguard(database)
    with database.session(read_only=True) as session:
        whole = verify(session)
    changes = {
        "at": "'2001-01-01 00:00:00'",
        "actor_id": "4711",
        "response_id": "4711",
        "details": "details || ' '",
        "previous": "hash",
        "hash": "previous",
        "action": "action || 's'",
        "subject": "subject || '1'",
    }
    assert set(changes) == set(COLUMNS)
    for seq in (1, 2, whole.entries // 2, whole.entries):
        for column, value in changes.items():
            assert tampered(database, f"UPDATE history SET {column} = {value} WHERE seq = {seq}"), (seq, column)
    middle = whole.entries // 2
    assert tampered(database, f"DELETE FROM history WHERE seq = {middle}")
    renumber = f"UPDATE history SET seq = -seq + 1 WHERE seq > {middle}"
    assert tampered(
        database, f"DELETE FROM history WHERE seq = {middle}", renumber, "UPDATE history SET seq = -seq WHERE seq < 0"
    )
    assert tampered(
        database,
        f"UPDATE history SET seq = -1 WHERE seq = {middle}",
        f"UPDATE history SET seq = {middle} WHERE seq = {middle + 1}",
        f"UPDATE history SET seq = {middle + 1} WHERE seq = -1",
    )


def test_a_cut_tail_is_found_with_the_head_noted_earlier(database: Database, demo: Cast) -> None:
    unguard(database)
    with database.session(read_only=True) as session:
        whole = verify(session)
    cut = f"DELETE FROM history WHERE seq > {whole.entries - 3}"
    assert not tampered(database, cut)
    assert tampered(database, cut, expect=(whole.entries, whole.head))


def test_a_failed_transaction_leaves_no_trace(database: Database, demo: Cast) -> None:
    with database.session(read_only=True) as session:
        before = verify(session)
    with database.session() as session:
        record(session, actor=None, action="tried", subject="thing/1")
        session.rollback()
    with database.session(read_only=True) as session:
        assert verify(session) == before


def test_the_record_holds_no_texts_and_no_names(database: Database, demo: Cast, tmp_path: Path) -> None:
    with database.session(read_only=True) as session:
        everything = " ".join(session.scalars(sa.select(HistoryEntry.details)))
    for person in demo.people.values():
        assert person.email not in everything
        assert f'"{person.name}"' not in everything
    assert "partnership" not in everything.lower()
