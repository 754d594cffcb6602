"""Who gives which role: nobody to themselves, nor for another organisation, and nobody decides on their own work."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from consult import dates
from consult.database import Database
from consult.demo.cast import COUNCIL, PARTNERSHIP, Cast, address
from consult.documents.services import present_sha256
from consult.drafting.models import ConsultationResponse, SignOffBody
from consult.drafting.response_roles import get_role, give_role, take_role
from consult.drafting.rules import RoleCannotBeGiven
from consult.drafting.services import save_answer
from consult.drafting.states import ResponseState
from consult.people import importing
from consult.people.models import Person, RoleHeld
from consult.people.queries import get_person
from consult.people.rules import OwnRole
from consult.people.services import change_person
from consult.permissions import FOR_A_BODY, ON_RESPONSE, Role, Viewer
from consult.sign_off import rules
from consult.sign_off.models import SignOffRound, Verdict
from consult.sign_off.queries import get_round, own_decisions, waiting_for
from consult.sign_off.services import TypedDecision, decide, send_for_sign_off
from tests.factories.situations import (
    APPROVERS,
    Drafting,
    answer_of,
    answers_of,
    being_drafted,
    decide_as,
    drafted,
    response_of,
    sent,
)
from tests.visitor import HOST, Visitor

Visit = Callable[[str | None], Visitor]
OFFICER, SENIOR, BOARD, CLERK = "Policy officer", "Senior policy officer", "Partnership board", "Committee clerk"
DAY = {"meeting_on__day": "7", "meeting_on__month": "February", "meeting_on__year": "2006"}


def led(session: Session, cast: Cast) -> ConsultationResponse:
    """A response that the council leads."""
    return response_of(session, cast, being_drafted(session, cast).response)


def body_of(response: ConsultationResponse, name: str) -> SignOffBody:
    """One of its bodies."""
    return next(body for body in response.bodies if body.organisation.name == name)


@pytest.mark.parametrize("role", ON_RESPONSE)
def test_nobody_gives_a_role_on_a_response_to_themselves(session: Session, cast: Cast, role: Role) -> None:
    response, officer = led(session, cast), cast.viewers[OFFICER]
    body = body_of(response, COUNCIL) if role in FOR_A_BODY else None
    with pytest.raises(RoleCannotBeGiven, match="yourself"):
        give_role(session, actor=officer, response=response, to=cast.people[OFFICER], role=role, body=body)


@pytest.mark.parametrize("role", sorted(FOR_A_BODY))
@pytest.mark.parametrize("where", [{"new_organisation": "Second Selves"}, {"organisation": "Rivermead Police"}])
def test_nobody_decides_for_a_body_whom_only_an_invitation_brought_here(
    database: Database, cast: Cast, drafting: Drafting, visit: Visit, role: Role, where: dict[str, str]
) -> None:
    chosen = {
        name: str(cast.organisations[value].id) if name == "organisation" else value for name, value in where.items()
    }
    officer = visit(OFFICER).open(f"/responses/{drafting.response}/invite")
    officer.submit("Send the invitation", people="Second self, myself.again@elsewhere.example", **chosen)
    with database.session(read_only=True) as session:
        body = body_of(response_of(session, cast, drafting.response), COUNCIL).id
    officer.open(f"/responses/{drafting.response}/roles/new")
    typed = {"email": "myself.again@elsewhere.example", "role": role.value}
    officer.submit("Give the role", _expect=422, body=str(body), **typed)
    assert "came here by an invitation alone" in officer.text
    executive = visit("Council Executive").open(f"/bodies/{body}/deciders/new")
    executive.submit("Give the role", _expect=422, **typed)
    assert "came here by an invitation alone" in executive.text


@pytest.mark.parametrize("role", sorted(FOR_A_BODY))
def test_who_leads_gives_no_role_for_another_organisations_body(session: Session, cast: Cast, role: Role) -> None:
    response, officer = led(session, cast), cast.viewers[OFFICER]
    for to in (SENIOR, CLERK, "Police partner", BOARD):
        with pytest.raises(RoleCannotBeGiven, match="says itself who decides"):
            give_role(
                session,
                actor=officer,
                response=response,
                to=cast.people[to],
                role=role,
                body=body_of(response, PARTNERSHIP),
            )


def test_the_body_itself_names_and_removes_who_decides_for_it(session: Session, cast: Cast) -> None:
    response = led(session, cast)
    partnership = body_of(response, PARTNERSHIP)
    for speaking in (
        cast.viewers[BOARD],
        Viewer(1, "A", partnership.organisation_id, "", frozenset({Role.POLICY_OFFICER})),
    ):
        given = give_role(
            session,
            actor=speaking,
            response=response,
            to=cast.people["Health partner"],
            role=Role.CLERK,
            body=partnership,
        )
        held = get_role(session, response=response, role_id=given.id)
        assert held is not None
        with pytest.raises(RoleCannotBeGiven):
            take_role(session, actor=cast.viewers[OFFICER], held=held)
        take_role(session, actor=speaking, held=held)
    for silent in (Role.CLERK, Role.PARTNER, Role.OBSERVER):
        other = Viewer(1, "A", partnership.organisation_id, "", frozenset({silent}), granted=frozenset({Role.APPROVER}))
        with pytest.raises(RoleCannotBeGiven):
            give_role(session, actor=other, response=response, to=cast.people[CLERK], role=Role.CLERK, body=partnership)


def test_a_role_on_a_response_cannot_be_handed_on(database: Database, cast: Cast, visit: Visit) -> None:
    with database.transaction() as session:
        response = led(session, cast)
        partnership = body_of(response, PARTNERSHIP)
        police = cast.people["Police partner"]
        give_role(
            session, actor=cast.viewers[BOARD], response=response, to=police, role=Role.APPROVER, body=partnership
        )
        number, title = partnership.id, response.title
    visitor = visit("Police partner").open("/deciders")
    assert title not in visitor.text
    visitor.open(f"/bodies/{number}/deciders/new", expect=404)


def test_two_officers_cannot_give_each_other_the_decision_of_another_body(session: Session, cast: Cast) -> None:
    response = led(session, cast)
    partnership = body_of(response, PARTNERSHIP)
    for one, other in ((OFFICER, SENIOR), (SENIOR, OFFICER)):
        with pytest.raises(RoleCannotBeGiven):
            give_role(
                session,
                actor=cast.viewers[one],
                response=response,
                to=cast.people[other],
                role=Role.APPROVER,
                body=partnership,
            )


def test_two_officers_who_give_each_other_their_own_body_do_not_decide_on_what_they_drafted(
    session: Session, cast: Cast
) -> None:
    response = drafted(session, cast)
    council = body_of(response, COUNCIL)
    for one, other in ((OFFICER, SENIOR), (SENIOR, OFFICER)):
        actor, to = cast.viewers[one], cast.people[other]
        give_role(session, actor=actor, response=response, to=to, role=Role.APPROVER, body=council)
    answer = answer_of(session, cast, answers_of(session, response.id)[0], SENIOR)
    save_answer(session, actor=cast.viewers[SENIOR], answer=answer, text="A comma, more.", based_on_n=answer.current_n)
    sha256 = present_sha256(session, response=response)
    number = send_for_sign_off(session, actor=cast.viewers[OFFICER], response=response, sha256=sha256).id
    for name in (OFFICER, SENIOR):
        session.expire_all()
        viewer = replace_granted(cast.viewers[name])
        round_ = get_round(session, viewer=viewer, round_id=number)
        assert round_ is not None
        (decision,) = own_decisions(session, viewer=viewer, round_=round_)
        typed = TypedDecision(Verdict.APPROVE, round_.sha256, "", dates.today(), "Minute 1")
        with pytest.raises(rules.OwnWork, match=f"Somebody else must decide for {COUNCIL}"):
            decide(session, actor=viewer, round_=round_, decision=decision, typed=typed)
        assert [each for each in waiting_for(session, viewer=viewer) if each.round_id == number] == []


def replace_granted(viewer: Viewer) -> Viewer:
    """The viewer with the role that they were given on a response."""
    return Viewer(
        viewer.person_id,
        viewer.name,
        viewer.organisation_id,
        viewer.organisation,
        viewer.roles,
        frozenset({Role.APPROVER}),
    )


@pytest.mark.parametrize("part", ["answer", "an answer that somebody changed since", "letter", "sent it"])
def test_whoever_had_a_part_in_a_version_is_told_before_they_fill_in_the_form(
    database: Database, cast: Cast, visit: Visit, part: str
) -> None:
    with database.transaction() as session:
        session.add(RoleHeld(person_id=cast.people[SENIOR].id, role=Role.APPROVER))
        response = drafted(session, cast).id
        first = answers_of(session, response)[0]
    senior, officer = visit(SENIOR), visit(OFFICER)
    if "answer" in part:
        senior.open(f"/answers/{first}").submit("Save answer", text="The words of the approver.", status="ready")
    if part == "an answer that somebody changed since":
        officer.open(f"/answers/{first}").submit("Save answer", text="The words of the approver", status="ready")
    if part == "letter":
        senior.open(f"/responses/{response}/letter").submit("Save", closing="Yours, in the approver's words.")
    sender = senior if part == "sent it" else officer
    sender.open(f"/responses/{response}/sign-off").submit("Send for sign-off").follow("Read round 1")
    senior.open(sender.path)
    assert "Somebody else must decide for" in senior.text
    assert "Record the decision" not in senior.text
    executive = visit("Council Executive").open(sender.path).follow("Record the decision of")
    assert not senior.open(executive.path).has_button("Record the decision")
    assert "Somebody else must decide for" in senior.text
    shown = executive.form_with("Record the decision")
    token = senior.document.xpath("//input[@name='csrf_token']")[0].get("value")
    typed = {**dict(shown.form_values()), "csrf_token": token, "verdict": "approve", "minute": "Minute 5 of mine"}
    typed |= {name.replace("__", "-"): value for name, value in DAY.items()}
    answer = senior.client.post(executive.path, base_url=HOST, data=typed)
    assert answer.status_code == 422
    assert "Minute 5 of mine" in answer.get_data(as_text=True)
    assert "Decide for" not in [a for a in senior.open("/").document.xpath("//main//a/text()") if "village halls" in a]
    executive.submit("Record the decision", verdict="approve", minute="Minute 6", **DAY)


def test_a_version_is_not_sent_when_a_body_has_nobody_who_did_not_draft(
    database: Database, cast: Cast, visit: Visit
) -> None:
    with database.transaction() as session:
        session.add(RoleHeld(person_id=cast.people[SENIOR].id, role=Role.APPROVER))
        response = drafted(session, cast).id
        first = answers_of(session, response)[0]
        for name in ("Council Executive", CLERK):
            session.get_one(Person, cast.people[name].id).active = False
    visit(SENIOR).open(f"/answers/{first}").submit(
        "Save answer", text="The words of the only approver.", status="ready"
    )
    officer = visit(OFFICER).open(f"/responses/{response}/sign-off").submit("Send for sign-off", _expect=409)
    assert f"Everybody who can decide for {COUNCIL} drafted a part of this version" in officer.text


def test_a_clerk_who_did_not_draft_records_the_minute(session: Session, cast: Cast) -> None:
    round_ = sent(session, cast)
    decide_as(session, cast, round_.id, APPROVERS[0], Verdict.APPROVE)
    board = cast.viewers[BOARD]
    assert [each.round_id for each in waiting_for(session, viewer=board) if each.round_id == round_.id] == [round_.id]


def test_the_pages_of_who_decides(database: Database, cast: Cast, drafting: Drafting, visit: Visit) -> None:
    with database.transaction() as session:
        response = response_of(session, cast, drafting.response)
        clerk, board = cast.people[CLERK], body_of(response, PARTNERSHIP)
        give_role(session, actor=cast.viewers[BOARD], response=response, to=clerk, role=Role.CLERK, body=board)
    board = visit(BOARD).open("/").follow("Who decides")
    assert "Committee clerk" in board.text
    board.follow("Name somebody")
    board.submit("Give the role", _expect=422, email="nobody@rivermead.example", role="clerk")
    assert "Nobody here has this email address" in board.text
    board.submit("Give the role", _expect=422, email=address(BOARD), role="approver")
    assert "You cannot give yourself a role" in board.text
    board.submit("Give the role", email=address("Health partner"), role="clerk")
    assert "Health partner" in board.text
    board.follow("Remove the role of Health partner").submit("Remove the role")
    assert "Health partner" not in board.text
    officer = visit(OFFICER).open(f"/responses/{drafting.response}/roles/new")
    offered = officer.document.xpath("//select[@name='body']/option/text()")
    assert [name.strip() for name in offered] == ["No body", COUNCIL]
    assert f"Who decides for {PARTNERSHIP} is for them to say" in officer.text
    visit("Police partner").open("/deciders", expect=403)


def test_an_administrator_gives_no_role_to_themselves(database: Database, cast: Cast, visit: Visit) -> None:
    own = cast.people["Administrator"]
    administrator = visit("Administrator").open(f"/people/{own.id}")
    administrator.submit("Save", _expect=422, roles=["administrator", "approver"])
    assert "You cannot give yourself a role" in administrator.text
    with database.session() as session:
        person = get_person(session, own.id)
        assert person is not None
        change = {"session": session, "actor": cast.viewers["Administrator"], "person": person, "active": True}
        change |= {"name": person.name, "email": person.email, "days": (None, None)}
        with pytest.raises(OwnRole):
            change_person(**change, roles=[Role.ADMINISTRATOR, Role.CLERK])
        change_person(**change, roles=[Role.ADMINISTRATOR])
        row = (person.name, person.email, COUNCIL, "Administrator, Approver", "", "")
        columns = ("Name", "Email address", "Organisation", "Roles", "First day", "Last day")
        sheets = [list(enumerate([columns, row], 1))]
        begun = importing.begin(session, actor=cast.viewers["Administrator"], name="people.csv", sheets=sheets)
        assert begun is not None
        session.rollback()
    with database.session(read_only=True) as session:
        held = session.scalars(sa.select(RoleHeld.role).where(RoleHeld.person_id == own.id)).all()
        assert held == [Role.ADMINISTRATOR]


# --- One body alone.


def test_a_response_may_have_one_body(database: Database, cast: Cast, drafting: Drafting, visit: Visit) -> None:
    number = drafting.response
    officer = visit(OFFICER).open(f"/responses/{number}/plan")
    officer.submit("Save the plan", _expect=422, bodies=[])
    assert "Select at least one body" in officer.text
    officer.submit("Save the plan", bodies=[str(cast.organisations[COUNCIL].id)])
    with database.transaction() as session:
        drafted(session, cast, number)
    officer.open(f"/responses/{number}/sign-off")
    assert f"{COUNCIL} then decides on exactly that version." in officer.text
    officer.submit("Send for sign-off").follow("Read round 1")
    executive = visit("Council Executive").open(officer.path).follow("Record the decision of")
    executive.submit("Record the decision", verdict="approve", minute="Minute 8", **DAY)
    assert "Approved" in officer.open(f"/responses/{number}/sign-off").text
    assert "to 1 body" in officer.open(f"/responses/{number}/record").text
    officer.open(f"/responses/{number}/documents").submit("Issue the three documents")
    officer.open(f"/responses/{number}/submit").submit("Record the submission", way="email")
    with database.session(read_only=True) as session:
        assert session.get_one(ConsultationResponse, number).state is ResponseState.SUBMITTED
        assert len(session.scalars(sa.select(SignOffRound.id).where(SignOffRound.response_id == number)).all()) == 1
