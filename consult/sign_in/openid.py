"""Asking an identity provider who somebody is: OpenID Connect, by the authorization code with PKCE.

Authlib and joserfc do the protocol and the signatures; here stands what is asked for and what must hold (OpenID
Connect Core 1.0, 3.1.3.7; OAuth 2.0 security best practice, RFC 9700). Nothing is kept between two sign-ins: a
provider that changes its keys is followed at once.
"""

import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from consult.config.addresses import is_safe_address
from consult.config.openid import OpenIdSettings
from consult.refusal import Refusal
from consult.sign_in.identities import Account

WAIT = (3.05, 6)  # seconds to connect, and between two pieces of an answer
LEEWAY = 60  # seconds by which clocks may differ
DISCOVERY = "/.well-known/openid-configuration"
# A key that only the provider has signs; never "none", and never a secret that both sides know.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"]
_SUBJECT = re.compile(r"[\x20-\x7e]{1,255}")  # OpenID Connect Core 1.0, 2: 255 ASCII characters at most
_BROKEN = (requests.RequestException, AuthlibBaseError, JoseError, ValueError, TypeError, LookupError)


class ProviderFailed(Refusal):
    """The provider did not answer, or its answer does not hold. `reason` is for the log; it names no person."""

    def __init__(self, reason: str) -> None:
        super().__init__("Signing in with this account did not work")
        self.reason = reason


@dataclass(frozen=True)
class Started:
    """What a browser that was sent to the provider keeps, to be held against what it comes back with."""

    address: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class _Provider:
    """What the provider says of itself."""

    authorization: str
    token: str
    keys: str
    person: str
    basic: bool


@contextmanager
def _answers(what: str) -> Iterator[None]:
    """Whatever goes wrong with the provider is one refusal."""
    try:
        yield
    except _BROKEN as error:
        raise ProviderFailed(f"{what}: {type(error).__name__}") from error


def start(settings: OpenIdSettings, *, back: str) -> Started:
    """Where to send the browser. `back` is the page of ours it comes back to. Raises ProviderFailed."""
    provider, nonce, verifier = _discover(settings), secrets.token_urlsafe(32), secrets.token_urlsafe(48)
    with _client(settings, provider, back) as client:
        address, state = client.create_authorization_url(
            provider.authorization, state=secrets.token_urlsafe(32), code_verifier=verifier, nonce=nonce
        )
    return Started(address, state, nonce, verifier)


def finish(settings: OpenIdSettings, *, back: str, code: str, nonce: str, verifier: str) -> Account:
    """Who came back with this code. Raises ProviderFailed when anything that they show does not hold."""
    provider = _discover(settings)
    with _answers("token"), _client(settings, provider, back) as client:
        answer = client.fetch_token(
            provider.token, code=code, code_verifier=verifier, grant_type="authorization_code", allow_redirects=False
        )
        claims = _read_token(settings, answer, _keys(provider), nonce)
        if "email" not in claims and is_safe_address(provider.person):
            claims = {**_ask_of_person(client, provider, str(claims["sub"])), **claims}
    return _account(settings, claims)


def _client(settings: OpenIdSettings, provider: _Provider, back: str) -> OAuth2Session:
    return OAuth2Session(
        settings.client_id,
        settings.client_secret,
        scope="openid email",
        redirect_uri=back,
        code_challenge_method="S256",
        token_endpoint_auth_method="client_secret_basic" if provider.basic else "client_secret_post",
        default_timeout=WAIT,
    )


def _get(address: str) -> Mapping[str, Any]:
    if not is_safe_address(address):
        raise ValueError("not an https address")
    answer = requests.get(address, timeout=WAIT, allow_redirects=False, headers={"Accept": "application/json"})
    answer.raise_for_status()
    found = answer.json()
    if answer.status_code != requests.codes.ok or not isinstance(found, dict):
        raise ValueError("not a JSON object")
    return found


def _discover(settings: OpenIdSettings) -> _Provider:
    with _answers("discovery"):
        told = _get(settings.issuer.rstrip("/") + DISCOVERY)
        if told["issuer"] != settings.issuer:
            raise ValueError("another issuer")
        places = [told[name] for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
        if not all(is_safe_address(place) for place in places):
            raise ValueError("not an https address")
        ways = told.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        authorization, token, keys = places
        person = str(told.get("userinfo_endpoint") or "")
        return _Provider(authorization, token, keys, person, "client_secret_basic" in ways)


def _keys(provider: _Provider) -> KeySet:
    # Secrets among them are left out: what they sign, anybody who reads this list could have signed.
    public = [key for key in _get(provider.keys)["keys"] if key.get("kty") in ("RSA", "EC", "OKP")]
    return KeySet.import_key_set({"keys": public})


def _read_token(settings: OpenIdSettings, answer: Mapping[str, Any], keys: KeySet, nonce: str) -> Mapping[str, Any]:
    """The claims of the ID token, when signature, issuer, audience, times and nonce hold."""
    token = jwt.decode(answer["id_token"], keys, registry=JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False))
    options = {
        "iss": {"essential": True, "value": settings.issuer},
        "aud": {"essential": True, "value": settings.client_id},
    }
    wanted = {"nonce": nonce, "client_id": settings.client_id, "access_token": answer.get("access_token")}
    claims = CodeIDToken(token.claims, token.header, options, wanted)
    claims.validate(leeway=LEEWAY)
    return dict(claims)


def _ask_of_person(client: OAuth2Session, provider: _Provider, subject: str) -> Mapping[str, Any]:
    """What the provider says of the person apart from the token, where it leaves their address out of it."""
    answer = client.get(provider.person, allow_redirects=False)
    answer.raise_for_status()
    told = answer.json()
    if told["sub"] != subject:  # OpenID Connect Core 1.0, 5.3.2
        raise ValueError("another person")
    return dict(told)


def _account(settings: OpenIdSettings, claims: Mapping[str, Any]) -> Account:
    subject, email = claims["sub"], claims.get("email")
    if not isinstance(subject, str) or not _SUBJECT.fullmatch(subject):
        raise ProviderFailed("token: a subject of the wrong kind")
    # True itself, and not a word such as "false".
    verified = claims.get("email_verified") is True and isinstance(email, str)
    return Account(settings.issuer, subject, str(email).strip().lower() if verified else "")
