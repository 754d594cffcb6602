"""Signing in by link and with an account of one's organisation, in a browser: its policy for forms included."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Page

from consult.config.openid import OpenIdSettings
from consult.demo.cast import address
from consult.notices.models import OutboxMessage
from consult.people.credentials import Identity
from tests import chromium
from tests.browser.conftest import Person
from tests.browser.demonstration import application
from tests.browser.looking import look
from tests.sign_in.provider import CLIENT, SECRET, Provider, running
from tests.sign_in.signing_in import leave_the_demo

pytestmark = pytest.mark.one_database

NAME = "Rivermead staff account"


@pytest.fixture
def service(demo_file: Path, tmp_path: Path) -> Iterator[tuple[str, Flask, Provider]]:
    """A service that is no demonstration, with a provider beside it at another origin."""
    copy = tmp_path / "service.sqlite"
    copy.write_bytes(demo_file.read_bytes())
    app = application(copy)
    with running() as provider, chromium.served(app) as at:
        known = OpenIdSettings(provider.issuer, CLIENT, SECRET, NAME)
        leave_the_demo(app)
        app.extensions["settings"] = replace(app.extensions["settings"], openid=known, public_address=at)
        yield at, app, provider
    app.extensions["database"].close()


def newest_path(app: Flask) -> str:
    """Where the link of the newest mail leads."""
    with app.extensions["database"].session(read_only=True) as session:
        newest = sa.select(OutboxMessage.secret_path).order_by(OutboxMessage.id.desc())
        return str(session.scalar(newest.where(OutboxMessage.secret_path != "")))


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_account_to_a_connected_one(
    service: tuple[str, Flask, Provider], person: Person, scripts: bool
) -> None:
    at, app, provider = service
    page = person(at, None, scripts=scripts)
    look_at = look if scripts else _is

    def there() -> None:
        page.goto("/sign-in")
        look_at(page, "Sign in")
        page.get_by_role("button", name=f"Sign in with your {NAME}").click()
        if not scripts:
            page.get_by_role("button", name="Continue").click()

    there()
    page.get_by_role("heading", name="Show once that it is you").wait_for()
    look_at(page, "Show once that it is you")
    page.get_by_role("button", name="Send me a link to sign in").click()
    look_at(page, "Check your email")
    page.goto(newest_path(app))
    look_at(page, "Sign in with your link")
    page.get_by_role("button", name="Sign in").click()
    look_at(page, "Connect your account?")
    page.get_by_role("button", name="Connect it").click()
    look_at(page, "My account")
    page.get_by_role("button", name="Sign out", exact=True).click()
    there()
    page.get_by_role("link", name="Police partner, Rivermead Police").wait_for()
    with app.extensions["database"].session(read_only=True) as session:
        assert session.scalars(sa.select(Identity.subject)).all() == [provider.subject]


def _is(page: Page, heading: str) -> None:
    assert page.locator("h1").text_content() == heading


def test_the_pages_of_links_and_of_ones_own_address(service: tuple[str, Flask, Provider], person: Person) -> None:
    at, app, _ = service
    page, other = person(at, None), person(at, None)
    page.goto("/sign-in/link")
    look(page, "Get a link to sign in")
    page.get_by_role("button", name="Send the link").click()
    look(page, "Get a link to sign in")
    page.get_by_label("Email address").fill(address("Police partner"))
    page.get_by_role("button", name="Send the link").click()
    other.goto(newest_path(app))
    look(other, "Open this link in the other browser")
    page.goto(newest_path(app))
    page.get_by_role("button", name="Sign in").click()
    other.goto("/sign-in/link/x")
    look(other, "This link does not work any longer")
    page.goto("/account/password")
    look(page, "Change your password")
    page.goto("/account/email")
    look(page, "Change your email address")
    page.get_by_label("New email address").fill("police.partner.new@rivermead.example")
    page.get_by_role("button", name="Send the link").click()
    page.goto(newest_path(app))
    look(page, "Confirm your email address")


def test_what_is_refused_says_so(service: tuple[str, Flask, Provider], person: Person) -> None:
    at, _, provider = service
    other = person(at, None)
    provider.email_verified = False
    other.goto("/sign-in")
    other.get_by_role("button", name=f"Sign in with your {NAME}").click()
    other.get_by_role("heading", name="We do not know this account").wait_for()
    look(other, "We do not know this account")
    provider.sign = "another key"
    other.goto("/sign-in")
    other.get_by_role("button", name=f"Sign in with your {NAME}").click()
    other.get_by_role("heading", name="Signing in did not work").wait_for()
    look(other, "Signing in did not work")
