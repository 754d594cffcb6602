"""Drafting, commenting and deciding in a browser without scripts."""

import pytest
from playwright.sync_api import Page

from consult import dates
from tests.browser.conftest import Person

pytestmark = pytest.mark.one_database


def test_draft_and_comment(site: str, person: Person, answer: str) -> None:
    officer = person(site, "Policy officer", scripts=False)
    officer.goto(answer)
    officer.get_by_label("Answer", exact=True).fill("Drafted without scripts.")
    officer.get_by_label("Status").select_option(label="Ready")
    officer.get_by_role("button", name="Save answer").click()
    officer.get_by_text("Version 2 was saved. Its status is ‘Ready’.").wait_for()
    partner = person(site, "Police partner", scripts=False, width=375)
    partner.goto("/")
    partner.get_by_role("link", name="Responses", exact=True).click()  # the menu is open where no script can open it
    partner.goto(answer)
    assert partner.get_by_text("Drafted without scripts.").is_visible()
    partner.get_by_label("Object").check()
    partner.get_by_label("Comment (optional)").fill("Not like this.")
    partner.get_by_role("button", name="Send comment").click()
    partner.get_by_text("Your comment was sent").wait_for()
    assert partner.get_by_text("Not like this.").is_visible()


def test_load_from_the_question_bank(site: str, person: Person) -> None:
    officer = person(site, "Policy officer", scripts=False)
    officer.goto("/consultations/load")
    officer.get_by_label("In the question bank").check()
    officer.get_by_label("Question set").select_option(index=0)
    officer.get_by_role("button", name="Load").click()
    officer.get_by_text("questions were found").wait_for()


def test_decide(waiting_site: str, person: Person) -> None:
    approver = person(waiting_site, "Council Executive", scripts=False)
    approver.goto("/")
    approver.get_by_role("link", name="Decide for").first.click()
    approver.get_by_role("button", name="Record the decision").click()
    problems = approver.get_by_role("alert")
    assert "Select what was decided" in (problems.text_content() or "")
    problems.get_by_role("link", name="Select what was decided").click()
    approver.get_by_label("Approve with amendments").check()
    approver.get_by_label("Amendments", exact=True).fill("Name the parishes.")
    fill_today(approver)
    approver.get_by_label("Minute").fill("Minute 3")
    approver.get_by_role("button", name="Record the decision").click()
    assert approver.get_by_text("Amendments: Name the parishes.").is_visible()


def fill_today(page: Page) -> None:
    """Type today into the three boxes of the meeting."""
    today = dates.today()
    boxes = page.get_by_role("group", name="When was the meeting?")
    for label, value in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        boxes.get_by_label(label).fill(str(value))
