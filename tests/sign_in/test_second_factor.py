"""The second factor: asked after the password, each code once, guessing stopped, never lost without a way back."""

import re
from datetime import timedelta

import pyotp
import pytest
import sqlalchemy as sa
from flask import Flask

from consult import dates
from consult.config import read_settings
from consult.database import Database
from consult.demo.cast import PASSWORD, Cast, address
from consult.people.credentials import FailedProof, RecoveryCode, SecondFactor, SignedInSession
from consult.sign_in import rules, second_factor
from tests.factories import situations
from tests.sign_in.accounts import actions
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

PARTNER = "Police partner"


def wrong_code(key: str) -> str:
    """A code that is none of the three that count now."""
    good = {pyotp.TOTP(key).at(dates.now() + timedelta(seconds=30 * n)) for n in range(-3, 4)}
    return next(f"{n:06}" for n in range(100) if f"{n:06}" not in good)


def test_setting_up_shows_a_picture_and_a_key_and_takes_effect_with_a_code(app: Flask, cast: Cast) -> None:
    partner = sign_in(app, PARTNER).open("/account/second-factor").submit("Set up")
    assert partner.document.xpath("//*[local-name()='svg'][@role='img'][@aria-label]")
    assert "data:" not in partner.html
    key = re.sub(r"\s", "", partner.document.xpath("//dd/code")[0].text_content())
    partner.submit("Turn on", _expect=422, code=wrong_code(key))
    assert "The code is not right" in partner.text
    assert sign_in(app, PARTNER).path == "/", "nothing is asked before a code was confirmed"
    partner.submit("Turn on", code=f" {pyotp.TOTP(key).now()[:3]} {pyotp.TOTP(key).now()[3:]} ")
    codes = [code.text_content() for code in partner.document.xpath("//li/code")]
    assert len(set(codes)) == 10
    assert codes[0] not in partner.open("/account/second-factor").text
    assert "10 recovery codes" in partner.text


def test_the_code_is_asked_for_after_the_password_and_nothing_opens_before(app: Flask, cast: Cast) -> None:
    key, _ = set_up_factor(sign_in(app, PARTNER))
    visitor = Visitor(app.test_client()).open("/library?q=map")
    visitor.submit("Sign in", email=address(PARTNER), password=PASSWORD)
    assert visitor.heading == "Enter your code"
    asked = visitor.path
    assert visitor.open("/account").heading == "Sign in"
    visitor.open(asked).submit("Continue", _expect=422, code=wrong_code(key))
    visitor.submit("Continue", code=next_code(key))
    assert visitor.path == "/library?q=map"
    assert visitor.open("/sign-in/code").heading == "Sign in", "there is nothing left to ask for"


def test_a_wrong_password_tells_nothing_of_the_second_factor(app: Flask, cast: Cast) -> None:
    set_up_factor(sign_in(app, PARTNER))
    told = []
    for email in (address(PARTNER), address("Health partner"), "nobody@elsewhere.example"):
        visitor = Visitor(app.test_client()).open("/sign-in")
        visitor.submit("Sign in", _expect=422, email=email, password="wrong but long enough")
        told.append(visitor.text.replace(email, ""))
    assert len(set(told)) == 1


def test_a_code_counts_once(app: Flask, cast: Cast, database: Database) -> None:
    key, _ = set_up_factor(sign_in(app, PARTNER))
    code = next_code(key)
    sign_in(app, PARTNER).submit("Continue", code=code)
    again = sign_in(app, PARTNER).submit("Continue", _expect=422, code=code)
    assert "was used before" in again.text
    again.submit("Continue", _expect=422, code=pyotp.TOTP(key).now())  # older than the one used
    forget_step(database)
    assert again.submit("Continue", code=pyotp.TOTP(key).now()).path == "/"


@pytest.mark.parametrize("code", ["", "12345", "1234567", "١٢٣٤٥٦", "abcdef", "000000 OR 1=1", "x" * 41])
def test_what_is_no_code_opens_nothing(app: Flask, cast: Cast, code: str) -> None:
    set_up_factor(sign_in(app, PARTNER))
    visitor = sign_in(app, PARTNER).submit("Continue", _expect=422, code=code)
    assert visitor.open("/").heading == "Sign in"


def test_guessing_codes_is_stopped_in_every_browser(app: Flask, cast: Cast, database: Database) -> None:
    key, codes = set_up_factor(sign_in(app, PARTNER))
    for _ in range(rules.FAILED_PROOFS_ALLOWED):
        sign_in(app, PARTNER).submit("Continue", _expect=422, code=wrong_code(key))
    visitor = sign_in(app, PARTNER).submit("Continue", _expect=422, code=next_code(key))
    assert "Too many wrong attempts" in visitor.text
    visitor.open("/sign-in/code?with=recovery").submit("Continue", _expect=422, code=codes[0])
    make_older(database, FailedProof.at, 16)
    assert visitor.submit("Continue", code=codes[0]).path == "/"


def test_the_code_is_awaited_for_ten_minutes(app: Flask, cast: Cast, database: Database) -> None:
    key, _ = set_up_factor(sign_in(app, PARTNER))
    visitor = sign_in(app, PARTNER)
    make_older(database, SignedInSession.signed_in_at, 11)
    visitor.submit("Continue", code=next_code(key))
    assert visitor.heading == "Sign in"
    assert "Too much time has gone by" in visitor.text


def test_recovery_codes_count_once_and_only_their_hashes_are_kept(app: Flask, cast: Cast, database: Database) -> None:
    _, codes = set_up_factor(sign_in(app, PARTNER))
    visitor = sign_in(app, PARTNER).follow("use a recovery code")
    assert visitor.heading == "Enter a recovery code"
    assert visitor.submit("Continue", code=codes[3].lower().replace("-", " ")).path == "/"
    assert "9 recovery codes" in visitor.open("/account").text
    sign_in(app, PARTNER).submit("Continue", _expect=422, code=codes[3])
    assert "recovery code used" in actions(database)
    with database.session(read_only=True) as session:
        kept = set(session.scalars(sa.select(RecoveryCode.code_sha256)))
    assert len(kept) == 10
    assert not kept & {*codes, *(code.replace("-", "") for code in codes)}


def test_recovery_codes_are_made_anew_and_saved_as_a_file(app: Flask, cast: Cast) -> None:
    partner = sign_in(app, PARTNER)
    _, old = set_up_factor(partner)
    partner.open("/account/second-factor").submit("Make new recovery codes")
    new = [code.text_content() for code in partner.document.xpath("//li/code")]
    assert not set(old) & set(new)
    partner.submit("Save as a text file")
    assert partner.headers["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert partner.headers["Content-Type"].startswith("text/plain")
    assert all(code in partner.data.decode() for code in new)
    sign_in(app, PARTNER).submit("Continue", _expect=422, code=old[0])
    assert sign_in(app, PARTNER).submit("Continue", code=new[0]).path == "/"


def test_the_file_holds_only_codes_of_ones_own(app: Flask, cast: Cast) -> None:
    partner = sign_in(app, PARTNER)
    _, codes = set_up_factor(partner)
    other = sign_in(app, "Health partner").open("/account")
    token = other.document.xpath("//input[@name='csrf_token']")[0].get("value")
    for sent in (" ".join(codes), "<script>", ""):
        answer = other.client.post(
            "/account/second-factor/codes.txt", base_url=HOST, data={"csrf_token": token, "codes": sent}
        )
        assert answer.status_code == 404


def test_turning_it_off_takes_password_and_code(app: Flask, cast: Cast, database: Database) -> None:
    partner = sign_in(app, PARTNER)
    key, _ = set_up_factor(partner)
    partner.open("/account/second-factor").follow("Turn the second factor off")
    partner.submit("Turn off", _expect=422, password="wrong", code=next_code(key))
    partner.submit("Turn off", _expect=422, password=PASSWORD, code=wrong_code(key))
    assert partner.submit("Turn off", password=PASSWORD, code=next_code(key)).heading == "Second factor"
    assert "second factor off" in actions(database)
    assert sign_in(app, PARTNER).path == "/"
    with database.session(read_only=True) as session:
        assert not session.scalars(sa.select(RecoveryCode)).all()


@pytest.mark.authz
@pytest.mark.parametrize("name", ["Administrator", "Council Executive", "Committee clerk"])
def test_the_last_factor_of_a_role_that_needs_one_stays(name: str, app: Flask, cast: Cast, database: Database) -> None:
    person = sign_in(app, name)
    key, codes = set_up_factor(person)
    person.open("/account/second-factor/off")
    leave_the_demo(app, require_second_factor=True)
    person.submit("Turn off", _expect=422, password=PASSWORD, code=next_code(key))
    assert "Your role needs a second factor. Add a passkey before you turn the app off" in person.text
    page = person.open("/account/second-factor").follow("Turn the second factor off")
    assert not page.has_button("Turn off")
    assert "ask your administrator" in page.text
    with database.session(read_only=True) as session:
        assert session.scalar(sa.select(SecondFactor.confirmed_at)) is not None
        assert len(session.scalars(sa.select(RecoveryCode)).all()) == len(codes)


def test_an_administrator_resets_it_and_the_person_is_told_once(app: Flask, cast: Cast, database: Database) -> None:
    leave_the_demo(app)
    partner = sign_in(app, PARTNER)
    set_up_factor(partner)
    administrator = sign_in(app, "Administrator").open(f"/people/{cast.people[PARTNER].id}")
    stale_proof(database)
    administrator.submit("Turn off their second factor", _expect=401)
    administrator.submit("Continue", proof_password=PASSWORD)
    assert f"The second factor of {PARTNER} is off" in administrator.text
    assert "second factor reset" in actions(database)
    assert partner.open("/").heading == "Sign in"
    again = sign_in(app, PARTNER)
    assert "An administrator turned off your second factor" in again.text
    assert "An administrator turned off" not in sign_in(app, PARTNER).text
    assert not administrator.open(f"/people/{cast.people[PARTNER].id}").has_button("Turn off their second factor")


def test_nobody_resets_their_own(app: Flask, cast: Cast) -> None:
    administrator = sign_in(app, "Administrator")
    set_up_factor(administrator)
    administrator.open(f"/people/{cast.people['Administrator'].id}")
    administrator.submit("Turn off their second factor", _expect=409)
    assert "on your account page" in administrator.text


def test_an_administrator_sets_no_password(app: Flask, cast: Cast) -> None:
    set_up_factor(sign_in(app, PARTNER))
    administrator = sign_in(app, "Administrator").open(f"/people/{cast.people[PARTNER].id}")
    values = dict(administrator.form_with("Save").form_values())
    assert "password" not in values
    values["password"] = "nine herons wait for fish"
    administrator.client.post(administrator.path, base_url=HOST, data=values)
    assert sign_in(app, PARTNER).heading == "Enter your code"


@pytest.mark.authz
@pytest.mark.parametrize("name", ["Administrator", "Council Executive"])
def test_roles_that_need_a_second_factor_can_do_nothing_before(
    app: Flask, cast: Cast, database: Database, name: str
) -> None:
    leave_the_demo(app, require_second_factor=True)
    with database.transaction() as session:
        number = situations.sent(session, cast).decisions[0].id
    visitor = sign_in(app, name)
    assert visitor.path == "/account/second-factor"
    token = visitor.document.xpath("//input[@name='csrf_token']")[0].get("value")
    for path in ("/", "/account", "/account/password", "/people", "/responses", f"/decisions/{number}"):
        assert visitor.open(path, expect=None).heading in ("Second factor", "You cannot do this")
    answer = visitor.client.post("/account/sessions/end-others", base_url=HOST, data={"csrf_token": token})
    assert answer.status_code == 403
    set_up_factor(visitor)
    assert visitor.open("/").heading == "What needs you now"


def test_other_roles_choose_for_themselves(app: Flask, cast: Cast) -> None:
    leave_the_demo(app, require_second_factor=True)
    assert sign_in(app, PARTNER).path == "/"


def test_the_setting(tmp_path: object) -> None:
    service = {"SECRET_KEY": "for-tests-only-0123456789-abcdefghijkl", "TRUSTED_HOSTS": "x", "INSTANCE": str(tmp_path)}
    assert read_settings(service).require_second_factor
    assert not read_settings({**service, "REQUIRE_SECOND_FACTOR": "0"}).require_second_factor
    assert not read_settings({**service, "DEMO": "1"}).require_second_factor


def test_a_code_proves_as_a_password_does(app: Flask, cast: Cast, database: Database) -> None:
    leave_the_demo(app)
    partner = sign_in(app, PARTNER)
    key, _ = set_up_factor(partner)
    partner.open("/account/second-factor")
    stale_proof(database)
    partner.submit("Make new recovery codes", _expect=401)
    partner.submit("Continue", _expect=401, proof_code=wrong_code(key))
    assert partner.submit("Continue", proof_code=next_code(key)).heading == "Your new recovery codes"


def test_a_code_given_again_is_refused_by_the_service_too(session: sa.orm.Session, cast: Cast) -> None:
    actor = cast.viewers[PARTNER]
    factor = second_factor.begin(session, actor=actor)
    second_factor.confirm(session, actor=actor, code=pyotp.TOTP(factor.secret).now())
    assert session.scalar(sa.select(SecondFactor.last_step)) != 0
    with pytest.raises(rules.WrongCode):
        second_factor.check_code(session, person_id=actor.person_id, code=pyotp.TOTP(factor.secret).now())
