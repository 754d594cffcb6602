"""The page on which an administrator takes the name of somebody away who has left."""

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from consult.people.anonymising import former_member
from consult.people.forms import AnonymiseForm
from consult.people.queries import get_person
from consult.permissions import Permission, fresh, requires
from consult.retention import take_name_away
from consult.web import carry_out, db, done, found, viewer

leaving = Blueprint("leaving", __name__)

Page = str | Response | tuple[str, int]


@leaving.route("/people/<int:person_id>/anonymise", methods=["GET", "POST"])
@fresh
@requires(Permission.MANAGE_PEOPLE)
def anonymise(person_id: int) -> Page:
    """Say what goes and what stays; then take the name away."""
    person = found(get_person(db(), person_id))
    form, name = AnonymiseForm(), person.name
    if form.validate_on_submit() and carry_out(form, lambda: take_name_away(db(), actor=viewer(), person=person)):
        return done(f"{name} is now called {person.name}", "people.list_people")
    known_as = former_member(db(), person)
    page = render_template("people/anonymise.html", form=form, person=person, known_as=known_as)
    return page, 422 if form.problems else 200
