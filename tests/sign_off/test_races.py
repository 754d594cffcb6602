"""Decisions, withdrawals, issuing and submitting at the same moment: one holds, the other is told, no word is lost."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from consult import dates
from consult.database import Database
from consult.demo.cast import COUNCIL, Cast
from consult.drafting.models import Answer, SignOffBody
from consult.history.models import HistoryEntry
from consult.issuing.models import IssuedDocument
from consult.library.models import LibraryEntry
from consult.outcomes.models import Submission
from consult.sign_off.models import Decision, SignOffRound, Verdict
from tests.factories.situations import decide_as, drafted, sent
from tests.racing import acts, at_once, count, press, refused, two
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]
OFFICER, SENIOR = "Policy officer", "Senior policy officer"
APPROVERS = ("Council Executive", "Partnership board")
BUTTON = "Record the decision of"


def decided(round_id: int, database: Database, who: str, visit: Visit) -> Visitor:
    """Somebody's browser at the page of their body's decision."""
    page = visit(who).open(f"/rounds/{round_id}")
    return page.open(page.document.xpath("//a[contains(@href, '/decisions/')]/@href")[0])


@pytest.fixture
def waiting(cast: Cast, database: Database) -> int:
    """A round that every body has still to decide on."""
    with database.transaction() as session:
        return sent(session, cast).id


def said_of(verdict: str) -> dict[str, str]:
    """What an approver types."""
    today = dates.today()
    days = {
        "meeting_on__day": str(today.day),
        "meeting_on__month": str(today.month),
        "meeting_on__year": str(today.year),
    }
    amendments = {"amendments": "A sentence that must not be lost"} if verdict != "approve" else {}
    return {"verdict": verdict, "minute": "Minute 7 of that evening", **days, **amendments}


@pytest.mark.parametrize("other", ["approve", "approve_with_amendments", "do_not_respond"])
def test_a_body_decides_once(other: str, waiting: int, database: Database, visit: Visit) -> None:
    before = acts(database, "decision made")
    pages = [decided(waiting, database, APPROVERS[0], visit) for _ in range(2)]
    at_once(database, press(pages[0], BUTTON, **said_of("approve")), press(pages[1], BUTTON, **said_of(other)))
    page = refused(*pages)
    assert "Minute 7 of that evening" in page.html
    assert acts(database, "decision made") == before + 1


def test_the_last_two_bodies_decide_at_once(waiting: int, database: Database, visit: Visit) -> None:
    before = acts(database, "sign-off completed")
    pages = [decided(waiting, database, who, visit) for who in APPROVERS]
    at_once(database, *(press(page, BUTTON, **said_of("approve")) for page in pages))
    assert [page.status for page in pages] == [200, 200]
    assert acts(database, "sign-off completed") == before + 1


def test_a_version_that_is_taken_back_is_decided_on_by_nobody(waiting: int, database: Database, visit: Visit) -> None:
    deciding = decided(waiting, database, APPROVERS[0], visit)
    taking = [visit(OFFICER).open(f"/rounds/{waiting}/withdraw") for _ in range(2)]
    at_once(
        database,
        press(deciding, BUTTON, **said_of("approve")),
        *(press(page, "Withdraw", reason=f"Reason {n} for it") for n, page in enumerate(taking)),
    )
    page = refused(*taking)
    assert "for it" in page.html
    assert deciding.status in (200, 422)
    assert acts(database, "sign-off withdrawn") == 1
    with database.session(read_only=True) as session:
        order = session.scalars(sa.select(HistoryEntry.action).order_by(HistoryEntry.seq)).all()
    if deciding.status == 200:
        assert order.index("sign-off withdrawn") > max(n for n, each in enumerate(order) if each == "decision made")


def test_a_version_is_sent_issued_and_submitted_once(cast: Cast, database: Database, visit: Visit) -> None:
    with database.transaction() as session:
        response = drafted(session, cast).id
    rounds = count(database, SignOffRound)
    pages = two(visit, OFFICER, f"/responses/{response}/sign-off")
    at_once(database, *(press(page, "Send for sign-off") for page in pages))
    refused(*pages)
    assert count(database, SignOffRound) == rounds + 1
    with database.transaction() as session:
        number = session.scalars(sa.select(SignOffRound.id).order_by(SignOffRound.id.desc())).first() or 0
        for who in APPROVERS:
            decide_as(session, cast, number, who, Verdict.APPROVE)
    issued = count(database, IssuedDocument)
    pages = two(visit, OFFICER, f"/responses/{response}/documents")
    at_once(database, *(press(page, "Issue") for page in pages))
    refused(*pages)
    assert count(database, IssuedDocument) == issued + 3
    filed = count(database, LibraryEntry)
    pages = two(visit, OFFICER, f"/responses/{response}/submit")
    way = pages[0].document.xpath("//input[@name='way']/@value")[0]
    notes = [press(page, "Record", way=way, note=f"Note {n} of the day") for n, page in enumerate(pages)]
    at_once(database, *notes)
    assert "of the day" in refused(*pages).html
    assert count(database, Submission, Submission.response_id == response) == 1
    with database.session(read_only=True) as session:
        answers = session.scalar(sa.select(sa.func.count()).where(Answer.response_id == response, ~Answer.dropped)) or 0
    assert 0 < count(database, LibraryEntry) - filed <= answers


def test_bodies_do_not_change_under_a_version_that_is_being_sent(cast: Cast, database: Database, visit: Visit) -> None:
    with database.transaction() as session:
        response = drafted(session, cast).id
    sending = visit(OFFICER).open(f"/responses/{response}/sign-off")
    planning = visit(SENIOR).open(f"/responses/{response}/plan")
    three = [str(cast.organisations[name].id) for name in (COUNCIL, "Rivermead Local Partnership", "Rivermead Police")]
    at_once(database, press(sending, "Send for sign-off"), press(planning, "Save", bodies=three))
    assert 200 in (sending.status, planning.status)
    with database.session(read_only=True) as session:
        newest = session.scalars(sa.select(SignOffRound).order_by(SignOffRound.id.desc())).first()
        bodies = session.scalar(
            sa.select(sa.func.count()).where(SignOffBody.response_id == response, SignOffBody.active)
        )
        if sending.status == 200 and newest:
            asked = session.scalar(sa.select(sa.func.count()).where(Decision.round_id == newest.id))
            assert asked == bodies
