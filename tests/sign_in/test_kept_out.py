"""Nobody keeps a named person out: not by wrong passwords, not by links asked for in their name, not by wrong codes."""

import pyotp
import pytest
import sqlalchemy as sa
from flask import Flask

from consult.database import Database
from consult.demo.cast import PASSWORD, Cast, address
from consult.drafting.models import ConsultationResponse
from consult.drafting.states import ResponseState
from consult.people import rules
from consult.people.credentials import AddressChange, FailedProof, FailedSignIn, SignInLink
from consult.sign_in import links, second_factor
from consult.sign_in import rules as sign_in_rules
from consult.sign_in.attempts import Asker
from tests.sign_in.links import PARTNER, mails, newest_path
from tests.sign_in.signing_in import forget_step, make_older, next_code, set_up_factor
from tests.visitor import HOST, Visitor

EMAIL = address(PARTNER)
HERE = "198.51.100.7"


def browser(app: Flask, client: str = HERE) -> Visitor:
    """A browser of its own in some network."""
    visitor = Visitor(app.test_client())
    visitor.client.environ_base["REMOTE_ADDR"] = client
    return visitor


def with_password(visitor: Visitor, password: str = PASSWORD, email: str = EMAIL) -> Visitor:
    """Give address and password, whatever comes of it."""
    token = visitor.open("/sign-in").document.xpath("//input[@name='csrf_token']")[0].get("value")
    data = {"csrf_token": token, "email": email, "password": password}
    visitor._take(visitor.client.post("/sign-in", base_url=HOST, data=data))
    return visitor


def ask_link(visitor: Visitor, email: str = EMAIL) -> bool:
    """Ask for a link; whether one was sent, as the page says."""
    token = visitor.open("/sign-in/link").document.xpath("//input[@name='csrf_token']")[0].get("value")
    answer = visitor.client.post("/sign-in/link", base_url=HOST, data={"csrf_token": token, "email": email})
    return answer.status_code == 302


def known(app: Flask, client: str = HERE) -> Visitor:
    """A browser in which the person signed in before, and signed out again."""
    visitor = with_password(browser(app, client))
    assert visitor.path == "/"
    visitor.submit("Sign out")
    return visitor


def test_wrong_passwords_of_a_stranger_keep_nobody_out(app: Flask, cast: Cast) -> None:
    mine, elsewhere = known(app), browser(app)
    stranger = browser(app, "203.0.113.9")
    for _ in range(sign_in_rules.FAILURES_ALLOWED):
        assert with_password(stranger, "a wrong password").status == 422
    assert "Too many attempts with this address" in with_password(stranger).text, "the stranger is stopped"
    assert with_password(elsewhere).path == "/", "another network is another one's"
    assert with_password(mine).path == "/"


def test_nor_does_one_in_the_same_network(app: Flask, cast: Cast) -> None:
    mine, stranger = known(app), browser(app)
    for _ in range(sign_in_rules.FAILURES_ALLOWED):
        with_password(stranger, "a wrong password")
    assert with_password(browser(app)).status == 422
    assert with_password(mine).path == "/"


def test_nor_do_many_networks_together(app: Flask, cast: Cast, database: Database) -> None:
    mine = known(app)
    with database.transaction() as session:
        session.add_all(
            FailedSignIn(email=EMAIL, client=f"203.0.113.{n}", at=rules.dates.now())
            for n in range(sign_in_rules.FAILURES_OF_STRANGERS)
        )
        session.add_all(
            FailedSignIn(email=f"n{n}@elsewhere.example", client=HERE, at=rules.dates.now())
            for n in range(sign_in_rules.FAILURES_OF_A_CLIENT)
        )
    assert "Too many attempts" in with_password(browser(app, "192.0.2.1")).text, "guessing by many is slowed"
    assert with_password(mine).path == "/"


def test_guessing_in_a_known_browser_is_stopped_there(app: Flask, cast: Cast) -> None:
    mine = known(app)
    for _ in range(sign_in_rules.FAILURES_ALLOWED):
        with_password(mine, "a wrong password")
    assert "Too many attempts with this address" in with_password(mine).text
    assert with_password(browser(app)).path == "/"


def test_a_browser_known_for_one_is_a_stranger_for_another(app: Flask, cast: Cast) -> None:
    mine, other = known(app), address("Health partner")
    for _ in range(sign_in_rules.FAILURES_ALLOWED):
        with_password(mine, "a wrong password", other)
    assert with_password(browser(app), email=other).status == 422, "counted as one stranger of that network"


def test_one_line_of_ipv6_is_one_network(app: Flask, cast: Cast) -> None:
    for n in range(sign_in_rules.FAILURES_ALLOWED):
        with_password(browser(app, f"2001:db8:1:2::{n + 1:x}"), "a wrong password")
    assert with_password(browser(app, "2001:db8:1:2:ffff::1")).status == 422
    assert with_password(browser(app, "2001:db8:1:3::1")).path == "/"
    assert Asker("::ffff:203.0.113.9").network == "203.0.113.9"


def test_links_of_strangers_end_no_link_and_flood_no_mailbox(app: Flask, cast: Cast, database: Database) -> None:
    mine = browser(app)
    assert ask_link(mine)
    held = newest_path(database)
    sent = [ask_link(browser(app, f"203.0.113.{n}")) for n in range(30)]
    assert sum(sent) + 1 == links.LINKS_OF_STRANGERS == len(mails(database))
    mine.open(held).submit("Sign in")
    assert mine.path == "/", "the link that was held stays good"
    mine.submit("Sign out")
    assert ask_link(mine), "a known browser gets one all the same"
    mine.open(newest_path(database)).submit("Sign in")
    assert mine.path == "/"


def test_a_stranger_in_one_network_leaves_room_for_the_person(app: Flask, cast: Cast, database: Database) -> None:
    for _ in range(20):
        ask_link(browser(app, "203.0.113.9"))
    assert len(mails(database)) == links.LINKS_OF_AN_ADDRESS
    mine = browser(app)  # in which they never signed in
    assert ask_link(mine)
    mine.open(newest_path(database)).submit("Sign in")
    assert mine.path == "/"


def test_bounds_of_links_are_the_same_for_nobody(app: Flask, cast: Cast) -> None:
    told = []
    for email in (EMAIL, "nobody@elsewhere.example"):
        told.append([ask_link(browser(app, f"203.0.113.{n}"), email) for n in range(9)])
    assert told[0] == told[1]


def test_bounds_of_links_end_with_the_hour(app: Flask, cast: Cast, database: Database) -> None:
    for n in range(9):
        ask_link(browser(app, f"203.0.113.{n}"))
    assert not ask_link(browser(app))
    make_older(database, SignInLink.asked_at, 59)
    assert not ask_link(browser(app))
    make_older(database, SignInLink.asked_at, 61)
    assert ask_link(browser(app))


def test_an_invitation_that_is_held_gets_a_link_all_the_same(app: Flask, demo: Cast, database: Database) -> None:
    officer = Visitor(app.test_client()).sign_in_as(demo.people["Policy officer"].id)
    officer.open(f"/responses/{demo_response(database)}/invite").submit(
        "Send the invitation", people="Parish clerk, clerk@parish.example", new_organisation="Parish of Ford"
    )
    held = mails(database, "invitation/")[-1].secret_path
    for n in range(9):
        ask_link(browser(app, f"203.0.113.{n}"), "clerk@parish.example")
    mine = browser(app).open(held)
    mine.submit("Send me the link")
    assert mine.path == "/sign-in/link/sent"
    assert mine.open(newest_path(database)).submit("Sign in").status == 200


def demo_response(database: Database) -> int:
    """A response that is being drafted."""
    with database.session(read_only=True) as session:
        drafting = ConsultationResponse.state == ResponseState.DRAFTING
        return session.scalars(sa.select(ConsultationResponse.id).where(drafting)).first() or 0


def test_a_change_of_address_is_not_ended_by_a_stranger(app: Flask, cast: Cast, database: Database) -> None:
    mine = with_password(browser(app)).open("/account/email")
    mine.submit("Send", email="police.new@rivermead.example")
    ask_link(browser(app, "203.0.113.9"))
    with database.session(read_only=True) as session:
        assert session.scalars(sa.select(AddressChange.ended_at)).all() == [None]


def test_wrong_codes_of_whoever_has_the_password_keep_nobody_out(app: Flask, cast: Cast, database: Database) -> None:
    mine = with_password(browser(app))
    key, codes = set_up_factor(mine)
    mine.open("/").submit("Sign out")
    thief = with_password(browser(app, "203.0.113.9"))
    for _ in range(sign_in_rules.FAILED_PROOFS_ALLOWED):
        thief.submit("Continue", _expect=422, code="000000")
    thief.submit("Continue", _expect=422, code=codes[1])
    assert "Too many wrong attempts" in thief.text
    forget_step(database)
    assert with_password(mine).submit("Continue", code=next_code(key)).path == "/"
    elsewhere = with_password(browser(app, "192.0.2.1")).open("/sign-in/code?with=recovery")
    assert elsewhere.submit("Continue", code=codes[0]).path == "/", "another network is another one's"


def test_wrong_codes_from_many_networks_are_counted_together(session: sa.orm.Session, cast: Cast) -> None:
    person = cast.viewers[PARTNER]
    factor = second_factor.begin(session, actor=person)
    second_factor.confirm(session, actor=person, code=pyotp.TOTP(factor.secret).now())
    for n in range(sign_in_rules.FAILED_PROOFS_OF_STRANGERS):
        with pytest.raises(sign_in_rules.WrongCode):
            second_factor.check_code(session, person_id=person.person_id, code="000000", asker=Asker(f"203.0.113.{n}"))
    with pytest.raises(sign_in_rules.TooManyAttempts):
        second_factor.check_code(session, person_id=person.person_id, code="000000", asker=Asker("192.0.2.1"))


def test_wrong_proofs_elsewhere_do_not_hold_up_an_act_here(app: Flask, cast: Cast, database: Database) -> None:
    mine = with_password(browser(app))
    with database.transaction() as session:
        session.add_all(
            FailedProof(person_id=cast.people[PARTNER].id, client=f"203.0.113.{n}", at=rules.dates.now())
            for n in range(sign_in_rules.FAILED_PROOFS_OF_STRANGERS)
        )
    mine.open("/account/password")
    new = "seven otters cross slowly"
    mine.submit("Change password", current_password=PASSWORD, new_password=new)
    assert mine.path == "/account"
