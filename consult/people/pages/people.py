"""The pages of managing organisations and people."""

from flask import Blueprint, render_template, request

from consult.home.handing_over import Matter, fingerprint, hand_over, left_by
from consult.notices import security
from consult.people import organisation_queries, queries, rules, services
from consult.people.models import Person
from consult.people.organisation_queries import PersonFilter
from consult.people.pages.forms import ChangePersonForm, PersonForm
from consult.people.role_words import ON_RESPONSE_WORDS, PERMISSION_WORDS, ROLE_WORDS
from consult.permissions import HOLDS, IN_ORGANISATION, ON_RESPONSE, Permission, Role, Use, fresh, limited, requires
from consult.sign_in import second_factor
from consult.sign_in import services as sign_in_services
from consult.texts.characters import printable
from consult.web.asked import chosen_people, page_number
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

people = Blueprint("people", __name__)


@people.get("/people")
@requires(Permission.MANAGE_PEOPLE)
@limited(Use.SEARCH, when_asked=True)
def list_people() -> Page:
    """Search people by name, address and organisation, or by role."""
    role = next((role for role in IN_ORGANISATION if role.value == request.args.get("role")), None)
    text = printable(request.args.get("q", "")).strip()[:200]
    number = request.args.get("organisation", type=int)
    wanted = PersonFilter(text, role, number if number and 0 < number < 2**31 else None)
    return render_template(
        "people/list.html",
        wanted=wanted,
        listing=organisation_queries.list_people(db(), wanted=wanted, page=page_number()),
        organisations=queries.organisations(db()),
        roles=IN_ORGANISATION,
    )


@people.get("/permissions")
@requires(Permission.MANAGE_PEOPLE)
def permission_map() -> Page:
    """Who may do what: every permission, every role, and who holds it."""
    return render_template(
        "people/permissions.html",
        holds=HOLDS,
        permissions=PERMISSION_WORDS,
        in_organisation=IN_ORGANISATION,
        on_response=ON_RESPONSE,
        words=ROLE_WORDS,
        words_on_response=ROLE_WORDS | ON_RESPONSE_WORDS,
        holders=organisation_queries.holders(db()),
    )


@people.route("/people/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def new_person() -> Page:
    """Add a person."""
    chosen = request.args.get("organisation", type=int)
    form = PersonForm(organisation=chosen)
    form.organisation.choices = [Option(str(o.id), o.name) for o in organisation_queries.active_organisations(db())]
    if form.validate_on_submit() and carry_out(
        form,
        lambda: security.tell_added(
            db(),
            person=services.add_person(
                db(),
                actor=viewer(),
                name=form.name.data or "",
                email=form.email.data or "",
                organisation_id=form.organisation.data,
                roles=[Role(role) for role in form.roles.data or []],
                days=(form.member_from.data, form.member_until.data),
            ),
        ),
    ):
        added = f"{form.name.data} was added"
        if chosen and chosen == form.organisation.data:
            return done(added, "organisations.show", organisation_id=chosen)
        return done(added, "people.list_people")
    return form_page("people/person.html", form, person=None, hints=ROLE_WORDS, matters=[], chosen={})


@people.route("/people/<int:person_id>", methods=["GET", "POST"])
@fresh
@requires(Permission.MANAGE_PEOPLE)
def change_person(person_id: int) -> Page:
    """Change a person."""
    person = to_change(lambda: queries.get_person(db(), person_id))
    form = ChangePersonForm(stored=_stored(person))
    form.organisation.choices = [Option(str(person.organisation_id), person.organisation.name)]
    matters: list[Matter] = []
    if form.validate_on_submit():
        matters = _left_by(person, form)
        if form.seen.data != fingerprint(matters) and matters:
            form.say("Look at what stays open, then save again", f"to-{matters[0].key}")
        elif carry_out(form, lambda: _change(person, form, matters)):
            return done(f"{form.name.data} was changed", "people.list_people")
    form.seen.data = fingerprint(matters)
    has_factor = sign_in_services.has_second_factor(db(), person.id)
    return form_page(
        "people/person.html",
        form,
        person=person,
        has_factor=has_factor,
        hints=ROLE_WORDS,
        matters=matters,
        chosen=chosen_people(),
    )


def _stored(person: Person) -> dict[str, object]:
    return {
        "name": person.name,
        "email": person.email,
        "roles": [held.role.value for held in person.roles],
        "active": person.active,
        "organisation": person.organisation_id,
        "member_from": person.member_from,
        "member_until": person.member_until,
    }


def _left_by(person: Person, form: ChangePersonForm) -> list[Matter]:
    """What would be open once the form is carried out, by what changes in it."""
    wanted = {Role(role) for role in form.roles.data or []}
    lost = {held.role for held in person.roles} - wanted
    first, last = form.member_from.data, form.member_until.data
    is_switched_off = person.active and not form.active.data
    is_given_days = (first, last) != (person.member_from, person.member_until) and not rules.stays(first, last)
    return left_by(db(), person=person, lost=lost, leaves=is_switched_off or is_given_days)


def _change(person: Person, form: ChangePersonForm, matters: list[Matter]) -> None:
    """Hand over what was chosen, then change them; when their address changed, the old one is told too."""
    hand_over(db(), actor=viewer(), matters=matters, to=chosen_people())
    old = person.email
    services.change_person(
        db(),
        actor=viewer(),
        person=person,
        name=form.name.data or "",
        email=form.email.data or "",
        roles=[Role(role) for role in form.roles.data or []],
        active=bool(form.active.data),
        days=(form.member_from.data, form.member_until.data),
    )
    security.tell(db(), person_id=person.id, old_address=old)


@people.post("/people/<int:person_id>/second-factor/reset")
@fresh
@requires(Permission.MANAGE_PEOPLE)
def reset_second_factor(person_id: int) -> Page:
    """Take the second factor of somebody away who has lost it."""
    person = found(queries.get_person(db(), person_id))
    second_factor.reset(db(), actor=viewer(), person=person)
    security.tell(db(), person_id=person.id)
    db().commit()
    return done(f"The second factor of {person.name} is off", "people.list_people")
