"""What the tests in Chromium share: the browser, the demonstration served, and people who sign in to it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page
from sqlalchemy import select

from consult.database import Database
from consult.demo.cast import PARTNERSHIP
from consult.drafting.models import ConsultationResponse
from consult.people.models import Organisation
from consult.people.models import Person as SomePerson
from tests import chromium, named
from tests.browser import demonstration
from tests.databases import Originals

Person = Callable[..., Page]
# Pages that answer so by design; the browser reports every one of them as a fault.
ANSWERS = tuple(f"status of {code}" for code in (401, 409, 422))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, and skip it where there is no browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if chromium.find_chromium() is None:
                item.add_marker(pytest.mark.skip(reason="Chromium is not here"))


@pytest.fixture(scope="session")
def demo_file(originals: Originals, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the demonstration, to copy."""
    path = tmp_path_factory.mktemp("demonstration") / "demonstration.sqlite"
    originals.copy_file("demo", path)
    return path


@pytest.fixture(scope="session")
def numbers(demo_file: Path) -> dict[str, int]:
    """What addresses of the demonstration name: its response that is being drafted, two answers of it, and more."""
    database = Database(f"sqlite:///{demo_file}")
    with database.session(read_only=True) as session:
        response = session.get_one(ConsultationResponse, named.response_named(session))
        partnership = session.scalars(select(Organisation.id).where(Organisation.name == PARTNERSHIP)).one()
        found = {
            "response": response.id,
            "consultation": response.consultation_id,
            "answer": named.answer_at(session, 13),
            "commented": named.answer_at(session, 6),
            "limited": named.answer_at(session, 35),
            "partnership": partnership,
            "person": session.scalars(select(SomePerson.id).where(SomePerson.name == "Police partner")).one(),
        }
    database.close()
    return found


@pytest.fixture
def response(numbers: dict[str, int]) -> str:
    """Where the response is that is being drafted."""
    return f"/responses/{numbers['response']}"


@pytest.fixture
def answer(numbers: dict[str, int]) -> str:
    """Where an answer of it is."""
    return f"/answers/{numbers['answer']}"


@pytest.fixture
def commented(numbers: dict[str, int]) -> str:
    """Where an answer of it is that has comments, and earlier answers beside it."""
    return f"/answers/{numbers['commented']}"


@pytest.fixture(scope="session")
def tour(demo_file: Path, numbers: dict[str, int], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demonstration for tests that only look: also a version that waits for decisions, and a text set aside."""
    app = demonstration.application(Path(shutil.copy(demo_file, tmp_path_factory.mktemp("tour"))))
    demonstration.send_for_decisions(app)
    demonstration.set_a_text_aside(app, numbers["commented"])
    with chromium.served(app) as address:
        yield address
    app.extensions["database"].close()


@pytest.fixture
def site(demo_file: Path, tmp_path: Path) -> Iterator[str]:
    """The demonstration for one test."""
    app = demonstration.application(Path(shutil.copy(demo_file, tmp_path)))
    with chromium.served(app) as address:
        yield address
    app.extensions["database"].close()


@pytest.fixture
def waiting_site(demo_file: Path, tmp_path: Path) -> Iterator[str]:
    """The demonstration with a version that waits for decisions, for one test."""
    app = demonstration.application(Path(shutil.copy(demo_file, tmp_path)))
    demonstration.send_for_decisions(app)
    with chromium.served(app) as address:
        yield address
    app.extensions["database"].close()


@pytest.fixture
def person(opened: Browser) -> Iterator[Person]:
    """Open a browser window as somebody: person(address, 'Police partner'). At the end no window has seen a fault."""
    pages: list[Page] = []
    faults: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and not any(answer in message.text for answer in ANSWERS):
            faults.append(f"{message.location.get('url')}: {message.text}")

    def open_window(address: str, name: str | None, *, width: int = 1280, scripts: bool = True) -> Page:
        page = chromium.new_page(opened, address, width=width, scripts=scripts)
        pages.append(page)
        page.on("console", note)
        page.on("pageerror", lambda error: faults.append(str(error)))
        # Leaving a page with unsaved text is what some of these tests are about.
        page.on("dialog", lambda dialog: dialog.accept())
        if name:
            chromium.sign_in(page, name)
        return page

    yield open_window
    for page in pages:
        page.context.close()
    assert not faults, "\n".join(faults)
