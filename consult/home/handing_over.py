"""What stays open when somebody leaves, is moved or loses a role, and whom each of it can be handed over to.

Somebody who leads a response, is the only one to decide for a body, looks after earlier answers or is the only
administrator leaves something behind. Whoever changes them sees it before, and may hand each over in the same step or
leave it, for an emergency must not wait. What was left, also by a last day that passed, stays on a list.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, islice
from operator import attrgetter, not_

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, selectinload

from consult.drafting.models import ConsultationResponse, Invitation, ResponseRole, SignOffBody
from consult.drafting.states import ResponseState
from consult.history.services import record
from consult.history.turns import as_it_is
from consult.library.models import EntryState, LibraryEntry
from consult.notices.services import post
from consult.people import moving
from consult.people.groups import ListedPerson
from consult.people.models import Organisation, Person, RoleHeld
from consult.people.rules import PeopleError, can_sign_in
from consult.permissions import FOR_A_BODY, Permission, Role, Viewer
from consult.sign_off.queries import drafters_of_each

LEADS, DECIDES, KEEPS, ADMINISTERS = "lead", "decide", "keep", "administer"
MOST_OFFERED = 100


class NotSuitable(PeopleError):
    """Somebody was chosen who can no longer take it over."""


@dataclass(frozen=True)
class Matter:
    """One thing that is open: what it is about, in words, and who can take it over.

    `owner_id` is the organisation whose answers they are, where somebody looks after those of several.
    """

    kind: str
    number: int
    words: str
    suitable: tuple[Person, ...]
    owner_id: int = 0

    @property
    def key(self) -> str:
        """Its name in the form."""
        return f"{self.kind}-{self.number}" + (f"-{self.owner_id}" if self.owner_id else "")


@dataclass(frozen=True)
class Belongings:
    """What somebody has apart from what is open: roles, invitations and places on lists, as counts."""

    roles: tuple[str, ...]
    invitations: int
    response_roles: int
    lists: int


def fingerprint(matters: Iterable[Matter]) -> str:
    """What the page showed, so that nothing is left open that nobody saw."""
    return hashlib.sha256(" ".join(sorted(each.key for each in matters)).encode()).hexdigest()[:16]


def left_by(session: Session, *, person: Person, lost: Collection[Role], leaves: bool) -> list[Matter]:
    """What would be open when somebody loses roles in their organisation, or (`leaves`) can no longer sign in here."""
    lost = set(lost) | ({held.role for held in person.roles} if leaves else set())
    matters: list[Matter] = []
    if leaves or Role.POLICY_OFFICER in lost:
        matters += _led(session, ConsultationResponse.lead_officer_id == person.id, without=person)
        matters += _kept(session, LibraryEntry.keeper_id == person.id, without=person)
    kept = {held.role for held in person.roles} - lost
    if leaves or (lost & FOR_A_BODY and not kept & FOR_A_BODY):
        matters += _undecided(session, without=person, leaves=leaves)
    if Role.ADMINISTRATOR in lost:
        matters += _unadministered(session, without=person)
    return matters


def left_open(session: Session, *, viewer: Viewer) -> list[Matter]:
    """What is open now because somebody left, was moved, lost a role, or their last day has passed."""
    if not viewer.may_at_home(Permission.MANAGE_PEOPLE):
        return []
    response, entry = ConsultationResponse, LibraryEntry
    return [
        *_led(session, response.lead_officer_id.not_in(_officers_of(response.lead_organisation_id))),
        *_kept(session, entry.keeper_id.not_in(_officers_of(entry.owner_id))),
        *_undecided(session, without=None, leaves=True),
    ]


def _officers_of(organisation_id: InstrumentedAttribute[int]) -> Select[int]:
    """The policy officers of an organisation who can sign in."""
    officers = select(Person.id).join(RoleHeld).where(RoleHeld.role == Role.POLICY_OFFICER, can_sign_in())
    return officers.where(Person.organisation_id == organisation_id)


def _suitable(session: Session, organisations: Collection[int], *roles: Role) -> dict[int, list[Person]]:
    """Those of some organisations who can sign in (and hold one of the roles), by organisation and name."""
    able = select(Person).where(Person.organisation_id.in_(organisations), can_sign_in())
    if roles:
        able = able.where(Person.roles.any(RoleHeld.role.in_(roles)))
    found: dict[int, list[Person]] = {}
    for person in session.scalars(able.order_by(Person.name, Person.id)):
        found.setdefault(person.organisation_id, []).append(person)
    return found


def _not_barred(people: Sequence[Person], barred: Collection[int]) -> tuple[Person, ...]:
    # There may be as many matters as people: what is done for each of both is left to C.
    outside = map(not_, map(barred.__contains__, map(attrgetter("id"), people)))
    return tuple(islice(compress(people, outside), MOST_OFFERED))


def _offered(people: Mapping[int, list[Person]], without: Person | None) -> dict[int, tuple[Person, ...]]:
    """The first of each organisation, without the one who goes: the same for all that is to be handed over there."""
    return {number: _not_barred(those, {without.id} if without else ()) for number, those in people.items()}


def _led(session: Session, which: ColumnElement[bool], without: Person | None = None) -> list[Matter]:
    open_ones = ConsultationResponse.state != ResponseState.SUBMITTED
    responses = session.scalars(
        select(ConsultationResponse).where(which, open_ones).order_by(ConsultationResponse.closing_at)
    ).all()
    officers = _suitable(session, {each.lead_organisation_id for each in responses}, Role.POLICY_OFFICER)
    offer = _offered(officers, without)
    return [
        Matter(LEADS, each.id, f"Leads the response ‘{each.title}’", offer.get(each.lead_organisation_id, ()))
        for each in responses
    ]


def _kept(session: Session, which: ColumnElement[bool], without: Person | None = None) -> list[Matter]:
    current = LibraryEntry.state == EntryState.CURRENT
    counted = (
        select(Person.id, Person.name, LibraryEntry.owner_id, Organisation.name.label("owner"), func.count().label("n"))
        .select_from(LibraryEntry)
        .join(Person, Person.id == LibraryEntry.keeper_id)
        .join(Organisation, Organisation.id == LibraryEntry.owner_id)
        .where(which, current)
        .group_by(Person.id, Person.name, LibraryEntry.owner_id, Organisation.name)
        .order_by(Person.id, LibraryEntry.owner_id)
    )
    rows = session.execute(counted).all()
    offer = _offered(_suitable(session, {row.owner_id for row in rows}, Role.POLICY_OFFICER), without)
    return [
        Matter(
            KEEPS,
            row.id,
            f"{row.name} looks after {row.n} earlier {'answer' if row.n == 1 else 'answers'} of {row.owner}",
            offer.get(row.owner_id, ()),
            row.owner_id,
        )
        for row in rows
    ]


def _undecided(session: Session, *, without: Person | None, leaves: bool) -> list[Matter]:
    """The bodies of open responses for which nobody decides: none at all, or none but the one who goes.

    Whoever drafted a part of a response, or sent it, does not decide on it, and cannot take that over.
    """
    bodies = _asked_bodies(session)
    holders = _suitable(session, {body.organisation_id for body in bodies}, *FOR_A_BODY)
    by_role = _deciders_by_role(session)
    barred = drafters_of_each(session, response_ids={body.response_id for body in bodies})
    mine = without.id if without else 0
    in_body = {number: {each.id for each in those} for number, those in holders.items()}
    open_bodies = []
    for body in bodies:
        on_response = by_role[body.id]
        deciders = (in_body.get(body.organisation_id, set()) | on_response) - barred[body.response_id]
        stays = deciders - ({mine} if leaves else {mine} - on_response)
        if not stays and (mine in deciders or without is None):
            open_bodies.append(body)
    people = _suitable(session, {body.organisation_id for body in open_bodies})
    return [
        Matter(
            DECIDES,
            body.id,
            f"Nobody else decides for {body.organisation.name} on ‘{body.response.title}’",
            _not_barred(people.get(body.organisation_id, ()), {mine, *barred[body.response_id]}),
        )
        for body in open_bodies
    ]


def _asked_bodies(session: Session) -> Sequence[SignOffBody]:
    asked = (
        select(SignOffBody)
        .join(SignOffBody.response)
        .where(SignOffBody.active, ConsultationResponse.state != ResponseState.SUBMITTED)
        .order_by(ConsultationResponse.closing_at, SignOffBody.position)
    )
    return session.scalars(asked.options(joinedload(SignOffBody.response), joinedload(SignOffBody.organisation))).all()


def _deciders_by_role(session: Session) -> defaultdict[int, set[int]]:
    """Who can sign in and decides for a body by a role on its response, by the body's number."""
    given = select(ResponseRole.body_id, ResponseRole.person_id).join(Person, Person.id == ResponseRole.person_id)
    found: defaultdict[int, set[int]] = defaultdict(set)
    for body_id, person_id in session.execute(given.where(ResponseRole.body_id.is_not(None), can_sign_in())):
        found[body_id or 0].add(person_id)
    return found


def _unadministered(session: Session, *, without: Person) -> list[Matter]:
    administrators = select(Person.id).join(RoleHeld).where(RoleHeld.role == Role.ADMINISTRATOR, can_sign_in())
    if set(session.scalars(administrators)) - {without.id}:
        return []
    people = _suitable(session, {without.organisation_id})
    words = "This is the only administrator"
    return [Matter(ADMINISTERS, without.id, words, _offered(people, without).get(without.organisation_id, ()))]


def belongings(session: Session, *, person: Person) -> Belongings:
    """What somebody holds in their organisation and on responses, for the page that asks whether they are to move."""
    open_ones = Invitation.person_id == person.id, Invitation.withdrawn_at.is_(None)

    def count(table: type[Invitation] | type[ResponseRole] | type[ListedPerson], *which: ColumnElement[bool]) -> int:
        return session.scalar(select(func.count()).select_from(table).where(*which)) or 0

    return Belongings(
        tuple(held.role.label for held in person.roles),
        count(Invitation, *open_ones),
        count(ResponseRole, ResponseRole.person_id == person.id),
        count(ListedPerson, ListedPerson.person_id == person.id),
    )


def hand_over(session: Session, *, actor: Viewer, matters: Sequence[Matter], to: Mapping[str, int]) -> int:
    """Hand over what was chosen (numbers of people by the matter's key); the rest stays open. Raises NotSuitable.

    Everybody who takes something over is told. Returns how much was handed over.
    """
    taken: dict[int, list[str]] = {}
    people: dict[int, Person] = {}
    for matter in matters:
        if not (number := to.get(matter.key)):
            continue
        person = next((each for each in matter.suitable if each.id == number), None)
        if person is None:
            raise NotSuitable("Somebody whom you chose can no longer take this over. Choose again")
        _ACTS[matter.kind](session, actor, matter, person)
        people[person.id] = person
        taken.setdefault(person.id, []).append(matter.words)
    for number, words in taken.items():
        _tell(session, actor, people[number], words)
    return sum(map(len, taken.values()))


def _lead(session: Session, actor: Viewer, matter: Matter, person: Person) -> None:
    response = session.get_one(ConsultationResponse, matter.number)
    as_it_is(session, response, "lead_officer_id")
    response.lead_officer_id = person.id
    session.flush()
    facts = {"person": person.id}
    subject = f"response/{response.id}"
    record(session, actor=actor, action="lead officer changed", subject=subject, response_id=response.id, details=facts)


def _keep(session: Session, actor: Viewer, matter: Matter, person: Person) -> None:
    mine = LibraryEntry.keeper_id == matter.number, LibraryEntry.owner_id == matter.owner_id
    entries = session.scalars(select(LibraryEntry).where(*mine)).all()
    for entry in entries:
        entry.keeper_id = person.id
    session.flush()
    facts = {"person": person.id, "answers": len(entries)}
    record(session, actor=actor, action="earlier answers handed over", subject=f"person/{person.id}", details=facts)


def _decide(session: Session, actor: Viewer, matter: Matter, person: Person) -> None:
    # Who decides on one response alone is for the body itself to say; an administrator makes them its approver.
    moving.give_role(session, actor=actor, person=_with_roles(session, person), role=Role.APPROVER)


def _administer(session: Session, actor: Viewer, matter: Matter, person: Person) -> None:
    moving.give_role(session, actor=actor, person=_with_roles(session, person), role=Role.ADMINISTRATOR)


def _with_roles(session: Session, person: Person) -> Person:
    return session.scalars(select(Person).where(Person.id == person.id).options(selectinload(Person.roles))).one()


_ACTS = {LEADS: _lead, KEEPS: _keep, DECIDES: _decide, ADMINISTERS: _administer}


def _tell(session: Session, actor: Viewer, person: Person, words: Sequence[str]) -> None:
    facts = {"count": len(words)}
    entry = record(session, actor=actor, action="handed over", subject=f"person/{person.id}", details=facts)
    values = {"name": person.name, "words": "; ".join(words), "path": "/"}
    post(session, event=f"handed over/{entry.seq}", to=person, template="handed_over", values=values)
