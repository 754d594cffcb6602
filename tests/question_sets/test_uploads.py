"""An uploaded file on its way through the worker: claimed once, told, finished or refused; a crash loses nothing."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from consult import dates, leasing
from consult.config import Settings
from consult.database import Database
from consult.demo.cast import Cast
from consult.question_sets import uploads
from consult.question_sets.models import (
    Consultation,
    PaperFile,
    PaperPassage,
    Question,
    Reading,
    ReadingPurpose,
    ReadingState,
)
from consult.running.working import read_next, read_waiting
from consult.waking import Bell, make_queue

PAPER = b"Consultation on halls\n\n1. Should every village have a hall?\n\n2. Who should pay?\n"


def upload(database: Database, cast: Cast, content: bytes = PAPER, name: str = "halls.txt", **more: int) -> int:
    """Receive a file as the policy officer's; returns the reading's number."""
    purpose = ReadingPurpose.NEW_EDITION if "consultation_id" in more else ReadingPurpose.NEW_CONSULTATION
    with database.transaction() as session:
        officer = cast.viewers["Policy officer"]
        return uploads.receive(session, actor=officer, purpose=purpose, name=name, content=content, **more).id


def reading_of(database: Database, number: int) -> Reading:
    """A reading as it stands, with its content."""
    with database.session(read_only=True) as session:
        row = session.scalars(sa.select(Reading).options(sa.orm.undefer(Reading.content)).where(Reading.id == number))
        return row.one()


def count(database: Database, model: type) -> int:
    """How many rows a table has."""
    with database.session(read_only=True) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_a_file_is_read_once_and_becomes_a_consultation(database: Database, cast: Cast) -> None:
    first, second = upload(database, cast), upload(database, cast, b"1. Why?\n\n2. When?\n\n3. Who?\n", "other.txt")
    assert read_waiting(database) == 2
    assert not read_next(database)
    done = reading_of(database, first)
    assert (done.state, done.cause, done.content, done.attempts) == (ReadingState.READ, "", None, 1)
    assert done.peak_memory > 5_000_000
    assert done.question_set_id
    assert reading_of(database, second).question_set_id
    assert (count(database, Consultation), count(database, PaperFile), count(database, Question)) == (2, 2, 5)
    with database.session(read_only=True) as session:
        kept = session.scalars(
            sa.select(PaperFile).options(sa.orm.undefer(PaperFile.content)).order_by(PaperFile.id)
        ).first()
        assert kept is not None
        assert (kept.content, kept.sha256) == (PAPER, done.sha256)
        assert session.scalars(sa.select(PaperPassage.text).where(PaperPassage.paper_id == kept.id)).first()


def test_a_refused_file_leaves_its_cause_and_nothing_else(database: Database, cast: Cast) -> None:
    number = upload(database, cast, b"not a word file", "paper.docx")
    read_waiting(database)
    refused = reading_of(database, number)
    assert (refused.state, refused.content) == (ReadingState.REFUSED, None)
    assert "not a Word file" in refused.cause
    assert (count(database, Consultation), count(database, PaperFile)) == (0, 0)


def test_two_workers_do_not_claim_the_same_file(database: Database, cast: Cast) -> None:
    number = upload(database, cast)
    with database.transaction() as session:
        claimed = uploads.claim(session)
        assert claimed is not None
        assert claimed.id == number
    with database.transaction() as session:
        assert uploads.claim(session) is None


def make_stale(database: Database, number: int) -> None:
    """As if the worker had died a minute ago."""
    with database.transaction() as session:
        session.execute(
            sa.update(Reading).where(Reading.id == number).values(seen_at=dates.now() - timedelta(minutes=1))
        )


def test_a_file_whose_worker_died_is_read_again_and_given_up_after_three_times(database: Database, cast: Cast) -> None:
    number = upload(database, cast)
    for attempt in (1, 2, 3):
        with database.transaction() as session:
            claimed = uploads.claim(session)
            assert claimed is not None
            content = uploads.content_of(session, reading_id=claimed.id)
            assert (claimed.attempts, content) == (attempt, PAPER)
        make_stale(database, number)
    assert not read_next(database)
    refused = reading_of(database, number)
    assert refused.state is ReadingState.REFUSED
    assert refused.cause == uploads.GIVEN_UP


def test_a_worker_that_comes_late_changes_nothing(database: Database, cast: Cast) -> None:
    number = upload(database, cast)
    with database.transaction() as session:
        claimed = uploads.claim(session)
    assert claimed is not None
    make_stale(database, number)
    assert read_next(database)
    with database.transaction() as session:
        uploads.refuse(session, reading_id=number, attempt=1, cause="too late", peak_memory=0)
    assert reading_of(database, number).state is ReadingState.READ
    assert count(database, Consultation) == 1


def test_progress_is_told_while_it_is_read(database: Database, cast: Cast) -> None:
    number = upload(database, cast)
    with database.transaction() as session:
        uploads.claim(session)
    with database.transaction() as session:
        leasing.note(session, uploads.READINGS, number, 1, pages_read=20, pages=80)
    told = reading_of(database, number)
    assert (told.pages_read, told.pages, told.state) == (20, 80, ReadingState.READING)


@pytest.mark.parametrize("state", ["read", "refused"])
def test_the_schema_refuses_a_finished_reading_without_its_time(database: Database, cast: Cast, state: str) -> None:
    number = upload(database, cast)
    change = sa.text("UPDATE readings SET state = :state WHERE id = :number")
    with pytest.raises(sa.exc.IntegrityError), database.transaction() as session:
        session.execute(change, {"state": state, "number": number})


def test_a_bell_wakes_the_worker_and_a_broken_one_is_no_fault(database: Database, database_url: str, tmp_path) -> None:
    key = "for-tests-only-0123456789-abcdefghijkl"
    settings = Settings(database_url=database_url, secret_key=key, instance=tmp_path, trusted_hosts=("localhost",))
    Bell(settings).ring()
    queue = make_queue(settings)
    assert queue.pending_count() == 2  # papers and mail
    queue.storage.close()
    (tmp_path / "file").touch()
    broken = Settings("sqlite:////nowhere/at/all.sqlite", key, tmp_path / "file", ("localhost",))
    Bell(broken).ring()
