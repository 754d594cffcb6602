"""Writing and verifying the record."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import dates
from consult.history.facts import FACTS
from consult.history.models import HistoryEntry
from consult.history.turns import in_turn
from consult.permissions import Viewer

BEGINNING = "0" * 64


@dataclass(frozen=True)
class Verification:
    """What a walk along the chain found. `entries` are those in order; `head` is the last good hash."""

    sound: bool
    entries: int
    head: str
    fault: str = ""


def record(
    session: Session,
    *,
    actor: Viewer | None,
    action: str,
    subject: str,
    response_id: int | None = None,
    details: Mapping[str, object] | None = None,
) -> HistoryEntry:
    """Append one act to the record, in the caller's transaction. `actor` is None when a command acted."""
    in_turn(session)
    last = session.execute(
        select(HistoryEntry.seq, HistoryEntry.hash).order_by(HistoryEntry.seq.desc()).limit(1)
    ).first()
    entry = HistoryEntry(
        seq=last.seq + 1 if last else 1,
        at=dates.now(),
        actor_id=actor.person_id if actor else None,
        action=action,
        subject=subject,
        response_id=response_id,
        details=FACTS.write(dict(details or {})),
        previous=last.hash if last else BEGINNING,
    )
    entry.hash = _hash(entry)
    session.add(entry)
    session.flush()
    return entry


def verify(session: Session, *, expect: tuple[int, str] | None = None) -> Verification:
    """Walk the whole chain. With `expect` (entries, head) also tell whether its tail was cut since then."""
    count, previous = 0, BEGINNING
    for entry in _entries(session):
        if entry is None or entry.seq != count + 1 or entry.previous != previous or entry.hash != _hash(entry):
            return Verification(False, count, previous, f"entry {count + 1} is missing or was changed")
        count, previous = entry.seq, entry.hash
        if expect and count == expect[0] and previous != expect[1]:
            return Verification(False, count, previous, f"entry {count} is not the one expected")
    if expect and count < expect[0]:
        return Verification(False, count, previous, f"{expect[0] - count} entries are missing at the end")
    return Verification(True, count, previous)


def _entries(session: Session) -> Iterator[HistoryEntry | None]:
    """All entries in order; None for one that holds what no entry can hold, such as a time that is none."""
    columns = HistoryEntry.__table__.c
    rows = iter(session.execute(select(*columns).order_by(columns.seq)).yield_per(1000))
    while True:
        try:
            row = next(rows, None)
        except (ValueError, TypeError):
            yield None
            return
        if row is None:
            return
        texts = (row.action, row.subject, row.details, row.previous, row.hash)
        yield HistoryEntry(**row._mapping) if all(isinstance(text, str) for text in texts) else None


def head(session: Session) -> tuple[int, str]:
    """How many entries there are and the hash of the newest, as printed on issued documents."""
    newest = select(HistoryEntry.seq, HistoryEntry.hash).order_by(HistoryEntry.seq.desc()).limit(1)
    last = session.execute(newest).first()
    return (last.seq, last.hash) if last else (0, BEGINNING)


def _hash(entry: HistoryEntry) -> str:
    fields = [
        entry.seq,
        _moment(entry.at),
        entry.actor_id,
        entry.action,
        entry.subject,
        entry.response_id,
        entry.details,
        entry.previous,
    ]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _moment(at: datetime) -> str:
    # Both databases keep microseconds; only the notation differs, so the hash is taken over one of our own.
    return at.astimezone(UTC).isoformat(timespec="microseconds")
