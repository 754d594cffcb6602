"""Nobody gets into another organisation by an invitation: newcomers wait until it confirms them."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.comments.models import Comment
from consult.database import Database
from consult.demo.cast import COUNCIL, Cast
from consult.drafting.access import with_granted
from consult.drafting.models import Answer, ConsultationResponse, Invitation
from consult.drafting.states import ResponseState
from consult.library.models import EntryReader, LibraryEntry
from consult.library.queries import may_find
from consult.notices.models import OutboxMessage
from consult.people import joining
from consult.people.groups import JoinRequest, JoinState
from consult.people.models import Organisation, Person, RoleHeld
from consult.people.queries import get_person, viewer_of
from consult.permissions import Role, Viewer
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]
POLICE = "Rivermead Police"
NEW = "new.officer@rivermead.example"
OFFICERS = "policy.officer@rivermead.example"


def drafting(database: Database) -> int:
    """A response that is being drafted."""
    with database.session(read_only=True) as session:
        wanted = ConsultationResponse.state == ResponseState.DRAFTING
        return session.scalars(sa.select(ConsultationResponse.id).where(wanted)).first() or 0


def plant(visit: Visit, demo: Cast, database: Database, line: str = f"New officer, {NEW}") -> Visitor:
    """The council's officer invites somebody new and says that they are of the police."""
    officer = visit("Policy officer").open(f"/responses/{drafting(database)}/invite")
    return officer.submit("Send the invitation", people=line, organisation=str(demo.organisations[POLICE].id))


def planted(database: Database, email: str = NEW) -> Viewer:
    """The newcomer as pages know them."""
    with database.session(read_only=True) as session:
        number = session.scalars(sa.select(Person.id).where(Person.email == email)).one()
        person = get_person(session, number)
        assert person is not None
        return with_granted(session, viewer_of(person))


def let_in(app: Flask, database: Database, email: str = NEW) -> Visitor:
    """The newcomer, signed in."""
    with database.transaction() as session:
        session.execute(sa.update(Person).where(Person.email == email).values(demo=True))
    return Visitor(app.test_client()).sign_in_as(planted(database, email).person_id)


def found_by(database: Database, viewer: Viewer) -> set[int]:
    """The numbers of the earlier answers that somebody may find."""
    with database.session(read_only=True) as session:
        return set(session.scalars(sa.select(LibraryEntry.id).where(may_find(viewer))))


def answer(visit: Visit, verdict: str, reason: str = "", expect: int | None = None) -> Visitor:
    """The administrator answers for the newcomer, from the home page."""
    administrator = visit("Administrator").open("/").follow("Answer for 1 newcomer").follow("Answer")
    return administrator.submit("Save the answer", _expect=expect, verdict=verdict, reason=reason)


def of_the_police(database: Database, demo: Cast) -> set[int]:
    """What the police may find."""
    with database.session(read_only=True) as session:
        mine = EntryReader.organisation_id == demo.organisations[POLICE].id
        return set(session.scalars(sa.select(EntryReader.entry_id).where(mine)))


def test_a_newcomer_is_not_of_the_organisation_before_it_says_so(
    app: Flask, visit: Visit, demo: Cast, database: Database
) -> None:
    page = plant(visit, demo, database)
    assert "They wait to be confirmed by their organisation" in page.text
    assert f"Waits for {POLICE} to confirm them" in page.text
    newcomer = planted(database)
    assert newcomer.organisation_id != demo.organisations[POLICE].id
    assert newcomer.organisation == f"{POLICE} (not confirmed)"
    assert of_the_police(database, demo), "there is something that must not be found"
    assert found_by(database, newcomer) == set()
    visitor = let_in(app, database)
    assert visitor.open("/library").text.count("Adopted") == visitor.open("/library?q=police").text.count("Adopted")
    for number in of_the_police(database, demo):
        visitor.open(f"/library/{number}", expect=404)


def test_what_a_guest_says_is_not_said_by_the_organisation(
    app: Flask, visit: Visit, demo: Cast, database: Database
) -> None:
    plant(visit, demo, database)
    with database.session(read_only=True) as session:
        here = Answer.response_id == drafting(database)
        number = session.scalars(sa.select(Answer.id).where(here, Answer.current_n > 0)).first()
        said = sa.select(Comment.id).where(Comment.organisation_id == demo.organisations[POLICE].id)
        before = set(session.scalars(said))
    visitor = let_in(app, database).open(f"/answers/{number}")
    visitor.submit("Send comment", comment="We object to all of it", position="object")
    with database.session(read_only=True) as session:
        assert set(session.scalars(said)) == before
        comment = session.scalars(sa.select(Comment).order_by(Comment.id.desc())).first()
        assert comment is not None
        assert session.get_one(Organisation, comment.organisation_id).name == f"{POLICE} (not confirmed)"
    page = visit("Policy officer").open(f"/answers/{number}")
    assert f"{POLICE} (not confirmed)" in page.text


def test_confirmed_they_are_of_it_and_hold_no_role(app: Flask, visit: Visit, demo: Cast, database: Database) -> None:
    plant(visit, demo, database)
    visitor = let_in(app, database)
    with database.session(read_only=True) as session:
        here = Answer.response_id == drafting(database)
        number = session.scalars(sa.select(Answer.id).where(here, Answer.current_n > 0)).first()
    visitor.open(f"/answers/{number}").submit("Send comment", comment="Said before I was known")
    page = answer(visit, "confirmed")
    assert "New officer was confirmed" in page.text
    assert "Nobody waits" in page.text
    newcomer = planted(database)
    assert newcomer.organisation_id == demo.organisations[POLICE].id
    assert found_by(database, newcomer) == set(), "no role, and nothing that the organisation itself asked"
    assert "Said before I was known" in visitor.open(f"/answers/{number}").text, "one's own words stay in sight"
    with database.session(read_only=True) as session:
        invitation = session.scalars(sa.select(Invitation).where(Invitation.person_id == newcomer.person_id)).one()
        assert invitation.organisation_id == newcomer.organisation_id
        assert invitation.withdrawn_at is None
        mail = session.scalars(sa.select(OutboxMessage).where(OutboxMessage.event.startswith("joined/"))).one()
        assert "is one of its people" in mail.text
    assert "Waits for" not in visit("Policy officer").open(f"/responses/{drafting(database)}/people").text


def test_refused_they_see_nothing_and_the_officer_learns_why(
    app: Flask, visit: Visit, demo: Cast, database: Database
) -> None:
    plant(visit, demo, database)
    visitor = let_in(app, database).open(f"/responses/{drafting(database)}")
    assert "Enter why you refuse" in answer(visit, "refused", expect=422).text
    answer(visit, "refused", "Nobody here knows this address")
    visitor.open(f"/responses/{drafting(database)}", expect=403)
    officer = visit("Policy officer").open(f"/responses/{drafting(database)}/people")
    assert f"Refused by {POLICE}: Nobody here knows this address" in officer.text
    with database.session(read_only=True) as session:
        mail = session.scalars(sa.select(OutboxMessage).where(OutboxMessage.event.startswith("joined/"))).one()
        assert mail.address == "policy.officer@rivermead.example"
        assert "Nobody here knows this address" in mail.text


def told(database: Database) -> dict[str, str]:
    """The newest mail to each address about a newcomer."""
    with database.session(read_only=True) as session:
        about = OutboxMessage.event.regexp_match("^(joined|newcomer told|moved)/")
        return {each.address: each.text for each in session.scalars(sa.select(OutboxMessage).where(about))}


@pytest.mark.parametrize(("verdict", "said"), [("confirmed", "has confirmed"), ("refused", "has not confirmed")])
def test_the_newcomer_learns_what_was_said(
    visit: Visit, demo: Cast, database: Database, verdict: str, said: str
) -> None:
    plant(visit, demo, database)
    answer(visit, verdict, "Nobody here knows this address")
    mail = told(database)[NEW]
    assert f"{POLICE} {said} that you are one of its people" in mail
    assert "Nobody here knows" not in mail


@pytest.mark.parametrize("to", [POLICE, COUNCIL])
def test_an_administrator_who_moves_a_newcomer_answers_for_them_and_everybody_is_told(
    visit: Visit, demo: Cast, database: Database, to: str
) -> None:
    plant(visit, demo, database)
    number = str(demo.organisations[to].id)
    page = visit("Administrator").open(f"/people/{planted(database).person_id}/move")
    page.submit("Move", organisation=number, sure="y")
    mail = told(database)
    assert f"you are one of the people of {to} now" in mail[NEW]
    assert ("is one of its people" if to == POLICE else "is none of its people") in mail[OFFICERS]
    assert "Nobody waits" in visit("Administrator").open("/people/joining").text


def test_whom_one_organisation_refused_may_be_of_a_new_one(visit: Visit, demo: Cast, database: Database) -> None:
    plant(visit, demo, database)
    answer(visit, "refused", "Not ours")
    officer = visit("Policy officer").open(f"/responses/{drafting(database)}/invite")
    officer.submit("Send the invitation", _expect=422, people=NEW)
    assert "Select the organisation" in officer.text
    officer.submit("Send the invitation", people=NEW, new_organisation="Hythe Residents")
    assert planted(database).organisation == "Hythe Residents"


def test_into_the_officers_own_organisation_they_wait_too(visit: Visit, demo: Cast, database: Database) -> None:
    officer = visit("Policy officer").open(f"/responses/{drafting(database)}/invite")
    mine = str(demo.organisations[COUNCIL].id)
    officer.submit("Send the invitation", people=NEW, organisation=mine)
    assert planted(database).organisation == f"{COUNCIL} (not confirmed)"
    assert found_by(database, planted(database)) == set()


def test_into_an_organisation_made_for_them_they_go_at_once(visit: Visit, demo: Cast, database: Database) -> None:
    officer = visit("Policy officer").open(f"/responses/{drafting(database)}/invite")
    officer.submit("Send the invitation", people=NEW, new_organisation="Hythe Residents")
    assert planted(database).organisation == "Hythe Residents"
    with database.session(read_only=True) as session:
        assert session.scalars(sa.select(JoinRequest)).all() == []
    officer.open(f"/responses/{drafting(database)}/invite").submit(
        "Send the invitation", people="other@hythe.example", organisation=str(planted(database).organisation_id)
    )
    assert planted(database, "other@hythe.example").organisation == "Hythe Residents (not confirmed)"


def test_guests_are_offered_nowhere(visit: Visit, demo: Cast, database: Database) -> None:
    plant(visit, demo, database)
    number = drafting(database)
    for name, path in (
        ("Policy officer", f"/responses/{number}/invite"),
        ("Policy officer", f"/responses/{number}/plan"),
        ("Administrator", "/people/new"),
        ("Administrator", "/organisations"),
        ("Administrator", "/lists/new"),
    ):
        assert "(not confirmed)" not in visit(name).open(path).text, path


def test_administrators_are_asked_once_a_day_and_by_organisation(visit: Visit, demo: Cast, database: Database) -> None:
    plant(visit, demo, database)
    plant(visit, demo, database, "another@rivermead.example\nthird@rivermead.example")
    with database.session(read_only=True) as session:
        asked = sa.select(OutboxMessage).where(OutboxMessage.event.startswith("joining/"))
        [mail] = session.scalars(asked)
        assert mail.address == "administrator@rivermead.example"
        assert "Policy officer of Rivermead Borough Council" in mail.text
    assert "Answer for 3 newcomers" in visit("Administrator").open("/").text
    assert "newcomer" not in visit("Policy officer").open("/").text


def test_the_administrator_of_the_organisation_is_asked_and_no_other(session: sa.orm.Session, cast: Cast) -> None:
    officer, police = cast.viewers["Policy officer"], session.get_one(Organisation, cast.organisations[POLICE].id)
    joining.bring_in(session, actor=officer, name="New officer", email=NEW, organisation=police)
    administrator = cast.viewers["Administrator"]
    assert joining.waiting_for(session, viewer=administrator) == 1
    partner = session.get_one(Person, cast.people["Police partner"].id)
    session.add(RoleHeld(person_id=partner.id, role=Role.ADMINISTRATOR))
    session.flush()
    assert [person.id for person in joining.confirmers(session, police.id)] == [partner.id]
    assert joining.waiting_for(session, viewer=administrator) == 0
    assert len(joining.requests(session, viewer=administrator)) == 1, "in need another one may answer"
    assert joining.requests(session, viewer=officer) == ()


def test_two_answers_at_once_make_one(session: sa.orm.Session, cast: Cast) -> None:
    officer, police = cast.viewers["Policy officer"], session.get_one(Organisation, cast.organisations[POLICE].id)
    joining.bring_in(session, actor=officer, name="New officer", email=NEW, organisation=police)
    administrator = cast.viewers["Administrator"]
    [request] = joining.requests(session, viewer=administrator)
    joining.refuse(session, actor=administrator, request=request, reason="Not ours")
    with pytest.raises(joining.JoinDecided):
        joining.confirm(session, actor=administrator, request=request)
    assert request.state is JoinState.REFUSED


def test_the_guests_are_renamed_with_their_organisation(visit: Visit, demo: Cast, database: Database) -> None:
    plant(visit, demo, database)
    number = demo.organisations[POLICE].id
    visit("Administrator").open(f"/organisations/{number}/change").submit("Save", name="Hythe Police")
    assert planted(database).organisation == "Hythe Police (not confirmed)"


def test_somebody_without_a_role_finds_nothing_of_their_organisation(session: sa.orm.Session, demo: Cast) -> None:
    """Also somebody whom an administrator added, and whom another organisation invited to work on a response."""
    police, council = demo.organisations[POLICE].id, demo.organisations[COUNCIL].id
    for organisation_id in (police, council):
        for granted in (frozenset({Role.COMMENTER}), frozenset({Role.DRAFTER}), frozenset({Role.APPROVER})):
            viewer = Viewer(9_999, "Somebody", organisation_id, "", frozenset(), granted)
            assert session.scalars(sa.select(LibraryEntry.id).where(may_find(viewer))).all() == []
    administrator = Viewer(9_999, "", council, "", frozenset({Role.ADMINISTRATOR}), frozenset({Role.COMMENTER}))
    assert session.scalars(sa.select(LibraryEntry.id).where(may_find(administrator))).all() == []


def test_whom_their_own_organisation_asked_finds_its_answers(session: sa.orm.Session, demo: Cast) -> None:
    invited = sa.select(ConsultationResponse).where(ConsultationResponse.state == ResponseState.DRAFTING)
    response = session.scalars(invited).first()
    assert response is not None
    person = Person(name="Helper", email="helper@rivermead.example", organisation_id=response.lead_organisation_id)
    session.add(person)
    session.flush()
    session.add(
        Invitation(
            response_id=response.id,
            organisation_id=person.organisation_id,
            person_id=person.id,
            invited_at=response.created_at,
        )
    )
    session.flush()
    viewer = Viewer(person.id, "", person.organisation_id, "", frozenset(), frozenset({Role.COMMENTER}))
    assert session.scalars(sa.select(LibraryEntry.id).where(may_find(viewer))).all()
