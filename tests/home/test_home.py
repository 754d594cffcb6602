"""The home page: for each role what needs me now, soonest first."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from consult import dates
from consult.database import Database
from consult.demo.cast import COUNCIL, Cast
from consult.drafting.progress import WIDTH, picture
from consult.drafting.queries import Progress
from consult.drafting.states import AnswerStatus
from consult.library.services import NewEntry, add_entries
from tests.counting import count_statements
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
        # Few responses have a question that is meant to stay without an answer.
        told = count > 0 or status is not AnswerStatus.NO_ANSWER_INTENDED
        assert (f"{count} {status.label.lower()}" in drawn.words) == told


def _due(cast: Cast, session: Session, count: int, *, keeper: str | None = None) -> list[int]:
    """File answers of the council whose review date has come."""
    council = cast.organisations[COUNCIL].id
    today = dates.today()
    entries = [
        NewEntry(
            consultation="Markets",
            issuing_body="Department for Local Places",
            question=f"Should market {number} open on Sundays?",
            answer="Yes.",
            adopted_on=today - timedelta(days=900),
            review_on=today - timedelta(days=number),
            owner_id=council,
            keeper_id=cast.people[keeper].id if keeper else None,
            adopted_by={council},
        )
        for number in range(count)
    ]
    return add_entries(session, entries)


def test_earlier_answers_due_for_review_wait_for_who_looks_after_them(
    demo: Cast, database: Database, app: Flask, visit: Callable[[str | None], Visitor]
) -> None:
    officer, other = visit("Policy officer"), visit("Senior policy officer")
    with count_statements(app) as none:
        officer.open("/")
    assert "earlier answer" not in officer.text
    with database.transaction() as session:
        (own,) = _due(demo, session, 1, keeper="Policy officer")
    assert "Review 1 earlier answer" in officer.open("/").text
    assert "earlier answer" not in other.open("/").text
    assert officer.follow("Review 1 earlier answer").path == f"/library/{own}/review"
    with database.transaction() as session:
        _due(demo, session, 30)
    with count_statements(app) as many:
        officer.open("/")
    assert many.statements == none.statements
    assert "Review 31 earlier answers" in officer.text
    assert "Overdue" in officer.text
    assert officer.follow("Review 31 earlier answers").path.startswith("/library/review")
    assert "Review 30 earlier answers" in other.open("/").text
    assert "earlier answer" not in visit("Police partner").open("/").text
