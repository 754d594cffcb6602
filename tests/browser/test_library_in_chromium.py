"""The library by clicking, on both databases: search, reuse with its source, review, merge, load a back catalogue.

Every page on the way is looked at for accessibility, and fits a desk and a telephone.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from consult.database import Database
from consult.demo.cast import COUNCIL, Cast
from consult.library import pairing
from consult.library.models import LibraryEntry
from consult.library.services import NewEntry, add_entries
from consult.running.working import read_waiting
from tests import chromium, named
from tests.browser.conftest import Person
from tests.browser.looking import DESK, PHONE, faults
from tests.library.old_responses import OLD, zipped

OFFICER = "Policy officer"


@pytest.fixture
def officer(demo: Cast, app: Flask, person: Person) -> Iterator[Page]:
    """The officer's window on the demonstration in the test's own database."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with chromium.served(app) as address:
        yield person(address.replace("127.0.0.1", "localhost"), OFFICER)


@pytest.fixture
def commented(demo: Cast, database: Database) -> str:
    """Where an answer is that has comments and earlier answers, in the test's own database."""
    with database.session(read_only=True) as session:
        return f"/answers/{named.answer_at(session, 6)}"


@pytest.fixture
def entry(demo: Cast, database: Database) -> int:
    """An entry of the council's."""
    with database.session(read_only=True) as session:
        return session.scalars(select(LibraryEntry.id).order_by(LibraryEntry.id).limit(1)).one()


def look(page: Page) -> None:
    """Raise AssertionError with all that is wrong with the page on a desk and on a telephone."""
    found = faults(page, PHONE, DESK)
    assert not found, "\n".join(found)


def press(page: Page, name: str) -> None:
    """Press a button and wait for the page that comes."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def follow(page: Page, name: str) -> None:
    """Follow a link and wait for the page that comes."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("link", name=name).first.click()


def search(page: Page, words: str) -> None:
    """Type words into the library's search."""
    page.get_by_label("Search questions and answers").fill(words)
    press(page, "Search")


def test_an_answer_is_found_narrowed_and_searched_for_again(officer: Page) -> None:
    officer.goto("/library")
    search(officer, "neighbourhods")
    with officer.expect_navigation():
        officer.get_by_text("Did you mean").get_by_role("link").click()
    expect(officer.get_by_role("main").locator("mark").first).to_be_visible()
    search(officer, "council or partners or neighbourhood")
    with officer.expect_navigation():
        officer.get_by_role("region", name="Narrow the list").get_by_role("link").first.click()
    expect(officer.get_by_text("Only:")).to_be_visible()
    look(officer)
    officer.get_by_label("Name").fill("Neighbourhoods")
    press(officer, "Save this search")
    officer.goto("/library?q=clerk+or+submarines+or+zeppelins+or+balloons")
    expect(officer.get_by_text("No good match")).to_be_visible()
    look(officer)
    press(officer, "Neighbourhoods")
    expect(officer.get_by_label("Search questions and answers")).to_have_value("council or partners or neighbourhood")
    search(officer, "submarines")
    expect(officer.get_by_role("main")).to_contain_text("Take a filter away")
    look(officer)


def test_an_earlier_answer_is_used_with_its_source_and_its_changes_are_seen(officer: Page, commented: str) -> None:
    officer.goto(commented)
    officer.get_by_role("tab", name="Earlier answers").click()
    expect(officer.get_by_role("complementary", name="Beside the answer")).to_contain_text("% alike")
    look(officer)
    with officer.expect_navigation():
        officer.get_by_role("complementary").get_by_role("link", name="Use this answer").first.click()
    press(officer, "Use this answer")
    expect(officer.get_by_role("alert")).to_contain_text("Select where the earlier answer goes")
    look(officer)
    officer.get_by_role("radio").first.check()
    press(officer, "Use this answer")
    expect(officer.get_by_text("unchanged so far")).to_be_visible()
    officer.locator("textarea[name=text]").press("Control+End")
    officer.keyboard.type(" Submarines are new here.")
    press(officer, "Save answer")
    officer.get_by_text("what was changed since").click()
    expect(officer.locator("details[open] ins").first).to_contain_text("Submarines are new here.")
    look(officer)
    officer.goto(f"{commented}/versions")
    expect(officer.get_by_role("main")).to_contain_text("From entry")
    look(officer)


def file_twice(cast: Cast, database: Database) -> list[int]:
    """An entry of the demonstration again, as a second load of old responses would bring it, and the pair proposed."""
    with database.transaction() as session:
        council = cast.organisations[COUNCIL].id
        first = session.scalars(select(LibraryEntry).order_by(LibraryEntry.id)).first()
        assert first
        again = NewEntry(
            consultation=first.consultation,
            issuing_body=first.issuing_body,
            question=first.question,
            answer=f"{first.answer} Nothing more.",
            adopted_on=first.adopted_on,
            review_on=first.review_on,
            owner_id=first.owner_id,
            adopted_by={council},
        )
        numbers = add_entries(session, [again])
        pairing.compare_new(session)
        return [first.id, *numbers]


def test_entries_are_merged_and_superseded(officer: Page, demo: Cast, app: Flask, database: Database) -> None:
    first, again = file_twice(demo, database)
    app.extensions["search_index"].follow()
    officer.goto("/library/duplicates")
    look(officer)
    with officer.expect_navigation():
        officer.locator("main a[href*='/library/duplicates/']").first.click()
    look(officer)
    officer.get_by_role("radio").first.check()
    press(officer, "Save the choice")
    officer.goto(f"/library/{again}")
    expect(officer.get_by_role("main")).to_contain_text("uperseded")
    officer.goto(f"/library/{first + 1}/review")
    officer.get_by_role("radio", name="Another entry takes its place").check()
    officer.locator("input[name=by]").fill(str(first + 1))
    press(officer, "Record the review")
    expect(officer.get_by_role("alert")).to_be_visible()
    look(officer)
    officer.locator("input[name=by]").fill(str(first))
    press(officer, "Record the review")
    expect(officer.get_by_role("status")).to_contain_text(f"Entry {first + 1} was superseded")


def test_entries_are_reviewed_and_withdrawn(officer: Page, entry: int) -> None:
    officer.goto(f"/library/{entry}/review")
    press(officer, "Record the review")
    expect(officer.get_by_role("alert")).to_be_visible()
    look(officer)
    officer.get_by_role("radio", name="It is still right").check()
    press(officer, "Record the review")
    expect(officer.get_by_role("status")).to_contain_text(f"Entry {entry} was confirmed")
    officer.goto(f"/library/{entry}/review")
    officer.get_by_role("radio", name="It should not be used any more").check()
    officer.locator("textarea[name=cause]").fill("The law has changed")
    press(officer, "Record the review")
    expect(officer.get_by_role("status")).to_contain_text(f"Entry {entry} was withdrawn")
    look(officer)


def test_a_back_catalogue_is_loaded_previewed_and_reported(officer: Page, database: Database, tmp_path: Path) -> None:
    old = tmp_path / "old.zip"
    old.write_bytes(zipped(OLD))
    officer.goto("/library/catalogue")
    officer.locator("input[type=file]").set_input_files(old)
    press(officer, "Load")
    expect(officer.get_by_role("main")).to_contain_text("0 of 4 files read")
    read_waiting(database)
    officer.reload()
    expect(officer.get_by_role("main")).to_contain_text("2 read, 2 refused")
    look(officer)
    with officer.expect_download() as report:
        officer.get_by_role("link", name="Download the report").click()
    assert "picture.png,Refused" in report.value.path().read_text("utf-8-sig")
    follow(officer, "2019/markets.txt")
    officer.get_by_label("Consultation").first.fill("Markets")
    officer.locator("[name=issuing_body]").fill("Market Office")
    for part, value in (("day", "31"), ("month", "5"), ("year", "2019")):
        officer.locator(f"[name=adopted_on-{part}]").fill(value)
    officer.get_by_role("checkbox", name=COUNCIL).check()
    look(officer)
    press(officer, "Put the ticked answers into the library")
    expect(officer.get_by_role("status")).to_contain_text("3 answers are in the library now")
    officer.goto("/library?q=sundays+year:2019")
    expect(officer.get_by_role("heading", name="1 answer found")).to_be_visible()
