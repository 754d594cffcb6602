"""Newcomers whom an officer invites as people of an organisation that is here already: it says whether they are.

Until an administrator has confirmed them they are its guests: people of an organisation apart, which stands beside the
one that they are said to be of. So nothing that rests on being of an organisation reaches them, and what they say is
shown as said by somebody who is not confirmed. They see what they were invited to, and no more.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.sql.base import ExecutableOption

from consult import dates
from consult.history.services import record
from consult.history.turns import as_it_is, first_come, in_turn
from consult.people import moving, rules, services
from consult.people.groups import JoinRequest, JoinState
from consult.people.models import Organisation, OrganisationKind, Person, RoleHeld
from consult.permissions import Permission, Role, Viewer
from consult.texts.characters import printable

LONGEST_REASON = 500
_NOT_CONFIRMED = " (not confirmed)"
_LONGEST_NAME = 200


class JoinDecided(rules.PeopleError):
    """Somebody else has confirmed or refused the newcomer meanwhile, or they were moved."""


class ReasonMissing(rules.PeopleError):
    """Whoever invited a newcomer is told why they were refused."""


def bring_in(
    session: Session, *, actor: Viewer, name: str, email: str, organisation: Organisation, is_new: bool = False
) -> Person:
    """Add somebody whom the actor invites as one of an organisation: as its guest until it confirms them.

    One that the actor has just added (`is_new`) has nobody yet who could say. Whoever manages people vouches for
    whom they add. Raises EmailTaken or OrganisationOff.
    """
    services.check_on(session, organisation.id)
    is_vouched = is_new or actor.may_at_home(Permission.MANAGE_PEOPLE)
    home = organisation if is_vouched else _guests_of(session, organisation)
    person = services.add_person(session, actor=actor, name=name, email=email, organisation_id=home.id, roles=())
    if not is_vouched:
        _ask(session, actor, person, organisation)
    return person


def bring_in_again(
    session: Session, *, actor: Viewer, person: Person, organisation: Organisation, is_new: bool = False
) -> None:
    """Let a guest who was refused be one of another organisation's people, as `bring_in` does."""
    services.check_on(session, organisation.id)
    is_vouched = is_new or actor.may_at_home(Permission.MANAGE_PEOPLE)
    home = organisation if is_vouched else _guests_of(session, organisation)
    moving.put_into(session, actor=actor, person=person, organisation_id=home.id)
    if not is_vouched:
        _ask(session, actor, person, organisation)


def _ask(session: Session, actor: Viewer, person: Person, organisation: Organisation) -> None:
    asked = JoinRequest(
        person_id=person.id, organisation_id=organisation.id, asked_by_id=actor.person_id, asked_at=dates.now()
    )
    session.add(asked)
    session.flush()
    facts = {"person": person.id, "organisation": organisation.id}
    record(session, actor=actor, action="newcomer waits", subject=f"person/{person.id}", details=facts)


def _guests_of(session: Session, organisation: Organisation) -> Organisation:
    """The organisation apart that holds another's guests, made when it is first needed."""
    in_turn(session)
    mine = select(Organisation).where(Organisation.guests_of_id == organisation.id)
    if found := session.scalar(mine):
        return found
    guests = Organisation(
        name=guests_name(session, organisation.name), kind=OrganisationKind.PARTNER, guests_of_id=organisation.id
    )
    with first_come(session, services.name_taken()):
        session.add(guests)
    record(session, actor=None, action="organisation added", subject=f"organisation/{guests.id}")
    return guests


def guests_name(session: Session, name: str) -> str:
    """What the guests of an organisation are called: 'Rivermead Police (not confirmed)'."""
    wanted = name[: _LONGEST_NAME - len(_NOT_CONFIRMED)].rstrip() + _NOT_CONFIRMED
    taken = set(session.scalars(select(Organisation.name).where(Organisation.name.startswith(wanted[:-1]))))
    numbered = (f"{wanted[: _LONGEST_NAME - 6]} {n}" for n in range(2, len(taken) + 3))
    return next(each for each in (wanted, *numbered) if each not in taken)


def confirm(session: Session, *, actor: Viewer, request: JoinRequest) -> None:
    """Say that a newcomer is one of the organisation's people; they hold no role in it. Raises JoinDecided."""
    person = _decide(session, actor, request, JoinState.CONFIRMED)
    services.check_on(session, request.organisation_id)
    moving.put_into(session, actor=actor, person=person, organisation_id=request.organisation_id)
    _record(session, actor, "newcomer confirmed", request)


def refuse(session: Session, *, actor: Viewer, request: JoinRequest, reason: str) -> None:
    """Say that a newcomer is none of the organisation's people. They stay as a guest whom nobody knows.

    The caller ends what they were invited to. Raises JoinDecided or ReasonMissing.
    """
    reason = " ".join(printable(reason).split())[:LONGEST_REASON]
    if not reason:
        raise ReasonMissing("Enter why you refuse, for the officer who invited them")
    _decide(session, actor, request, JoinState.REFUSED, reason)
    _record(session, actor, "newcomer refused", request)


def _decide(session: Session, actor: Viewer, request: JoinRequest, state: JoinState, reason: str = "") -> Person:
    as_it_is(session, request, "state")
    if request.state is not JoinState.WAITING:
        raise JoinDecided(f"{request.person.name} was {request.state.label.lower()} already")
    request.state, request.decided_by_id, request.decided_at = state, actor.person_id, dates.now()
    request.reason = reason
    session.flush()
    return request.person


def settle_by_move(session: Session, *, actor: Viewer, person: Person) -> Sequence[JoinRequest]:
    """An administrator moved a guest who was waiting: that answers for them, with yes where they are now.

    Returns what was answered so, for whoever invited them.
    """
    waiting = JoinRequest.person_id == person.id, JoinRequest.state == JoinState.WAITING
    settled = session.scalars(select(JoinRequest).where(*waiting).options(*_with_names())).all()
    for request in settled:
        is_there = request.organisation_id == person.organisation_id
        state = JoinState.CONFIRMED if is_there else JoinState.REFUSED
        _decide(session, actor, request, state, "" if is_there else "They are of another organisation")
        if is_there:
            _record(session, actor, "newcomer confirmed", request)
        else:
            _record(session, actor, "newcomer refused", request)
    return settled


def _record(session: Session, actor: Viewer, action: str, request: JoinRequest) -> None:
    facts = {"person": request.person_id, "organisation": request.organisation_id}
    record(session, actor=actor, action=action, subject=f"person/{request.person_id}", details=facts)


def confirmers(session: Session, organisation_id: int) -> Sequence[Person]:
    """Who is asked to confirm newcomers of an organisation: its administrators; where it has none, all of them."""
    every = select(Person).join(RoleHeld).where(RoleHeld.role == Role.ADMINISTRATOR, rules.can_sign_in())
    found = session.scalars(every.order_by(Person.id)).all()
    own = [person for person in found if person.organisation_id == organisation_id]
    return own or found


def requests(session: Session, *, viewer: Viewer) -> Sequence[JoinRequest]:
    """The newcomers who wait, oldest first, at most 100 of them, for whoever manages people."""
    if not viewer.may_at_home(Permission.MANAGE_PEOPLE):
        return ()
    waiting = select(JoinRequest).where(JoinRequest.state == JoinState.WAITING).order_by(JoinRequest.id).limit(100)
    return session.scalars(waiting.options(*_with_names())).all()


def waiting_for(session: Session, *, viewer: Viewer) -> int:
    """How many newcomers wait for this administrator: of their organisation, or of one without administrators."""
    if not viewer.may_at_home(Permission.MANAGE_PEOPLE):
        return 0
    held = select(Person.organisation_id).join(RoleHeld)
    looked_after = held.where(RoleHeld.role == Role.ADMINISTRATOR, rules.can_sign_in())
    whose = JoinRequest.organisation_id
    mine = or_(whose == viewer.organisation_id, whose.not_in(looked_after))
    waiting = select(func.count()).select_from(JoinRequest).where(JoinRequest.state == JoinState.WAITING, mine)
    return session.scalar(waiting) or 0


def get_request(session: Session, *, viewer: Viewer, request_id: int) -> JoinRequest | None:
    """One newcomer's request, decided or not, for whoever manages people."""
    if not viewer.may_at_home(Permission.MANAGE_PEOPLE):
        return None
    return session.scalar(select(JoinRequest).where(JoinRequest.id == request_id).options(*_with_names()))


def newest_requests(session: Session, person_ids: Collection[int]) -> dict[int, JoinRequest]:
    """The newest request of each of some people, by their number, for the officers who invited them."""
    mine = select(JoinRequest).where(JoinRequest.person_id.in_(person_ids)).order_by(JoinRequest.id)
    return {each.person_id: each for each in session.scalars(mine.options(joinedload(JoinRequest.organisation)))}


def refused(session: Session, person_ids: Collection[int]) -> set[int]:
    """Those of some people who are guests of an organisation that refused them: nobody's people as yet."""
    guests = select(Person.id).join(Organisation, Organisation.id == Person.organisation_id)
    guests = guests.where(Organisation.guests_of_id.is_not(None), Person.id.in_(person_ids))
    newest = newest_requests(session, person_ids)
    return {n for n in session.scalars(guests) if n in newest and newest[n].state is JoinState.REFUSED}


def _with_names() -> tuple[ExecutableOption, ...]:
    names = (JoinRequest.person, JoinRequest.organisation, JoinRequest.asked_by, JoinRequest.decided_by)
    return (*map(joinedload, names), joinedload(JoinRequest.asked_by).joinedload(Person.organisation))


def is_anybody_waiting(session: Session, organisation_id: int) -> bool:
    """Whether a newcomer waits to be confirmed by an organisation."""
    mine = JoinRequest.organisation_id == organisation_id, JoinRequest.state == JoinState.WAITING
    return session.scalar(select(JoinRequest.id).where(*mine).limit(1)) is not None
