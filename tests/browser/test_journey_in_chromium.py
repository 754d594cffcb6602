"""One consultation the whole way by clicking, from the paper to the library; every page on the way is accessible."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from consult import dates
from tests.browser.conftest import Person
from tests.browser.demonstration import ANSWERS, KEY_ISSUES
from tests.browser.looking import check
from tests.issuing.read_back import read_document

pytestmark = pytest.mark.one_database

TITLE = "How we work together: a workshop for partners"
RESPONSE = f"Response to {TITLE}"
COUNCIL, PARTNERSHIP = "Rivermead Borough Council", "Rivermead Local Partnership"
PARTNERS = ("Rivermead Health Trust", "Rivermead Police", "Voluntary Action Rivermead")


def press(page: Page, name: str) -> None:
    """Press a button, and look at the page that comes."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()
    check(page)


def follow(page: Page, name: str) -> None:
    """Follow a link, and look at the page that comes."""
    with page.expect_navigation():
        page.get_by_role("main").or_(page.get_by_role("navigation")).get_by_role("link", name=name).first.click()
    check(page)


def go_home(page: Page) -> None:
    """What needs this person now."""
    page.goto("/")
    check(page)


def fill_day(page: Page, legend: str, ahead: int) -> None:
    """Type a date so many days from now into its three boxes."""
    day: date = dates.today() + timedelta(days=ahead)
    boxes = page.get_by_role("group", name=legend)
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        boxes.get_by_label(label).fill(str(value))


def load(officer: Page) -> None:
    """From the question bank to published questions with a closing date."""
    follow(officer, "Consultations")
    press(officer, "Load a consultation")
    officer.get_by_label("In the question bank").check()
    officer.get_by_label("Question set").select_option(label=TITLE)
    press(officer, "Load")
    press(officer, "Change details")
    fill_day(officer, "Closing date", 60)
    officer.get_by_label("Closing time").fill("5pm")
    press(officer, "Save details")
    press(officer, "Review the questions")
    press(officer, "Publish 5 questions")


def set_up(officer: Page) -> None:
    """On behalf of two bodies, with three partners."""
    press(officer, "Set up a response")
    bodies = officer.get_by_role("group", name="On behalf of which bodies?")
    for name in (COUNCIL, PARTNERSHIP):
        bodies.get_by_label(name).check()
    partners = officer.get_by_role("group", name="Which partners do you invite to comment?")
    for name in PARTNERS:
        partners.get_by_label(name).check()
    fill_day(officer, "When must we have submitted?", 58)
    officer.get_by_label("At what time?").fill("midday")
    fill_day(officer, "Partners comment by", 30)
    press(officer, "Set up the response")


def draft(officer: Page) -> None:
    """Every answer, one question after the other."""
    press(officer, "Draft the answers")
    follow(officer, "Question 1")
    for place, text in enumerate(ANSWERS, 1):
        officer.get_by_label("Answer", exact=True).fill(text)
        officer.get_by_label("Status").select_option(label="For comment")
        with officer.expect_navigation():
            officer.get_by_role("button", name="Save answer").click()
        officer.get_by_text("Version 1 was saved").wait_for()
        if place < len(ANSWERS):
            follow(officer, "Next question")


def comment(partner: Page) -> None:
    """From the partner's home page to a comment on the second answer."""
    go_home(partner)
    follow(partner, "Comment on 5 answers")
    follow(partner, "Question 2")
    partner.get_by_label("Support with changes").check()
    partner.get_by_label("Comment (optional)").fill("Say which maps.")
    partner.get_by_label("Proposed wording (optional)").fill("Three maps: wards, beats and practices.")
    press(partner, "Send comment")
    partner.get_by_text("Not settled yet").wait_for()


def settle(officer: Page, partner: Page) -> None:
    """The officer settles the comment; the partner is told."""
    go_home(officer)
    follow(officer, "Settle 1 comment")
    follow(officer, "Settle the comment of Police partner")
    officer.get_by_label("Partly accepted").check()
    officer.get_by_label("Reason").fill("The maps are named; the list stays short.")
    press(officer, "Settle comment")
    partner.reload()
    check(partner)
    partner.get_by_text("The maps are named; the list stays short.").wait_for()


def prepare(officer: Page) -> None:
    """Mark the answers ready; write report and letter."""
    follow(officer, "Responses")
    follow(officer, RESPONSE)
    press(officer, "Draft the answers")
    follow(officer, "Question 1")
    for place in range(1, len(ANSWERS) + 1):
        officer.get_by_label("Status").select_option(label="Ready")
        with officer.expect_navigation():
            officer.get_by_role("button", name="Save answer").click()
        officer.get_by_text("Its status is ‘Ready’").wait_for()
        if place < len(ANSWERS):
            with officer.expect_navigation():
                officer.get_by_role("link", name="Next question").click()
    follow(officer, "All answers")
    follow(officer, "Documents")
    follow(officer, "Edit the committee report")
    officer.get_by_label("Meeting of").fill("Executive")
    officer.get_by_label("Report of").fill("Assistant Chief Executive")
    officer.get_by_label("Main issues in brief").fill("One map\nFewer meetings")
    officer.get_by_label("Main issues", exact=True).fill("The response is attached.")
    officer.get_by_label("Corporate priority").fill("Working with partners")
    officer.get_by_label("Support for corporate priorities").fill("It supports all four.")
    officer.get_by_label("Contact").fill("Policy officer")
    press(officer, "Save")
    officer.goto(officer.url.replace("/report", "/documents"))
    follow(officer, "Edit the covering letter")
    officer.get_by_label("Key issues").fill("\n".join(KEY_ISSUES))
    officer.get_by_label("Signed by").fill("Chief Executive")
    officer.get_by_label("Position").fill("Head of service")
    press(officer, "Save")


def send(officer: Page) -> None:
    """Send one version to both bodies."""
    follow(officer, "Responses")
    follow(officer, RESPONSE)
    follow(officer, "Sign-off")
    press(officer, "Send for sign-off")


def decide(approver: Page, body: str) -> None:
    """One body approves the version that it has read."""
    go_home(approver)
    # The demonstration has another version that waits for both bodies.
    mine = approver.get_by_role("listitem").filter(has_text="How we work together")
    mine.get_by_role("link", name=f"Decide for {body}").click()
    approver.get_by_label("Approve", exact=True).check()
    fill_day(approver, "When was the meeting?", 0)
    approver.get_by_label("Minute").fill("Minute 12")
    press(approver, f"Record the decision of {body}")


def issue_and_submit(officer: Page, folder: Path) -> bytes:
    """Issue the documents, download the response document, record the submission."""
    go_home(officer)
    follow(officer, "Issue the documents and submit")
    press(officer, "Issue the three documents")
    with officer.expect_download() as download:
        officer.get_by_role("link", name="Response document of round 1").click()
    download.value.save_as(folder / "response.docx")
    press(officer, "Submit the response")
    officer.get_by_label("Email").check()
    officer.get_by_label("Receipt or reference").fill("R-1")
    press(officer, "Record the submission")
    return (folder / "response.docx").read_bytes()


def find(partner: Page) -> None:
    """The partner finds the answer in the library, its words marked."""
    follow(partner, "Library")
    partner.get_by_label("Search questions and answers").fill("map of neighbourhoods")
    press(partner, "Search")
    first = partner.get_by_role("article").first
    assert "neighbourhoods" in (first.locator("mark").all_text_contents())
    with partner.expect_navigation():
        first.get_by_role("link").click()
    check(partner)
    partner.get_by_text(f"{COUNCIL} and {PARTNERSHIP}").wait_for()


def test_one_consultation_the_whole_way(site: str, person: Person, tmp_path: Path) -> None:
    officer, partner = person(site, "Policy officer"), person(site, "Police partner", width=375)
    load(officer)
    set_up(officer)
    draft(officer)
    comment(partner)
    settle(officer, partner)
    prepare(officer)
    send(officer)
    decide(person(site, "Council Executive"), COUNCIL)
    decide(person(site, "Partnership board", width=375), PARTNERSHIP)
    content = issue_and_submit(officer, tmp_path)
    questions = read_document(content).questions
    assert len(questions) == len(ANSWERS)
    assert "one named person" in " ".join(questions[3].answer)
    find(person(site, "Police partner"))
