"""What every page shares: the session of the database, headers, acting and answering. Before each stands gate.py.

Only pages, `create_app` and the rest of the frame import this module.
"""

import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from flask import (
    Flask,
    Response,
    abort,
    before_render_template,
    current_app,
    flash,
    g,
    has_request_context,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.logging import default_handler
from sqlalchemy.orm import Session
from werkzeug.routing import IntegerConverter, Map
from werkzeug.wrappers import Response as WerkzeugResponse
from wtforms import Form

from consult.config import SettingError, Settings
from consult.database import Database
from consult.history.turns import Gone, in_turn
from consult.library.search.keeper import IndexKeeper
from consult.logs import Discreet
from consult.notices.services import COUNTED, POSTED
from consult.permissions import Viewer
from consult.proxies import Forwarded
from consult.refusal import Refusal
from consult.sessions import let_go, take_back
from consult.sign_in.published import refuse_published
from consult.waking import Bell
from consult.web.error_pages import Fate, answer_errors
from consult.web.fields import not_accepted
from consult.web.health import Health
from consult.web.stale import ChangeForm
from consult.web.templating import init_jinja

Thing = TypeVar("Thing")
Page = str | WerkzeugResponse | tuple[str, int]
"""What a view answers: a page, a page with its status, or where to go."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class RowNumber(IntegerConverter):
    """A number in an address: one that a row can have. A larger one is a page that is not there."""

    def __init__(self, map: Map, *arguments: Any, **options: Any) -> None:
        super().__init__(map, *arguments, **{"max": 2**31 - 1, **options})


def init_app(app: Flask) -> None:
    """Make the Flask application serve our pages, whatever its settings. Raises SettingError in a debugger."""
    if app.debug:
        raise SettingError("FLASK_DEBUG must not be set: the service never runs with a debugger")
    default_handler.setFormatter(Discreet())
    app.logger.setLevel(logging.WARNING)
    app.config.update(
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),
    )
    app.url_map.converters["int"] = RowNumber
    app.after_request(_headers)
    app.teardown_request(_close)
    not_accepted.connect(_give_way)
    before_render_template.connect(_give_way, app)
    answer_errors(app)
    init_jinja(app)


def take_up(app: Flask, settings: Settings) -> None:
    """Give the application its settings, and all that hangs on them. Raises SettingError for what must never serve.

    Nothing stays of settings that it had before.
    """
    if not settings.trusted_hosts:
        raise SettingError("TRUSTED_HOSTS must name the host names the service answers to")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TRUSTED_HOSTS=list(settings.trusted_hosts),
        SESSION_COOKIE_NAME="__Host-consult" if settings.secure_cookies else "consult",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
    )
    database = Database(settings.database_url)
    refuse_published(database, demo=settings.demo)
    app.extensions["settings"] = settings
    app.extensions["database"] = database
    app.extensions["bell"] = Bell(settings)
    app.extensions["search_index"] = IndexKeeper(
        database, settings.index_folder, settings.search_engine, settings.semantic
    )
    known = Forwarded(partial(Flask.wsgi_app, app), settings.trusted_proxies)
    app.wsgi_app = Health(known, database)  # type: ignore[method-assign]  # as Flask asks for it


def settings() -> Settings:
    """The settings of the running application."""
    found: Settings = current_app.extensions["settings"]
    return found


def database() -> Database:
    """The database of the running application."""
    found: Database = current_app.extensions["database"]
    return found


def search_index() -> IndexKeeper:
    """The search index of the running application."""
    found: IndexKeeper = current_app.extensions["search_index"]
    return found


def ring() -> None:
    """Wake the worker: something was committed that it is to do."""
    current_app.extensions["bell"].ring()


def db() -> Session:
    """This request's session of the database. A GET gets one that cannot write."""
    if "db" not in g:
        g.db = database().session(read_only=request.method in ("GET", "HEAD", "OPTIONS"))
    found: Session = g.db
    return found


def _give_way(_sender: object, **_facts: object) -> None:
    """What is not committed by now will not be: it is undone, and nobody's save waits for the page that tells of it.

    A form that is not accepted, an act that is refused and a page that is about to be shown all end here.
    """
    if not has_request_context() or request.method in ("GET", "HEAD", "OPTIONS") or g.get("database_away"):
        return
    if db().bind is database().reading:
        return
    g.pop("in_turn", None)
    take_back(db(), bind=database().reading)
    db().info[POSTED] = db().info.get(COUNTED, 0)  # the others went with what was undone


def act_again() -> Session:
    """This request's session where it may write, also after it gave way."""
    opened = db()
    if opened.bind is database().reading and request.method not in ("GET", "HEAD", "OPTIONS"):
        take_back(opened, bind=database().engine)
    return opened


@contextmanager
def only_reading() -> Iterator[None]:
    """Beside the act, a part that only reads: nobody else's save waits for it, however long it takes."""
    session = act_again()
    assert not session.in_transaction(), "what was changed is committed first"
    writing, session.bind = session.bind, database().reading
    try:
        yield
        session.commit()
    finally:
        session.bind = writing


@contextmanager
def beforehand() -> Iterator[None]:
    """Before a form is carried out, a part that takes long and only reads: nobody waits for it, however long it takes.

    What it finds is held against what is stored when the act begins.
    """
    db().commit()  # what was sent is noted under its key: nobody's second press does all this again
    try:
        with only_reading():
            yield
    finally:
        g.fate = Fate.NOTHING


def viewer() -> Viewer:
    """Who is signed in; the gate has made sure that somebody is."""
    found: Viewer = g.viewer
    return found


def found(thing: Thing | None) -> Thing:
    """The thing, or the 404 page: not yours and missing look the same."""
    if thing is None:
        abort(404)
    return thing


def to_change(load: Callable[[], Thing | None]) -> Thing:
    """What a form is to change, or the 404 page. Who sends the form waits until nobody else's act is being written.

    So what the form is held against is what is stored, and stays so until the commit.
    """
    if request.method == "POST":
        in_turn(act_again())
        db().expire_all()  # what the gate has read may have changed while we waited
    g.in_turn = True
    return found(load())


@dataclass(frozen=True)
class CarriedOut(Generic[Thing]):
    """That an act was done and committed, with what it gave."""

    result: Thing


def carry_out(form: Form, act: Callable[[], Thing]) -> CarriedOut[Thing] | None:
    """Do one thing and commit it. A refusal is shown at its field or at the top of the form, and nothing is changed."""
    assert not isinstance(form, ChangeForm) or "in_turn" in g, "what a form changes is read by to_change"
    act_again()
    try:
        carried_out = CarriedOut(act())
    except Gone:
        raise  # there is nothing left that the page could show
    except Refusal as refusal:
        form.refuse(refusal)
        _give_way(form)
        return None
    db().commit()
    return carried_out


def form_page(template: str, form: Form, **context: Any) -> tuple[str, int]:
    """The page of a form, with the status that says whether the form was refused."""
    return render_template(template, form=form, **context), 422 if form.problems else 200


def done(
    message: str, endpoint: str, *, warning: str = "", kept: tuple[str, ...] = (), **values: Any
) -> WerkzeugResponse:
    """Go to a page and say there what was done, and apart from that, as a warning, what was not.

    The browser need not keep the texts of this form any longer, nor those that `kept` names.
    """
    if message:
        flash(message)
    if warning:
        flash(warning, "notice")
    for name in (request.path, *kept) if g.get("viewer") else kept:
        flash(name, "kept")
    return redirect(url_for(endpoint, **values))


def _close(_error: BaseException | None) -> None:
    request.close()  # larger uploads are files on the disk until then
    opened: Session | None = g.pop("db", None)
    if opened is None:
        return
    mail = opened.info.get(POSTED, False)
    try:
        let_go(opened)
    except (sa.exc.SQLAlchemyError, OSError) as fault:  # the answer is made: it goes out all the same
        current_app.logger.error("connection not given back: %s", type(fault).__name__)
    if mail:
        ring()


def _headers(response: Response) -> Response:
    # Chromium holds the redirect that answers a form against this, too: the button that leads to the identity
    # provider needs it named here.
    openid = settings().openid
    leads_to = f"'self' {openid.origin}" if openid else "'self'"
    policy = (
        f"default-src 'none'; script-src 'self' 'nonce-{g.get('nonce', secrets.token_urlsafe(16))}'; style-src 'self'; "
        f"img-src 'self'; connect-src 'self'; form-action {leads_to}; base-uri 'none'; "
        "frame-ancestors 'none'; object-src 'none'"
    )
    response.headers["Content-Security-Policy"] = policy
    for name, value in HEADERS.items():
        response.headers[name] = value
    if request.endpoint != "static" or response.status_code >= 400:
        response.headers["Cache-Control"] = "no-store"
    if settings().secure_cookies:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response
