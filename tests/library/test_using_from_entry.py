"""From an entry of the library to an answer that begins with it."""

from collections.abc import Callable

import pytest

from consult.database import Database
from consult.demo.cast import Cast
from tests.factories.situations import TITLE, Drafting, in_the_library
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]


@pytest.fixture
def entry(database: Database, cast: Cast) -> int:
    """An earlier answer."""
    with database.transaction() as session:
        return in_the_library(session, cast)[0]


def test_an_officer_uses_an_entry_in_an_answer(drafting: Drafting, entry: int, visit: Visit) -> None:
    officer = visit("Policy officer").open(f"/library/{entry}").follow("Use in an answer")
    if officer.heading == "In which response?":
        officer.follow(TITLE)
    assert officer.heading == "For which question?"
    officer.follow(f"Question {len(drafting.answers)}")
    assert officer.heading == "Use an earlier answer"
    officer.submit("Use this answer")
    assert f"Entry {entry} was put into the answer" in officer.text
    assert f"From entry {entry}" in officer.text
    assert TITLE in officer.open(f"/library/{entry}").text


@pytest.mark.parametrize("who", ["Police partner", "Council Executive"])
def test_who_drafts_nothing_is_offered_nothing(drafting: Drafting, entry: int, visit: Visit, who: str) -> None:
    visitor = visit(who).open(f"/library/{entry}", expect=None)
    if visitor.status == 200:
        assert "Use in an answer" not in visitor.text
    visitor.open(f"/library/{entry}/use", expect=None)
    assert visitor.status in (403, 404)
    assert "For which question" not in visitor.text
