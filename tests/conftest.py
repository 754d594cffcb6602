"""What every test may ask for: a database of its own on SQLite or PostgreSQL, the application, people who visit it."""

import contextlib
import gc
import os
import uuid
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from argon2 import PasswordHasher
from flask import Flask, g, template_rendered
from hypothesis import HealthCheck
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import Browser
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult.application import make_pages, take_up
from consult.config import Limits, Settings
from consult.database import Database
from consult.demo.cast import Cast
from consult.people import passwords
from consult.people.models import Organisation, Person
from consult.people.queries import viewer_of
from consult.web.templating import STATIC
from tests import alike, chromium, memory, postgres
from tests.databases import Originals
from tests.factories.situations import Drafting, being_drafted
from tests.visitor import Visitor

SHARED = Path(__file__).resolve().parents[2] / "shared"
SERVER = pytest.StashKey[str]()
BACKENDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


def pytest_configure() -> None:
    """The tests' own folders are made in memory where there is room; what Hypothesis tries may take its time."""
    hypothesis.settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    hypothesis.settings.load_profile("patient")
    if room := memory.folder():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", room)
    alike.register()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """A tenth of the time would go into looking through what was imported for garbage: it is none, and stays."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(5_000, 20, 50)
        gc.enable()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test that touches a database runs on both, unless it tries what no database has a part in."""
    if "backend" in metafunc.fixturenames:
        one = metafunc.definition.get_closest_marker("one_database")
        metafunc.parametrize("backend", BACKENDS[:1] if one else BACKENDS, scope="session")


@pytest.fixture(scope="session")
def shared_by_all(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the processes of one run share."""
    mine = tmp_path_factory.getbasetemp()
    folder = (mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session", autouse=True)
def templates_compiled_once(shared_by_all: Path) -> Iterator[None]:
    """Every process, and every application of a test's own, would compile the same templates again."""
    before = Flask.jinja_options
    Flask.jinja_options = {**before, "bytecode_cache": FileSystemBytecodeCache(str(shared_by_all), "template-%s")}
    yield
    Flask.jinja_options = before


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[PasswordHasher]:
    """Hash passwords with little work: guessing is made slow on purpose, and tests do not guess. Gives the real one."""
    real = passwords._hasher
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    yield real
    passwords._hasher = real


@pytest.fixture(scope="session", autouse=True)
def nothing_is_locked_by_a_page() -> Iterator[None]:
    """Whatever page any test is given: while it was made, nobody's save waited for it."""

    def look(app: Flask, template: Any, **_facts: object) -> None:
        opened = g.get("db")
        writes = opened is not None and opened.in_transaction() and opened.bind is app.extensions["database"].engine
        assert not writes, f"{template.name} was made with the database locked"

    with template_rendered.connected_to(look):
        yield


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Start the PostgreSQL server that all processes of a run share, before the first of them."""
    stash: pytest.Stash = node.config.stash
    if SERVER not in stash and not postgres.why_absent():
        running = contextlib.ExitStack()
        stash[SERVER] = running.enter_context(postgres.server())
        node.config.add_cleanup(running.close)
    node.workerinput["postgres"] = stash.get(SERVER, None)


@pytest.fixture(scope="session")
def postgres_address(pytestconfig: pytest.Config) -> Iterator[str]:
    """The PostgreSQL server of this run."""
    if reason := postgres.why_absent():
        pytest.skip(reason)
    if shared := getattr(pytestconfig, "workerinput", {}).get("postgres"):
        yield shared
        postgres.let_go()
        return
    with postgres.server() as address:
        yield address


@pytest.fixture(scope="session")
def originals(shared_by_all: Path) -> Originals:
    """Databases to copy."""
    return Originals(shared_by_all)


@pytest.fixture
def database_url(backend: str, tmp_path: Path, originals: Originals, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a fresh, migrated database: empty, or with the cast or the whole demonstration when asked for."""
    content = next((name for name in ("demo", "cast") if name in request.fixturenames), "empty")
    if backend == "sqlite":
        yield originals.copy_file(content, tmp_path / "consult.sqlite")
        return
    address = request.getfixturevalue("postgres_address")
    name = f"t{uuid.uuid4().hex}"
    originals.copy_on_server(address, content, name)
    yield f"postgresql+psycopg://{address.removeprefix('postgresql://')}/{name}"
    postgres.execute(address, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh database."""
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session that can write; what it does not commit is gone after the test."""
    with database.session() as opened:
        yield opened


@pytest.fixture
def cast(database: Database) -> Cast:
    """The bodies and people of the demonstration."""
    with database.session(read_only=True) as opened:
        return cast_of(opened)


def cast_of(opened: Session) -> Cast:
    """The bodies and people that are there, by name."""
    organisations = {organisation.name: organisation for organisation in opened.scalars(select(Organisation))}
    everybody = select(Person).options(joinedload(Person.organisation), selectinload(Person.roles))
    people = {person.name: person for person in opened.scalars(everybody)}
    return Cast(organisations, people, {name: viewer_of(person) for name, person in people.items()})


@pytest.fixture
def drafting(database: Database, cast: Cast) -> Drafting:
    """A response that is being drafted: two of its three answers are begun."""
    with database.transaction() as opened:
        return being_drafted(opened, cast)


@pytest.fixture
def demo(cast: Cast) -> Cast:
    """The whole demonstration: a submitted response, one being drafted, a set of questions to review."""
    return cast


@pytest.fixture(scope="session")
def all_pages() -> Flask:
    """The pages of all stages, made once for a run: making them takes as long as a page test does."""
    return make_pages()


@pytest.fixture
def app(all_pages: Flask, database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on a fresh database, as it runs for real: forms are protected, errors are pages.

    It takes up settings anew for each test. A test that adds pages or handlers makes an application of its own.
    """
    before, views = dict(all_pages.config), dict(all_pages.view_functions)
    take_up(
        all_pages,
        Settings(
            database_url=database_url,
            secret_key="for-tests-only-0123456789-abcdefghijkl",
            instance=tmp_path,
            trusted_hosts=("localhost",),
            demo=True,
            secure_cookies=False,
            limits=Limits(searches=100_000),  # a test opens more pages in a minute than anybody
        ),
    )
    all_pages.config["PROPAGATE_EXCEPTIONS"] = True
    all_pages.extensions["search_index"].follow()
    yield all_pages
    all_pages.extensions["database"].close()
    all_pages.config.clear()
    all_pages.config.update(before)
    assert all_pages.view_functions == views, "what a test adds to the pages, it adds to an application of its own"


@pytest.fixture
def visit(app: Flask, cast: Cast):  # type: ignore[no-untyped-def]  # a function that signs people in
    """Sign somebody of the cast in: visit('Policy officer'). visit(None) is nobody."""

    def sign_in(name: str | None) -> Visitor:
        visitor = Visitor(app.test_client())
        if name is None:
            return visitor
        with app.extensions["database"].session(read_only=True) as session:
            return visitor.sign_in_as(session.scalars(select(Person.id).where(Person.name == name)).one())

    return sign_in


@pytest.fixture(scope="session")
def opened() -> Iterator[Browser]:
    """One Chromium for the run; tests that need it skip where it is absent."""
    if chromium.find_chromium() is None:
        pytest.skip("no Chromium here: install Debian's chromium")
    if not (STATIC / "manifest.json").exists():
        pytest.skip("the styles and scripts are not built: make setup")
    with chromium.browser() as found:
        yield found


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real cases and papers, beside the checkout; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here")
    return SHARED
