"""Adding and changing organisations, what they speak for, and their time in partnerships."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from consult import dates
from consult.history.services import record
from consult.history.turns import as_it_is, first_come, in_turn
from consult.people import services
from consult.people.groups import Membership, Standing
from consult.people.joining import guests_name
from consult.people.models import Organisation, OrganisationKind, OrganisationTopic, Person, Sector
from consult.people.rules import PeopleError, check_order
from consult.permissions import Viewer

MOST_TOPICS = 20
LONGEST_TOPIC = 60


class OrganisationInUse(PeopleError):
    """People of the organisation can still sign in."""


class StillAPartnership(PeopleError):
    """The organisation has members, so it must stay a partnership."""


class NotAMember(PeopleError):
    """The two organisations cannot be partnership and member."""


class MembershipsOverlap(PeopleError):
    """The organisation is in the partnership already on some of these days."""


@dataclass(frozen=True)
class Details:
    """What is said of an organisation. `topics` are as typed: they are made one with those in use."""

    name: str
    kind: OrganisationKind
    sector: Sector | None
    topics: tuple[str, ...]


@dataclass(frozen=True)
class Time:
    """A time in a partnership, in London days; without a beginning or an end where there is none."""

    standing: Standing
    from_on: date | None
    until_on: date | None


def add(session: Session, *, actor: Viewer | None, details: Details) -> Organisation:
    """Add an organisation. Raises NameTaken."""
    organisation = services.add_organisation(session, actor=actor, name=details.name, kind=details.kind)
    organisation.sector = details.sector
    _speak_for(session, organisation, details.topics)
    session.flush()
    return organisation


def change(session: Session, *, actor: Viewer, organisation: Organisation, details: Details) -> None:
    """Change an organisation; its topics must be loaded. What was issued before keeps the name it was issued with.

    Raises NameTaken or StillAPartnership.
    """
    name = " ".join(details.name.split())
    taken = select(Organisation.id).where(func.lower(Organisation.name) == name.lower())
    if session.scalar(taken.where(Organisation.id != organisation.id)):
        raise services.name_taken()
    as_it_is(session, organisation, "name", "kind", "sector", "topics")
    if details.kind is not OrganisationKind.PARTNERSHIP:
        _check_has_no_members(session, organisation)
    before = _facts(organisation)
    with first_come(session, services.name_taken()):
        organisation.name = name
    if guests := session.scalar(select(Organisation).where(Organisation.guests_of_id == organisation.id)):
        guests.name = guests_name(session, name)
    organisation.kind, organisation.sector = details.kind, details.sector
    _speak_for(session, organisation, details.topics)
    session.flush()
    _record(session, actor, "organisation changed", organisation, before=before, after=_facts(organisation))


def _check_has_no_members(session: Session, organisation: Organisation) -> None:
    if session.scalar(select(Membership.id).where(Membership.partnership_id == organisation.id).limit(1)):
        raise StillAPartnership("This partnership has or had members, so it stays a partnership")


def _speak_for(session: Session, organisation: Organisation, typed: Iterable[str]) -> None:
    """Give it these topics, spelt as others spell them already."""
    wanted = {fold(topic): tidy(topic) for topic in reversed(tuple(typed)) if fold(topic)}
    in_use = select(OrganisationTopic.folded, OrganisationTopic.topic).where(OrganisationTopic.folded.in_(list(wanted)))
    spelt = {row.folded: row.topic for row in session.execute(in_use.order_by(OrganisationTopic.id.desc()))}
    kept = {topic.folded: topic for topic in organisation.topics}
    organisation.topics = [
        kept.get(folded) or OrganisationTopic(folded=folded, topic=spelt.get(folded, topic))
        for folded, topic in sorted(wanted.items())
    ]


def tidy(topic: str) -> str:
    """A topic as it is kept: one space between words, no full stop or comma around it."""
    return " ".join(topic.split()).strip(" .,;:")[:LONGEST_TOPIC].strip()


def fold(topic: str) -> str:
    """What two spellings of one topic have in common."""
    return tidy(topic).casefold()[: 2 * LONGEST_TOPIC]


def switch_off(session: Session, *, actor: Viewer, organisation: Organisation) -> None:
    """Let nobody of the organisation sign in, and offer it nowhere. Raises OrganisationInUse.

    Whoever leads a response or administers the service is one of its people, so those are looked after first.
    """
    still = select(func.count()).select_from(Person).where(Person.organisation_id == organisation.id, Person.active)
    count = session.scalar(still.where(or_(Person.member_until.is_(None), Person.member_until >= dates.today()))) or 0
    if count:
        people = "1 person of this organisation can" if count == 1 else f"{count} people of this organisation can"
        raise OrganisationInUse(f"{people} still sign in. Switch everybody off first, then the organisation")
    _switch(session, actor, organisation, active=False)


def switch_on(session: Session, *, actor: Viewer, organisation: Organisation) -> None:
    """Let people of the organisation sign in again. Nobody who was switched off comes back by it."""
    _switch(session, actor, organisation, active=True)


def _switch(session: Session, actor: Viewer, organisation: Organisation, *, active: bool) -> None:
    as_it_is(session, organisation, "active")
    if organisation.active is active:
        return
    organisation.active = active
    session.flush()
    _record(session, actor, "organisation switched on" if active else "organisation switched off", organisation)


def add_membership(
    session: Session, *, actor: Viewer | None, partnership: Organisation, organisation: Organisation, time: Time
) -> Membership:
    """Write down that an organisation is in a partnership. Raises NotAMember, MembershipsOverlap or DatesCross."""
    if partnership.kind is not OrganisationKind.PARTNERSHIP or partnership.id == organisation.id:
        raise NotAMember("Only another organisation can be in a partnership")
    membership = Membership(partnership_id=partnership.id, organisation_id=organisation.id)
    _check_time(session, membership, time)
    membership.standing, membership.from_on, membership.until_on = time.standing, time.from_on, time.until_on
    session.add(membership)
    session.flush()
    _record_membership(session, actor, "membership added", membership)
    return membership


def change_membership(session: Session, *, actor: Viewer, membership: Membership, time: Time) -> None:
    """Change the standing or the days of a membership, or end it. Raises MembershipsOverlap or DatesCross."""
    as_it_is(session, membership, "standing", "from_on", "until_on")
    _check_time(session, membership, time)
    membership.standing, membership.from_on, membership.until_on = time.standing, time.from_on, time.until_on
    session.flush()
    _record_membership(session, actor, "membership changed", membership)


def _check_time(session: Session, membership: Membership, time: Time) -> None:
    check_order(time.from_on, time.until_on)
    in_turn(session)
    others = select(Membership).where(
        Membership.partnership_id == membership.partnership_id,
        Membership.organisation_id == membership.organisation_id,
        Membership.id != (membership.id or 0),
    )
    with session.no_autoflush:
        overlaps = any(_meet(time, other) for other in session.scalars(others))
    if overlaps:
        raise MembershipsOverlap("This organisation is in the partnership already on some of these days")


def _meet(time: Time, other: Membership) -> bool:
    starts_in_time = other.until_on is None or time.from_on is None or time.from_on <= other.until_on
    ends_in_time = time.until_on is None or other.from_on is None or time.until_on >= other.from_on
    return starts_in_time and ends_in_time


def _facts(organisation: Organisation) -> dict[str, object]:
    """What the record keeps: the name as its hash, for the record holds no texts."""
    return {
        "name_sha256": hashlib.sha256(organisation.name.encode()).hexdigest(),
        "kind": organisation.kind.value,
        "sector": organisation.sector.value if organisation.sector else None,
        "topics": len(organisation.topics),
    }


def _record(session: Session, actor: Viewer | None, action: str, organisation: Organisation, **facts: object) -> None:
    record(session, actor=actor, action=action, subject=f"organisation/{organisation.id}", details=facts)


def _record_membership(session: Session, actor: Viewer | None, action: str, membership: Membership) -> None:
    facts = {
        "member": membership.organisation_id,
        "standing": membership.standing.value,
        "from": membership.from_on.isoformat() if membership.from_on else None,
        "until": membership.until_on.isoformat() if membership.until_on else None,
    }
    record(session, actor=actor, action=action, subject=f"organisation/{membership.partnership_id}", details=facts)
