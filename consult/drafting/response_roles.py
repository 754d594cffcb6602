"""Roles that people hold on one response, beside those of their organisation: given and taken by who leads it."""

from collections.abc import Collection, Mapping

from sqlalchemy import Select, false, select
from sqlalchemy.orm import Session, contains_eager, joinedload
from sqlalchemy.sql.base import ExecutableOption

from consult import dates
from consult.drafting import rules
from consult.drafting.models import ConsultationResponse, ResponseRole, SignOffBody
from consult.drafting.states import ResponseState
from consult.history.services import record
from consult.history.turns import as_it_is, first_come
from consult.people.models import Person, RoleHeld
from consult.people.queries import can_sign_in_now
from consult.people.rules import can_sign_in
from consult.permissions import FOR_A_BODY, SPEAKS_FOR_A_BODY, Role, Viewer


def give_role(
    session: Session,
    *,
    actor: Viewer,
    response: ConsultationResponse,
    to: Person,
    role: Role,
    body: SignOffBody | None = None,
) -> ResponseRole:
    """Give somebody a role on a response; an approver or a clerk gets it for one of its bodies.

    Nobody gives a role to themselves, nor one for a body of another organisation, nor one for a body to somebody whom
    only an invitation brought here. Raises RoleCannotBeGiven,
    CannotBeInvited or AlreadySubmitted.
    """
    as_it_is(session, response, "state")
    if body:
        as_it_is(session, body, "active")
    body = body if role in FOR_A_BODY else None
    _check_give(session, actor, response, to, role, body)
    already = rules.RoleCannotBeGiven(f"{to.name} holds this role on the response already")
    if _holds_on_response(session, to, response, role):
        raise already
    given = ResponseRole(
        response_id=response.id,
        person_id=to.id,
        role=role,
        body_id=body.id if body else None,
        given_at=dates.now(),
        given_by_id=actor.person_id,
    )
    with first_come(session, already):
        session.add(given)
    _record(session, actor, "role given", given)
    return given


def _check_give(
    session: Session, actor: Viewer, response: ConsultationResponse, to: Person, role: Role, body: SignOffBody | None
) -> None:
    rules.check_open(response)
    rules.check_may_give(actor, to, body)
    rules.check_role(to, role, body, may_sign_in=can_sign_in_now(session, to.id))
    if body:
        rules.check_vouched(to, body, holds_a_role=_holds_a_role(session, to))


def _holds_on_response(session: Session, person: Person, response: ConsultationResponse, role: Role) -> bool:
    same = ResponseRole.response_id == response.id, ResponseRole.person_id == person.id, ResponseRole.role == role
    return session.scalar(select(ResponseRole.id).where(*same)) is not None


def _holds_a_role(session: Session, person: Person) -> bool:
    """Whether an administrator gave somebody a role in their organisation: nobody else can."""
    return session.scalar(select(RoleHeld.id).where(RoleHeld.person_id == person.id).limit(1)) is not None


def take_role(session: Session, *, actor: Viewer, held: ResponseRole) -> None:
    """Take a role on a response away. What its holder did by it stays.

    One for a body is for that body's own people to take. Raises RoleCannotBeGiven or Gone.
    """
    as_it_is(session, held, "role")
    rules.check_speaks_for(actor, held.body)
    _record(session, actor, "role taken away", held)
    session.delete(held)
    session.flush()


def take_all(session: Session, *, actor: Viewer, person: Person) -> int:
    """Take every role on a response away from somebody whom an administrator moves or refuses, those for bodies too.

    Returns how many there were.
    """
    held = session.scalars(
        select(ResponseRole).where(ResponseRole.person_id == person.id).order_by(ResponseRole.id)
    ).all()
    for each in held:
        _record(session, actor, "role taken away", each)
        session.delete(each)
    session.flush()
    return len(held)


def roles_of(session: Session, *, response: ConsultationResponse) -> list[ResponseRole]:
    """Who holds which role on a response, by name."""
    held = select(ResponseRole).join(ResponseRole.person).where(ResponseRole.response_id == response.id)
    return list(
        session.scalars(
            held.order_by(Person.name, ResponseRole.id).options(
                joinedload(ResponseRole.person).joinedload(Person.organisation),
                joinedload(ResponseRole.body).joinedload(SignOffBody.organisation),
            )
        )
    )


def own_roles(session: Session, *, viewer: Viewer) -> list[ResponseRole]:
    """The roles that the viewer holds on single responses, newest first, for the page of their own access."""
    mine = select(ResponseRole).where(ResponseRole.person_id == viewer.person_id).order_by(ResponseRole.id.desc())
    return list(
        session.scalars(
            mine.options(
                joinedload(ResponseRole.response),
                joinedload(ResponseRole.body).joinedload(SignOffBody.organisation),
            )
        )
    )


def get_role(session: Session, *, response: ConsultationResponse, role_id: int) -> ResponseRole | None:
    """One role on a response that the caller leads, with its holder."""
    held = select(ResponseRole).where(ResponseRole.id == role_id, ResponseRole.response_id == response.id)
    return session.scalar(held.options(*_with_holder_and_body()))


def _with_holder_and_body() -> tuple[ExecutableOption, ...]:
    body = joinedload(ResponseRole.body).joinedload(SignOffBody.organisation)
    return joinedload(ResponseRole.person).joinedload(Person.organisation), body


def own_bodies(session: Session, *, viewer: Viewer) -> list[SignOffBody]:
    """The bodies for which the viewer may say who decides, of responses that were not submitted, soonest first."""
    asked = _own_bodies(viewer).order_by(ConsultationResponse.closing_at, SignOffBody.id)
    return list(session.scalars(asked.where(ConsultationResponse.state != ResponseState.SUBMITTED)))


def get_own_body(session: Session, *, viewer: Viewer, body_id: int) -> SignOffBody | None:
    """One body for which the viewer may say who decides."""
    return session.scalar(_own_bodies(viewer).where(SignOffBody.id == body_id))


def _own_bodies(viewer: Viewer) -> Select[SignOffBody]:
    may = SignOffBody.organisation_id == viewer.organisation_id if viewer.roles & SPEAKS_FOR_A_BODY else false()
    response = contains_eager(SignOffBody.response)
    return (
        select(SignOffBody)
        .join(SignOffBody.response)
        .where(SignOffBody.active, may)
        .options(
            joinedload(SignOffBody.organisation),
            response.joinedload(ConsultationResponse.lead_organisation),
        )
    )


def roles_for(session: Session, *, bodies: Collection[SignOffBody]) -> dict[int, list[ResponseRole]]:
    """Who decides or records for some bodies by a role on the response, by the body's number."""
    held = select(ResponseRole).join(ResponseRole.person).where(ResponseRole.body_id.in_([body.id for body in bodies]))
    found: dict[int, list[ResponseRole]] = {body.id: [] for body in bodies}
    for each in session.scalars(held.order_by(Person.name, ResponseRole.id).options(*_with_holder_and_body())):
        found[each.body_id or 0].append(each)
    return found


def deciders_in(session: Session, *, organisation_id: int) -> list[Person]:
    """Who decides or records for every body of an organisation, by a role in it."""
    holders = select(Person).where(Person.organisation_id == organisation_id, can_sign_in())
    deciding = Person.id.in_(select(RoleHeld.person_id).where(RoleHeld.role.in_(FOR_A_BODY)))
    return list(session.scalars(holders.where(deciding).order_by(Person.name, Person.id)))


def _record(session: Session, actor: Viewer, action: str, held: ResponseRole) -> None:
    facts: Mapping[str, object] = {"person": held.person_id, "role": held.role.value, "body": held.body_id or 0}
    subject = f"response/{held.response_id}"
    record(session, actor=actor, action=action, subject=subject, response_id=held.response_id, details=facts)
