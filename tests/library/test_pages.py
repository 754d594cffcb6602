"""The library on its pages: what was submitted is found, and a broken index never stops the service."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from consult.config import PROJECT
from consult.database import Database
from consult.demo.cast import COUNCIL, PARTNERSHIP, Cast
from consult.library.search.indexing import catch_up
from consult.library.search.whoosh.index import WhooshEngine
from consult.running.commands import main
from tests.factories.situations import Drafting, being_drafted, in_the_library
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]


def test_words_are_found_and_marked(demo: Cast, visit: Visit) -> None:
    officer = visit("Policy officer").open("/library").submit("Search", q="neighbourhood engagement")
    first = officer.document.xpath("//article")[0]
    assert "Should neighbourhood engagement be led by the district" in " ".join(first.text_content().split())
    marked = {mark.text_content().lower() for mark in first.iter("mark")}
    assert {"neighbourhood", "engagement"} <= marked


@pytest.mark.parametrize(
    "text", ["zebra", "((", '"', "and or not", "*", "~", "question:", "year:x", "<b>", "\u202e", "a" * 3000]
)
def test_any_text_gives_results_or_a_hint(text: str, demo: Cast, visit: Visit) -> None:
    officer = visit("Policy officer").open("/library").submit("Search", q=text)
    assert officer.document.xpath("//article") or "No earlier answer has these words" in officer.text


def test_an_earlier_answer_stands_beside_a_new_question(
    cast: Cast, database: Database, app: Flask, visit: Visit
) -> None:
    question = "How should councils and their partners hear from neighbourhoods and parishes?"
    bodies = {cast.organisations[name].id for name in (COUNCIL, PARTNERSHIP)}
    with database.transaction() as session:
        in_the_library(session, cast, question=question, adopted_by=bodies)
        made = being_drafted(session, cast, ("",), questions=("How should partners hear from neighbourhoods?",))
    app.extensions["search_index"].follow()
    officer = visit("Policy officer").open(f"/answers/{made.answers[0]}")
    aside = officer.document.xpath("//aside")[0]
    assert question in aside.text_content()
    officer.follow("How should councils and their partners")
    assert "Rivermead Borough Council and Rivermead Local Partnership" in officer.text


def test_a_lost_or_torn_index_is_rebuilt_while_the_rest_works(
    cast: Cast, database: Database, drafting: Drafting, app: Flask, visit: Visit
) -> None:
    index = app.extensions["settings"].index_folder
    if not index.exists():
        pytest.skip("the database itself holds the index")
    with database.transaction() as session:
        in_the_library(session, cast, answer="Small parishes have a clerk for a few hours a week.")
        in_the_library(session, cast, count=5)
    app.extensions["search_index"].follow()
    officer = visit("Policy officer").open("/library?q=clerk")
    assert "1 answer found" in officer.text
    shutil.rmtree(index)
    officer.open(f"/answers/{drafting.answers[0]}")
    officer.open("/library?q=clerk")
    wait_until_found(officer)
    for path in sorted(Path(index).rglob("*")):
        if path.is_file() and path.stat().st_size > 40 and "lock" not in path.name:
            path.write_bytes(path.read_bytes()[:20])
    officer.open("/library?q=clerk")
    wait_until_found(officer)


def wait_until_found(visitor: Visitor) -> None:
    """Search until the index is whole again: it is mended beside the requests."""
    for _ in range(50):
        if "1 answer found" in visitor.open("/library?q=clerk").text:
            return
    raise AssertionError(visitor.text)


def test_an_index_ahead_of_a_restored_database_is_rebuilt(demo: Cast, database: Database, tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "other-index")
    engine.rebuild([], 4711)
    with database.session(read_only=True) as session:
        state = catch_up(session, engine)
    assert state.rebuilt
    assert engine.count() == 6


def test_the_commands_find_the_same(
    demo: Cast, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("INSTANCE", str(tmp_path / "instance"))
    assert main(["rebuild-index"]) == 0
    capsys.readouterr()
    assert main(["search", "neighbourhood engagement", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found[0]["number"] == "2"
    assert main(["similar", "How do we hear from parishes and neighbourhoods?", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["number"] == "1"
    assert main(["verify"]) == 0
    told = capsys.readouterr().out.split()
    assert told[0] == "OK"
    count, head = told[1].removeprefix("entries="), told[2].removeprefix("head=")
    assert main(["verify", "--expect", count, head]) == 0
    assert main(["verify", "--expect", str(int(count) + 1), head]) == 1
    bank = str(PROJECT / "question_banks" / "partnership-workshop.yaml")
    assert main(["load", bank]) == 0
    assert "5 questions to review" in capsys.readouterr().out
    assert main(["load", bank, "--organisation", "Nobody"]) == 2
    assert main(["issue", "1", "--out", str(tmp_path / "out")]) == 0
    assert len(list((tmp_path / "out").glob("*.docx"))) == 3
