"""An identity provider for the tests: a small one of our own over HTTP, which can be told to do one thing wrong."""

import contextlib
import hmac
import json
import secrets
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey
from joserfc.jws import JWSRegistry
from werkzeug.serving import make_server

CLIENT, SECRET = "consult-here", "a-secret-of-the-tests"
Claims = dict[str, Any]


@dataclass
class Provider:
    """What it says of whoever signs in next, and what it does wrong. `calls` counts what it was asked."""

    issuer: str = ""
    subject: str = "subject-1"
    email: str | None = "police.partner@rivermead.example"
    email_verified: Any = True
    change: Callable[[Claims], Claims] = lambda claims: claims
    sign: str = "own key"
    email_in_token: bool = True
    person_subject: str = ""
    broken: dict[str, Callable[[], Any]] = field(default_factory=dict)
    discovered: Claims = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    granted: dict[str, Claims] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))

    def claims(self, nonce: str) -> Claims:
        """What the ID token says."""
        moment = int(time.time())
        told: Claims = {
            "iss": self.issuer, "sub": self.subject, "aud": CLIENT, "iat": moment, "exp": moment + 300, "nonce": nonce,
        }  # fmt: skip
        if self.email is not None and self.email_in_token:
            told |= {"email": self.email, "email_verified": self.email_verified}
        return self.change(told)

    def token(self, nonce: str) -> str:
        """The ID token, signed as `sign` says."""
        claims = self.claims(nonce)
        if self.sign == "not at all":
            head, body = (_encoded(part) for part in ({"alg": "none", "typ": "JWT"}, claims))
            return f"{head}.{body}."
        if self.sign == "the client's secret":
            return jwt.encode({"alg": "HS256", "kid": "one"}, claims, OctKey.import_key(SECRET), registry=_any())
        if self.sign == "the public key as a secret":
            said = ".".join(_encoded(part) for part in ({"alg": "HS256", "kid": "one"}, claims))
            mark = hmac.digest(self.key.as_pem(private=False), said.encode(), "sha256")
            return f"{said}.{urlsafe_b64encode(mark).rstrip(b'=').decode()}"
        if self.sign == "another key":
            return jwt.encode({"alg": "RS256", "kid": "one"}, claims, RSAKey.generate_key(2048, {"kid": "one"}))
        if self.sign == "a key in its own header":
            foreign = ECKey.generate_key("P-256")
            header = {"alg": "ES256", "jwk": foreign.as_dict(private=False)}
            return jwt.encode(header, claims, foreign)
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key)


def _any() -> JWSRegistry:
    return JWSRegistry(algorithms=["HS256"])


def _encoded(part: Claims) -> str:
    return urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def _application(provider: Provider) -> Flask:
    app = Flask("provider")

    @app.before_request
    def fail() -> Any:
        provider.calls.append(request.path)
        return provider.broken[request.path]() if request.path in provider.broken else None

    @app.get("/.well-known/openid-configuration")
    def discovery() -> Response:
        at = provider.issuer
        return jsonify(
            {
                "issuer": at, "authorization_endpoint": f"{at}/authorize", "token_endpoint": f"{at}/token",
                "jwks_uri": f"{at}/keys", "userinfo_endpoint": f"{at}/person",
                "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"], **provider.discovered,
            }
        )  # fmt: skip

    @app.get("/authorize")
    def authorize() -> Any:
        asked = request.args.to_dict()
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert set(asked["scope"].split()) == {"openid", "email"}
        assert asked["client_id"] == CLIENT
        code = secrets.token_urlsafe(16)
        provider.granted[code] = asked
        return redirect(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")

    @app.post("/token")
    def token() -> Any:
        asked = provider.granted.pop(request.form["code"], None)
        given = urlsafe_b64encode(sha256(request.form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        who = request.authorization
        known = who is not None and (who.username, who.password) == (CLIENT, SECRET)
        if not known:
            return jsonify({"error": "invalid_client"}), 401
        if not asked or given != asked["code_challenge"] or request.form["redirect_uri"] != asked["redirect_uri"]:
            return jsonify({"error": "invalid_grant"}), 400
        token = {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "expires_in": 300}
        return jsonify({**token, "id_token": provider.token(asked["nonce"])})

    _add_what_it_tells(app, provider)
    return app


def _add_what_it_tells(app: Flask, provider: Provider) -> None:
    @app.get("/keys")
    def keys() -> Response:
        secret = OctKey.import_key(SECRET, {"kid": "one"}).as_dict(private=True)
        return jsonify({"keys": [provider.key.as_dict(private=False), secret]})

    @app.get("/person")
    def person() -> Response:
        assert request.headers["Authorization"].startswith("Bearer ")
        told = {"email": provider.email, "email_verified": provider.email_verified}
        return jsonify({"sub": provider.person_subject or provider.subject, **told})


@contextlib.contextmanager
def running() -> Iterator[Provider]:
    """A provider that answers over HTTP on this machine."""
    provider = Provider()
    server = make_server("127.0.0.1", 0, _application(provider), threaded=True)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield provider
    server.shutdown()
    thread.join()
    server.server_close()
