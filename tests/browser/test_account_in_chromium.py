"""The pages of one's own account and of signing in with a code: accessible, and no wider than their window."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Page

from consult import dates
from consult.demo.cast import PASSWORD, address
from consult.people.credentials import SecondFactor, SignedInSession
from tests import chromium
from tests.browser.conftest import Person
from tests.browser.demonstration import application
from tests.browser.looking import look
from tests.sign_in.signing_in import leave_the_demo

pytestmark = pytest.mark.one_database


@pytest.fixture
def service(demo_file: Path, tmp_path: Path) -> Iterator[tuple[str, Flask]]:
    """A service that is no demonstration, on the demonstration's people: its address and the application."""
    copy = tmp_path / "service.sqlite"
    copy.write_bytes(demo_file.read_bytes())
    app = application(copy)
    leave_the_demo(app, require_second_factor=True)
    with chromium.served(app) as at:
        yield at, app
    app.extensions["database"].close()


def give_password(page: Page, name: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Email address").fill(address(name))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def set_up(page: Page) -> str:
    """Set the second factor up; its key."""
    look(page, "Second factor")
    page.get_by_role("button", name="Set up").click()
    key = re.sub(r"\s", "", page.locator("dd code").text_content() or "")
    look(page, "Second factor")
    page.get_by_role("textbox", name="Code").fill("1")
    page.get_by_role("button", name="Turn on").click()
    look(page, "Second factor")
    page.get_by_role("textbox", name="Code").fill(pyotp.TOTP(key).now())
    page.get_by_role("button", name="Turn on").click()
    look(page, "Your second factor is on")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as a text file").click()
    assert saved.value.suggested_filename == "recovery-codes.txt"
    page.get_by_role("button", name="Continue").click()
    return key


def look_at_password(page: Page) -> None:
    """Open the page that changes one's password, and send it empty."""
    page.get_by_role("link", name="Change password").click()
    look(page, "Change your password")
    page.get_by_role("button", name="Change password").click()
    look(page, "Change your password")


def test_an_approver_sets_a_second_factor_up_and_signs_in_with_it(service: tuple[str, Flask], person: Person) -> None:
    at, app = service
    page = person(at, None)
    give_password(page, "Council Executive")
    key = set_up(page)
    other = person(at, None)
    give_password(other, "Council Executive")
    look(other, "Enter your code")
    other.get_by_role("link", name="I do not have my app").click()
    look(other, "Enter a recovery code")
    other.get_by_role("link", name="Use a code from your app").click()
    with app.extensions["database"].transaction() as session:
        session.execute(sa.update(SecondFactor).values(last_step=0))
    other.get_by_role("textbox", name="Code").fill(pyotp.TOTP(key).now())
    other.get_by_role("button", name="Continue").click()
    other.get_by_role("link", name="Council Executive, Rivermead Borough Council").click()
    look(other, "My account")
    look_at_password(other)
    other.goto("/account/second-factor/off")
    look(other, "Turn your second factor off")
    other.goto("/account/second-factor")
    look(other, "Second factor")
    with app.extensions["database"].transaction() as session:
        session.execute(sa.update(SignedInSession).values(proved_at=dates.now() - timedelta(minutes=20)))
    other.get_by_role("button", name="Make new recovery codes").click()
    look(other, "Show that it is you")
    other.get_by_label("Password", exact=True).fill(PASSWORD)
    other.get_by_role("button", name="Continue").click()
    look(other, "Your new recovery codes")
