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
from tests.drafting.heavy import OPENED, PAGES, VERSIONS, save_often
from tests.factories.situations import Drafting, in_the_library
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


def test_no_page_loads_every_version(
    database: Database, cast: Cast, drafting: Drafting, visit: Visit, loaded: Counter[str]
) -> None:
    number = drafting.answers[0]
    with database.transaction() as session:
        (entry,) = in_the_library(session, cast)
        newest = save_often(session, number)
    officer = visit("Policy officer")
    for page in PAGES:
        loaded.clear()
        officer.open(f"/answers/{number}{page.format(aside=newest, entry=entry)}")
        assert loaded["versions"] <= 2 * PAGE + 5, page
    loaded.clear()
    visit("Policy officer").open(f"/responses/{drafting.response}/answers").open(f"/responses/{drafting.response}")
    assert loaded["versions"] <= 2 * 30


def test_every_version_and_every_text_set_aside_is_reached(
    database: Database, drafting: Drafting, visit: Visit
) -> None:
    number = drafting.answers[0]
    with database.transaction() as session:
        newest = save_often(session, number, count=33)
    officer = visit("Policy officer").open(f"/answers/{number}")
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
    officer.open(f"/answers/{number}/versions?page=2").follow("Compare and merge version 23")
    assert officer.heading


@pytest.mark.one_database
def test_the_heaviest_pages_open_hundreds_of_times(
    database_url: str, database: Database, cast: Cast, drafting: Drafting
) -> None:
    number = drafting.answers[0]
    with database.transaction() as session:
        (entry,) = in_the_library(session, cast)
        assert save_often(session, number) == VERSIONS
    database.close()
    named = [database_url, str(number), str(entry)]
    command = [sys.executable, "-X", "faulthandler", "-m", "tests.drafting.heavy", *named]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    assert int(done.stdout) >= OPENED
