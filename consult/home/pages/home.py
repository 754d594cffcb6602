"""The home page."""

from flask import Blueprint, render_template

from consult.drafting.progress import picture
from consult.home import queries
from consult.permissions import Permission, requires
from consult.web.every_page import db, viewer

home = Blueprint("home", __name__)


@home.get("/", endpoint="home")
@requires(Permission.USE_SERVICE)
def home_page() -> str:
    """What needs me now."""
    return render_template("home/home.html", page=queries.home(db(), viewer=viewer()), picture=picture)
