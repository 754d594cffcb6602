"""What every request passes before its page: who is signed in, may they, and is it still they.

It denies by default. Whoever needs a second factor and has none is led to set it up; an act that asks for a fresh
proof is held up until the person has given their password or a code, and then goes on with everything they typed.
"""

import secrets
from datetime import timedelta

from flask import Flask, abort, current_app, g, redirect, render_template, request, session, url_for
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response

from consult import dates
from consult.people import account, queries, rules
from consult.people.forms import ProofForm
from consult.permissions import Permission
from consult.web import database, db, error_page, settings, typed_texts, viewer

SEEN_EVERY = timedelta(minutes=5)
Answer = Response | tuple[str, int] | None


def init_app(app: Flask) -> None:
    """Put the gate before every view."""
    app.before_request(_admit)
    # After the gate: somebody signed out is told so, and gets the typed text back, rather than a form error. Before
    # the proof: a form that another site sent must not be held up, and sent by the person with their password.
    CSRFProtect(app)
    app.before_request(_hold_until_proved)


def _admit() -> Answer:
    """Refuse every view that is not marked, everybody who may not, and whoever is not signed in."""
    g.nonce, g.viewer, g.signed_in = secrets.token_urlsafe(16), None, None
    if request.endpoint is None or request.endpoint == "static":
        return None
    view = current_app.view_functions[request.endpoint]
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


def _recognise() -> None:
    token = session.get("token")
    if token and (signed_in := queries.signed_in_viewer(db(), token)):
        g.viewer, g.signed_in = signed_in.viewer, signed_in
        if dates.now() - signed_in.session.last_seen_at > SEEN_EVERY:
            _note_seen(signed_in)


def _note_seen(signed_in: queries.SignedIn) -> None:
    """Move the idle limit on: beside a request that only reads, within one that writes (it holds the lock)."""
    if request.method != "GET":
        queries.note_seen(db(), signed_in.session)
        return
    with database().transaction() as apart:
        queries.note_seen(apart, signed_in.session)


def _ask_to_sign_in() -> Answer:
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("people.sign_in", next=request.full_path.rstrip("?")))
    return render_template("people/signed_out.html", typed=typed_texts()), 401


def lacks_factor() -> bool:
    """Whether whoever is signed in must set a second factor up before anything else."""
    asked = settings().require_second_factor and rules.needs_factor(viewer().roles)
    return asked and not g.signed_in.has_factor


def _ask_for_factor() -> Answer:
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("account.second_factor_page"))
    return error_page(403, "Set up your second factor first. Your role needs one.", typed_texts())


def _hold_until_proved() -> Answer:
    """Hold an act up that asks for a fresh proof. The form that asks for it carries along what was to be sent."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method != "POST" or g.signed_in is None or not getattr(view, "fresh", False):
        return None
    # Nobody of the demonstration has given a password that they could give again.
    if settings().demo or rules.is_proved(g.signed_in.session, dates.now()):
        return None
    form = ProofForm()
    if form.given and form.validate():
        try:
            proved = account.prove(
                db(),
                actor=viewer(),
                token=session["token"],
                password=form.proof_password.data or "",
                code=form.proof_code.data or "",
            )
        except rules.PeopleError as refusal:
            form.form_errors.append(str(refusal))
        else:
            session["token"] = proved
            return None
        finally:
            db().commit()  # a failure counts too
    held = [(name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", *form.data)]
    page = render_template(
        "people/prove.html", form=form, held=held, has_factor=g.signed_in.has_factor, typed=typed_texts()
    )
    return page, 401
