"""An application on a database of its own, made once for all tests of a module, and browsers of people signed in."""

import re
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.application import create_app
from consult.config import Limits, Settings
from consult.database import Database
from consult.people.models import Person
from consult.sign_in.services import open_session
from tests import postgres
from tests.databases import Originals
from tests.visitor import HOST

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
ENDLESS = Limits(searches=100_000, uploads=100_000, downloads=100_000, mails=100_000)


@contextmanager
def staged(backend: str, content: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application on a copy of the `content` database: 'cast' or 'demo'."""
    originals: Originals = request.getfixturevalue("originals")
    if backend == "sqlite":
        url, name, address = originals.copy_file(content, folder / "consult.sqlite"), "", ""
    else:
        address, name = request.getfixturevalue("postgres_address"), f"t{uuid.uuid4().hex}"
        originals.copy_on_server(address, content, name)
        url = f"postgresql+psycopg://{address.removeprefix('postgresql://')}/{name}"
    app = _application(url, folder)
    try:
        yield app
    finally:
        app.extensions["database"].close()
        shutil.rmtree(folder)
        if name:
            postgres.execute(address, f"DROP DATABASE {name} WITH (FORCE)")


def _application(url: str, folder: Path) -> Flask:
    settings = Settings(
        database_url=url,
        secret_key="for-tests-only-0123456789-abcdefghijkl",
        instance=folder,
        trusted_hosts=("localhost",),
        demo=True,
        secure_cookies=False,
        limits=ENDLESS,
    )
    made = create_app(settings)
    made.config["PROPAGATE_EXCEPTIONS"] = True
    made.extensions["search_index"].follow()
    return made


def signed_in(app: Flask, person_id: int | None) -> FlaskClient:
    """A browser in which somebody has signed in, or nobody (None)."""
    client = app.test_client()
    if person_id is not None:
        database: Database = app.extensions["database"]
        with database.transaction() as session:
            token = open_session(session, person=session.get_one(Person, person_id))
        with client.session_transaction(base_url=HOST) as cookie:
            cookie["token"] = token
    return client


def form_token(client: FlaskClient, path: str = "/account") -> str:
    """The token that a browser's forms carry, from the first page that has a form."""
    found = TOKEN.search(client.get(path, base_url=HOST, follow_redirects=True).get_data(as_text=True))
    assert found
    return found[1]
