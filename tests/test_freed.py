"""The rows that a page loaded are freed when it has been answered, and not later by the collector of cycles.

Hundreds of rows that wait for the collector are memory that nobody needs, and on Python 3.11 processes died of it.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.state import InstanceState

from consult.database import Base, Database
from consult.demo.cast import Cast
from consult.drafting.models import Answer, ConsultationResponse
from consult.notices.delivery import deliver_due
from consult.people.models import Person
from consult.question_sets import uploads
from consult.question_sets.models import ReadingPurpose
from consult.running import working
from consult.running.commands import main
from consult.running.retention import forget_old
from tests.authz.addresses import IN_ADDRESS, filled, values
from tests.authz.persons import gather
from tests.authz.staging import form_token, signed_in, staged
from tests.visitor import HOST

ROLES = ("Policy officer", "Police partner", "Council Executive", "Committee clerk", "Administrator", None)


@pytest.fixture(scope="module")
def stage(backend: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The whole demonstration, made once for all tests here."""
    with staged(backend, "demo", tmp_path_factory.mktemp("freed"), request) as app:
        app.config["PROPAGATE_EXCEPTIONS"] = False
        with app.extensions["database"].transaction() as session:
            gather(session)
        yield app


@contextmanager
def garbage() -> Iterator[Callable[[], set[str]]]:
    """Names the kinds of rows that only the collector could free, since it was last asked."""

    def rows() -> set[str]:
        gc.collect()
        found = {
            type(each).__name__ if isinstance(each, Base) else f"state of {each.class_.__name__}"
            for each in gc.garbage
            if isinstance(each, (Base, InstanceState))
        }
        gc.garbage.clear()
        gc.set_debug(0)
        gc.collect()  # or the next to be asked would be told of the same
        gc.set_debug(gc.DEBUG_SAVEALL)
        return found

    gc.collect()
    gc.freeze()  # what is there already need not be looked at again and again
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        yield rows
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()


def person_named(app: Flask, name: str | None) -> int | None:
    """The number of somebody of the demonstration."""
    with app.extensions["database"].session(read_only=True) as session:
        return session.scalar(select(Person.id).where(Person.name == name)) if name else None


def addresses(app: Flask, method: str) -> list[str]:
    """An address of every page or act there is: of the last thing that it is about."""
    with app.extensions["database"].session(read_only=True) as session:
        known = values(session)
    found = set()
    for rule in app.url_map.iter_rules():
        names = tuple(IN_ADDRESS.findall(rule.rule))
        things = known.get(rule.rule) or known.get(names) or [(1,) * len(names)]
        if method in (rule.methods or ()) and rule.endpoint not in ("static", "sign_in.sign_out"):
            found.add(filled(rule.rule, things[-1]))
    return sorted(found)


@pytest.mark.one_database
@pytest.mark.parametrize("role", ROLES, ids=str)
def test_no_page_leaves_rows_to_the_collector(stage: Flask, role: str | None) -> None:
    browser = signed_in(stage, person_named(stage, role))
    pages, left, seen = addresses(stage, "GET"), {}, set()
    browser.get("/", base_url=HOST)
    with garbage() as rows:
        for path in pages:
            seen.add(browser.get(path, base_url=HOST, buffered=True).status_code)
            if kinds := rows():
                left[path] = kinds
    assert not left
    assert len(pages) > 90
    assert {200, 404} <= seen


@pytest.mark.one_database
@pytest.mark.parametrize("role", ROLES[:5:2], ids=str)
def test_no_act_leaves_rows_to_the_collector(stage: Flask, role: str | None) -> None:
    browser = signed_in(stage, person_named(stage, role))
    acts, left, seen = addresses(stage, "POST"), {}, set()
    token = form_token(browser)
    with garbage() as rows:
        for path in acts:
            seen.add(browser.post(path, base_url=HOST, data={"csrf_token": token}, buffered=True).status_code)
            if kinds := rows():
                left[path] = kinds
    assert not left
    assert len(acts) > 80
    assert {302, 404} <= seen


def test_rows_loaded_from_both_sides_are_untied(database: Database, demo: object) -> None:
    def load(session: Session) -> str:
        answers = selectinload(ConsultationResponse.answers).joinedload(Answer.response)
        found = session.scalars(select(ConsultationResponse).options(answers)).unique().all()
        assert all(answer.response is response for response in found for answer in response.answers)
        return found[0].title

    with garbage() as rows:
        with database.session(read_only=True) as session:
            assert load(session)
        assert {"ConsultationResponse", "Answer"} <= rows()  # what the rule is for
        with database.transaction() as session:
            assert load(session)
        assert rows() == set()


def test_the_worker_leaves_no_rows_to_the_collector(app: Flask, database: Database, demo: Cast) -> None:
    settings, index = app.extensions["settings"], app.extensions["search_index"]
    with database.transaction() as session:
        officer, purpose = demo.viewers["Policy officer"], ReadingPurpose.NEW_CONSULTATION
        uploads.receive(session, actor=officer, purpose=purpose, name="paper.txt", content=b"1. Why?\n\n2. When?\n")
    with garbage() as rows:
        assert working.read_waiting(database) == 1
        working.keep_library(database, settings)
        working.tell_begun(database)
        deliver_due(database, settings)
        forget_old(database, settings)
        index.follow()
        index.compare()
        assert rows() == set()


@pytest.mark.parametrize("words", [["verify"], ["search", "parish"], ["similar", "Should parishes be asked?"]])
def test_no_command_leaves_rows_to_the_collector(
    database_url: str, demo: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("INSTANCE", str(tmp_path))
    with garbage() as rows:
        assert main(words) == 0
        assert rows() == set()
