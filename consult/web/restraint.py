"""What holds for every request before its view runs: a form that is sent twice acts once, and nobody does too much.

This stands behind the gate: who is asking, and that they may, is known by then.
"""

import hashlib
import json
import re
import secrets
import time
from collections.abc import Iterator

import sqlalchemy as sa
from flask import Flask, current_app, flash, g, redirect, render_template, request, session
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from consult.config import Limits
from consult.database import only_reads
from consult.notices.services import CAUSED_BY, COUNTED, POSTED
from consult.permissions import Use
from consult.web import limits, once, outage
from consult.web.error_pages import NOTE_IF_SAVED, Fate, error_page, typed_texts, way_back
from consult.web.every_page import act_again, database, db, settings
from consult.web.gate import Instead

KEY = "once"
SENT_ALREADY = "It was carried out the first time, and not again. Open the page anew to see it."
SENT_NOTE = "It was sent the first time. Copy it before you leave this page, if you still need it here."
STILL_BUSY = "We do not know yet whether it was carried out. Open the page anew in a minute to see what became of it."
PATIENCE = 3.0  # seconds to wait for the answer to a first sending that was carried out
_FORM_KEY = re.compile(r"[A-Za-z0-9_-]{22}")  # 128 bits
# What differs between two sendings of one act: the form's own tokens, and the proof that a held act was sent with.
_NOT_TYPED = ("csrf_token", KEY)
_REFUSED = (401, 403, 404, 405, 422, 429)  # answers after which the same may be tried again


def init_app(app: Flask) -> None:
    """Put both behind the gate, and the key into every form."""
    app.before_request(_keep_within_limits)
    app.before_request(_act_once)
    app.after_request(_note_answer)
    app.register_error_handler(limits.TooMuch, _too_much)
    app.jinja_env.globals.update(once_key=lambda: secrets.token_urlsafe(16))


def most(given: Limits, use: Use) -> int:
    """How often one person may do this in one window."""
    numbers = {
        Use.SEARCH: given.searches,
        Use.UPLOAD: given.uploads,
        Use.DOWNLOAD: given.downloads,
        Use.MAIL: given.mails,
        Use.COMMENT: given.comments,
    }
    return numbers[use]


def _keep_within_limits() -> None:
    """Count what the view is marked with, and get ready to count the mail that it causes. Raises TooMuch."""
    if g.get("viewer") is None:
        return
    if request.method == "POST":
        sa.event.listen(db(), "before_commit", _count_mail)
        db().info[CAUSED_BY] = g.viewer.person_id
    view = current_app.view_functions.get(request.endpoint or "")
    use: Use | None = getattr(view, "use", None)
    if use is None or not _does_it(use, asked=getattr(view, "when_asked", False)):
        return
    # The count stays when the view fails, so it is committed first: on its own beside a page that only reads.
    db().commit()
    if request.method != "POST":
        with database().transaction() as apart:
            refusal = _refusal(apart, use)
    else:
        refusal = _refusal(db(), use)
        db().commit()
    if refusal:
        raise refusal


def _does_it(use: Use, *, asked: bool) -> bool:
    """Whether this request does what its view is marked with: a page with an upload takes a file by POST only.

    Whatever the method, a search counts; a page that searches `when_asked` does not without words in its address.
    """
    if use is Use.UPLOAD:
        return request.method == "POST"
    words = request.args.keys() - {"page"}  # a further page of a list is no search
    return request.method in ("GET", "HEAD", "POST") and bool(not asked or words or request.method == "POST")


def _refusal(opened: Session, use: Use) -> limits.TooMuch | None:
    try:
        _spend(opened, use)
    except limits.TooMuch as refusal:
        return refusal
    return None


def _spend(opened: Session, use: Use, times: int = 1) -> None:
    person = g.viewer.person_id
    limits.spend(opened, person_id=person, use=use, most=most(settings().limits, use), times=times)


def _count_mail(opened: Session) -> None:
    """Count the messages that are about to be committed. It comes last: behind it no lock is waited for.

    An act that causes more than all that are allowed, such as a sheet of 1,000 people, counts as all of them: it is
    carried out when nothing went before it, and nothing comes after it. Otherwise it never could be.
    """
    written = int(opened.info.get(POSTED, 0)) - int(opened.info.get(COUNTED, 0))
    if written > 0:
        opened.info[COUNTED] = int(opened.info.get(POSTED, 0))
        _spend(opened, Use.MAIL, min(written, most(settings().limits, Use.MAIL)))


def may_still(use: Use) -> bool:
    """Count what a part of a page does that comes beside what the page is for; False where it was done too often.

    The page is shown without it.
    """
    assert only_reads(db()), "what waits to be committed would be waited for"
    db().commit()  # where SQLite's journal is the slower one, a writer waits for readers
    with database().transaction() as apart:
        return _refusal(apart, use) is None


def _too_much(refusal: limits.TooMuch) -> Response:
    typed = typed_texts() if request.method == "POST" else []
    page, code = error_page(429, f"{refusal} You can go on {refusal.wait}.", typed)
    return Response(page, code, {"Retry-After": str(refusal.seconds)}, mimetype="text/html")


def _act_once() -> Instead:
    """Note the sending; give who sends the same again the answer of the first."""
    outage.begin_act()
    keys = request.form.getlist(KEY) if request.method == "POST" else []
    # A form that was held up for a proof carries the key that it was first sent with, last.
    if not keys or not _FORM_KEY.fullmatch(keys[-1]):
        return None
    key = _sha256([_sender(), keys[-1]])
    earlier = _claim(key)
    if earlier is not None:
        return _answer_of(earlier)
    g.sent_key, g.sent_committed, g.token_before = key, False, session.get("token")
    sa.event.listen(db(), "after_commit", _was_committed)
    return None


def _claim(key: str) -> once.SentForm | None:
    """None for a new act. The answer of a first sending that has just been carried out is waited for a little."""
    person, body, until = g.viewer.person_id if g.viewer else None, _body_sha256(), time.monotonic() + PATIENCE
    while True:
        earlier = once.claim(db(), key_sha256=key, body_sha256=body, person_id=person)
        if earlier is None or earlier.status is not None or time.monotonic() > until:
            return earlier
        db().commit()
        time.sleep(0.05)


def _answer_of(earlier: once.SentForm) -> Instead:
    location, messages, status = earlier.location, once.MESSAGES.read(earlier.messages), earlier.status
    db().commit()
    if location and status is not None:
        for category, message in messages:
            flash(message, category)
        return redirect(location, status)
    page = render_template(
        "error.html",
        heading="This was sent already",
        advice=SENT_ALREADY if status is not None else STILL_BUSY,
        typed=typed_texts(),
        came_from=way_back(),
        kept_note=SENT_NOTE if status is not None else NOTE_IF_SAVED,
    )
    return page, 409


def _was_committed(opened: Session) -> None:
    g.sent_committed = g.sent_committed or not (opened.in_nested_transaction() or only_reads(opened))


def _note_answer(response: Response) -> Response:
    """Keep the answer of an act that was carried out; let go of the key of one that was refused."""
    key = g.pop("sent_key", None)
    if key is None or not g.sent_committed:
        return response
    try:
        _keep_answer(response, key)
    except outage.BROKEN as fault:  # the act was carried out, and its answer is as it is
        current_app.logger.error("answer not kept: %s", type(fault).__name__)
    return response


def _keep_answer(response: Response, key: str) -> None:
    opened = act_again()
    opened.rollback()  # what a view left without committing it goes away in any case
    # Who signed in or out has the answer in a cookie, which no second answer can give.
    refused = response.status_code in _REFUSED or outage.fate() is Fate.NOTHING
    if refused or session.get("token") != g.token_before:
        once.forget(opened, key_sha256=key)
    else:
        said = [(str(kind), str(message)) for kind, message in session.get("_flashes", [])]
        messages, location = once.MESSAGES.write(said), response.headers.get("Location", "")
        once.note_answer(opened, key_sha256=key, status=response.status_code, location=location, messages=messages)
    opened.commit()


def _sender() -> str:
    return f"person {g.viewer.person_id}" if g.viewer else f"browser {session.get('csrf_token', '')}"


def _body_sha256() -> str:
    return _sha256([request.endpoint or "", request.full_path, *_typed()])


def _typed() -> Iterator[str]:
    for name, value in request.form.items(multi=True):
        if name not in _NOT_TYPED and not name.startswith("proof_"):
            yield from (name, value)
    for name, file in request.files.items(multi=True):
        yield from (name, file.filename or "", _file_sha256(file))


def _file_sha256(file: FileStorage) -> str:
    digest = hashlib.sha256()
    while piece := file.stream.read(2**20):
        digest.update(piece)
    file.stream.seek(0)
    return digest.hexdigest()


def _sha256(pieces: list[str]) -> str:
    return hashlib.sha256(json.dumps(pieces).encode()).hexdigest()
