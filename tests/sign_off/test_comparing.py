"""A whole response at two moments: rounds, days and now, in a fixed number of statements however long it is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from consult import dates
from consult.database import Database
from consult.demo.cast import Cast
from consult.drafting.rules import LONGEST_ANSWER
from consult.drafting.services import save_answer, set_status
from consult.drafting.states import AnswerStatus
from consult.sign_off.comparing import MOST_COMPARED, AnswerThen, answers_at, compared, moments
from consult.sign_off.queries import rounds_of
from tests.counting import count_statements
from tests.factories.drafting import make_answer_version
from tests.factories.situations import OFFICER, answer_of, answers_of, being_drafted, response_of, sent
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]


def then(number: int, text: str, question: str = "") -> AnswerThen:
    return AnswerThen(number, f"{number}.", question or f"What about {number}?", text)


def test_changed_new_and_dropped_questions_are_told_apart() -> None:
    before = [then(1, "Yes."), then(2, "No."), then(3, "Perhaps."), then(4, "Gone.")]
    after = [then(1, "Yes."), then(2, "No, never."), AnswerThen(9, "3.", "What about 3?", "Perhaps."), then(5, "New.")]
    found = compared(before, after)
    assert [each.is_changed for each in found] == [False, True, False, True, True]
    assert [(bool(each.before), bool(each.after)) for each in found[3:]] == [(False, True), (True, False)]
    assert found[1].changes
    assert "<ins>, never</ins>" in found[1].changes.html


def test_a_question_that_is_worded_otherwise_counts_as_changed() -> None:
    (found,) = compared([then(1, "Yes.", "Old words?")], [then(1, "Yes.", "New words?")])
    assert (found.is_changed, found.changes) == (True, None)


def test_an_answer_and_a_reason_for_none_are_not_mingled() -> None:
    (found,) = compared([then(1, "It is for us to say.")], [replace(then(1, "It is for others."), is_answer=False)])
    assert (found.is_changed, found.is_otherwise, found.changes) == (True, True, None)


def test_two_questions_with_the_same_words_stay_two() -> None:
    before = [then(1, "Yes.", "Why?"), then(2, "No.", "Why?")]
    after = [AnswerThen(8, "1.", "Why?", "A."), AnswerThen(9, "2.", "Why?", "B.")]
    found = compared(before, after)
    assert sum(each.before is not None for each in found) == 2


def test_a_page_compares_no_more_characters_than_it_has_room_for() -> None:
    long = "A very long answer. " * 10
    before = [then(1, long), then(2, "No."), then(3, long), replace(then(4, long), is_answer=False)]
    after = [then(1, f"{long}More."), then(2, "Yes."), then(3, f"{long}Less."), then(4, f"{long}Now.")]
    found = compared(before, after, most=420)
    assert [each.is_changed for each in found] == [True] * 4
    assert [each.is_apart for each in found] == [False, False, True, True]
    assert [each.changes is not None for each in found] == [True, True, False, False]
    (alone,) = compared(before, after, question_id=after[2].question_id, most=420)
    assert not alone.is_apart
    assert alone.changes
    assert compared(before, after, question_id=len(after) + 1) == []


def test_two_answers_of_the_greatest_length_are_compared_alone() -> None:
    assert 2 * LONGEST_ANSWER <= MOST_COMPARED


def test_an_answer_that_the_page_has_no_room_for_is_compared_on_its_own(
    database: Database, cast: Cast, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction() as session:
        round_ = sent(session, cast)
        response_id = round_.response_id
        for number, text in zip(answers_of(session, response_id)[:2], ("Marzipan. " * 9, "Nougat. " * 9), strict=True):
            answer = answer_of(session, cast, number)
            save_answer(session, actor=cast.viewers[OFFICER], answer=answer, text=text, based_on_n=answer.current_n)
    monkeypatch.setitem(compared.__kwdefaults__, "most", 160)
    page = visit(OFFICER).open(f"/responses/{response_id}/compare")
    assert "2 of 3 answers changed" in page.text
    assert "Marzipan" in page.text
    assert "Nougat" not in page.text
    page.follow("See what changed")
    assert "Nougat" in "".join(each.text_content() for each in page.document.iter("ins"))
    assert "Marzipan" not in page.text
    page.follow("See every answer")
    assert "Marzipan" in page.text
    page.open(f"/responses/{response_id}/compare?question=0", expect=404)


def test_a_round_is_held_against_what_was_written_since(session: Session, cast: Cast) -> None:
    officer, round_ = cast.viewers[OFFICER], sent(session, cast)
    response = response_of(session, cast, round_.response_id)
    number = answers_of(session, response.id)[0]
    answer = answer_of(session, cast, number)
    save_answer(session, actor=officer, answer=answer, text="Since then we know better.", based_on_n=answer.current_n)
    session.expire_all()
    response = response_of(session, cast, response.id)
    rounds = rounds_of(session, response=response)
    keys = [each.key for each in moments(session, response=response, rounds=rounds)]
    assert keys[:2] == ["now", "round-1"]
    was, now = (
        answers_at(session, viewer=officer, response=response, rounds=rounds, key=key) for key in ("round-1", "now")
    )
    assert [each.is_changed for each in compared(was, now)] == [True, False, False]


def test_the_end_of_a_day_has_what_counted_then_and_nothing_set_aside(session: Session, cast: Cast) -> None:
    made, officer = being_drafted(session, cast, ("", "")), cast.viewers[OFFICER]
    long_ago = dates.now() - timedelta(days=9)
    for n, (text, days, aside) in enumerate((("First.", 9, False), ("Aside.", 9, True), ("Later.", 3, False)), 1):
        make_answer_version(
            session,
            answer_id=made.answers[0],
            n=n,
            text=text,
            set_aside=aside,
            created_at=dates.now() - timedelta(days=days),
        )
    session.expire_all()
    response = response_of(session, cast, made.response)
    day = dates.in_london(long_ago).date()
    assert f"day-{day}" in [each.key for each in moments(session, response=response, rounds=[])]
    found = answers_at(session, viewer=officer, response=response, rounds=[], key=f"day-{day}")
    assert [each.text for each in found] == ["First.", ""]


@pytest.mark.parametrize(
    ("saved", "counts"),
    [
        (datetime(2026, 11, 12, 23, 59, 59, 999999), True),
        (datetime(2026, 11, 13, 0, 0), False),
        (datetime(2026, 7, 1, 23, 59, 30), True),
        (datetime(2026, 10, 25, 23, 59, 30), True),
    ],
)
def test_a_day_ends_at_midnight_in_london(session: Session, cast: Cast, saved: datetime, counts: bool) -> None:
    made, officer = being_drafted(session, cast, ("", "")), cast.viewers[OFFICER]
    moment = saved.replace(tzinfo=dates.LONDON).astimezone(UTC)
    make_answer_version(session, answer_id=made.answers[0], n=1, text="Late.", created_at=moment)
    session.expire_all()
    day = saved.date() if counts else saved.date() - timedelta(days=1)
    response = response_of(session, cast, made.response)
    found = answers_at(session, viewer=officer, response=response, rounds=[], key=f"day-{day}")
    assert [each.text for each in found] == ["Late." if counts else "", ""]


def test_the_page_shows_changed_answers_first_and_folds_the_others(
    database: Database, cast: Cast, visit: Visit
) -> None:
    with database.transaction() as session:
        round_ = sent(session, cast)
        response_id = round_.response_id
        number = answers_of(session, response_id)[1]
        answer = answer_of(session, cast, number)
        officer = cast.viewers[OFFICER]
        set_status(session, actor=officer, answer=answer, status=AnswerStatus.DRAFTING)
        save_answer(session, actor=officer, answer=answer, text="Marzipan after all.", based_on_n=answer.current_n)
    for who in (OFFICER, "Council Executive"):
        page = visit(who).open(f"/responses/{response_id}/compare")
        assert "1 of 3 answers changed" in page.text
        assert "Marzipan" in "".join(each.text_content() for each in page.document.iter("ins"))
        assert "2 answers are the same" in page.text
    page.open(f"/responses/{response_id}/compare?first=round-1&second=round-9", expect=404)
    visit("Police partner").open(f"/responses/{response_id}/compare", expect=403)


@pytest.mark.parametrize("first", ["round-1", "day"])
def test_a_longer_response_takes_no_more_statements(
    app: Flask, database: Database, cast: Cast, visit: Visit, first: str
) -> None:
    counts = []
    page = visit(OFFICER)
    for many in (3, 30):
        with database.transaction() as session:
            texts = tuple(f"Answer {n}." for n in range(many))
            response_id = being_drafted(session, cast, texts, title=f"Of {many}").response
            sent(session, cast, response_id)
        wanted = f"day-{dates.today()}" if first == "day" else first
        page.open(f"/responses/{response_id}/compare?first={wanted}&second=now")
        with count_statements(app) as counted:
            page.open(f"/responses/{response_id}/compare?first={wanted}&second=now")
        counts.append(counted.statements)
    assert counts[0] == counts[1]
