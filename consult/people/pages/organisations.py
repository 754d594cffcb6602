"""The pages of organisations: the list, one of them, what it speaks for, and its time in partnerships."""

from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, render_template, request

from consult.dates import today
from consult.paging import listing
from consult.people import organisation_queries as queries
from consult.people import organisations as services
from consult.people.models import OrganisationKind, Sector
from consult.people.pages.organisation_forms import (
    ChangeMembershipForm,
    ChangeOrganisationForm,
    MembershipForm,
    OrganisationForm,
)
from consult.permissions import Permission, Use, limited, requires
from consult.texts.characters import printable
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
from consult.web.fields import Option

organisations = Blueprint("organisations", __name__)


Chosen = TypeVar("Chosen", bound=StrEnum)


def typed(name: str) -> str:
    """A word of the address, such as what is searched for."""
    return printable(request.args.get(name, "")).strip()[:200]


def chosen(kind: type[Chosen], name: str) -> Chosen | None:
    """The value of an enumeration that the address names; None for none and for anything else."""
    return next((each for each in kind if each.value == request.args.get(name)), None)


@organisations.get("/organisations")
@requires(Permission.MANAGE_PEOPLE)
@limited(Use.SEARCH, when_asked=True)
def list_organisations() -> Page:
    """Search organisations by name, kind, sector and topic."""
    wanted = queries.OrganisationFilter(
        typed("q"), chosen(OrganisationKind, "kind"), chosen(Sector, "sector"), typed("topic")
    )
    return render_template(
        "people/organisations.html",
        wanted=wanted,
        listing=queries.list_organisations(db(), wanted=wanted, page=page_number()),
        topics=queries.topics_in_use(db()),
        kinds=list(OrganisationKind),
        sectors=list(Sector),
    )


@organisations.route("/organisations/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def new() -> Page:
    """Add an organisation."""
    form = OrganisationForm()
    if form.validate_on_submit() and carry_out(form, lambda: services.add(db(), actor=viewer(), details=form.details)):
        return done(f"{form.name.data} was added", "organisations.list_organisations")
    form.suggest(queries.topics_in_use(db()))
    return form_page("people/organisation.html", form, organisation=None)


@organisations.get("/organisations/<int:organisation_id>")
@requires(Permission.MANAGE_PEOPLE)
def show(organisation_id: int) -> Page:
    """One organisation: what it speaks for, its partnerships, its members."""
    organisation = found(queries.get_organisation(db(), organisation_id))
    inside, members = queries.memberships_of(db(), organisation.id)
    return render_template(
        "people/organisation_page.html",
        organisation=organisation,
        inside=inside,
        listing=listing(members, page_number()),
        is_past=lambda membership: queries.is_past(membership, today()),
        is_partnership=organisation.kind is OrganisationKind.PARTNERSHIP,
    )


@organisations.route("/organisations/<int:organisation_id>/change", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def change(organisation_id: int) -> Page:
    """Rename an organisation, or change what is said of it."""
    organisation = to_change(lambda: queries.get_organisation(db(), organisation_id))
    form = ChangeOrganisationForm(
        stored={
            "name": organisation.name,
            "kind": organisation.kind.value,
            "sector": organisation.sector.value if organisation.sector else "",
            "topics": tuple(topic.topic for topic in organisation.topics),
        }
    )
    if form.validate_on_submit() and carry_out(
        form, lambda: services.change(db(), actor=viewer(), organisation=organisation, details=form.details)
    ):
        return done(f"{organisation.name} was changed", "organisations.show", organisation_id=organisation.id)
    form.suggest(queries.topics_in_use(db()))
    return form_page("people/organisation.html", form, organisation=organisation)


@organisations.post("/organisations/<int:organisation_id>/off")
@requires(Permission.MANAGE_PEOPLE)
def switch_off(organisation_id: int) -> Page:
    """Let nobody of an organisation sign in any longer."""
    organisation = found(queries.get_organisation(db(), organisation_id))
    services.switch_off(db(), actor=viewer(), organisation=organisation)
    db().commit()
    return done(f"{organisation.name} is switched off", "organisations.show", organisation_id=organisation.id)


@organisations.post("/organisations/<int:organisation_id>/on")
@requires(Permission.MANAGE_PEOPLE)
def switch_on(organisation_id: int) -> Page:
    """Let an organisation take part again."""
    organisation = found(queries.get_organisation(db(), organisation_id))
    services.switch_on(db(), actor=viewer(), organisation=organisation)
    db().commit()
    return done(f"{organisation.name} is switched on", "organisations.show", organisation_id=organisation.id)


@organisations.route("/organisations/<int:organisation_id>/members/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def new_member(organisation_id: int) -> Page:
    """Write down that an organisation is in a partnership."""
    partnership = found(queries.get_organisation(db(), organisation_id))
    if partnership.kind is not OrganisationKind.PARTNERSHIP:
        found(None)
    others = {each.id: each for each in queries.active_organisations(db()) if each.id != partnership.id}
    form = MembershipForm(standing="member")
    form.organisation.choices = [Option(str(each.id), each.name) for each in others.values()]
    if form.validate_on_submit() and carry_out(
        form,
        lambda: services.add_membership(
            db(),
            actor=viewer(),
            partnership=partnership,
            organisation=others[form.organisation.data],
            time=form.time,
        ),
    ):
        name = others[form.organisation.data].name
        return done(f"{name} was added to {partnership.name}", "organisations.show", organisation_id=partnership.id)
    return form_page("people/organisation_member.html", form, partnership=partnership, membership=None)


@organisations.route("/memberships/<int:membership_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def change_member(membership_id: int) -> Page:
    """Change or end an organisation's time in a partnership."""
    membership = to_change(lambda: queries.get_membership(db(), membership_id))
    days = {"from_on": membership.from_on, "until_on": membership.until_on}
    form = ChangeMembershipForm(stored={"standing": membership.standing.value, **days})
    if form.validate_on_submit() and carry_out(
        form, lambda: services.change_membership(db(), actor=viewer(), membership=membership, time=form.time)
    ):
        message = f"The membership of {membership.organisation.name} was changed"
        return done(message, "organisations.show", organisation_id=membership.partnership_id)
    return form_page("people/organisation_member.html", form, partnership=membership.partnership, membership=membership)
