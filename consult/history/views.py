"""The page that tells who did what and when on a response."""

import json

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from consult.drafting.queries import get_response
from consult.history import queries
from consult.people.queries import names_of
from consult.permissions import Permission, requires
from consult.web import db, found, page_number, viewer

history = Blueprint("history", __name__)

Page = str | Response | tuple[str, int]


@history.get("/responses/<int:response_id>/record")
@requires(Permission.READ_RECORD)
def timeline(response_id: int) -> Page:
    """The record of one response, newest first."""
    response = found(get_response(db(), viewer=viewer(), response_id=response_id))
    listed = queries.timeline(db(), response_id=response.id, page=page_number())
    names = names_of(db(), {entry.actor_id for entry in listed.entries if entry.actor_id})
    acts = [
        (entry, names.get(entry.actor_id or 0, "The system"), json.loads(entry.details)) for entry in listed.entries
    ]
    return render_template("history/timeline.html", response=response, listed=listed, acts=acts)
