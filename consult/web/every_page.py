"""What every page shares: the session of the database, headers, errors, Jinja. Before each page stands gate.py.

Only views and `create_app` import this module.
"""

import json
import logging
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
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
from flask_wtf.csrf import CSRFError
from jinja2 import FileSystemLoader, StrictUndefined
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.routing import IntegerConverter, Map
from werkzeug.wrappers import Response as WerkzeugResponse
from wtforms import Form

from consult import dates, texts
from consult.config import PROJECT, SettingError, Settings
from consult.database import Database, let_go, take_back
from consult.history.turns import Gone, in_turn
from consult.library.search.keeper import IndexKeeper
from consult.logs import Discreet
from consult.notices.services import COUNTED, POSTED
from consult.permissions import Permission, Viewer
from consult.proxies import Forwarded
from consult.refusal import Refusal
from consult.sign_in.published import refuse_published
from consult.texts.characters import printable
from consult.waking import Bell
from consult.web import bodies
from consult.web.error_words import explain
from consult.web.fields import not_accepted
from consult.web.govuk import govuk
from consult.web.health import Health
from consult.web.stale import ChangeForm

Thing = TypeVar("Thing")
Page = str | WerkzeugResponse | tuple[str, int]
"""What a view answers: a page, a page with its status, or where to go."""
MOST_BOXES = 100
"""How many fields of their own a page shows of what was typed."""
STATIC = Path(__file__).resolve().parents[1] / "static"
NOTE_IF_SAVED = "Copy it before you leave this page, in case it was not saved."
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class Fate(StrEnum):
    """What became of what was sent when the database went away, with what the page says of it (see outage.py)."""

    NOTHING = "Nothing was changed. Try again in a few minutes."
    UNKNOWN = "We do not know whether it was saved. Look before you send it again."
    SAVED = "It was saved, but the page that comes after it could not be shown. Look before you send it again."


class RowNumber(IntegerConverter):
    """A number in an address: one that a row can have. A larger one is a page that is not there."""

    def __init__(self, map: Map, *arguments: Any, **options: Any) -> None:
        super().__init__(map, *arguments, **{"max": 2**31 - 1, **options})


def init_app(app: Flask, settings: Settings) -> None:
    """Make the Flask application serve our pages. Raises SettingError for what must never serve them."""
    if app.debug:
        raise SettingError("FLASK_DEBUG must not be set: the service never runs with a debugger")
    if not settings.trusted_hosts:
        raise SettingError("TRUSTED_HOSTS must name the host names the service answers to")
    default_handler.setFormatter(Discreet())
    app.logger.setLevel(logging.WARNING)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TRUSTED_HOSTS=list(settings.trusted_hosts),
        SESSION_COOKIE_NAME="__Host-consult" if settings.secure_cookies else "consult",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),
    )
    app.url_map.converters["int"] = RowNumber
    app.wsgi_app = Forwarded(app.wsgi_app, settings.trusted_proxies)  # type: ignore[method-assign]
    app.extensions["settings"] = settings
    database = Database(settings.database_url)
    refuse_published(database, demo=settings.demo)
    app.extensions["database"] = database
    app.extensions["bell"] = Bell(settings)
    app.extensions["search_index"] = IndexKeeper(
        database, settings.index_folder, settings.search_engine, settings.semantic
    )
    app.wsgi_app = Health(app.wsgi_app, database)  # type: ignore[method-assign]  # as Flask asks for it
    app.after_request(_headers)
    app.teardown_request(_close)
    not_accepted.connect(_give_way)
    before_render_template.connect(_give_way, app)
    _answer_errors(app)
    _init_jinja(app)


def _answer_errors(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(Refusal, _refused)


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
    if not has_request_context() or request.method in ("GET", "HEAD", "OPTIONS") or db().bind is database().reading:
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


def done(message: str, endpoint: str, *, kept: tuple[str, ...] = (), **values: Any) -> WerkzeugResponse:
    """Go to a page and say there what was done.

    The browser need not keep the texts of this form any longer, nor those that `kept` names.
    """
    flash(message)
    for name in (request.path, *kept) if g.get("viewer") else kept:
        flash(name, "kept")
    return redirect(url_for(endpoint, **values))


def chosen_people() -> dict[str, int]:
    """Whom the form hands each open matter over to: numbers of people by the name of the matter; 0 leaves it open."""
    named = ((name.removeprefix("to-"), value) for name, value in request.form.items() if name.startswith("to-"))
    return {name: int(value) for name, value in named if value.isascii() and value.isdigit() and len(value) < 10}


def page_number() -> int:
    """The page of a list that was asked for; 1 when what was asked is no number."""
    return min(request.args.get("page", 1, type=int) or 1, 1_000_000)


def safe_next(target: str) -> str:
    """Where to go after signing in: a path of ours, or home."""
    # A browser drops tabs and line ends, reads a backslash as a slash, and two slashes as the name of a host.
    own = target.isprintable() and "\\" not in target and re.match(r"/(?!/)", target)
    return target if own else url_for("home.home")


def typed_texts() -> list[tuple[str, str]]:
    """What was typed in a form that cannot be accepted now, so that the page can give it back.

    All of it, but not to a stranger; what stands in more fields than a page can show stands together in the last one.
    """
    hidden = {"csrf_token", "once", "submit", "made_from"}
    form, uploaded = bodies.sent()
    typed = ((name, printable(value)) for name, value in form.items(multi=True))
    given = [(name, value) for name, value in typed if not (name in hidden or "password" in name) and _is_words(value)]
    files = ((name, printable(file.filename or "")) for name, file in uploaded.items(multi=True))
    given += [(name, f"{file} (select this file again)") for name, file in files if file]
    if len(given) <= MOST_BOXES:
        return given
    rest = "\n\n".join(f"{name}: {value}" for name, value in given[MOST_BOXES:])
    return [*given[:MOST_BOXES], ("Everything else", rest)]


def _is_words(value: str) -> bool:
    """Whether a person typed it, rather than chose it: choices, numbers and marks of forms are short and one word."""
    return len(value) > 20 or len(value.split()) > 1 or "@" in value


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


def error_page(code: int, advice: str = "", typed: list[tuple[str, str]] | None = None) -> tuple[str, int]:
    """A readable page for an error, with what was typed given back."""
    heading, usual = explain(code)
    told = {"kept_note": NOTE_IF_SAVED} if code >= 500 and g.get("fate", Fate.NOTHING) is not Fate.NOTHING else {}
    return render_template("error.html", heading=heading, advice=advice or usual, typed=typed or [], **told), code


def _http_error(error: HTTPException) -> tuple[str, int] | WerkzeugResponse:
    code = error.code or 500
    if isinstance(error, SecurityError):
        # The request names another host: no address of ours can be built for it, so there is no page either.
        return Response("This service does not answer to that name.", 400, mimetype="text/plain")
    if code < 400:
        return error.get_response()
    # The body of a form that is too large cannot be read for its texts.
    typed = typed_texts() if request.method == "POST" and code in (403, 404, 405, 409, 500) else []
    return error_page(code, str(g.get("fate", "")) if code >= 500 else "", typed)


def _csrf_error(_error: CSRFError) -> tuple[str, int]:
    return error_page(400, "The page was open too long, or in two windows. Open it again.", typed_texts())


def _refused(refusal: Refusal) -> tuple[str, int]:
    return error_page(409, str(refusal), typed_texts() if request.method == "POST" else [])


def _init_jinja(app: Flask) -> None:
    app.jinja_loader = FileSystemLoader(PROJECT / "templates")
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        long_date=dates.long_date,
        long_time=dates.long_time,
        markdown=lambda text: Markup(texts.to_html(text)),  # cleaned by nh3
        markdown_line=lambda text: Markup(texts.line_to_html(text)),  # cleaned by nh3
        shorten=texts.shorten,
        listed=lambda things: texts.listed(list(things)),
        words=texts.count_words,
    )
    app.jinja_env.globals.update(
        asset=asset,
        govuk=govuk,
        may=lambda permission: bool(g.get("viewer")) and viewer().may(Permission(permission)),
        days_left=dates.days_left,
        in_words=dates.in_words,
        starts_day=dates.starts_day,
        demo=app.extensions["settings"].demo,
        typed_texts=lambda: typed_texts() if request.method == "POST" else [],
    )
    app.context_processor(lambda: {"viewer": g.get("viewer"), "nonce": g.get("nonce", "")})


@cache
def _manifest() -> dict[str, str]:
    path = STATIC / "manifest.json"
    built: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    return built


def asset(name: str) -> str:
    """The address of a built file; its name changes with its content, so that it can be kept for a year."""
    return url_for("static", filename=_manifest().get(name, name))
