"""A database that was a demonstration, served for real: its published accounts stop the start, and open nothing."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.application import create_app
from consult.config import PROJECT, SettingError
from consult.database import Database
from consult.demo.cast import COUNCIL, PASSWORD, Cast, address
from consult.people.anonymising import anonymise
from consult.people.credentials import SignedInSession
from consult.people.models import Person
from consult.people.passwords import WeakPassword, check_password
from consult.people.services import add_person
from consult.permissions import Role
from tests.sign_in.links import ask, newest_path, somebody
from tests.sign_in.signing_in import leave_the_demo, set_up_factor, sign_in
from tests.visitor import HOST, Visitor

PARTNER = "Police partner"
Visit = Callable[[str | None], Visitor]
KEY = "kTq8vD2mZx-0123456789-abcdefghij"
REFUSED = "This account is one of the demonstration"


def serve_for_real(app: Flask) -> None:
    """As if the demonstration had been planted in a service that runs already."""
    app.extensions["settings"] = replace(app.extensions["settings"], demo=False, require_second_factor=False)


@pytest.mark.parametrize(
    "start",
    [
        ("-c", "import wsgi"),
        ("-m", "consult.running.commands", "serve"),
        ("-m", "consult.running.commands", "work"),
    ],
    ids=lambda start: start[-1],
)
def test_no_way_of_starting_serves_published_accounts(
    start: tuple[str, ...], cast: Cast, database_url: str, tmp_path: Path
) -> None:
    environment = {"PATH": os.environ["PATH"], "INSTANCE": str(tmp_path), "DATABASE_URL": database_url}
    environment |= {"SECRET_KEY": KEY, "TRUSTED_HOSTS": "answers.example"}
    done = subprocess.run(
        [sys.executable, *start], cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode != 0
    last = done.stderr.splitlines()[-1]
    for words in (address("Policy officer"), "and 5 more", "consult anonymise ADDRESS"):
        assert words in last
    assert PASSWORD not in done.stderr


def test_what_stops_the_start_can_be_put_right(app: Flask, cast: Cast, database: Database) -> None:
    settings = replace(app.extensions["settings"], demo=False)
    with pytest.raises(SettingError, match="DATABASE_URL names a database of the demonstration"):
        create_app(settings)
    with database.transaction() as session:
        add_person(
            session,
            actor=None,
            name="Real administrator",
            email="administrator@council.example",
            organisation_id=cast.organisations["Rivermead Borough Council"].id,
            roles=[Role.ADMINISTRATOR],
        )
        for person in session.scalars(sa.select(Person).where(Person.demo)).all():
            anonymise(session, actor=None, person=person)
    create_app(settings).extensions["database"].close()


@pytest.mark.one_database
def test_a_database_that_is_not_there_yet_stops_no_start(app: Flask, cast: Cast, tmp_path: Path) -> None:
    new = replace(app.extensions["settings"], demo=False, database_url=f"sqlite:///{tmp_path / 'new.sqlite'}")
    create_app(new).extensions["database"].close()


def test_a_published_password_opens_nothing(app: Flask, cast: Cast, database: Database) -> None:
    serve_for_real(app)
    page = sign_in(app, PARTNER)
    assert page.heading == "Sign in"
    assert REFUSED in page.text
    assert page.open("/responses", expect=None).heading == "Sign in"
    with database.session(read_only=True) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(SignedInSession)) == 0


def test_a_link_opens_nothing_for_a_published_account(app: Flask, cast: Cast, database: Database) -> None:
    partner = ask(somebody(app))
    serve_for_real(app)
    page = partner.open(newest_path(database)).submit("Sign in")
    assert page.heading == "Sign in"
    assert REFUSED in page.text
    assert page.open("/", expect=None).heading == "Sign in"


def test_a_second_factor_opens_nothing_for_a_published_account(app: Flask, cast: Cast, database: Database) -> None:
    set_up_factor(sign_in(app, PARTNER))
    serve_for_real(app)
    page = sign_in(app, PARTNER)
    assert page.heading == "Sign in"
    assert REFUSED in page.text
    assert not page.has_button("Continue")


def test_who_was_signed_in_before_is_nobody(app: Flask, cast: Cast, visit: Visit) -> None:
    officer, number = visit("Policy officer").open("/account/password"), cast.people["Policy officer"].id
    serve_for_real(app)
    assert officer.open("/", expect=None).heading == "Sign in"
    assert officer.client.post(f"/sign-in/demo/{number}", base_url=HOST).status_code in (400, 404)


def test_nobody_chooses_the_published_password(app: Flask, cast: Cast, database: Database) -> None:
    leave_the_demo(app)
    for published in (PASSWORD, PASSWORD.upper()):
        with pytest.raises(WeakPassword, match="published"):
            check_password(published)
    with database.session() as session, pytest.raises(WeakPassword):
        add_person(
            session,
            actor=None,
            name="New",
            email="new@council.example",
            organisation_id=cast.organisations[COUNCIL].id,
            roles=[],
            password=PASSWORD,
        )


def test_real_accounts_sign_in_beside_planted_ones(app: Flask, cast: Cast, database: Database) -> None:
    serve_for_real(app)
    with database.transaction() as session:
        session.execute(sa.update(Person).where(Person.email == address(PARTNER)).values(demo=False))
    assert sign_in(app, PARTNER).heading != "Sign in"
