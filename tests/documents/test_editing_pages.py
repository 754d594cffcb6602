"""Report and letter while they are drafted: what a version says stands under the names of the form."""

from collections.abc import Callable

import lxml.html

from tests.factories.situations import Drafting
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]
DAY = {"meeting_date__day": "7", "meeting_date__month": "February", "meeting_date__year": "2006"}


def rows(page: Visitor) -> dict[str, str]:
    """The rows of the page's list: what each is called and what it says."""
    tree = lxml.html.fromstring(page.html)
    return {
        row.findtext(".//dt").strip(): row.findtext(".//dd").strip()
        for row in tree.find_class("govuk-summary-list__row")
    }


def test_a_version_is_read_in_the_words_and_order_of_its_form(visit: Visit, drafting: Drafting) -> None:
    officer, response = visit("Policy officer"), f"/responses/{drafting.response}"
    officer.open(f"{response}/report").submit("Save", meeting_body="Cabinet", options="Approve it\nReject it", **DAY)
    said = rows(officer.open(f"{response}/drafts/committee_report/2"))
    assert list(said)[:4] == ["Meeting of", "Date of the briefing", "Date of the meeting", "Purpose"]
    assert (said["Meeting of"], said["Date of the meeting"]) == ("Cabinet", "7 February 2006")
    assert said["Options"] == "Approve it\nReject it"
    letter = rows(officer.open(f"{response}/drafts/covering_letter/1"))
    assert list(letter)[:3] == ["To", "Date", "Salutation"]
    assert letter["Date"] == "Nothing"
