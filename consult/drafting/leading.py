"""Whether whoever acts on a response still leads it, asked again in the turn of the act."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.drafting.models import ConsultationResponse
from consult.drafting.rules import LeadsNoMore
from consult.people.models import Person, RoleHeld
from consult.people.rules import can_sign_in
from consult.permissions import Role, Viewer


def check_leads_now(session: Session, *, actor: Viewer, response: ConsultationResponse) -> None:
    """Raise LeadsNoMore unless the actor leads the response by what they are now: a role may just have ended."""
    officers = (
        select(Person.id)
        .join(RoleHeld, RoleHeld.person_id == Person.id)
        .where(
            Person.id == actor.person_id,
            Person.organisation_id == response.lead_organisation_id,
            RoleHeld.role == Role.POLICY_OFFICER,
            can_sign_in(),
        )
    )
    if session.scalar(officers) is None:
        raise LeadsNoMore(
            "You are no longer an officer of the organisation that leads this response. Nothing was changed"
        )
