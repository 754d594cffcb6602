"""Every act of sign-off names what it acts on, one decision or one version: nothing is chosen for whoever sends it."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from consult import dates
from consult.database import Database
from consult.demo.cast import COUNCIL, PARTNERSHIP, Cast
from consult.drafting.models import ResponseRole, SignOffBody
from consult.people.models import Organisation
from consult.permissions import Role
from consult.sign_off import rules
from consult.sign_off.models import Decision, SignOffRound, Verdict
from consult.sign_off.queries import get_decision, get_round
from consult.sign_off.services import TypedDecision, decide, withdraw
from tests.visitor import HOST, Visitor

Visit = Callable[[str | None], Visitor]
ROUND, CLERK = 2, "Committee clerk"
DAY = {"meeting_on__day": "7", "meeting_on__month": "February", "meeting_on__year": "2006"}


def decision_of(session: Session, body: str, round_id: int = ROUND) -> int:
    """The number of a body's decision in a round."""
    of_body = sa.select(SignOffBody.id).join(SignOffBody.organisation).where(Organisation.name == body)
    return session.scalars(
        sa.select(Decision.id).where(Decision.round_id == round_id, Decision.body_id.in_(of_body))
    ).one()


@pytest.fixture
def of_both(database: Database, demo: Cast) -> dict[str, int]:
    """The council's clerk also records for the partnership: both decisions of the waiting round are theirs."""
    with database.transaction() as session:
        found = {body: decision_of(session, body) for body in (COUNCIL, PARTNERSHIP)}
        partnership = session.get_one(Decision, found[PARTNERSHIP]).body_id
        given = ResponseRole(
            response_id=session.get_one(SignOffRound, ROUND).response_id,
            person_id=demo.people[CLERK].id,
            role=Role.CLERK,
            body_id=partnership,
            given_at=dates.now(),
            given_by_id=demo.people["Partnership board"].id,
        )
        session.add(given)
    return found


def verdicts(database: Database) -> dict[str, Verdict]:
    """What the record of the round holds for each body."""
    with database.session(read_only=True) as session:
        return {body: session.get_one(Decision, decision_of(session, body)).verdict for body in (COUNCIL, PARTNERSHIP)}


def test_a_decision_is_never_recorded_for_another_body_than_the_page_named(
    database: Database, demo: Cast, visit: Visit, of_both: dict[str, int]
) -> None:
    clerk = visit(CLERK).open(f"/decisions/{of_both[COUNCIL]}")
    assert clerk.heading == f"Decision of {COUNCIL}"
    executive = visit("Council Executive").open(f"/decisions/{of_both[COUNCIL]}")
    executive.submit("Record the decision", verdict="do_not_respond", minute="Minute 1", **DAY)
    minute = "Minute 2, which took the clerk a while to write"
    clerk.submit("Record the decision", _expect=422, verdict="approve", minute=minute, **DAY)
    assert verdicts(database) == {COUNCIL: Verdict.DO_NOT_RESPOND, PARTNERSHIP: Verdict.PENDING}
    assert f"{COUNCIL} has decided on this version already" in clerk.text
    assert minute in clerk.text


def test_home_the_round_and_the_form_name_the_same_body(
    demo: Cast, visit: Visit, of_both: dict[str, int], database: Database
) -> None:
    clerk = visit(CLERK)
    for body in (PARTNERSHIP, COUNCIL):
        assert clerk.open("/").follow(f"Decide for {body}").path == f"/decisions/{of_both[body]}"
        assert clerk.heading == f"Decision of {body}"
        clerk.open(f"/rounds/{ROUND}").follow(f"Record the decision of {body}")
        assert clerk.path == f"/decisions/{of_both[body]}"
        assert clerk.has_button(f"Record the decision of {body}")
    clerk.submit("Record the decision", verdict="approve", minute="Minute 3", **DAY)
    assert verdicts(database) == {COUNCIL: Verdict.APPROVE, PARTNERSHIP: Verdict.PENDING}
    assert f"Record the decision of {PARTNERSHIP}" in clerk.text
    assert f"Record the decision of {COUNCIL}" not in clerk.text


def test_what_is_typed_for_one_body_is_kept_for_that_body(visit: Visit, of_both: dict[str, int], demo: Cast) -> None:
    clerk, kept = visit(CLERK), {}
    for body, number in of_both.items():
        found = clerk.open(f"/decisions/{number}").document.xpath("//textarea[@name='minute']/@data-keep")
        kept[body] = found[0]
    assert len(set(kept.values())) == 2


def test_another_bodys_decision_is_not_there(database: Database, demo: Cast, visit: Visit) -> None:
    with database.session(read_only=True) as session:
        partnership = decision_of(session, PARTNERSHIP)
    executive = visit("Council Executive").open(f"/rounds/{ROUND}")
    token = executive.document.xpath("//input[@name='csrf_token']")[0].get("value")
    typed = {"csrf_token": token, "verdict": "approve", "minute": "Minute 4"}
    answer = executive.client.post(f"/decisions/{partnership}", base_url=HOST, data=typed)
    assert answer.status_code == 404
    assert set(verdicts(database).values()) == {Verdict.PENDING}


def test_a_decision_is_refused_in_a_round_that_is_not_its_own(session: Session, demo: Cast) -> None:
    approver = demo.viewers["Council Executive"]
    found = get_decision(session, viewer=approver, decision_id=decision_of(session, COUNCIL))
    other = get_round(session, viewer=approver, round_id=1)
    assert found
    assert other
    typed = TypedDecision(Verdict.APPROVE, found[0].sha256, "", dates.today(), "Minute 5")
    with pytest.raises(rules.SignOffError):
        decide(session, actor=approver, round_=other, decision=found[1], typed=typed)


@pytest.mark.parametrize("sha256", ["", "0" * 64, "approve", None])
def test_a_decision_without_the_version_that_was_read_is_not_taken(
    database: Database, demo: Cast, visit: Visit, sha256: str | None
) -> None:
    with database.session(read_only=True) as session:
        number = decision_of(session, COUNCIL)
    executive = visit("Council Executive").open(f"/decisions/{number}")
    token = executive.document.xpath("//input[@name='csrf_token']")[0].get("value")
    day = {name.replace("__", "-"): value for name, value in DAY.items()}
    typed = {"csrf_token": token, "verdict": "approve", "minute": "Minute 6", **day}
    sent = typed if sha256 is None else typed | {"sha256": sha256}
    answer = executive.client.post(f"/decisions/{number}", base_url=HOST, data=sent)
    assert answer.status_code == 422
    assert "Minute 6" in answer.get_data(as_text=True)
    assert verdicts(database)[COUNCIL] is Verdict.PENDING


def test_a_round_taken_back_waits_for_nobody(database: Database, demo: Cast, visit: Visit) -> None:
    officer = demo.viewers["Policy officer"]
    with database.transaction() as session:
        round_ = get_round(session, viewer=officer, round_id=ROUND)
        assert round_ is not None
        withdraw(session, actor=officer, round_=round_, reason="A figure was wrong.")
        response, number = round_.response_id, decision_of(session, COUNCIL)
    for who in ("Policy officer", "Council Executive"):
        visitor = visit(who)
        for path in (f"/rounds/{ROUND}", f"/responses/{response}/sign-off", f"/responses/{response}"):
            text = visitor.open(path).text.lower()
            assert "not decided yet" not in text, path
            assert "withdrawn before a decision" in text, path
    assert "no longer waits" in visit("Council Executive").open(f"/decisions/{number}").text
