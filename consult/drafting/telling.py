"""Mail that drafting sends: to the partners who were asked for their views."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from consult import dates
from consult.drafting.due import comment_due
from consult.drafting.models import Answer, ConsultationResponse, Invitation, Milestone
from consult.drafting.states import InvitationLevel
from consult.notices.queries import active_people
from consult.notices.services import post
from consult.people.models import Organisation, Person
from consult.permissions import Role, Viewer
from consult.question_sets.models import Consultation, Question

DOES = {
    InvitationLevel.SEE: "read",
    InvitationLevel.COMMENT: "comment",
    InvitationLevel.SUGGEST: "comment and propose wording",
    InvitationLevel.DRAFT: "draft answers",
}


def tell_invited(
    session: Session, *, actor: Viewer, response: ConsultationResponse, invitations: Collection[Invitation]
) -> None:
    """Tell the partners of organisations that were invited as a whole. Invited anew, they are told anew.

    Whoever was told before is not told again. An invitation counts as sent when a message was written.
    """
    new = {invitation.organisation_id: invitation for invitation in invitations}
    named = session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(new)))
    names = {row.id: row.name for row in named}
    count = count_answers(session, response_id=response.id)
    for person in active_people(session, role=Role.PARTNER, organisations=new):
        if person.id == actor.person_id:
            continue
        invitation = new[person.organisation_id]
        posted = post(
            session,
            event=f"{organisation_event(invitation)}{invitation.invited_at.isoformat()}",
            to=person,
            template="invited",
            values={
                "name": person.name,
                "organisation": names[person.organisation_id],
                "questions": _questions(count),
                "path": f"/responses/{response.id}",
                **_asking(session, actor, response, [invitation.until]),
            },
        )
        if posted is not None:
            invitation.sent_at = dates.now()
    session.flush()


def _asking(
    session: Session, actor: Viewer, response: ConsultationResponse, untils: Collection[date | None]
) -> dict[str, object]:
    """What every first mail says: for whom, who asks, by when, and whom to call."""
    lead = session.execute(
        select(Person.name, Organisation.name.label("organisation"))
        .join(Organisation, Organisation.id == Person.organisation_id)
        .where(Person.id == response.lead_officer_id)
    ).one()
    title = session.scalar(select(Consultation.title).where(Consultation.id == response.consultation_id))
    timetable = session.scalars(select(Milestone).where(Milestone.response_id == response.id)).all()
    return {
        "asking": actor.organisation,
        "response": response.title,
        "consultation": title or response.title,
        "by": dates.long_date(comment_due(response.closing_at, timetable, untils)),
        "closing": dates.long_time(response.closing_at),
        "officer": f"{lead.name}, {lead.organisation}",
        "telephone": response.telephone,
    }


def count_answers(session: Session, *, response_id: int, invitation: Invitation | None = None) -> int:
    """How many answers a response has, or an invitation to it is to."""
    mine = select(func.count()).select_from(Answer).where(Answer.response_id == response_id, ~Answer.dropped)
    if invitation is not None and not invitation.whole:
        answers = [part.answer_id for part in invitation.parts if part.answer_id]
        sections = [part.section for part in invitation.parts if part.section is not None]
        mine = mine.join(Question).where(or_(Answer.id.in_(answers), Question.section.in_(sections)))
    return session.scalar(mine) or 0


def _questions(count: int) -> str:
    return "1 question" if count == 1 else f"{count} questions"


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
            "task": DOES[invitation.level],
            "extent": "the whole response" if invitation.whole else "some of its questions",
            "questions": _questions(count_answers(session, response_id=response.id, invitation=invitation)),
            "until": dates.long_date(invitation.until) if invitation.until else "",
            **_asking(session, actor, response, [invitation.until]),
            "message": invitation.message,
            "secret_path": f"/invitations/{token}",
        },
    )


def organisation_event(invitation: Invitation) -> str:
    """How the events of the mails to an invited organisation's partners begin."""
    return f"invited/{invitation.response_id}/{invitation.organisation_id}/"


def mail_event(invitation: Invitation) -> str:
    """The event of an invitation's newest mail in the outbox."""
    return f"invitation/{invitation.id}/{invitation.mails}"
