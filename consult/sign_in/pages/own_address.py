"""The pages on which people change the address that they sign in with."""

from flask import Blueprint, render_template

from consult.notices import security
from consult.permissions import Permission, fresh, requires
from consult.sign_in import own_address as services
from consult.sign_in.pages.forms import OwnAddressForm
from consult.web.every_page import (
    Page,
    carry_out,
    db,
    done,
    form_page,
    found,
    viewer,
)
from consult.web.gate import browser_name

own_address = Blueprint("own_address", __name__)


@own_address.route("/account/email", methods=["GET", "POST"])
@fresh
@requires(Permission.USE_SERVICE)
def change() -> Page:
    """Ask for another address. A taken one looks like a free one."""
    form = OwnAddressForm()
    if form.validate_on_submit() and carry_out(form, lambda: _ask(form)):
        message = f"If {form.email.data} can be used here, a link was sent to it. Open it to confirm the address"
        return done(message, "account.show")
    return form_page("sign_in/own_address.html", form)


def _ask(form: OwnAddressForm) -> None:
    asked = services.ask(db(), actor=viewer(), email=form.email.data or "")
    security.send_change(db(), asked, name=viewer().name)


@own_address.get("/account/email/<token>")
@requires(Permission.USE_SERVICE)
def open_link(token: str) -> Page:
    """Show the button that confirms the new address."""
    asked = found(services.offered(db(), actor=viewer(), token=token))
    return render_template("sign_in/confirm_address.html", email=asked.email)


@own_address.post("/account/email/<token>")
@requires(Permission.USE_SERVICE)
def confirm(token: str) -> Page:
    """Let the new address count, and tell the old one."""
    asked = found(services.offered(db(), actor=viewer(), token=token))
    person, old = services.confirm(db(), actor=viewer(), change=asked)
    security.tell(db(), person_id=person.id, browser=browser_name(), old_address=old)
    db().commit()
    return done("Your email address was changed", "account.show")
