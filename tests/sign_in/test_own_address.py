"""One's own address changes when the new one is confirmed, and whatever changes in how one signs in is told by mail."""

from datetime import timedelta

import pyotp
import pytest
import sqlalchemy as sa
from flask import Flask

from consult.database import Database
from consult.demo.cast import PASSWORD, Cast, address
from consult.notices import security
from consult.notices.models import OutboxMessage
from consult.people.credentials import AddressChange, KnownBrowser
from consult.people.models import Person
from consult.sign_in import known_browsers, own_address, rules
from tests.sign_in.accounts import CHROME, NEW, actions
from tests.sign_in.links import ask as ask_for_link
from tests.sign_in.links import mails, newest_path, somebody
from tests.sign_in.own_addresses import MINE, PARTNER, ask, confirmation
from tests.sign_in.signing_in import forget_step, leave_the_demo, make_older, set_up_factor, sign_in, stale_proof
from tests.visitor import HOST, Visitor


def email_of(database: Database, name: str = PARTNER) -> str | None:
    """The address that counts."""
    with database.session(read_only=True) as session:
        return session.scalar(sa.select(Person.email).where(Person.name == name))


def test_a_new_address_counts_when_it_is_confirmed(app: Flask, cast: Cast, database: Database) -> None:
    partner = ask(sign_in(app, PARTNER), MINE.upper())
    assert "a link was sent to it" in partner.text
    assert [(mail.address, mail.name) for mail in mails(database, "address-change/")] == [(MINE, PARTNER)]
    partner.open(confirmation(database))
    assert email_of(database) == address(PARTNER)
    partner.submit("Confirm")
    assert "Your email address was changed" in partner.text
    assert email_of(database) == MINE
    assert "e-mail address changed" in actions(database)
    told = {mail.address for mail in mails(database, "security/")}
    assert told == {MINE, address(PARTNER)}
    partner.open(confirmation(database), expect=404)
    somebody(app).open("/sign-in").submit("Sign in", _expect=422, email=address(PARTNER), password=PASSWORD)
    assert somebody(app).open("/sign-in").submit("Sign in", email=MINE, password=PASSWORD).path == "/"


def test_a_taken_address_looks_like_a_free_one(app: Flask, cast: Cast, database: Database) -> None:
    told = []
    partner = sign_in(app, PARTNER)
    for email in (MINE, address("Health partner")):
        partner.open("/account/email")
        partner.submit("Send the link", email=email)
        told.append(partner.text.replace(email, ""))
    assert told[0] == told[1]
    assert {mail.address for mail in mails(database, "address-change/")} == {MINE}
    with database.session(read_only=True) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(AddressChange)) == 2


@pytest.mark.authz
def test_only_the_person_themselves_confirms(app: Flask, cast: Cast, database: Database) -> None:
    ask(sign_in(app, PARTNER))
    other, path = sign_in(app, "Health partner"), confirmation(database)
    theirs, missing = other.open(path, expect=404).text, other.open("/account/email/x", expect=404).text
    assert theirs == missing
    token = other.open("/account").document.xpath("//input[@name='csrf_token']")[0].get("value")
    assert other.client.post(path, base_url=HOST, data={"csrf_token": token}).status_code == 404
    assert somebody(app).open(path).heading == "Sign in"
    assert (email_of(database), email_of(database, "Health partner")) == (address(PARTNER), address("Health partner"))


def test_a_confirmation_counts_for_an_hour_and_a_newer_one_replaces_it(
    app: Flask, cast: Cast, database: Database
) -> None:
    partner = ask(sign_in(app, PARTNER))
    first = confirmation(database)
    ask(partner, "another@rivermead.example")
    partner.open(first, expect=404)
    make_older(database, AddressChange.asked_at, 61)
    partner.open(confirmation(database), expect=404)


def test_an_address_that_is_taken_meanwhile_is_refused(app: Flask, cast: Cast, database: Database) -> None:
    partner = ask(sign_in(app, PARTNER)).open(confirmation(database))
    with database.transaction() as session:
        session.execute(sa.update(Person).where(Person.name == "Health partner").values(email=MINE))
    partner.submit("Confirm", _expect=409)
    assert "cannot be used any longer" in partner.text
    assert email_of(database) == address(PARTNER)


def test_many_askings_are_refused_and_a_bad_address_is_told(app: Flask, cast: Cast) -> None:
    partner = sign_in(app, PARTNER)
    for email in ("", "x", "a@b", "a b@c.example"):
        partner.open("/account/email").submit("Send the link", _expect=422, email=email)
    for n in range(own_address.ASKED_AT_MOST):
        ask(partner, f"n{n}@rivermead.example")
    partner.open("/account/email").submit("Send the link", _expect=422, email=MINE)
    assert "Too many links were sent" in partner.text


def test_a_fresh_proof_is_asked_for(app: Flask, cast: Cast, database: Database) -> None:
    leave_the_demo(app)
    partner = sign_in(app, PARTNER).open("/account/email")
    stale_proof(database)
    partner.submit("Send the link", _expect=401, email=MINE)
    assert mails(database, "address-change/") == []
    partner.submit("Continue", proof_password=PASSWORD)
    assert mails(database, "address-change/")[0].address == MINE


def test_a_link_that_went_to_the_old_address_counts_no_longer(app: Flask, cast: Cast, database: Database) -> None:
    other = ask_for_link(somebody(app))
    partner = ask(sign_in(app, PARTNER)).open(confirmation(database)).submit("Confirm")
    assert partner.path == "/account"
    other.open(newest_path(database), expect=409)


def test_an_administrator_who_changes_an_address_tells_both(app: Flask, cast: Cast, database: Database) -> None:
    leave_the_demo(app)
    other = ask_for_link(somebody(app))
    administrator = sign_in(app, "Administrator").open(f"/people/{cast.people[PARTNER].id}")
    stale_proof(database)
    administrator.submit("Save", _expect=401, email=MINE)
    assert administrator.heading == "Show that it is you"
    administrator.submit("Continue", proof_password=PASSWORD)
    assert email_of(database) == MINE
    assert {mail.address for mail in mails(database, "security/")} == {MINE, address(PARTNER)}
    other.open(newest_path(database), expect=409)


def subjects(database: Database) -> list[str]:
    """What the partner was told, oldest first."""
    return [mail.subject for mail in mails(database, "security/") if mail.address == address(PARTNER)]


def test_every_change_is_told_once(app: Flask, cast: Cast, database: Database) -> None:
    partner = sign_in(app, PARTNER)
    partner.open("/account/password").submit("Change password", current_password=PASSWORD, new_password=NEW)
    key, codes = set_up_factor(partner)
    assert subjects(database) == ["Your password was changed", "Your second factor was turned on"]
    there = sign_in(app, PARTNER, NEW).follow("use a recovery code").submit("Continue", code=codes[0])
    assert there.path == "/"
    assert subjects(database)[2:] == [
        "One of your recovery codes was used",
        "You signed in with a browser that you had not used before",
    ]
    forget_step(database)
    partner.open("/account/second-factor/off").submit("Turn off", password=NEW, code=pyotp.TOTP(key).now())
    assert subjects(database)[4:] == ["Your second factor was turned off"]
    set_up_factor(partner)
    number = cast.people[PARTNER].id
    sign_in(app, "Administrator").open(f"/people/{number}").submit("Turn off their second factor")
    assert subjects(database)[5:] == [
        "Your second factor was turned on",
        "An administrator turned off your second factor",
    ]
    with database.transaction() as session:
        for _ in range(2):
            security.tell(session, person_id=number)
    assert len(subjects(database)) == 7


def test_a_notice_says_what_when_where_and_what_to_do(app: Flask, cast: Cast, database: Database) -> None:
    partner = sign_in(app, PARTNER, browser=CHROME)
    partner.open("/account/password").submit("Change password", current_password=PASSWORD, new_password=NEW)
    text = mails(database, "security/")[0].text
    for words in ("Your password was changed on ", "Chrome on Windows", "tell your administrator", "/account"):
        assert words in text
    assert NEW not in text


def test_a_browser_is_new_once_and_the_first_is_not_told(app: Flask, cast: Cast, database: Database) -> None:
    partner = sign_in(app, PARTNER)
    assert subjects(database) == []
    partner.submit("Sign out").open("/sign-in").submit("Sign in", email=address(PARTNER), password=PASSWORD)
    assert subjects(database) == []
    other = sign_in(app, PARTNER, browser=CHROME)
    assert subjects(database) == ["You signed in with a browser that you had not used before"]
    assert "Chrome on Windows" in mails(database, "security/")[0].text
    other.submit("Sign out").open("/sign-in").submit("Sign in", email=address(PARTNER), password=PASSWORD)
    sign_in(app, "Health partner")
    assert len(mails(database, "security/")) == 1
    with database.transaction() as session:
        long_ago = known_browsers.dates.now() - rules.BROWSER_KEPT_FOR - timedelta(days=1)
        session.execute(sa.update(KnownBrowser).values(seen_at=long_ago))
    sign_in(app, PARTNER)
    with database.session(read_only=True) as session:
        mine = sa.select(sa.func.count()).select_from(KnownBrowser)
        assert session.scalar(mine.where(KnownBrowser.person_id == cast.people[PARTNER].id)) == 1


def test_somebody_chosen_in_the_demo_is_told_nothing(app: Flask, cast: Cast, database: Database) -> None:
    for _ in range(2):
        Visitor(app.test_client()).open("/sign-in").submit(PARTNER)
    with database.session(read_only=True) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(KnownBrowser)) == 0
        assert session.scalar(sa.select(sa.func.count()).select_from(OutboxMessage)) == 0
