"""Passkeys in Chromium with a virtual security key: added, asked for at sign-in and as proof, removed."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import CDPSession, Page, expect

from consult import dates
from consult.demo.cast import PASSWORD, address
from consult.people.credentials import SignedInSession
from tests import chromium
from tests.browser.conftest import Person
from tests.browser.demonstration import application
from tests.browser.looking import look
from tests.sign_in.signing_in import leave_the_demo

pytestmark = pytest.mark.one_database

APPROVER = "Council Executive"


@pytest.fixture
def service(demo_file: Path, tmp_path: Path) -> Iterator[tuple[str, Flask]]:
    """A service that is no demonstration, opened by name: passkeys do not work at a number."""
    copy = tmp_path / "service.sqlite"
    copy.write_bytes(demo_file.read_bytes())
    app = application(copy)
    leave_the_demo(app, require_second_factor=True)
    with chromium.served(app) as at:
        yield at.replace("127.0.0.1", "localhost"), app
    app.extensions["database"].close()


def give_password(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_label("Email address").fill(address(APPROVER))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def plug_in(page: Page) -> tuple[CDPSession, str]:
    """Give the browser a security key that says yes by itself."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    made = cdp.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "usb",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return cdp, str(made["authenticatorId"])


def add(page: Page, name: str) -> None:
    """Add a passkey from the page of the second factor."""
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_label("Name of the passkey").fill(name)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Create the passkey").click()


def add_the_first(page: Page) -> None:
    """Set the first passkey up, looking at every page on the way."""
    look(page, "Second factor")
    page.get_by_role("button", name="Add a passkey").click()
    look(page, "Add a passkey")
    page.get_by_role("button", name="Continue").click()
    look(page, "Add a passkey")
    page.get_by_label("Name of the passkey").fill("Blue security key")
    page.get_by_role("button", name="Continue").click()
    look(page, "Create the passkey")
    page.get_by_role("button", name="Create the passkey").click()
    look(page, "Your second factor is on")


def test_a_passkey_signs_in_and_proves(service: tuple[str, Flask], person: Person) -> None:
    at, app = service
    page = person(at, None)
    cdp, key = plug_in(page)
    give_password(page)
    add_the_first(page)
    assert len(cdp.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]) == 1
    page.get_by_role("button", name="Sign out").click()
    give_password(page)
    look(page, "Use your passkey")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator("h1")).to_have_text("What needs you now")
    page.goto("/account/second-factor")
    look(page, "Second factor")
    with app.extensions["database"].transaction() as session:
        session.execute(sa.update(SignedInSession).values(proved_at=dates.now() - timedelta(minutes=20)))
    page.get_by_role("button", name="Make new recovery codes").click()
    look(page, "Show that it is you")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator("h1")).to_have_text("Your new recovery codes")


def test_the_last_passkey_stays_until_there_is_another(service: tuple[str, Flask], person: Person) -> None:
    page = person(service[0], None)
    cdp, key = plug_in(page)
    give_password(page)
    add(page, "Blue security key")
    expect(page.locator("h1")).to_have_text("Your second factor is on")
    page.goto("/account/second-factor")
    page.get_by_role("link", name="Change Blue security key").click()
    look(page, "Change a passkey")
    page.get_by_role("button", name="Remove this passkey").click()
    look(page, "Change a passkey")
    page.get_by_role("link", name="Second factor", exact=True).click()
    add(page, "The same key again")
    expect(page.get_by_role("alert")).to_contain_text("holds a passkey for you already")
    look(page, "Create the passkey")
    cdp.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})
    plug_in(page)
    page.goto("/account/second-factor")
    add(page, "Work phone")
    look(page, "Second factor")
    page.get_by_role("link", name="Change Blue security key").click()
    page.get_by_role("button", name="Remove this passkey").click()
    expect(page.get_by_role("status")).to_contain_text("‘Blue security key’ was removed")
    expect(page.get_by_role("link", name="Change")).to_have_count(1)


def test_a_key_that_is_not_there_is_told_and_another_way_stays_open(service: tuple[str, Flask], person: Person) -> None:
    at, _ = service
    page = person(at, None)
    cdp, key = plug_in(page)
    give_password(page)
    add(page, "Blue security key")
    expect(page.locator("h1")).to_have_text("Your second factor is on")
    code = page.locator("li code").first.text_content() or ""
    page.get_by_role("button", name="Sign out").click()
    cdp.send("WebAuthn.clearCredentials", {"authenticatorId": key})
    give_password(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("not confirmed")
    look(page, "Use your passkey")
    page.get_by_role("link", name="use a recovery code").click()
    page.get_by_label("Recovery code").fill(code)
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("h1")).to_have_text("What needs you now")


def test_without_scripts_a_code_is_asked_for(service: tuple[str, Flask], person: Person) -> None:
    at, _ = service
    page = person(at, None)
    plug_in(page)
    give_password(page)
    add(page, "Blue security key")
    expect(page.locator("h1")).to_have_text("Your second factor is on")
    plain = person(at, None, scripts=False)
    give_password(plain)
    expect(plain.get_by_text("Your browser does not run scripts")).to_contain_text("a code is needed")
    expect(plain.get_by_role("button", name="Use a passkey")).to_be_hidden()


def test_opened_by_number_no_passkey_is_offered(service: tuple[str, Flask], person: Person) -> None:
    at, _ = service
    page = person(at.replace("localhost", "127.0.0.1"), None)
    give_password(page)
    look(page, "Second factor")
    expect(page.get_by_role("button", name="Add a passkey")).to_have_count(0)
    expect(page.get_by_text("opened by number and not by name")).to_be_visible()
