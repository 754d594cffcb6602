"""Coming, moving and leaving: nothing that somebody looked after is forgotten, and nothing holds an emergency up."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from consult import dates
from consult.comments.models import Comment
from consult.database import Database
from consult.demo.cast import COUNCIL, Cast
from consult.drafting import inviting
from consult.drafting.models import ConsultationResponse, Invitation, ResponseRole, SignOffBody
from consult.drafting.states import InvitationLevel, ResponseState
from consult.history.models import HistoryEntry
from consult.history.services import record
from consult.home.handing_over import left_by, left_open
from consult.library.models import EntryState, LibraryEntry
from consult.notices.models import OutboxMessage
from consult.people import services
from consult.people.credentials import SignedInSession
from consult.people.models import Person, RoleHeld
from consult.people.queries import get_person, viewer_of
from consult.permissions import FOR_A_BODY, Role
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]
POLICE = "Rivermead Police"


@pytest.fixture
def second(demo: Cast, database: Database) -> int:
    """Another policy officer of the council."""
    with database.transaction() as session:
        return services.add_person(
            session,
            actor=None,
            name="Second officer",
            email="second@rivermead.example",
            organisation_id=demo.organisations[COUNCIL].id,
            roles=[Role.POLICY_OFFICER],
        ).id


def led(database: Database, person: int) -> list[int]:
    """The open responses that somebody leads."""
    with database.session(read_only=True) as session:
        mine = ConsultationResponse.lead_officer_id == person, ConsultationResponse.state != ResponseState.SUBMITTED
        return list(session.scalars(sa.select(ConsultationResponse.id).where(*mine).order_by(ConsultationResponse.id)))


def kept(database: Database, person: int) -> int:
    """How many current earlier answers somebody looks after."""
    with database.session(read_only=True) as session:
        mine = LibraryEntry.keeper_id == person, LibraryEntry.state == EntryState.CURRENT
        return session.scalar(sa.select(sa.func.count()).select_from(LibraryEntry).where(*mine)) or 0


def is_active(database: Database, person: int) -> bool:
    """Whether somebody is switched on."""
    with database.session(read_only=True) as session:
        return session.get_one(Person, person).active


def switch_off(page: Visitor, person: int) -> Visitor:
    """Clear the tick and save, from the page of a person."""
    page.open(f"/people/{person}")
    return page.submit("Save", _expect=422, active=[])


def test_a_person_is_added_from_the_organisations_page(cast: Cast, database: Database, visit: Visit) -> None:
    police = cast.organisations[POLICE].id
    page = visit("Administrator").open(f"/organisations/{police}").follow("Add a person")
    assert page.document.xpath("//select[@name='organisation']/option[@selected]/@value") == [str(police)]
    page.submit("Add person", name="New sergeant", email="sergeant@rivermead.example")
    assert page.path == f"/organisations/{police}"
    assert "New sergeant was added" in page.text
    with database.session(read_only=True) as session:
        where = sa.select(Person.organisation_id).where(Person.email == "sergeant@rivermead.example")
        assert session.scalar(where) == police
    page.open("/people/new?organisation=999999").submit("Add person", _expect=422)


def test_what_a_lead_officer_leaves_is_listed_and_handed_over_in_the_same_step(
    demo: Cast, database: Database, visit: Visit, second: int
) -> None:
    officer = demo.people["Policy officer"].id
    responses, answers = led(database, officer), kept(database, officer)
    assert responses
    assert answers
    page = switch_off(visit("Administrator"), officer)
    assert "Look at what stays open, then save again" in page.text
    assert is_active(database, officer), "nothing was changed yet"
    assert f"looks after {answers} earlier answers" in page.text
    chosen = {f"to-lead-{number}": str(second) for number in responses} | {
        f"to-keep-{officer}-{demo.organisations[COUNCIL].id}": str(second)
    }
    page.submit("Save", **{name.replace("-", "__"): value for name, value in chosen.items()})
    assert not is_active(database, officer)
    assert led(database, second) == responses
    assert (kept(database, officer), kept(database, second)) == (0, answers)
    with database.session(read_only=True) as session:
        told = sa.select(OutboxMessage).where(OutboxMessage.event.startswith("handed over/"))
        assert session.scalars(told).one().address == "second@rivermead.example"
        acts = set(session.scalars(sa.select(HistoryEntry.action)))
        assert {"lead officer changed", "earlier answers handed over", "handed over"} <= acts
    assert "left open" not in visit("Administrator").open("/").text


def test_an_emergency_does_not_wait_and_what_was_left_is_listed_later(
    demo: Cast, database: Database, visit: Visit
) -> None:
    officer = demo.people["Policy officer"].id
    responses = led(database, officer)
    page = switch_off(visit("Administrator"), officer).submit("Save")
    assert not is_active(database, officer), "nothing handed over, and switched off all the same"
    page.open("/").follow("left open")
    assert page.text.count("Leads the response") == len(responses)
    with database.transaction() as session:
        services.add_person(
            session,
            actor=None,
            name="Second officer",
            email="second@rivermead.example",
            organisation_id=demo.organisations[COUNCIL].id,
            roles=[Role.POLICY_OFFICER],
        )
        number = session.scalars(sa.select(Person.id).where(Person.name == "Second officer")).one()
    page.open("/people/left-open").submit("Hand over", **{f"to__lead__{responses[0]}": str(number)})
    assert led(database, number) == responses[:1]
    page.open(f"/people/{officer}")
    assert "is switched off" in page.text
    page.submit("Save", active="y")
    assert is_active(database, officer), "and back again"
    assert led(database, number) == responses[:1], "what was handed over stays"


def test_the_answers_of_two_organisations_are_handed_over_apart(
    demo: Cast, database: Database, visit: Visit, second: int
) -> None:
    officer, council = demo.people["Policy officer"].id, demo.organisations[COUNCIL].id
    police = demo.organisations[POLICE].id
    with database.transaction() as session:
        one = session.scalars(sa.select(LibraryEntry).where(LibraryEntry.keeper_id == officer)).first()
        assert one is not None
        # What they looked after where they were before, and never handed over.
        one.owner_id = police
        session.get_one(Person, officer).active = False
    answers = kept(database, officer)
    page = visit("Administrator").open("/people/left-open")
    assert f"looks after 1 earlier answer of {POLICE}" in page.text
    assert f"looks after {answers - 1} earlier answers of {COUNCIL}" in page.text
    page.submit("Hand over", **{f"to__keep__{officer}__{council}": str(second)})
    assert (kept(database, officer), kept(database, second)) == (1, answers - 1)
    assert f"looks after 1 earlier answer of {POLICE}" in page.open("/people/left-open").text


def only_approver(database: Database, demo: Cast) -> tuple[int, int, int]:
    """The only approver of a body of an open response: person, body, organisation."""
    with database.session(read_only=True) as session:
        open_ones = (
            sa.select(SignOffBody)
            .join(SignOffBody.response)
            .where(ConsultationResponse.state != ResponseState.SUBMITTED, SignOffBody.active)
            .order_by(SignOffBody.id)
        )
        for body in session.scalars(open_ones):
            holders = sa.select(Person.id).join(RoleHeld).where(RoleHeld.role.in_(FOR_A_BODY))
            mine = session.scalars(holders.where(Person.organisation_id == body.organisation_id)).all()
            if len(set(mine)) == 1:
                return mine[0], body.id, body.organisation_id
    raise AssertionError("the demo has a body with one approver")


def test_the_only_one_who_decides_for_a_body_hands_that_over(demo: Cast, database: Database, visit: Visit) -> None:
    person, body, organisation = only_approver(database, demo)
    with database.transaction() as session:
        session.execute(sa.delete(ResponseRole).where(ResponseRole.body_id == body))
        deputy = services.add_person(
            session, actor=None, name="Deputy", email="deputy@rivermead.example", organisation_id=organisation, roles=[]
        ).id
    page = switch_off(visit("Administrator"), person)
    assert "Nobody else decides for" in page.text
    page.submit("Save", **{f"to__decide__{body}": str(deputy)})
    with database.session(read_only=True) as session:
        assert session.scalars(sa.select(RoleHeld.role).where(RoleHeld.person_id == deputy)).one() is Role.APPROVER


def test_deciding_is_handed_over_to_nobody_who_drafted_the_response(
    demo: Cast, database: Database, visit: Visit
) -> None:
    person, body, organisation = only_approver(database, demo)
    with database.transaction() as session:
        session.execute(sa.delete(ResponseRole).where(ResponseRole.body_id == body))
        response = session.get_one(SignOffBody, body).response_id
        free, drafter = (
            services.add_person(session, actor=None, name=name, email=email, organisation_id=organisation, roles=[]).id
            for name, email in (("Free", "free@rivermead.example"), ("Wrote", "wrote@rivermead.example"))
        )
        writer = viewer_of(get_person(session, drafter))
        record(session, actor=writer, action="answer revised", subject="answer/1", response_id=response)
    page = switch_off(visit("Administrator"), person)
    offered = page.document.xpath(f"//select[@name='to-decide-{body}']/option/@value")
    assert str(free) in offered
    assert str(drafter) not in offered
    with database.transaction() as session:
        actor = viewer_of(get_person(session, free))
        record(session, actor=actor, action="answer revised", subject="answer/1", response_id=response)
    page.submit("Save", _expect=422, **{f"to__decide__{body}": str(free)})
    assert is_active(database, person), "they wrote a part meanwhile"


def test_a_role_that_is_taken_is_listed_too(demo: Cast, database: Database, visit: Visit) -> None:
    person, body, _ = only_approver(database, demo)
    with database.transaction() as session:
        session.execute(sa.delete(ResponseRole).where(ResponseRole.body_id == body))
    page = visit("Administrator").open(f"/people/{person}").submit("Save", _expect=422, roles=["observer"])
    assert "Nobody else decides for" in page.text
    page.submit("Save")
    assert "Hand over" in page.open("/").text


def test_a_last_day_that_passes_leaves_the_same_list(session: sa.orm.Session, demo: Cast) -> None:
    officer = get_person(session, demo.people["Policy officer"].id)
    assert officer is not None
    would_be = {each.key for each in left_by(session, person=officer, lost=(), leaves=True)}
    assert would_be
    administrator = demo.viewers["Administrator"]
    assert not would_be & {each.key for each in left_open(session, viewer=administrator)}
    officer.member_until = dates.today() - timedelta(days=1)
    session.flush()
    assert would_be <= {each.key for each in left_open(session, viewer=administrator)}
    assert left_open(session, viewer=demo.viewers["Police partner"]) == []


def test_a_last_day_is_listed_when_it_is_set_and_not_at_every_other_change(
    demo: Cast, database: Database, visit: Visit
) -> None:
    officer = demo.people["Policy officer"].id
    end = {"member_until__day": "1", "member_until__month": "1", "member_until__year": "2090"}
    page = visit("Administrator").open(f"/people/{officer}").submit("Save", _expect=422, **end)
    page.submit("Save")
    page.open(f"/people/{officer}").submit("Save", name="Policy lead")
    assert "Policy lead was changed" in page.text


def test_somebody_who_can_no_longer_take_it_over_is_refused(
    demo: Cast, database: Database, visit: Visit, second: int
) -> None:
    officer = demo.people["Policy officer"].id
    number = led(database, officer)[0]
    page = switch_off(visit("Administrator"), officer)
    with database.transaction() as session:
        session.execute(sa.update(Person).where(Person.id == second).values(active=False))
    page.submit("Save", _expect=422, **{f"to__lead__{number}": str(second)})
    assert "can no longer take this over" in page.text
    assert is_active(database, officer)


def test_an_administrator_whose_end_is_set_may_switch_the_other_off(
    cast: Cast, database: Database, visit: Visit
) -> None:
    with database.transaction() as session:
        person = session.get_one(Person, cast.people["Policy officer"].id)
        session.add(RoleHeld(person_id=person.id, role=Role.ADMINISTRATOR))
        person.member_until = dates.today() + timedelta(days=30)
    number = cast.people["Administrator"].id
    visit("Policy officer").open(f"/people/{number}").submit("Save", active=[])
    assert not is_active(database, number)


def test_somebody_is_moved_with_their_earlier_acts_left_where_they_were(
    demo: Cast, database: Database, visit: Visit
) -> None:
    partner, health = demo.people["Police partner"].id, demo.people["Health partner"].organisation_id
    response = led(database, demo.people["Policy officer"].id)[0]
    open_ones = sa.select(Invitation.id).where(Invitation.person_id == partner, Invitation.withdrawn_at.is_(None))
    with database.transaction() as session:
        said = sa.select(Comment.id, Comment.organisation_id).where(Comment.author_id == partner)
        before = sorted(map(tuple, session.execute(said)))
        inviting.invite(
            session,
            actor=demo.viewers["Policy officer"],
            response=session.get_one(ConsultationResponse, response),
            to=session.get_one(Person, partner),
            terms=inviting.InvitationTerms(InvitationLevel.COMMENT),
        )
        assert session.scalars(open_ones).all()
    assert before
    page = visit("Administrator").open(f"/people/{partner}").follow("Move Police partner to another organisation")
    assert "their roles there: Partner" in page.text
    page.submit("Move", _expect=422, organisation=str(health))
    assert "Confirm that you have read what happens" in page.text
    page.submit("Move", _expect=422, sure="y", organisation="0")
    assert "Select the new organisation" in page.text
    page.submit("Move", organisation=str(health), roles=["observer"], sure="y")
    with database.session(read_only=True) as session:
        person = get_person(session, partner)
        assert person is not None
        assert person.organisation_id == health
        assert [held.role for held in person.roles] == [Role.OBSERVER]
        assert sorted(map(tuple, session.execute(said))) == before, "acts of the earlier organisation"
        assert session.scalars(open_ones).all() == []
        moved = sa.select(HistoryEntry.details).where(HistoryEntry.action == "person moved")
        assert f'"after":{health}' in session.scalars(moved).one()
    mine = visit("Police partner")
    with database.session(read_only=True) as session:
        for comment in session.scalars(sa.select(Comment).where(Comment.author_id == partner)):
            mine.open(f"/answers/{comment.answer_id}")
            assert mine.document.xpath(f"//*[@id='comment-{comment.id}']"), "what one said oneself stays to be read"


def test_what_they_were_invited_to_can_be_kept(demo: Cast, database: Database, visit: Visit) -> None:
    clerk = demo.people["Parish clerk"].id
    police = demo.organisations[POLICE].id
    with database.session(read_only=True) as session:
        mine = sa.select(Invitation).where(Invitation.person_id == clerk, Invitation.withdrawn_at.is_(None))
        had = {each.id for each in session.scalars(mine)}
    page = visit("Administrator").open(f"/people/{clerk}/move")
    page.submit("Move", organisation=str(police), keep="y", sure="y")
    with database.session(read_only=True) as session:
        now = session.scalars(mine).all()
        assert {each.id for each in now} == had
        assert {each.organisation_id for each in now} <= {police}


def test_nobody_is_moved_into_what_is_switched_off_or_out_of_the_last_administration(
    cast: Cast, database: Database, visit: Visit
) -> None:
    police = cast.organisations[POLICE].id
    page = visit("Administrator").open(f"/people/{cast.people['Administrator'].id}/move")
    assert "This is the only administrator" in page.text
    page.submit("Move", _expect=422, organisation=str(police), roles=["partner"], sure="y")
    assert "Make somebody else one first" in page.text
    page.submit("Move", organisation=str(police), roles=["administrator"], sure="y")
    with database.session(read_only=True) as session:
        assert session.get_one(Person, cast.people["Administrator"].id).organisation_id == police
        assert session.scalars(sa.select(SignedInSession)).all(), "they stay signed in"


def test_whoever_is_anonymised_hands_over_first(demo: Cast, database: Database, visit: Visit, second: int) -> None:
    officer = demo.people["Policy officer"].id
    responses = led(database, officer)
    page = visit("Administrator").open(f"/people/{officer}/anonymise")
    assert "Leads the response" in page.text
    page.submit("Anonymise", sure="y", **{f"to__lead__{number}": str(second) for number in responses})
    assert led(database, second) == responses
