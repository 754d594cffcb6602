"""The pages of signing in, and of managing organisations and people."""

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from consult.dates import long_time
from consult.fields import Option
from consult.people import account, queries, second_factor, services
from consult.people.browsers import name_browser
from consult.people.forms import (
    ChangePersonForm,
    CodeForm,
    OrganisationForm,
    PersonForm,
    RecoveryForm,
    SignInForm,
)
from consult.people.models import OrganisationKind
from consult.people.rules import CodeNoLongerAwaited, PeopleError
from consult.permissions import Permission, Role, fresh, public, requires
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
            token = services.sign_in(
                db(),
                email=form.email.data or "",
                password=form.password.data or "",
                client=_client(),
                browser=_browser(),
            )
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
    token = services.sign_in_as_demo(db(), person_id=person_id, browser=_browser())
    db().commit()
    return _signed_in(token, request.form.get("next", ""))


def _signed_in(token: str, target: str) -> Response:
    # A session that an attacker may have planted before ends here.
    session.clear()
    session["token"] = token
    signed_in = queries.signed_in_viewer(db(), token)
    if signed_in is None:
        return redirect(url_for("people.sign_in_code", next=target))
    told = account.take_reset_notice(db(), person_id=signed_in.viewer.person_id)
    db().commit()
    if told:
        flash(f"An administrator turned off your second factor on {long_time(told)}. Set it up again.", "notice")
    return redirect(safe_next(target))


def _browser() -> str:
    return name_browser(request.user_agent.string)


def _client() -> str:
    """The network address that is asking. On this machine it is the proxy that says who asked it, last in its list."""
    own = request.remote_addr or ""
    if own not in ("127.0.0.1", "::1"):
        return own
    return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()


def _code_form() -> CodeForm | RecoveryForm:
    return RecoveryForm() if request.args.get("with") == "recovery" else CodeForm()


@people.get("/sign-in/code")
@public
def sign_in_code() -> Page:
    """Ask for the code, of somebody whose password was right."""
    if not queries.awaited_code(db(), session.get("token", "")):
        return redirect(url_for("people.sign_in"))
    form = _code_form()
    form.next.data = request.args.get("next", "")
    return render_template("people/code.html", form=form, recovery=isinstance(form, RecoveryForm))


@people.post("/sign-in/code")
@public
def sign_in_code_post() -> Page:
    """Sign in with the code."""
    form = _code_form()
    if form.validate_on_submit():
        token, code = session.get("token", ""), form.code.data or ""
        try:
            opened = second_factor.finish_sign_in(db(), token=token, code=code, browser=_browser())
        except CodeNoLongerAwaited as refusal:
            flash(str(refusal), "notice")
            return redirect(url_for("people.sign_in", next=form.next.data or ""))
        except PeopleError as refusal:
            form.form_errors.append(str(refusal))
        else:
            return _signed_in(opened, form.next.data or "")
        finally:
            db().commit()  # a failure counts too
    return render_template("people/code.html", form=form, recovery=isinstance(form, RecoveryForm)), 422


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
    has_factor = services.has_second_factor(db(), person.id)
    page = render_template("people/person.html", form=form, person=person, has_factor=has_factor)
    return page, 422 if form.problems else 200


@people.post("/people/<int:person_id>/second-factor/reset")
@fresh
@requires(Permission.MANAGE_PEOPLE)
def reset_second_factor(person_id: int) -> Page:
    """Take the second factor of somebody away who has lost it."""
    person = found(queries.get_person(db(), person_id))
    second_factor.reset(db(), actor=viewer(), person=person)
    db().commit()
    return done(f"The second factor of {person.name} is off", "people.list_people")
