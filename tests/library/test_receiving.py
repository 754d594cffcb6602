"""Old responses arrive in pieces: nobody else waits for them, half a load is no load, and what stopped goes on."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event, func, select

from consult import dates
from consult.database import Database
from consult.demo.cast import Cast
from consult.library import queueing
from consult.library.catalogue import receiving, services
from consult.library.catalogue.models import SILENT, CatalogueFile, CatalogueLoad
from consult.library.catalogue.unpacking import Unpacked, Zip, fingerprint
from consult.question_sets.models import ReadingState
from consult.question_sets.paper import Paper, PaperQuestion
from tests.library.old_responses import OFFICER, old_text, zipped
from tests.rival import Rival
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]
FILES = {f"{n}.txt": old_text((("Is it so?", f"It is so for reason {n}."),)) for n in range(12)}
ENOUGH = 3 * len(FILES["0.txt"]) + 10


class Stopped(Exception):
    """The service ends at this moment."""


@contextmanager
def kept_at_once() -> Iterator[list[int]]:
    """How many bytes of files each transaction wrote that wrote any."""
    written: list[int] = []
    now: dict[int, int] = {}

    def note(connection: sa.Connection, _cursor: Any, statement: str, given: Any, *_rest: object) -> None:
        if statement.startswith("INSERT INTO catalogue_files"):
            rows = given if isinstance(given, list) else [given]
            values = [each for row in rows for each in (row.values() if isinstance(row, dict) else row)]
            sizes = [
                len(raw)
                for raw in (getattr(each, "obj", each) for each in values)
                if isinstance(raw, bytes | memoryview)
            ]
            now[id(connection)] = now.get(id(connection), 0) + sum(sizes)

    def end(connection: sa.Connection) -> None:
        if id(connection) in now:
            written.append(now.pop(id(connection)))

    event.listen(sa.Engine, "before_cursor_execute", note)
    event.listen(sa.Engine, "commit", end)
    try:
        yield written
    finally:
        event.remove(sa.Engine, "before_cursor_execute", note)
        event.remove(sa.Engine, "commit", end)


def files_of_the_last(database: Database) -> list[str]:
    """The names of the files of the newest load."""
    with database.session(read_only=True) as session:
        newest = select(func.max(CatalogueLoad.id)).scalar_subquery()
        named = select(CatalogueFile.name).where(CatalogueFile.load_id == newest)
        return list(session.scalars(named.order_by(CatalogueFile.id)))


def quiet(database: Database, ago: timedelta = SILENT * 2) -> None:
    """Nothing has arrived for a while."""
    with database.transaction() as session:
        arriving = sa.update(CatalogueLoad).where(CatalogueLoad.received_at.is_(None))
        session.execute(arriving.values(seen_at=dates.now() - ago))


def stop_after(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """The service ends after so many files."""
    receive, kept = receiving.receive, []

    def receive_some(*given: Any, **named: Any) -> CatalogueFile:
        if len(kept) == count:
            raise Stopped
        kept.append(named["file"].name)
        return receive(*given, **named)

    monkeypatch.setattr(receiving, "receive", receive_some)


def test_no_transaction_keeps_more_than_a_piece(
    demo: Cast, database: Database, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "PIECE", ENOUGH)
    officer = visit(OFFICER).open("/library/catalogue")
    with kept_at_once() as written:
        officer.submit("Load", paper=("old.zip", zipped(FILES)))
    assert "0 of 12 files read" in officer.text
    assert sum(written) == sum(map(len, FILES.values()))
    assert max(written) <= ENOUGH
    assert files_of_the_last(database) == [*FILES]


@pytest.mark.one_database
def test_others_save_while_a_load_is_unpacked(
    demo: Cast, database: Database, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "PIECE", ENOUGH)
    rival, unpack = Rival(database), Zip._unpacked

    def watched(packed: Zip, each: Any) -> Unpacked:
        rival.look("unpack", each.filename)
        return unpack(packed, each)

    monkeypatch.setattr(Zip, "_unpacked", watched)
    visit(OFFICER).open("/library/catalogue").submit("Load", paper=("old.zip", zipped(FILES)))
    assert rival.met["unpack"] == 2 * len(FILES)  # once to see that it is safe, once to keep it
    assert rival.kept_out == []


def test_what_arrived_in_part_is_not_read_and_goes_on_when_it_is_sent_again(
    demo: Cast, database: Database, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "PIECE", ENOUGH)
    officer, sent = visit(OFFICER).open("/library/catalogue"), ("old.zip", zipped(FILES))
    with monkeypatch.context() as stopping:
        stop_after(stopping, 7)
        with pytest.raises(Stopped):
            officer.submit("Load", paper=sent)
    arrived = files_of_the_last(database)
    assert arrived == [*FILES][:6]  # whole pieces
    with database.transaction() as session:
        assert services.claim(session) is None
        assert queueing.turns(session) == []
    officer.open("/library/catalogue")
    assert "6 of 12 files have arrived" in officer.text
    officer.submit("Load", _expect=422, paper=sent)
    assert "These files are arriving already" in officer.text
    quiet(database)
    officer.open("/library/catalogue")
    assert "It stopped when 6 of 12 files had arrived" in officer.text
    officer.follow("old.zip")
    assert "Only 6 of 12 files arrived" in officer.text
    assert "0.txt" not in officer.text
    visit(OFFICER).open(f"{officer.path}/report.csv", expect=404)
    officer.open("/library/catalogue").submit("Load", paper=sent)
    assert files_of_the_last(database) == [*FILES]
    assert "0 of 12 files read" in officer.text
    officer.wait_until_read()
    assert "12 files: 12 read, 0 refused, 0 loaded before." in officer.text


def test_what_stopped_takes_no_room_and_makes_nothing_known(
    demo: Cast, database: Database, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "PIECE", ENOUGH)
    officer = visit(OFFICER).open("/library/catalogue")
    with monkeypatch.context() as stopping:
        stop_after(stopping, 6)
        with pytest.raises(Stopped):
            officer.submit("Load", paper=("old.zip", zipped(FILES)))
    monkeypatch.setattr(queueing, "MOST_FILES", 12)
    with database.transaction() as session, pytest.raises(queueing.TooMuchWaits, match="12 files"):
        queueing.check_room(session, owner_id=demo.viewers[OFFICER].organisation_id)
    quiet(database)
    officer.open("/library/catalogue").submit("Load", paper=("0.txt", FILES["0.txt"])).wait_until_read()
    assert "1 file: 1 read, 0 refused, 0 loaded before." in officer.text


def test_of_two_that_send_the_same_one_goes_on_and_no_file_is_kept_twice(demo: Cast, database: Database) -> None:
    content = zipped(FILES)
    owner_id = demo.viewers[OFFICER].organisation_id
    parcel = receiving.Parcel("old.zip", *fingerprint(io.BytesIO(content)), len(FILES), len(content))

    def begin() -> int:
        with database.transaction() as session:
            return receiving.begin(session, actor=demo.viewers[OFFICER], owner_id=owner_id, parcel=parcel).id

    first = begin()
    quiet(database)
    assert begin() == first

    def both() -> Iterator[Unpacked]:
        for n, file in enumerate(Zip(io.BytesIO(content)).files()):
            if n == receiving.PIECE_FILES - 1 or n == len(FILES) - 1:  # just before the first piece is kept
                receiving.keep_all(database.transaction, load_id=first, files=Zip(io.BytesIO(content)).files())
            yield file

    with pytest.raises(receiving.StillArriving):
        receiving.keep_all(database.transaction, load_id=first, files=both())
    assert files_of_the_last(database) == [*FILES]


def test_what_stopped_a_day_ago_is_removed_in_pieces(
    demo: Cast, database: Database, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "PIECE", ENOUGH)
    officer = visit(OFFICER).open("/library/catalogue")
    officer.submit("Load", paper=("whole.txt", old_text()))
    with monkeypatch.context() as stopping:
        stop_after(stopping, 9)
        with pytest.raises(Stopped):
            officer.open("/library/catalogue").submit("Load", paper=("old.zip", zipped(FILES)))
    for ago, left in ((receiving.KEPT - timedelta(minutes=1), 9), (receiving.KEPT + timedelta(minutes=1), 0)):
        quiet(database, ago)
        begun = []

        @contextmanager
        def counted(begun: list[int] = begun) -> Iterator[Any]:
            begun.append(1)
            with database.transaction() as session:
                yield session

        receiving.clear(counted)
        with database.session(read_only=True) as session:
            stopped = select(func.count()).select_from(CatalogueFile).where(CatalogueFile.name.in_([*FILES]))
            assert session.scalar(stopped) == left
    assert len(begun) == 5  # three pieces, the load, and nothing more
    assert "whole.txt" in officer.open("/library/catalogue").text
    assert "old.zip" not in officer.text


def said(count: int, length: int) -> Paper:
    """A paper whose answers are so long."""
    return Paper(title="Old", questions=tuple(PaperQuestion(str(n), "Why?", answer="x" * length) for n in range(count)))


def test_a_load_holds_so_much_text_however_many_files_it_lies_in(
    demo: Cast, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "SMALL_TEXT", 5_000)
    parcel = receiving.Parcel("old.zip", size=200, files=3)
    owner_id = demo.viewers[OFFICER].organisation_id
    with database.transaction() as session:
        load = receiving.begin(session, actor=None, owner_id=owner_id, parcel=parcel)
        for name in ("a.txt", "b.txt", "c.txt"):
            receiving.receive(session, load=load, file=Unpacked(name, name.encode()))
        receiving.arrived(session, load=load)
    ends = []
    for length in (800, 1_500, 100):  # 50 times what was sent are 10,000
        with database.transaction() as session:
            file = services.claim(session)
            assert file is not None
            paper = said(5, length)
            found = services.answers_in(paper)
            services.finish(session, file_id=file.id, attempt=file.attempts, paper=paper, found=found)
            ends.append((file.state, file.cause))
    assert [state for state, _ in ends] == [ReadingState.READ, ReadingState.REFUSED, ReadingState.READ]
    assert "more than 10,000 characters of text, the most for what was sent. Load this file by itself" in ends[1][1]


def test_the_bound_of_a_loads_text_grows_with_what_was_sent_up_to_an_end() -> None:
    assert services.most_text(10) == services.SMALL_TEXT
    assert services.most_text(100_000) == 5_000_000
    assert services.most_text(50 * 2**20) == services.MOST_TEXT


def test_the_same_bytes_taken_apart_otherwise_do_not_make_half_a_load_whole(
    demo: Cast, database: Database, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "PIECE", ENOUGH)
    officer, content = visit(OFFICER).open("/library/catalogue"), zipped(FILES)
    with monkeypatch.context() as stopping:
        stop_after(stopping, 7)
        with pytest.raises(Stopped):
            officer.submit("Load", paper=("old.zip", content))
    quiet(database)
    officer.open("/library/catalogue").submit("Load", _expect=None, paper=("old.docx", content))
    officer.open("/library/catalogue")
    assert "It stopped when 6 of 12 files had arrived" in officer.text
    officer.submit("Load", paper=("old.zip", content))
    assert "0 of 12 files read" in officer.text


def test_a_load_of_which_not_all_came_is_never_whole(database: Database, demo: Cast) -> None:
    parcel = receiving.Parcel("old.zip", sha256="a" * 64, size=9, files=3, unpacked=30)
    with database.transaction() as session:
        owner = demo.people[OFFICER].organisation_id
        load_id = receiving.begin(session, actor=None, owner_id=owner, parcel=parcel).id
    files = [Unpacked(f"{n}.txt", b"1. Why?", "") for n in range(2)]
    with pytest.raises(receiving.NotWhole):
        receiving.keep_all(database.transaction, load_id=load_id, files=files)
    with database.session(read_only=True) as session:
        load = session.get(CatalogueLoad, load_id)
        assert load is not None
        assert load.received_at is None
