"""Signing in with an account of one's organisation, against real providers over HTTP: ours, and one of another make."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pyotp
import pytest
import requests
import sqlalchemy as sa
from flask import Flask

from consult import dates
from consult.config import SettingError, read_settings
from consult.config.openid import OpenIdSettings
from consult.database import Database
from consult.demo.cast import PASSWORD, Cast, address
from consult.people.credentials import Identity, SignedInSession, SignInWay
from tests.sign_in.accounts import actions
from tests.sign_in.links import mails, newest_path
from tests.sign_in.provider import CLIENT, SECRET, Claims, Provider, running
from tests.sign_in.signing_in import forget_step, leave_the_demo, set_up_factor, sign_in, stale_proof
from tests.visitor import HOST, Visitor

pytestmark = pytest.mark.one_database

PARTNER = "Police partner"
NAME = "Rivermead staff account"
BUTTON = f"Sign in with your {NAME}"


def connect(app: Flask, issuer: str) -> None:
    """Let the service know the provider."""
    known = OpenIdSettings(issuer, CLIENT, SECRET, NAME)
    app.extensions["settings"] = replace(app.extensions["settings"], openid=known, public_address=HOST)


@pytest.fixture
def provider(app: Flask) -> Iterator[Provider]:
    """A provider that the service knows."""
    with running() as found:
        connect(app, found.issuer)
        yield found


def start(visitor: Visitor, button: str = BUTTON, path: str = "/sign-in") -> str:
    """Press the button; where the browser is sent."""
    form = visitor.open(path).form_with(button)
    answer = visitor.client.post(form.action, base_url=HOST, data=dict(form.form_values()))
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return str(answer.headers["Location"])


def at_provider(location: str) -> str:
    """Sign in there; the path of ours that the browser is sent back to."""
    answer = requests.get(location, allow_redirects=False, timeout=5)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"].removeprefix(HOST)


def come_back(visitor: Visitor, back: str, expect: int = 200) -> Visitor:
    """Open the page that the provider leads to, and go on from it."""
    return visitor.open(back).submit("Continue", _expect=expect)


def sign_in_there(app: Flask, expect: int = 200) -> Visitor:
    """Somebody new signs in with the provider."""
    visitor = Visitor(app.test_client())
    return come_back(visitor, at_provider(start(visitor)), expect)


def linked(database: Database, cast: Cast, provider: Provider, name: str = PARTNER) -> None:
    """As if the person had connected the provider's account."""
    with database.transaction() as session:
        session.add(
            Identity(
                person_id=cast.people[name].id,
                issuer=provider.issuer,
                subject=provider.subject,
                linked_at=dates.now(),
            )
        )


def identities(database: Database) -> list[tuple[int, str, str]]:
    """Every connection there is."""
    with database.session(read_only=True) as session:
        rows = sa.select(Identity.person_id, Identity.issuer, Identity.subject)
        return [tuple(row) for row in session.execute(rows)]


def sessions(database: Database) -> int:
    """How many sessions there are."""
    with database.session(read_only=True) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(SignedInSession)) or 0


def test_a_connected_account_signs_in_and_goes_on_to_the_page(
    app: Flask, cast: Cast, database: Database, provider: Provider
) -> None:
    linked(database, cast, provider)
    provider.email = "another@address.example"  # an account is known by issuer and subject, not by its address
    visitor = Visitor(app.test_client())
    come_back(visitor, at_provider(start(visitor, path="/sign-in?next=/library")))
    assert visitor.path == "/library"
    assert "Police partner, Rivermead Police" in visitor.html
    with database.session(read_only=True) as session:
        assert session.scalars(sa.select(SignedInSession.way)).all() == [SignInWay.OPENID]
    visitor.submit("Sign out")
    assert visitor.open("/").heading == "Sign in"


def test_the_request_names_us_and_hides_the_verifier(app: Flask, cast: Cast, provider: Provider) -> None:
    location = start(Visitor(app.test_client()))
    assert location.startswith(f"{provider.issuer}/authorize?")
    for part in ("code_challenge_method=S256", "response_type=code", f"client_id={CLIENT}", "nonce=", "state="):
        assert part in location
    assert "code_verifier" not in location
    assert SECRET not in location


def test_opening_the_page_one_comes_back_to_signs_nobody_in(
    app: Flask, cast: Cast, database: Database, provider: Provider
) -> None:
    linked(database, cast, provider)
    visitor = Visitor(app.test_client())
    back = at_provider(start(visitor))
    for _ in range(2):
        visitor.open(back)
    assert sessions(database) == 0
    assert visitor.submit("Continue").path == "/"


def change(**values: Any) -> Callable[[Claims], Claims]:
    """Let the token say something else; None leaves it out."""
    return lambda claims: {name: value for name, value in {**claims, **values}.items() if value is not None}


WRONG_TOKENS = {
    "another nonce": {"change": change(nonce="another")},
    "no nonce": {"change": change(nonce=None)},
    "another audience": {"change": change(aud="somebody-else")},
    "another audience, for us": {"change": change(aud="somebody-else", azp=CLIENT)},
    "two audiences, for another": {"change": change(aud=[CLIENT, "somebody-else"], azp="somebody-else")},
    "no audience": {"change": change(aud=None)},
    "another issuer": {"change": change(iss="https://elsewhere.example")},
    "no issuer": {"change": change(iss=None)},
    "out of date": {"change": change(exp=1_000_000_000)},
    "never out of date": {"change": change(exp=None)},
    "not valid yet": {"change": change(nbf=4_000_000_000)},
    "made in the future": {"change": change(iat=4_000_000_000)},
    "no subject": {"change": change(sub=None)},
    "an empty subject": {"change": change(sub="")},
    "a subject that is no text": {"change": change(sub=7)},
    "a long subject": {"change": change(sub="s" * 256)},
    "a subject with a zero": {"change": change(sub="a\x00b")},
    "another access token": {"change": change(at_hash="x" * 22)},
    "not signed": {"sign": "not at all"},
    "signed by another key": {"sign": "another key"},
    "signed by a key in its own header": {"sign": "a key in its own header"},
    "signed with the client's secret": {"sign": "the client's secret"},
    "signed with the public key as a secret": {"sign": "the public key as a secret"},
}


@pytest.mark.parametrize("wrong", list(WRONG_TOKENS))
def test_a_token_that_does_not_hold_opens_nothing(
    app: Flask, cast: Cast, database: Database, provider: Provider, wrong: str
) -> None:
    linked(database, cast, provider)
    vars(provider).update(WRONG_TOKENS[wrong])
    visitor = sign_in_there(app, expect=422)
    assert visitor.heading == "Signing in did not work"
    assert provider.calls[-2:] == ["/token", "/keys"]  # it came as far as the token
    assert sessions(database) == 0
    vars(provider).update({"change": lambda claims: claims, "sign": "own key"})
    assert sign_in_there(app).path == "/"


def test_a_wrong_state_is_refused(app: Flask, cast: Cast, database: Database, provider: Provider) -> None:
    linked(database, cast, provider)
    visitor, victim = Visitor(app.test_client()), Visitor(app.test_client())
    back = at_provider(start(visitor))
    start(victim)
    for page in (back, re.sub("state=[^&]*", "state=another", back), re.sub("&?state=[^&]*", "", back)):
        come_back(victim, page, expect=422)
    assert sessions(database) == 0
    assert "/token" not in provider.calls


def test_a_code_counts_once(app: Flask, cast: Cast, database: Database, provider: Provider) -> None:
    linked(database, cast, provider)
    visitor = Visitor(app.test_client())
    location = start(visitor)
    with visitor.client.session_transaction(base_url=HOST) as cookie:
        kept = dict(cookie)
    back = at_provider(location)
    assert come_back(visitor, back).path == "/"
    come_back(visitor, back, expect=422)
    thief = Visitor(app.test_client())
    with thief.client.session_transaction(base_url=HOST) as cookie:
        cookie.update(kept)  # an old cookie, taken along: the provider refuses the code
    come_back(thief, back, expect=422)
    assert sessions(database) == 1


def test_an_account_of_nobody_is_refused_and_nothing_is_kept(
    app: Flask, cast: Cast, database: Database, provider: Provider
) -> None:
    provider.email = "nobody@elsewhere.example"
    visitor = sign_in_there(app, expect=422)
    assert visitor.heading == "We do not know this account"
    with visitor.client.session_transaction(base_url=HOST) as cookie:
        assert set(cookie) <= {"csrf_token"}
    assert identities(database) == []
    assert provider.subject not in str(actions(database))


@pytest.mark.parametrize("verified", [False, None, "true", "false", 1])
def test_an_address_that_is_not_verified_counts_for_nothing(
    app: Flask, cast: Cast, database: Database, provider: Provider, verified: object
) -> None:
    provider.email_verified = verified
    assert sign_in_there(app, expect=422).heading == "We do not know this account"
    assert identities(database) == []


def test_a_verified_address_connects_only_after_a_link_and_a_yes(
    app: Flask, cast: Cast, database: Database, provider: Provider
) -> None:
    visitor = sign_in_there(app)
    assert visitor.heading == "Show once that it is you"
    assert identities(database) == []
    assert sessions(database) == 0
    visitor.submit("Send me a link")
    visitor.open(newest_path(database)).submit("Sign in")
    assert visitor.heading == "Connect your account?"
    assert identities(database) == []
    visitor.submit("Connect it")
    assert f"From now on you can sign in with your {NAME}" in visitor.text
    assert identities(database) == [(cast.people[PARTNER].id, provider.issuer, provider.subject)]
    assert "account connected" in actions(database)
    assert "An account of your organisation was connected to yours" in mails(database, "security/")[-1].subject
    assert sign_in_there(app).path == "/"


def test_only_the_account_that_the_page_asked_about_is_connected(
    app: Flask, cast: Cast, database: Database, provider: Provider
) -> None:
    visitor = sign_in_there(app).follow("sign in with your password")
    visitor.submit("Sign in", email=address(PARTNER), password=PASSWORD)
    asked = visitor.document.xpath("//input[@name='account']/@value")[0]
    visitor.submit("Connect it", account="0" * 64)  # as if another one had been shown in a second window
    assert "Another account was shown meanwhile" in visitor.text
    assert identities(database) == []
    assert visitor.document.xpath("//input[@name='account']/@value")[0] == asked
    visitor.submit("Connect it")
    assert identities(database) == [(cast.people[PARTNER].id, provider.issuer, provider.subject)]


def test_who_says_no_is_asked_no_more_and_stays_signed_in(
    app: Flask, cast: Cast, database: Database, provider: Provider
) -> None:
    visitor = sign_in_there(app).follow("sign in with your password")
    visitor.submit("Sign in", email=address(PARTNER), password=PASSWORD).submit("Not now")
    assert visitor.path == "/"
    assert identities(database) == []
    assert visitor.open("/account/connect").path == "/"


def test_another_person_who_signs_in_does_not_get_the_account(
    app: Flask, cast: Cast, database: Database, provider: Provider
) -> None:
    visitor = sign_in_there(app).follow("sign in with your password")
    visitor.submit("Sign in", email=address("Health partner"), password=PASSWORD)
    assert visitor.path == "/"
    token = visitor.open("/account").document.xpath("//input[@name='csrf_token']")[0].get("value")
    visitor.client.post("/account/connect", base_url=HOST, data={"csrf_token": token, "connect": "yes"})
    assert identities(database) == []


def test_with_a_second_factor_nothing_is_connected_before_the_code(
    app: Flask, cast: Cast, database: Database, provider: Provider
) -> None:
    key, _ = set_up_factor(sign_in(app, PARTNER))
    visitor = sign_in_there(app).submit("Send me a link").open(newest_path(database)).submit("Sign in")
    assert visitor.heading == "Enter your code"
    assert visitor.open("/account/connect").heading == "Sign in"
    forget_step(database)
    visitor.open("/sign-in/code").submit("Continue", code=pyotp.TOTP(key).now()).submit("Connect it")
    again = sign_in_there(app)
    assert again.heading == "Enter your code"
    forget_step(database)
    assert again.submit("Continue", code=pyotp.TOTP(key).now()).path == "/"


def test_connecting_and_disconnecting_on_the_account_page(
    app: Flask, cast: Cast, database: Database, provider: Provider
) -> None:
    leave_the_demo(app)
    provider.email = None
    visitor = sign_in(app, PARTNER)
    assert f"{NAME}: not connected" in visitor.open("/account").text
    stale_proof(database)
    visitor.submit(f"Connect {NAME}", _expect=401)
    assert visitor.heading == "Show that it is you"
    form = visitor.form_with("Continue")
    form.fields["proof_password"] = PASSWORD
    answer = visitor.client.post("/account/connect/start", base_url=HOST, data=dict(form.form_values()))
    come_back(visitor, at_provider(answer.headers["Location"])).submit("Connect it")
    assert f"{NAME}: connected on" in visitor.text
    assert sign_in_there(app).path == "/"
    visitor.open("/account").submit(f"Disconnect {NAME}")
    assert identities(database) == []
    assert sign_in_there(app, expect=422).heading == "We do not know this account"
    told = [mail.subject for mail in mails(database, "security/")]
    assert told[0] == "An account of your organisation was connected to yours"
    assert told[-1] == "The account of your organisation was disconnected from yours"


def test_one_account_is_never_two_people_s(app: Flask, cast: Cast, database: Database, provider: Provider) -> None:
    linked(database, cast, provider)
    visitor = sign_in(app, "Health partner")
    back = at_provider(start(visitor, f"Connect {NAME}", "/account"))
    come_back(visitor, back).submit("Connect it", _expect=409)
    assert "cannot be connected" in visitor.text
    assert [person for person, _, _ in identities(database)] == [cast.people[PARTNER].id]


def test_somebody_switched_off_is_refused(app: Flask, cast: Cast, database: Database, provider: Provider) -> None:
    linked(database, cast, provider)
    with database.transaction() as session:
        session.execute(sa.text("UPDATE people SET active = :no WHERE name = :name"), {"no": False, "name": PARTNER})
    assert sign_in_there(app, expect=422).heading == "We do not know this account"


def test_an_address_left_out_of_the_token_is_asked_for(
    app: Flask, cast: Cast, database: Database, provider: Provider
) -> None:
    provider.email_in_token = False
    assert sign_in_there(app).heading == "Show once that it is you"
    provider.person_subject = "somebody else"
    assert sign_in_there(app, expect=422).heading == "Signing in did not work"


def _slow() -> object:
    time.sleep(1.5)
    return "too late"


BROKEN: dict[str, Callable[[], Any]] = {
    "fails": lambda: ("<h1>Oops</h1>", 500),
    "is no JSON": lambda: "<h1>Hello</h1>",
    "is a list": lambda: ("[]", 200, {"Content-Type": "application/json"}),
    "is empty": lambda: ("{}", 200, {"Content-Type": "application/json"}),
    "leads elsewhere": lambda: ("", 302, {"Location": "http://127.0.0.1:9/"}),
    "is too slow": _slow,
}
PLACES = ("/.well-known/openid-configuration", "/token", "/keys")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("wrong", list(BROKEN))
def test_a_provider_that_fails_gives_a_readable_page(
    app: Flask,
    cast: Cast,
    database: Database,
    provider: Provider,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    wrong: str,
) -> None:
    monkeypatch.setattr("consult.sign_in.openid.WAIT", (1, 0.4))
    linked(database, cast, provider)
    visitor = Visitor(app.test_client())
    back = at_provider(start(visitor))
    provider.broken[place] = BROKEN[wrong]
    come_back(visitor, back, expect=422)
    assert visitor.heading == "Signing in did not work"
    assert sessions(database) == 0
    provider.broken.clear()
    location = visitor.form_with("Try again")
    answer = visitor.client.post(location.action, base_url=HOST, data=dict(location.form_values()))
    assert come_back(visitor, at_provider(answer.headers["Location"])).path == "/"


def test_a_provider_that_is_away_gives_a_readable_page(app: Flask, cast: Cast) -> None:
    connect(app, "http://127.0.0.1:9")
    visitor = Visitor(app.test_client()).open("/sign-in").submit(BUTTON, _expect=422)
    assert visitor.heading == "Signing in did not work"
    for query in ("error=access_denied&state=x", "", "code=", "state=x"):
        visitor.open(f"/sign-in/openid/back?{query}", expect=422)
        assert visitor.heading == "Signing in did not work"


@pytest.mark.parametrize(
    "discovered",
    [
        {"issuer": "https://elsewhere.example"},
        {"token_endpoint": "http://elsewhere.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": None},
    ],
)
def test_what_the_provider_says_of_itself_must_hold(
    app: Flask, cast: Cast, provider: Provider, discovered: Claims
) -> None:
    provider.discovered = discovered
    visitor = Visitor(app.test_client()).open("/sign-in").submit(BUTTON, _expect=422)
    assert visitor.heading == "Signing in did not work"


def test_a_provider_that_asks_at_another_address_is_reached_by_a_link(
    app: Flask, cast: Cast, provider: Provider
) -> None:
    provider.discovered = {"authorization_endpoint": "https://elsewhere.example/authorize"}
    visitor = Visitor(app.test_client()).open("/sign-in").submit(BUTTON)
    assert visitor.document.xpath("//main//a[starts-with(@href, 'https://elsewhere.example/authorize?')]")


def test_the_policy_names_the_provider_and_nothing_else(app: Flask, cast: Cast, provider: Provider) -> None:
    policy = Visitor(app.test_client()).open("/sign-in").headers["Content-Security-Policy"]
    assert f"form-action 'self' {provider.issuer};" in policy
    app.extensions["settings"] = replace(app.extensions["settings"], openid=None)
    assert "form-action 'self';" in Visitor(app.test_client()).open("/sign-in").headers["Content-Security-Policy"]


def test_without_settings_there_is_no_such_way(app: Flask, cast: Cast) -> None:
    visitor = Visitor(app.test_client()).open("/sign-in")
    assert not visitor.has_button("Sign in with")
    token = visitor.document.xpath("//input[@name='csrf_token']")[0].get("value")
    for path in ("/sign-in/openid", "/sign-in/openid/back"):
        assert visitor.client.post(path, base_url=HOST, data={"csrf_token": token}).status_code == 404
    visitor.open("/sign-in/openid/back?code=x&state=x", expect=404)


@pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning")
def test_a_provider_of_another_make(app: Flask, cast: Cast, database: Database) -> None:
    mock = pytest.importorskip("oidc_provider_mock")
    with mock.run_server_in_thread() as server:
        issuer = f"http://localhost:{server.server_port}"
        requests.put(
            f"{issuer}/users/staff-7", json={"email": address(PARTNER), "email_verified": True}, timeout=5
        ).raise_for_status()
        connect(app, issuer)

        def there(visitor: Visitor) -> Visitor:
            answer = requests.post(start(visitor), data={"sub": "staff-7"}, allow_redirects=False, timeout=5)
            return come_back(visitor, answer.headers["Location"].removeprefix(HOST))

        visitor = there(Visitor(app.test_client()))
        visitor.submit("Send me a link").open(newest_path(database)).submit("Sign in").submit("Connect it")
        assert identities(database) == [(cast.people[PARTNER].id, issuer, "staff-7")]
        assert there(Visitor(app.test_client())).path == "/"


GOOD = {
    "OPENID_ISSUER": "https://accounts.rivermead.example/staff",
    "OPENID_CLIENT_ID": "consult",
    "OPENID_CLIENT_SECRET": "not-to-be-shown-anywhere",
}


def environ(tmp_path: object, **values: str) -> dict[str, str]:
    """Settings that would do, and these."""
    base = {
        "SECRET_KEY": "k4JhQ0-xTz82LmNvR7ycWqE5bUaGdFsP",
        "TRUSTED_HOSTS": "consult.example",
        "INSTANCE": str(tmp_path),
    }
    return {**base, "PUBLIC_ADDRESS": "https://consult.example", **values}


def test_the_settings(tmp_path: object) -> None:
    assert read_settings(environ(tmp_path)).openid is None
    found = read_settings(environ(tmp_path, **GOOD, OPENID_NAME=NAME)).openid
    assert found is not None
    assert (found.name, found.origin) == (NAME, "https://accounts.rivermead.example")
    assert "not-to-be-shown-anywhere" not in repr(found)
    for name in GOOD:
        with pytest.raises(SettingError, match=name):
            read_settings(environ(tmp_path, **{**GOOD, name: ""}))
    for issuer in ("http://accounts.example", "accounts.example", "https://a.example/?x=1", "https://a b.example"):
        with pytest.raises(SettingError, match="OPENID_ISSUER"):
            read_settings(environ(tmp_path, **{**GOOD, "OPENID_ISSUER": issuer}))
    assert read_settings(environ(tmp_path, **{**GOOD, "OPENID_ISSUER": "http://127.0.0.1:9000"})).openid
    with pytest.raises(SettingError, match="PUBLIC_ADDRESS"):
        read_settings(environ(tmp_path, **GOOD, PUBLIC_ADDRESS=""))
