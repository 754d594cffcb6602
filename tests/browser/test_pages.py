"""Every page that somebody can reach by following links: accessible, no wider than its window, without faults."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException

from consult.demo.cast import PARISH
from tests.browser.conftest import Person
from tests.browser.demonstration import application
from tests.browser.looking import DESK, PHONE, faults
from tests.people.sheets import csv

pytestmark = pytest.mark.one_database

EndpointOf = Callable[[str], str]
# Two of these, because they look different while something is open and after it; one of every other.
TWICE = {
    "question_sets.consultation",
    "question_sets.review",
    "drafting.response",
    "answer.show",
    "sign_off.overview",
    "sign_off.round_",
    "documents.overview",
}
# Two that are to be reviewed come before the first that is published.
THRICE = {"question_sets.consultation"}
FILES = {"question_sets.paper", "documents.draft", "documents.of_round", "documents.issued", "static"}
FILES |= {"people_import.template", "library.export", "catalogue.report"}
WITH_COMMENTS = "/answers/{commented}"  # an answer with comments, earlier answers and a text that was set aside
# Where the tour begins: pages that show more than the first of their kind that links lead to.
BEGIN = {
    "Administrator": ["/", "/organisations/{partnership}"],
    "Policy officer": ["/", WITH_COMMENTS, "/responses/{response}/people"],
}
# Where each role's links must lead, besides the pages of everybody who reads.
OWN = {"account.show", "account.password", "account.second_factor_page", "own_address.change"}
READERS = OWN | {"home.home", "drafting.list_responses", "drafting.response", "drafting.answers", "answer.show"}
READERS |= {"comments.list_comments", "library.search", "library.entry", "library.versions"}
SIGN_OFF = {
    "sign_off.overview",
    "comparing.whole",
    "sign_off.round_",
    "documents.overview",
    "history.timeline",
    "history.of_answer",
}
REACHED = {
    "Policy officer": READERS
    | SIGN_OFF
    | {
        "own_mail.choose",
        "question_sets.list_consultations",
        "load_paper.load",
        "question_sets.consultation",
        "question_sets.details",
        "question_sets.review",
        "review.add",
        "review.edit",
        "review.split",
        "drafting.set_up",
        "drafting.change_plan",
        "invite.working",
        "invite.new",
        "invite.change",
        "invite.withdraw",
        "invite.give_role",
        "deciders.show_all",
        "deciders.give",
        "incoming.take_over",
        "load_paper.edition",
        "question_sets.paper_text",
        "versions.every",
        "versions.name_one",
        "notes.on_answer",
        "answer.merge_aside",
        "comments.settle",
        "reuse.use",
        "reuse.choose",
        "reuse.earlier",
        "library_review.overview",
        "library_review.review",
        "library_review.details",
        "library_review.amend",
        "library_review.proposal",
        "library_review.retention",
        "adoption.claims",
        "catalogue.loads",
        "catalogue.load",
        "catalogue.file",
        "sign_off.withdraw",
        "documents.report",
        "documents.letter",
        "documents.version",
        "outcomes.submit",
        "lists.show_all",
        "lists.new",
        "lists.show",
        "lists.rename",
    },
    "Police partner": READERS,
    "Committee clerk": READERS | SIGN_OFF | {"sign_off.decide"},
    "Council Executive": READERS | SIGN_OFF | {"sign_off.decide", "deciders.show_all", "deciders.give"},
    "Administrator": OWN
    | {
        "home.home",
        "deciders.show_all",
        "deciders.give",
        "people.list_people",
        "people.new_person",
        "people.change_person",
        "leaving.anonymise",
        "leaving.left",
        "leaving.move",
        "joining.waiting",
        "people.permission_map",
        "people_import.load",
        "organisations.list_organisations",
        "organisations.new",
        "organisations.show",
        "organisations.change",
        "organisations.new_member",
        "organisations.change_member",
        "lists.show_all",
        "lists.new",
        "lists.show",
        "lists.rename",
        "notices.list_notices",
        "notices.notice",
    },
}


@pytest.fixture(scope="session")
def endpoint_of(demo_file: Path) -> EndpointOf:
    """Which page an address is."""
    app = application(demo_file)
    app.extensions["database"].close()
    routes = app.url_map.bind("127.0.0.1")

    def find(address: str) -> str:
        try:
            return str(routes.match(urlsplit(address).path, method="GET")[0])
        except HTTPException:
            return ""

    return find


def links(page: Page) -> list[str]:
    """Where the page's links lead within the service, without a place on the page."""
    found = page.locator("a[href^='/']").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return [href.partition("#")[0] for href in found]


@pytest.mark.parametrize("name", list(REACHED))
def test_every_page_that_somebody_can_reach(
    tour: str, numbers: dict[str, int], person: Person, endpoint_of: EndpointOf, name: str
) -> None:
    page = person(tour, name)
    waiting = [path.format(**numbers) for path in BEGIN.get(name, ["/", WITH_COMMENTS])]
    known, seen = set(waiting), Counter[str]()
    wrong = []
    while waiting:
        address = waiting.pop(0)
        endpoint = endpoint_of(address)
        if endpoint in FILES or seen[endpoint] > (endpoint in TWICE) + (endpoint in THRICE):
            continue
        seen[endpoint] += 1
        answer = page.goto(address)
        if answer is None or answer.status != 200:
            wrong.append(f"{address}: {answer and answer.status}")
        wrong += faults(page, DESK, PHONE)
        new = [link for link in links(page) if link not in known]
        known.update(new)
        waiting += new
    assert not wrong, "\n".join(wrong)
    assert set(seen) == REACHED[name]


def test_pages_for_somebody_not_signed_in(tour: str, person: Person) -> None:
    page = person(tour, None)
    page.goto("/responses")
    assert page.locator("h1").text_content() == "Sign in"
    assert faults(page, DESK, PHONE) == []
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()
    assert faults(page, DESK, PHONE) == []


def test_pages_that_no_link_leads_to_a_sheet_of_people_and_what_was_not_confirmed(
    tour: str, numbers: dict[str, int], person: Person
) -> None:
    page = person(tour, "Administrator")
    row = (
        "Ward clerk",
        "ward.clerk.of.the.parish@little-hythe-parish-council.example",
        PARISH,
        "None",
        "",
        "31/3/2031",
    )
    sheet = csv(row, ("A", "a at b", "Rivermead Polic", "boss", "soon", ""))
    page.goto("/people/import")
    page.get_by_label("Sheet").set_input_files([{"name": "people.csv", "mimeType": "text/csv", "buffer": sheet}])
    page.get_by_role("button", name="Continue").click()
    assert page.locator("h1").text_content() == "Check what the sheet would do"
    assert faults(page, DESK, PHONE) == []
    page.goto(f"/people/{numbers['person']}/anonymise")
    page.get_by_role("button", name="Anonymise").click()
    page.get_by_role("alert").wait_for()
    assert faults(page, DESK, PHONE) == []
