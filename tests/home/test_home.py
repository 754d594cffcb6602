"""The home page: for each role what needs me now, soonest first."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.demo.cast import Cast
from consult.drafting.models import AnswerStatus
from consult.drafting.progress import WIDTH, picture
from consult.drafting.queries import Progress
from tests.visitor import Visitor

counts = st.fixed_dictionaries({status: st.integers(0, 50) for status in AnswerStatus})


@pytest.mark.parametrize(
    ("who", "tasks"),
    [
        ("Policy officer", ["Finish 28 answers", "Settle 3 comments", *["Review and publish the questions"] * 2]),
        ("Police partner", ["Comment on 4 answers"]),
        ("Voluntary sector partner", ["Comment on 4 answers"]),
        ("Council Executive", ["Decide for Rivermead Borough Council"]),
        ("Administrator", []),
    ],
)
def test_what_needs_each_role_now(
    who: str, tasks: list[str], demo: Cast, visit: Callable[[str | None], Visitor]
) -> None:
    visitor = visit(who)
    found = [
        " ".join(a.text_content().split()) for a in visitor.document.xpath("//ul[contains(@class,'task-list')]//a")
    ]
    assert found == tasks
    if not tasks:
        assert "Nothing needs you now" in visitor.text


@given(counts)
def test_the_progress_picture_shows_every_answer(given_counts: dict[AnswerStatus, int]) -> None:
    progress = Progress(given_counts)
    drawn = picture(progress)
    assert sum(segment.count for segment in drawn.segments) == progress.total
    if progress.total:
        assert abs(sum(segment.width for segment in drawn.segments) - WIDTH) < 1
        assert drawn.segments[0].x == 0
    for status, count in given_counts.items():
        assert f"{count} {status.label.lower()}" in drawn.words
