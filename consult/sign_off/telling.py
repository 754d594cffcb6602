"""Mail about decisions: the lead officer learns what each body decided."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult.drafting.models import SignOffBody
from consult.notices.services import gather
from consult.people.queries import get_person
from consult.permissions import Viewer
from consult.sign_off.models import Decision, SignOffRound, Verdict

DECIDED_WITHIN = timedelta(minutes=10)


def tell_decided(session: Session, *, actor: Viewer, round_: SignOffRound) -> None:
    """Tell the lead officer where a round stands, unless they recorded the decision; several at once in one mail."""
    lead = get_person(session, round_.response.lead_officer_id)
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


def _made(session: Session, round_: SignOffRound) -> int:
    made = select(Decision.id).where(Decision.round_id == round_.id, Decision.verdict != Verdict.PENDING)
    return len(session.scalars(made).all())
