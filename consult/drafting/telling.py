"""Mail that drafting sends: to the partners who were asked for their views."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import dates
from consult.drafting.models import ConsultationResponse, Invitation, InvitationLevel
from consult.notices.queries import active_people
from consult.notices.services import post
from consult.people.models import Organisation, Person
from consult.permissions import Role, Viewer

DOES = {
    InvitationLevel.SEE: "read",
    InvitationLevel.COMMENT: "comment",
    InvitationLevel.SUGGEST: "comment and propose wording",
    InvitationLevel.DRAFT: "draft answers",
}


def tell_invited(
    session: Session, *, actor: Viewer, response: ConsultationResponse, invitations: Collection[Invitation]
) -> None:
    """Tell the partners of organisations that were invited as a whole. Invited anew, they are told anew."""
    new = {invitation.organisation_id: invitation for invitation in invitations}
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


def tell_person(
    session: Session,
    *,
    actor: Viewer,
    response: ConsultationResponse,
    invitation: Invitation,
    person: Person,
    token: str,
) -> None:
    """Tell one person what they are invited to. The link shows where to sign in; it signs nobody in."""
    post(
        session,
        event=mail_event(invitation),
        to=person,
        template="invited_person",
        values={
            "name": person.name,
            "asking": actor.organisation,
            "response": response.title,
            "task": DOES[invitation.level],
            "extent": "" if invitation.whole else " on some of its questions",
            "until": f" until {dates.long_date(invitation.until)}" if invitation.until else "",
            "message": invitation.message,
            "secret_path": f"/invitations/{token}",
        },
    )


def mail_event(invitation: Invitation) -> str:
    """The event of an invitation's newest mail in the outbox."""
    return f"invitation/{invitation.id}/{invitation.mails}"
