"""Saving answers: every save is a version, and no text is lost when two people save."""

import threading

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.database import Database
from consult.demo.cast import Cast
from consult.drafting import rules
from consult.drafting.models import Answer, AnswerVersion, ConsultationResponse
from consult.drafting.queries import answer_page, get_answer
from consult.drafting.services import Saved, clean_text, save_answer, set_status
from consult.drafting.states import AnswerStatus
from consult.drafting.versions import SetAside, set_aside, versions_page

UNTOUCHED = 9  # place of an answer that the demonstration has not begun


def answer_at(session: Session, cast: Cast, place: int, who: str = "Policy officer") -> Answer:
    """An answer of the response that is being drafted."""
    response = select(ConsultationResponse.id).where(ConsultationResponse.title.startswith("Joint"))
    number = session.scalars(select(Answer.id).where(Answer.position == place, Answer.response_id.in_(response))).one()
    answer = get_answer(session, viewer=cast.viewers[who], answer_id=number)
    assert answer is not None
    return answer


def save(session: Session, cast: Cast, answer: Answer, text: str, based_on: int, who: str = "Policy officer") -> Saved:
    """Save as somebody."""
    return save_answer(session, actor=cast.viewers[who], answer=answer, text=text, based_on_n=based_on)


def test_every_save_is_a_version(session: Session, demo: Cast) -> None:
    answer = answer_at(session, demo, UNTOUCHED)
    assert (answer.current_n, answer.status) == (0, AnswerStatus.NOT_STARTED)
    for n, text in enumerate(("One.", "Two.", "One."), 1):
        assert save(session, demo, answer, text, n - 1).version is not None
        assert (answer.current_n, answer.status) == (n, AnswerStatus.DRAFTING)
    made = versions_page(session, answer=answer).rows
    assert [(version.text, base) for version, base in made] == [("One.", "Two."), ("Two.", "One."), ("One.", "")]


def test_saving_the_same_text_makes_no_version(session: Session, demo: Cast) -> None:
    answer = answer_at(session, demo, UNTOUCHED)
    save(session, demo, answer, "One.", 0)
    assert save(session, demo, answer, "One.\r\n", 0) == Saved(None)
    assert answer.current_n == 1


def test_a_save_on_an_outdated_version_loses_neither_text(session: Session, demo: Cast) -> None:
    answer = answer_at(session, demo, UNTOUCHED)
    save(session, demo, answer, "Base.", 0)
    save(session, demo, answer, "Theirs.", 1, "Senior policy officer")
    saved = save(session, demo, answer, "Ours.", 1)
    assert saved.version
    assert saved.version.set_aside
    assert saved.conflict
    assert saved.conflict.text == "Theirs."
    page = answer_page(session, viewer=demo.viewers["Policy officer"], answer=answer)
    assert page.line.text == "Theirs."
    assert [v.text for v in page.aside.newest] == ["Ours."]
    merged = save(session, demo, answer, "Theirs. Ours.", 2)
    assert merged.conflict is None
    assert merged.version
    assert merged.version.n == 4
    assert set_aside(session, answer=answer) == SetAside((), 0)


def test_two_saves_at_the_same_moment_follow_each_other(database: Database, demo: Cast) -> None:
    outcomes: list[Saved] = []
    gate = threading.Barrier(4)

    def write(text: str) -> None:
        gate.wait()
        with database.session() as session:
            answer = answer_at(session, demo, UNTOUCHED)
            outcomes.append(save(session, demo, answer, text, 0))
            session.commit()

    threads = [threading.Thread(target=write, args=(f"Text {n}.",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 4
    assert sum(saved.conflict is None for saved in outcomes) == 1
    with database.session(read_only=True) as session:
        versions = session.scalars(
            select(AnswerVersion).where(AnswerVersion.answer_id == answer_at(session, demo, UNTOUCHED).id)
        ).all()
        assert sorted(v.text for v in versions) == [f"Text {n}." for n in range(4)]
        assert sorted(v.n for v in versions) == [1, 2, 3, 4]


def test_a_status_needs_a_text(session: Session, demo: Cast) -> None:
    answer = answer_at(session, demo, UNTOUCHED)
    with pytest.raises(rules.NothingWritten):
        set_status(session, actor=demo.viewers["Policy officer"], answer=answer, status=AnswerStatus.READY)


def test_only_the_status_changed_on_a_stale_page_is_no_conflict(session: Session, demo: Cast) -> None:
    answer = answer_at(session, demo, UNTOUCHED)
    save(session, demo, answer, "First text.", 0)
    save(session, demo, answer, "Somebody else's text.", 1)
    officer = demo.viewers["Policy officer"]
    saved = save_answer(
        session, actor=officer, answer=answer, text="First text.\r\n", based_on_n=1, status=AnswerStatus.READY
    )
    assert (saved.version, saved.conflict) == (None, None)
    assert (answer.status, answer.current_n) == (AnswerStatus.READY, 2)


def test_a_stale_page_with_another_text_is_a_conflict_and_keeps_the_status(session: Session, demo: Cast) -> None:
    answer = answer_at(session, demo, UNTOUCHED)
    save(session, demo, answer, "First text.", 0)
    save(session, demo, answer, "Somebody else's text.", 1)
    officer = demo.viewers["Policy officer"]
    saved = save_answer(session, actor=officer, answer=answer, text="My text.", based_on_n=1, status=AnswerStatus.READY)
    assert saved.conflict is not None
    assert (answer.status, answer.current_n) == (AnswerStatus.DRAFTING, 2)


def test_a_stale_page_of_an_answer_that_was_empty_is_no_conflict(session: Session, demo: Cast) -> None:
    answer = answer_at(session, demo, UNTOUCHED)
    save(session, demo, answer, "Somebody else's text.", 0)
    assert save(session, demo, answer, "", 0).version is None
    assert answer.current_n == 1


def test_a_text_too_long_is_refused(session: Session, demo: Cast) -> None:
    answer = answer_at(session, demo, UNTOUCHED)
    with pytest.raises(rules.TextTooLong):
        save(session, demo, answer, "x" * (rules.LONGEST_ANSWER + 1), 0)


def test_text_is_kept_but_for_what_no_document_can_hold() -> None:
    assert clean_text("\r\n One\x00 two\r\nthree\x0b\t\U0001f600 \n\n") == "One two\nthree\n\t\U0001f600"
