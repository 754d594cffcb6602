"""What every request passes before its page: who is signed in, may they, and is it still they.

It denies by default. Whoever needs a second factor and has none is led to set it up; an act that asks for a fresh
proof is held up until the person has given their password or a code, and then goes on with everything they typed.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from flask import Flask, abort, current_app, flash, g, redirect, render_template, request, session, url_for
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult import dates
from consult.drafting.access import with_granted
from consult.drafting.inviting import note_opened
from consult.notices import security
from consult.people import rules
from consult.people.credentials import SignInWay
from consult.permissions import Permission
from consult.sign_in import account, known_browsers, queries, services
from consult.sign_in import rules as sign_in_rules
from consult.sign_in.attempts import Asker
from consult.sign_in.browsers import name_browser
from consult.sign_in.passkey_sites import Site, site_of
from consult.sign_in.passkeys import PasskeyAnswer
from consult.sign_in.published import is_published
from consult.web.asked import safe_next
from consult.web.error_pages import error_page, typed_texts
from consult.web.every_page import database, db, settings, viewer
from consult.web.fields import Mending
from consult.web.proof_forms import CodeForm, ProofForm, RecoveryForm

SEEN_EVERY = timedelta(minutes=5)
# What a browser keeps over a sign-in: that it asked for a link, and an account that is to be connected after it.
KEPT = ("link_browser", "connecting")
Instead = Response | tuple[str, int] | None
"""What is answered before a view runs, in its place; None lets the view answer."""


def init_app(app: Flask) -> None:
    """Put the gate before every view."""
    app.before_request(_admit)
    # After the gate: somebody signed out is told so, and gets the typed text back, rather than a form error. Before
    # passwords are weighed, which takes its time, and before the proof: a form that another site sent must not be
    # held up, and sent by the person with their password.
    CSRFProtect(app)


def ask_for_proof(app: Flask) -> None:
    """Hold up what asks for a fresh proof; the passwords of the form are weighed by then."""
    app.before_request(_hold_until_proved)


def _admit() -> Instead:
    """Refuse every view that is not marked, everybody who may not, and whoever is not signed in."""
    g.nonce, g.viewer, g.signed_in = secrets.token_urlsafe(16), None, None
    if request.endpoint is None or request.endpoint == "static":
        return None
    view = current_app.view_functions[request.endpoint]
    _receive()
    _recognise()
    if getattr(view, "public", False):
        return None
    permission: Permission | None = getattr(view, "permission", None)
    if permission is None:
        abort(403)
    if g.viewer is None:
        return _ask_to_sign_in()
    if not viewer().may(permission):
        abort(403)
    if not getattr(view, "before_second_factor", False) and lacks_factor():
        return _ask_for_factor()
    return None


def _receive() -> None:
    """Read what was sent, all of it, before anything of the database is asked for: whoever sends slowly holds no lock.

    Raises RequestEntityTooLarge beyond the limits of bodies.py.
    """
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        request.form  # noqa: B018  # reading is what it does


def _recognise() -> None:
    """Find out who is asking. No lock is taken for it, also where the request will write later."""
    token = session.get("token")
    if not token:
        return
    with _reading() as opened:
        signed_in = queries.signed_in_viewer(opened, token)
        if signed_in is None or (signed_in.published and not settings().demo):
            return
        g.viewer, g.signed_in = with_granted(opened, signed_in.viewer), signed_in
    if dates.now() - signed_in.session.last_seen_at > SEEN_EVERY and _somebody_asks():
        with database().transaction() as apart:
            queries.note_seen(apart, signed_in.session)


def _somebody_asks() -> bool:
    """Whether a person asks, not a page that was left open: that must not keep anybody signed in."""
    if request.method in ("GET", "HEAD"):
        # So browsers name what a script of a page fetches, and not what a person opens.
        return request.headers.get("Sec-Fetch-Dest") != "empty"
    view = current_app.view_functions[request.endpoint or ""]
    typed: str | None = getattr(view, "asked_by_itself_unless", None)
    return typed is None or typed in request.form


@contextmanager
def _reading() -> Iterator[Session]:
    """A session that only reads: the request's own where it is one."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        yield db()
        return
    with database().session(read_only=True) as opened:
        yield opened


def _ask_to_sign_in() -> Instead:
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("sign_in.show", next=request.full_path.rstrip("?")))
    return render_template("sign_in/signed_out.html", typed=typed_texts()), 401


def lacks_factor() -> bool:
    """Whether whoever is signed in must set a second factor up before anything else."""
    asked = settings().require_second_factor and sign_in_rules.needs_factor(viewer().roles | viewer().granted)
    return asked and not g.signed_in.has_factor


def _ask_for_factor() -> Instead:
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("account.second_factor_page"))
    return error_page(403, "Set up your second factor first. Your role needs one.", typed_texts())


def _proved_at(form: ProofForm) -> Mending:
    """Where another proof can be given on the page that asks for one."""
    passkey = "passkey" if form.proof_passkey.data and not passkey_site().why_not else ""
    other = "proof_password" if g.signed_in.has_password else "proof_code"
    own = (sign_in_rules.WrongPasskey, sign_in_rules.ChallengeGone, sign_in_rules.PasskeyState)
    return {**dict.fromkeys(own, passkey), sign_in_rules.TooManyAttempts: other, sign_in_rules.FactorState: other}


def _hold_until_proved() -> Instead:
    """Hold an act up that asks for a fresh proof. The form that asks for it carries along what was to be sent."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method != "POST" or g.signed_in is None or not getattr(view, "fresh", False):
        return None
    # Nobody of the demonstration has given a password that they could give again.
    if settings().demo or sign_in_rules.is_proved(g.signed_in.session, dates.now()):
        return None
    form = ProofForm()
    if form.given and form.validate() and _proves(form):
        return None
    held = [(name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", *form.data)]
    page = render_template(
        "sign_in/prove.html",
        form=form,
        held=held,
        has_factor=g.signed_in.has_factor,
        has_password=g.signed_in.has_password,
        passkey=g.signed_in.has_passkey and not passkey_site().why_not,
        typed=typed_texts(),
    )
    return page, 401


def _proves(form: ProofForm) -> bool:
    """Whether what was given shows that it is they; the form says why not. Either is told by mail, and committed."""
    try:
        proved = account.prove(
            db(),
            actor=viewer(),
            token=session["token"],
            password=form.proof_password.data or "",
            code=form.proof_code.data or "",
            passkey=_passkey(form.proof_passkey.data or ""),
            asker=asker(),
        )
    except rules.PeopleError as refusal:
        form.mended_at = _proved_at(form)
        form.refuse(refusal)
        security.tell(db(), person_id=viewer().person_id, browser=browser_name())
        return False
    else:
        session["token"] = proved
        security.tell(db(), person_id=viewer().person_id, browser=browser_name())
        return True
    finally:
        db().commit()  # a failure counts too


def _passkey(credential: str) -> PasskeyAnswer | None:
    return PasskeyAnswer(credential, passkey_site(), g.signed_in.session.id) if credential else None


def passkey_site() -> Site:
    """Where passkeys think they are: the service's public address, in the demo the host that was asked."""
    scheme = "https" if settings().secure_cookies else request.scheme
    return site_of("" if settings().demo else settings().public_address, f"{scheme}://{request.host}")


def code_page(form: CodeForm | RecoveryForm) -> str:
    """The page that asks for a second factor, after the password: a passkey, a code, or a recovery code."""
    has_app, has_passkey = queries.factors_awaited(db(), session.get("token", ""))
    return render_template(
        "sign_in/code.html",
        form=form,
        recovery=isinstance(form, RecoveryForm),
        has_app=has_app,
        has_passkey=has_passkey,
        why_not=passkey_site().why_not,
    )


def let_in(token: str, target: str) -> Response:
    """Put the token of a session just opened into the browser's cookie, and go on: to the code, or to the page."""
    if not settings().demo and is_published(db(), token=token):
        services.sign_out(db(), token=token)
        db().commit()
        flash(
            "This account is one of the demonstration, and its password is published. It opens nothing here", "notice"
        )
        return redirect(url_for("sign_in.show"))
    # The session that was open here before ends, and what an attacker may have planted before.
    if before := session.get("token"):
        services.sign_out(db(), token=before)
    kept = {name: session[name] for name in KEPT if name in session}
    session.clear()
    session.update(kept, token=token)
    signed_in = queries.signed_in_viewer(db(), token)
    if signed_in is not None:
        return _welcome(signed_in, target)
    db().commit()
    return redirect(url_for("sign_in.code", next=target))


def _welcome(signed_in: queries.SignedIn, target: str) -> Response:
    """Go on to the page; tell the person what they should know of this sign-in, and of what was done meanwhile."""
    answer = redirect(url_for("openid.connect", next=target) if "connecting" in session else safe_next(target))
    if signed_in.session.way is not SignInWay.DEMO:
        secret = request.cookies.get(_browser_cookie(), "")
        _keep_browser(answer, known_browsers.recognise(db(), actor=signed_in.viewer, secret=secret))
    security.tell(db(), person_id=signed_in.viewer.person_id, browser=browser_name())
    note_opened(db(), viewer=signed_in.viewer)
    told = account.take_reset_notice(db(), person_id=signed_in.viewer.person_id)
    db().commit()
    if told:
        at = dates.long_time(told)
        flash(f"An administrator turned off your second factor on {at}. Set it up again.", "notice")
    return answer


def _browser_cookie() -> str:
    return "__Host-consult-browser" if settings().secure_cookies else "consult-browser"


def _keep_browser(answer: Response, secret: str) -> None:
    """Let the browser be known at its next sign-in. The cookie opens nothing."""
    answer.set_cookie(
        _browser_cookie(),
        secret,
        max_age=int(sign_in_rules.BROWSER_KEPT_FOR.total_seconds()),
        secure=settings().secure_cookies,
        httponly=True,
        samesite="Lax",
    )


def browser_name() -> str:
    """The browser that is asking, in plain words."""
    return name_browser(request.user_agent.string)


def asker() -> Asker:
    """Who is asking, for whatever is slowed when it goes wrong too often."""
    return Asker(client_address(), request.cookies.get(_browser_cookie(), ""))


def client_address() -> str:
    """The network address that is asking, as named proxies say it; '' for a proxy on this machine that is not named.

    Everybody comes from that one: counted as one client, they would keep each other out.
    """
    own = request.remote_addr or ""
    return "" if own in ("127.0.0.1", "::1") else own
