"""What the pages of organisations, people and distribution lists show, and who may see which list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from consult import dates
from consult.paging import PAGE, Listing, Paging, paging
from consult.people.groups import DistributionList, ListedPerson, Membership
from consult.people.models import Organisation, OrganisationKind, OrganisationTopic, Person, RoleHeld, Sector
from consult.people.organisations import fold
from consult.people.rules import can_sign_in
from consult.permissions import Permission, Role, Viewer


@dataclass(frozen=True)
class OrganisationFilter:
    """What the administrator looks for among organisations; empty values filter nothing."""

    text: str = ""
    kind: OrganisationKind | None = None
    sector: Sector | None = None
    topic: str = ""


@dataclass(frozen=True)
class PersonFilter:
    """What the administrator looks for among people; empty values filter nothing."""

    text: str = ""
    role: Role | None = None
    organisation_id: int | None = None


def _paged(session: Session, wanted: Select[*tuple[Any, ...]], page: int) -> tuple[Sequence[Any], Paging]:
    total = session.scalar(select(func.count()).select_from(wanted.order_by(None).subquery())) or 0
    at = paging(total, page)
    return session.execute(at.cut(wanted)).all(), at


def list_organisations(session: Session, *, wanted: OrganisationFilter, page: int) -> Listing[tuple[Organisation, int]]:
    """Organisations with how many people of each can sign in, by name; those that are off come last."""
    people = select(func.count(Person.id)).where(Person.organisation_id == Organisation.id, can_sign_in())
    conditions: list[ColumnElement[bool]] = [Organisation.guests_of_id.is_(None)]
    if wanted.text:
        conditions.append(Organisation.name.icontains(wanted.text, autoescape=True))
    if wanted.kind:
        conditions.append(Organisation.kind == wanted.kind)
    if wanted.sector:
        conditions.append(Organisation.sector == wanted.sector)
    if wanted.topic:
        conditions.append(Organisation.topics.any(OrganisationTopic.folded == fold(wanted.topic)))
    chosen = (
        select(Organisation, people.scalar_subquery().label("people"))
        .where(*conditions)
        .order_by(Organisation.active.desc(), Organisation.name, Organisation.id)
        .options(selectinload(Organisation.topics))
    )
    rows, at = _paged(session, chosen, page)
    return Listing([(row[0], row[1]) for row in rows], at)


def get_organisation(session: Session, organisation_id: int) -> Organisation | None:
    """One organisation with its topics."""
    return session.scalar(
        select(Organisation).where(Organisation.id == organisation_id).options(selectinload(Organisation.topics))
    )


def active_organisations(session: Session) -> list[Organisation]:
    """The organisations that are not switched off, by name; those that hold guests are none."""
    there = Organisation.active, Organisation.guests_of_id.is_(None)
    return list(session.scalars(select(Organisation).where(*there).order_by(Organisation.name)))


def topics_in_use(session: Session) -> list[str]:
    """The topics that organisations speak for, each once, in order."""
    by_topic = select(OrganisationTopic.folded, func.min(OrganisationTopic.topic).label("topic"))
    rows = session.execute(by_topic.group_by(OrganisationTopic.folded).order_by(OrganisationTopic.folded))
    return [row.topic for row in rows]


def memberships_of(session: Session, organisation_id: int) -> tuple[list[Membership], list[Membership]]:
    """The organisation's times in partnerships, and the times of others in it: present ones first, then past ones."""
    either = or_(Membership.partnership_id == organisation_id, Membership.organisation_id == organisation_id)
    with_both = joinedload(Membership.partnership), joinedload(Membership.organisation)
    found = list(session.scalars(select(Membership).where(either).options(*with_both)))
    today = dates.today()
    found.sort(key=lambda each: (is_past(each, today), each.partnership.name, each.organisation.name, each.id))
    inside = [each for each in found if each.organisation_id == organisation_id]
    return inside, [each for each in found if each.partnership_id == organisation_id]


def is_past(membership: Membership, day: date) -> bool:
    """Whether the membership has ended before the day."""
    return membership.until_on is not None and membership.until_on < day


def get_membership(session: Session, membership_id: int) -> Membership | None:
    """One membership with both organisations."""
    with_both = joinedload(Membership.partnership), joinedload(Membership.organisation)
    return session.scalar(select(Membership).where(Membership.id == membership_id).options(*with_both))


def list_people(session: Session, *, wanted: PersonFilter, page: int) -> Listing[tuple[Person, bool]]:
    """People with whether they can sign in today, by organisation and name."""
    conditions: list[ColumnElement[bool]] = [true()]
    if wanted.text:
        texts = (Person.name, Person.email, Organisation.name)
        conditions.append(or_(*(each.icontains(wanted.text, autoescape=True) for each in texts)))
    if wanted.role:
        conditions.append(Person.roles.any(RoleHeld.role == wanted.role))
    if wanted.organisation_id:
        conditions.append(Person.organisation_id == wanted.organisation_id)
    chosen = (
        select(Person, can_sign_in().label("can_sign_in"))
        .join(Organisation, Organisation.id == Person.organisation_id)
        .where(*conditions)
        .order_by(Organisation.name, Person.name, Person.id)
        .options(joinedload(Person.organisation), selectinload(Person.roles))
    )
    rows, at = _paged(session, chosen, page)
    return Listing([(row[0], bool(row[1])) for row in rows], at)


def holders(session: Session) -> dict[Role, int]:
    """How many people who can sign in hold each role in their organisation."""
    held = select(RoleHeld.role, func.count()).join(Person, Person.id == RoleHeld.person_id).where(can_sign_in())
    return {role: number for role, number in session.execute(held.group_by(RoleHeld.role))}


def _own_lists(viewer: Viewer) -> ColumnElement[bool]:
    """All lists for who manages people; those of their organisation for who else manages lists; otherwise none."""
    if viewer.may(Permission.MANAGE_PEOPLE):
        return true()
    if viewer.may(Permission.MANAGE_LISTS):
        return DistributionList.organisation_id == viewer.organisation_id
    return false()


def _lists_of(viewer: Viewer) -> Select[DistributionList, int]:
    people = (
        select(func.count(ListedPerson.id))
        .join(Person, Person.id == ListedPerson.person_id)
        .where(ListedPerson.list_id == DistributionList.id, can_sign_in())
    )
    return (
        select(DistributionList, people.scalar_subquery().label("people"))
        .join(Organisation, Organisation.id == DistributionList.organisation_id)
        .where(_own_lists(viewer))
        .order_by(Organisation.name, DistributionList.name, DistributionList.id)
        .options(joinedload(DistributionList.organisation))
    )


def lists_of(session: Session, viewer: Viewer) -> list[tuple[DistributionList, int]]:
    """The distribution lists that the viewer may use, each with how many people on it can sign in."""
    return [(row[0], row[1]) for row in session.execute(_lists_of(viewer))]


def list_lists(session: Session, viewer: Viewer, *, page: int) -> Listing[tuple[DistributionList, int]]:
    """One page of the same."""
    rows, at = _paged(session, _lists_of(viewer), page)
    return Listing([(row[0], row[1]) for row in rows], at)


def get_list(session: Session, viewer: Viewer, list_id: int) -> DistributionList | None:
    """One distribution list that the viewer may use."""
    mine = select(DistributionList).where(DistributionList.id == list_id, _own_lists(viewer))
    return session.scalar(mine.options(joinedload(DistributionList.organisation)))


def _people_on(viewer: Viewer, list_id: int) -> Select[Person]:
    return (
        select(Person)
        .join(ListedPerson, ListedPerson.person_id == Person.id)
        .join(DistributionList, DistributionList.id == ListedPerson.list_id)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .where(DistributionList.id == list_id, _own_lists(viewer), can_sign_in())
        .order_by(Organisation.name, Person.name, Person.id)
        .options(joinedload(Person.organisation))
    )


def people_on(session: Session, viewer: Viewer, list_id: int) -> list[Person]:
    """Those on a list that the viewer may use who can sign in, with organisation; none where it is not theirs."""
    return list(session.scalars(_people_on(viewer, list_id)))


def list_people_on(session: Session, viewer: Viewer, list_id: int, *, page: int) -> Listing[Person]:
    """One page of the same."""
    rows, at = _paged(session, _people_on(viewer, list_id), page)
    return Listing([row[0] for row in rows], at)


def could_be_listed(session: Session, viewer: Viewer, *, list_id: int, text: str) -> list[Person]:
    """People who can sign in, are not on the list, and whose name or organisation has the text: the first 25."""
    if len(text) < 2 or get_list(session, viewer, list_id) is None:
        return []
    on = select(ListedPerson.person_id).where(ListedPerson.list_id == list_id)
    said = or_(Person.name.icontains(text, autoescape=True), Organisation.name.icontains(text, autoescape=True))
    found = (
        select(Person)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .where(and_(said, can_sign_in(), Person.id.not_in(on)))
        .order_by(Organisation.name, Person.name, Person.id)
        .limit(PAGE)
    )
    return list(session.scalars(found.options(joinedload(Person.organisation))))


def get_listable(session: Session, person_id: int) -> Person | None:
    """Somebody who can be put on a list: who can sign in."""
    return session.scalar(select(Person).where(Person.id == person_id, can_sign_in()))


def get_listed(session: Session, list_id: int, person_id: int) -> Person | None:
    """Somebody who is on the list, also when they can no longer sign in. The caller has checked whose list it is."""
    on = ListedPerson.list_id == list_id, ListedPerson.person_id == person_id
    return session.scalar(select(Person).join(ListedPerson, ListedPerson.person_id == Person.id).where(*on))
