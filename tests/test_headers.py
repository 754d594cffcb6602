"""The security headers: exactly these, on every answer there is, whoever asks and whatever went wrong."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask, abort
from hypothesis import example, given
from hypothesis import strategies as st

from consult.application import create_app
from consult.config import PROJECT, Settings
from consult.demo.cast import Cast
from consult.permissions import public
from consult.web.asked import safe_next
from tests.factories.situations import Drafting
from tests.headers import EXACT, NONCE, check
from tests.house import PEOPLE, addresses, csrf
from tests.visitor import HOST, Visitor

pytestmark = pytest.mark.one_database

Visit = Callable[[str | None], Visitor]
BUILT = {**EXACT, "Cache-Control": "public, max-age=31536000"}


@pytest.mark.parametrize("who", PEOPLE)
def test_every_route_and_method_has_exactly_these_headers(
    who: str | None, app: Flask, demo: Cast, visit: Visit
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    visitor, seen = visit(who), set()
    token = csrf(visitor) if who else ""
    known = {address for _, address, _ in addresses(app, demo)}
    for address in sorted(known - {"/sign-out"}):
        for method in ("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE"):
            data = {"csrf_token": token} if method == "POST" else None
            response = visitor.client.open(address, method=method, base_url=HOST, data=data)
            seen.add(response.status_code)
            # A page with the button of an identity provider names the provider in form-action; none is set up here.
            check(response, f"{method} {address} for {who}: {response.status_code}")
    assert seen >= ({200, 302, 403, 404, 405} if who else {200, 302, 405})


def failing() -> str:
    """A view with a fault."""
    raise RuntimeError("a fault")


def unavailable() -> str:
    """A view whose database has gone."""
    raise sa.exc.OperationalError("SELECT", {}, Exception("gone"))


@pytest.fixture
def faulty(app: Flask) -> Iterator[Flask]:
    """An application like ours with views that fail in every way."""
    app = create_app(app.extensions["settings"])
    for name, view in {"failing": failing, "unavailable": unavailable}.items():
        app.add_url_rule(f"/{name}", view_func=public(view), endpoint=name)
    for code in (400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429, 500, 501, 503):
        app.add_url_rule(f"/error/{code}", view_func=public(lambda code=code: abort(code)), endpoint=f"error_{code}")
    yield app
    app.extensions["database"].close()


def test_every_error_has_exactly_these_headers(faulty: Flask) -> None:
    client = faulty.test_client()
    for code in (400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429, 500, 501, 503):
        response = client.get(f"/error/{code}", base_url=HOST)
        assert response.status_code == code
        check(response, str(code))
    for path, code in (("/failing", 500), ("/unavailable", 503), ("/nowhere", 404), ("/static/no.css", 404)):
        response = client.get(path, base_url=HOST)
        assert response.status_code == code
        check(response, path)


def test_what_never_reaches_a_view_has_them_too(app: Flask, demo: Cast, visit: Visit) -> None:
    strange = app.test_client().get("/sign-in", base_url="http://evil.example")
    assert strange.status_code == 400
    check(strange, "a strange host")
    officer = visit("Policy officer")
    large = officer.client.post(
        "/consultations/load",
        base_url=HOST,
        data=b"a=b",
        environ_overrides={"CONTENT_LENGTH": str(10**9)},
        content_type="application/x-www-form-urlencoded",
    )
    assert large.status_code == 413
    check(large, "a form that is too large")
    unknown = officer.client.open("/", method="TRACE", base_url=HOST)
    check(unknown, "a method that no page has")
    refused = officer.client.post("/organisations/new", base_url=HOST, data={})
    assert refused.status_code in (400, 403)
    check(refused, "a form without its token")
    wrong = visit("Administrator").open("/organisations/new")
    wrong = wrong.client.post("/organisations/new", base_url=HOST, data={"csrf_token": csrf(wrong)})
    assert wrong.status_code == 422
    check(wrong, "a form with a fault")


def test_built_files_may_be_kept(app: Flask, tmp_path: Path) -> None:
    found = sorted(path.name for path in (PROJECT / "consult/static").iterdir() if path.suffix)
    if not found:
        pytest.skip("the styles and scripts are not built: make setup")
    for name in found:
        check(app.test_client().get(f"/static/{name}", base_url=HOST), name, BUILT)


def test_over_tls_browsers_are_told_to_stay_there(database_url: str, tmp_path: Path) -> None:
    secure = create_app(
        Settings(database_url, "kTq8vD2mZx-0123456789-abcdefghij", tmp_path, ("localhost",), secure_cookies=True)
    )
    response = secure.test_client().get("/sign-in", base_url="https://localhost")
    cookie = response.headers["Set-Cookie"]
    check(response, "TLS", {**EXACT, "Strict-Transport-Security": "max-age=31536000"})
    assert cookie.startswith("__Host-consult=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    secure.extensions["database"].close()


def test_each_page_has_a_nonce_of_its_own_that_its_scripts_carry(drafting: Drafting, visit: Visit) -> None:
    officer, seen = visit("Policy officer"), set()
    for path in ("/", "/library", f"/answers/{drafting.answers[0]}", "/nowhere"):
        officer.open(path, expect=None)
        nonce = NONCE.search(officer.headers["Content-Security-Policy"])
        assert nonce
        seen.add(nonce[0])
        for script in officer.document.iter("script"):
            assert f"'nonce-{script.get('nonce')}'" == nonce[0]
    assert len(seen) == 4


def test_no_template_has_an_inline_script_or_style() -> None:
    for path in (PROJECT / "templates").rglob("*.html"):
        source = path.read_text("utf-8")
        assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=[\"']|javascript:", source), path.name
        for script in re.findall(r"<script\b[^>]*>", source):
            assert 'nonce="{{ nonce }}"' in script, path.name


# Going on after signing in: a browser's reading of an address (WHATWG URL), as far as it decides on the host.


def leads_to(target: str) -> str:
    """The host that a browser on our pages would go to."""
    address = re.sub(r"[\t\n\r]", "", target.strip("".join(map(chr, range(0x21)))))
    scheme = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", address)
    if scheme:
        return f"elsewhere: {scheme[0]}"
    address = address.replace("\\", "/")
    if address.startswith("//"):
        return f"elsewhere: {address}"
    return "localhost"


PIECES = st.sampled_from([
    "/", "//", "\\", "\t", "\n", "\r", " ", "\x00", "\x0b", "\x85", "\u2028", "\uff0f", "\u2215", "@", ":", "?", "#",
    ".", "..", "http:", "https:", "javascript:", "evil.example", "user:pass@evil.example", "%2f", "%5c", "[", "]",
    "[::1", "/x", "\u202e", "\ud7ff",
])  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=5), max_size=8).map("".join))
@example("//[")
@example("/\t/evil.example")
@example("https://[")
@example("/\\evil.example")
@example(" //evil.example")
def test_after_signing_in_nobody_is_led_elsewhere(target: str) -> None:
    with_page = Flask(__name__)
    with_page.add_url_rule("/", endpoint="home.home")
    with with_page.test_request_context("/"):
        chosen = safe_next(target)
    assert leads_to(chosen) == "localhost"
    assert chosen == target or chosen == "/"
    assert chosen.startswith("/")


def redirects() -> Iterator[tuple[str, str]]:
    """What every redirect in the code leads to."""
    for path in (PROJECT / "consult").rglob("*.py"):
        for argument in re.findall(r"\bredirect\(([^\n]*)", path.read_text("utf-8")):
            yield path.name, argument


def test_every_redirect_leads_to_a_page_of_ours() -> None:
    # The address of the identity provider comes from its settings; the answer of a form sent twice, from ours. The
    # last two are made by url_for() a few lines before.
    known = ("url_for(", "safe_next(", "location, status)", "_after(shown))", "address)")
    strange = [(name, to) for name, to in redirects() if not to.startswith(known) and name != "openid.py"]
    assert strange == []
    assert len(list(redirects())) > 20
