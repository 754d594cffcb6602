"""Several people write one answer at the same time: what does not touch is merged at once, and nothing is lost."""

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from consult.database import Database
from consult.demo.cast import Cast
from consult.drafting.models import Answer, AnswerVersion
from consult.drafting.pages import answers
from consult.drafting.queries import get_answer
from consult.drafting.services import save_answer
from consult.drafting.together import BothTexts
from consult.drafting.unsaved import OFTEN, keep_unsaved, unsaved_by
from consult.permissions import Viewer
from tests.factories.drafting import make_answer_version
from tests.factories.situations import Drafting
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]
OFFICERS = ("Policy officer", "Senior policy officer")
TEXT = "The district leads in the north.\n\nNobody disputes this.\n\nThe county leads in the south."


@pytest.fixture
def number(drafting: Drafting, database: Database) -> int:
    """An answer of three paragraphs."""
    with database.transaction() as session:
        make_answer_version(session, answer_id=drafting.answers[0], text=TEXT)
    return drafting.answers[0]


def typed(visitor: Visitor) -> str:
    """What stands in the box."""
    return str(visitor.document.xpath("//textarea[@name='text']")[0].text_content()).strip().replace("\r\n", "\n")


def both(number: int, visit: Visit) -> tuple[Visitor, Visitor]:
    """The page of the answer before two people."""
    first, second = (visit(who).open(f"/answers/{number}") for who in OFFICERS)
    return first, second


def test_changes_that_do_not_touch_are_both_in_at_once(number: int, visit: Visit, database: Database) -> None:
    first, second = both(number, visit)
    first.submit("Save answer", text=TEXT.replace("district", "borough"), status="for_comment")
    second.submit("Save answer", text=TEXT.replace("county", "parish"))
    assert typed(second) == TEXT.replace("district", "borough").replace("county", "parish")
    assert "Policy officer had saved version 3. The changes do not touch each other, so both are in" in second.text
    assert "Version 4 was saved. Its status is ‘For comment’" in second.text
    with database.session(read_only=True) as session:
        newest = session.scalars(sa.select(AnswerVersion).where(AnswerVersion.n == 4)).one()
        assert (newest.set_aside, newest.based_on_n) == (False, 3)


def test_changes_of_the_same_words_are_left_to_people(number: int, visit: Visit) -> None:
    first, second = both(number, visit)
    first.submit("Save answer", text=TEXT.replace("district", "borough"))
    second.submit("Save answer", _expect=409, text=TEXT.replace("district", "parish"))
    assert second.heading == "Two people changed this answer"
    assert "The parish leads in the north" in typed(second)


def test_a_conflict_is_judged_by_texts_and_not_by_numbers(number: int, visit: Visit) -> None:
    first, second = both(number, visit)
    first.submit("Save answer", text="Something else.")
    first.submit("Save answer", text=TEXT)  # taken back: the text is the one that the second has opened
    second.submit("Save answer", text=TEXT.replace("district", "parish"))
    assert typed(second) == TEXT.replace("district", "parish")


def test_the_same_change_by_two_people_makes_one_version(number: int, visit: Visit) -> None:
    first, second = both(number, visit)
    changed = TEXT.replace("district", "borough")
    first.submit("Save answer", text=changed)
    second.submit("Save answer", text=changed)
    assert "The text had not changed, so no version was made" in second.text


def test_a_third_who_saves_while_two_texts_are_merged_is_merged_too(
    number: int, visit: Visit, cast: Cast, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = both(number, visit)
    first.submit("Save answer", text=TEXT.replace("district", "borough"))
    third = [TEXT.replace("Nobody", "No body").replace("district", "borough")]
    merged_text = answers.together.merged_text

    def meanwhile(session: Session, *, answer: Answer, text: str, based_on_n: int) -> BothTexts:
        made = merged_text(session, answer=answer, text=text, based_on_n=based_on_n)
        if third:
            viewer = cast.viewers[OFFICERS[0]]
            with database.transaction() as apart:
                same = get_answer(apart, viewer=viewer, answer_id=number)
                assert same
                save_answer(apart, actor=viewer, answer=same, text=third.pop(), based_on_n=same.current_n)
        return made

    monkeypatch.setattr(answers.together, "merged_text", meanwhile)
    second.submit("Save answer", text=TEXT.replace("county", "parish"))
    wanted = TEXT.replace("district", "borough").replace("county", "parish").replace("Nobody", "No body")
    assert typed(second) == wanted


def test_a_merge_that_never_comes_to_an_end_keeps_the_text_aside(
    number: int, visit: Visit, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = both(number, visit)
    first.submit("Save answer", text=TEXT.replace("district", "borough"))
    monkeypatch.setattr(answers.together, "merged_text", lambda *_given, **_named: BothTexts(1_000, "Never"))
    second.submit("Save answer", _expect=409, text=TEXT.replace("county", "parish"))
    with database.session(read_only=True) as session:
        aside = session.scalars(sa.select(AnswerVersion.text).where(AnswerVersion.set_aside)).all()
    assert aside == [TEXT.replace("county", "parish")]


# --- Many at once. In `make test` a sample; SOAK=1 is the whole: 8 people, 25 edits of each, 200 keepings.

PEOPLE, EDITS, KEEPINGS = (8, 25, 200) if os.environ.get("SOAK") else (3, 3, 12)


def point(person: int, edit: int) -> str:
    """One person's paragraph."""
    return f"Point {person} begins here. Now it says edit {person} of {edit} and no more. Point {person} ends here."


def write(visitor: Visitor, number: int, person: int) -> None:
    """Edit one's own paragraph, again and again."""
    for edit in range(1, EDITS + 1):
        text = typed(visitor.open(f"/answers/{number}"))
        assert point(person, edit - 1) in text, (person, edit, text)
        visitor.submit("Save answer", text=text.replace(point(person, edit - 1), point(person, edit)))


def keep(database: Database, actor: Viewer, number: int) -> None:
    """Keep an unsaved text, again and again."""
    known = 0
    for keeping in range(KEEPINGS):
        with database.transaction() as session:
            known = keep_unsaved(
                session,
                actor=actor,
                answer_id=number,
                text=f"Kept {keeping}",
                based_on_n=1,
                known_n=known,
                window="one",
            )
        time.sleep(OFTEN.total_seconds() + 0.01)


def all_at_once(*acts: Callable[[], None]) -> None:
    """Run them side by side; raise the first fault."""
    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(act) for act in acts]:
            done.result()


def test_nothing_is_lost_when_many_write_and_keep_and_save(
    drafting: Drafting, cast: Cast, database: Database, visit: Visit
) -> None:
    number, actor = drafting.answers[0], cast.viewers["Policy officer"]
    with database.transaction() as session:
        begin = "\n\n".join(point(person, 0) for person in range(PEOPLE))
        make_answer_version(session, answer_id=number, text=begin)
    writing = [partial(write, visit(OFFICERS[1]), number, person) for person in range(PEOPLE)]
    all_at_once(*writing, partial(keep, database, actor, number))
    with database.session(read_only=True) as session:
        answer = session.get_one(Answer, number)
        rows = session.scalars(sa.select(AnswerVersion).where(AnswerVersion.answer_id == number)).all()
        texts = {row.n: row.text.replace("\r\n", "\n") for row in rows}
        every = [point(person, edit) for person in range(PEOPLE) for edit in range(1, EDITS + 1)]
        assert [each for each in every if not any(each in text for text in texts.values())] == []
        assert texts[answer.current_n] == "\n\n".join(point(person, EDITS) for person in range(PEOPLE))
        kept = unsaved_by(session, viewer=actor, answer_id=number)
        assert kept
        assert (kept.text, kept.n) == (f"Kept {KEEPINGS - 1}", KEEPINGS)
