"""Where each partner stands on an answer, for the officers who lead: all who were asked about it, and all who spoke."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from consult import dates
from consult.comments.models import Comment, Position
from consult.drafting.models import Answer, Invitation, InvitationPart
from consult.drafting.states import InvitationLevel
from consult.people.models import Organisation, Person


@dataclass(frozen=True)
class PartnerStanding:
    """An organisation with the newest position of each of its people who took one, or of all of them when they agree.

    `ended` says what became of its invitations when none counts any longer; `spoke` that it commented.
    """

    organisation: str
    positions: tuple[tuple[str, Position], ...]
    ended: str
    spoke: bool


def standings(session: Session, *, answer: Answer) -> list[PartnerStanding]:
    """Whoever was asked about an answer, as a whole or in parts, and whoever commented on it; by name.

    The caller leads the response, and the answer's question is loaded. An invitation that ended or was withdrawn stays
    when something was said by it.
    """
    asked = _asked(session, answer)
    said = _said(session, answer)
    spoke = set(session.scalars(select(Comment.organisation_id).where(Comment.answer_id == answer.id).distinct()))
    wanted = {number for number, ended in asked.items() if not ended} | spoke
    names = session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(wanted)))
    own = answer.response.lead_organisation_id
    return [
        PartnerStanding(name, _in_one(said[number]), asked.get(number, ""), number in spoke)
        for number, name in sorted(names, key=lambda row: row.name)
        if number != own or number in said
    ]


def _asked(session: Session, answer: Answer) -> dict[int, str]:
    """The organisations that were asked, or people of theirs, and what became of it: empty while it counts."""
    named = select(InvitationPart.id).where(
        InvitationPart.invitation_id == Invitation.id,
        or_(InvitationPart.answer_id == answer.id, InvitationPart.section == answer.question.section),
    )
    rows = session.execute(
        select(Invitation.organisation_id, Invitation.withdrawn_at, Invitation.until).where(
            Invitation.response_id == answer.response_id,
            Invitation.level != InvitationLevel.SEE,
            or_(Invitation.whole, named.exists()),
        )
    )
    found: dict[int, set[str]] = defaultdict(set)
    for number, withdrawn_at, until in rows:
        over = "invitation ended" if until and until < dates.today() else ""
        found[number].add("invitation withdrawn" if withdrawn_at else over)
    return {number: "" if "" in states else min(states) for number, states in found.items()}


def _said(session: Session, answer: Answer) -> dict[int, list[tuple[str, Position]]]:
    """The newest position of each person on an answer, by their organisation at the time; the newest last."""
    newest = (
        select(func.max(Comment.id))
        .where(Comment.answer_id == answer.id, Comment.position.is_not(None))
        .group_by(Comment.organisation_id, Comment.author_id)
    )
    rows = session.execute(
        select(Comment.organisation_id, Person.name, Comment.position)
        .join(Person, Person.id == Comment.author_id)
        .where(Comment.id.in_(newest))
        .order_by(Comment.id)
    )
    found: dict[int, list[tuple[str, Position]]] = defaultdict(list)
    for number, name, position in rows:
        if position:
            found[number].append((name, position))
    return found


def _in_one(said: list[tuple[str, Position]]) -> tuple[tuple[str, Position], ...]:
    """People who agree speak as one; where they do not, each is named, so that no objection is covered by another."""
    return (("", said[0][1]),) if len({position for _, position in said}) == 1 else tuple(said)
