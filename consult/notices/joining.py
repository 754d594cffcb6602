"""Mail about newcomers: to the administrators asked whether they know them, to who invited them, and to themselves."""

from sqlalchemy.orm import Session

from consult import dates
from consult.notices.services import post
from consult.people.groups import JoinRequest, JoinState
from consult.people.joining import confirmers, is_anybody_waiting
from consult.people.models import Organisation, Person
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


def tell_moved(session: Session, *, actor: Viewer, person: Person) -> None:
    """Tell somebody that an administrator has put them into another organisation, and what that changes."""
    if person.id == actor.person_id:
        return
    values = {
        "name": person.name,
        "organisation": person.organisation.name,
        "said": f"An administrator has moved you: you are one of the people of {person.organisation.name} now.",
        "follows": "What you may do here follows from that. Your account page lists it.",
        "path": "/account",
    }
    event = f"moved/{person.id}/{person.organisation_id}/{dates.now().isoformat()}"
    post(session, event=event, to=person, template="newcomer_told", values=values)


def tell_newcomer(session: Session, *, request: JoinRequest) -> None:
    """Tell a newcomer what the organisation said that they were invited as one of."""
    organisation = request.organisation.name
    is_known = request.state is JoinState.CONFIRMED
    values = {
        "name": request.person.name,
        "organisation": organisation,
        "said": f"{organisation} has {'confirmed' if is_known else 'not confirmed'} that you are one of its people.",
        "follows": "You speak as one of them from now on. Your account page lists what you may do."
        if is_known
        else "What you were invited to was taken back. If this is not right, ask the officer who invited you.",
        "path": "/account",
    }
    post(session, event=f"newcomer told/{request.id}", to=request.person, template="newcomer_told", values=values)


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
