"""Nobody sees or changes what is not theirs: what belongs to others looks like what is not there."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from consult.database import Database
from consult.demo.cast import Cast
from consult.library.life import withdraw
from consult.library.models import LibraryEntry
from consult.people.models import OrganisationKind
from consult.people.services import add_organisation, add_person
from consult.permissions import Role
from tests.factories.comments import make_comment
from tests.factories.situations import Drafting, approved, sent
from tests.house import PUBLIC, addresses, content, csrf
from tests.visitor import HOST, Visitor

pytestmark = pytest.mark.authz
Visit = Callable[[str | None], Visitor]
OTHERS = {
    "Other officer": Role.POLICY_OFFICER,
    "Other partner": Role.PARTNER,
    "Other approver": Role.APPROVER,
}
LISTS = {"/", "/people", "/consultations", "/responses", "/library", "/consultations/load"}


@pytest.fixture
def others(database: Database, demo: Cast) -> list[str]:
    """People of another council, with every role, invited to nothing."""
    with database.transaction() as session:
        body = add_organisation(session, actor=None, name="Elsewhere District Council", kind=OrganisationKind.COUNCIL)
        for name, role in OTHERS.items():
            add_person(
                session,
                actor=None,
                name=name,
                email=f"{role.value}@elsewhere.example",
                organisation_id=body.id,
                roles=[role],
                password="seven herons wait for fish",
                demo=True,
            )
    return list(OTHERS)


def test_what_belongs_to_others_looks_like_what_is_not_there(
    app: Flask, demo: Cast, database: Database, others: list[str], visit: Visit
) -> None:
    before = content(database)
    for name in others:
        visitor = visit(name)
        token = csrf(visitor)
        for method, address, who in addresses(app, demo):
            if who == PUBLIC or address in LISTS or not re.search(r"/\d", address):
                continue
            send = visitor.client.get if method == "GET" else visitor.client.post
            data = {"csrf_token": token} if method == "POST" else {}
            theirs = send(address, base_url=HOST, data=data)
            missing = send(re.sub(r"/1\b", "/987654", address), base_url=HOST, data=data)
            assert theirs.status_code in (403, 404), f"{name} {method} {address}: {theirs.status_code}"
            assert theirs.status_code == missing.status_code
            assert plain(theirs.get_data(as_text=True)) == plain(missing.get_data(as_text=True))
    after = content(database)
    changed = {table for table in before if before[table] != after[table]} - {"signed_in_sessions", "history"}
    assert changed == set()


def plain(html: str) -> str:
    """A page without what differs at every request."""
    return re.sub(r'(nonce|value)="[^"]*"', "", html)


def test_lists_show_nothing_of_others(demo: Cast, others: list[str], visit: Visit) -> None:
    for name in others:
        visitor = visit(name)
        for path in ("/", "/consultations", "/responses", "/library", "/library?q=neighbourhood"):
            text = visitor.open(path, expect=None).text
            assert "Joint response" not in text
            assert "neighbourhood engagement" not in text.lower()
            assert "Stronger together" not in text


def test_partners_see_what_they_were_invited_to_and_their_own_comments(
    cast: Cast, drafting: Drafting, database: Database, visit: Visit
) -> None:
    with database.transaction() as session:
        round_id = sent(session, cast).id
        said = {"answer_id": drafting.answers[0], "text": "Divisions were redrawn in spring."}
        make_comment(session, author_id=cast.people["Police partner"].id, **said)
    police, health = visit("Police partner"), visit("Health partner")
    response = f"/responses/{drafting.response}"
    assert "Joint response" in police.open("/responses").text
    assert "Divisions were redrawn" in police.open(f"{response}/comments").text
    assert "Divisions were redrawn" not in health.open(f"{response}/comments").text
    for path in (f"{response}/sign-off", f"{response}/documents", f"{response}/record", f"/rounds/{round_id}"):
        police.open(path, expect=403)


def test_a_partner_whose_invitation_was_withdrawn_is_out_at_once(cast: Cast, drafting: Drafting, visit: Visit) -> None:
    response = f"/responses/{drafting.response}"
    police = visit("Police partner").open(response)
    officer = visit("Policy officer").open(f"{response}/plan")
    keep = [str(cast.organisations[name].id) for name in ("Rivermead Health Trust",)]
    officer.submit("Save the plan", partners=keep)
    police.open(response, expect=404)
    assert "Joint response" not in police.open("/").text
    officer.open(response)
    assert "Rivermead Police" not in officer.text


def test_a_body_decides_only_for_itself(cast: Cast, database: Database, visit: Visit) -> None:
    with database.transaction() as session:
        round_ = approved(session, cast)
        number, decisions = round_.id, [decision.id for decision in round_.decisions]
    for name in ("Council Executive", "Partnership board"):
        approver = visit(name).open(f"/rounds/{number}")
        assert "Record the decision" not in approver.text
        decided, other = [approver.open(f"/decisions/{number}", expect=None).status for number in decisions]
        assert {decided, other} == {200, 404}
    visit("Council Executive").open("/people", expect=403)


def test_an_entry_that_is_gone_is_gone_from_search_at_once(
    demo: Cast, app: Flask, database: Database, visit: Visit
) -> None:
    officer = visit("Policy officer").open("/library?q=clerk")
    assert "1 answer found" in officer.text
    with database.transaction() as session:
        entry = session.scalars(select(LibraryEntry).where(LibraryEntry.answer.contains("clerk"))).one()
        withdraw(session, actor=demo.viewers["Policy officer"], entry=entry, cause="Out of date")
    assert "Small parishes have" not in officer.open("/library?q=clerk").text
