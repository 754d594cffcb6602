"""Files are read by turns: nobody's many files make another wait for more than one of them."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from itertools import count, pairwise

import pytest
from sqlalchemy import func, select

from consult import dates
from consult.database import Database
from consult.demo.cast import Cast
from consult.library import queueing
from consult.library.catalogue import receiving, services
from consult.library.catalogue.unpacking import Unpacked
from consult.question_sets import uploads
from consult.question_sets.models import Reading, ReadingPurpose, ReadingState
from consult.question_sets.paper import Paper
from tests.factories.situations import Drafting
from tests.visitor import HOST, Visitor

MANY, SOME, ONE = "Policy officer", "Senior policy officer", "Police partner"


@pytest.fixture(autouse=True)
def a_clock_that_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look at the clock is a second later, so that no two files were read at the same moment."""
    began, seconds = dates.now(), count()
    monkeypatch.setattr(dates, "now", lambda: began + timedelta(seconds=next(seconds) / 1000))


def upload(database: Database, cast: Cast, who: str, files: int) -> None:
    """Papers that a person uploaded."""
    with database.transaction() as session:
        for n in range(files):
            uploads.receive(
                session,
                actor=cast.viewers[who],
                purpose=ReadingPurpose.TAKE_OVER,
                name=f"{who} {n}",
                content=b"1. Why?",
            )


def load(database: Database, cast: Cast, who: str, files: int) -> None:
    """Old responses that a person loaded."""
    with database.transaction() as session:
        actor = cast.viewers[who]
        parcel = receiving.Parcel(who)
        begun = receiving.begin(session, actor=actor, owner_id=actor.organisation_id, parcel=parcel)
        for n in range(files):
            receiving.receive(session, load=begun, file=Unpacked(f"{who} {n}", f"{who} {n}".encode()))
        receiving.arrived(session, load=begun)


def read_one(database: Database) -> str:
    """Claim what is next, as a worker does, and end it; whose it was."""
    with database.transaction() as session:
        turn = queueing.turns(session)[0]
        if turn.is_paper:
            reading = uploads.claim(session, reading_id=turn.number)
            assert reading is not None
            name, number, attempt = reading.name, reading.id, reading.attempts
            uploads.refuse(session, reading_id=number, attempt=attempt, cause="Not read", peak_memory=0)
        else:
            file = services.claim(session, file_id=turn.number)
            assert file is not None
            name = file.name
            services.finish(session, file_id=file.id, attempt=file.attempts, paper=Paper(title=""), found=[])
    return name.rsplit(" ", 1)[0]


def test_three_people_with_a_hundred_ten_and_one_file(database: Database, cast: Cast) -> None:
    upload(database, cast, MANY, 100)
    upload(database, cast, SOME, 10)
    upload(database, cast, ONE, 1)
    order = [read_one(database) for _ in range(111)]
    # Their first files are the first three; then the two of the council take turns until the ten are read.
    assert set(order[:3]) == {MANY, SOME, ONE}
    assert order[3:21].count(SOME) == 9
    assert all(one != other for one, other in pairwise(order[:21]))
    assert set(order[21:]) == {MANY}


def test_who_comes_later_waits_for_one_file_only(database: Database, cast: Cast) -> None:
    load(database, cast, MANY, 30)
    assert [read_one(database) for _ in range(4)] == [MANY] * 4
    upload(database, cast, SOME, 2)
    load(database, cast, ONE, 2)
    assert set([read_one(database) for _ in range(3)][:2]) == {SOME, ONE}


def test_an_organisation_has_one_turn_however_many_of_its_people_wait(database: Database, cast: Cast) -> None:
    for who in (MANY, SOME):
        upload(database, cast, who, 10)
    upload(database, cast, ONE, 10)
    order = [read_one(database) for _ in range(20)]
    assert order.count(ONE) == 10


def test_ones_own_papers_come_before_ones_old_responses(database: Database, cast: Cast) -> None:
    load(database, cast, MANY, 2)
    upload(database, cast, MANY, 1)
    with database.session(read_only=True) as session:
        assert [turn.is_paper for turn in queueing.turns(session)] == [True, False, False]


def test_several_workers_find_several_files_of_one_person(database: Database, cast: Cast) -> None:
    upload(database, cast, MANY, 5)
    with database.session(read_only=True) as session:
        waiting = queueing.turns(session)
    assert len({turn.number for turn in waiting}) == 5
    with database.transaction() as session:
        assert uploads.claim(session, reading_id=waiting[0].number)
    with database.transaction() as session:
        assert uploads.claim(session, reading_id=waiting[0].number) is None
        assert uploads.claim(session, reading_id=waiting[1].number)


@pytest.mark.parametrize(("files", "size"), [(4, 10**9), (10**6, 40)], ids=["files", "bytes"])
def test_an_organisation_with_much_waiting_loads_more_when_it_is_read(
    database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch, files: int, size: int
) -> None:
    monkeypatch.setattr(queueing, "MOST_FILES", files)
    monkeypatch.setattr(queueing, "MOST_UNPACKED", size)
    mine, others = (cast.viewers[who].organisation_id for who in (MANY, ONE))
    load(database, cast, MANY, 2)
    upload(database, cast, MANY, 1)
    with database.session(read_only=True) as session:
        queueing.check_room(session, owner_id=others)
    upload(database, cast, MANY, 1)
    with database.session(read_only=True) as session, pytest.raises(queueing.TooMuchWaits, match="4 files of your"):
        queueing.check_room(session, owner_id=mine)
    read_one(database)
    read_one(database)
    with database.session(read_only=True) as session:
        queueing.check_room(session, owner_id=mine)


@pytest.mark.parametrize(
    "path", ["/consultations/load", "/consultations/{consultation}/load", "/responses/{response}/take-over"]
)
def test_no_page_takes_a_file_while_much_waits(
    drafting: Drafting,
    database: Database,
    visit: Callable[[str | None], Visitor],
    monkeypatch: pytest.MonkeyPatch,
    path: str,
) -> None:
    path = path.format(consultation=drafting.consultation, response=drafting.response)
    monkeypatch.setattr(queueing, "MOST_FILES", 1)
    officer = visit("Policy officer")
    files = select(func.count()).select_from(Reading)
    for waiting, status in ((1, 200), (1, 422)):
        officer.open(path)
        form = next(form for form in officer.document.iter("form") if form.xpath(".//input[@type='file']"))
        values = {**dict(form.form_values()), "source": "file", "paper": (BytesIO(b"1. Is it so?"), "paper.txt")}
        sent = officer.client.post(path, base_url=HOST, data=values)
        assert sent.status_code == (302 if status == 200 else status)
        with database.session(read_only=True) as session:
            assert session.scalar(files.where(Reading.state == ReadingState.WAITING)) == waiting
    assert "1 file of your organisation still waits to be read" in sent.get_data(as_text=True)
