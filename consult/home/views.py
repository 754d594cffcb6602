"""The home page, and a page that tells whether the service is up."""

from flask import Blueprint, render_template
from sqlalchemy import text
from werkzeug.wrappers import Response

from consult.drafting.progress import picture
from consult.home import queries
from consult.permissions import Permission, public, requires
from consult.web import db, viewer

home = Blueprint("home", __name__)


@home.get("/", endpoint="home")
@requires(Permission.USE_SERVICE)
def home_page() -> str:
    """What needs me now."""
    return render_template("home/home.html", page=queries.home(db(), viewer=viewer()), picture=picture)


@home.get("/healthz")
@public
def health() -> Response:
    """'ok' when the database answers, for whoever watches the service."""
    db().execute(text("SELECT 1"))
    return Response("ok", mimetype="text/plain")
