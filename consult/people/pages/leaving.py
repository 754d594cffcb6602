"""The pages of leaving: moving somebody to another organisation, taking their name away, and what was left open."""

from flask import Blueprint

from consult.drafting.inviting import follow_person, withdraw_all
from consult.drafting.response_roles import take_all
from consult.home.handing_over import Matter, belongings, hand_over, left_by, left_open
from consult.notices.joining import tell_decided, tell_moved
from consult.people import joining, moving, organisation_queries
from consult.people.anonymising import former_member
from consult.people.models import Person
from consult.people.pages.forms import AnonymiseForm, HandOverForm, MoveForm
from consult.people.queries import get_person
from consult.people.role_words import ROLE_WORDS
from consult.permissions import Permission, Role, fresh, requires
from consult.running.retention import take_name_away
from consult.texts import listed
from consult.web.asked import chosen_people
from consult.web.every_page import (
    Page,
    carry_out,
    db,
    done,
    form_page,
    found,
    to_change,
    viewer,
)
from consult.web.fields import Option

leaving = Blueprint("leaving", __name__)

NOTHING_DONE = "Nothing was handed over"


@leaving.route("/people/<int:person_id>/move", methods=["GET", "POST"])
@fresh
@requires(Permission.MANAGE_PEOPLE)
def move(person_id: int) -> Page:
    """Say what moving somebody to another organisation does; then move them."""
    person = to_change(lambda: get_person(db(), person_id))
    holds = belongings(db(), person=person)
    others = [o for o in organisation_queries.active_organisations(db()) if o.id != person.organisation_id]
    roles = listed(holds.roles) or "None"
    form = MoveForm(stored={}, beside={"Organisation": person.organisation.name, "Roles there": roles})
    form.organisation.choices = [Option("0", "Select an organisation"), *(Option(str(o.id), o.name) for o in others)]
    matters = left_by(db(), person=person, lost=(), leaves=True)
    if form.validate_on_submit() and carry_out(form, lambda: _move(person, form, matters)):
        message = f"{person.name} is now of {person.organisation.name}"
        return done(message, "people.change_person", person_id=person.id)
    return form_page(
        "people/move.html",
        form,
        person=person,
        holds=holds,
        hints=ROLE_WORDS,
        matters=matters,
        chosen=chosen_people(),
    )


def _move(person: Person, form: MoveForm, matters: list[Matter]) -> None:
    hand_over(db(), actor=viewer(), matters=matters, to=chosen_people())
    roles = [Role(role) for role in form.roles.data or []]
    moving.move(db(), actor=viewer(), person=person, organisation_id=form.organisation.data, roles=roles)
    if form.keep.data:
        follow_person(db(), person=person)
    else:
        withdraw_all(db(), actor=viewer(), person=person)
        take_all(db(), actor=viewer(), person=person)
    for settled in joining.settle_by_move(db(), actor=viewer(), person=person):
        tell_decided(db(), request=settled)
    tell_moved(db(), actor=viewer(), person=person)


@leaving.route("/people/<int:person_id>/anonymise", methods=["GET", "POST"])
@fresh
@requires(Permission.MANAGE_PEOPLE)
def anonymise(person_id: int) -> Page:
    """Say what goes, what stays and what is open; then take the name away."""
    person = found(get_person(db(), person_id))
    form, name = AnonymiseForm(), person.name
    matters = [] if person.anonymised_at else left_by(db(), person=person, lost=(), leaves=True)
    if form.validate_on_submit() and carry_out(form, lambda: _anonymise(person, matters)):
        return done(f"{name} is now called {person.name}", "people.list_people")
    return form_page(
        "people/anonymise.html",
        form,
        person=person,
        known_as=former_member(db(), person),
        matters=matters,
        chosen=chosen_people(),
    )


def _anonymise(person: Person, matters: list[Matter]) -> None:
    hand_over(db(), actor=viewer(), matters=matters, to=chosen_people())
    take_name_away(db(), actor=viewer(), person=person)


@leaving.route("/people/left-open", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def left() -> Page:
    """What people who left, were moved or lost a role have left open; hand it over."""
    form, matters = HandOverForm(), left_open(db(), viewer=viewer())
    if form.validate_on_submit() and (
        handed := carry_out(form, lambda: hand_over(db(), actor=viewer(), matters=matters, to=chosen_people()))
    ):
        said = f"{handed.result} {'thing was' if handed.result == 1 else 'things were'} handed over"
        return done(said if handed.result else "", "leaving.left", warning="" if handed.result else NOTHING_DONE)
    return form_page("people/left_open.html", form, matters=matters, chosen=chosen_people())
