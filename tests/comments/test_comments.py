"""Comments and what becomes of them."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.comments import rules
from consult.comments.models import Comment, DispositionOutcome, Position
from consult.comments.queries import get_comment, response_comments
from consult.comments.services import comment, settle
from consult.database import Database
from consult.demo.cast import Cast
from tests.factories.comments import make_comment, make_disposition
from tests.factories.situations import Drafting, answer_of, response_of
from tests.visitor import Visitor


def say(
    session: Session, cast: Cast, drafting: Drafting, position: Position | None, text: str = "", suggestion: str = ""
) -> Comment:
    """The police partner comments on the first answer."""
    viewer = cast.viewers["Police partner"]
    answer = answer_of(session, cast, drafting.answers[0], viewer.name)
    return comment(
        session, actor=viewer, answer=answer, on_n=answer.current_n, position=position, text=text, suggestion=suggestion
    )


@pytest.mark.parametrize(
    ("position", "text", "suggestion", "refused"),
    [
        (None, "", "", rules.NothingSaid),
        (None, "  \n ", "", rules.NothingSaid),
        (Position.OBJECT, "", "", rules.ReasonMissing),
        (Position.SUPPORT_WITH_CHANGES, "", "", rules.ReasonMissing),
        (None, "x" * 20_001, "", rules.CommentTooLong),
        (Position.SUPPORT, "", "", None),
        (Position.NO_COMMENT, "", "", None),
        (Position.OUTSIDE_REMIT, "", "", None),
        (Position.OBJECT, "Because.", "", None),
        (Position.SUPPORT_WITH_CHANGES, "", "Better words.", None),
        (None, "A remark.", "", None),
    ],
)
def test_what_a_comment_needs(
    session: Session,
    cast: Cast,
    drafting: Drafting,
    position: Position | None,
    text: str,
    suggestion: str,
    refused: type[Exception] | None,
) -> None:
    if refused:
        with pytest.raises(refused):
            say(session, cast, drafting, position, text, suggestion)
    else:
        assert say(session, cast, drafting, position, text, suggestion).on_n == 1


def test_a_form_sent_twice_makes_one_comment(session: Session, cast: Cast, drafting: Drafting) -> None:
    first = say(session, cast, drafting, Position.SUPPORT, "Good.")
    assert say(session, cast, drafting, Position.SUPPORT, "Good.\r\n").id == first.id
    assert say(session, cast, drafting, Position.SUPPORT, "Good, really.").id != first.id


def test_settling_needs_a_reason_and_happens_once(session: Session, cast: Cast, drafting: Drafting) -> None:
    officer = cast.viewers["Policy officer"]
    number = say(session, cast, drafting, None, "A remark.").id
    said = get_comment(session, viewer=officer, comment_id=number)
    assert said is not None
    with pytest.raises(rules.ReasonMissing):
        settle(session, actor=officer, comment=said, outcome=DispositionOutcome.DECLINED, reason=" ")
    settle(session, actor=officer, comment=said, outcome=DispositionOutcome.DECLINED, reason="Said elsewhere.")
    with pytest.raises(rules.AlreadySettled):
        settle(session, actor=officer, comment=said, outcome=DispositionOutcome.ACCEPTED, reason="After all.")


def test_only_what_asks_for_something_waits(session: Session, cast: Cast, drafting: Drafting) -> None:
    officer = cast.viewers["Policy officer"]
    police, health, voluntary = (cast.people[f"{name} partner"].id for name in ("Police", "Health", "Voluntary sector"))
    for author, position, text, settled in (
        (police, Position.SUPPORT, "", False),
        (police, Position.SUPPORT_WITH_CHANGES, "Divisions were redrawn.", False),
        (health, Position.SUPPORT, "We recognise this.", False),
        (health, Position.OBJECT, "A duty exists already.", False),
        (voluntary, Position.SUPPORT, "Please name the forums.", True),
        (voluntary, Position.NO_COMMENT, "", False),
    ):
        said = {"answer_id": drafting.answers[0], "author_id": author, "position": position, "text": text}
        number = make_comment(session, **said).id
        if settled:
            make_disposition(session, comment_id=number)
    session.expire_all()
    response = response_of(session, cast, drafting.response)
    every = response_comments(session, viewer=officer, response=response, waiting_only=False)
    waiting = response_comments(session, viewer=officer, response=response, waiting_only=True)
    assert {said.id for said in every.rows if rules.wants_settling(said)} == {said.id for said in waiting.rows}
    assert (every.count, waiting.count) == (6, 3)


def test_a_comment_with_a_fault_keeps_what_was_typed(
    drafting: Drafting, database: Database, visit: Callable[[str | None], Visitor]
) -> None:
    partner = visit("Police partner").open(f"/answers/{drafting.answers[0]}")
    partner.submit("Send comment", _expect=422, position="object")
    assert "Tell us what should change" in partner.text
    typed = "x" * 20_001
    partner.submit("Send comment", _expect=422, position="object", comment=typed)
    assert typed in partner.html
    with database.session(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(Comment)) == 0
