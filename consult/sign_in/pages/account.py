"""The pages of one's own account: access, password, second factor, and where one is signed in."""

from collections.abc import Callable

import segno
from flask import Blueprint, abort, g, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from consult.drafting.invited import own_invitations
from consult.drafting.response_roles import own_roles
from consult.notices import security
from consult.paging import listing
from consult.people import queries as people_queries
from consult.people import rules as people_rules
from consult.people.credentials import Identity, SecondFactor
from consult.people.own_mail import chooses_comment_mail
from consult.permissions import HOLDS, Permission, before_second_factor, fresh, requires
from consult.sign_in import account as services
from consult.sign_in import identities, queries, rules, second_factor
from consult.sign_in.pages.forms import (
    ChangePasswordForm,
    ChoosePasswordForm,
    CodesForm,
    ConfirmFactorForm,
    TurnOffForm,
)
from consult.web.asked import page_number
from consult.web.every_page import (
    CarriedOut,
    Page,
    Thing,
    db,
    done,
    form_page,
    found,
    settings,
    viewer,
)
from consult.web.fields import Form
from consult.web.gate import asker, browser_name, passkey_site

account = Blueprint("account", __name__)


def _carry_out(form: Form, act: Callable[[], Thing]) -> CarriedOut[Thing] | None:
    """Do one thing and commit it, also when it is refused: a wrong password or code counts."""
    try:
        carried_out = CarriedOut(act())
        security.tell(db(), person_id=viewer().person_id, browser=browser_name())
    except people_rules.PeopleError as refusal:
        form.refuse(refusal)
        return None
    finally:
        db().commit()
    return carried_out


@account.get("/account")
@requires(Permission.USE_SERVICE)
def show() -> Page:
    """Who one is here, what one may do, and where one is signed in."""
    access = [
        (role.label, sorted(permission.value for permission in HOLDS[role] - {Permission.USE_SERVICE}))
        for role in sorted(viewer().roles)
    ]
    return render_template(
        "sign_in/account.html",
        person=found(people_queries.get_person(db(), viewer().person_id)),
        access=access,
        chooses_mail=chooses_comment_mail(viewer()),
        single=listing([*own_roles(db(), viewer=viewer()), *own_invitations(db(), viewer=viewer())], page_number()),
        has_factor=g.signed_in.has_factor,
        has_password=g.signed_in.has_password,
        may_choose=services.may_choose_password(g.signed_in.session),
        openid=settings().openid,
        identity=_identity(),
        codes_left=queries.recovery_codes_left(db(), viewer().person_id),
        sessions=queries.own_sessions(db(), viewer(), first=g.signed_in.session.id),
        this_id=g.signed_in.session.id,
    )


def _identity() -> Identity | None:
    openid = settings().openid
    return identities.identity_of(db(), viewer=viewer(), issuer=openid.issuer) if openid else None


@account.post("/account/sessions/<int:session_id>/end")
@requires(Permission.USE_SERVICE)
def end_session(session_id: int) -> Page:
    """Sign out of another browser. The one in use is left by signing out of it."""
    ended = found(queries.get_own_session(db(), viewer(), session_id))
    if ended.id == g.signed_in.session.id:
        abort(404)
    services.end_session(db(), actor=viewer(), ended=ended)
    db().commit()
    return done(f"You are signed out of {ended.browser or 'that browser'}", "account.show")


@account.post("/account/sessions/end-others")
@requires(Permission.USE_SERVICE)
def end_others() -> Page:
    """Sign out everywhere but here."""
    services.end_others(db(), actor=viewer(), token=session["token"])
    db().commit()
    return done("You are signed out everywhere else", "account.show")


@account.route("/account/password", methods=["GET", "POST"])
@requires(Permission.USE_SERVICE)
def password() -> Page:
    """Change one's own password with the present one, or choose one after signing in by link: proof enough."""
    if services.may_choose_password(g.signed_in.session):
        return _choose_password()
    if not g.signed_in.has_password:
        return render_template("sign_in/no_password.html")
    form = ChangePasswordForm(second_factor=g.signed_in.has_factor)
    if form.validate_on_submit() and (
        token := _carry_out(
            form,
            lambda: services.change_password(
                db(),
                actor=viewer(),
                token=session["token"],
                current=form.current_password.data or "",
                new=form.new_password.data or "",
                asker=asker(),
            ),
        )
    ):
        return _password_changed(token.result)
    return form_page("sign_in/password.html", form)


def _choose_password() -> Page:
    form = ChoosePasswordForm(second_factor=g.signed_in.has_factor)
    form.mended_at = {services.LinkNeeded: url_for("sign_in.ask_link")}
    if form.validate_on_submit() and (
        token := _carry_out(
            form,
            lambda: services.choose_password(
                db(),
                actor=viewer(),
                opened=g.signed_in.session,
                token=session["token"],
                new=form.new_password.data or "",
            ),
        )
    ):
        return _password_changed(token.result)
    return form_page("sign_in/password.html", form)


def _password_changed(token: str) -> Response:
    session["token"] = token
    return done("Your password was changed. You are signed out everywhere else", "account.show")


@account.get("/account/second-factor")
@before_second_factor
@requires(Permission.USE_SERVICE)
def second_factor_page() -> Page:
    """Set the second factor up, or see that it is on."""
    return _second_factor(ConfirmFactorForm(formdata=None))


def _second_factor(form: Form) -> str:
    factor = queries.second_factor_of(db(), viewer().person_id)
    begun = factor if factor and not factor.confirmed_at else None
    return render_template(
        "sign_in/second_factor.html",
        form=form,
        has_factor=g.signed_in.has_factor,
        has_app=bool(factor and factor.confirmed_at),
        begun=begun,
        passkeys=queries.own_passkeys(db(), viewer().person_id),
        why_not=passkey_site().why_not,
        picture=_picture(begun) if begun else None,
        must=_must(),
        codes_left=queries.recovery_codes_left(db(), viewer().person_id),
    )


def _must() -> bool:
    """Whether a role of the viewer's needs a second factor."""
    return settings().require_second_factor and rules.needs_factor(viewer().roles | viewer().granted)


def _picture(factor: SecondFactor) -> tuple[int, str]:
    """The QR code as a drawing: its width in squares with the white margin, and the path of the black ones."""
    code = segno.make(second_factor.app_address(factor, account=viewer().name), error="m", micro=False)
    rows = list(code.matrix_iter(border=4))
    squares = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return len(rows), "".join(squares)


@account.post("/account/second-factor/begin")
@fresh
@before_second_factor
@requires(Permission.USE_SERVICE)
def begin_second_factor() -> Page:
    """Make a secret for an app."""
    second_factor.begin(db(), actor=viewer())
    db().commit()
    return redirect(url_for("account.second_factor_page"))


@account.post("/account/second-factor/confirm")
@fresh
@before_second_factor
@requires(Permission.USE_SERVICE)
def confirm_second_factor() -> Page:
    """Turn the second factor on with a first code, and show the recovery codes."""
    form = ConfirmFactorForm()
    if form.validate_on_submit() and (
        codes := _carry_out(
            form, lambda: second_factor.confirm(db(), actor=viewer(), code=form.code.data or "", asker=asker())
        )
    ):
        if not codes.result:
            return done("Your authenticator app is set up", "account.second_factor_page")
        return _show_codes(codes.result, "Your second factor is on")
    return _second_factor(form), 422


@account.post("/account/second-factor/codes")
@fresh
@requires(Permission.USE_SERVICE)
def new_codes() -> Page:
    """Make the recovery codes anew and show them."""
    codes = second_factor.new_recovery_codes(db(), actor=viewer())
    db().commit()
    return _show_codes(codes, "Your new recovery codes")


def _show_codes(codes: list[str], heading: str) -> str:
    form = CodesForm(formdata=None, codes=" ".join(codes))
    return render_template("sign_in/recovery_codes.html", codes=codes, heading=heading, form=form)


@account.post("/account/second-factor/codes.txt")
@requires(Permission.USE_SERVICE)
def save_codes() -> Page:
    """The recovery codes that were just shown, as a text file. Only the page has them: it sends them along."""
    form = CodesForm()
    codes = second_factor.own_codes(db(), actor=viewer(), codes=(form.codes.data or "").split()[:20])
    if not codes:
        abort(404)
    lines = [f"Recovery codes of {viewer().name} for {second_factor.ISSUER}", "Each works once.", "", *codes, ""]
    saved = Response("\r\n".join(lines), mimetype="text/plain")
    saved.headers["Content-Disposition"] = 'attachment; filename="recovery-codes.txt"'
    return saved


@account.route("/account/second-factor/off", methods=["GET", "POST"])
@requires(Permission.USE_SERVICE)
def turn_off() -> Page:
    """Turn the second factor off, with password and code."""
    form = TurnOffForm()
    form.mended_at = {
        rules.PasswordTooShort: url_for("account.password"),
        rules.FactorState: url_for("account.second_factor_page"),
    }
    if form.validate_on_submit() and _carry_out(
        form,
        lambda: services.turn_factor_off(
            db(),
            actor=viewer(),
            password=form.password.data or "",
            code=form.code.data or "",
            needed=_must(),
            asker=asker(),
        ),
    ):
        return done("Your second factor is off", "account.second_factor_page")
    app = queries.second_factor_of(db(), viewer().person_id)
    return form_page(
        "sign_in/turn_off.html",
        form,
        has_app=bool(app and app.confirmed_at),
        has_passkey=g.signed_in.has_passkey,
        must=_must(),
    )
