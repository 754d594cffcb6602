"""An entry's life: reviewed, amended by two people, superseded, withdrawn, merged, retired; each seen at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult import dates
from consult.database import Database
from consult.demo.cast import COUNCIL, Cast
from consult.history.services import verify
from consult.library import life, owner_queries, pairing
from consult.library.models import EntryPair, EntryState, LibraryEntry
from consult.library.reminding import remind
from consult.library.sameness import alike, marks, text_sha256
from consult.library.services import NewEntry, add_entries
from consult.notices.models import OutboxMessage
from consult.running.working import keep_library
from tests.counting import count_statements
from tests.factories.library import make_library_use
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]
OFFICER, SENIOR = "Policy officer", "Senior policy officer"
CLERK = "/library?q=clerk"


def clerk_entry(database: Database) -> int:
    with database.session(read_only=True) as session:
        return session.scalars(select(LibraryEntry.id).where(LibraryEntry.answer.contains("clerk"))).one()


def an_entry(cast: Cast, question: str, answer: str, **more: Any) -> NewEntry:
    council = cast.organisations[COUNCIL].id
    today = dates.today()
    values = {
        "consultation": "An older one",
        "issuing_body": "Department for Local Places",
        "adopted_on": today,
        "review_on": today + timedelta(days=700),
        "owner_id": council,
        "adopted_by": {council},
    }
    return NewEntry(question=question, answer=answer, **{**values, **more})


def test_two_officers_amend_and_the_earlier_version_stays(demo: Cast, database: Database, visit: Visit) -> None:
    number = clerk_entry(database)
    officer = visit(OFFICER).open(f"/library/{number}").follow("Amend")
    before = officer.document.xpath("//textarea[@name='answer']")[0].text_content().strip()
    officer.submit("Propose the amendment", _expect=422, why="")
    assert "Enter why the entry should be amended" in officer.text
    officer.submit("Propose the amendment", _expect=422, why="Nothing at all")
    assert "Nothing was changed" in officer.text
    amended = f"{before} A zebra crossing was promised."
    officer.submit("Propose the amendment", answer=amended, why="The promise of spring")
    assert "0 answers found" in officer.open("/library?q=zebra").text
    officer.open("/library/review").follow("What")
    proposal = officer.path
    assert not officer.has_button("Record the decision")
    senior = visit(SENIOR).open(proposal)
    assert "A zebra crossing was promised." in senior.document.xpath("//ins")[0].text_content()
    senior.submit("Record the decision", _expect=422, verdict="decline")
    assert "Enter why you decline it" in senior.text
    senior.submit("Record the decision", verdict="approve")
    assert "1 answer found" in officer.open("/library?q=zebra").text
    officer.open(f"/library/{number}/versions")
    assert "Version 2, the newest" in officer.text
    assert "Proposed by Policy officer, approved by Senior policy officer" in officer.text
    senior.open(proposal)
    assert "Approved by Senior policy officer" in senior.text
    with database.session(read_only=True) as session:
        assert verify(session).sound


def test_one_person_alone_amends_nothing(demo: Cast, database: Database, visit: Visit) -> None:
    number = clerk_entry(database)
    officer = visit(OFFICER).open(f"/library/{number}/amend")
    officer.submit("Propose the amendment", answer="Otherwise.", why="Because")
    officer.open(f"/library/{number}/amend").follow("Read the amendment")
    token = officer.form_with("Take the amendment back").fields["csrf_token"]
    officer.client.post(officer.path, base_url="http://localhost", data={"csrf_token": token, "verdict": "approve"})
    with database.session(read_only=True) as session:
        entry = session.get(LibraryEntry, number)
        assert entry
        assert (entry.current_n, entry.answer != "Otherwise.") == (1, True)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE library_entry_versions SET answer = 'x'",
        "DELETE FROM library_entry_versions",
        "UPDATE library_uses SET entry_n = 7",
    ],
)
def test_versions_cannot_be_changed(database: Database, statement: str) -> None:
    with database.transaction() as session:
        make_library_use(session)
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), database.transaction() as session:
        session.execute(sa.text(statement))


def test_a_review_confirms_supersedes_or_withdraws(demo: Cast, database: Database, visit: Visit) -> None:
    number = clerk_entry(database)
    officer = visit(OFFICER).open(f"/library/{number}/review")
    officer.submit("Record the review", _expect=422)
    assert "Select what the review finds" in officer.text
    officer.submit(
        "Record the review",
        _expect=422,
        verdict="confirm",
        review_on__day="1",
        review_on__month="1",
        review_on__year="2001",
    )
    assert "must be in the future" in officer.text
    officer.submit("Record the review", verdict="confirm", review_on__year=str(dates.today().year + 3))
    assert f"{dates.today().year + 3}" in officer.text
    officer.open(f"/library/{number}/review").submit(
        "Record the review", _expect=422, verdict="supersede", by=str(number)
    )
    assert "cannot be superseded by itself" in officer.text
    other = number - 1
    officer.submit("Record the review", verdict="supersede", by=str(other))
    assert f"Superseded by entry {other}" in officer.text
    assert "0 answers found" in officer.open(CLERK).text
    assert "1 answer found" in officer.open(f"{CLERK}&state=superseded").text
    officer.open(f"/library/{other}/review").submit("Record the review", _expect=422, verdict="withdraw")
    assert "Enter why it should not be used any more" in officer.text
    officer.submit("Record the review", verdict="withdraw", cause="The duty was repealed")
    assert "The duty was repealed" in officer.text
    visit("Police partner").open(f"/library/{other}", expect=404)


def test_a_withdrawn_entry_is_found_no_more_even_by_an_old_index(
    demo: Cast, app: Flask, database: Database, visit: Visit
) -> None:
    officer = visit(OFFICER).open(CLERK)
    assert "1 answer found" in officer.text
    with database.transaction() as session:
        # The state alone, without a change row: the index still holds the entry.
        entry = session.get(LibraryEntry, clerk_entry(database))
        assert entry
        entry.state, entry.cause = EntryState.WITHDRAWN, "Out of date"
    assert "0 answers found" in officer.open(CLERK).text


def test_themes_keeper_and_outcome_are_shown(demo: Cast, database: Database, visit: Visit) -> None:
    number = clerk_entry(database)
    officer = visit(OFFICER).open(f"/library/{number}").follow("Themes, keeper and outcome")
    officer.submit("Save details", _expect=422, themes="\n".join(map(str, range(11))))
    day = {"outcome_on__day": "3", "outcome_on__month": "May", "outcome_on__year": "2026"}
    officer.submit("Save details", themes="Parishes\nparishes\nAllotments", outcome="The grant was doubled.", **day)
    assert "allotments and parishes" in officer.text
    assert "The grant was doubled. 3 May 2026" in officer.text
    assert "allotments (1)" in officer.open("/library").text
    assert "1 answer" in officer.open("/library?q=clerk&theme=allotments").text


def test_only_the_owners_officers_keep_an_entry(demo: Cast, database: Database, visit: Visit) -> None:
    number = clerk_entry(database)
    police = visit("Police partner").open(f"/library/{number}")
    assert "Amend" not in police.text
    for page in ("review", "amend", "details"):
        police.open(f"/library/{number}/{page}", expect=403)


def test_reminders_leave_once_before_and_once_at_the_review_date(demo: Cast, session: Session) -> None:
    def told() -> int:
        return session.scalar(select(func.count()).where(OutboxMessage.event.startswith("library review"))) or 0

    today = dates.today()
    for days, count in ((31, 0), (30, 1), (12, 0), (0, 1), (-3, 0)):
        sent, entries = told(), session.scalars(select(LibraryEntry)).all()
        soon = entries[0].told_soon_for, entries[0].told_due_for
        for entry in entries:
            entry.review_on = today + timedelta(days=days)
            # The day goes on and the review date stays: what was told for it was told.
            entry.told_soon_for, entry.told_due_for = (entry.review_on if each else None for each in soon)
        session.flush()
        assert remind(session) == (len(entries) if count else 0), days
        assert remind(session) == 0
        assert told() - sent == count, "one mail for all that fall due together"
    message = session.scalars(select(OutboxMessage).where(OutboxMessage.event.contains(" due "))).one()
    assert message.address.startswith("policy.officer@")
    assert "/library/review" in message.text


def test_entries_that_are_the_same_are_proposed_and_one_stays(demo: Cast, database: Database, visit: Visit) -> None:
    with database.transaction() as session:
        entry = session.get(LibraryEntry, clerk_entry(database))
        assert entry
        again = an_entry(demo, f"{entry.question} ", entry.answer.replace(".", " ."))
        other = an_entry(demo, "Should buses stop at every school?", "They should, twice a day and in both directions.")
        same, _ = add_entries(session, [again, other])
    with database.transaction() as session:
        while pairing.compare_new(session):
            pass
        assert pairing.compare_new(session) == 0
        pairs = session.scalars(select(EntryPair)).all()
        assert [(pair.entry_id, pair.other_id) for pair in pairs] == [(entry.id, same)]
    officer = visit(OFFICER).open("/library/review").follow("looks the same")
    officer.document.xpath("//li[contains(@class, 'app-earlier')]//a")
    officer.open(officer.document.xpath("//li[contains(@class, 'app-earlier')]//a/@href")[0])
    officer.submit("Save the choice", _expect=422)
    officer.submit("Save the choice", stays=str(same))
    assert f"Entry {same} stays" in officer.text
    officer.open(f"/library/{entry.id}")
    assert f"The same as entry {same}" in officer.text
    with database.session(read_only=True) as session:
        assert owner_queries.pairs_to_judge(session, viewer=demo.viewers[OFFICER]) == 0


def test_what_a_person_keeps_apart_is_not_proposed_again(demo: Cast, session: Session) -> None:
    twice = 2 * [an_entry(demo, "Is the plan for buses right?", "It is right for now, in all but price.")]
    one, _ = add_entries(session, twice)
    pairing.compare_new(session)
    pair = session.scalars(select(EntryPair)).one()
    pairing.keep_apart(session, actor=demo.viewers[OFFICER], pair=pair)
    session.get_one(LibraryEntry, one).compared_n = 0
    session.flush()
    pairing.compare_new(session)
    assert owner_queries.pairs_to_judge(session, viewer=demo.viewers[OFFICER]) == 0


def test_the_retention_rule_withdraws_with_a_record(demo: Cast, session: Session) -> None:
    officer, today = demo.viewers[OFFICER], dates.today()
    old = [an_entry(demo, f"Question {n}?", "Yes.", adopted_on=today - timedelta(days=365 * n)) for n in (1, 3, 6)]
    kept = an_entry(demo, "Question 9?", "Yes.", adopted_on=today - timedelta(days=3650), consultation="Kept always")
    filed = [session.get_one(LibraryEntry, number) for number in add_entries(session, [*old, kept])]
    assert life.retire(session, keep_years=0) == 0
    life.keep_for(session, actor=officer, consultation="An older one", keep_years=2)
    life.keep_for(session, actor=officer, consultation="Kept always", keep_years=0)
    assert life.retire(session, keep_years=5) == 2
    assert [each.state for each in filed] == [
        EntryState.CURRENT, EntryState.WITHDRAWN, EntryState.WITHDRAWN, EntryState.CURRENT,
    ]  # fmt: skip
    assert "Kept for 2 years after adoption" in filed[1].cause
    life.keep_for(session, actor=officer, consultation="An older one", keep_years=None)
    assert life.retire(session, keep_years=5) == 0
    assert verify(session).sound


def test_the_retention_page_says_how_long(demo: Cast, visit: Visit) -> None:
    officer = visit(OFFICER).open("/library/retention")
    officer.submit("Save the rule", _expect=422, keep="years", years="0")
    assert "whole number from 1 to 100" in officer.text
    officer.submit("Save the rule", keep="years", years="7")
    assert "7 years" in officer.text


def test_sameness_is_of_words() -> None:
    question, answer = "What do you think of the new plan for buses?", "We **support** it, with two changes."
    assert text_sha256(question, answer) == text_sha256(f"{question.upper()} ", "We support it with two changes")
    assert text_sha256(question, answer) != text_sha256(question, "We oppose it, with two changes.")
    near = "What do you think of the new plans for all buses?"
    assert marks(question) & marks(near)
    assert alike(question, answer, near, answer) >= 80
    assert alike(question, answer, near, "No.") < 50
    assert marks("and of the") == frozenset()


def test_a_list_asks_the_database_as_often_for_three_as_for_many(
    demo: Cast, app: Flask, database: Database, visit: Visit
) -> None:
    officer, counts = visit(OFFICER), []
    for more in (0, 20):
        with database.transaction() as session:
            add_entries(session, [an_entry(demo, f"Is plan {n} right?", f"Plan {n} is.") for n in range(more)])
        with count_statements(app) as counted:
            officer.open("/library/review?show=all")
        counts.append(counted.statements)
    assert counts[0] == counts[1]


def test_the_worker_reminds_retires_and_compares(demo: Cast, app: Flask, database: Database) -> None:
    today = dates.today()
    with database.transaction() as session:
        once = an_entry(demo, "Is it old?", "It is.", adopted_on=today - timedelta(days=4000))
        same = [an_entry(demo, "Is the bridge safe?", "The bridge is safe for all.", review_on=today) for _ in range(2)]
        old, *_ = add_entries(session, [once, *same])
    keep_library(database, replace(app.extensions["settings"], library_keep_years=10))
    with database.session(read_only=True) as session:
        assert session.scalars(select(LibraryEntry.state).where(LibraryEntry.id == old)).one() is EntryState.WITHDRAWN
        assert session.scalar(select(func.count()).select_from(EntryPair)) == 1
        told = session.scalars(select(OutboxMessage.subject).where(OutboxMessage.event.startswith("library review")))
        assert set(told) == {"2 earlier answers are due for review"}
