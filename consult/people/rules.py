"""An allowed e-mail address, who may sign in, and what nobody may do to themselves or the last administrator."""

import re
from collections.abc import Collection
from datetime import date

from sqlalchemy import BindParameter, ColumnElement, and_, or_, select

from consult import dates
from consult.people.models import Organisation, Person
from consult.permissions import Role
from consult.refusal import Refusal

_EMAIL = re.compile(r"[^@\s,;<>()\"']{1,64}@[^@\s,;<>()\"'.]+(\.[^@\s,;<>()\"'.]+)+")


class PeopleError(Refusal):
    """A refusal in the words of the page."""


class EmailTaken(PeopleError):
    """Another person signs in with this address."""


class NameTaken(PeopleError):
    """Another organisation has this name."""


class DatesCross(PeopleError):
    """A time ends before it begins."""


class OrganisationOff(PeopleError):
    """The organisation was switched off."""


class SameOrganisation(PeopleError):
    """Nobody is moved to where they are."""


class AlreadyAnonymised(PeopleError):
    """The person has no name any longer, and cannot be changed or brought back."""


def check_has_name(person: Person) -> None:
    """Raise AlreadyAnonymised for somebody whose name was taken away."""
    if person.anonymised_at is not None:
        raise AlreadyAnonymised("This person was anonymised. They cannot be changed any longer")


class OwnRole(PeopleError):
    """Nobody gives a role to themselves."""


def check_gives_to_others(is_self: bool, held: Collection[Role], wanted: Collection[Role]) -> None:
    """Raise OwnRole for an administrator who would hold more roles than before by their own hand."""
    if is_self and set(wanted) - set(held):
        raise OwnRole("You cannot give yourself a role. Ask another administrator")


class LastAdministrator(PeopleError):
    """The change would leave nobody who can manage people."""


def is_email(address: str) -> bool:
    """Whether the text looks like one e-mail address."""
    return len(address) <= 254 and _EMAIL.fullmatch(address) is not None


def can_sign_in(day: date | BindParameter[date] | None = None) -> ColumnElement[bool]:
    """People who may sign in, and stay signed in, on a day in London (today): the one definition of it.

    Nobody has switched them or their organisation off, and the day is one of their membership.
    """
    day = dates.today() if day is None else day
    return and_(
        Person.active,
        or_(Person.member_from.is_(None), Person.member_from <= day),
        or_(Person.member_until.is_(None), Person.member_until >= day),
        Person.organisation_id.in_(select(Organisation.id).where(Organisation.active)),
    )


def stays(first: date | None, last: date | None) -> bool:
    """Whether somebody with these days can sign in now, and is not to leave."""
    return last is None and (first is None or first <= dates.today())


def check_order(first: date | None, last: date | None) -> None:
    """Raise DatesCross when the last day lies before the first."""
    if first and last and last < first:
        raise DatesCross("The last day must be the same as or after the first day")
