"""Rows that workers claim: of two workers one fell silent, and whatever it still writes changes nothing."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from consult import dates, leasing
from consult.database import Database
from consult.demo.cast import Cast
from consult.history.models import HistoryEntry
from consult.library.catalogue import receiving
from consult.library.catalogue import services as catalogue
from consult.library.catalogue.models import CatalogueAnswer
from consult.library.catalogue.unpacking import Unpacked
from consult.notices import services as notices
from consult.notices.models import NoticeState, OutboxMessage
from consult.question_sets import uploads
from consult.question_sets.extract import extract
from consult.question_sets.models import Consultation, ReadingPurpose, ReadingState

NAME, PAPER = (
    "halls.txt",
    b"Consultation on halls\n\nQuestion 1: Should there be halls?\n\nAnswer: Yes, in each.\n",
)
Act = Callable[[Session, int, int], None]


@dataclass(frozen=True)
class Kind:
    """One of the tables that readers work on: how a row comes into it, and how an attempt ends one."""

    work: Any
    made: Callable[[Session, Cast], int]
    claim: Callable[[Session], Any]
    finish: Act
    refuse: Act


def _paper(session: Session, cast: Cast) -> int:
    officer = cast.viewers["Policy officer"]
    purpose = ReadingPurpose.NEW_CONSULTATION
    return uploads.receive(session, actor=officer, purpose=purpose, name=NAME, content=PAPER).id


def _old_response(session: Session, cast: Cast) -> int:
    officer = cast.viewers["Policy officer"]
    parcel = receiving.Parcel("old.zip")
    load = receiving.begin(session, actor=officer, owner_id=officer.organisation_id, parcel=parcel)
    file_id = receiving.receive(session, load=load, file=Unpacked(NAME, PAPER)).id
    receiving.arrived(session, load=load)
    return file_id


def _paper_read(session: Session, number: int, attempt: int) -> None:
    uploads.finish(session, reading_id=number, attempt=attempt, paper=extract(NAME, PAPER), peak_memory=attempt)


def _paper_refused(session: Session, number: int, attempt: int) -> None:
    uploads.refuse(session, reading_id=number, attempt=attempt, cause="It is broken", peak_memory=attempt)


def _response_read(session: Session, number: int, attempt: int) -> None:
    paper = extract(NAME, PAPER)
    catalogue.finish(session, file_id=number, attempt=attempt, paper=paper, found=catalogue.answers_in(paper))


def _response_refused(session: Session, number: int, attempt: int) -> None:
    catalogue.refuse(session, file_id=number, attempt=attempt, cause="It is broken")


KINDS = {
    "paper": Kind(uploads.READINGS, _paper, uploads.claim, _paper_read, _paper_refused),
    "old response": Kind(catalogue.FILES, _old_response, catalogue.claim, _response_read, _response_refused),
}


def _progress(kind: Kind) -> Act:
    return lambda session, number, attempt: leasing.note(session, kind.work, number, attempt, pages_read=7, pages=9)


def _sign_of_life(kind: Kind) -> Act:
    return lambda session, number, attempt: leasing.note(session, kind.work, number, attempt)


WRITES: dict[str, Callable[[Kind], Act]] = {
    "progress": _progress,
    "sign of life": _sign_of_life,
    "finish": lambda kind: kind.finish,
    "refuse": lambda kind: kind.refuse,
}


def taken_twice(database: Database, cast: Cast, kind: Kind) -> int:
    """A row that one worker claimed and fell silent over, and another claimed a minute later. Gives its number."""
    with database.transaction() as session:
        number = kind.made(session, cast)
    for attempt in (1, 2):
        with database.transaction() as session:
            claimed = kind.claim(session)
            assert (claimed.id, claimed.attempts) == (number, attempt)
            claimed.seen_at = dates.now() - leasing.STALE * 2
    return number


def stored(database: Database, kind: Kind, number: int) -> dict[str, object]:
    """The whole row, and how much was made of such rows so far."""
    with database.session(read_only=True) as session:
        row = session.execute(sa.select(kind.work.table.__table__).where(kind.work.table.id == number)).one()
        made = {
            table.__name__: session.scalar(sa.select(sa.func.count()).select_from(table))
            for table in (Consultation, CatalogueAnswer, HistoryEntry)
        }
        return {**row._mapping, **made}


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("name", KINDS)
def test_what_a_late_worker_writes_changes_nothing(database: Database, cast: Cast, name: str, write: str) -> None:
    kind = KINDS[name]
    number = taken_twice(database, cast, kind)
    for stage in ("while the other works", "after it has ended"):
        before = stored(database, kind, number)
        with database.transaction() as session:
            WRITES[write](kind)(session, number, 1)
        assert stored(database, kind, number) == before, stage
        with database.transaction() as session:
            kind.finish(session, number, 2)
        assert stored(database, kind, number)["state"] == ReadingState.READ


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("name", KINDS)
def test_what_the_newest_worker_writes_counts(database: Database, cast: Cast, name: str, write: str) -> None:
    kind = KINDS[name]
    number = taken_twice(database, cast, kind)
    before = stored(database, kind, number)
    with database.transaction() as session:
        WRITES[write](kind)(session, number, 2)
    assert stored(database, kind, number) != before


@pytest.mark.parametrize("name", KINDS)
def test_the_pulse_of_a_late_worker_does_not_keep_the_row_of_another_alive(
    database: Database, cast: Cast, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leasing, "TOLD_EVERY", 0.0)
    kind = KINDS[name]
    number = taken_twice(database, cast, kind)
    before = stored(database, kind, number)
    beats, noted = threading.Event(), leasing.note

    def note(*given: Any, **progress: int) -> None:
        noted(*given, **progress)
        if not progress:
            beats.set()

    monkeypatch.setattr(leasing, "note", note)
    monkeypatch.setattr(leasing, "PULSE", 0.01)
    with leasing.kept_alive(database, kind.work, number, 1) as tell:
        tell(3, 4)
        assert beats.wait(10)
    assert stored(database, kind, number) == before
    with database.transaction() as session:
        claimed = kind.claim(session)
        assert claimed is not None, "the second fell silent too: a third takes it"
        assert claimed.attempts == 3


@pytest.mark.parametrize("name", KINDS)
def test_nobody_takes_a_row_that_is_being_ended(database: Database, cast: Cast, name: str) -> None:
    kind = KINDS[name]
    number = taken_twice(database, cast, kind)
    claims: list[object] = []

    def another() -> None:
        with database.transaction() as session:
            claims.append(kind.claim(session))

    with database.transaction() as session:
        assert leasing.claimed(session, kind.work, number, 2) is not None
        rival = threading.Thread(target=another)
        rival.start()
        rival.join(0.3)  # PostgreSQL passes the row over; on SQLite the rival waits for whoever writes
        kind.finish(session, number, 2)
    rival.join()
    assert claims == [None]
    assert stored(database, kind, number)["state"] == ReadingState.READ


def sent_twice(session: Session, cast: Cast) -> tuple[OutboxMessage, OutboxMessage]:
    """A message as the first worker holds it, whose lease ran out, and as it stands."""
    values = {"name": "Police partner", "what": "Your password was changed", "when": "today", "path": "/"}
    to = ("Police partner", "police@rivermead.example")
    assert notices.post(session, event="one", to=to, template="security_notice", values=values)
    first = notices.claim(session)
    assert first is not None
    session.expunge(first)
    held = session.get(OutboxMessage, first.id)
    assert held is not None
    held.due_at = dates.now() - timedelta(seconds=1)
    session.flush()
    return first, held


@pytest.mark.parametrize("ends", [NoticeState.SENT, NoticeState.FAILED])
def test_a_late_sender_is_not_heard_after_somebody_let_the_mail_be_sent_again(
    session: Session, cast: Cast, ends: NoticeState
) -> None:
    first, held = sent_twice(session, cast)
    assert notices.claim(session) is held
    if ends is NoticeState.SENT:
        notices.note_sent(session, message=held, provider_id="second")
    else:
        notices.note_failure(session, message=held, cause="No such mailbox", final=True)
    session.refresh(held)
    assert notices.send_again(session, actor=cast.viewers["Administrator"], message=held)
    third = notices.claim(session)
    assert third is held
    assert third.attempts == first.attempts == 1, "attempts are counted anew"
    notices.note_failure(session, message=first, cause="late", final=True)
    notices.note_sent(session, message=first, provider_id="late")
    session.refresh(held)
    assert (held.state, held.provider_id, held.cause == "late") == (NoticeState.SENDING, "", False)
    notices.note_sent(session, message=third, provider_id="third")
    session.refresh(held)
    assert (held.state, held.provider_id) == (NoticeState.SENT, "third")
