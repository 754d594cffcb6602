"""Mail about newcomers: to the administrators who are asked whether they know them, and to the officer who invited."""

from sqlalchemy.orm import Session

from consult import dates
from consult.notices.services import post
from consult.people.groups import JoinRequest, JoinState
from consult.people.joining import confirmers, is_anybody_waiting
from consult.people.models import Organisation
from consult.permissions import Viewer


def tell_confirmers(session: Session, *, actor: Viewer, organisation: Organisation) -> None:
    """Ask whoever confirms newcomers of an organisation to do so; once a day for each officer who invites some."""
    if not is_anybody_waiting(session, organisation.id):
        return
    event = f"joining/{organisation.id}/{actor.person_id}/{dates.today().isoformat()}"
    for person in confirmers(session, organisation.id):
        values = {
            "name": person.name,
            "asking": actor.organisation,
            "officer": actor.name,
            "organisation": organisation.name,
            "path": "/people/joining",
        }
        post(session, event=event, to=person, template="newcomer_waits", values=values)


def tell_decided(session: Session, *, request: JoinRequest) -> None:
    """Tell the officer who invited a newcomer what their organisation said."""
    is_known = request.state is JoinState.CONFIRMED
    values = {
        "name": request.asked_by.name,
        "newcomer": request.person.name,
        "organisation": request.organisation.name,
        "said": "is one of its people" if is_known else "is none of its people",
        "follows": (
            "They speak as one of its people from now on."
            if is_known
            else f"What they were invited to was taken back. The reason given: {request.reason}"
        ),
        "path": "/responses",
    }
    post(session, event=f"joined/{request.id}", to=request.asked_by, template="newcomer_decided", values=values)
