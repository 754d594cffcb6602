"""The pages of passkeys: adding, naming and removing one's own, and signing in with one after the password."""

from flask import Blueprint, Response, flash, g, redirect, render_template, session, url_for

from consult.notices import security
from consult.people import rules as people_rules
from consult.people.credentials import ChallengeUse
from consult.permissions import Permission, before_second_factor, fresh, public, requires
from consult.sign_in import passkeys as services
from consult.sign_in import queries, rules
from consult.sign_in.pages.forms import CodesForm, NewPasskeyForm, PasskeyForm, PasskeySignInForm, RenamePasskeyForm
from consult.web.every_page import (
    Page,
    carry_out,
    db,
    done,
    form_page,
    found,
    settings,
    to_change,
    viewer,
)
from consult.web.fields import Mending
from consult.web.gate import asker, browser_name, code_page, let_in, passkey_site
from consult.web.proof_forms import CodeForm

passkeys = Blueprint("passkeys", __name__)


def _mended() -> Mending:
    """Where it is mended that there can be no more passkeys, or no fewer: among the second factors."""
    return {rules.PasskeyState: url_for("account.second_factor_page")}


@passkeys.route("/account/passkeys/new", methods=["GET", "POST"])
@fresh
@before_second_factor
@requires(Permission.USE_SERVICE)
def add() -> Page:
    """Ask what the passkey is to be called; then have the browser make it."""
    form = PasskeyForm()
    form.mended_at = _mended()
    if form.validate_on_submit() and (
        options := carry_out(
            form,
            lambda: services.ask_to_add(db(), actor=viewer(), session_id=g.signed_in.session.id, site=passkey_site()),
        )
    ):
        return render_template("sign_in/passkey_make.html", name=form.name.data, options=options.result)
    return _add_page(form)


def _add_page(form: PasskeyForm) -> Page:
    return form_page("sign_in/passkey_add.html", form, why_not=passkey_site().why_not)


@passkeys.post("/account/passkeys")
@fresh
@before_second_factor
@requires(Permission.USE_SERVICE)
def added() -> Page:
    """Keep the passkey that the browser made; with the first factor show recovery codes."""
    form = NewPasskeyForm()
    form.mended_at = _mended()
    if not form.validate():
        return _add_page(form)
    answer = services.PasskeyAnswer(form.credential.data or "", passkey_site(), g.signed_in.session.id)
    try:
        codes = services.add(db(), actor=viewer(), answer=answer, name=form.name.data or "")
        _tell()
    except people_rules.PeopleError as refusal:
        form.refuse(refusal)
        return _add_page(form)
    finally:
        db().commit()  # the challenge is used up in any case
    if not codes:
        return done(f"The passkey ‘{form.name.data}’ was added", "account.second_factor_page")
    shown = CodesForm(formdata=None, codes=" ".join(codes))
    heading = "Your second factor is on"
    return render_template("sign_in/recovery_codes.html", codes=codes, heading=heading, form=shown)


def _tell() -> None:
    security.tell(db(), person_id=viewer().person_id, browser=browser_name())


@passkeys.route("/account/passkeys/<int:passkey_id>", methods=["GET", "POST"])
@requires(Permission.USE_SERVICE)
def change(passkey_id: int) -> Page:
    """Give a passkey another name, or go on to remove it."""
    passkey = to_change(lambda: queries.get_own_passkey(db(), viewer(), passkey_id))
    form = RenamePasskeyForm(stored={"name": passkey.name})
    if form.validate_on_submit() and carry_out(
        form, lambda: services.rename(db(), actor=viewer(), passkey=passkey, name=form.name.data or "")
    ):
        return done(f"The passkey is now called ‘{form.name.data}’", "account.second_factor_page")
    return form_page("sign_in/passkey_change.html", form, passkey=passkey)


@passkeys.post("/account/passkeys/<int:passkey_id>/remove")
@fresh
@requires(Permission.USE_SERVICE)
def remove(passkey_id: int) -> Page:
    """Take a passkey away. The last factor of somebody whose role needs one stays."""
    passkey = to_change(lambda: queries.get_own_passkey(db(), viewer(), passkey_id))
    needed = settings().require_second_factor and rules.needs_factor(viewer().roles | viewer().granted)
    name, form = passkey.name, RenamePasskeyForm(formdata=None, stored={"name": passkey.name})
    form.mended_at = _mended()

    def act() -> None:
        services.remove(db(), actor=viewer(), passkey=passkey, needed=needed)
        _tell()

    if carry_out(form, act):
        return done(f"The passkey ‘{name}’ was removed", "account.second_factor_page")
    return form_page("sign_in/passkey_change.html", form, passkey=passkey)


@passkeys.post("/account/passkeys/challenge")
@requires(Permission.USE_SERVICE)
def ask() -> Page:
    """What the browser needs to have a passkey prove that it is still the same person (JSON)."""
    return _asked(viewer().person_id, g.signed_in.session.id, ChallengeUse.PROVE)


def _asked(person_id: int, session_id: int, use: ChallengeUse) -> Response:
    options = services.ask(db(), person_id=person_id, session_id=session_id, use=use, site=passkey_site())
    db().commit()
    return Response(options, mimetype="application/json")


@passkeys.post("/sign-in/passkey/challenge")
@public
def ask_at_sign_in() -> Page:
    """What the browser needs to have a passkey sign (JSON), for somebody whose password was right."""
    waiting = found(queries.awaited_code(db(), session.get("token", "")))
    return _asked(waiting.person_id, waiting.id, ChallengeUse.SIGN_IN)


@passkeys.post("/sign-in/passkey")
@public
def sign_in() -> Page:
    """Sign in with a passkey, after the password."""
    form, asked = PasskeySignInForm(), CodeForm(formdata=None)
    asked.next.data = form.next.data
    answer = services.PasskeyAnswer(form.credential.data or "", passkey_site())
    waiting = queries.awaited_code(db(), session.get("token", ""))
    try:
        opened = services.finish_sign_in(
            db(), token=session.get("token", ""), answer=answer, browser=browser_name(), asker=asker()
        )
    except rules.CodeNoLongerAwaited as refusal:
        flash(str(refusal), "notice")
        return redirect(url_for("sign_in.show", next=form.next.data or ""))
    except people_rules.PeopleError as refusal:
        asked.mended_at = {people_rules.PeopleError: "" if passkey_site().why_not else "passkey"}
        asked.refuse(refusal)
        if waiting is not None:
            security.tell(db(), person_id=waiting.person_id, browser=browser_name())
    else:
        return let_in(opened, form.next.data or "")
    finally:
        db().commit()  # a failure counts too
    return code_page(asked), 422
