"""Every kind of file through the pages in Chromium, the real worker beside them: upload, progress, review, publish.

And what an officer does who finds that the reader was wrong.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import chromium
from tests.browser import demonstration, formats
from tests.browser.conftest import Person
from tests.browser.looking import check
from tests.question_sets.pdfs import lines, written

KEY = "for-tests-only-0123456789-abcdefghijkl"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the database, the queue and the files of these tests stand."""
    return tmp_path_factory.mktemp("loading")


@pytest.fixture(scope="module")
def address(demo_file: Path, folder: Path) -> Iterator[str]:
    """The demonstration, served, with its worker in a process of its own."""
    (folder / "site").mkdir()
    database = folder / "site" / "demo.sqlite"
    database.write_bytes(demo_file.read_bytes())
    app = demonstration.application(database)
    surroundings = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "DATABASE_URL": f"sqlite:///{database}",
        "INSTANCE": str(database.parent),
        "SECRET_KEY": KEY,
        "TRUSTED_HOSTS": "localhost",
        "DEMO": "1",
    }
    worker = subprocess.Popen([sys.executable, "-m", "consult.running.commands", "work"], env=surroundings)
    with chromium.served(app) as served:
        yield served
    worker.terminate()
    assert worker.wait(30) == 0
    app.extensions["database"].close()


@pytest.fixture(scope="module")
def office_files(folder: Path) -> dict[str, bytes]:
    """The paper as OpenDocument, Word 97 and rich text."""
    (folder / "office").mkdir()
    return formats.office(folder / "office")


def upload(officer: Page, name: str, content: bytes) -> None:
    """Choose a file and wait until it is read."""
    officer.goto("/consultations/load")
    officer.get_by_label("Consultation paper").set_input_files({"name": name, "mimeType": "", "buffer": content})
    officer.get_by_role("button", name="Load", exact=True).click()
    expect(officer.locator("h1")).not_to_have_text("Reading the file", timeout=60_000)


def publish(officer: Page) -> None:
    """Enter what the paper does not say, and publish."""
    officer.get_by_role("link", name="Change details").first.click()
    officer.get_by_label("Issuing body").fill("Department for Local Places")
    for label, value in (("Day", "17"), ("Month", "3"), ("Year", "2099")):
        officer.get_by_label(label).fill(value)
    officer.get_by_label("Closing time").fill("5pm")
    officer.get_by_role("button", name="Save details").click()
    officer.get_by_role("button", name="Review the questions").click()
    officer.get_by_role("button", name="Publish 3 questions").click()
    # A sheet has no title but its file's name.
    expect(officer.locator("h1")).to_have_text(re.compile(f"{formats.TITLE}|squares"))
    expect(officer.get_by_role("main")).to_contain_text("3 Published")


@pytest.mark.one_database
@pytest.mark.parametrize("name", [*formats.PLAIN, *formats.OFFICE])
def test_every_kind_of_file_from_upload_to_published(
    address: str, person: Person, name: str, request: pytest.FixtureRequest
) -> None:
    if name in formats.OFFICE:
        content = request.getfixturevalue("office_files").get(name)
        if content is None:
            pytest.skip("LibreOffice is not here")
    else:
        content = formats.PLAIN[name]()
    officer = person(address, "Policy officer")
    upload(officer, name, content)
    expect(officer.locator("h1")).to_have_text("Review the questions")
    for question in formats.QUESTIONS:
        expect(officer.get_by_role("main")).to_contain_text(question)
    # A clean paper needs no correction at all.
    expect(officer.get_by_role("main")).to_contain_text("3 questions. Look through them, then publish.")
    if name == "squares.docx":
        check(officer)
    publish(officer)


def test_a_file_that_cannot_be_read_names_the_cause(address: str, person: Person) -> None:
    officer = person(address, "Policy officer")
    upload(officer, "squares.pdf", written([[]]))
    expect(officer.locator("h1")).to_have_text("The file could not be read")
    expect(officer.get_by_role("main")).to_contain_text("This PDF is a scan without text")
    check(officer)


def test_progress_is_shown_while_a_long_paper_is_read(address: str, person: Person) -> None:
    texts = ["The square is paved and has trees on its northern side."] * 40
    long = written([lines([f"{n}. Should square number {n} be paved?", "", *texts], gap=13) for n in range(1, 401)])
    officer = person(address, "Policy officer")
    officer.goto("/consultations/load")
    officer.get_by_label("Consultation paper").set_input_files({"name": "long.pdf", "mimeType": "", "buffer": long})
    officer.get_by_role("button", name="Load", exact=True).click()
    expect(officer.locator("h1")).to_have_text("Reading the file")
    check(officer)
    expect(officer.locator("h1")).to_have_text("Review the questions", timeout=120_000)


MISSED = """\
# Consultation on benches

1. Should every path have a bench?

2. Who should repair the benches?

4. Should a bench have a back, and arms to help people up?

The council would also like to hear where benches are missing most, and why that is so.
"""


def test_what_the_reader_missed_is_added_from_selected_words(address: str, person: Person) -> None:
    officer = person(address, "Policy officer")
    upload(officer, "benches.md", MISSED.encode())
    with officer.expect_navigation():
        officer.get_by_role("link", name="Read the whole paper").click()
    check(officer)
    line = officer.locator("[data-words]", has_text="where benches are missing")
    line.evaluate(
        """line => {
          const words = line.firstChild, start = words.data.indexOf('where benches')
          const range = document.createRange()
          range.setStart(words, start)
          range.setEnd(words, start + 'where benches are missing most'.length)
          getSelection().removeAllRanges()
          getSelection().addRange(range)
        }"""
    )
    expect(officer.locator("[data-selection-hint]")).to_be_visible()
    officer.get_by_role("button", name="Add a question from what is ticked").press("Enter")
    expect(officer.get_by_label("Question", exact=True)).to_have_value("where benches are missing most")
    check(officer)
    officer.get_by_label("Question", exact=True).fill("Where are benches missing most?")
    officer.get_by_role("button", name="Add question").click()
    expect(officer.get_by_role("main")).to_contain_text("Where are benches missing most?")


def test_a_doubtful_question_is_checked_against_the_paper_by_keyboard(address: str, person: Person) -> None:
    officer = person(address, "Policy officer")
    upload(officer, "benches.md", MISSED.encode())
    expect(officer.get_by_role("heading", name="Check first")).to_be_visible()
    expect(officer.get_by_role("button", name="Publish")).to_have_count(0)
    officer.get_by_role("button", name="Check the first").press("Enter")
    expect(officer.get_by_role("region", name="In the paper")).to_contain_text("arms to help people up")
    expect(officer.locator(".app-passage--marked")).to_contain_text("Should a bench have a back")
    check(officer)
    officer.get_by_label("Question", exact=True).focus()
    with officer.expect_navigation():
        officer.keyboard.press("Control+Enter")
    for _ in range(5):
        if officer.locator("h1").inner_text() == "Review the questions":
            break
        with officer.expect_navigation():
            officer.get_by_role("button", name="Save, and check the next").press("Enter")
    expect(officer.get_by_role("main")).to_contain_text("Look through them, then publish.")


def test_questions_are_gone_through_mended_and_undone_by_keys(address: str, person: Person) -> None:
    officer = person(address, "Policy officer")
    upload(officer, "benches.md", f"{MISSED}\nPlease comment on:\n\n- Shade\n- Bins beside benches\n".encode())
    first = officer.locator("li.app-line-of").first
    first.focus()
    expect(officer.locator(".app-passage--marked")).to_contain_text("Should a bench have a back")
    check(officer)
    officer.keyboard.press("j")
    expect(officer.locator(".app-passage--marked")).to_contain_text("Should every path have a bench?")
    with officer.expect_navigation():
        officer.keyboard.press("d")
    expect(officer.locator("li.app-line-of:focus")).to_contain_text("Removed")
    with officer.expect_navigation():
        officer.keyboard.press("u")
    expect(officer.locator("li.app-line-of:focus")).not_to_contain_text("Removed")
    assert officer.get_by_role("button", name="Each point below is a question").count() == 0
    officer.locator("[data-place]", has_text="Please comment on").locator("input").check()
    check(officer)
    officer.get_by_role("button", name="Each point below is a question").click()
    expect(officer.locator("li.app-line-of:focus")).to_contain_text("Shade")
    check(officer)
