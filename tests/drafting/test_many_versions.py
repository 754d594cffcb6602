"""An answer with hundreds of versions: all are in reach, no page loads all of them, and none ends the process."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa

from consult.config import PROJECT
from consult.database import Database
from consult.demo.cast import Cast
from consult.drafting.models import AnswerVersion
from consult.drafting.versions import PAGE, SHOWN
from tests.drafting.heavy import ANSWER, OPENED, PAGES, VERSIONS, save_often
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]


@pytest.fixture
def loaded() -> Iterator[Counter[str]]:
    """How many versions were loaded."""
    count: Counter[str] = Counter()

    def note(_row: object, _context: object) -> None:
        count["versions"] += 1

    sa.event.listen(AnswerVersion, "load", note)
    yield count
    sa.event.remove(AnswerVersion, "load", note)


def test_no_page_loads_every_version(database: Database, demo: Cast, visit: Visit, loaded: Counter[str]) -> None:
    with database.transaction() as session:
        newest = save_often(session)
    officer = visit("Policy officer")
    for page in PAGES:
        loaded.clear()
        officer.open(f"/answers/{ANSWER}{page.format(aside=newest)}")
        assert loaded["versions"] <= 2 * PAGE + 5, page
    loaded.clear()
    visit("Policy officer").open("/responses/2/answers").open("/responses/2")
    assert loaded["versions"] <= 2 * 30


def test_every_version_and_every_text_set_aside_is_reached(database: Database, demo: Cast, visit: Visit) -> None:
    with database.transaction() as session:
        newest = save_often(session, 33)
    officer = visit("Policy officer").open(f"/answers/{ANSWER}")
    aside = [int(n) for n in re.findall("Compare and merge version ([0-9]+)", officer.text)]
    assert aside == list(range(newest, newest - SHOWN, -1))
    assert f"{11 - SHOWN} more versions were set aside" in officer.text
    officer.follow("See all versions")
    seen = []
    while True:
        seen += [n for n in range(newest, 0, -1) if officer.document.find(f".//h2[@id='version-{n}']") is not None]
        if "Next page" not in officer.text:
            break
        officer.follow("Next page")
    assert seen == list(range(newest, 0, -1))
    officer.open(f"/answers/{ANSWER}/versions?page=2").follow("Compare and merge version 23")
    assert officer.heading


@pytest.mark.one_database
def test_the_heaviest_pages_open_hundreds_of_times(database_url: str, demo: Cast) -> None:
    opened = Database(database_url)
    with opened.transaction() as session:
        assert save_often(session) == VERSIONS
    opened.close()
    command = [sys.executable, "-X", "faulthandler", "-m", "tests.drafting.heavy", database_url]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    assert int(done.stdout) >= OPENED
