"""The pages of the library."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from consult.library import queries
from consult.library.engine import IndexUnavailable
from consult.permissions import Permission, requires
from consult.texts import printable
from consult.web import db, found, page_number, search_index, viewer

library = Blueprint("library", __name__)

Page = str | Response | tuple[str, int]


@library.get("/library")
@requires(Permission.SEARCH_LIBRARY)
def search() -> Page:
    """Search earlier answers; without words, the newest."""
    text = printable(request.args.get("q", "")).strip()[:2000]
    listed, unavailable = None, False
    if text:
        try:
            engine = search_index().ready(db())
            listed = queries.search(db(), viewer=viewer(), engine=engine, text=text, page=page_number())
        except IndexUnavailable:
            search_index().mend()
            unavailable = True
    listed = listed or queries.newest(db(), viewer=viewer(), page=page_number())
    return render_template("library/search.html", text=text, listed=listed, unavailable=unavailable)


@library.get("/library/<int:entry_id>")
@requires(Permission.SEARCH_LIBRARY)
def entry(entry_id: int) -> Page:
    """One earlier answer: who adopted it and when."""
    shown = found(queries.get_entry(db(), viewer=viewer(), entry_id=entry_id))
    return render_template("library/entry.html", entry=shown)
