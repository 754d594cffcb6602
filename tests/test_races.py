"""Every act that decides, at the same moment as another that it cannot stand beside: one holds, the other is told."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from consult import dates
from consult.comments.models import Comment, Disposition
from consult.database import Database
from consult.demo.cast import COUNCIL, Cast
from consult.drafting.models import Answer, AnswerVersion, ConsultationResponse
from consult.history.models import HistoryEntry
from consult.history.services import record
from consult.library import life
from consult.library.models import (
    EntryPair,
    EntryProposal,
    EntryState,
    EntryVersion,
    LibraryEntry,
    PairState,
    ProposalState,
    RetentionRule,
    SavedSearch,
)
from consult.library.pairing import compare_new
from consult.library.services import NewEntry, add_entries
from consult.people.groups import DistributionList
from consult.people.models import Organisation, Person
from consult.permissions import Role
from consult.question_sets.models import Question, QuestionSet, QuestionSetState
from consult.question_sets.rules import shown_of
from tests.factories.drafting import make_invitation, make_response_role
from tests.factories.situations import Drafting
from tests.racing import acts, at_once, count, press, refused, send, two
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]
OFFICER, SENIOR = "Policy officer", "Senior policy officer"
ROUNDS = range(3)
APPROVE, DECLINE = {"verdict": "approve"}, {"verdict": "decline", "reason": "Not so"}
TAKE_BACK: dict[str, str] = {}


def an_entry(database: Database, *, also: int = 0) -> int:
    """The number of an entry of the council's that is current; `also` counts on to others."""
    with database.session(read_only=True) as session:
        current = sa.select(LibraryEntry.id).where(LibraryEntry.state == EntryState.CURRENT).order_by(LibraryEntry.id)
        return session.scalars(current).all()[also]


@pytest.mark.parametrize(
    ("one", "other"), [(APPROVE, DECLINE), (APPROVE, APPROVE), (DECLINE, DECLINE), (APPROVE, TAKE_BACK)], ids=str
)
def test_an_amendment_is_decided_once(
    one: dict[str, str], other: dict[str, str], demo: Cast, database: Database, visit: Visit
) -> None:
    number = an_entry(database)
    for n in ROUNDS:
        proposer = visit(OFFICER).open(f"/library/{number}/amend")
        proposer.submit("Propose the amendment", answer=f"Otherwise, number {n}.", why="Because")
        path = proposer.open(f"/library/{number}/amend").follow("Read the amendment").path
        first, second = visit(SENIOR).open(path), visit(SENIOR).open(path) if other else proposer
        button = "Record the decision" if other else "Take the amendment back"
        at_once(database, press(first, "Record the decision", **one), press(second, button, **other))
        page = refused(first, second)
        assert "This amendment was" in page.text
        lost = one if page is first else other
        assert lost.get("reason", "") in page.html
        mine = EntryProposal.entry_id == number
        assert count(database, EntryProposal, mine, EntryProposal.state == ProposalState.OPEN) == 0
    approved = count(database, EntryProposal, mine, EntryProposal.state == ProposalState.APPROVED)
    assert count(database, EntryVersion, EntryVersion.entry_id == number) == 1 + approved
    ended = ("entry amended", "amendment declined", "amendment taken back")
    assert sum(acts(database, action) for action in ended) == len(ROUNDS)


def test_two_amendments_of_one_entry_are_not_open_at_once(demo: Cast, database: Database, visit: Visit) -> None:
    number = an_entry(database)
    pages = two(visit, OFFICER, f"/library/{number}/amend")
    at_once(
        database,
        *(press(page, "Propose the amendment", answer=f"Text {n}", why="Mine") for n, page in enumerate(pages)),
    )
    page = refused(*pages)
    assert "An amendment of this entry waits for a decision already" in page.text
    assert "Text " in page.document.get_element_by_id("answer").value
    assert count(database, EntryProposal, EntryProposal.entry_id == number) == 1


WITHDRAW = {"verdict": "withdraw", "cause": "It is wrong by now"}


@pytest.mark.parametrize("other", [WITHDRAW, {"verdict": "confirm"}, {"verdict": "supersede"}], ids=str)
def test_an_entry_is_withdrawn_once_and_then_stays_so(
    other: dict[str, str], demo: Cast, database: Database, visit: Visit
) -> None:
    for n in ROUNDS:
        number, by = an_entry(database), an_entry(database, also=1)
        said = {**other, "by": str(by)} if other["verdict"] == "supersede" else dict(other)
        if other["verdict"] == "confirm":
            said["review_on__year"] = str(dates.today().year + 3 + n)
        first, second = two(visit, OFFICER, f"/library/{number}/review")
        at_once(database, press(first, "Record the review", **WITHDRAW), press(second, "Record the review", **said))
        page = refused(first, second)
        with database.session(read_only=True) as session:
            state = session.get_one(LibraryEntry, number).state
        assert page is second or WITHDRAW["cause"] in page.html
        if (page is first) and other["verdict"] == "confirm":  # reviewed a moment before: told, and asked again
            assert state is EntryState.CURRENT
            assert "Somebody else saved this after you opened the page" in page.text
            page.submit("Record the review", **WITHDRAW)
            continue
        assert "so nothing can be changed in it" in page.text
        assert state is not EntryState.CURRENT, n


def test_two_entries_do_not_supersede_each_other(demo: Cast, database: Database, visit: Visit) -> None:
    one, other = an_entry(database), an_entry(database, also=1)
    first, second = visit(OFFICER).open(f"/library/{one}/review"), visit(SENIOR).open(f"/library/{other}/review")
    at_once(
        database,
        press(first, "Record the review", verdict="supersede", by=str(other)),
        press(second, "Record the review", verdict="supersede", by=str(one)),
    )
    refused(first, second)
    assert count(database, LibraryEntry, LibraryEntry.state == EntryState.SUPERSEDED) == 1


def test_an_amendment_is_not_approved_of_an_entry_that_is_being_withdrawn(
    demo: Cast, database: Database, visit: Visit
) -> None:
    number = an_entry(database)
    proposer = visit(OFFICER).open(f"/library/{number}/amend")
    proposer.submit("Propose the amendment", answer="Otherwise.", why="Because")
    deciding = visit(SENIOR).open(proposer.open(f"/library/{number}/amend").follow("Read the amendment").path)
    proposer.open(f"/library/{number}/review")
    at_once(
        database, press(deciding, "Record the decision", **APPROVE), press(proposer, "Record the review", **WITHDRAW)
    )
    page = refused(deciding, proposer)
    withdrawn = LibraryEntry.id == number, LibraryEntry.state == EntryState.WITHDRAWN
    assert count(database, LibraryEntry, *withdrawn) == int(page is deciding)
    assert count(database, EntryVersion, EntryVersion.entry_id == number) == 1 + int(page is proposer)


def test_the_worker_retires_nothing_twice(demo: Cast, database: Database, visit: Visit) -> None:
    number = an_entry(database)
    with database.transaction() as session:
        session.get_one(LibraryEntry, number).adopted_on = dates.today() - timedelta(days=4000)
    officer = visit(OFFICER).open(f"/library/{number}/review")

    def retire() -> None:
        with database.transaction() as session:
            life.retire(session, keep_years=10)

    at_once(database, retire, retire, press(officer, "Record the review", **WITHDRAW))
    assert officer.status in (200, 422)
    assert acts(database, "entry withdrawn") == 1


@pytest.fixture
def pair(demo: Cast, database: Database) -> int:
    """Two entries of the council that look the same."""
    council, today = demo.organisations[COUNCIL].id, dates.today()
    question = "Should every neighbourhood have a team of its own that answers to it?"
    with database.transaction() as session:
        record(session, actor=None, action="answers filed", subject="test")
        add_entries(
            session,
            [
                NewEntry(
                    consultation="Older",
                    issuing_body="Department",
                    question=question,
                    answer=f"Yes, and soon.{dot}",
                    adopted_on=today,
                    owner_id=council,
                    adopted_by={council},
                )
                for dot in ("", "  ")
            ],
        )
        compare_new(session, most=500)
        return session.scalars(sa.select(EntryPair.id).order_by(EntryPair.id.desc())).first() or 0


@pytest.mark.parametrize("other", ["both", "first", "second"])
def test_a_pair_is_judged_once(other: str, pair: int, database: Database, visit: Visit) -> None:
    with database.session(read_only=True) as session:
        judged = session.get_one(EntryPair, pair)
        names = {"both": "both", "first": str(judged.entry_id), "second": str(judged.other_id)}
    pages = two(visit, OFFICER, f"/library/duplicates/{pair}")
    button = pages[0].document.xpath("//main//form//button")[0].text_content().strip()
    at_once(database, press(pages[0], button, stays=names["first"]), press(pages[1], button, stays=names[other]))
    page = refused(*pages)
    assert page.status == 422
    assert "There is nothing to choose any longer" in page.text
    assert count(database, EntryPair, EntryPair.state == PairState.PROPOSED, EntryPair.id == pair) == 0
    assert acts(database, "entries kept apart") + acts(database, "entry superseded") == 1


def test_a_pair_that_the_worker_takes_away_is_not_judged(pair: int, database: Database, visit: Visit) -> None:
    officer = visit(OFFICER).open(f"/library/duplicates/{pair}")
    button = officer.document.xpath("//main//form//button")[0].text_content().strip()

    def compare_again() -> None:
        with database.transaction() as session:
            record(session, actor=None, action="compared", subject="test")
            session.execute(sa.delete(EntryPair).where(EntryPair.id == pair))

    at_once(database, press(officer, button, stays="both"), compare_again)
    assert officer.status in (200, 404, 409, 422)


def test_a_rule_of_retention_is_there_once(demo: Cast, database: Database, visit: Visit) -> None:
    pages = two(visit, OFFICER, "/library/retention")
    button = pages[0].document.xpath("//main//form//button")[0].text_content().strip()
    at_once(database, *(press(page, button, keep="years", years="5") for page in pages))
    assert "Somebody else saved this after you opened the page" in refused(*pages).text or pages[0].status == 200
    assert count(database, RetentionRule) == 1


def test_a_search_is_saved_once_under_a_name(demo: Cast, database: Database, visit: Visit) -> None:
    pages = two(visit, OFFICER, "/library?q=clerk")
    at_once(database, *(press(page, "Save this search", name="Clerks") for page in pages))
    assert "You have a saved search with this name already" in refused(*pages).text
    assert count(database, SavedSearch, SavedSearch.name == "Clerks") == 1


# Comments


def unsettled(database: Database) -> Iterator[Comment]:
    """The comments that wait."""
    with database.session(read_only=True) as session:
        settled = sa.select(Disposition.comment_id)
        yield from session.scalars(
            sa.select(Comment).where(Comment.id.not_in(settled), Comment.text != "").order_by(Comment.id)
        ).all()


@pytest.mark.parametrize("other", ["accepted", "declined"])
def test_a_comment_is_settled_once(other: str, demo: Cast, database: Database, visit: Visit) -> None:
    for waiting in list(unsettled(database))[:2]:
        pages = [visit(name).open(f"/comments/{waiting.id}/settle") for name in (OFFICER, SENIOR)]
        button = pages[0].document.xpath("//main//form//button")[0].text_content().strip()
        said = [{"outcome": "accepted", "reason": "Right, says one"}, {"outcome": other, "reason": "Right, says two"}]
        at_once(database, *(press(page, button, **words) for page, words in zip(pages, said, strict=True)))
        page = refused(*pages)
        assert "This comment was settled meanwhile" in page.text
        assert said[pages.index(page)]["reason"] in page.html
        assert count(database, Disposition, Disposition.comment_id == waiting.id) == 1


# The questions


def reviewed(database: Database) -> int:
    """The set that is in review, ready to be published."""
    with database.transaction() as session:
        waiting = sa.select(QuestionSet.id).join(Question).where(QuestionSet.state != QuestionSetState.PUBLISHED)
        number = session.scalars(waiting.group_by(QuestionSet.id).order_by(sa.func.count().desc())).first() or 0
        session.execute(sa.update(Question).where(Question.question_set_id == number).values(accepted=True))
    return number


def test_a_set_is_published_once(demo: Cast, database: Database, visit: Visit) -> None:
    before = acts(database, "questions published")
    pages = two(visit, OFFICER, f"/question-sets/{reviewed(database)}")
    at_once(database, *(press(page, "Publish") for page in pages))
    assert "These questions are published and can no longer be changed" in refused(*pages).text
    assert acts(database, "questions published") == before + 1


def as_shown(database: Database, act: str, *numbers: int) -> dict[str, Any]:
    """What the button sends with which the page does something with the second question, to the first or past it."""
    with database.session(read_only=True) as session:
        of = [session.get_one(Question, number, options=[selectinload(Question.parts)]) for number in numbers]
        shown = shown_of(*(of if act == "join" else of[1:]))
    return {"shown": shown, "into": numbers[0], "direction": "up", "past": numbers[0]}


@pytest.mark.parametrize("act", ["edit", "remove", "join", "split", "move"])
def test_nothing_is_changed_in_a_set_that_is_being_published(
    act: str, demo: Cast, database: Database, visit: Visit
) -> None:
    number = reviewed(database)
    with database.session(read_only=True) as session:
        earlier, question = session.scalars(
            sa.select(Question).where(Question.question_set_id == number).order_by(Question.position)
        ).all()[:2]
        before = question.text
    publishing, changing = two(visit, OFFICER, f"/question-sets/{number}")
    if act == "split":
        changing.open(f"/questions/{question.id}/split")
        sent = press(changing, "Split", first="One?", second="Two?")
    elif act == "edit":
        changing.open(f"/questions/{question.id}")
        sent = press(changing, "Save question", text="Changed at the last moment?")
    else:
        sent = send(changing, f"/questions/{question.id}/{act}", **as_shown(database, act, earlier.id, question.id))
    at_once(database, press(publishing, "Publish"), sent)
    with database.session(read_only=True) as session:
        published = session.get_one(QuestionSet, number).state is QuestionSetState.PUBLISHED
        after = session.get_one(Question, question.id)
    assert published == (publishing.status == 200)
    if changing.status != 200:
        assert "These questions are published" in changing.text or "Page not found" in changing.text
        assert (after.text, after.removed, after.position) == (before, False, question.position)
        assert act != "edit" or "Changed at the last moment?" in changing.html


@pytest.mark.parametrize("act", ["join", "move"])
def test_places_stay_apart_when_two_change_the_order(act: str, demo: Cast, database: Database, visit: Visit) -> None:
    number = reviewed(database)
    with database.session(read_only=True) as session:
        numbers = session.scalars(
            sa.select(Question.id).where(Question.question_set_id == number).order_by(Question.position)
        ).all()
    for one, other in ((2, 2), (4, 5)):
        pages = [visit(who).open(f"/questions/{numbers[n]}") for who, n in ((OFFICER, one), (SENIOR, other))]
        acts_ = [
            send(page, f"/questions/{numbers[n]}/{act}", **as_shown(database, act, numbers[n - 1], numbers[n]))
            for page, n in zip(pages, (one, other), strict=True)
        ]
        at_once(database, *acts_)
        assert {page.status for page in pages} <= {200, 404, 409, 422}, [page.text for page in pages]
    with database.session(read_only=True) as session:
        rows = session.scalars(sa.select(Question).where(Question.question_set_id == number)).all()
        assert sorted(row.position for row in rows) == list(range(1, len(rows) + 1))
        texts = " ".join(row.text for row in rows if not row.removed)
        assert all(texts.count(row.text) <= 2 for row in rows)


# A response


def test_a_role_on_a_response_is_taken_away_once(
    cast: Cast, drafting: Drafting, database: Database, visit: Visit
) -> None:
    number, person = drafting.response, cast.people["Health partner"].id
    with database.transaction() as session:
        make_response_role(session, response_id=number, person_id=person, role=Role.OBSERVER)
    pages = [visit(OFFICER).open(f"/responses/{number}/people").follow("Remove") for _ in range(2)]
    button = pages[0].document.xpath("//main//form//button")[0].text_content().strip()
    at_once(database, *(press(page, button) for page in pages))
    refused(*pages)
    assert acts(database, "role taken away") == 1


@pytest.mark.parametrize("other", ["withdraw", "change"])
def test_an_invitation_is_withdrawn_once(
    other: str, cast: Cast, drafting: Drafting, database: Database, visit: Visit
) -> None:
    clerk = cast.people["Parish clerk"].id
    with database.transaction() as session:
        number = make_invitation(session, response_id=drafting.response, person_id=clerk).id
    path = f"/responses/{drafting.response}/invitations/{number}"
    first, second = visit(OFFICER).open(f"{path}/withdraw"), visit(OFFICER).open(path)
    if other == "withdraw":
        second.open(f"{path}/withdraw")
    at_once(database, press(first, "Withdraw"), press(second, "Withdraw" if other == "withdraw" else "Save"))
    assert first.status == 200 or second.status == 200
    assert {first.status, second.status} <= {200, 404, 409, 422}
    assert acts(database, "invitation withdrawn") == 1


def test_nothing_is_saved_into_a_response_that_was_submitted_meanwhile(
    drafting: Drafting, database: Database, visit: Visit
) -> None:
    officer = visit(OFFICER).open(f"/answers/{drafting.answers[0]}")
    partner = visit("Police partner").open(f"/answers/{drafting.answers[0]}")

    def submit() -> None:
        with database.transaction() as session:
            record(session, actor=None, action="response moved", subject="test")
            mine = ConsultationResponse.id == drafting.response
            session.execute(sa.update(ConsultationResponse).where(mine).values(state="submitted"))

    before = count(database, AnswerVersion), count(database, Comment)
    at_once(
        database,
        submit,
        press(officer, "Save", text="Written at the last moment"),
        press(partner, "Send comment", comment="Said at the last moment"),
    )
    saved = count(database, AnswerVersion) - before[0], count(database, Comment) - before[1]
    assert saved == (int(officer.status == 200), int(partner.status == 200))
    with database.session(read_only=True) as session:
        order = session.scalars(sa.select(HistoryEntry.action).order_by(HistoryEntry.seq.desc()).limit(3)).all()
    at = order.index("response moved")
    assert not {"answer revised", "comment made"} & set(order[:at])
    for page, words in ((officer, "Written at the last moment"), (partner, "Said at the last moment")):
        assert page.status == 200 or words in page.html


# People


def test_two_administrators_do_not_anonymise_each_other(demo: Cast, database: Database, visit: Visit) -> None:
    names = ("Administrator", OFFICER)
    with database.transaction() as session:
        session.execute(
            sa.text("INSERT INTO roles_held (person_id, role) VALUES (:person, 'administrator')"),
            {"person": demo.people[OFFICER].id},
        )
    pages = [visit(mine).open(f"/people/{demo.people[other].id}/anonymise") for mine, other in (names, names[::-1])]
    at_once(database, *(press(page, "Anonymise", sure="y") for page in pages))
    statuses = sorted(page.status for page in pages)
    assert statuses[0] == 200, statuses
    assert statuses[1] in (401, 403, 409, 422), statuses
    assert count(database, Person, Person.anonymised_at.is_not(None)) == 1


def test_an_organisation_is_switched_off_once(demo: Cast, database: Database, visit: Visit) -> None:
    body = demo.organisations["Little Hythe Parish Council"].id
    pages = two(visit, "Administrator", f"/organisations/{body}")
    at_once(database, *(press(page, "Switch") for page in pages))
    assert {page.status for page in pages} <= {200, 409, 422}
    assert acts(database, "organisation switched off") <= 1
    assert count(database, Organisation, Organisation.id == body) == 1


def test_a_list_is_deleted_once_and_not_renamed_after(
    cast: Cast, drafting: Drafting, database: Database, visit: Visit
) -> None:
    with database.session(read_only=True) as session:
        number = session.scalars(sa.select(DistributionList.id)).one()
    deleting, renaming, again = (visit("Administrator").open(f"/lists/{number}/rename") for _ in range(3))
    button = "Delete"
    at_once(database, press(deleting, button), press(again, button), press(renaming, "Save", name="Another name"))
    assert {page.status for page in (deleting, again, renaming)} <= {200, 404, 409, 422}
    assert acts(database, "distribution list deleted") == 1
    assert renaming.status != 409 or "Another name" in renaming.html
    assert count(database, Answer) > 0
