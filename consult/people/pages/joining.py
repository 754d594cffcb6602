"""The pages on which administrators say whether newcomers are their organisation's people."""

from flask import Blueprint, render_template

from consult.drafting.inviting import follow_person, withdraw_all
from consult.drafting.response_roles import take_all
from consult.notices.joining import tell_decided, tell_newcomer
from consult.people import joining as services
from consult.people.groups import JoinRequest, JoinState
from consult.people.pages.organisation_forms import JoinForm
from consult.permissions import Permission, fresh, requires
from consult.web.every_page import (
    Page,
    carry_out,
    db,
    done,
    form_page,
    found,
    viewer,
)

joining = Blueprint("joining", __name__)


@joining.get("/people/joining")
@requires(Permission.MANAGE_PEOPLE)
def waiting() -> Page:
    """The newcomers who wait to be confirmed."""
    return render_template("people/joining.html", waiting=services.requests(db(), viewer=viewer()))


@joining.route("/people/joining/<int:request_id>", methods=["GET", "POST"])
@fresh
@requires(Permission.MANAGE_PEOPLE)
def decide(request_id: int) -> Page:
    """Say whether a newcomer is one of the organisation's people."""
    asked = found(services.get_request(db(), viewer=viewer(), request_id=request_id))
    form = JoinForm()
    if form.validate_on_submit() and carry_out(form, lambda: _decide(asked, form)):
        said = "was confirmed" if asked.state is JoinState.CONFIRMED else "was refused"
        return done(f"{asked.person.name} {said}", "joining.waiting")
    is_open = asked.state is JoinState.WAITING
    return form_page("people/joining_decide.html", form, asked=asked, is_open=is_open)


def _decide(asked: JoinRequest, form: JoinForm) -> None:
    if form.verdict.data == JoinState.CONFIRMED:
        services.confirm(db(), actor=viewer(), request=asked)
        follow_person(db(), person=asked.person)
    else:
        services.refuse(db(), actor=viewer(), request=asked, reason=form.reason.data or "")
        withdraw_all(db(), actor=viewer(), person=asked.person)
        take_all(db(), actor=viewer(), person=asked.person)
    tell_decided(db(), request=asked)
    tell_newcomer(db(), request=asked)
