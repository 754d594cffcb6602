"""An answer is filed as adopted by those who adopted it: of another body it is claimed until that body confirms it."""

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa

from consult.database import Database
from consult.demo.cast import COUNCIL, Cast
from consult.library import amending
from consult.library.adopting import services
from consult.library.adopting.models import AdoptionClaim, ClaimState
from consult.library.exporting import as_csv
from consult.library.filtering import Filters, conditions
from consult.library.models import EntryReader, LibraryEntry
from consult.library.queries import get_entry, may_find
from consult.library.services import NewEntry, add_entries
from consult.notices.models import OutboxMessage
from consult.permissions import Role, Viewer
from consult.running.migrating import migrate, migrate_back
from tests.library.old_responses import ADOPTED, OFFICER, old_text
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]
BOARD, APPROVER = "Rivermead Safety Partnership", "Partnership board"
QUESTION = "Should markets open on Sundays?"


def bodies_with_approver(demo: Cast) -> tuple[int, str]:
    """A body other than the council, and somebody who decides for it."""
    council = demo.organisations[COUNCIL].id
    name, viewer = next(
        (name, viewer)
        for name, viewer in demo.viewers.items()
        if Role.APPROVER in viewer.roles and viewer.organisation_id != council
    )
    return viewer.organisation_id, name


def file_old(visit: Visit, demo: Cast, bodies: list[int]) -> Visitor:
    """The council loads an old response and says who adopted it."""
    officer = visit(OFFICER).open("/library/catalogue").submit("Load", paper=("markets.txt", old_text()))
    officer.wait_until_read().follow("markets.txt")
    said = {"issuing_body": "Market Office", "consultation": "Markets", "adopted_by": list(map(str, bodies)), **ADOPTED}
    return officer.submit("Put the ticked answers into the library", **said)


def entry_number(database: Database) -> int:
    """The entry of the first question of the old response."""
    with database.session(read_only=True) as session:
        mine = sa.select(LibraryEntry.id).where(LibraryEntry.consultation == "Markets").order_by(LibraryEntry.id)
        return session.scalars(mine).first() or 0


def adopters(database: Database, entry_id: int) -> set[int]:
    """Who is filed as having adopted an entry."""
    with database.session(read_only=True) as session:
        mine = EntryReader.entry_id == entry_id, EntryReader.adopted
        return set(session.scalars(sa.select(EntryReader.organisation_id).where(*mine)))


def found_as_adopted_by(database: Database, body: int) -> set[int]:
    """The entries that a search finds as adopted by a body."""
    with database.session(read_only=True) as session:
        return set(session.scalars(sa.select(LibraryEntry.id).where(*conditions(Filters(by=str(body))))))


def test_another_body_is_only_said_to_have_adopted_it(demo: Cast, database: Database, visit: Visit) -> None:
    council, (body, name) = demo.organisations[COUNCIL].id, bodies_with_approver(demo)
    page = file_old(visit, demo, [council, body])
    assert "The other bodies are asked to confirm" in page.text
    number = entry_number(database)
    assert adopters(database, number) == {council}
    assert number not in found_as_adopted_by(database, body)
    officer = visit(OFFICER).open(f"/library/{number}")
    assert f"{demo.viewers[name].organisation}: claimed, not confirmed" in officer.text
    visit(name).open(f"/library/{number}", expect=404)
    with database.session(read_only=True) as session:
        entry = get_entry(session, viewer=demo.viewers[OFFICER], entry_id=number)
        assert entry is not None
        assert demo.viewers[name].organisation not in as_csv([entry]).decode()
        mails = sa.select(OutboxMessage.address).where(OutboxMessage.event.startswith("adoption/"))
        assert f"{name.lower().replace(' ', '.')}@rivermead.example" in set(session.scalars(mails))


def test_the_body_confirms_it_from_its_home_page(demo: Cast, database: Database, visit: Visit) -> None:
    council, (body, name) = demo.organisations[COUNCIL].id, bodies_with_approver(demo)
    file_old(visit, demo, [council, body])
    number = entry_number(database)
    page = visit(name).open("/").follow("Say whether you adopted 3 answers")
    assert QUESTION in page.text
    assert "We support markets on Sundays" in page.text
    page.submit("Save the answer", answers=[str(number), str(number + 1)], remark="Adopted on 2 June 2019")
    assert adopters(database, number) == {council, body}
    assert adopters(database, number + 2) == {council}, "the one that was not ticked"
    assert number in found_as_adopted_by(database, body)
    assert "says of it: Adopted on 2 June 2019" in visit(OFFICER).open(f"/library/{number}").text
    third = visit(OFFICER).open(f"/library/{number + 2}").text
    assert "says that it did not adopt this: Adopted on 2 June 2019" in third
    with database.session(read_only=True) as session:
        told = sa.select(OutboxMessage).where(OutboxMessage.event.startswith("adoption answered/"))
        assert "adopted 2 of 3" in session.scalars(told).one().text
    assert "Say whether you adopted" not in visit(name).open("/").text


def test_the_body_declines_with_a_reason_and_may_correct_it(demo: Cast, database: Database, visit: Visit) -> None:
    body, name = bodies_with_approver(demo)
    file_old(visit, demo, [body])
    number = entry_number(database)
    page = visit(name).open("/").follow("Say whether you adopted")
    page.submit("Save the answer", _expect=422, answers=[])
    assert "Enter why your organisation declines" in page.text
    page.submit("Save the answer", answers=[], remark="Our board never saw it")
    assert adopters(database, number) == set()
    assert "says that it did not adopt this: Our board never saw it" in visit(OFFICER).open(f"/library/{number}").text
    page = visit(name).open("/library/claims").follow("Markets")
    page.submit("Save the answer", answers=[str(number)], remark="Found in the minutes of May")
    assert adopters(database, number) == {body}


def test_of_two_who_answer_for_a_body_the_second_sees_what_the_first_said(
    demo: Cast, database: Database, visit: Visit
) -> None:
    council, (body, name) = demo.organisations[COUNCIL].id, bodies_with_approver(demo)
    file_old(visit, demo, [council, body])
    number = entry_number(database)
    first, second = (visit(name).open("/").follow("Say whether you adopted") for _ in range(2))
    first.submit("Save the answer", remark="The board of May")
    second.submit("Save the answer", _expect=422, answers=[], remark="Our board never saw it")
    assert "Somebody else saved this after you opened the page" in second.text
    assert f"Confirmed by {name} on " in second.text
    assert "The board of May" in second.text
    assert second.form_with("Save the answer").fields["remark"].strip() == "Our board never saw it"
    assert adopters(database, number) == {council, body}, "nothing was overwritten unseen"
    second.submit("Save the answer", answers=[])
    assert adopters(database, number) == {council}


def test_a_claim_that_was_declined_is_not_made_again(demo: Cast, database: Database, visit: Visit) -> None:
    body, name = bodies_with_approver(demo)
    file_old(visit, demo, [body])
    visit(name).open("/").follow("Say whether you adopted").submit("Save the answer", answers=[], remark="No")
    with database.transaction() as session:
        entries = session.scalars(sa.select(LibraryEntry).where(LibraryEntry.consultation == "Markets")).all()
        services.claim(session, actor=demo.viewers[OFFICER], entries=entries, body_id=body)
        assert session.scalar(sa.select(sa.func.count()).select_from(AdoptionClaim)) == 1


def test_nobody_answers_for_another_body(demo: Cast, database: Database, visit: Visit) -> None:
    body, _ = bodies_with_approver(demo)
    file_old(visit, demo, [body])
    with database.session(read_only=True) as session:
        number = session.scalars(sa.select(AdoptionClaim.id)).one()
    visit(OFFICER).open(f"/library/claims/{number}", expect=404)
    visit("Police partner").open(f"/library/claims/{number}", expect=403)
    with database.session(read_only=True) as session:
        # Whoever decides for a body on one response only does not speak for their organisation here.
        lent = Viewer(9_999, "", body, "", frozenset(), frozenset({Role.APPROVER}))
        assert services.get_claim(session, viewer=lent, claim_id=number) is None
        assert services.claims(session, viewer=lent) == ()


def amend(session: sa.orm.Session, demo: Cast, entry: LibraryEntry, answer: str) -> None:
    """Two officers of the owner change the words."""
    officer = demo.viewers[OFFICER]
    another = Viewer(demo.people["Administrator"].id, "", officer.organisation_id, officer.organisation, officer.roles)
    proposal = amending.propose(
        session,
        actor=officer,
        entry=entry,
        question=entry.question,
        answer=answer,
        why="Newer figures",
        based_on_n=entry.current_n,
    )
    amending.approve(session, actor=another, proposal=proposal)


@pytest.fixture
def joint(session: sa.orm.Session, demo: Cast) -> LibraryEntry:
    """An answer that the council and another body adopted."""
    council, (body, _) = demo.organisations[COUNCIL].id, bodies_with_approver(demo)
    [number] = add_entries(
        session,
        [
            NewEntry(
                consultation="Bridges",
                issuing_body="Office for Bridges",
                question="Should bridges open at night?",
                answer="Yes, for boats.",
                adopted_on=date(2024, 5, 7),
                owner_id=council,
                adopted_by={council, body},
            )
        ],
    )
    found = get_entry(session, viewer=demo.viewers[OFFICER], entry_id=number)
    assert found is not None
    return found


def test_words_amended_by_the_owner_are_not_those_that_others_adopted(
    session: sa.orm.Session, demo: Cast, joint: LibraryEntry
) -> None:
    council, (body, name) = demo.organisations[COUNCIL].id, bodies_with_approver(demo)
    amend(session, demo, joint, "No, never.")
    now = sa.select(EntryReader.organisation_id).where(EntryReader.entry_id == joint.id, EntryReader.adopted)
    assert set(session.scalars(now)) == {council}
    session.expire_all()
    entry = get_entry(session, viewer=demo.viewers[OFFICER], entry_id=joint.id)
    assert entry is not None
    told = {(each.body, each.words) for each in services.said_of(session, entry=entry)}
    named = demo.viewers[name].organisation
    assert told == {(named, "claimed, not confirmed"), (named, "adopted version 1, which was amended since")}
    assert session.scalar(sa.select(LibraryEntry.id).where(LibraryEntry.id == joint.id, may_find(demo.viewers[name])))
    [claim] = services.waiting_for(session, viewer=demo.viewers[name])
    found = services.get_claim(session, viewer=demo.viewers[name], claim_id=claim.id)
    assert found is not None
    assert services.texts_of(session, found)[joint.id].answer == "No, never."
    services.answer_claim(session, actor=demo.viewers[name], claim=found, adopted=(), remark="Not agreed")
    assert set(session.scalars(now)) == {council}
    theirs = EntryReader.organisation_id == body, EntryReader.entry_id == joint.id
    reader = session.scalars(sa.select(EntryReader).where(*theirs)).one()
    assert reader.adopted_n == 1, "what it did adopt stays known"
    services.answer_claim(session, actor=demo.viewers[name], claim=found, adopted={joint.id}, remark="")
    assert set(session.scalars(now)) == {council, body}


def test_an_older_claim_does_not_stand_for_newer_words(
    session: sa.orm.Session, demo: Cast, joint: LibraryEntry
) -> None:
    council, (_, name) = demo.organisations[COUNCIL].id, bodies_with_approver(demo)
    amend(session, demo, joint, "No, never.")
    amend(session, demo, joint, "Only on Fridays.")
    first, *_ = sorted(services.waiting_for(session, viewer=demo.viewers[name]), key=lambda each: each.id)
    found = services.get_claim(session, viewer=demo.viewers[name], claim_id=first.id)
    assert found is not None
    services.answer_claim(session, actor=demo.viewers[name], claim=found, adopted={joint.id}, remark="")
    now = sa.select(EntryReader.organisation_id).where(EntryReader.entry_id == joint.id, EntryReader.adopted)
    assert set(session.scalars(now)) == {council}
    assert found.state is ClaimState.ACCEPTED


def test_words_that_change_while_a_body_answers_are_not_filed_under_its_name(
    session: sa.orm.Session, demo: Cast, joint: LibraryEntry
) -> None:
    council, (_, name) = demo.organisations[COUNCIL].id, bodies_with_approver(demo)
    amend(session, demo, joint, "No, never.")
    [waiting] = services.waiting_for(session, viewer=demo.viewers[name])
    found = services.get_claim(session, viewer=demo.viewers[name], claim_id=waiting.id)
    assert found is not None
    # Somebody else's act, between the look and the answer.
    newer = sa.update(LibraryEntry).where(LibraryEntry.id == joint.id).values(current_n=joint.current_n + 1)
    session.execute(newer, execution_options={"synchronize_session": False})
    services.answer_claim(session, actor=demo.viewers[name], claim=found, adopted={joint.id}, remark="")
    now = sa.select(EntryReader.organisation_id).where(EntryReader.entry_id == joint.id, EntryReader.adopted)
    assert set(session.scalars(now)) == {council}


def test_what_is_said_later_of_earlier_words_takes_nothing_from_those_that_stand(
    session: sa.orm.Session, demo: Cast, joint: LibraryEntry
) -> None:
    body, name = bodies_with_approver(demo)
    mine = sa.select(EntryReader).where(EntryReader.entry_id == joint.id, EntryReader.organisation_id == body)

    def say(claim_id: int, adopted: set[int]) -> tuple[bool, int | None]:
        found = services.get_claim(session, viewer=demo.viewers[name], claim_id=claim_id)
        assert found is not None
        viewer = demo.viewers[name]
        services.answer_claim(session, actor=viewer, claim=found, adopted=adopted, remark="As the minutes say")
        reader = session.scalars(mine).one()
        return reader.adopted, reader.adopted_n

    claims = []
    for n, words in ((2, "No, never."), (3, "Only on Fridays.")):
        amend(session, demo, joint, words)
        [waiting] = services.waiting_for(session, viewer=demo.viewers[name])
        claims.append(waiting.id)
        assert say(waiting.id, {joint.id}) == (True, n)
    assert say(claims[0], {joint.id}) == (True, 3)
    assert say(claims[0], set()) == (True, 3)
    assert say(claims[1], set())[0] is False


def test_a_body_says_that_it_did_not_adopt_what_is_filed_under_its_name(
    demo: Cast, database: Database, visit: Visit
) -> None:
    council, (body, name) = demo.organisations[COUNCIL].id, bodies_with_approver(demo)
    with database.transaction() as session:
        mine = EntryReader.organisation_id == body, EntryReader.adopted, LibraryEntry.owner_id == council
        number = session.scalars(
            sa.select(LibraryEntry.id).join(EntryReader, EntryReader.entry_id == LibraryEntry.id).where(*mine)
        ).first()
    page = visit(name).open(f"/library/{number}").follow("We did not adopt this")
    page.submit("Save", _expect=422)
    assert "Enter why this is wrong" in page.text
    page.submit("Save", remark="The board withdrew it")
    assert number is not None
    assert body not in adopters(database, number)
    assert number not in found_as_adopted_by(database, body)
    assert "says that it did not adopt this: The board withdrew it" in visit(OFFICER).open(f"/library/{number}").text
    assert "We did not adopt this" not in visit(OFFICER).open(f"/library/{number}").text
    page.open(f"/library/{number}/adoption", expect=404)


def test_what_was_filed_before_this_release_is_asked_about(demo: Cast, database: Database) -> None:
    council, (body, name) = demo.organisations[COUNCIL].id, bodies_with_approver(demo)
    with database.transaction() as session:
        old = {"consultation": "Ferries", "issuing_body": "Office for Ferries", "adopted_on": date(2012, 5, 7)}
        entries = [
            NewEntry(**old, question=f"Ferry {n}?", answer="Yes.", owner_id=council, adopted_by={council, body})
            for n in range(3)
        ]
        numbers = add_entries(session, entries)
        submitted = sa.select(EntryReader.entry_id).join(LibraryEntry, LibraryEntry.id == EntryReader.entry_id)
        decided = submitted.where(EntryReader.adopted, LibraryEntry.answer_version_id.is_not(None))
        before = sorted(session.scalars(decided))
    migrate_back(database.engine, to="0017")
    migrate(database.engine)
    assert all(adopters(database, number) == {council} for number in numbers)
    with database.session(read_only=True) as session:
        assert sorted(session.scalars(decided)) == before, "decided in the service"
        waiting = services.waiting_for(session, viewer=demo.viewers[name])
        mine = [each for each in waiting if each.consultation == "Ferries"]
        assert [[answer.entry_id for answer in each.answers] for each in mine] == [numbers]
        assert session.scalar(
            sa.select(LibraryEntry.id).where(LibraryEntry.id == numbers[0], may_find(demo.viewers[name]))
        )
