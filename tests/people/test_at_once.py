"""Two people who do the same thing at the same moment: one act is carried out, the other is refused in plain words."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.database import Database
from consult.demo.cast import PARISH, Cast, address
from consult.drafting.models import Invitation, InvitationPart, ResponseRole, SignOffBody
from consult.people import lists
from consult.people.credentials import Identity, SecondFactor
from consult.people.groups import DistributionList
from consult.people.models import Organisation, OrganisationTopic, Person, RoleHeld
from consult.people.rules import PeopleError
from consult.sign_in import identities, second_factor
from tests.factories.drafting import make_invitation
from tests.factories.situations import Drafting
from tests.people.sheets import csv
from tests.racing import at_once, count, loser, press, two
from tests.sign_in.own_addresses import MINE, ask, confirmation
from tests.sign_in.signing_in import sign_in
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]


def test_an_address_is_given_to_one_person(cast: Cast, database: Database, visit: Visit) -> None:
    first, second = two(visit, "Administrator", "/people/new")
    said = {"email": "new@rivermead.example", "organisation": str(cast.organisations[PARISH].id), "roles": ["partner"]}
    at_once(database, press(first, "Add", name="One", **said), press(second, "Add", name="Two", **said))
    page = loser(first, second)
    assert "Another person already signs in with this email address" in page.text
    assert page.document.get_element_by_id("name").value in ("One", "Two")
    assert count(database, Person, Person.email == "new@rivermead.example") == 1


def test_one_person_gets_the_address_that_another_is_added_with(cast: Cast, database: Database, visit: Visit) -> None:
    changed = visit("Administrator").open(f"/people/{cast.people['Police partner'].id}")
    added = visit("Administrator").open("/people/new")
    body = str(cast.organisations[PARISH].id)
    at_once(
        database,
        press(changed, "Save", email=MINE),
        press(added, "Add", name="New", email=MINE, organisation=body, roles=["partner"]),
    )
    page = loser(changed, added)
    assert "Another person already signs in with this email address" in page.text
    assert page.document.get_element_by_id("email").value == MINE
    assert count(database, Person, Person.email == MINE) == 1


def test_one_of_two_confirms_the_same_address(app: Flask, cast: Cast, database: Database) -> None:
    pages = []
    for name in ("Police partner", "Health partner"):
        pages.append(ask(sign_in(app, name), MINE).open(confirmation(database)))
    at_once(database, *(press(page, "Confirm") for page in pages))
    page = loser(*pages, status=409)
    assert "This address cannot be used any longer. Ask for another" in page.text
    assert count(database, Person, Person.email == MINE) == 1


def test_an_import_meets_who_was_just_added(cast: Cast, database: Database, visit: Visit) -> None:
    added = visit("Administrator").open("/people/new")
    sheet = csv(*((f"New {n}", f"new{n}@rivermead.example", PARISH, "Partner", "", "") for n in range(3)))
    taken = visit("Administrator").open("/people/import").submit("Continue", sheet=("people.csv", sheet))
    body = str(cast.organisations[PARISH].id)
    at_once(
        database,
        press(taken, "Take over"),
        press(added, "Add", name="New", email="new1@rivermead.example", organisation=body, roles=["partner"]),
    )
    if loser(taken, added) is taken:
        assert "This is what would be done now" in taken.text
        assert count(database, Person, Person.email.startswith("new")) == 1
        taken.submit("Take over")
    else:
        assert "Another person already signs in with this email address" in added.text
    assert count(database, Person, Person.email.startswith("new")) == 3


@pytest.mark.parametrize(
    ("path", "button", "field", "model", "words"),
    [
        ("/organisations/new", "Add organisation", "name", Organisation, "There is already an organisation"),
        ("/lists/new", "Make the list", "name", DistributionList, "There is already a list"),
    ],
)
def test_a_name_is_given_once(
    path: str, button: str, field: str, model: type, words: str, cast: Cast, database: Database, visit: Visit
) -> None:
    first, second = two(visit, "Administrator", path)
    said = {"kind": "partner"} if model is Organisation else {}
    acts = (press(page, button, name="Équipe", **said) for page in (first, second))
    at_once(database, *acts)
    page = loser(first, second)
    assert words in page.text
    assert page.document.get_element_by_id(field).value == "Équipe"
    assert count(database, model, model.name == "Équipe") == 1  # type: ignore[attr-defined]


def test_an_organisation_and_a_list_take_a_free_name_one_at_a_time(
    cast: Cast, database: Database, visit: Visit
) -> None:
    bodies = [cast.organisations[name].id for name in (PARISH, "Rivermead Police")]
    pages = [visit("Administrator").open(f"/organisations/{number}/change") for number in bodies]
    at_once(database, *(press(page, "Save", name="Élan", topics="Roads\nHousing") for page in pages))
    assert "There is already an organisation with this name" in loser(*pages).text
    assert count(database, Organisation, Organisation.name == "Élan") == 1
    page = visit("Administrator").open("/lists/new").submit("Make the list", name="Élan")
    page.open("/lists").follow("Answering on safety").follow("Rename")
    page.submit("Save", _expect=422, name="Élan")
    assert "There is already a list with this name" in page.text


def test_two_who_change_one_organisation_or_person_follow_each_other(
    cast: Cast, database: Database, visit: Visit
) -> None:
    body = cast.organisations[PARISH].id
    pages = two(visit, "Administrator", f"/organisations/{body}/change")
    at_once(database, *(press(page, "Save", topics="Roads") for page in pages))
    assert [page.status for page in pages] == [200, 200]
    assert count(database, OrganisationTopic, OrganisationTopic.organisation_id == body) == 1
    person = cast.people["Police partner"].id
    pages = two(visit, "Administrator", f"/people/{person}")
    at_once(database, *(press(page, "Save", roles=["partner", "observer"]) for page in pages))
    assert [page.status for page in pages] == [200, 200]
    assert count(database, RoleHeld, RoleHeld.person_id == person) == 2


def test_two_administrators_cannot_take_the_role_from_each_other(cast: Cast, database: Database, visit: Visit) -> None:
    names = ("Administrator", "Policy officer")
    with database.transaction() as session:
        session.add(RoleHeld(person_id=cast.people[names[1]].id, role="administrator"))
    pages = [visit(mine).open(f"/people/{cast.people[other].id}") for mine, other in (names, names[::-1])]
    at_once(database, *(press(page, "Save", roles=["observer"]) for page in pages))
    page = loser(*pages, status=422)
    assert "This is the only administrator" in page.text
    assert count(database, RoleHeld, RoleHeld.role == "administrator") == 1


def test_acts_that_wait_for_each_other_are_told_so(cast: Cast, database: Database, visit: Visit) -> None:
    added, changed = two(visit, "Administrator", "/people/new")
    changed.open(f"/people/{cast.people['Administrator'].id}")
    said = {"email": MINE, "organisation": str(cast.organisations[PARISH].id), "roles": ["partner"]}
    at_once(database, press(changed, "Save", email="a@rivermead.example"), press(added, "Add", name="New", **said))
    for page in (added, changed):
        told = "Somebody else did something to do with this at the same moment. Send it again." in page.text
        assert told == (page.status == 409)
        assert not told or "@rivermead.example" in page.text


def test_one_membership_of_two_is_written_down(cast: Cast, database: Database, visit: Visit) -> None:
    path = f"/organisations/{cast.organisations['Rivermead Local Partnership'].id}/members/new"
    first, second = two(visit, "Administrator", path)
    body = str(cast.organisations[PARISH].id)
    at_once(database, *(press(page, "Add", organisation=body, standing="member") for page in (first, second)))
    assert "is in the partnership already" in loser(first, second).text


def test_an_account_elsewhere_is_connected_to_one_person(cast: Cast, database: Database) -> None:
    refused: list[str] = []

    def link(name: str) -> None:
        try:
            with database.transaction() as session:
                identities.link(session, actor=cast.viewers[name], issuer="https://id.example", subject="one")
        except identities.IdentityTaken as refusal:
            refused.append(str(refusal))

    at_once(database, lambda: link("Police partner"), lambda: link("Health partner"))
    assert refused == ["This account cannot be connected: it, or yours here, is connected to another one"]
    assert count(database, Identity) == 1


def test_an_app_is_begun_in_two_windows(cast: Cast, database: Database) -> None:
    def begin() -> None:
        with database.transaction() as session:
            second_factor.begin(session, actor=cast.viewers["Police partner"])

    at_once(database, begin, begin)
    assert count(database, SecondFactor) == 1


def test_nobody_is_put_on_a_list_that_is_being_deleted(cast: Cast, database: Database) -> None:
    told: list[str] = []
    with database.session(read_only=True) as session:
        number = session.scalars(sa.select(DistributionList.id)).one()

    def delete() -> None:
        with database.transaction() as session:
            lists.delete_list(
                session, actor=cast.viewers["Administrator"], deleted=session.get_one(DistributionList, number)
            )

    def add() -> None:
        with database.session() as session:
            found = session.get(DistributionList, number)
            person = session.get_one(Person, cast.people["Health partner"].id)
            try:
                if found:
                    lists.add_to_list(session, actor=cast.viewers["Administrator"], to=found, person=person)
            except PeopleError as refusal:
                told.append(str(refusal))
            session.commit()

    at_once(database, delete, add)
    assert count(database, DistributionList) == 0
    assert told in ([], ["This list was deleted by somebody else at the same moment"])


# On a response


def test_a_person_is_invited_once_and_a_new_one_added_once(
    cast: Cast, drafting: Drafting, database: Database, visit: Visit
) -> None:
    first, second = two(visit, "Policy officer", f"/responses/{drafting.response}/invite")
    people = address("Health partner")
    at_once(database, *(press(page, "Send", people=people) for page in (first, second)))
    page = loser(first, second)
    assert "Health partner is invited already. Change that invitation instead" in page.text
    assert page.document.get_element_by_id("people").value.strip() == people
    pages = two(visit, "Policy officer", f"/responses/{drafting.response}/invite")
    said = {"people": "Ward clerk, ward@parish.example", "organisation": str(cast.organisations[PARISH].id)}
    at_once(database, *(press(page, "Send", **said) for page in pages))
    page = loser(*pages)
    if "ward@parish.example was added by somebody else just now" in page.text:
        page.submit("Send", _expect=422)
    assert "Ward clerk is invited already" in page.text
    pages = two(visit, "Policy officer", f"/responses/{drafting.response}/invite")
    said = {"new_organisation": "New ward", "organisation": "0"}
    at_once(
        database,
        press(pages[0], "Send", people="A, a@ward.example", **said),
        press(pages[1], "Send", people="B, b@ward.example", **said),
    )
    assert "There is already an organisation with this name" in loser(*pages).text
    assert (
        count(database, Invitation, Invitation.person_id.is_not(None), Invitation.response_id == drafting.response) > 2
    )


def test_two_who_change_one_invitation_follow_each_other(
    cast: Cast, drafting: Drafting, database: Database, visit: Visit
) -> None:
    clerk = cast.people["Parish clerk"].id
    with database.transaction() as session:
        number = make_invitation(session, response_id=drafting.response, person_id=clerk).id
    pages = two(visit, "Policy officer", f"/responses/{drafting.response}/invitations/{number}")
    boxes = {"extent": "parts", "answers": [_first_answer(pages[0])]}
    at_once(database, *(press(page, "Save", **boxes) for page in pages))
    assert [page.status for page in pages] == [200, 200], pages[1].text
    assert count(database, InvitationPart, InvitationPart.invitation_id == number) == 1


def _first_answer(page: Visitor) -> str:
    return str(page.document.xpath("//input[@name='answers']/@value")[0])


def test_a_role_is_given_once(cast: Cast, drafting: Drafting, database: Database, visit: Visit) -> None:
    first, second = two(visit, "Policy officer", f"/responses/{drafting.response}/roles/new")
    said = {"email": address("Health partner"), "role": "observer"}
    at_once(database, *(press(page, "Give", **said) for page in (first, second)))
    page = loser(first, second)
    assert "Health partner holds this role on the response already" in page.text
    assert page.document.get_element_by_id("email").value == address("Health partner")
    assert count(database, ResponseRole, ResponseRole.person_id == cast.people["Health partner"].id) == 1


def test_two_who_change_the_plan_follow_each_other(
    cast: Cast, drafting: Drafting, database: Database, visit: Visit
) -> None:
    pages = two(visit, "Policy officer", f"/responses/{drafting.response}/plan")
    bodies = [str(cast.organisations[name].id) for name in ("Rivermead Borough Council", "Rivermead Police", PARISH)]
    partners = [str(cast.organisations[name].id) for name in ("Voluntary Action Rivermead", PARISH)]
    at_once(database, *(press(page, "Save", bodies=bodies, partners=partners) for page in pages))
    assert [page.status for page in pages] == [200, 200], pages[1].text
    assert count(database, SignOffBody, SignOffBody.response_id == drafting.response, SignOffBody.active) == 3
