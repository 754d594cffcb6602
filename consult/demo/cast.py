"""The bodies and people of the demonstration, by role."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from consult.people.groups import Standing
from consult.people.lists import add_to_list, make_list
from consult.people.models import Organisation, OrganisationKind, Person, Sector
from consult.people.organisations import Details, Time, add, add_membership
from consult.people.passwords import PUBLISHED
from consult.people.queries import get_person, viewer_of
from consult.people.services import add_person
from consult.permissions import Role, Viewer

PASSWORD = PUBLISHED  # printed at every start; the demo is the only place where it works

COUNCIL = "Rivermead Borough Council"
PARTNERSHIP = "Rivermead Local Partnership"
POLICE = "Rivermead Police"
HEALTH = "Rivermead Health Trust"
VOLUNTARY = "Voluntary Action Rivermead"
DEPARTMENT = "Department for Local Places"
PARISH = "Little Hythe Parish Council"

ORGANISATIONS = (
    (COUNCIL, OrganisationKind.COUNCIL),
    (PARTNERSHIP, OrganisationKind.PARTNERSHIP),
    (POLICE, OrganisationKind.PARTNER),
    (HEALTH, OrganisationKind.PARTNER),
    (VOLUNTARY, OrganisationKind.PARTNER),
    (DEPARTMENT, OrganisationKind.DEPARTMENT),
    (PARISH, OrganisationKind.PARTNER),
)
SPEAKS_FOR: dict[str, tuple[Sector | None, tuple[str, ...]]] = {
    COUNCIL: (Sector.LOCAL_GOVERNMENT, ("Housing", "Planning")),
    PARTNERSHIP: (None, ("Neighbourhood engagement",)),
    POLICE: (Sector.POLICE, ("Community safety",)),
    HEALTH: (Sector.HEALTH, ("Public health", "Social care")),
    VOLUNTARY: (Sector.VOLUNTARY, ("Young people", "Neighbourhood engagement")),
    DEPARTMENT: (None, ()),
    PARISH: (Sector.LOCAL_GOVERNMENT, ("Neighbourhood engagement",)),
}
MEMBERS = (
    (COUNCIL, Standing.MEMBER, None),
    (POLICE, Standing.MEMBER, None),
    (HEALTH, Standing.MEMBER, None),
    (VOLUNTARY, Standing.OBSERVER, date(2025, 3, 31)),
    (DEPARTMENT, Standing.OBSERVER, None),
)
PEOPLE: tuple[tuple[str, str, Role | None], ...] = (
    ("Policy officer", COUNCIL, Role.POLICY_OFFICER),
    ("Senior policy officer", COUNCIL, Role.POLICY_OFFICER),
    ("Police partner", POLICE, Role.PARTNER),
    ("Health partner", HEALTH, Role.PARTNER),
    ("Voluntary sector partner", VOLUNTARY, Role.PARTNER),
    ("Council Executive", COUNCIL, Role.APPROVER),
    ("Partnership board", PARTNERSHIP, Role.APPROVER),
    ("Administrator", COUNCIL, Role.ADMINISTRATOR),
    ("Committee clerk", COUNCIL, Role.CLERK),
    ("Parish clerk", PARISH, None),  # sees what they are invited to, and nothing else
)


@dataclass(frozen=True)
class Cast:
    """Everybody by name."""

    organisations: dict[str, Organisation]
    people: dict[str, Person]
    viewers: dict[str, Viewer]


def address(name: str) -> str:
    """'Police partner' signs in as police.partner@rivermead.example."""
    return f"{name.lower().replace(' ', '.')}@rivermead.example"


def gather_cast(session: Session) -> Cast:
    """Make the organisations and people."""
    organisations = {
        name: add(session, actor=None, details=Details(name, kind, *SPEAKS_FOR[name])) for name, kind in ORGANISATIONS
    }
    people = {
        name: add_person(
            session,
            actor=None,
            name=name,
            email=address(name),
            organisation_id=organisations[organisation].id,
            roles=[role] if role else [],
            password=PASSWORD,
            demo=True,
        )
        for name, organisation, role in PEOPLE
    }
    _gather_groups(session, organisations, people)
    viewers = {}
    for name, person in people.items():
        loaded = get_person(session, person.id)
        assert loaded is not None
        viewers[name] = viewer_of(loaded)
    return Cast(organisations, people, viewers)


def _gather_groups(session: Session, organisations: dict[str, Organisation], people: dict[str, Person]) -> None:
    """Who is in the partnership and who was, and one list of people to invite together."""
    for name, standing, until in MEMBERS:
        time = Time(standing, date(2024, 4, 1), until)
        place, body = organisations[PARTNERSHIP], organisations[name]
        add_membership(session, actor=None, partnership=place, organisation=body, time=time)
    made = make_list(session, actor=None, organisation_id=organisations[COUNCIL].id, name="Answering on safety")
    for name in ("Police partner", "Voluntary sector partner"):
        add_to_list(session, actor=None, to=made, person=people[name])
