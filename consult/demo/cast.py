"""The bodies and people of the demonstration, by role."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from consult.people.models import Organisation, OrganisationKind, Person
from consult.people.queries import get_person, viewer_of
from consult.people.services import add_organisation, add_person
from consult.permissions import Role, Viewer

PASSWORD = "seven-otters-cross-slowly"  # printed at every start; the demo is the only place where it works

COUNCIL = "Rivermead Borough Council"
PARTNERSHIP = "Rivermead Local Partnership"
POLICE = "Rivermead Police"
HEALTH = "Rivermead Health Trust"
VOLUNTARY = "Voluntary Action Rivermead"
DEPARTMENT = "Department for Local Places"

ORGANISATIONS = (
    (COUNCIL, OrganisationKind.COUNCIL),
    (PARTNERSHIP, OrganisationKind.PARTNERSHIP),
    (POLICE, OrganisationKind.PARTNER),
    (HEALTH, OrganisationKind.PARTNER),
    (VOLUNTARY, OrganisationKind.PARTNER),
    (DEPARTMENT, OrganisationKind.DEPARTMENT),
)
PEOPLE = (
    ("Policy officer", COUNCIL, Role.POLICY_OFFICER),
    ("Senior policy officer", COUNCIL, Role.POLICY_OFFICER),
    ("Police partner", POLICE, Role.PARTNER),
    ("Health partner", HEALTH, Role.PARTNER),
    ("Voluntary sector partner", VOLUNTARY, Role.PARTNER),
    ("Council Executive", COUNCIL, Role.APPROVER),
    ("Partnership board", PARTNERSHIP, Role.APPROVER),
    ("Administrator", COUNCIL, Role.ADMINISTRATOR),
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
    organisations = {name: add_organisation(session, actor=None, name=name, kind=kind) for name, kind in ORGANISATIONS}
    people = {
        name: add_person(
            session,
            actor=None,
            name=name,
            email=address(name),
            organisation_id=organisations[organisation].id,
            roles=[role],
            password=PASSWORD,
            demo=True,
        )
        for name, organisation, role in PEOPLE
    }
    viewers = {}
    for name, person in people.items():
        loaded = get_person(session, person.id)
        assert loaded is not None
        viewers[name] = viewer_of(loaded)
    return Cast(organisations, people, viewers)
