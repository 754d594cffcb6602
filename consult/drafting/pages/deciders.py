"""The pages on which an organisation says who decides for it on a response, or records what it decided."""

from flask import Blueprint, render_template, url_for

from consult.drafting import response_roles
from consult.drafting.models import SignOffBody
from consult.drafting.pages.invitation_forms import DeciderForm
from consult.drafting.rules import RoleCannotBeGiven
from consult.people.queries import people_by_address
from consult.permissions import Permission, requires
from consult.web.every_page import (
    Page,
    carry_out,
    db,
    done,
    form_page,
    found,
    viewer,
)
from consult.web.fields import Form

deciders = Blueprint("deciders", __name__)


def _body(body_id: int) -> SignOffBody:
    return found(response_roles.get_own_body(db(), viewer=viewer(), body_id=body_id))


@deciders.get("/deciders")
@requires(Permission.NAME_DECIDERS)
def show_all() -> Page:
    """The responses that the viewer's organisation decides on, and who decides or records for it on each."""
    bodies = response_roles.own_bodies(db(), viewer=viewer())
    return render_template(
        "drafting/deciders.html",
        bodies=bodies,
        roles=response_roles.roles_for(db(), bodies=bodies),
        always=response_roles.deciders_in(db(), organisation_id=viewer().organisation_id),
    )


@deciders.route("/bodies/<int:body_id>/deciders/new", methods=["GET", "POST"])
@requires(Permission.NAME_DECIDERS)
def give(body_id: int) -> Page:
    """Say that somebody decides or records for a body of the viewer's organisation on one response."""
    body = _body(body_id)
    form = DeciderForm()
    if form.validate_on_submit() and carry_out(form, lambda: _give(body, form)):
        return done("The role was given", "deciders.show_all")
    return form_page("drafting/decider_new.html", form, body=body)


def _give(body: SignOffBody, form: DeciderForm) -> None:
    email = (form.email.data or "").lower()
    person = people_by_address(db(), [email]).get(email)
    if person is None:
        raise RoleCannotBeGiven("Nobody here has this email address. Ask your administrator to add the person first")
    response_roles.give_role(db(), actor=viewer(), response=body.response, to=person, role=form.chosen, body=body)


@deciders.route("/bodies/<int:body_id>/deciders/<int:given_id>/remove", methods=["GET", "POST"])
@requires(Permission.NAME_DECIDERS)
def take(body_id: int, given_id: int) -> Page:
    """Take a role for a body of the viewer's organisation away, after asking."""
    body = _body(body_id)
    held = found(response_roles.get_role(db(), response=body.response, role_id=given_id))
    found(held if held.body_id == body.id else None)
    form = Form()
    form.mended_at = {RoleCannotBeGiven: url_for("deciders.show_all")}
    if form.validate_on_submit() and carry_out(form, lambda: response_roles.take_role(db(), actor=viewer(), held=held)):
        return done("The role was taken away", "deciders.show_all")
    return form_page("drafting/decider_remove.html", form, body=body, held=held)
