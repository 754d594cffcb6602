"""A mail on the screen of a phone: as HTML in a mail program, and on the operator's page."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from consult.notices.mail import Mail
from consult.notices.rendering import addressed, render
from consult.notices.smtp import compose
from tests.browser.conftest import Person
from tests.browser.looking import PHONE, faults

pytestmark = pytest.mark.one_database
LONG = "/invitations/" + "x" * 400


def test_a_long_link_is_no_wider_than_a_phone(tour: str, person: Person) -> None:
    values = {"name": "N" * 200, "minutes": 30, "secret_path": LONG}
    words = render("sign_in_link", values)
    text, html = (
        addressed(each, public_address="https://consult.rivermead.example", secret_path=LONG)
        for each in (words.text, words.html)
    )
    moment = datetime(2027, 3, 1, tzinfo=UTC)
    mail = compose(Mail("f" * 32, 1, "a@b.example", "A", words.subject, text, html, moment), "us@council.example")
    body = mail.get_body(("html",))
    assert body
    page = person(tour, None)
    page.set_viewport_size({"width": PHONE, "height": 900})
    page.set_content(body.get_content())
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert page.get_by_role("link").get_attribute("href") == f"https://consult.rivermead.example{LONG}"


def test_a_long_link_on_the_operators_page(site: str, person: Person, tmp_path: Path) -> None:
    long = f"https://consult.rivermead.example{LONG}"
    with sqlite3.connect(tmp_path / "demonstration.sqlite") as opened:
        opened.execute("UPDATE outbox SET text = ?, cause = ?, name = ?", (f"Dear\n\n{long}\n", "c" * 300, "n" * 200))
        (number,) = opened.execute("SELECT max(id) FROM outbox").fetchone()
        opened.execute("UPDATE outbox SET address = ? WHERE id = ?", ("a" * 240 + "@b.example", number))
    page = person(site, "Administrator")
    for address in ("/notices", f"/notices/{number}"):
        page.goto(address)
        assert faults(page, PHONE) == []
