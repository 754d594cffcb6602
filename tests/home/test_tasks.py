"""Each task on home has its own date, and the page that it opens shows as many as home counts."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult import dates
from consult.database import Database
from consult.demo.cast import COUNCIL, Cast
from consult.drafting.models import Answer, ConsultationResponse, Invitation, Milestone
from consult.drafting.states import AnswerStatus, MilestoneKind
from consult.library.services import NewEntry, add_entries
from tests.named import DRAFTED, WAITING, response_named
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]
ROWS = {
    "Comment on": "//main//section[starts-with(@id, 'answer-')]",
    "Finish": "//main//section[starts-with(@id, 'answer-')]",
    "Settle": "//main//*[contains(concat(' ', @class, ' '), ' app-comment ')]",
    "Review": "//main//li[contains(@class, 'app-earlier')]",
}


def tasks(visitor: Visitor) -> list[tuple[str, str, str]]:
    """What to do, on what, and the date, in the order of the page."""
    return [
        (
            " ".join(item.xpath(".//a")[0].text_content().split()),
            " ".join(item.xpath(".//*[contains(@class, 'hint')][@id]")[0].text_content().split()),
            " ".join(item.xpath(".//*[contains(@class, '__status')]")[0].text_content().split()),
        )
        for item in visitor.open("/").document.xpath("//ul[contains(@class, 'task-list')]/li")
    ]


def milestone(database: Database, response: str, kind: MilestoneKind) -> str:
    """A date of the timetable in words."""
    with database.session(read_only=True) as session:
        mine = Milestone.response_id == response_named(session, response), Milestone.kind == kind
        return dates.long_date(session.scalars(select(Milestone.on).where(*mine)).one())


@pytest.mark.parametrize(
    ("who", "what", "response", "kind"),
    [
        ("Police partner", "Comment on", DRAFTED, MilestoneKind.COMMENTS_BY),
        ("Policy officer", "Settle", DRAFTED, MilestoneKind.REPORT_BY),
        ("Policy officer", "Finish", DRAFTED, MilestoneKind.REPORT_BY),
        ("Council Executive", "Decide for", WAITING, MilestoneKind.DECISION_BY),
        ("Committee clerk", "Decide for", WAITING, MilestoneKind.DECISION_BY),
    ],
)
def test_a_task_has_the_date_of_the_timetable_that_is_its_own(
    demo: Cast, database: Database, visit: Visit, who: str, what: str, response: str, kind: MilestoneKind
) -> None:
    own = [when for task, _, when in tasks(visit(who)) if task.startswith(what)]
    assert own
    assert all(milestone(database, response, kind) in when for when in own)


def test_without_a_date_of_its_own_a_task_has_that_of_the_submission(
    demo: Cast, database: Database, visit: Visit
) -> None:
    with database.transaction() as session:
        session.execute(Milestone.__table__.delete())
        closing = session.get_one(ConsultationResponse, response_named(session)).closing_at
    assert dates.long_date(closing) in tasks(visit("Police partner"))[0][2]


def test_who_is_invited_until_a_day_comments_by_that_day(demo: Cast, database: Database, visit: Visit) -> None:
    until = dates.today() + timedelta(days=3)
    with database.transaction() as session:
        session.execute(update(Invitation).where(Invitation.person_id.is_not(None)).values(until=until))
    (task,) = tasks(visit("Parish clerk"))
    assert task[0].startswith("Comment on")
    assert dates.long_date(until) in task[2]


def test_tasks_are_in_the_order_of_their_own_dates_and_overdue_is_said(
    demo: Cast, database: Database, visit: Visit
) -> None:
    late = dates.today() - timedelta(days=2)
    with database.transaction() as session:
        session.execute(update(Milestone).where(Milestone.kind == MilestoneKind.REPORT_BY).values(on=late))
    found = tasks(visit("Policy officer"))
    assert found[0][2] == f"Overdue, {dates.long_date(late)}"
    days = [re.search(r"\d+ \w+ \d{4}", when) for _, _, when in found]
    order = [date.fromisoformat(_iso(day[0])) for day in days if day]
    assert order == sorted(order)


def _iso(words: str) -> str:
    day, month, year = words.split()
    number = [dates.long_date(date(2001, n, 1)).split()[1] for n in range(1, 13)].index(month) + 1
    return f"{year}-{number:02d}-{int(day):02d}"


def _file_due(session: Session, demo: Cast) -> None:
    council, senior = demo.organisations[COUNCIL].id, demo.people["Senior policy officer"].id
    long_ago = dates.today() - timedelta(days=900)
    entries = [
        NewEntry(
            consultation="Markets",
            issuing_body="Department for Local Places",
            question=f"Should market {number} open on Sundays?",
            answer="Yes.",
            adopted_on=long_ago,
            review_on=dates.today() - timedelta(days=number),
            owner_id=council,
            keeper_id=senior if number < 3 else None,
            adopted_by={council},
        )
        for number in range(8)
    ]
    add_entries(session, entries)


@pytest.mark.parametrize("who", ["Policy officer", "Senior policy officer", "Police partner", "Parish clerk"])
def test_the_page_that_a_task_opens_shows_as_many_as_home_counts(
    demo: Cast, database: Database, visit: Visit, who: str
) -> None:
    with database.transaction() as session:
        _file_due(session, demo)
        # A question that is no longer asked waits for nobody.
        mine = Answer.response_id == response_named(session)
        session.execute(update(Answer).where(mine, Answer.position == 4).values(dropped=True))
        ready = select(Answer.id).where(mine, Answer.status == AnswerStatus.READY)
        assert session.scalars(ready).first()
    visitor, counted = visit(who), 0
    for what, _, _ in tasks(visitor):
        number = re.search(r"\d+", what)
        rows = next((path for begins, path in ROWS.items() if what.startswith(begins)), None)
        if number is None or rows is None:
            continue
        visitor.open("/").follow(what)
        assert len(visitor.document.xpath(rows)) == int(number[0]), what
        counted += 1
    assert counted


@pytest.mark.parametrize("who", ["Council Executive", "Committee clerk", "Partnership board"])
def test_each_decision_on_home_opens_its_own(demo: Cast, visit: Visit, who: str) -> None:
    visitor = visit(who)
    for what, _, _ in tasks(visitor):
        assert what.removeprefix("Decide for ") in visitor.open("/").follow(what).text
