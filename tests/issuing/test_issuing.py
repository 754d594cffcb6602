"""Issuing an approved version: what stands in its way is found before Word files are made, and asked again after."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from consult.database import Database
from consult.demo.cast import Cast
from consult.drafting.leading import check_leads_now
from consult.drafting.rules import LeadsNoMore
from consult.issuing import services
from consult.issuing.models import IssuedDocument
from consult.people.models import Organisation, Person, RoleHeld
from consult.permissions import Role
from consult.sign_off.models import SignOffRound, Verdict
from tests.factories.situations import APPROVERS, OFFICER, Drafting, decide_as, response_of, sent
from tests.visitor import HOST, Visitor

Visit = Callable[[str | None], Visitor]
SENIOR = "Senior policy officer"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The Word files that are made during the test, by their kind."""
    kinds: list[str] = []
    for kind, make in services.MAKERS.items():

        def noted(*given: Any, kind: str = kind.value, make: Callable[..., bytes] = make) -> bytes:
            kinds.append(kind)
            return make(*given)

        monkeypatch.setitem(services.MAKERS, kind, noted)
    return kinds


def approve_next(session: Session, cast: Cast, response: int, *verdicts: Verdict) -> int:
    """Send the texts as they stand, and let the bodies decide. Gives the round's number in the database."""
    number = sent(session, cast, response).id
    for name, verdict in zip(APPROVERS, verdicts or [Verdict.APPROVE] * 2, strict=False):
        decide_as(session, cast, number, name, verdict)
    return number


def press_issue(visitor: Visitor, round_id: int, sha256: str) -> Visitor:
    """Send the form of issuing a round, as the page of documents would."""
    token = visitor.open(f"/rounds/{round_id}").document.xpath("//input[@name='csrf_token']/@value")[0]
    return send_issue(visitor, round_id, csrf_token=token, sha256=sha256)


def send_issue(visitor: Visitor, round_id: int, **fields: str) -> Visitor:
    """Send that form from a page that was opened before."""
    visitor._take(visitor.client.post(f"/rounds/{round_id}/issue", base_url=HOST, data=fields))
    return visitor


def sha256_of(database: Database, round_id: int) -> str:
    with database.session(read_only=True) as session:
        return session.get_one(SignOffRound, round_id).sha256


def issued(database: Database, round_id: int) -> int:
    with database.session(read_only=True) as session:
        mine = sa.select(sa.func.count()).select_from(IssuedDocument).where(IssuedDocument.round_id == round_id)
        return session.scalar(mine) or 0


def test_no_file_is_made_for_a_sending_that_is_refused(
    cast: Cast, drafting: Drafting, database: Database, visit: Visit, made: list[str]
) -> None:
    officer = visit(OFFICER)
    with database.transaction() as session:
        waiting = sent(session, cast, drafting.response).id
    assert press_issue(officer, waiting, sha256_of(database, waiting)).status == 409
    assert "Only a version that every body approved can be issued" in officer.text
    with database.transaction() as session:
        for name in APPROVERS:
            decide_as(session, cast, waiting, name, Verdict.APPROVE)
    for wrong in ("0" * 64, "no hash at all", ""):
        assert press_issue(officer, waiting, wrong).status == 409
    assert send_issue(officer, waiting, sha256=sha256_of(database, waiting)).status == 400, "no token of ours"
    assert (made, issued(database, waiting)) == ([], 0)
    assert press_issue(officer, waiting, sha256_of(database, waiting)).status == 200
    assert (len(made), issued(database, waiting)) == (3, 3)
    assert press_issue(officer, waiting, sha256_of(database, waiting)).status == 409
    assert "were issued already" in officer.text
    assert len(made) == 3


def test_an_approval_that_a_later_one_took_the_place_of_is_not_issued(
    cast: Cast, drafting: Drafting, database: Database, visit: Visit, made: list[str]
) -> None:
    with database.transaction() as session:
        first, second = approve_next(session, cast, drafting.response), approve_next(session, cast, drafting.response)
    officer = press_issue(visit(OFFICER), first, sha256_of(database, first))
    assert officer.status == 409
    assert "Every body approved a later version, round 2" in officer.text
    assert (made, issued(database, first)) == ([], 0)
    assert press_issue(officer, second, sha256_of(database, second)).status == 200
    assert issued(database, second) == 3


@pytest.mark.parametrize("verdicts", [(Verdict.DO_NOT_RESPOND, Verdict.APPROVE), (Verdict.DO_NOT_RESPOND,)])
def test_an_approval_that_fell_is_not_issued(
    cast: Cast, drafting: Drafting, database: Database, visit: Visit, made: list[str], verdicts: tuple[Verdict, ...]
) -> None:
    with database.transaction() as session:
        first = approve_next(session, cast, drafting.response)
        approve_next(session, cast, drafting.response, *verdicts)
    officer = press_issue(visit(OFFICER), first, sha256_of(database, first))
    assert officer.status == 409
    assert "no longer stands" in officer.text
    assert (made, issued(database, first)) == ([], 0)


def while_made(monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> None:
    """Let something else be done by others while the last of the files is made."""
    kind, make = list(services.MAKERS.items())[-1]

    def meanwhile(*given: Any) -> bytes:
        act()
        return make(*given)

    monkeypatch.setitem(services.MAKERS, kind, meanwhile)


def test_who_leads_is_asked_again_after_the_files_were_made(
    cast: Cast, drafting: Drafting, database: Database, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction() as session:
        number = approve_next(session, cast, drafting.response)

    def lose_the_role() -> None:
        with database.transaction() as session:
            session.execute(sa.delete(RoleHeld).where(RoleHeld.person_id == cast.people[OFFICER].id))

    while_made(monkeypatch, lose_the_role)
    officer = press_issue(visit(OFFICER), number, sha256_of(database, number))
    assert officer.status in (403, 404, 409)
    assert issued(database, number) == 0


def test_whether_the_approval_stands_is_asked_again_after_the_files_were_made(
    cast: Cast, drafting: Drafting, database: Database, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction() as session:
        number = approve_next(session, cast, drafting.response)

    def decide_otherwise() -> None:
        with database.transaction() as session:
            approve_next(session, cast, drafting.response, Verdict.DO_NOT_RESPOND)

    while_made(monkeypatch, decide_otherwise)
    officer = press_issue(visit(OFFICER), number, sha256_of(database, number))
    assert officer.status == 409
    assert "no longer stands" in officer.text
    assert issued(database, number) == 0


def _lose_role(session: Session, person: int) -> None:
    session.execute(sa.delete(RoleHeld).where(RoleHeld.person_id == person, RoleHeld.role == Role.POLICY_OFFICER))


def _move_away(session: Session, person: int) -> None:
    other = sa.select(Organisation.id).where(Organisation.name == "Rivermead Police").scalar_subquery()
    session.execute(sa.update(Person).where(Person.id == person).values(organisation_id=other))


def _switched_off(session: Session, person: int) -> None:
    session.execute(sa.update(Person).where(Person.id == person).values(active=False))


@pytest.mark.parametrize("change", [_lose_role, _move_away, _switched_off])
def test_whoever_leads_no_more_does_not_act_as_leading(
    session: Session, cast: Cast, drafting: Drafting, change: Callable[[Session, int], None]
) -> None:
    officer, response = cast.viewers[OFFICER], response_of(session, cast, drafting.response)
    check_leads_now(session, actor=officer, response=response)
    change(session, officer.person_id)
    with pytest.raises(LeadsNoMore):
        check_leads_now(session, actor=officer, response=response)
    check_leads_now(session, actor=cast.viewers[SENIOR], response=response)
