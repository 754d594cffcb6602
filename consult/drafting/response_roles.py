"""Roles that people hold on one response, beside those of their organisation: given and taken by who leads it."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult import dates
from consult.drafting import rules
from consult.drafting.models import ConsultationResponse, ResponseRole, SignOffBody
from consult.history.services import record
from consult.history.turns import first_come
from consult.people.models import Person
from consult.people.queries import can_sign_in_now
from consult.permissions import FOR_A_BODY, Role, Viewer


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

    Raises RoleCannotBeGiven, CannotBeInvited or AlreadySubmitted.
    """
    rules.check_open(response)
    rules.check_role(to, role, body, may_sign_in=can_sign_in_now(session, to.id))
    held = select(ResponseRole.id).where(
        ResponseRole.response_id == response.id, ResponseRole.person_id == to.id, ResponseRole.role == role
    )
    already = rules.RoleCannotBeGiven(f"{to.name} holds this role on the response already")
    if session.scalar(held):
        raise already
    given = ResponseRole(
        response_id=response.id,
        person_id=to.id,
        role=role,
        body_id=body.id if body and role in FOR_A_BODY else None,
        given_at=dates.now(),
        given_by_id=actor.person_id,
    )
    with first_come(session, already):
        session.add(given)
    _record(session, actor, "role given", given)
    return given


def take_role(session: Session, *, actor: Viewer, held: ResponseRole) -> None:
    """Take a role on a response away. What its holder did by it stays."""
    _record(session, actor, "role taken away", held)
    session.delete(held)
    session.flush()


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
    return session.scalar(held.options(joinedload(ResponseRole.person)))


def _record(session: Session, actor: Viewer, action: str, held: ResponseRole) -> None:
    facts: Mapping[str, object] = {"person": held.person_id, "role": held.role.value, "body": held.body_id or 0}
    subject = f"response/{held.response_id}"
    record(session, actor=actor, action=action, subject=subject, response_id=held.response_id, details=facts)
