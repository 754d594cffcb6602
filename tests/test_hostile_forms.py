"""No value that anybody can send makes a page fail: every form of every page, with values that nobody types.

Hypothesis finds the values, the same in every run; `python -m tests.bench hostile` tries many more of them.
"""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from consult.database import Database
from consult.demo.cast import Cast
from consult.question_sets.models import QuestionSet, QuestionSetState
from tests.hostile.trying import try_every
from tests.hostile.walking import NEEDED, UNSEEN, Walk
from tests.house import rules
from tests.named import response_named, round_of
from tests.visitor import Visitor

EXAMPLES = {"sqlite": 4, "postgresql": 2}


def test_no_value_of_any_form_makes_a_page_fail(backend: str, app: Flask, demo: Cast) -> None:
    walk = Walk(app, demo, NEEDED)
    every = list(try_every(walk, EXAMPLES[backend]))
    values = [status for tried in every for status in tried.statuses]
    print(f"{len(every)} forms, {len(values)} hostile values, {sum(tried.failures for tried in every)} of status 500")
    assert [fault for tried in every for fault in tried.faults] == []
    # Nothing is left out, and the values do get behind the checks of the forms.
    taking = {endpoint for methods, _, endpoint, _ in rules(app) if "POST" in methods}
    assert {tried.form.endpoint for tried in every} == taking, "set out in tests/hostile/setting.py what they need"
    assert {tried.form.endpoint for tried in every if tried.who == walk.people[0].name} > UNSEEN.keys()
    assert len(values) >= EXAMPLES[backend] * len(every) * 0.9
    assert sum(status < 400 for status in values) > len(values) / 5


@pytest.mark.parametrize(
    "path",
    [
        "/answers/99999999999999999999", "/answers/2147483648", "/answers/-1", "/answers/4711%00", "/library?q=%00",
        "/library?q=%ff%fe", "/library?page=99999999999999999999", "/responses?page=-5", "/responses?page=x",
        "/rounds/{round}/%00.docx", "/responses/{response}/drafts/response_document/1",
        "/responses/{response}/drafts/x/99999999999", "/sign-in?next=%0d%0aSet-Cookie:x", "/" + "a" * 3000,
        "/question-sets/{review}/questions/new?after=99999999999999",
    ],
)  # fmt: skip
def test_no_address_makes_a_page_fail(
    path: str, app: Flask, demo: Cast, database: Database, visit: Callable[[str | None], Visitor]
) -> None:
    with database.session(read_only=True) as session:
        review = select(QuestionSet.id).where(QuestionSet.state == QuestionSetState.IN_REVIEW)
        numbers = {"round": round_of(session), "response": response_named(session)}
        numbers["review"] = session.scalars(review.order_by(QuestionSet.id).limit(1)).one()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    assert visit("Policy officer").open(path.format(**numbers), expect=None).status < 500
