"""The pages that stand for an answer that cannot be given: readable, and with what was typed given back."""

import re
from enum import StrEnum
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response as WerkzeugResponse

from consult.refusal import Refusal
from consult.stored import StoredError
from consult.texts.characters import printable
from consult.web import bodies
from consult.web.error_words import explain

MOST_BOXES = 100
"""How many fields of their own a page shows of what was typed."""
_CARRIED = frozenset(
    {"csrf_token", "once", "submit", "made_from", "window", "next"}
    | {"account", "state", "code", "codes", "credential", "proof_passkey"}
)
"""What forms carry along by themselves, and codes, which count once: nobody needs to copy these."""
_MARK = re.compile(r"[0-9a-f]{64}")  # by which a form names what its page showed
_OF_OURS = re.compile(r"/(?![/\\])")  # browsers take both for the beginning of another host
NOT_AS_STORED = (
    "Something that this page needs is not stored as this service stores it: it was changed in the database. Tell your "
    "administrator."
)
NOTE_IF_SAVED = "Copy it before you leave this page, in case it was not saved."


class Fate(StrEnum):
    """What became of what was sent when the database went away, with what the page says of it (see outage.py)."""

    NOTHING = "Nothing was changed. Try again in a few minutes."
    UNKNOWN = "We do not know whether it was saved. Look before you send it again."
    SAVED = "It was saved, but the page that comes after it could not be shown. Look before you send it again."


def answer_errors(app: Flask) -> None:
    """Let the application answer errors and refusals with our pages."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(StoredError, _not_as_stored)


def typed_texts() -> list[tuple[str, str]]:
    """What was typed in a form that cannot be accepted now, so that the page can give it back.

    All of it, but not to a stranger; what stands in more fields than a page can show stands together in the last one.
    """
    form, uploaded = bodies.sent()
    # An editor sends its text once more, as a tree.
    carried = _CARRIED | {f"{name}_tree" for name in form}
    typed = ((name, printable(value)) for name, value in form.items(multi=True))
    given = [(name, value) for name, value in typed if not (name in carried or "password" in name) and _is_words(value)]
    files = ((name, printable(file.filename or "")) for name, file in uploaded.items(multi=True))
    given += [(name, f"{file} (select this file again)") for name, file in files if file]
    if len(given) <= MOST_BOXES:
        return given
    rest = "\n\n".join(f"{name}: {value}" for name, value in given[MOST_BOXES:])
    return [*given[:MOST_BOXES], ("Everything else", rest)]


def _is_words(value: str) -> bool:
    """Whether a person typed it, rather than chose it: choices, numbers and marks of forms are short and one word."""
    return (len(value) > 20 and not _MARK.fullmatch(value)) or len(value.split()) > 1 or "@" in value


def error_page(code: int, advice: str = "", typed: list[tuple[str, str]] | None = None) -> tuple[str, int]:
    """A readable page for an error, with what was typed given back."""
    heading, usual = explain(code)
    told = {"kept_note": NOTE_IF_SAVED} if g.get("fate", Fate.NOTHING) is not Fate.NOTHING else {}
    page = render_template(
        "error.html", heading=heading, advice=advice or usual, typed=typed or [], came_from=way_back(), **told
    )
    return page, code


def way_back() -> str:
    """The page of ours that led here, as the browser names it; '' where it names none, or only this page."""
    try:
        before = urlsplit(request.referrer or "")
    except ValueError:  # no address at all
        return ""
    address = f"{before.path}?{before.query}" if before.query else before.path
    ours = before.netloc == request.host and _OF_OURS.match(before.path) is not None
    return address if ours and (request.method == "POST" or before.path != request.path) else ""


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


def _not_as_stored(_fault: StoredError) -> tuple[str, int]:
    current_app.logger.critical("what is stored cannot be read: %s", request.endpoint)
    became = g.get("fate", Fate.NOTHING)
    said = "Nothing was changed." if became is Fate.NOTHING else str(became)
    return error_page(500, f"{NOT_AS_STORED} {said}", typed_texts() if request.method == "POST" else [])
