"""The index follows what is filed: in the same transaction on PostgreSQL, by the change log everywhere."""

import threading
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from consult.config import SettingError, Settings, read_settings
from consult.database import Database
from consult.demo.cast import COUNCIL, Cast
from consult.history.services import record
from consult.library.models import EntryState, IndexChange, IndexOperation, LibraryEntry
from consult.library.search import keeper as keeping
from consult.library.search.engine import IndexUnavailable
from consult.library.search.indexing import catch_up, follow, indexed, newest_change
from consult.library.search.keeper import IndexKeeper, open_engine
from consult.library.search.parser import parse
from consult.library.search.postgres.index import PostgresEngine
from consult.library.search.whoosh.index import WhooshEngine
from consult.library.services import NewEntry, add_entries
from consult.running.working import compare_search
from tests.library.entries import entry, ids

DAY = date(2006, 2, 7)


def file(session, cast: Cast, *questions: str) -> list[LibraryEntry]:
    """File answers as the back catalogue does."""
    owner = cast.organisations[COUNCIL].id
    record(session, actor=None, action="back catalogue loaded", subject="library", details={})
    entries = [
        NewEntry(
            consultation="Working together",
            issuing_body="Department for Local Places",
            question=question,
            answer="We **agree**.",
            adopted_on=DAY,
            owner_id=owner,
            adopted_by={owner},
        )
        for question in questions
    ]
    return [session.get_one(LibraryEntry, number) for number in add_entries(session, entries)]


@pytest.fixture
def keeper(database: Database, tmp_path) -> IndexKeeper:
    keeper = IndexKeeper(database, tmp_path / "index")
    keeper.follow()
    return keeper


def found(keeper: IndexKeeper, database: Database, text: str) -> list[int]:
    with database.session(read_only=True) as session:
        return ids(keeper.ready(session).search(parse(text)))


def test_the_engine_is_the_databases_own_unless_the_operator_says_which(database, tmp_path):
    own = PostgresEngine if database.engine.dialect.name == "postgresql" else WhooshEngine
    assert isinstance(open_engine(database, tmp_path), own)
    assert isinstance(open_engine(database, tmp_path, "whoosh"), WhooshEngine)


@pytest.mark.parametrize(
    ("name", "url", "fault"),
    [("lucene", "", "SEARCH_ENGINE must be whoosh or postgres"), ("postgres", "", "only where DATABASE_URL begins")],
)
def test_an_engine_that_cannot_be_is_refused_by_name(name, url, fault, tmp_path):
    given = {"DEMO": "1", "INSTANCE": str(tmp_path), "SEARCH_ENGINE": name, "DATABASE_URL": url}
    with pytest.raises(SettingError, match=fault):
        read_settings(given)
    settings = read_settings({**given, "SEARCH_ENGINE": "postgres", "DATABASE_URL": "postgresql://x/y"})
    assert isinstance(settings, Settings)
    assert settings.search_engine == "postgres"


def test_what_was_filed_changed_and_withdrawn_is_found_accordingly(database, cast, keeper):
    with database.transaction() as session:
        first, second = file(session, cast, "Who keeps the parks?", "Who keeps the libraries?")
    assert found(keeper, database, "parks") == [first.id]
    assert found(keeper, database, "agree") == [second.id, first.id]
    with database.transaction() as session:
        changed = session.get_one(LibraryEntry, first.id)
        changed.question = "Who keeps the rivers?"
        gone = session.get_one(LibraryEntry, second.id)
        gone.state, gone.cause = EntryState.WITHDRAWN, "No longer so"
        follow(session, [first.id, second.id])
    assert found(keeper, database, "parks or libraries") == []
    assert found(keeper, database, "rivers") == [first.id]
    assert keeper.engine.count() == 1
    with database.session(read_only=True) as session:
        keeper.engine.rebuild([], 0)
        catch_up(session, keeper.engine)
    assert keeper.engine.entry_ids() == {first.id}


def test_on_postgresql_the_index_is_never_behind(database, cast, keeper):
    if database.engine.dialect.name != "postgresql":
        pytest.skip("the embedded index follows after the commit")
    with database.transaction() as session:
        (entry,) = file(session, cast, "Who keeps the parks?")
    assert ids(keeper.engine.search(parse("parks"))) == [entry.id]
    with database.session() as session:
        file(session, cast, "Who keeps the rivers?")
        session.rollback()
    assert ids(keeper.engine.search(parse("rivers"))) == []
    with database.session(read_only=True) as session:
        assert keeper.engine.checkpoint() == newest_change(session)
        keeper.engine.rebuild([], 0)
        assert catch_up(session, keeper.engine).checkpoint == newest_change(session)
    assert ids(keeper.engine.search(parse("parks"))) == [entry.id]


def test_on_postgresql_an_index_that_cannot_be_written_stops_nothing(database, cast, keeper):
    if database.engine.dialect.name != "postgresql":
        pytest.skip("the embedded index is written after the commit")
    with database.engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE search_entries"))
    with database.transaction() as session:
        (entry,) = file(session, cast, "Who keeps the parks?")
    keeper.follow()
    assert found(keeper, database, "parks") == [entry.id]


def test_a_change_noted_without_its_words_is_followed_all_the_same(database, cast, keeper):
    with database.transaction() as session:
        (entry,) = file(session, cast, "Who keeps the parks?")
    assert found(keeper, database, "parks") == [entry.id]
    with database.transaction() as session:
        session.get_one(LibraryEntry, entry.id).question = "Who keeps the rivers?"
        session.add(IndexChange(entry_id=entry.id, operation=IndexOperation.PUT))
    assert found(keeper, database, "rivers") == [entry.id]
    assert found(keeper, database, "parks") == []


def test_an_index_ahead_of_a_restored_database_or_by_other_rules_is_written_anew(database, cast, keeper):
    with database.transaction() as session:
        (entry,) = file(session, cast, "Who keeps the parks?")
    keeper.follow()
    keeper.engine.rebuild([], 4711)
    assert found(keeper, database, "parks") == [entry.id]
    if isinstance(keeper.engine, PostgresEngine):
        with database.engine.begin() as connection:
            connection.execute(sa.text("UPDATE search_state SET form = 'older rules'"))
        keeper.follow()
        assert found(keeper, database, "parks") == [entry.id]


def test_an_index_that_another_process_writes_anew_meanwhile_is_followed_from_where_it_stands(
    database, cast, keeper, monkeypatch
):
    with database.transaction() as session:
        first, second = file(session, cast, "Who keeps the parks?", "Who keeps the libraries?")
    keeper.follow()
    with database.session(read_only=True) as session:
        older = newest_change(session)
        earlier = [indexed(session.get_one(LibraryEntry, first.id))]
    apply = keeper.engine.apply

    def after_another(*arguments, **more):
        monkeypatch.setattr(keeper.engine, "apply", apply)
        keeper.engine.rebuild(
            earlier, older - 1
        )  # by a process that read the library before the second answer was filed
        apply(*arguments, **more)

    monkeypatch.setattr(keeper.engine, "apply", after_another)
    with database.transaction() as session:
        record(session, actor=None, action="changed", subject="library", details={})
        session.add(IndexChange(entry_id=first.id, operation=IndexOperation.PUT))
    keeper.follow()
    assert keeper.engine.checkpoint() == older + 1
    assert keeper.engine.entry_ids() == {first.id, second.id}


def test_an_index_that_another_process_brought_further_is_not_written_anew(
    database, cast, keeper, tmp_path, monkeypatch
):
    with database.transaction() as session:
        file(session, cast, "Who keeps the parks?")
    keeper.follow()
    checkpoint, others = keeper.engine.checkpoint, open_engine(database, tmp_path / "index")

    def after_another():
        monkeypatch.setattr(keeper.engine, "checkpoint", checkpoint)
        with database.transaction() as session:
            file(session, cast, "Who keeps the libraries?")
        with database.session(read_only=True) as session:
            catch_up(session, others)
        return checkpoint()

    monkeypatch.setattr(keeper.engine, "checkpoint", after_another)
    with database.session(read_only=True) as session:
        assert not catch_up(session, keeper.engine).rebuilt
    assert len(keeper.engine.entry_ids()) == 2


@pytest.mark.parametrize("fault", ["one is missing", "one too many", "other words", "another day"])
def test_the_nightly_comparison_finds_every_kind_of_difference(fault, database, cast, keeper, tmp_path, caplog):
    with database.transaction() as session:
        first, second = file(session, cast, "Who keeps the parks?", "Who keeps the libraries?")
    with database.session(read_only=True) as session:
        stands_at = newest_change(session)
        right = [indexed(session.get_one(LibraryEntry, each.id)) for each in (first, second)]
    assert keeper.compare() == 0
    wrong = {
        "one is missing": right[:1],
        "one too many": [*right, entry(4711, "Who keeps the rivers?")],
        "other words": [right[0], replace(right[1], answer="We **disagree**.")],
        "another day": [right[0], replace(right[1], adopted_on=date(2005, 2, 7))],
    }
    keeper.engine.rebuild(wrong[fault], stands_at)
    compare_search(database, read_settings({"DEMO": "1", "INSTANCE": str(tmp_path)}))
    assert "search index and library differ in 1 entries: it is written anew" in caplog.text
    assert keeper.compare() == 0
    assert found(keeper, database, "agree") == [second.id, first.id]
    assert found(keeper, database, "disagree or rivers or year:2005") == []


def test_a_search_waits_only_so_long_while_the_index_is_written(database, cast, keeper, monkeypatch):
    monkeypatch.setattr(keeping, "WAIT_SECONDS", 0.05)
    with database.transaction() as session:
        (filed,) = file(session, cast, "Who keeps the parks?")
    with database.session(read_only=True) as session:
        keeper.engine.rebuild([], newest_change(session) + 5)  # ahead, as after an older database was restored
        began, go_on = threading.Event(), threading.Event()
        write_anew = keeper.engine.rebuild

        def slowly(*arguments):
            began.set()
            assert go_on.wait(20)
            write_anew(*arguments)

        monkeypatch.setattr(keeper.engine, "rebuild", slowly)
        for _ in range(3):
            with pytest.raises(IndexUnavailable):
                keeper.ready(session)
        assert began.is_set()
        go_on.set()
        monkeypatch.setattr(keeping, "WAIT_SECONDS", 20)
        assert ids(keeper.ready(session).search(parse("parks"))) == [filed.id]


def test_the_nightly_comparison_notices_what_the_index_lost_and_mends_it(database, cast, keeper):
    with database.transaction() as session:
        first, second = file(session, cast, "Who keeps the parks?", "Who keeps the libraries?")
    assert keeper.compare() == 0
    with database.session(read_only=True) as session:
        stands_at = newest_change(session)
    keeper.engine.rebuild([], stands_at)
    assert found(keeper, database, "parks") == []
    assert keeper.compare() == 2
    assert keeper.compare() == 0
    assert keeper.engine.entry_ids() == {first.id, second.id}
