"""Parts of a page that are alike are no landmarks of one name: nobody could tell which is which."""

import sqlite3
from pathlib import Path

import pytest

from tests.browser.conftest import Person
from tests.browser.looking import DESK, PHONE, faults

pytestmark = pytest.mark.one_database


def test_the_record_of_an_answer_that_one_person_saved_often(site: str, person: Person, commented: str) -> None:
    page = person(site, "Policy officer")
    page.goto(commented)
    for number in range(3):
        page.get_by_label("Answer", exact=True).fill(f"Text {number}")
        page.get_by_role("button", name="Save answer").click()
    page.goto(f"{commented}/record")
    assert page.locator("h2").count() > 3
    assert faults(page, DESK, PHONE) == []


def test_responses_of_one_name(site: str, person: Person, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "demonstration.sqlite") as opened:
        opened.execute("UPDATE responses SET title = 'Our response'")
    page = person(site, "Policy officer")
    assert page.get_by_role("heading", name="Our response").count() > 1
    assert faults(page, DESK, PHONE) == []
