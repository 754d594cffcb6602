"""One-time links: known and unknown addresses look alike; once, in one browser, never past a second factor."""

from collections import Counter
from dataclasses import replace

import pyotp
import pytest
import sqlalchemy as sa
from flask import Flask

from consult import dates
from consult.database import Database
from consult.demo.cast import PASSWORD, Cast, address
from consult.people.credentials import RecoveryCode, SecondFactor, SignedInSession, SignInLink, SignInWay
from consult.people.models import Person
from consult.sign_in import links, second_factor
from consult.sign_in.attempts import Asker
from tests.counting import count_statements
from tests.sign_in.accounts import NEW, actions
from tests.sign_in.links import NOBODY, PARTNER, ask, at_once, mails, newest_path, somebody
from tests.sign_in.signing_in import (
    forget_step,
    leave_the_demo,
    make_older,
    next_code,
    set_up_factor,
    sign_in,
    stale_proof,
)
from tests.visitor import HOST, Visitor


def test_a_link_signs_in_and_goes_on_to_the_page(app: Flask, cast: Cast, database: Database) -> None:
    partner = somebody(app).open("/library?q=map")
    partner.follow("Get a link by email instead").submit("Send the link", email=address(PARTNER))
    assert partner.heading == "Check your email"
    assert partner.path == "/sign-in/link/sent"
    partner.open(newest_path(database)).submit("Sign in")
    assert partner.path == "/library?q=map"
    assert "Police partner, Rivermead Police" in partner.html
    with database.session(read_only=True) as session:
        assert session.scalars(sa.select(SignedInSession.way)).all() == [SignInWay.LINK]
    assert partner.open(newest_path(database), expect=409).heading == "This link does not work any longer"


def test_only_hashes_are_kept(app: Flask, cast: Cast, database: Database) -> None:
    partner = ask(somebody(app))
    token = newest_path(database).rpartition("/")[2]
    with partner.client.session_transaction(base_url=HOST) as cookie:
        nonce = cookie["link_browser"]
    assert len(token) == len(nonce) == 43  # 256 bits
    with database.engine.connect() as connection:
        row = connection.execute(sa.select(SignInLink.__table__)).one()
    assert token not in map(str, row)
    assert nonce not in map(str, row)
    assert token not in mails(database)[0].text + mails(database)[0].html


def test_opening_a_link_changes_nothing(app: Flask, cast: Cast, database: Database) -> None:
    partner = ask(somebody(app))
    for visitor in (partner, somebody(app), partner, somebody(app)):  # mail scanners open links in browsers of theirs
        visitor.open(newest_path(database), expect=None)
        visitor.client.head(newest_path(database), base_url=HOST)
    assert partner.submit("Sign in") if partner.has_button("Sign in") else None
    partner.open(newest_path(database), expect=None)
    with database.session(read_only=True) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(SignedInSession)) == 1


def test_another_browser_is_told_so_and_nothing_is_used_up(app: Flask, cast: Cast, database: Database) -> None:
    partner, other = ask(somebody(app)), somebody(app).open("/sign-in")
    path = newest_path(database)
    assert other.open(path, expect=409).heading == "Open this link in the other browser"
    token = ask(other, NOBODY).open("/sign-in").document.xpath("//input[@name='csrf_token']")[0].get("value")
    answer = other.client.post(path, base_url=HOST, data={"csrf_token": token})
    assert answer.status_code == 409
    assert "Nothing was used up" in answer.get_data(as_text=True)
    assert partner.open(path).submit("Sign in").path == "/"


@pytest.mark.parametrize("state", ["unknown", "switched off"])
def test_known_and_unknown_addresses_look_alike(app: Flask, cast: Cast, database: Database, state: str) -> None:
    unknown = NOBODY
    if state == "switched off":
        unknown = address("Health partner")
        with database.transaction() as session:
            session.execute(sa.update(Person).where(Person.email == unknown).values(active=False))
    told = []
    for email in (address(PARTNER), unknown):
        visitor = somebody(app)
        pages = []
        for _ in range(links.LINKS_OF_AN_ADDRESS):
            ask(visitor, email)
            pages.append((visitor.status, visitor.path, visitor.text))
        visitor.open("/sign-in/link").submit("Send the link", _expect=422, email=email)
        assert "Too many links were asked for with this address" in visitor.text
        told.append([*pages, (visitor.status, visitor.path, visitor.text)])
    assert told[0] == told[1]
    assert {mail.address for mail in mails(database)} == {address(PARTNER)}


def test_both_cause_the_same_work(app: Flask, cast: Cast, database: Database) -> None:
    told = []
    for email in (address(PARTNER), NOBODY):
        visitor = somebody(app).open("/sign-in/link")
        with count_statements(app) as counted:
            visitor.submit("Send the link", email=email)
        told.append(Counter(statement.split(None, 1)[0] for statement in counted.texts))
    known, unknown = told
    # A message to nobody is written too, and taken back; whether somebody may sign in is asked once more.
    assert unknown - known == Counter(DELETE=1)
    assert known - unknown == Counter(SELECT=1)
    assert len(mails(database)) == 1


def test_many_links_of_one_network_are_refused(app: Flask, cast: Cast, database: Database) -> None:
    with database.transaction() as session:
        for n in range(links.LINKS_OF_A_CLIENT):
            links.ask(session, email=f"n{n}@elsewhere.example", asker=Asker("203.0.113.9"), browser_nonce="x")
        with pytest.raises(links.TooManyLinks, match="network"):
            links.ask(session, email=NOBODY, asker=Asker("203.0.113.9"), browser_nonce="x")
        links.ask(session, email=NOBODY, asker=Asker("203.0.113.10"), browser_nonce="x")
        links.ask(session, email=address(PARTNER), asker=Asker(""), browser_nonce="x")
        session.execute(sa.update(SignInLink).values(asked_at=dates.now() - links.COUNTS_FOR))
        links.ask(session, email=NOBODY, asker=Asker("203.0.113.9"), browser_nonce="x")


def test_a_newer_link_ends_the_earlier_one_of_that_person_only(app: Flask, cast: Cast, database: Database) -> None:
    partner, other = somebody(app), somebody(app)
    paths = []
    for visitor, email in (
        (partner, address(PARTNER)),
        (other, address("Health partner")),
        (partner, address(PARTNER)),
    ):
        ask(visitor, email)
        paths.append(newest_path(database))
    assert "you asked for a newer one" in partner.open(paths[0], expect=409).text
    assert other.open(paths[1]).submit("Sign in").path == "/"
    assert partner.open(paths[2]).submit("Sign in").path == "/"


def test_a_link_counts_for_fifteen_minutes(app: Flask, cast: Cast, database: Database) -> None:
    partner = ask(somebody(app)).open(newest_path(database))
    make_older(database, SignInLink.asked_at, 16)
    partner.submit("Sign in", _expect=409)
    assert partner.heading == "This link does not work any longer"


def test_somebody_switched_off_meanwhile_is_refused(app: Flask, cast: Cast, database: Database) -> None:
    partner = ask(somebody(app)).open(newest_path(database))
    with database.transaction() as session:
        session.execute(sa.update(Person).where(Person.name == PARTNER).values(active=False))
    partner.submit("Sign in", _expect=409)


@pytest.mark.parametrize("token", ["x", "%00", "a" * 500, "sent%20"])
def test_what_is_no_link_opens_nothing(app: Flask, cast: Cast, token: str) -> None:
    assert ask(somebody(app)).open(f"/sign-in/link/{token}", expect=409).heading == "This link does not work any longer"


def test_the_second_factor_is_still_asked_for(app: Flask, cast: Cast, database: Database) -> None:
    key, codes = set_up_factor(sign_in(app, PARTNER))
    partner = ask(somebody(app)).open(newest_path(database)).submit("Sign in")
    assert partner.heading == "Enter your code"
    assert Visitor(partner.client).open("/account").heading == "Sign in"
    forget_step(database)
    partner.submit("Continue", code=pyotp.TOTP(key).now())
    assert partner.path == "/"
    with database.session(read_only=True) as session:
        newest = sa.select(SignedInSession.way).order_by(SignedInSession.id.desc())
        assert session.scalar(newest) is SignInWay.LINK
    assert codes


def test_who_forgot_their_password_chooses_another_and_keeps_the_second_factor(
    app: Flask, cast: Cast, database: Database
) -> None:
    elsewhere = sign_in(app, PARTNER)
    key, _ = set_up_factor(elsewhere)
    partner = ask(somebody(app)).open(newest_path(database)).submit("Sign in")
    forget_step(database)
    partner.submit("Continue", code=pyotp.TOTP(key).now()).open("/account/password")
    assert "Current password" not in partner.text
    partner.submit("Change password", _expect=422, new_password="short")
    partner.submit("Change password", new_password=NEW)
    assert "Your password was changed" in partner.text
    assert elsewhere.open("/").heading == "Sign in"
    assert sign_in(app, PARTNER, NEW).heading == "Enter your code"


def test_without_a_fresh_link_the_old_password_is_asked_for(app: Flask, cast: Cast, database: Database) -> None:
    partner = ask(somebody(app)).open(newest_path(database)).submit("Sign in").open("/account/password")
    stale_proof(database)
    token = partner.form_with("Change password").fields["csrf_token"]
    answer = partner.client.post("/account/password", base_url=HOST, data={"csrf_token": token, "new_password": NEW})
    assert answer.status_code == 422
    assert "Enter your current password" in answer.get_data(as_text=True)
    assert "Current password" in sign_in(app, PARTNER).open("/account/password").text


def test_somebody_without_a_password_signs_in_and_chooses_one(app: Flask, cast: Cast, database: Database) -> None:
    leave_the_demo(app)
    administrator = sign_in(app, "Administrator").open("/people/new")
    assert "password" not in administrator.form_with("Add person").fields
    administrator.submit("Add person", name="New partner", email="new.partner@rivermead.example", roles=["partner"])
    assert mails(database, "added/")[0].address == "new.partner@rivermead.example"
    partner = somebody(app).open("/sign-in")
    partner.submit("Sign in", _expect=422, email="new.partner@rivermead.example", password=PASSWORD)
    ask(partner, "new.partner@rivermead.example").open(newest_path(database)).submit("Sign in").open("/account")
    assert "None: you sign in with a link" in partner.text
    stale_proof(database)
    assert partner.open("/account/password").heading == "Choose a password"
    partner.open("/account/second-factor").submit("Set up", _expect=401)
    assert "you have no password to give" in partner.text
    ask(partner, "new.partner@rivermead.example").open(newest_path(database)).submit("Sign in")
    partner.open("/account").follow("Choose password").submit("Change password", new_password=NEW)
    assert "password changed" in actions(database)
    assert (
        somebody(app).open("/sign-in").submit("Sign in", email="new.partner@rivermead.example", password=NEW).path
        == "/"
    )


def test_a_new_password_ends_links_that_were_not_used(app: Flask, cast: Cast, database: Database) -> None:
    partner = ask(somebody(app))
    sign_in(app, PARTNER).open("/account/password").submit(
        "Change password", current_password=PASSWORD, new_password=NEW
    )
    partner.open(newest_path(database), expect=409)


def test_the_next_page_is_one_of_ours(app: Flask, cast: Cast, database: Database) -> None:
    for target in ("https://evil.example/", "//evil.example", "/" + "a" * 600):
        visitor = somebody(app).open("/sign-in/link")
        visitor.submit("Send the link", email=address(PARTNER), next=target)
        assert visitor.open(newest_path(database)).submit("Sign in").path == "/"


def test_of_many_uses_at_once_one_wins(database: Database, cast: Cast) -> None:
    with database.transaction() as session:
        asked = links.ask(session, email=address(PARTNER), asker=Asker(""), browser_nonce="n")
    token = asked.secret_path.rpartition("/")[2]

    def use() -> str:
        with database.transaction() as session:
            return links.use(session, token=token, browser_nonce="n")[0]

    found = at_once(6, use)
    assert len([one for one in found if isinstance(one, str)]) == 1
    assert len([one for one in found if isinstance(one, links.LinkGone)]) == 5
    with database.session(read_only=True) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(SignedInSession)) == 1


def test_of_many_askings_at_once_no_more_than_allowed_are_taken(database: Database, cast: Cast) -> None:
    def ask_once() -> int:
        with database.transaction() as session:
            return links.ask(session, email=address(PARTNER), asker=Asker(""), browser_nonce="n").link_id

    found = at_once(6, ask_once)
    assert len([one for one in found if isinstance(one, int)]) == links.LINKS_OF_AN_ADDRESS
    with database.session(read_only=True) as session:
        unused = sa.select(sa.func.count()).select_from(SignInLink).where(SignInLink.ended_at.is_(None))
        assert session.scalar(unused) == 1


@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_of_many_uses_of_one_code_at_once_one_wins(app: Flask, database: Database, cast: Cast, kind: str) -> None:
    key, codes = set_up_factor(sign_in(app, PARTNER))
    code = next_code(key) if kind == "app" else codes[0]

    def use() -> bool:
        with database.session() as session:
            try:
                second_factor.check_code(session, person_id=cast.people[PARTNER].id, code=code)
            finally:
                session.commit()
            return True

    found = at_once(4, use)
    assert found.count(True) == 1, found
    with database.session(read_only=True) as session:
        used = sa.select(sa.func.count()).select_from(RecoveryCode).where(RecoveryCode.used_at.is_not(None))
        assert session.scalar(used) == (kind == "recovery")
        assert session.scalar(sa.select(SecondFactor.last_step)) > 0


def cookies(answer: object) -> dict[str, str]:
    """The cookies that an answer sets, by name."""
    return {line.partition("=")[0]: line for line in answer.headers.getlist("Set-Cookie")}  # type: ignore[attr-defined]


def test_every_sign_in_gives_a_new_session_and_ends_the_one_before(app: Flask, cast: Cast, database: Database) -> None:
    partner, tokens = sign_in(app, PARTNER), []

    def token() -> str:
        with partner.client.session_transaction(base_url=HOST) as cookie:
            return str(cookie["token"])

    tokens.append(token())
    partner.open("/sign-in").submit("Sign in", email=address(PARTNER), password=PASSWORD)
    tokens.append(token())
    ask(partner).open(newest_path(database)).submit("Sign in")
    tokens.append(token())
    partner.open("/sign-in").submit(PARTNER)  # as somebody of the demonstration
    tokens.append(token())
    assert len(set(tokens)) == 4
    for old in tokens[:-1]:
        thief = Visitor(app.test_client())
        with thief.client.session_transaction(base_url=HOST) as cookie:
            cookie["token"] = old
        assert thief.open("/").heading == "Sign in"
    assert partner.open("/").heading == "What needs you now"


def test_every_cookie_is_bound_to_this_host_and_to_tls(app: Flask, cast: Cast) -> None:
    leave_the_demo(app)
    app.extensions["settings"] = replace(app.extensions["settings"], secure_cookies=True)
    app.config.update(SESSION_COOKIE_NAME="__Host-consult", SESSION_COOKIE_SECURE=True)
    client = app.test_client()
    at = "https://localhost"
    page = client.get("/sign-in", base_url=at).get_data(as_text=True)
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    data = {"email": address(PARTNER), "password": PASSWORD, "csrf_token": token}
    answer = client.post("/sign-in", base_url=at, data=data, headers={"Referer": at + "/sign-in"})
    assert answer.status_code == 302
    found = cookies(answer)
    assert set(found) == {"__Host-consult", "__Host-consult-browser"}
    for line in found.values():
        marks = {part.strip() for part in line.split(";")[1:]}
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= marks
        assert not any(mark.startswith("Domain") for mark in marks)
