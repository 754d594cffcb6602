"""Who is asking: what a proxy says of it is believed only of proxies that the operator named."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, request

from consult.application import create_app
from consult.config import SettingError, read_settings
from consult.database import Database
from consult.demo.cast import Cast, address
from consult.people.credentials import FailedSignIn
from consult.proxies import read_network
from consult.web.gate import client_address
from tests.visitor import HOST, Visitor

GOOD = {"SECRET_KEY": "kTq8vD2mZx-0123456789-abcdefghij", "TRUSTED_HOSTS": "answers.example"}
NAMED = "127.0.0.1, 10.1.0.0/16, 2001:db8:1::/48"
EVIL = "198.51.100.66"
CLIENT = "203.0.113.7"

# Who connects, what X-Forwarded-For says, and who that makes the client.
CHAINS = [
    (CLIENT, None, CLIENT),
    (CLIENT, EVIL, CLIENT),  # anybody can send the header
    (CLIENT, "10.1.0.1", CLIENT),
    ("10.2.0.1", CLIENT, "10.2.0.1"),  # a proxy that is not named
    ("10.1.2.3", CLIENT, CLIENT),
    ("10.1.2.3", f"{EVIL}, {CLIENT}", CLIENT),  # what the client itself sent stands before what the proxy added
    ("10.1.2.3", f"{EVIL},{CLIENT} , 10.1.9.9", CLIENT),
    ("10.1.2.3", f"{EVIL}, 10.1.9.9, {CLIENT}", CLIENT),
    ("10.1.2.3", f"{CLIENT}:52011", CLIENT),
    ("10.1.2.3", f"::ffff:{CLIENT}", CLIENT),
    ("::ffff:10.1.2.3", CLIENT, CLIENT),
    ("2001:db8:1::5", "2001:db8:ff::7", "2001:db8:ff::7"),
    ("2001:db8:1::5", "[2001:DB8:FF::7]:443", "2001:db8:ff::7"),
    ("2001:db8:1::5", "fe80::1%eth0", "fe80::1"),
    ("10.1.2.3", "10.1.0.9, 10.1.0.8", "10.1.0.9"),  # a proxy of ours asks for itself
    ("10.1.2.3", None, "10.1.2.3"),
    ("10.1.2.3", "", "10.1.2.3"),
    *[
        ("10.1.2.3", f"{CLIENT}, {bad}", "10.1.2.3")
        for bad in (
            "unknown",
            "_hidden",
            "",
            "999.1.1.1",
            "1.2.3",
            "<b>",
            "127.1",
            "0x7f000001",
            "1.2.3.4:99:1",
            "٣.1.1.1",
        )
    ],
    ("10.1.2.3", ", ".join([EVIL] * 5000 + [CLIENT]), CLIENT),
    ("10.1.2.3", ", ".join([EVIL] + ["10.1.0.1"] * 5000), "10.1.0.1"),
    ("127.0.0.1", CLIENT, CLIENT),
    ("127.0.0.1", None, ""),
    ("::1", CLIENT, ""),  # on this machine, but not named: of nobody in particular
]


@pytest.fixture
def behind(app: Flask) -> Callable[[str], Flask]:
    """The application behind the proxies that a setting names; a page of it says who asks, how, and at which name."""

    def make(named: str) -> Flask:
        networks = tuple(read_network(name.strip()) for name in named.split(",") if name.strip())
        made = create_app(replace(app.extensions["settings"], trusted_proxies=networks))
        heard = lambda: [client_address(), request.scheme, request.host]  # noqa: E731
        heard.public = True  # type: ignore[attr-defined]
        made.add_url_rule("/who", "who", heard)
        return made

    return make


def ask(app: Flask, peer: str, **headers: str | None) -> Any:
    """What the application hears of a request from `peer`."""
    sent = {f"X-Forwarded-{name.title()}": value for name, value in headers.items() if value is not None}
    encoded = {name: value.encode().decode("latin-1") for name, value in sent.items()}
    return app.test_client().get("/who", base_url=HOST, headers=encoded, environ_overrides={"REMOTE_ADDR": peer}).json


@pytest.mark.one_database
def test_the_client_is_the_last_in_the_chain_that_is_no_proxy_of_ours(behind: Callable[[str], Flask]) -> None:
    app = behind(NAMED)
    for peer, chain, client in CHAINS:
        assert ask(app, peer, **{"for": chain})[0] == client, (peer, (chain or "")[:80])
    app.extensions["database"].close()


@pytest.mark.one_database
def test_nobody_is_believed_where_none_is_named(behind: Callable[[str], Flask]) -> None:
    app = behind("")
    assert ask(app, "127.0.0.1", **{"for": EVIL}, proto="https", host="localhost:99") == ["", "http", "localhost"]
    assert ask(app, CLIENT, **{"for": EVIL}, proto="https", host="localhost:99") == [CLIENT, "http", "localhost"]
    app.extensions["database"].close()


@pytest.mark.one_database
def test_scheme_and_name_are_believed_of_a_named_proxy_only(behind: Callable[[str], Flask]) -> None:
    app = behind(NAMED)
    said = {"for": f"{EVIL}, {CLIENT}", "proto": "https", "host": "localhost:8443"}
    assert ask(app, "10.1.2.3", **said) == [CLIENT, "https", "localhost:8443"]
    assert ask(app, "10.2.0.1", **said) == ["10.2.0.1", "http", "localhost"]
    two = {"for": f"{CLIENT}, 10.1.9.9", "proto": "https, http", "host": "localhost:8443, localhost:80"}
    assert ask(app, "10.1.2.3", **two) == [CLIENT, "https", "localhost:8443"]
    odd = {"for": CLIENT, "proto": "javascript", "host": "localhost/../evil"}
    assert ask(app, "10.1.2.3", **odd) == [CLIENT, "http", "localhost"]
    foreign = app.test_client().get(
        "/who",
        base_url=HOST,
        headers={"X-Forwarded-Host": "evil.example"},
        environ_overrides={"REMOTE_ADDR": "10.1.2.3"},
    )
    assert foreign.status_code == 400  # TRUSTED_HOSTS counts for what a proxy says, too
    app.extensions["database"].close()


def test_a_failure_to_sign_in_is_counted_for_the_client_and_not_for_who_it_says_it_is(
    behind: Callable[[str], Flask], cast: Cast, database: Database
) -> None:
    app = behind(NAMED)
    for peer, chain in ((CLIENT, EVIL), ("10.1.2.3", f"{EVIL}, {CLIENT}"), ("10.1.2.3", f"{CLIENT}, 10.1.0.2")):
        client = app.test_client()
        client.environ_base.update(REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=chain)
        page = Visitor(client).open("/sign-in")
        page.submit("Sign in", _expect=422, email=address("Police partner"), password="not-the-password-at-all")
    with database.session(read_only=True) as session:
        assert session.scalars(sa.select(FailedSignIn.client)).all() == [CLIENT] * 3
    app.extensions["database"].close()


@pytest.mark.parametrize("named", ["", " , ", "127.0.0.1", NAMED, "::1,10.0.0.0/8"])
def test_proxies_are_named_by_address_or_network(named: str, tmp_path: Path) -> None:
    found = read_settings({**GOOD, "INSTANCE": str(tmp_path), "TRUSTED_PROXIES": named}).trusted_proxies
    assert len(found) == len([name for name in named.split(",") if name.strip()])


@pytest.mark.parametrize("named", ["*", "proxy.example", "10.1.2.3/8", "0.0.0.0/0", "::/0", "127.0.0.1;::1", "10.1.2"])
def test_everybody_or_nobody_known_is_no_proxy(named: str, tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="TRUSTED_PROXIES must name addresses or networks of proxies"):
        read_settings({**GOOD, "INSTANCE": str(tmp_path), "TRUSTED_PROXIES": named})
