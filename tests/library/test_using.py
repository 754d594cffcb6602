"""Earlier answers used again: the ones most alike and why, with their source, and where they may contradict."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consult import dates
from consult.database import Database
from consult.demo.cast import COUNCIL, POLICE, Cast
from consult.drafting.models import Answer
from consult.history.services import verify
from consult.library.alike import most_alike_each
from consult.library.contradicting import Stance, alike, may_contradict, stance
from consult.library.models import EntryReader, LibraryEntry, LibraryUse
from consult.library.services import NewEntry, add_entries
from tests.counting import count_statements
from tests.factories.situations import TITLE, being_drafted, in_the_library
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]
QUESTION = "Should the speed limit near schools be lowered?"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("We support the proposal.", "for"),
        ("The partnership strongly welcomes this.", "for"),
        ("We do not support the proposal.", "against"),
        ("We cannot fully agree.", "against"),
        ("The council opposes this, and objects to the dates.", "against"),
        ("We support the aim and oppose the means.", ""),
        ("It depends on the place.", ""),
        ("Notwithstanding, buses run.", ""),
    ],
)
def test_a_stance_is_read_only_where_it_is_plain(text: str, said: str) -> None:
    assert stance(text) == said


@pytest.mark.parametrize(
    ("one", "other", "cause"),
    [
        ("We support it.", "We oppose it.", "supports what the other opposes"),
        ("Yes, at once.", "No. It is too early.", "one says yes and the other no"),
        ("It should be 20 mph.", "It should be 30 mph.", "one says 20 mph and the other 30 mph"),
        ("It would cost £1,200.", "It would cost £900.", "£1,200"),
        ("We support it.", "We support it with changes.", ""),
        ("It should be 20 mph or 30 mph.", "It should be 30 mph.", ""),
        ("In 2024 we said so.", "In 2025 we said so.", ""),
    ],
)
def test_signs_that_two_answers_may_contradict(one: str, other: str, cause: str) -> None:
    found = may_contradict(Stance(QUESTION, one), Stance(QUESTION, other))
    assert (cause in " ".join(found)) if cause else found == ()


def test_answers_to_other_questions_contradict_only_on_one_theme() -> None:
    near = "Would lower bus fares near hospitals help?"
    assert 25 <= alike(QUESTION, near) < 60
    support, oppose = "We support it.", "We oppose it."
    assert may_contradict(Stance(QUESTION, support), Stance(near, oppose)) == ()
    themes = frozenset({"roads"})
    assert may_contradict(Stance(QUESTION, support, themes), Stance(near, oppose, themes))
    far = Stance("Who should pay for libraries?", oppose, themes)
    assert may_contradict(Stance(QUESTION, support, themes), far) == ()


@pytest.fixture
def answer(cast: Cast, database: Database, app: Flask) -> int:
    """An answer that is begun, to a question like one that the council answered before."""
    with database.transaction() as session:
        in_the_library(session, cast, question="How should villages be heard on the repair of halls?")
        asked = ("How should villages be heard on new halls?",)
        number = being_drafted(session, cast, ("By letter.",), questions=asked).answers[0]
    app.extensions["search_index"].follow()
    return number


def test_reuse_carries_its_source_and_shows_what_was_changed(answer: int, database: Database, visit: Visit) -> None:
    officer = visit("Policy officer").open(f"/answers/{answer}")
    aside = officer.document.xpath("//aside")[0].text_content()
    assert "% alike" in aside
    assert "shares" in aside
    officer.follow("Use this answer")
    assert "How the questions differ" in officer.text
    officer.submit("Use this answer", _expect=422)
    assert "Select where the earlier answer goes" in officer.text
    officer.submit("Use this answer", where="instead")
    assert "unchanged so far" in officer.text
    with database.session(read_only=True) as session:
        use = session.scalars(select(LibraryUse)).one()
        entry = session.get(LibraryEntry, use.entry_id)
        assert verify(session).sound
    assert entry
    text = officer.document.xpath("//textarea[@name='text']")[0].text_content().strip()
    assert text == entry.answer
    officer.submit("Save answer", text=f"{text} And zebras.")
    assert "what was changed since" in officer.text
    assert "And zebras" in officer.document.xpath("//ins")[0].text_content()
    assert f"From entry {entry.id}, version 1" in officer.open(f"/answers/{answer}/versions").text
    officer.open(f"/library/{entry.id}")
    assert f"In 1 response, last in {TITLE}" in officer.text
    officer.open(f"/answers/{answer}/use/{entry.id}").submit("Use this answer", where="below")
    assert "And zebras." in officer.document.xpath("//textarea[@name='text']")[0].text_content()


def test_an_entry_that_is_gone_or_a_draft_that_moved_is_not_overwritten(
    answer: int, database: Database, visit: Visit
) -> None:
    officer, other = visit("Policy officer").open(f"/answers/{answer}"), visit("Senior policy officer")
    officer.follow("Use this answer")
    other.open(f"/answers/{answer}").submit("Save answer", text="Somebody was faster.")
    officer.submit("Use this answer", _expect=422, where="instead")
    assert "Somebody saved this answer meanwhile" in officer.text
    number = int(officer.path.rsplit("/", 1)[1])
    other.open(f"/library/{number}/review").submit("Record the review", verdict="withdraw", cause="Wrong")
    with database.session(read_only=True) as session:
        assert session.scalars(select(LibraryUse)).all() == []
    officer.open(f"/answers/{answer}/use/{number}")
    assert not officer.has_button("Use this answer")
    visit("Police partner").open(f"/answers/{answer}/use/{number}", expect=403)


@pytest.fixture
def three_alike(cast: Cast, database: Database, app: Flask) -> list[int]:
    """Three answers to one question: an old one of ours, a new one of ours, and the newest, which others adopted."""
    council, police = cast.organisations[COUNCIL].id, cast.organisations[POLICE].id
    with database.transaction() as session:
        entries = [
            NewEntry(
                consultation="Speed limits",
                issuing_body="Department for Local Places",
                question=QUESTION,
                answer=answer,
                adopted_on=dates.today() - timedelta(days=days),
                review_on=dates.today() + timedelta(days=400),
                owner_id=council,
                adopted_by={adopter},
                shown_to={council},
                themes=["roads"],
            )
            for answer, days, adopter in (
                ("We support 20 mph.", 300, council),
                ("We support 20 mph everywhere.", 200, council),
                ("We oppose it.", 100, police),
            )
        ]
        numbers = add_entries(session, entries)
    app.extensions["search_index"].follow()
    return numbers


def test_among_equals_ours_come_first_and_then_the_newest(
    cast: Cast, database: Database, app: Flask, three_alike: list[int]
) -> None:
    old, new, theirs = three_alike
    with database.session(read_only=True) as session:
        engine = app.extensions["search_index"].ready(session)
        [found] = most_alike_each(session, viewer=cast.viewers["Policy officer"], engine=engine, questions=[QUESTION])
    assert [each.entry.id for each in found] == [new, old, theirs]
    assert [each.ours for each in found] == [True, True, False]
    assert found[0].score == 100
    assert found[0].shared == ("speed", "limit", "near", "schools", "lowered")


def test_a_contradiction_is_shown_side_by_side_for_a_person_to_judge(
    cast: Cast, database: Database, three_alike: list[int], visit: Visit
) -> None:
    _, new, theirs = three_alike
    officer = visit("Policy officer").open(f"/library/{new}")
    assert f"May contradict entry {theirs}: one supports what the other opposes. A person must judge." in officer.text
    officer.follow(f"See entry {theirs} beside this one")
    assert "We oppose it." in officer.text
    assert "We support 20 mph everywhere." in officer.text
    # Who may not find the other entry learns nothing of it.
    with database.transaction() as session:
        for reader in session.scalars(select(EntryReader).where(EntryReader.entry_id == theirs)):
            session.delete(reader)
        entry = session.get(LibraryEntry, theirs)
        assert entry
        entry.owner_id = cast.organisations[POLICE].id
    assert "May contradict" not in officer.open(f"/library/{new}").text
    officer.open(f"/library/{new}/beside/{theirs}", expect=404)


def test_a_new_paper_shows_what_was_asked_before(
    cast: Cast, app: Flask, database: Database, visit: Visit, three_alike: list[int]
) -> None:
    questions = [QUESTION, *(f"What should be done near school {n} in year {n}?" for n in range(30))]
    with database.transaction() as session:
        number = being_drafted(session, cast, [""] * len(questions), questions=questions).question_set
    officer = visit("Policy officer").open(f"/question-sets/{number}").follow("Earlier questions like these")
    assert "100% alike: shares" in officer.text
    with count_statements(app) as counted:
        officer.open(f"/question-sets/{number}/earlier")
    # The engine is asked about each of ten questions; what it found is read and compared for all of them at once.
    assert counted.statements < 10 * 5 + 16


def test_earlier_answers_beside_a_draft_cost_the_same_however_many(
    answer: int, database: Database, app: Flask, visit: Visit, three_alike: list[int]
) -> None:
    officer, counts = visit("Policy officer"), []
    for text, shown in (("Is there a zeppelin?", 0), (QUESTION, 3)):
        with database.transaction() as session:
            session.get_one(Answer, answer, options=[joinedload(Answer.question)]).question.text = text
        officer.open(f"/answers/{answer}")
        with count_statements(app) as counted:
            officer.open(f"/answers/{answer}")
        assert officer.text.count("% alike") == shown
        counts.append(counted.statements)
    assert counts[1] <= counts[0] + 4  # what is only read where something was found
