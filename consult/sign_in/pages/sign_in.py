"""The pages of signing in and out: password, one-time link, demonstration, and the code that is asked for after."""

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for

from consult.notices import security
from consult.people import queries as people_queries
from consult.people.rules import PeopleError
from consult.permissions import public
from consult.sign_in import links, queries, second_factor, services
from consult.sign_in.pages.forms import LinkForm, SignInForm
from consult.sign_in.rules import CodeNoLongerAwaited
from consult.web.bodies import WAS_HERE
from consult.web.every_page import Page, carry_out, db, form_page, settings
from consult.web.gate import asker, browser_name, code_page, let_in
from consult.web.proof_forms import CodeForm, RecoveryForm

sign_in = Blueprint("sign_in", __name__)


@sign_in.get("/sign-in")
@public
def show() -> Page:
    """Ask for address and password; in the demo, offer the demo's people."""
    return _sign_in_page(SignInForm(next=request.args.get("next", "")))


def _sign_in_page(form: SignInForm) -> str:
    chosen = people_queries.demo_people(db()) if settings().demo else []
    return render_template("sign_in/sign_in.html", form=form, chosen=chosen, openid=settings().openid)


@sign_in.post("/sign-in")
@public
def with_password() -> Page:
    """Sign in with a password."""
    form = SignInForm()
    if form.validate_on_submit():
        try:
            token = services.sign_in(
                db(),
                email=form.email.data or "",
                password=form.password.data or "",
                asker=asker(),
                browser=browser_name(),
            )
        except PeopleError as refusal:
            form.refuse(refusal)
        else:
            return let_in(token, form.next.data or "")
        finally:
            db().commit()  # a failure counts too
    return _sign_in_page(form), 422


@sign_in.post("/sign-in/demo/<int:person_id>")
@public
def as_demo(person_id: int) -> Page:
    """Sign in as one of the demo's people. Outside the demo there is no such page."""
    if not settings().demo:
        abort(404)
    token = services.sign_in_as_demo(db(), person_id=person_id, browser=browser_name())
    db().commit()
    return let_in(token, request.form.get("next", ""))


def _code_form() -> CodeForm | RecoveryForm:
    return RecoveryForm() if request.args.get("with") == "recovery" else CodeForm()


@sign_in.get("/sign-in/code")
@public
def code() -> Page:
    """Ask for the code, of somebody whose password was right."""
    if not queries.awaited_code(db(), session.get("token", "")):
        return redirect(url_for("sign_in.show"))
    form = _code_form()
    form.next.data = request.args.get("next", "")
    return code_page(form)


@sign_in.post("/sign-in/code")
@public
def code_post() -> Page:
    """Sign in with the code."""
    form = _code_form()
    if form.validate_on_submit():
        token, code = session.get("token", ""), form.code.data or ""
        try:
            opened = second_factor.finish_sign_in(db(), token=token, code=code, browser=browser_name(), asker=asker())
        except CodeNoLongerAwaited as refusal:
            flash(str(refusal), "notice")
            return redirect(url_for("sign_in.show", next=form.next.data or ""))
        except PeopleError as refusal:
            form.refuse(refusal)
        else:
            return let_in(opened, form.next.data or "")
        finally:
            db().commit()  # a failure counts too
    return code_page(form), 422


@sign_in.get("/sign-in/link")
@public
def ask_link() -> Page:
    """Ask for the address that a link to sign in is to go to."""
    return render_template("sign_in/ask_link.html", form=LinkForm(next=request.args.get("next", "")))


@sign_in.post("/sign-in/link")
@public
def ask_link_post() -> Page:
    """Send a link to sign in. Whose address it is, and whether it is anybody's, shows nowhere."""
    form = LinkForm()
    if form.validate_on_submit() and carry_out(form, lambda: _send_link(form)):
        return redirect(url_for("sign_in.link_sent"))
    return form_page("sign_in/ask_link.html", form)


def _send_link(form: LinkForm) -> None:
    nonce = session.setdefault("link_browser", links.new_nonce())
    email, target = form.email.data or "", form.next.data or ""
    asked = links.ask(db(), email=email, asker=asker(), browser_nonce=nonce, next=target)
    security.send_link(db(), asked)


@sign_in.get("/sign-in/link/sent")
@public
def link_sent() -> Page:
    """Say where to look for the link."""
    return render_template("sign_in/link_sent.html")


@sign_in.get("/sign-in/link/<token>")
@public
def open_link(token: str) -> Page:
    """Show the button that signs in. Opening the link uses nothing up: mail scanners open it too."""
    try:
        links.offered(db(), token=token, browser_nonce=session.get("link_browser", ""))
    except PeopleError as refusal:
        return _link_refused(refusal)
    return render_template("sign_in/link.html")


@sign_in.post("/sign-in/link/<token>")
@public
def use_link(token: str) -> Page:
    """Sign in with the link."""
    nonce = session.get("link_browser", "")
    try:
        opened, target = links.use(db(), token=token, browser_nonce=nonce, browser=browser_name())
    except PeopleError as refusal:
        return _link_refused(refusal)
    db().commit()
    return let_in(opened, target)


def _link_refused(refusal: PeopleError) -> Page:
    elsewhere = isinstance(refusal, links.OtherBrowser)
    return render_template("sign_in/link_refused.html", elsewhere=elsewhere, because=str(refusal)), 409


@sign_in.post("/sign-out")
@public
def sign_out() -> Page:
    """Sign out of this browser."""
    if token := session.get("token"):
        services.sign_out(db(), token=token)
        db().commit()
    session.clear()
    session[WAS_HERE] = True
    flash("You have signed out")
    flash("*", "kept")  # whoever uses this browser next must not find texts of ours in it
    return redirect(url_for("sign_in.show"))
