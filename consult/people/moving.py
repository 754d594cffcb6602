"""Moving somebody to another organisation, and giving them one more role in theirs."""

from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session

from consult.history.services import record
from consult.history.turns import as_it_is
from consult.people import rules, services
from consult.people.models import Person
from consult.permissions import Role, Viewer


def put_into(session: Session, *, actor: Viewer | None, person: Person, organisation_id: int) -> None:
    """Let somebody be one of another organisation's people. What they did stays as the acts of the earlier one."""
    facts = {"before": person.organisation_id, "after": organisation_id}
    person.organisation_id = organisation_id
    session.flush()
    session.expire(person, ["organisation"])
    record(session, actor=actor, action="person moved", subject=f"person/{person.id}", details=facts)


def move(session: Session, *, actor: Viewer, person: Person, organisation_id: int, roles: Collection[Role]) -> None:
    """Let somebody be one of another organisation's people, with these roles there; those they had here end.

    What they did stays as the acts of the earlier one. Raises OrganisationOff, SameOrganisation, LastAdministrator or
    AlreadyAnonymised.
    """
    as_it_is(session, person, "anonymised_at", "organisation_id", "roles")
    rules.check_has_name(person)
    if organisation_id == person.organisation_id:
        raise rules.SameOrganisation("Select another organisation than their present one")
    services.check_on(session, organisation_id)
    if Role.ADMINISTRATOR not in roles:
        services.check_another_administrator(session, person, actor=actor)
    rules.check_gives_to_others(person.id == actor.person_id, {held.role for held in person.roles}, roles)
    before = services.facts_of(person)
    services.hold(person, roles)
    put_into(session, actor=actor, person=person, organisation_id=organisation_id)
    _record_change(session, actor, person, before)


def give_role(session: Session, *, actor: Viewer, person: Person, role: Role) -> None:
    """Give somebody one more role in their organisation. Their roles must be loaded."""
    as_it_is(session, person, "anonymised_at", "roles")
    rules.check_has_name(person)
    held = {each.role for each in person.roles}
    rules.check_gives_to_others(person.id == actor.person_id, held, {*held, role})
    before = services.facts_of(person)
    services.hold(person, {*held, role})
    session.flush()
    _record_change(session, actor, person, before)


def _record_change(session: Session, actor: Viewer, person: Person, before: Mapping[str, object]) -> None:
    facts = {"before": before, "after": services.facts_of(person)}
    record(session, actor=actor, action="person changed", subject=f"person/{person.id}", details=facts)
