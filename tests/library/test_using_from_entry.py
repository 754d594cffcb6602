"""From an entry of the library to an answer that begins with it."""

from collections.abc import Callable

import pytest

from consult.demo.cast import Cast
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]


def test_an_officer_uses_an_entry_in_an_answer(demo: Cast, visit: Visit) -> None:
    officer = visit("Policy officer").open("/library/1").follow("Use in an answer")
    if officer.heading == "In which response?":
        officer.follow("Joint response on local partnerships")
    assert officer.heading == "For which question?"
    officer.follow("Question 9")
    assert officer.heading == "Use an earlier answer"
    officer.submit("Use this answer")
    assert "Entry 1 was put into the answer" in officer.text
    assert "From entry 1" in officer.text
    assert "Joint response on local partnerships" in officer.open("/library/1").text


@pytest.mark.parametrize("who", ["Police partner", "Council Executive"])
def test_who_drafts_nothing_is_offered_nothing(demo: Cast, visit: Visit, who: str) -> None:
    visitor = visit(who).open("/library/1", expect=None)
    if visitor.status == 200:
        assert "Use in an answer" not in visitor.text
    visitor.open("/library/1/use", expect=None)
    assert visitor.status in (403, 404)
    assert "For which question" not in visitor.text
