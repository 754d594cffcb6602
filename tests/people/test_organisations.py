"""Organisations: what they speak for, their time in partnerships, being switched off; people with days; lists."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from consult import dates
from consult.database import Database
from consult.demo.cast import COUNCIL, HEALTH, PARTNERSHIP, PASSWORD, POLICE, VOLUNTARY, Cast, address
from consult.history.models import HistoryEntry
from consult.notices.queries import active_people
from consult.people import lists, organisation_queries, organisations, services
from consult.people.groups import DistributionList, ListedPerson, Membership, Standing
from consult.people.models import Organisation, OrganisationKind, OrganisationTopic, Person, RoleHeld, Sector
from consult.people.queries import get_person, lead_officers, organisations_with
from consult.people.rules import DatesCross, NameTaken, OrganisationOff
from consult.permissions import Permission, Role
from consult.sign_in.queries import signed_in_viewer
from tests.counting import count_statements
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]
DAY = timedelta(days=1)


def details(name: str, *topics: str, kind: OrganisationKind = OrganisationKind.PARTNER) -> organisations.Details:
    """What is said of an organisation."""
    return organisations.Details(name, kind, Sector.HOUSING, topics)


def change_days(database: Database, name: str, first: date | None, last: date | None) -> None:
    """Give somebody these days."""
    with database.transaction() as session:
        session.execute(sa.update(Person).where(Person.name == name).values(member_from=first, member_until=last))


def administrators_view(session: Session, cast: Cast, name: str) -> Person:
    """A person as the administrator's page loads them."""
    person = get_person(session, cast.people[name].id)
    assert person
    return person


# Who may sign in, and when


@pytest.mark.authz
@pytest.mark.parametrize(
    ("first", "last", "may"),
    [
        (None, None, True),
        (0, 0, True),
        (-1, None, True),
        (1, None, False),
        (None, -1, False),
        (None, 0, True),
        (-2, -1, False),
    ],
)
def test_people_sign_in_on_the_days_of_their_membership_only(
    first: int | None, last: int | None, may: bool, cast: Cast, database: Database, visit: Visit
) -> None:
    within = visit("Police partner")
    # Days from today, which is asked for here: a run may go over midnight.
    days = [None if each is None else dates.today() + each * DAY for each in (first, last)]
    change_days(database, "Police partner", *days)
    assert within.open("/").heading == ("What needs you now" if may else "Sign in")
    fresh = visit(None).open("/sign-in")
    fresh.submit("Sign in", _expect=200 if may else 422, email=address("Police partner"), password=PASSWORD)
    assert fresh.heading == ("What needs you now" if may else "Sign in")


@pytest.mark.authz
def test_whoever_cannot_sign_in_is_nowhere_asked_or_offered(cast: Cast, database: Database) -> None:
    council, police = cast.organisations[COUNCIL].id, cast.organisations[POLICE].id
    change_days(database, "Policy officer", dates.today() + DAY, None)
    change_days(database, "Police partner", None, dates.today() - DAY)
    with database.session() as session:
        assert [person.name for person in lead_officers(session, council)] == ["Senior policy officer"]
        assert active_people(session, role=Role.PARTNER, organisations=[police]) == []
        assert police not in organisations_with(session, Role.PARTNER)
        assert signed_in_viewer(session, "no such token") is None


@pytest.mark.authz
def test_nobody_of_an_organisation_that_is_off_can_sign_in(cast: Cast, database: Database, visit: Visit) -> None:
    police = visit("Police partner").open("/")
    with database.transaction() as session:
        session.execute(sa.update(Organisation).where(Organisation.name == POLICE).values(active=False))
    assert police.open("/").heading == "Sign in"
    again = visit(None).open("/sign-in")
    again.submit("Sign in", _expect=422, email=address("Police partner"), password=PASSWORD)
    with database.session() as session, pytest.raises(OrganisationOff):
        services.add_person(
            session,
            actor=None,
            name="Late partner",
            email="late@rivermead.example",
            organisation_id=cast.organisations[POLICE].id,
            roles=[Role.PARTNER],
        )


def test_days_are_given_in_the_pages(cast: Cast, database: Database, visit: Visit) -> None:
    number = cast.people["Health partner"].id
    page = visit("Administrator").open(f"/people/{number}")
    wrong = {"member_from__day": "2", "member_from__month": "3", "member_from__year": "2031"}
    wrong |= {"member_until__day": "1", "member_until__month": "March", "member_until__year": "2031"}
    page.submit("Save", _expect=422, **wrong)
    assert "The last day must be the same as or after the first day" in page.text
    page.submit("Save", member_from__day="1")
    listed = page.open("/people?q=health.partner").text
    assert "Cannot sign in" in listed
    assert "from 1 March 2031 until 1 March 2031" in listed
    with database.session() as session:
        newest = session.scalars(sa.select(HistoryEntry).order_by(HistoryEntry.seq.desc())).first()
        assert newest
        assert newest.action == "person changed"
        assert '"from":"2031-03-01"' in newest.details


def test_who_is_only_invited_has_no_role_and_can_be_added_and_changed(
    cast: Cast, database: Database, visit: Visit
) -> None:
    page = visit("Administrator").open(f"/people/{cast.people['Parish clerk'].id}")
    assert "Select none for somebody who sees only the responses that they are invited to by name." in page.text
    page.submit("Save", name="Clerk of the parish")
    assert page.path == "/people"
    fields = {"name": "Ward clerk", "email": "ward@parish.example", "organisation": str(cast.organisations[POLICE].id)}
    page.open("/people/new").submit("Add person", **fields)
    assert "Ward clerk was added" in page.text
    page.open(f"/people/{cast.people['Police partner'].id}").submit("Save", roles=[])
    with database.session(read_only=True) as session:
        held = sa.select(sa.func.count()).select_from(RoleHeld).join(Person)
        assert session.scalar(held.where(Person.email.in_((fields["email"], address("Police partner"))))) == 0
        assert session.scalar(sa.select(Person.name).where(Person.email == address("Parish clerk"))) == (
            "Clerk of the parish"
        )


def test_the_only_administrator_cannot_be_given_an_end(cast: Cast, database: Database, visit: Visit) -> None:
    page = visit("Administrator").open(f"/people/{cast.people['Administrator'].id}")
    end = {"member_until__day": "1", "member_until__month": "1", "member_until__year": "2090"}
    page.submit("Save", _expect=422, **end)
    assert "This is the only administrator" in page.text
    with database.transaction() as session:
        session.add(RoleHeld(person_id=cast.people["Policy officer"].id, role=Role.ADMINISTRATOR))
    page.submit("Save", **end)
    assert page.path == "/people"


# What organisations speak for


def test_topics_are_spelt_as_others_spell_them(cast: Cast, session: Session) -> None:
    first = organisations.add(session, actor=None, details=details("Rivermead Homes", "  NHS  estates. ", "Housing"))
    other = organisations.add(
        session, actor=None, details=details("Rivermead Tenants", "nhs estates", "HOUSING,", "housing", " ")
    )
    session.commit()
    assert [topic.topic for topic in first.topics] == ["Housing", "NHS estates"]
    assert [topic.topic for topic in other.topics] == ["Housing", "NHS estates"]
    assert organisation_queries.topics_in_use(session).count("Housing") == 1


def test_an_organisation_is_renamed_and_the_record_tells(cast: Cast, database: Database, visit: Visit) -> None:
    number = cast.organisations[POLICE].id
    page = visit("Administrator").open(f"/organisations/{number}/change")
    page.submit("Save", _expect=422, name=HEALTH.upper())
    assert "There is already an organisation with this name" in page.text
    page.submit("Save", name="Rivermead Constabulary", sector="police", topics="Burglary\r\ncommunity SAFETY\r\n")
    assert page.heading == "Rivermead Constabulary"
    assert "Burglary, Community safety" in page.text
    with database.session() as session:
        acts = list(session.scalars(sa.select(HistoryEntry).where(HistoryEntry.action == "organisation changed")))
        assert len(acts) == 1
        assert acts[0].subject == f"organisation/{number}"
        assert "Constabulary" not in acts[0].details
        assert '"topics":2' in acts[0].details
    assert "Rivermead Constabulary" in visit("Police partner").open("/").html


def test_too_many_and_too_long_topics_are_refused_and_kept(cast: Cast, visit: Visit) -> None:
    page = visit("Administrator").open("/organisations/new")
    many = "\n".join(f"Topic {n}" for n in range(21))
    page.submit("Add organisation", _expect=422, name="Rivermead Homes", kind="partner", topics=many)
    assert "Topics must be 20 or fewer" in page.text
    assert "Topic 20" in page.html
    page.submit("Add organisation", _expect=422, topics="x" * 61)
    assert "Each of the topics must be 60 characters or fewer" in page.text
    page.submit("Add organisation", topics="Homes\n\n")
    assert "Rivermead Homes was added" in page.text
    page.submit("Search organisations", q="homes", kind="partner", topic="Homes")
    assert "1 organisation" in page.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=police", [POLICE]),
        ("q=%25", []),
        ("kind=partnership", [PARTNERSHIP]),
        ("sector=health", [HEALTH]),
        ("topic=young+people", [VOLUNTARY]),
        ("topic=YOUNG+people&sector=voluntary_and_community", [VOLUNTARY]),
        ("kind=nonsense&sector=nonsense&q=police", [POLICE]),
        ("q=nobody+at+all", []),
    ],
)
def test_organisations_are_searched_and_filtered(query: str, found: list[str], cast: Cast, visit: Visit) -> None:
    page = visit("Administrator").open(f"/organisations?{query}")
    shown = [" ".join(cell.text_content().split()) for cell in page.document.xpath("//tbody//th")]
    assert shown == found
    assert ("No organisation is like that" in page.text) is (not found)


@pytest.mark.parametrize("path", ["/organisations", "/people"])
def test_lists_ask_as_much_for_many_as_for_few(
    path: str, app: Flask, cast: Cast, database: Database, visit: Visit
) -> None:
    page = visit("Administrator").open(path)
    with count_statements(app) as few:
        page.open(path)
    with database.transaction() as session:
        bodies = [Organisation(name=f"Body {n:03}", kind=OrganisationKind.PARTNER) for n in range(60)]
        for n, body in enumerate(bodies):
            body.topics = [OrganisationTopic(topic=f"T{n}", folded=f"t{n}"), OrganisationTopic(topic="A", folded="a")]
            roles = [RoleHeld(role=Role.PARTNER)]
            body.people = [Person(name=f"Partner {n}", email=f"p{n}@b.example", roles=roles)]
        session.add_all(bodies)
    with count_statements(app) as many:
        page.open(f"{path}?page=2")
    assert many.statements == few.statements
    assert "Page 2 of 3" in page.text
    assert page.open(f"{path}?page=99").status == 200
    assert "Page 3 of 3" in page.text


def test_lists_and_members_have_pages_and_ask_as_much_for_many_as_for_few(
    app: Flask, cast: Cast, database: Database, visit: Visit
) -> None:
    partnership = cast.organisations[PARTNERSHIP].id
    with database.session(read_only=True) as session:
        listed = session.scalars(sa.select(DistributionList.id)).one()
    paths = ("/lists", f"/lists/{listed}", f"/organisations/{partnership}")
    page, few = visit("Administrator"), {}
    for path in paths:
        with count_statements(app) as counted:
            page.open(path)
        assert "Page 1 of" not in page.text
        few[path] = counted.statements
    with database.transaction() as session:
        bodies = [Organisation(name=f"Body {n:03}", kind=OrganisationKind.PARTNER) for n in range(60)]
        for n, body in enumerate(bodies):
            body.people = [Person(name=f"Partner {n:03}", email=f"p{n}@b.example")]
        session.add_all(bodies)
        session.flush()
        for body in bodies:
            session.add(ListedPerson(list_id=listed, person_id=body.people[0].id))
            session.add(DistributionList(organisation_id=body.id, name="List"))
            session.add(Membership(partnership_id=partnership, organisation_id=body.id, standing=Standing.MEMBER))
    for path in paths:
        with count_statements(app) as counted:
            page.open(f"{path}?page=2")
        assert (path, counted.statements) == (path, few[path])
        assert "Page 2 of 3" in page.text
        assert len(page.document.xpath("//tbody")[0].xpath("./tr")) == 25
        assert "Page 3 of 3" in page.open(f"{path}?page=99").text
    page.open(f"/lists/{listed}?q=Health").follow("Next")
    assert (page.document.get_element_by_id("q").value, "Page 2 of 3" in page.text) == ("Health", True)
    assert "62 people" in page.text


def test_people_are_searched_and_filtered(cast: Cast, visit: Visit) -> None:
    page = visit("Administrator").open("/people")
    for fields, names in (
        ({"q": "police.partner@"}, ["Police partner"]),
        ({"q": "voluntary action"}, ["Voluntary sector partner"]),
        ({"role": "approver"}, ["Partnership board", "Council Executive"]),
        ({"role": "approver", "organisation": str(cast.organisations[COUNCIL].id)}, ["Council Executive"]),
        ({"q": "nobody at all"}, []),
    ):
        page.open("/people").submit("Search people", **fields)
        shown = [link.text_content() for link in page.document.xpath("//tbody//th/a")]
        assert sorted(shown) == sorted(names), fields
    assert "Nobody is like that" in page.text
    page.open("/people?organisation=99999999999999&role=drafter&page=x")


# Partnerships


def test_memberships_are_shown_on_both_sides_and_past_ones_kept(cast: Cast, visit: Visit) -> None:
    place, body = cast.organisations[PARTNERSHIP].id, cast.organisations[VOLUNTARY].id
    page = visit("Administrator").open(f"/organisations/{place}")
    assert "Voluntary Action Rivermead Observer Past from 1 April 2024 until 31 March 2025" in page.text
    assert "Partnerships that it is in" in page.open(f"/organisations/{body}").text
    page.open(f"/organisations/{place}").follow("Add a member")
    page.submit("Add member", _expect=422, organisation=str(body), from_on__year="2025")
    assert "First day must include a day and month" in page.text
    days = {"from_on__day": "1", "from_on__month": "3", "from_on__year": "2025"}
    page.submit("Add member", _expect=422, organisation=str(body), **days)
    assert "in the partnership already on some of these days" in page.text
    page.submit("Add member", from_on__month="4")
    assert page.text.count("Voluntary Action Rivermead Member from 1 April 2025") == 1
    page.open(f"/organisations/{body}").follow("Change the membership of Voluntary Action Rivermead")
    page.submit("Save", until_on__day="1", until_on__month="5", until_on__year="2025")
    assert "Member Past from 1 April 2025 until 1 May 2025" in page.text


def test_a_partnership_with_members_stays_one_and_others_take_none(cast: Cast, session: Session, visit: Visit) -> None:
    actor = cast.viewers["Administrator"]
    partnership = organisation_queries.get_organisation(session, cast.organisations[PARTNERSHIP].id)
    police = organisation_queries.get_organisation(session, cast.organisations[POLICE].id)
    assert partnership
    assert police
    with pytest.raises(organisations.StillAPartnership):
        organisations.change(session, actor=actor, organisation=partnership, details=details(PARTNERSHIP))
    session.rollback()
    time = organisations.Time(Standing.MEMBER, None, None)
    for place, body in ((police, partnership), (partnership, partnership)):
        with pytest.raises(organisations.NotAMember):
            organisations.add_membership(session, actor=actor, partnership=place, organisation=body, time=time)
    with pytest.raises(DatesCross):
        organisations.add_membership(
            session,
            actor=actor,
            partnership=partnership,
            organisation=police,
            time=organisations.Time(Standing.MEMBER, dates.today(), dates.today() - DAY),
        )
    session.close()
    visit("Administrator").open(f"/organisations/{police.id}/members/new", expect=404)


def test_the_schema_refuses_crossed_days_and_members_of_themselves(cast: Cast, database: Database) -> None:
    place = cast.organisations[PARTNERSHIP].id
    today = dates.today()
    for row in (
        Membership(partnership_id=place, organisation_id=place, standing=Standing.MEMBER),
        Membership(
            partnership_id=place,
            organisation_id=cast.organisations[POLICE].id,
            standing=Standing.MEMBER,
            from_on=today,
            until_on=today - DAY,
        ),
        Person(
            name="x",
            email="x@y.example",
            organisation_id=place,
            member_from=today,
            member_until=today - DAY,
        ),
    ):
        with pytest.raises(sa.exc.IntegrityError), database.transaction() as session:
            session.add(row)


def test_an_organisation_is_switched_off_when_nobody_of_it_can_sign_in(
    cast: Cast, database: Database, visit: Visit
) -> None:
    number = cast.organisations[POLICE].id
    page = visit("Administrator").open(f"/organisations/{number}")
    page.submit("Switch off this organisation", _expect=409)
    assert "1 person of this organisation can still sign in" in page.text
    change_days(database, "Police partner", None, dates.today() - DAY)
    page.open(f"/organisations/{number}").submit("Switch off this organisation")
    assert "Rivermead Police is switched off" in page.text
    assert POLICE not in page.open("/people/new").text
    page.open(f"/organisations/{number}").submit("Switch on this organisation")
    assert POLICE in page.open("/people/new").text
    with database.session() as session:
        acts = session.scalars(sa.select(HistoryEntry.action).where(HistoryEntry.subject == f"organisation/{number}"))
        assert list(acts)[-2:] == ["organisation switched off", "organisation switched on"]


# Distribution lists


def test_a_policy_officer_keeps_a_list_of_their_organisation(cast: Cast, database: Database, visit: Visit) -> None:
    page = visit("Policy officer").open("/lists").follow("Make a list")
    page.submit("Make the list", _expect=422, name="  ")
    assert "Enter a name for the list" in page.text
    page.submit("Make the list", _expect=422, name="ANSWERING on safety")
    assert "There is already a list with this name" in page.text
    page.submit("Make the list", name="Housing")
    assert "Nobody is on this list yet" in page.text
    page.submit("Search people", q="health")
    page.submit("Add")
    assert "1 person" in page.text
    assert "Health partner is on the list" in page.text
    page.follow("Rename or delete").submit("Save", name="Homes")
    page.submit("Remove")
    assert "Health partner is no longer on the list" in page.text
    page.follow("Rename or delete").submit("Delete this list")
    assert "Homes" not in [cell.text_content() for cell in page.document.xpath("//tbody//th")]
    with database.session() as session:
        acts = set(session.scalars(sa.select(HistoryEntry.action).where(HistoryEntry.subject.startswith("list/"))))
    assert acts == {
        "distribution list made",
        "put on distribution list",
        "taken off distribution list",
        "distribution list renamed",
        "distribution list deleted",
    }


@pytest.mark.authz
def test_lists_are_those_of_ones_own_organisation(cast: Cast, database: Database, visit: Visit) -> None:
    with database.transaction() as session:
        board = cast.people["Partnership board"].id
        session.add(RoleHeld(person_id=board, role=Role.POLICY_OFFICER))
        own = DistributionList(organisation_id=cast.organisations[PARTNERSHIP].id, name="Board members")
        session.add(own)
        session.flush()
        theirs = session.scalars(
            sa.select(DistributionList).where(DistributionList.name == "Answering on safety")
        ).one()
        number = theirs.id
        on_it, off_it = (cast.people[name].id for name in ("Police partner", "Health partner"))
    other = visit("Partnership board")
    assert "Board members" in other.open("/lists").text
    assert "Answering on safety" not in other.text
    body = other.open(f"/lists/{number}", expect=404).html
    assert "Police partner" not in body
    other.open(f"/lists/{number}/rename", expect=404)
    for path in (
        f"/lists/{number}/people/{off_it}/add",
        f"/lists/{number}/people/{on_it}/remove",
        f"/lists/{number}/delete",
    ):
        other.open(f"/lists/{own.id}/rename")
        token = other.form_with("Save").fields["csrf_token"]
        sent = other.client.post(path, base_url="http://localhost", data={"csrf_token": token})
        assert sent.status_code == 404, path
    assert {"Board members", "Answering on safety"} <= set(
        visit("Administrator").open("/lists").document.xpath("//tbody//th/a/text()")
    )
    for name in ("Police partner", "Council Executive"):
        visit(name).open("/lists", expect=403)
    # Whoever asks for a list of another organisation gets one of their own.
    officer = visit("Policy officer").open("/lists/new")
    asked = {"csrf_token": officer.form_with("Make the list").fields["csrf_token"], "name": "Taken"}
    asked["organisation"] = str(cast.organisations[PARTNERSHIP].id)
    officer.client.post("/lists/new", base_url="http://localhost", data=asked)
    assert "Taken Rivermead Borough Council" in " ".join(
        " ".join(officer.open("/lists").document.xpath("//tbody//text()")).split()
    )
    assert "Taken" not in other.open("/lists").text


@pytest.mark.authz
def test_queries_give_lists_and_people_to_whom_they_belong(cast: Cast, database: Database) -> None:
    officer, partner = cast.viewers["Policy officer"], cast.viewers["Police partner"]
    with database.session() as session:
        [(found, people)] = organisation_queries.lists_of(session, officer)
        assert (found.name, people) == ("Answering on safety", 2)
        on = organisation_queries.people_on(session, officer, found.id)
        assert [person.name for person in on] == ["Police partner", "Voluntary sector partner"]
        assert not partner.may(Permission.MANAGE_LISTS)
        assert organisation_queries.lists_of(session, partner) == []
        assert organisation_queries.people_on(session, partner, found.id) == []
        assert organisation_queries.could_be_listed(session, partner, list_id=found.id, text="health") == []
    change_days(database, "Police partner", None, dates.today() - DAY)
    with database.session() as session:
        on = organisation_queries.people_on(session, officer, found.id)
        assert [person.name for person in on] == ["Voluntary sector partner"]


def test_somebody_is_on_a_list_once_and_a_list_ends(
    cast: Cast, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = cast.viewers["Policy officer"]
    made = lists.make_list(session, actor=actor, organisation_id=actor.organisation_id, name="Two")
    monkeypatch.setattr(lists, "LONGEST_LIST", 1)
    for _ in range(2):
        lists.add_to_list(session, actor=actor, to=made, person=cast.people["Health partner"])
    assert lists.count(session, made) == 1
    with pytest.raises(lists.ListFull):
        lists.add_to_list(session, actor=actor, to=made, person=cast.people["Police partner"])
    with pytest.raises(NameTaken):
        lists.make_list(session, actor=actor, organisation_id=actor.organisation_id, name=" TWO ")
    lists.delete_list(session, actor=actor, deleted=made)
    session.commit()
    left = session.scalar(sa.select(sa.func.count()).select_from(ListedPerson).where(ListedPerson.list_id == made.id))
    assert left == 0


def test_a_person_who_changes_hands_of_the_administrator_keeps_their_roles(cast: Cast, session: Session) -> None:
    person = administrators_view(session, cast, "Health partner")
    services.change_person(
        session,
        actor=cast.viewers["Administrator"],
        person=person,
        name=person.name,
        email=person.email,
        roles=[Role.PARTNER, Role.APPROVER],
        active=True,
        days=(dates.today(), None),
    )
    session.commit()
    again = administrators_view(session, cast, "Health partner")
    assert {held.role for held in again.roles} == {Role.PARTNER, Role.APPROVER}
    assert again.member_from == dates.today()
