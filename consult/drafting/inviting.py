"""Inviting partners to a response or to parts of it: one person until a date, or all partners of an organisation.

An invitation is to whoever it names. Its link says only where to sign in, so that handing it on hands on nothing.
"""

import hashlib
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from consult import dates
from consult.drafting import rules
from consult.drafting.models import Answer, ConsultationResponse, Invitation, InvitationPart
from consult.drafting.states import InvitationLevel
from consult.drafting.telling import tell_invited, tell_person
from consult.history.services import record
from consult.history.turns import as_it_is, first_come
from consult.notices.services import POSTED
from consult.people.models import Person
from consult.people.queries import can_sign_in_now
from consult.permissions import Role, Viewer
from consult.question_sets.models import Question


@dataclass(frozen=True)
class InvitationTerms:
    """What somebody is invited to. `answers` and `sections` name the parts when it is not to the whole response."""

    level: InvitationLevel
    whole: bool = True
    answers: Collection[int] = ()
    sections: Collection[str] = ()
    until: date | None = None
    message: str = ""


def invite_organisations(
    session: Session, *, actor: Viewer, response: ConsultationResponse, organisations: Collection[int]
) -> None:
    """Make these the organisations whose partners are asked as a whole, and withdraw what others had."""
    open_ones = session.scalars(
        select(Invitation).where(
            Invitation.response_id == response.id, Invitation.person_id.is_(None), Invitation.withdrawn_at.is_(None)
        )
    ).all()
    known = {invitation.organisation_id for invitation in open_ones}
    for invitation in open_ones:
        if invitation.organisation_id not in organisations:
            _end(invitation, actor)
    moment = dates.now()
    new = [
        Invitation(
            response_id=response.id,
            organisation_id=number,
            level=InvitationLevel.SUGGEST,
            whole=True,
            invited_at=moment,
            invited_by_id=actor.person_id,
        )
        for number in sorted(set(organisations) - known)
    ]
    session.add_all(new)
    session.flush()
    tell_invited(session, actor=actor, response=response, invitations=new)


def invite(
    session: Session, *, actor: Viewer, response: ConsultationResponse, to: Person, terms: InvitationTerms
) -> Invitation:
    """Invite one person, and tell them. Raises AlreadyInvited, CannotBeInvited or NothingNamed."""
    as_it_is(session, response, "state")
    rules.check_open(response)
    rules.check_invitee(to, actor, may_sign_in=can_sign_in_now(session, to.id))
    _check_terms(session, response, terms)
    mine = Invitation.response_id == response.id, Invitation.person_id == to.id, Invitation.withdrawn_at.is_(None)
    already = rules.AlreadyInvited(f"{to.name} is invited already. Change that invitation instead")
    if session.scalar(select(Invitation.id).where(*mine)):
        raise already
    invitation = Invitation(
        response_id=response.id,
        organisation_id=to.organisation_id,
        person_id=to.id,
        invited_at=dates.now(),
        invited_by_id=actor.person_id,
        mails=0,
    )
    _set(invitation, terms)
    with first_come(session, already):
        session.add(invitation)
    _record(session, actor, "person invited", invitation, {"person": to.id, **_facts(terms)})
    _send(session, actor, response, invitation, to)
    return invitation


def not_yet_invited(
    session: Session, *, actor: Viewer, response: ConsultationResponse, people: Collection[Person]
) -> list[Person]:
    """Those of some people who have no open invitation to the response, may sign in, and are not the actor."""
    mine = Invitation.response_id == response.id, Invitation.withdrawn_at.is_(None)
    invited = set(session.scalars(select(Invitation.person_id).where(*mine)))
    return [p for p in people if p.id not in invited and p.active and p.id != actor.person_id]


def change_invitation(session: Session, *, actor: Viewer, invitation: Invitation, terms: InvitationTerms) -> None:
    """Change what somebody is invited to; it counts from their next request. Raises InvitationEnded, NothingNamed."""
    as_it_is(session, invitation.response, "state")
    _lock(session, invitation)
    rules.check_open(invitation.response)
    rules.check_not_withdrawn(invitation)
    _check_terms(session, invitation.response, terms)
    _set(invitation, terms)
    session.flush()
    _record(session, actor, "invitation changed", invitation, _facts(terms))


def withdraw_invitation(session: Session, *, actor: Viewer, invitation: Invitation) -> None:
    """Take an invitation back: whom it was to sees nothing more by it from their next request. Raises InvitationEnded.

    What they wrote stays.
    """
    _lock(session, invitation)
    rules.check_not_withdrawn(invitation)
    _end(invitation, actor)
    session.flush()
    _record(session, actor, "invitation withdrawn", invitation, {"person": invitation.person_id or 0})


def withdraw_all(session: Session, *, actor: Viewer, person: Person) -> int:
    """Take back every open invitation to a person. Returns how many there were."""
    mine = Invitation.person_id == person.id, Invitation.withdrawn_at.is_(None)
    open_ones = session.scalars(select(Invitation).where(*mine).order_by(Invitation.id)).all()
    for invitation in open_ones:
        withdraw_invitation(session, actor=actor, invitation=invitation)
    return len(open_ones)


def follow_person(session: Session, *, person: Person) -> None:
    """Somebody is now one of another organisation's people: what they are invited to says so."""
    mine = Invitation.person_id == person.id, Invitation.withdrawn_at.is_(None)
    session.execute(update(Invitation).where(*mine).values(organisation_id=person.organisation_id))


def send_again(session: Session, *, actor: Viewer, invitation: Invitation) -> None:
    """Send the mail of an invitation once more, with a new link; the old one leads nowhere. Raises InvitationEnded."""
    _lock(session, invitation)
    rules.check_not_withdrawn(invitation)
    if invitation.person is None:
        _tell_others(session, actor, invitation)
        return
    rules.check_invitee(invitation.person, actor, may_sign_in=can_sign_in_now(session, invitation.person.id))
    _send(session, actor, invitation.response, invitation, invitation.person)
    _record(session, actor, "invitation sent again", invitation, {"person": invitation.person.id})


def _tell_others(session: Session, actor: Viewer, invitation: Invitation) -> None:
    """Tell the partners of an invited organisation whom no message was written to yet."""
    before = session.info.get(POSTED, 0)
    tell_invited(session, actor=actor, response=invitation.response, invitations=[invitation])
    if session.info.get(POSTED, 0) == before:
        raise rules.CannotBeInvited(
            f"{invitation.organisation.name} has nobody else who can be asked. "
            "Ask your administrator to add a person who is a partner, or invite somebody by name"
        )
    _record(session, actor, "invitation sent again", invitation, {"person": 0})


def note_opened(session: Session, *, viewer: Viewer) -> None:
    """The viewer signed in, or followed an invitation's link: from now on their invitations count as opened."""
    _note(session, viewer, {"opened_at": dates.now()}, Invitation.opened_at.is_(None))


def note_used(session: Session, *, actor: Viewer, response_id: int) -> None:
    """The actor commented or drafted, as they were invited to."""
    here = (Invitation.response_id == response_id) & Invitation.used_at.is_(None)
    _note(session, actor, {"used_at": dates.now(), "opened_at": func.coalesce(Invitation.opened_at, dates.now())}, here)


def _note(session: Session, viewer: Viewer, values: Mapping[str, object], which: ColumnElement[bool]) -> None:
    to_me = Invitation.person_id == viewer.person_id
    if viewer.is_a(Role.PARTNER):
        to_me = or_(to_me, (Invitation.organisation_id == viewer.organisation_id) & Invitation.person_id.is_(None))
    session.execute(update(Invitation).where(Invitation.withdrawn_at.is_(None), to_me, which).values(**values))


def invitation_of(session: Session, token: str) -> Invitation | None:
    """The personal invitation that a link belongs to, with the person; withdrawn and ended ones too."""
    mine = select(Invitation).where(Invitation.token_sha256 == _hash(token))
    return session.scalar(
        mine.options(
            joinedload(Invitation.person), joinedload(Invitation.response), joinedload(Invitation.organisation)
        )
    )


def get_invitation(session: Session, *, response: ConsultationResponse, invitation_id: int) -> Invitation | None:
    """One invitation to a response that the caller leads, with its person and parts."""
    mine = select(Invitation).where(Invitation.id == invitation_id, Invitation.response_id == response.id)
    return session.scalar(
        mine.options(
            joinedload(Invitation.person),
            joinedload(Invitation.organisation),
            joinedload(Invitation.response),
            selectinload(Invitation.parts),
        )
    )


def _check_terms(session: Session, response: ConsultationResponse, terms: InvitationTerms) -> None:
    rules.check_terms(terms.whole, terms.answers, terms.sections, terms.until, terms.message)
    named = select(Answer.id, Question.section).join(Question).where(Answer.response_id == response.id, ~Answer.dropped)
    rows = session.execute(named).all()
    if not set(terms.answers) <= {row.id for row in rows} or not set(terms.sections) <= {row.section for row in rows}:
        raise rules.NothingNamed("Select questions or sections of this response")


def _set(invitation: Invitation, terms: InvitationTerms) -> None:
    invitation.level, invitation.whole, invitation.until = terms.level, terms.whole, terms.until
    invitation.message = terms.message
    wanted: list[tuple[int | None, str | None]] = []
    if not terms.whole:
        wanted += [(number, None) for number in sorted(set(terms.answers))]
        wanted += [(None, section) for section in sorted(set(terms.sections))]
    known = {(part.answer_id, part.section): part for part in invitation.parts}
    invitation.parts = [known.get(key) or InvitationPart(answer_id=key[0], section=key[1]) for key in wanted]


def _lock(session: Session, invitation: Invitation) -> None:
    """Let acts on one invitation follow each other, and see it as it is now: each mail has a number and a link."""
    as_it_is(session, invitation, "withdrawn_at", "mails", "parts")


def _end(invitation: Invitation, actor: Viewer) -> None:
    invitation.withdrawn_at, invitation.withdrawn_by_id = dates.now(), actor.person_id
    invitation.token_sha256 = None


def _send(
    session: Session, actor: Viewer, response: ConsultationResponse, invitation: Invitation, person: Person
) -> None:
    token = secrets.token_urlsafe(32)
    invitation.token_sha256, invitation.sent_at = _hash(token), dates.now()
    invitation.mails += 1
    session.flush()
    tell_person(session, actor=actor, response=response, invitation=invitation, person=person, token=token)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _facts(terms: InvitationTerms) -> dict[str, object]:
    parts = {} if terms.whole else {"answers": sorted(terms.answers), "sections": len(set(terms.sections))}
    return {"level": terms.level.value, "until": terms.until.isoformat() if terms.until else "", **parts}


def _record(
    session: Session, actor: Viewer, action: str, invitation: Invitation, details: Mapping[str, object]
) -> None:
    subject = f"invitation/{invitation.id}"
    record(session, actor=actor, action=action, subject=subject, response_id=invitation.response_id, details=details)
