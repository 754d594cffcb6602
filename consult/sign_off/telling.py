"""Mail about decisions: what each body decided, to the lead officer; that a version was withdrawn, to who was asked."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult.drafting.models import SignOffBody
from consult.drafting.queries import lead_officer
from consult.notices.models import OutboxMessage
from consult.notices.services import gather, post
from consult.permissions import Viewer
from consult.sign_off.models import Decision, SignOffRound, Verdict
from consult.sign_off.queries import approvers_of
from consult.texts import plain, shorten

DECIDED_WITHIN = timedelta(minutes=10)


def tell_decided(session: Session, *, actor: Viewer, round_: SignOffRound) -> None:
    """Tell the lead officer where a round stands, unless they recorded the decision; several at once in one mail."""
    lead = lead_officer(session, response=round_.response)
    if lead is None or lead.id == actor.person_id:
        return

    def values(_since: datetime) -> Mapping[str, object]:
        decisions = session.scalars(
            select(Decision)
            .where(Decision.round_id == round_.id)
            .order_by(Decision.id)
            .options(joinedload(Decision.body).joinedload(SignOffBody.organisation))
        ).all()
        made = [decision for decision in decisions if decision.verdict is not Verdict.PENDING]
        return {
            "name": lead.name,
            "response": round_.response.title,
            "round": round_.n,
            "made": len(made),
            "all": len(decisions),
            "lines": [f"{each.body.organisation.name}: {each.verdict.past_tense.lower()}" for each in decisions],
            "path": f"/rounds/{round_.id}",
        }

    about = f"decision made/{round_.id}"
    event = f"{about}/{actor.person_id}/{round_.n}/{_made(session, round_)}"
    gather(session, about=about, event=event, to=lead, template="decision_made", values=values, wait=DECIDED_WITHIN)


def asked_event(round_: SignOffRound) -> str:
    """How the events of the mails begin that ask for decisions on a round."""
    return f"sent for sign-off/{round_.id}/"


def tell_withdrawn(session: Session, *, actor: Viewer, round_: SignOffRound) -> None:
    """Tell everybody who was asked by mail to decide on a round that it was withdrawn, and why; each once.

    Whoever decides no longer, or has the address by now of somebody who was asked, is told nothing.
    """
    mails = select(OutboxMessage.address).where(OutboxMessage.event.startswith(asked_event(round_), autoescape=True))
    asked = set(session.scalars(mails))
    deciding = {person.id: person for person, _ in approvers_of(session, response=round_.response)}
    for person in deciding.values():
        if person.email not in asked or person.id == actor.person_id:
            continue
        values = {
            "name": person.name,
            "withdrawing": actor.organisation,
            "response": round_.response.title,
            "round": round_.n,
            "reason": shorten(plain(round_.withdrawn_because), 1000),
            "path": f"/rounds/{round_.id}",
        }
        post(session, event=f"sign-off withdrawn/{round_.id}", to=person, template="sign_off_withdrawn", values=values)


def _made(session: Session, round_: SignOffRound) -> int:
    made = select(Decision.id).where(Decision.round_id == round_.id, Decision.verdict != Verdict.PENDING)
    return len(session.scalars(made).all())
