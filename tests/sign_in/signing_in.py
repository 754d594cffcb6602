"""What the tests of accounts share: signing in with password and code, and moving the clock of the database."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pyotp
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from consult import dates
from consult.database import Database
from consult.demo.cast import PASSWORD, address
from consult.people.credentials import SecondFactor, SignedInSession
from consult.people.models import Person
from tests.visitor import Visitor

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def leave_the_demo(app: Flask, *, require_second_factor: bool = False) -> None:
    """Run as a service does that is no demonstration."""
    settings = replace(app.extensions["settings"], demo=False, require_second_factor=require_second_factor)
    app.extensions["settings"] = settings
    with app.extensions["database"].transaction() as session:
        unpublish(session)


def unpublish(session: Session) -> None:
    """Let everybody be a person of a real service, with a password of their own."""
    session.execute(sa.update(Person).values(demo=False))


def sign_in(app: Flask, name: str, password: str = PASSWORD, browser: str = FIREFOX) -> Visitor:
    """Give the person's address and password in a browser of their own."""
    visitor = Visitor(app.test_client())
    visitor.client.environ_base["HTTP_USER_AGENT"] = browser
    visitor.open("/sign-in")
    return visitor.submit("Sign in", email=address(name), password=password)


def set_up_factor(visitor: Visitor) -> tuple[str, list[str]]:
    """Set a second factor up in the pages; its key and the recovery codes."""
    visitor.open("/account/second-factor").submit("Set up")
    key = re.sub(r"\s", "", visitor.document.xpath("//dd/code")[0].text_content())
    visitor.submit("Turn on", code=pyotp.TOTP(key).now())
    return key, [code.text_content() for code in visitor.document.xpath("//li/code")]


def next_code(key: str) -> str:
    """The code after the present one: a fresh one, which the service accepts already."""
    return pyotp.TOTP(key).at(datetime.now(), counter_offset=1)


def forget_step(database: Database) -> None:
    """As if the last code had been used long ago."""
    with database.transaction() as session:
        session.execute(sa.update(SecondFactor).values(last_step=0))


def make_older(database: Database, column: sa.orm.InstrumentedAttribute[datetime], minutes: int) -> None:
    """As if that had been so many minutes ago, in every session or attempt."""
    with database.transaction() as session:
        session.execute(sa.update(column.class_).values({column: dates.now() - timedelta(minutes=minutes)}))


def stale_proof(database: Database) -> None:
    """As if nobody had given a password for 16 minutes."""
    make_older(database, SignedInSession.proved_at, 16)
