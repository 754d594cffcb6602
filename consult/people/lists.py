"""Distribution lists: people of any organisation that one organisation writes to or invites together."""

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from consult.history.services import record
from consult.history.turns import as_it_is, first_come, in_turn
from consult.people.groups import DistributionList, ListedPerson
from consult.people.models import Person
from consult.people.rules import NameTaken, PeopleError
from consult.permissions import Viewer

LONGEST_LIST = 500


class ListFull(PeopleError):
    """The list has as many people as a list may have."""


class ListGone(PeopleError):
    """The list was deleted meanwhile."""


def make_list(session: Session, *, actor: Viewer | None, organisation_id: int, name: str) -> DistributionList:
    """Begin an empty list of an organisation. Raises NameTaken."""
    name = " ".join(name.split())
    _check_name(session, organisation_id, name, None)
    made = DistributionList(organisation_id=organisation_id, name=name)
    with first_come(session, _name_taken()):
        session.add(made)
    _record(session, actor, "distribution list made", made, organisation=organisation_id)
    return made


def rename_list(session: Session, *, actor: Viewer, changed: DistributionList, name: str) -> None:
    """Give a list another name. Raises NameTaken or Gone."""
    as_it_is(session, changed, "name")
    name = " ".join(name.split())
    _check_name(session, changed.organisation_id, name, changed.id)
    with first_come(session, _name_taken()):
        changed.name = name
    _record(session, actor, "distribution list renamed", changed)


def delete_list(session: Session, *, actor: Viewer, deleted: DistributionList) -> None:
    """Forget a list. The people on it stay, and so does what they were invited to. Raises Gone."""
    as_it_is(session, deleted, "name")
    _record(session, actor, "distribution list deleted", deleted, people=count(session, deleted))
    session.execute(delete(ListedPerson).where(ListedPerson.list_id == deleted.id))
    session.execute(delete(DistributionList).where(DistributionList.id == deleted.id))


def add_to_list(session: Session, *, actor: Viewer | None, to: DistributionList, person: Person) -> None:
    """Put somebody on a list; once is enough. Raises ListFull or ListGone."""
    in_turn(session)
    # One at a time for each list: whoever is put on it twice at once is on it once.
    if session.scalar(select(DistributionList.id).where(DistributionList.id == to.id).with_for_update()) is None:
        raise ListGone("This list was deleted by somebody else at the same moment")
    if session.scalar(_place(to, person)):
        return
    if count(session, to) >= LONGEST_LIST:
        raise ListFull(f"A list has at most {LONGEST_LIST} people")
    session.add(ListedPerson(list_id=to.id, person_id=person.id))
    session.flush()
    _record(session, actor, "put on distribution list", to, person=person.id)


def take_off_list(session: Session, *, actor: Viewer, of: DistributionList, person: Person) -> None:
    """Take somebody off a list."""
    in_turn(session)
    if place := session.scalar(_place(of, person)):
        session.execute(delete(ListedPerson).where(ListedPerson.id == place))
        _record(session, actor, "taken off distribution list", of, person=person.id)


def count(session: Session, of: DistributionList) -> int:
    """How many people are on the list."""
    return session.scalar(select(func.count()).select_from(ListedPerson).where(ListedPerson.list_id == of.id)) or 0


def _place(on: DistributionList, person: Person) -> Select[int]:
    return select(ListedPerson.id).where(ListedPerson.list_id == on.id, ListedPerson.person_id == person.id)


def _check_name(session: Session, organisation_id: int, name: str, own_id: int | None) -> None:
    mine = DistributionList.organisation_id == organisation_id, func.lower(DistributionList.name) == name.lower()
    taken = session.scalar(select(DistributionList.id).where(*mine))
    if taken and taken != own_id:
        raise _name_taken()


def _name_taken() -> NameTaken:
    return NameTaken("There is already a list with this name")


def _record(session: Session, actor: Viewer | None, action: str, about: DistributionList, **facts: object) -> None:
    record(session, actor=actor, action=action, subject=f"list/{about.id}", details=facts)
