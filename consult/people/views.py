"""The pages of signing in, and of managing organisations and people."""

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from consult.fields import Option
from consult.people import queries, services
from consult.people.forms import ChangePersonForm, OrganisationForm, PersonForm, SignInForm
from consult.people.models import OrganisationKind
from consult.people.rules import PeopleError
from consult.permissions import Permission, Role, public, requires
from consult.web import carry_out, db, done, found, safe_next, settings, viewer

people = Blueprint("people", __name__)

Page = str | Response | tuple[str, int]


@people.get("/sign-in")
@public
def sign_in() -> Page:
    """Ask for address and password; in the demo, offer the demo's people."""
    form = SignInForm(next=request.args.get("next", ""))
    chosen = queries.demo_people(db()) if settings().demo else []
    return render_template("people/sign_in.html", form=form, chosen=chosen)


@people.post("/sign-in")
@public
def sign_in_post() -> Page:
    """Sign in with a password."""
    form = SignInForm()
    if form.validate_on_submit():
        try:
            token = services.sign_in(db(), email=form.email.data or "", password=form.password.data or "")
        except PeopleError as refusal:
            form.form_errors.append(str(refusal))
        else:
            return _signed_in(token, form.next.data or "")
        finally:
            db().commit()  # a failure counts too
    chosen = queries.demo_people(db()) if settings().demo else []
    return render_template("people/sign_in.html", form=form, chosen=chosen), 422


@people.post("/sign-in/demo/<int:person_id>")
@public
def sign_in_demo(person_id: int) -> Page:
    """Sign in as one of the demo's people. Outside the demo there is no such page."""
    if not settings().demo:
        abort(404)
    token = services.sign_in_as_demo(db(), person_id=person_id)
    db().commit()
    return _signed_in(token, request.form.get("next", ""))


def _signed_in(token: str, target: str) -> Response:
    # A session that an attacker may have planted before ends here.
    session.clear()
    session["token"] = token
    return redirect(safe_next(target))


@people.post("/sign-out")
@public
def sign_out() -> Page:
    """Sign out of this browser."""
    if token := session.get("token"):
        services.sign_out(db(), token=token)
        db().commit()
    session.clear()
    flash("You have signed out")
    flash("*", "kept")  # whoever uses this browser next must not find texts of ours in it
    return redirect(url_for("people.sign_in"))


@people.get("/people")
@requires(Permission.MANAGE_PEOPLE)
def list_people() -> Page:
    """Everybody and every organisation."""
    return render_template(
        "people/list.html", people=queries.all_people(db()), organisations=queries.organisations_with_people(db())
    )


@people.route("/organisations/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def new_organisation() -> Page:
    """Add an organisation."""
    form = OrganisationForm()
    if form.validate_on_submit() and carry_out(
        form,
        lambda: services.add_organisation(
            db(), actor=viewer(), name=form.name.data or "", kind=OrganisationKind(form.kind.data)
        ),
    ):
        return done(f"{form.name.data} was added", "people.list_people")
    return render_template("people/organisation.html", form=form), 422 if form.problems else 200


@people.route("/people/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def new_person() -> Page:
    """Add a person."""
    form = PersonForm()
    form.organisation.choices = [Option(str(o.id), o.name) for o in queries.organisations(db())]
    if form.validate_on_submit() and carry_out(
        form,
        lambda: services.add_person(
            db(),
            actor=viewer(),
            name=form.name.data or "",
            email=form.email.data or "",
            organisation_id=form.organisation.data,
            roles=[Role(role) for role in form.roles.data or []],
            password=form.password.data or "",
        ),
    ):
        return done(f"{form.name.data} was added", "people.list_people")
    return render_template("people/person.html", form=form, person=None), 422 if form.problems else 200


@people.route("/people/<int:person_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def change_person(person_id: int) -> Page:
    """Change a person."""
    person = found(queries.get_person(db(), person_id))
    form = ChangePersonForm(
        name=person.name,
        email=person.email,
        roles=[held.role.value for held in person.roles],
        active=person.active,
        organisation=person.organisation_id,
    )
    form.organisation.choices = [Option(str(person.organisation_id), person.organisation.name)]
    if form.validate_on_submit() and carry_out(
        form,
        lambda: services.change_person(
            db(),
            actor=viewer(),
            person=person,
            name=form.name.data or "",
            email=form.email.data or "",
            roles=[Role(role) for role in form.roles.data or []],
            active=bool(form.active.data),
            password=form.password.data or "",
        ),
    ):
        return done(f"{form.name.data} was changed", "people.list_people")
    return render_template("people/person.html", form=form, person=person), 422 if form.problems else 200
