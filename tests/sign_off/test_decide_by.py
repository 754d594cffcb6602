"""Who decides sees by when: the date of the timetable stands on the round, on the decision and among the rounds."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from consult import dates
from consult.database import Database
from consult.demo.cast import Cast
from consult.drafting.models import ConsultationResponse, Milestone
from consult.drafting.states import MilestoneKind
from consult.sign_off.models import Decision, RoundState, SignOffRound, Verdict
from tests.factories.situations import sent
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]


@pytest.fixture
def waiting(database: Database, cast: Cast) -> int:
    """A response that waits for the decisions of two bodies, and of one clerk."""
    with database.transaction() as session:
        return sent(session, cast).response_id


def pages(database: Database, waiting: int) -> list[str]:
    """The pages that tell of the open round of the response that waits for decisions."""
    with database.session(read_only=True) as session:
        of = SignOffRound.response_id == waiting, SignOffRound.state == RoundState.OPEN
        round_id = session.scalars(select(SignOffRound.id).where(*of)).one()
        pending = Decision.round_id == round_id, Decision.verdict == Verdict.PENDING
        decisions = session.scalars(select(Decision.id).where(*pending)).all()
    return [f"/responses/{waiting}/sign-off", f"/rounds/{round_id}", *(f"/decisions/{n}" for n in decisions)]


def plan(database: Database, waiting: int, on: date | None) -> None:
    """Let the bodies decide by a day; without one, by the time of the submission."""
    mine = Milestone.response_id == waiting, Milestone.kind == MilestoneKind.DECISION_BY
    with database.transaction() as session:
        if on is None:
            session.execute(Milestone.__table__.delete().where(*mine))
        else:
            session.execute(update(Milestone).where(*mine).values(on=on))


def seen(visit: Visit, path: str) -> str:
    """The page as somebody sees it whose decision it is, else as the officer does."""
    who = ["Committee clerk", "Council Executive", "Partnership board"]
    for each in who:
        visitor = visit(each)
        if visitor.client.get(path).status_code == 200:
            return visitor.open(path).text
    raise AssertionError(f"nobody opens {path}")


@pytest.mark.parametrize(
    ("away", "said"), [(-2, "Overdue, {}"), (0, "Today, {}"), (1, "Tomorrow, {}"), (3, "In 3 days, {}")]
)
def test_the_day_of_the_timetable_stands_wherever_a_decision_waits(
    waiting: int, database: Database, visit: Visit, away: int, said: str
) -> None:
    day = dates.today() + timedelta(days=away)
    plan(database, waiting, day)
    for path in pages(database, waiting):
        assert f"ecide by: {said.format(dates.long_date(day))}" in seen(visit, path), path


def test_without_a_day_it_is_that_of_the_submission(waiting: int, database: Database, visit: Visit) -> None:
    plan(database, waiting, None)
    with database.session(read_only=True) as session:
        closing = session.get_one(ConsultationResponse, waiting).closing_at
    for path in pages(database, waiting):
        text = seen(visit, path)
        assert dates.long_date(closing) in text[text.index("ecide by: ") :][:60], path


def test_a_round_that_is_over_asks_for_no_decision(waiting: int, database: Database, visit: Visit) -> None:
    paths = pages(database, waiting)
    with database.transaction() as session:
        over = {"state": RoundState.WITHDRAWN, "ended_at": dates.now(), "withdrawn_because": "A new text"}
        session.execute(update(SignOffRound).where(SignOffRound.response_id == waiting).values(over))
    for path in paths:
        assert "ecide by: " not in seen(visit, path), path
