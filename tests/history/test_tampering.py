"""Every kind of tampering with the record, hundreds of cases on each database: each is found, or said to be findable
only with the number and the head that were noted before.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from consult.config import PROJECT
from consult.database import Database
from consult.demo.cast import Cast
from consult.history.models import HistoryEntry
from consult.history.services import BEGINNING, _hash, verify
from consult.running.commands import main
from tests.history.unguarding import unguard

TABLE = HistoryEntry.__table__
LEAST = 300


@dataclass(frozen=True)
class Tampering:
    """What somebody did who owns the database: statements, and which kind of tampering it is."""

    kind: str
    statements: Sequence[sa.Executable]


def edits(seq: int, entry: HistoryEntry) -> Iterator[Tampering]:
    """Every column of one entry, changed in more than one way."""
    values: dict[str, list[object]] = {
        "at": [entry.at.replace(year=2001), entry.at.replace(microsecond=(entry.at.microsecond + 1) % 10**6)],
        "actor_id": [None if entry.actor_id else 1, 4711, (entry.actor_id or 0) + 1],
        "action": [entry.action + "s", entry.action.upper(), ""],
        "subject": [entry.subject + "1", "answer/4711"],
        "response_id": [None if entry.response_id else 1, 4711, (entry.response_id or 0) + 1],
        "details": [entry.details + " ", "{}" if entry.details != "{}" else '{"a":1}', entry.details[:-1]],
        "previous": ["f" * 64, entry.hash, entry.previous[::-1] if entry.previous != BEGINNING else "0" * 63 + "1"],
        "hash": ["0" * 64, entry.previous if entry.previous != entry.hash else "1" * 64, entry.hash.upper()],
    }
    assert set(values) == {column.name for column in TABLE.c} - {"seq"}
    for column, changes in values.items():
        for change in changes:
            if change != getattr(entry, column):
                yield Tampering(
                    f"edit of {column}", [sa.update(TABLE).where(TABLE.c.seq == seq).values({column: change})]
                )


def renumber(old: int, new: int) -> sa.Executable:
    """Give an entry another number."""
    return sa.update(TABLE).where(TABLE.c.seq == old).values(seq=new)


def shift(after: int, by: int) -> list[sa.Executable]:
    """Give all entries after one other numbers, by way of negative ones, since numbers are unique."""
    return [
        sa.update(TABLE).where(TABLE.c.seq > after).values(seq=-TABLE.c.seq),
        sa.update(TABLE).where(TABLE.c.seq < 0).values(seq=-TABLE.c.seq + by),
    ]


def moves(seq: int, last: int) -> Iterator[Tampering]:
    """One entry taken out, with and without closing the gap, exchanged with another, or given another number."""
    gone = sa.delete(TABLE).where(TABLE.c.seq == seq)
    if seq < last:
        yield Tampering("deletion", [gone])
        yield Tampering("deletion, the gap closed", [gone, *shift(seq, -1)])
        other = seq % (last - 1) + 1 if seq % (last - 1) + 1 != seq else seq + 1
        yield Tampering("swap", [renumber(seq, 0), renumber(other, seq), renumber(0, other)])
        yield Tampering("renumbering", [renumber(seq, last + 50)])
    yield Tampering("renumbering", [renumber(seq, -seq)])
    if seq > 1:
        yield Tampering("renumbering of the rest", shift(seq - 1, 1))


def inserts(seq: int, entry: HistoryEntry, last: int) -> Iterator[Tampering]:
    """An entry put in: in the middle with room made, before the first, or at the end with a wrong hash."""
    row = {column.name: getattr(entry, column.name) for column in TABLE.c}
    if seq < last:
        yield Tampering("insertion, a copy", [*shift(seq, 1), sa.insert(TABLE).values({**row, "seq": seq + 1})])
        linked = HistoryEntry(**{**row, "seq": seq + 1, "previous": entry.hash, "subject": "answer/4711"})
        linked.hash = _hash(linked)
        forged = {column.name: getattr(linked, column.name) for column in TABLE.c}
        yield Tampering("insertion, well linked to what is before", [*shift(seq, 1), sa.insert(TABLE).values(forged)])
    yield Tampering("insertion before the first", [sa.insert(TABLE).values({**row, "seq": 0})])
    yield Tampering("insertion at the end", [sa.insert(TABLE).values({**row, "seq": last + 1})])


def cases(entries: Sequence[HistoryEntry]) -> Iterator[Tampering]:
    """Cases all over the record: its first, its last, and others chosen by chance."""
    last, chance = len(entries), random.Random(7)
    chosen = sorted({1, 2, last - 1, last, *chance.sample(range(3, last - 1), 11)})
    for seq in chosen:
        yield from edits(seq, entries[seq - 1])
        yield from moves(seq, last)
        yield from inserts(seq, entries[seq - 1], last)
    yield Tampering("all entries deleted but the last", [sa.delete(TABLE).where(TABLE.c.seq < last)])
    yield Tampering("the head cut off", [sa.delete(TABLE).where(TABLE.c.seq <= 3), *shift(3, -3)])


def found(session: Session, case: Tampering, expect: tuple[int, str] | None = None) -> bool:
    """Whether verifying finds it; it is undone afterwards."""
    for statement in case.statements:
        session.execute(statement)
    sound = verify(session, expect=expect).sound
    session.rollback()
    return not sound


def whole(database: Database) -> list[HistoryEntry]:
    """The record of the demonstration, all of it."""
    with database.session(read_only=True) as session:
        entries = list(session.scalars(sa.select(HistoryEntry).order_by(HistoryEntry.seq)))
        session.expunge_all()
    return entries


def test_every_tampering_is_found(database: Database, demo: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    entries = whole(database)
    unguard(database)
    # A short record is walked in less time, hundreds of times. What is cut off is its tail, which is no fault.
    entries = entries[:60]
    with database.session() as session:
        session.execute(sa.delete(TABLE).where(TABLE.c.seq > len(entries)))
        session.commit()
        assert verify(session).sound
        tried = list(cases(entries))
        missed = [case.kind for case in tried if not found(session, case)]
        assert verify(session).sound, "the cases were not undone"
    kinds = len({case.kind for case in tried})
    with capsys.disabled():
        print(f"\ntampering on {database.engine.dialect.name}: {len(tried) - len(missed)} of {len(tried)} cases found")
    assert missed == []
    assert len(tried) >= LEAST
    assert kinds >= 16


def test_a_cut_tail_is_found_with_the_number_and_head_noted_before(
    database: Database, demo: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    entries = whole(database)
    unguard(database)
    noted, tried = (len(entries), entries[-1].hash), 0
    with database.session() as session:
        for cut in (1, 2, 3, 10, len(entries) // 2, len(entries) - 1, len(entries)):
            case = Tampering("cut tail", [sa.delete(TABLE).where(TABLE.c.seq > len(entries) - cut)])
            # Nothing in what is left tells of what was cut off: docs/operating.md says so, and what to note.
            assert not found(session, case)
            assert found(session, case, expect=noted)
            tried += 1
        # Whoever writes all hashes anew after an edit makes a sound chain, with another head.
        rewritten = Tampering("chain written anew", rewrite(entries, len(entries) // 2))
        assert not found(session, rewritten)
        assert found(session, rewritten, expect=noted)
        grown = (len(entries) // 3, entries[len(entries) // 3 - 1].hash)
        assert verify(session, expect=grown).sound, "a head that was noted earlier still counts"
    with capsys.disabled():
        print(f"\ncut tails on {database.engine.dialect.name}: {tried} of {tried} found with --expect, none without")


def rewrite(entries: Sequence[HistoryEntry], start: int) -> list[sa.Executable]:
    """Change one entry and every hash from it on."""
    statements: list[sa.Executable] = []
    previous = entries[start - 2].hash
    for entry in entries[start - 1 :]:
        row = {column.name: getattr(entry, column.name) for column in TABLE.c}
        forged = HistoryEntry(
            **{**row, "previous": previous, "subject": entry.subject + ("1" if entry.seq == start else "")}
        )
        forged.hash = previous = _hash(forged)
        changes = {"subject": forged.subject, "previous": forged.previous, "hash": forged.hash}
        statements.append(sa.update(TABLE).where(TABLE.c.seq == entry.seq).values(changes))
    return statements


@pytest.mark.parametrize(("column", "value"), [("at", "'no time at all'"), ("details", "x'00ff'"), ("hash", "x'00'")])
def test_what_no_entry_can_hold_is_a_fault_and_no_crash(
    column: str, value: str, database: Database, demo: Cast
) -> None:
    if database.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL refuses such a value itself")
    unguard(database)
    with database.session() as session:
        session.execute(sa.text(f"UPDATE history SET {column} = {value} WHERE seq = 5"))
        assert not verify(session).sound
        session.rollback()


def test_the_command_takes_what_a_document_prints(
    database: Database, demo: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    entries = whole(database)
    monkeypatch.setenv("DATABASE_URL", database.engine.url.render_as_string(hide_password=False))
    count, head = str(len(entries)), entries[-1].hash
    assert main(["verify", "--expect", count, head]) == 0
    unguard(database)
    with database.transaction() as session:
        session.execute(sa.delete(TABLE).where(TABLE.c.seq > len(entries) - 2))
    assert main(["verify"]) == 0
    assert main(["verify", "--expect", count, head]) == 1
    assert "2 entries are missing at the end" in capsys.readouterr().out


def test_operators_are_told_what_a_chain_cannot_show() -> None:
    told = (PROJECT / "docs/operating.md").read_text("utf-8")
    assert "consult verify --expect" in told
    assert "cut off at its end" in told
