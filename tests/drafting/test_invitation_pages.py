"""Inviting in the browser: from the officer's form through the mail to a comment, without a password."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from consult.database import Database
from consult.demo.cast import Cast
from consult.drafting.models import Invitation
from consult.drafting.pages.invitation_forms import Invitee, read_line
from consult.notices.models import OutboxMessage
from consult.people.models import Person
from tests.counting import count_statements
from tests.factories.situations import Drafting
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


def secret_of(database: Database, event: str) -> str:
    """The hidden link of the newest mail of an event."""
    with database.session(read_only=True) as session:
        of_it = OutboxMessage.event.startswith(event)
        newest = select(OutboxMessage).where(of_it).order_by(OutboxMessage.id.desc())
        mail = session.scalars(newest).first()
        assert mail is not None
        return mail.secret_path


def invited(officer: Visitor, database: Database, response: int, **values: object) -> str:
    """Invite a parish clerk who is new here; return the path of the invitation's link."""
    officer.open(f"/responses/{response}/invite").submit(
        "Send the invitation",
        **{
            "people": "Meadow clerk, meadow.clerk@rivermead.example",
            "new_organisation": "Upper Hythe Parish Council",
            **values,
        },
    )
    assert "1 person was invited" in officer.text
    return secret_of(database, "invitation/")


def test_a_partner_with_only_an_address_comments_without_a_password(
    drafting: Drafting, app: Flask, database: Database, visit: Visit
) -> None:
    officer = visit("Policy officer").open(f"/responses/{drafting.response}/answers")
    numbers = re.findall(r'id="answer-(\d+)"', officer.html)
    link = invited(officer, database, drafting.response, level="comment", extent="parts", answers=[numbers[0]])
    assert "Meadow clerk" in officer.text
    assert "Sending" in officer.text
    clerk = Visitor(app.test_client()).open(link).submit("Send me the link")
    clerk.open(secret_of(database, "sign-in-link/")).submit("Sign in")
    assert clerk.path == f"/responses/{drafting.response}"
    clerk.open(f"/responses/{drafting.response}/answers")
    assert re.findall(r'id="answer-(\d+)"', clerk.html) == [numbers[0]]
    clerk.open(f"/answers/{numbers[1]}", expect=404)
    clerk.open(f"/answers/{numbers[0]}")
    assert "Proposed wording" not in clerk.text
    clerk.submit("Send comment", comment="The parish agrees.")
    assert "The parish agrees." in clerk.text
    assert "Used" in officer.open(f"/responses/{drafting.response}/people").text
    with database.session(read_only=True) as session:
        person = session.scalars(select(Person).where(Person.email == "meadow.clerk@rivermead.example")).one()
        assert person.password_hash is None


def test_the_message_can_be_read_again(drafting: Drafting, app: Flask, database: Database, visit: Visit) -> None:
    officer = visit("Policy officer")
    said = "Please look at parking.\nThe rest can wait."
    link = invited(officer, database, drafting.response, level="see", extent="whole", message=said)
    with database.session(read_only=True) as session:
        number = session.scalar(select(func.max(Invitation.id)))
    assert said in officer.open(f"/responses/{drafting.response}/invitations/{number}").html
    clerk = Visitor(app.test_client()).open(link)
    assert said not in clerk.html  # nobody is signed in yet
    clerk.submit("Send me the link").open(secret_of(database, "sign-in-link/")).submit("Sign in")
    assert said in clerk.open(link).html


def test_a_link_that_was_passed_on_opens_nothing(
    drafting: Drafting, app: Flask, database: Database, visit: Visit
) -> None:
    link = invited(visit("Policy officer"), database, drafting.response)
    other = visit("Health partner").open(link)
    assert "This invitation is for somebody else" in other.text
    assert "Joint response" not in other.text
    stranger = Visitor(app.test_client()).open(link)
    assert "Joint response" not in stranger.text
    assert "meadow.clerk" not in stranger.html
    # What the stranger can do sends the link to the address that was invited, and to no other.
    stranger.submit("Send me the link")
    with database.session(read_only=True) as session:
        mails = session.scalars(select(OutboxMessage.address).where(OutboxMessage.event.startswith("sign-in-link/")))
        assert set(mails) == {"meadow.clerk@rivermead.example"}


def test_a_withdrawn_invitation_closes_at_the_next_page(
    drafting: Drafting, app: Flask, database: Database, visit: Visit
) -> None:
    officer = visit("Policy officer")
    link = invited(officer, database, drafting.response)
    clerk = Visitor(app.test_client()).open(link).submit("Send me the link")
    clerk.open(secret_of(database, "sign-in-link/")).submit("Sign in")
    with database.session(read_only=True) as session:
        number = session.scalars(select(func.max(Invitation.id))).one()
    officer.open(f"/responses/{drafting.response}/invitations/{number}/withdraw").submit("Withdraw the invitation")
    assert "Withdrawn" in officer.text
    clerk.open(f"/responses/{drafting.response}", expect=403)  # nothing is left that would let them read any response
    clerk.open("/").open(link, expect=404)


def test_what_is_wrong_is_said_and_nobody_is_invited(drafting: Drafting, database: Database, visit: Visit) -> None:
    officer = visit("Policy officer")
    for values, words in (
        ({"people": ""}, "Enter at least one email address"),
        ({"people": "not an address"}, "is not an email address"),
        ({"people": "new@parish.example"}, "Select the organisation of those who are new here"),
        ({"people": "police.partner@rivermead.example", "extent": "parts"}, "Select at least one question"),
        ({"people": "policy.officer@rivermead.example"}, "You work on this response already"),
        ({"people": "a@x.example\nb@x.example", "organisation": "99999"}, "Not a valid choice"),
    ):
        officer.open(f"/responses/{drafting.response}/invite").submit("Send the invitation", 422, **values)
        assert words in officer.text
    with database.session(read_only=True) as session:
        to_one = select(Invitation.person_id).where(Invitation.person_id.is_not(None))
        assert session.scalars(to_one).all() == []
        assert session.scalars(select(Person.id).where(Person.email.contains("@parish"))).all() == []


def test_a_role_is_given_and_taken_away(drafting: Drafting, visit: Visit) -> None:
    officer = visit("Policy officer").open(f"/responses/{drafting.response}/roles/new")
    officer.submit("Give the role", email="nobody@rivermead.example", role="drafter", _expect=422)
    assert "Nobody here has this email address" in officer.text
    officer.submit("Give the role", email="Health.Partner@rivermead.example", role="clerk", _expect=422)
    assert "Select the body" in officer.text
    officer.submit("Give the role", email="health.partner@rivermead.example", role="drafter", body="0")
    health = visit("Health partner").open(f"/responses/{drafting.response}/answers")
    number = re.findall(r'id="answer-(\d+)"', health.html)[0]
    health.open(f"/answers/{number}").submit("Save answer", text="Drafted by a partner.", status="drafting")
    assert "Drafted by a partner." in health.html
    officer.open(f"/responses/{drafting.response}/people").follow("Remove the role of Health partner").submit(
        "Remove the role"
    )
    health.open(f"/answers/{number}")
    assert not health.has_button("Save answer")


def test_the_list_asks_as_much_for_many_as_for_few(
    cast: Cast, drafting: Drafting, app: Flask, database: Database, visit: Visit
) -> None:
    officer = visit("Policy officer")
    invited(officer, database, drafting.response)
    with count_statements(app) as few:
        officer.open(f"/responses/{drafting.response}/people")
    lines = "\n".join(f"partner{n}@parish.example" for n in range(20))
    officer.open(f"/responses/{drafting.response}/invite").submit(
        "Send the invitation", people=lines, organisation=str(voluntary(cast))
    )
    with count_statements(app) as many:
        officer.open(f"/responses/{drafting.response}/people")
    assert many.statements == few.statements


def voluntary(cast: Cast) -> int:
    """The number of an organisation."""
    return cast.organisations["Voluntary Action Rivermead"].id


@pytest.mark.parametrize("page", ["people", "invite", "roles/new"])
def test_only_the_council_that_leads_manages_its_people(drafting: Drafting, visit: Visit, page: str) -> None:
    for name in ("Police partner", "Council Executive", "Administrator"):
        visit(name).open(f"/responses/{drafting.response}/{page}", expect=403)


@pytest.mark.parametrize(
    ("line", "name", "address"),
    [
        ("clerk@parish.example", "", "clerk@parish.example"),
        ("Parish  clerk, clerk@parish.example", "Parish clerk", "clerk@parish.example"),
        ("Parish clerk<clerk@parish.example>", "Parish clerk", "clerk@parish.example"),
        ("<clerk@parish.example>", "", "clerk@parish.example"),
    ],
)
def test_a_line_names_an_address_and_perhaps_a_person(line: str, name: str, address: str) -> None:
    assert read_line(line) == Invitee(name, address)


def test_a_line_that_names_nobody_is_read_at_once_however_long_it_is() -> None:
    """Each place where a name could end was tried with each where its separators could."""
    for piece in (" ,", "a", "; a", "a@ ", "<", "\u00a0"):
        assert read_line(piece * 100_000 + "x") is None
