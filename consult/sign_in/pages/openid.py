"""The pages of signing in with an account of one's organisation (OpenID Connect), and of connecting such an account.

What the browser keeps meanwhile stands in its signed cookie: what it was sent to the provider with, for ten minutes,
and an account that its owner is to connect once they have signed in here, for fifteen.
"""

import hashlib
import secrets
import time

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, request, session, url_for

from consult.config.openid import OpenIdSettings
from consult.notices import security
from consult.permissions import Permission, fresh, public, requires
from consult.sign_in import identities
from consult.sign_in import openid as provider
from consult.sign_in.pages.forms import LinkForm
from consult.web.asked import safe_next
from consult.web.every_page import (
    Page,
    db,
    done,
    found,
    settings,
    viewer,
)
from consult.web.gate import browser_name, let_in

openid = Blueprint("openid", __name__)


COME_BACK_WITHIN = 600  # seconds
CONNECT_WITHIN = 900


def _openid() -> OpenIdSettings:
    """The settings of the provider; without them there are no such pages."""
    return found(settings().openid)


def _back() -> str:
    return settings().public_address + url_for("openid.come_back")


def _failed(reason: str) -> Page:
    current_app.logger.warning("sign-in by OpenID Connect failed: %s", reason)
    return render_template("sign_in/openid_failed.html", openid=_openid()), 422


@openid.post("/sign-in/openid")
@public
def start() -> Page:
    """Send the browser to the provider."""
    return _send_to_provider(connecting=0, target=request.form.get("next", ""))


def _send_to_provider(*, connecting: int, target: str) -> Page:
    """`connecting` is the person whose account is to be connected; 0 to sign in."""
    asked = _openid()
    db().commit()  # nobody must wait for a lock while the provider is asked
    try:
        started = provider.start(asked, back=_back())
    except provider.ProviderFailed as failure:
        return _failed(failure.reason)
    session["openid"] = {
        "state": started.state, "nonce": started.nonce, "verifier": started.verifier,
        "next": target[:500], "connecting": connecting, "at": int(time.time()),
    }  # fmt: skip
    if started.address.startswith(asked.origin + "/"):
        return redirect(started.address)
    # The page's policy lets its forms lead to the provider's own address only: a link leads anywhere.
    return render_template("sign_in/openid_onward.html", openid=asked, address=started.address)


@openid.get("/sign-in/openid/back")
@public
def come_back() -> Page:
    """Whoever comes back from the provider goes on by a form: a page that is opened signs nobody in."""
    asked = _openid()
    if request.args.get("error") or not request.args.get("code"):
        return _failed("the provider sent an error back")
    code, state = request.args["code"], request.args.get("state", "")
    return render_template("sign_in/openid_back.html", openid=asked, code=code, state=state)


@openid.post("/sign-in/openid/back")
@public
def finish() -> Page:
    """Sign in as whoever the provider says this is, or show how to connect the account."""
    asked, started, state = _openid(), session.pop("openid", None), request.form.get("state", "")
    if not started or not secrets.compare_digest(started["state"].encode(), state.encode()):
        return _failed("state: another, or used before")
    if time.time() - started["at"] > COME_BACK_WITHIN:
        return _failed("state: too old")
    db().commit()
    try:
        account = provider.finish(
            asked,
            back=_back(),
            code=request.form.get("code", ""),
            nonce=started["nonce"],
            verifier=started["verifier"],
        )
    except provider.ProviderFailed as failure:
        return _failed(failure.reason)
    if started["connecting"]:
        return _offer(account, started["connecting"])
    return _sign_in(account, started["next"])


def _sign_in(account: identities.Account, target: str) -> Page:
    token = identities.sign_in(db(), account=account, browser=browser_name())
    db().commit()
    if token:
        return let_in(token, target)
    person_id = identities.person_to_link(db(), account)
    if person_id is None:
        return render_template("sign_in/openid_unknown.html", openid=_openid()), 422
    _keep(account, person_id)
    form = LinkForm(formdata=None, email=account.email, next=target)
    return render_template("sign_in/openid_first.html", openid=_openid(), form=form)


def _offer(account: identities.Account, person_id: int) -> Page:
    if g.viewer is None or viewer().person_id != person_id:
        return _failed("signed in as another person meanwhile")
    _keep(account, person_id)
    return redirect(url_for("openid.connect"))


def _keep(account: identities.Account, person_id: int) -> None:
    session["connecting"] = {
        "issuer": account.issuer, "subject": account.subject, "person": person_id, "at": int(time.time()),
    }  # fmt: skip


@openid.post("/account/connect/start")
@fresh
@requires(Permission.USE_SERVICE)
def start_connecting() -> Page:
    """Send somebody signed in to the provider, to connect their account there."""
    return _send_to_provider(connecting=viewer().person_id, target="")


@openid.get("/account/connect")
@requires(Permission.USE_SERVICE)
def connect() -> Page:
    """Ask whether the account that was shown is to be connected."""
    target = safe_next(request.args.get("next", ""))
    kept = _waiting()
    if not kept:
        return redirect(target)
    return render_template("sign_in/connect.html", openid=_openid(), target=target, account=_sha256(kept))


def _sha256(kept: dict[str, str]) -> str:
    """The account that a page asks about, so that the answer is about no other one that was shown meanwhile."""
    return hashlib.sha256(f"{kept['issuer']} {kept['subject']}".encode()).hexdigest()


def _waiting() -> dict[str, str]:
    """The account that this browser's owner showed, when it is the viewer's and not long ago."""
    kept = session.get("connecting") or {}
    mine = kept.get("person") == viewer().person_id and kept.get("issuer") == _openid().issuer
    return kept if mine and time.time() - kept["at"] < CONNECT_WITHIN else {}


@openid.post("/account/connect")
@fresh
@requires(Permission.USE_SERVICE)
def connect_post() -> Page:
    """Connect the account, or leave it."""
    kept = _waiting()
    target = safe_next(request.form.get("next", ""))
    if kept and request.form.get("account", "") != _sha256(kept):
        flash("Another account was shown meanwhile. Answer for that one.", "notice")
        return redirect(url_for("openid.connect", next=target))
    session.pop("connecting", None)
    if not kept or request.form.get("connect") != "yes":
        return redirect(target)
    identities.link(db(), actor=viewer(), issuer=kept["issuer"], subject=kept["subject"])
    security.tell(db(), person_id=viewer().person_id, browser=browser_name())
    db().commit()
    return done(f"From now on you can sign in with your {_openid().name}", "account.show")


@openid.post("/account/connect/end")
@fresh
@requires(Permission.USE_SERVICE)
def disconnect() -> Page:
    """Take the connection away."""
    identity = identities.identity_of(db(), viewer=viewer(), issuer=_openid().issuer)
    if identity is None:
        abort(404)
    identities.unlink(db(), actor=viewer(), identity=identity)
    security.tell(db(), person_id=viewer().person_id, browser=browser_name())
    db().commit()
    return done(f"You can no longer sign in with your {_openid().name}", "account.show")
