"""The pages of the library, and what other pages show of it."""

import logging
import threading
from dataclasses import dataclass

from flask import Blueprint, current_app, render_template, request
from werkzeug.wrappers import Response

from consult.database import Database
from consult.library import queries
from consult.library.engine import IndexUnavailable, SearchEngine
from consult.library.indexing import catch_up, newest_change
from consult.library.whoosh_index import WhooshEngine
from consult.permissions import Permission, requires
from consult.web import database, db, found, page_number, settings, viewer

library = Blueprint("library", __name__)

Page = str | Response | tuple[str, int]
_following = threading.Lock()


@dataclass(frozen=True)
class Earlier:
    """Earlier answers beside a draft; `unavailable` while the index is being rebuilt."""

    results: tuple[queries.Found, ...] = ()
    unavailable: bool = False


def engine() -> SearchEngine:
    """The search engine of this process."""
    if "search_engine" not in current_app.extensions:
        current_app.extensions["search_engine"] = WhooshEngine(settings().index_folder)
    found_engine: SearchEngine = current_app.extensions["search_engine"]
    return found_engine


def follow_changes() -> None:
    """Let the index follow what was just committed. When it cannot now, the next search lets it."""
    _follow(database(), engine(), current_app.logger)


def _follow(source: Database, target: SearchEngine, logger: logging.Logger) -> None:
    with _following, source.session(read_only=True) as session:
        try:
            catch_up(session, target)
        except (IndexUnavailable, OSError) as fault:
            logger.warning("search index not brought up to date: %s", type(fault).__name__)


def _mend() -> None:
    """Rebuild an index that cannot be read, beside the requests; the next searches find it whole."""
    if not _following.locked():
        threading.Thread(target=_follow, args=(database(), engine(), current_app.logger), daemon=True).start()


def _ready() -> SearchEngine:
    """The engine, after it has followed changes that another process or a crash left behind."""
    if newest_change(db()) != engine().checkpoint():
        follow_changes()
    return engine()


@library.get("/library")
@requires(Permission.SEARCH_LIBRARY)
def search() -> Page:
    """Search earlier answers; without words, the newest."""
    text = request.args.get("q", "").strip()[:2000]
    unavailable = False
    if not text:
        listed = queries.newest(db(), viewer=viewer(), page=page_number())
    else:
        try:
            listed = queries.search(db(), viewer=viewer(), engine=_ready(), text=text, page=page_number())
        except IndexUnavailable:
            _mend()
            unavailable = True
            listed = queries.newest(db(), viewer=viewer(), page=page_number())
    return render_template("library/search.html", text=text, listed=listed, unavailable=unavailable)


def earlier_answers(question: str) -> Earlier:
    """The earlier answers to show beside a draft."""
    try:
        return Earlier(tuple(queries.similar(db(), viewer=viewer(), engine=_ready(), text=question)))
    except IndexUnavailable:
        _mend()
        return Earlier(unavailable=True)


@library.get("/library/<int:entry_id>")
@requires(Permission.SEARCH_LIBRARY)
def entry(entry_id: int) -> Page:
    """One earlier answer: who adopted it and when."""
    shown = found(queries.get_entry(db(), viewer=viewer(), entry_id=entry_id))
    return render_template("library/entry.html", entry=shown)
