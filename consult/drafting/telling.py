"""Mail that drafting sends: to the partners who were asked for their views."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import dates
from consult.drafting.models import ConsultationResponse
from consult.notices.queries import active_people
from consult.notices.services import post
from consult.people.models import Organisation
from consult.permissions import Role, Viewer


def tell_invited(
    session: Session, *, actor: Viewer, response: ConsultationResponse, known: Collection[int] = ()
) -> None:
    """Tell the partners of every invited organisation that was not `known` before. Invited anew, they are told anew."""
    new = {i.organisation_id: i for i in response.invitations if i.organisation_id not in known}
    named = session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(new)))
    names = {row.id: row.name for row in named}
    for person in active_people(session, role=Role.PARTNER, organisations=new):
        if person.id == actor.person_id:
            continue
        invitation = new[person.organisation_id]
        post(
            session,
            event=f"invited/{response.id}/{person.organisation_id}/{invitation.invited_at.isoformat()}",
            to=person,
            template="invited",
            values={
                "name": person.name,
                "asking": actor.organisation,
                "organisation": names[person.organisation_id],
                "response": response.title,
                "closing": dates.long_time(response.closing_at),
                "path": f"/responses/{response.id}",
            },
        )
