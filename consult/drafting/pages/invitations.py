"""The pages of who works on a response: inviting partners, giving roles, and where an invitation's link leads."""

from flask import Blueprint, g, redirect, render_template, session, url_for

from consult.drafting import inviting, response_roles
from consult.drafting.invited import invitations_of
from consult.drafting.models import ConsultationResponse, Invitation
from consult.drafting.pages.invitation_forms import ChangeTermsForm, InviteForm, RoleForm, terms_of
from consult.drafting.queries import answer_lines, get_led_response
from consult.drafting.rules import (
    AlreadySubmitted,
    CannotBeInvited,
    InvitationEnded,
    NewcomersOfNobody,
    RoleCannotBeGiven,
)
from consult.notices import security
from consult.notices.joining import tell_confirmers
from consult.notices.services import NOBODY_TOLD, reached
from consult.people import joining, organisation_queries
from consult.people import queries as people
from consult.people.groups import JoinState
from consult.people.models import Organisation, OrganisationKind, Person
from consult.people.rules import EmailTaken
from consult.people.services import add_organisation
from consult.permissions import Permission, public, requires
from consult.sign_in import links
from consult.texts import listed
from consult.web.asked import page_number
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
from consult.web.fields import Form, Mending, Option
from consult.web.gate import asker

invite = Blueprint("invite", __name__)


def _led(response_id: int) -> ConsultationResponse:
    return found(get_led_response(db(), viewer=viewer(), response_id=response_id))


def _invitation(response_id: int, invitation_id: int) -> Invitation:
    return found(inviting.get_invitation(db(), response=_led(response_id), invitation_id=invitation_id))


@invite.get("/responses/<int:response_id>/people")
@requires(Permission.SET_UP_RESPONSES)
def working(response_id: int) -> Page:
    """Who works on a response: its lead officer, roles on it, and who was invited to what."""
    response = _led(response_id)
    listed = invitations_of(db(), response=response, page=page_number())
    roles = response_roles.roles_of(db(), response=response)
    shown = {row.invitation.person_id or 0 for row in listed.rows} | {held.person_id for held in roles}
    joins = joining.newest_requests(db(), shown)
    return render_template("drafting/people.html", response=response, listed=listed, roles=roles, joins=joins)


@invite.route("/responses/<int:response_id>/invite", methods=["GET", "POST"])
@requires(Permission.SET_UP_RESPONSES)
def new(response_id: int) -> Page:
    """Invite people to a response or to parts of it."""
    response = _led(response_id)
    form = InviteForm()
    form.mended_at = _mended_at(response.id)
    form.offer_parts(answer_lines(db(), viewer=viewer(), response=response))
    every = [o for o in people.organisations(db()) if o.kind is not OrganisationKind.DEPARTMENT]
    lists = organisation_queries.lists_of(db(), viewer())
    form.distribution_list.choices = [
        Option("0", "No list"),
        *(Option(str(each.id), f"{each.name} ({count})") for each, count in lists),
    ]
    form.organisation.choices = [Option("0", "Select an organisation"), *(Option(str(o.id), o.name) for o in every)]
    if form.validate_on_submit() and (invited := carry_out(form, lambda: _invite(response, form))):
        message = _told(invited.result)
        kept = f"invite-{response.id}", f"invite-message-{response.id}"
        told = reached(db())
        nobody = NOBODY_TOLD if not told else ""
        warning = " ".join(filter(None, (nobody, _left_out(form, invited.result))))
        said = f"{message} {told}".strip() if invited.result else ""
        return done(said, "invite.working", warning=warning, kept=kept, response_id=response.id)
    return form_page("drafting/invite.html", form, response=response, invitation=None)


def _mended_at(response_id: int) -> Mending:
    """Where it is mended that nobody can be invited any longer, or not by this invitation."""
    return {
        AlreadySubmitted: url_for("drafting.response", response_id=response_id),
        InvitationEnded: url_for("invite.working", response_id=response_id),
    }


def _left_out(form: InviteForm, invited: list[Person]) -> str:
    """Who on the list was not asked now, and why."""
    if not form.distribution_list.data:
        return ""
    asked = {person.id for person in invited}
    on_list = organisation_queries.people_on(db(), viewer(), form.distribution_list.data)
    names = [person.name for person in on_list if person.id not in asked]
    return f"Invited already, or not able to sign in: {listed(names)}." if names else ""


def _told(invited: list[Person]) -> str:
    count = len(invited)
    message = "1 person was invited" if count == 1 else f"{count} people were invited"
    waiting = sum(
        each.state is JoinState.WAITING for each in joining.newest_requests(db(), [p.id for p in invited]).values()
    )
    who = "They wait" if waiting == count else f"{waiting} of them {'waits' if waiting == 1 else 'wait'}"
    return f"{message}. {who} to be confirmed by their organisation." if waiting else f"{message}."


def _invite(response: ConsultationResponse, form: InviteForm) -> list[Person]:
    """Invite everybody whom the form names, or nobody when one of them cannot be."""
    terms = form.terms(form.message.data or "")
    known = people.people_by_address(db(), [invitee.email for invitee in form.invitees()])
    _bring_in(form, known)
    invited = [known[invitee.email] for invitee in form.invitees()]
    if form.distribution_list.data:
        listed = organisation_queries.people_on(db(), viewer(), form.distribution_list.data)
        named = {person.id for person in invited}
        invited += [person for person in listed if person.id not in named]
        invited = inviting.not_yet_invited(db(), actor=viewer(), response=response, people=invited)
    for person in invited:
        inviting.invite(db(), actor=viewer(), response=response, to=person, terms=terms)
    return invited


def _bring_in(form: InviteForm, known: dict[str, Person]) -> None:
    """Add whoever is new here; whom an organisation refused may be of another one."""
    newcomers = [invitee for invitee in form.invitees() if invitee.email not in known]
    refused = joining.refused(db(), [person.id for person in known.values()])
    if not newcomers and not refused:
        return
    organisation, is_new = _organisation_of_newcomers(form)
    for person in known.values():
        if person.id in refused:
            joining.bring_in_again(db(), actor=viewer(), person=person, organisation=organisation, is_new=is_new)
    for invitee in newcomers:
        try:
            known[invitee.email] = joining.bring_in(
                db(),
                actor=viewer(),
                name=invitee.name,
                email=invitee.email,
                organisation=organisation,
                is_new=is_new,
            )
        except EmailTaken as taken:
            raise CannotBeInvited(
                f"{invitee.email} was added by somebody else just now. Send the form again"
            ) from taken
    tell_confirmers(db(), actor=viewer(), organisation=organisation)


def _organisation_of_newcomers(form: InviteForm) -> tuple[Organisation, bool]:
    """The organisation of those who are new, and whether it was made for them just now."""
    if name := form.new_organisation.data:
        return add_organisation(db(), actor=viewer(), name=name, kind=OrganisationKind.PARTNER), True
    chosen = organisation_queries.get_organisation(db(), form.organisation.data) if form.organisation.data else None
    if chosen is None:
        raise NewcomersOfNobody("Select the organisation of those who are new here, or enter the name of a new one")
    return chosen, False


@invite.route("/responses/<int:response_id>/invitations/<int:invitation_id>", methods=["GET", "POST"])
@requires(Permission.SET_UP_RESPONSES)
def change(response_id: int, invitation_id: int) -> Page:
    """Change what somebody is invited to."""
    invitation = to_change(lambda: _invitation(response_id, invitation_id))
    found(invitation.person)  # what an organisation is asked as a whole is changed in the plan
    form = ChangeTermsForm(stored=terms_of(invitation))
    form.mended_at = _mended_at(response_id)
    form.offer_parts(answer_lines(db(), viewer=viewer(), response=_led(response_id)))
    if form.validate_on_submit() and carry_out(
        form,
        lambda: inviting.change_invitation(
            db(), actor=viewer(), invitation=invitation, terms=form.terms(invitation.message)
        ),
    ):
        return done("The invitation was changed", "invite.working", response_id=response_id)
    return form_page("drafting/invite.html", form, response=invitation.response, invitation=invitation)


@invite.route("/responses/<int:response_id>/invitations/<int:invitation_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.SET_UP_RESPONSES)
def withdraw(response_id: int, invitation_id: int) -> Page:
    """Take an invitation back, after asking."""
    invitation = _invitation(response_id, invitation_id)
    form = Form()
    form.mended_at = _mended_at(response_id)
    if form.validate_on_submit() and carry_out(
        form, lambda: inviting.withdraw_invitation(db(), actor=viewer(), invitation=invitation)
    ):
        return done("The invitation was withdrawn", "invite.working", response_id=response_id)
    return form_page("drafting/invitation_withdraw.html", form, invitation=invitation)


@invite.post("/responses/<int:response_id>/invitations/<int:invitation_id>/send-again")
@requires(Permission.SET_UP_RESPONSES)
def again(response_id: int, invitation_id: int) -> Page:
    """Send an invitation's mail once more."""
    inviting.send_again(db(), actor=viewer(), invitation=_invitation(response_id, invitation_id))
    db().commit()
    told = reached(db())
    said, warning = (f"The invitation was sent again. {told}", "") if told else ("", NOBODY_TOLD)
    return done(said, "invite.working", warning=warning, response_id=response_id)


@invite.route("/responses/<int:response_id>/roles/new", methods=["GET", "POST"])
@requires(Permission.SET_UP_RESPONSES)
def give_role(response_id: int) -> Page:
    """Give somebody a role on a response."""
    response = _led(response_id)
    form = RoleForm()
    form.mended_at = _mended_at(response.id)
    own = [body for body in response.bodies if body.organisation_id == viewer().organisation_id]
    form.body.choices = [Option("0", "No body"), *(Option(str(body.id), body.organisation.name) for body in own)]
    if form.validate_on_submit() and carry_out(form, lambda: _give(response, form)):
        return done("The role was given", "invite.working", response_id=response.id)
    others = [body.organisation.name for body in response.bodies if body not in own]
    return form_page("drafting/give_role.html", form, response=response, others=others)


def _give(response: ConsultationResponse, form: RoleForm) -> None:
    email = (form.email.data or "").lower()
    person = people.people_by_address(db(), [email]).get(email)
    if person is None:
        raise RoleCannotBeGiven("Nobody here has this email address. Invite the person first")
    body = next((b for b in response.bodies if b.id == form.body.data), None)
    if body is None and form.body.data:
        raise RoleCannotBeGiven("Select the body that the person decides or records for")
    response_roles.give_role(db(), actor=viewer(), response=response, to=person, role=form.chosen, body=body)


@invite.route("/responses/<int:response_id>/roles/<int:role_id>/remove", methods=["GET", "POST"])
@requires(Permission.SET_UP_RESPONSES)
def take_role(response_id: int, role_id: int) -> Page:
    """Take a role on a response away, after asking."""
    response = _led(response_id)
    held = found(response_roles.get_role(db(), response=response, role_id=role_id))
    form = Form()
    form.mended_at = {RoleCannotBeGiven: url_for("invite.working", response_id=response.id)}
    if form.validate_on_submit() and carry_out(form, lambda: response_roles.take_role(db(), actor=viewer(), held=held)):
        return done("The role was taken away", "invite.working", response_id=response.id)
    return form_page("drafting/take_role.html", form, response=response, held=held)


@invite.get("/invitations/<token>")
@public
def landing(token: str) -> Page:
    """Where an invitation's link leads: to the response for whom it is to, and to signing in for everybody else."""
    return _landing(found(inviting.invitation_of(db(), token)), Form(formdata=None))


def _landing(invitation: Invitation, form: Form) -> str:
    mine = bool(g.viewer) and g.viewer.person_id == invitation.person_id
    return render_template("drafting/invitation.html", invitation=invitation, mine=mine, form=form)


@invite.post("/invitations/<token>")
@public
def accept(token: str) -> Page:
    """Open the response, for whom the invitation is to; send the link to sign in to their address, for anybody else."""
    invitation = found(inviting.invitation_of(db(), token))
    if g.viewer and g.viewer.person_id == invitation.person_id:
        inviting.note_opened(db(), viewer=viewer())
        db().commit()
        return redirect(url_for("drafting.response", response_id=invitation.response_id))
    form = Form()
    # Nothing on this page mends it; whoever has a password, or a link from before, can still come in.
    with_password = url_for("sign_in.show", next=url_for("drafting.response", response_id=invitation.response_id))
    form.mended_at = {InvitationEnded: url_for("sign_in.show"), links.TooManyLinks: with_password}
    if form.validate_on_submit() and carry_out(form, lambda: _send_link(invitation, token)):
        return redirect(url_for("sign_in.link_sent"))
    return _landing(invitation, form), 422


def _send_link(invitation: Invitation, token: str) -> None:
    if invitation.person is None or not invitation.counts:
        raise InvitationEnded("This invitation no longer counts")
    nonce = session.setdefault("link_browser", links.new_nonce())
    target = url_for("drafting.response", response_id=invitation.response_id)
    # Whoever has the invitation's link is asked for no more patience than the person themselves.
    asked = links.ask(db(), email=invitation.person.email, asker=asker(), browser_nonce=nonce, next=target, held=token)
    security.send_link(db(), asked)
