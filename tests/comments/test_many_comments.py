"""Many comments: nobody makes too many, a page shows some at a time, and a mail leads to the one it names."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from consult import dates
from consult.comments.models import Comment, DispositionOutcome
from consult.comments.queries import BESIDE_ANSWER, answer_comments
from consult.comments.services import settle
from consult.config import Limits
from consult.database import Database
from consult.demo.cast import Cast
from consult.notices.models import OutboxMessage
from tests.factories.comments import make_comment
from tests.factories.situations import Drafting
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]


@pytest.fixture
def answer(drafting: Drafting) -> int:
    """An answer that partners comment on."""
    return drafting.answers[0]


def fill(session: Session, cast: Cast, answer: int, count: int, text: str = "Point {n}.") -> list[int]:
    """Write comments of the police partner; their numbers."""
    partner = cast.viewers["Police partner"]
    made = [
        Comment(
            answer_id=answer,
            on_n=1,
            author_id=partner.person_id,
            organisation_id=partner.organisation_id,
            text=text.format(n=n),
            suggestion="",
            created_at=dates.now() + timedelta(seconds=n),
        )
        for n in range(count)
    ]
    session.add_all(made)
    session.commit()
    return [each.id for each in made]


def shown(visitor: Visitor) -> list[int]:
    return [int(number) for number in re.findall(r'id="comment-(\d+)"', visitor.html)]


def test_comments_beyond_the_limit_are_told_and_come_back(
    app: Flask, answer: int, session: Session, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = dates.now().replace(minute=30, second=30, microsecond=0)
    monkeypatch.setattr("consult.web.limits.dates.now", lambda: moment)
    app.extensions["settings"] = replace(app.extensions["settings"], limits=Limits(comments=2))
    before = session.scalar(select(func.count()).select_from(Comment))
    session.rollback()
    partner = visit("Police partner")
    for n, status in enumerate((200, 200, 429)):
        partner.open(f"/answers/{answer}").submit("Send comment", _expect=status, comment=f"Point number {n}")
    assert "2 comments in an hour are the most that one person may make. Nothing was sent." in partner.text
    assert "Point number 2" in partner.text
    assert session.scalar(select(func.count()).select_from(Comment)) == (before or 0) + 2
    session.rollback()
    visit("Health partner").open(f"/answers/{answer}").submit("Send comment", comment="Another person has their own")


def test_a_page_shows_the_newest_comments_and_leads_to_those_before(
    answer: int, cast: Cast, session: Session, visit: Visit
) -> None:
    numbers = fill(session, cast, answer, 2 * BESIDE_ANSWER + 5)
    officer = visit("Policy officer").open(f"/answers/{answer}")
    first = shown(officer)
    assert first == numbers[-BESIDE_ANSWER:]
    assert f"{BESIDE_ANSWER} of " in officer.text
    second = shown(officer.follow("Show older comments"))
    assert second == numbers[-2 * BESIDE_ANSWER : -BESIDE_ANSWER]
    officer.follow("Show older comments")
    assert "Show older comments" not in officer.text
    assert set(numbers) <= {*first, *second, *shown(officer)}
    assert shown(officer.follow("Show newer comments")) == second


@pytest.mark.parametrize(
    "address",
    ["page=0", "page=-1", "page=999999999999", "page=x", "comment=x", "comment=-3", "comment=99999999999999999999"],
)
def test_no_page_is_missing(address: str, answer: int, cast: Cast, session: Session, visit: Visit) -> None:
    fill(session, cast, answer, BESIDE_ANSWER + 5)
    assert shown(visit("Policy officer").open(f"/answers/{answer}?{address}"))


def test_few_comments_are_shown_as_ever(answer: int, cast: Cast, session: Session, visit: Visit) -> None:
    numbers = fill(session, cast, answer, 3)
    officer = visit("Policy officer").open(f"/answers/{answer}")
    assert shown(officer)[-3:] == numbers
    assert "older comments" not in officer.text


def test_a_mail_leads_to_the_page_of_its_comment(answer: int, cast: Cast, session: Session, visit: Visit) -> None:
    numbers = fill(session, cast, answer, BESIDE_ANSWER + 5)
    said = session.get_one(Comment, numbers[0])
    session.refresh(said, ["answer"])
    settle(
        session, actor=cast.viewers["Policy officer"], comment=said, outcome=DispositionOutcome.DECLINED, reason="No."
    )
    session.commit()
    mail = session.scalars(select(OutboxMessage.text).order_by(OutboxMessage.id.desc())).first()
    assert mail is not None
    session.rollback()
    path = re.search(rf"/answers/{answer}\?comment={numbers[0]}#comment-{numbers[0]}", mail)
    assert path is not None
    partner = visit("Police partner").open(path[0].partition("#")[0])
    assert numbers[0] in shown(partner)


def test_the_page_asks_the_database_as_often_for_many_comments_as_for_few(
    answer: int, cast: Cast, session: Session, database: Database, visit: Visit
) -> None:
    officer = cast.viewers["Policy officer"]

    def asked() -> int:
        statements: list[str] = []
        note = lambda *arguments: statements.append(arguments[2])  # noqa: E731
        event.listen(database.engine, "before_cursor_execute", note)
        try:
            with database.session(read_only=True) as opened:
                answer_comments(opened, viewer=officer, answer_id=answer)
        finally:
            event.remove(database.engine, "before_cursor_execute", note)
        return len(statements)

    fill(session, cast, answer, 3)
    few = asked()
    fill(session, cast, answer, 300)
    assert asked() == few


def test_a_partner_pages_through_their_own_comments_only(answer: int, cast: Cast, session: Session) -> None:
    fill(session, cast, answer, BESIDE_ANSWER + 5)
    mine = make_comment(session, answer_id=answer, author_id=cast.people["Health partner"].id)
    page = answer_comments(session, viewer=cast.viewers["Health partner"], answer_id=answer)
    assert mine in page.rows
    assert all(each.organisation_id == cast.viewers["Health partner"].organisation_id for each in page.rows)
    assert page.count < BESIDE_ANSWER
