"""The viewers of the matrix, each with the one right they are named for, on all four responses."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult import dates
from consult.comments.models import Comment, Position
from consult.demo import seed
from consult.demo.cast import Cast
from consult.documents.services import present_sha256
from consult.drafting.models import (
    Answer,
    AnswerVersion,
    ConsultationResponse,
    Invitation,
    InvitationPart,
    ResponseRole,
    SignOffBody,
)
from consult.drafting.queries import get_response
from consult.drafting.states import InvitationLevel
from consult.issuing.models import IssuedDocument
from consult.library.models import LibraryEntry
from consult.people.models import Organisation, OrganisationKind, Person
from consult.people.queries import get_person, viewer_of
from consult.people.services import add_organisation, add_person
from consult.permissions import FOR_A_BODY, Role
from consult.question_sets.models import Question, Reading, ReadingPurpose, ReadingState
from consult.question_sets.paper import Paper
from consult.sign_off.models import Decision, SignOffRound

RESPONSES = {"drafting": 2, "in sign-off": 3, "approved": 4, "submitted": 1}
INVITED, OTHER = (
    {"drafting": 12, "in sign-off": 42, "approved": 45, "submitted": 1},
    {"drafting": 16, "in sign-off": 43, "approved": 46, "submitted": 4},
)
BY_ORGANISATION = {
    "L": ("Policy officer", "", None),
    "F": ("Officer elsewhere", "Elsewhere District Council", Role.POLICY_OFFICER),
    "P": ("Police partner", "", None),
    "U": ("Uninvited partner", "Elsewhere Housing Trust", Role.PARTNER),
    "A": ("Partnership board", "", None),
    "N": ("Approver elsewhere", "Elsewhere District Council", Role.APPROVER),
    "K": ("Committee clerk", "", None),
    "O": ("Partnership observer", "Rivermead Local Partnership", Role.OBSERVER),
    "Z": ("Administrator", "", None),
}
ONE_QUESTION = dict(zip("1234", InvitationLevel, strict=True))
BY_ROLE = {"d": Role.DRAFTER, "c": Role.COMMENTER, "k": Role.CLERK, "o": Role.OBSERVER}


@dataclass(frozen=True)
class Place:
    """Numbers of the viewers, and of what there is to look at in each state."""

    people: dict[str, int]
    things: dict[str, dict[str, object]]


def gather(session: Session) -> Place:
    """Make the viewers that the demonstration lacks, and one of each thing that a page or act of the matrix needs."""
    _approve_one(session)
    people = {key: _person(session, *who) for key, who in BY_ORGANISATION.items()}
    parish = "Little Hythe Parish Council"
    for key in (*ONE_QUESTION, "S", "e", "w", *BY_ROLE):
        people[key] = _person(session, f"Viewer {key}", parish, None)
    things: dict[str, dict[str, object]] = {}
    for state, number in RESPONSES.items():
        response = session.get_one(ConsultationResponse, number)
        _name_section(session, INVITED[state], "Named to one viewer")
        invitations = _invite(session, people, response, INVITED[state])
        session.get_one(Invitation, invitations["3"]).token_sha256 = hashlib.sha256(state.encode()).hexdigest()
        roles = _give_roles(session, people, response)
        things[state] = _things(session, people, response, state) | {
            "invitation_id": invitations["3"],
            "role_id": roles["d"],
            "given_id": roles["k"],
            "body_id": session.get_one(ResponseRole, roles["k"]).body_id,
            "present_sha256": _present_sha256(session, people["L"], number),
            "token": state,
        }
    return Place(people, things)


def _approve_one(session: Session) -> None:
    """A response that every body approved and nobody has issued: the demonstration has none."""
    loaded = select(Person).options(joinedload(Person.organisation), selectinload(Person.roles))
    people = {person.name: person for person in session.scalars(loaded)}
    bodies = {body.name: body for body in session.scalars(select(Organisation))}
    seed._waiting_response(session, Cast(bodies, people, {name: viewer_of(person) for name, person in people.items()}))
    number = session.scalars(select(SignOffRound.id).where(SignOffRound.response_id == RESPONSES["approved"])).one()
    for name in ("Council Executive", "Partnership board"):
        person = get_person(session, people[name].id)
        assert person is not None
        seed._approve(session, viewer_of(person), number, "Item 9")


def _present_sha256(session: Session, officer_id: int, response_id: int) -> str:
    """The version that the page of sign-off offers to send."""
    officer = get_person(session, officer_id)
    assert officer is not None
    response = get_response(session, viewer=viewer_of(officer), response_id=response_id)
    assert response is not None
    return present_sha256(session, response=response)


def _person(session: Session, name: str, organisation: str, role: Role | None) -> int:
    if known := session.scalar(select(Person.id).where(Person.name == name)):
        return known
    body = session.scalar(select(Organisation.id).where(Organisation.name == organisation))
    if body is None:
        body = add_organisation(session, actor=None, name=organisation, kind=OrganisationKind.COUNCIL).id
    address = f"{name.lower().replace(' ', '.')}@matrix.example"
    roles = [role] if role else []
    return add_person(session, actor=None, name=name, email=address, organisation_id=body, roles=roles, demo=True).id


def _name_section(session: Session, answer_id: int, section: str) -> None:
    """Give a question a section of its own: one response of the demonstration has none."""
    question = session.get_one(Question, session.get_one(Answer, answer_id).question_id)
    question.section = section
    session.flush()


def _invite(session: Session, people: dict[str, int], response: ConsultationResponse, answer_id: int) -> dict[str, int]:
    """Invite by rows, as before the response was sent: the services refuse it for one that is submitted."""
    moment, yesterday, made = dates.now(), dates.today() - timedelta(days=1), {}
    for key in (*ONE_QUESTION, "S", "e", "w"):
        person = session.get_one(Person, people[key])
        invitation = Invitation(
            response_id=response.id,
            organisation_id=person.organisation_id,
            person_id=person.id,
            level=ONE_QUESTION.get(key, InvitationLevel.DRAFT if key in "ew" else InvitationLevel.SUGGEST),
            whole=key in "ew",
            until=yesterday if key == "e" else None,
            invited_at=moment,
            invited_by_id=people["L"],
            sent_at=moment,
            withdrawn_at=moment if key == "w" else None,
            withdrawn_by_id=people["L"] if key == "w" else None,
        )
        if key in ONE_QUESTION:
            invitation.parts = [InvitationPart(answer_id=answer_id)]
        elif key == "S":
            invitation.parts = [InvitationPart(section="Named to one viewer")]
        session.add(invitation)
        session.flush()
        made[key] = invitation.id
    return made


def _give_roles(session: Session, people: dict[str, int], response: ConsultationResponse) -> dict[str, int]:
    body = session.scalars(
        select(SignOffBody.id)
        .join(Organisation, Organisation.id == SignOffBody.organisation_id)
        .where(SignOffBody.response_id == response.id, Organisation.name == "Rivermead Local Partnership")
    ).one()
    given = {
        key: ResponseRole(
            response_id=response.id,
            person_id=people[key],
            role=role,
            body_id=body if role in FOR_A_BODY else None,
            given_at=dates.now(),
            given_by_id=people["L"],
        )
        for key, role in BY_ROLE.items()
    }
    session.add_all(given.values())
    session.flush()
    return {key: row.id for key, row in given.items()}


def _things(session: Session, people: dict[str, int], response: ConsultationResponse, state: str) -> dict[str, object]:
    """The numbers that addresses of this response have in them."""
    for answer_id in (INVITED[state], OTHER[state]):
        _set_aside(session, answer_id, people["L"])
    partner = session.get_one(Person, people["P"])
    said = Comment(
        answer_id=INVITED[state],
        on_n=1,
        author_id=partner.id,
        organisation_id=partner.organisation_id,
        position=Position.SUPPORT,
        text="We agree with this.",
        created_at=dates.now(),
    )
    reading = _reading(people["L"], response)
    session.add_all([said, reading])
    session.flush()
    things: dict[str, object] = {"response_id": response.id, "comment_id": said.id, "reading_id": reading.id}
    entry = session.scalars(select(LibraryEntry.id).order_by(LibraryEntry.id).limit(1)).one()
    things |= {"entry_id": entry, "kind": "committee_report", "n": 1}
    if round_id := session.scalar(select(SignOffRound.id).where(SignOffRound.response_id == response.id)):
        things["round_id"] = round_id
        things["round_sha256"] = session.get_one(SignOffRound, round_id).sha256
        things["decision_id"] = session.scalars(
            select(Decision.id)
            .join(Decision.body)
            .join(SignOffBody.organisation)
            .where(Decision.round_id == round_id, Organisation.name == "Rivermead Local Partnership")
        ).one()
        if issued := session.scalar(select(IssuedDocument.id).where(IssuedDocument.round_id == round_id)):
            things["document_id"] = issued
    return things


def _set_aside(session: Session, answer_id: int, author_id: int) -> None:
    """A second version that two people saved over each other."""
    text = "Another wording."
    version = AnswerVersion(
        answer_id=answer_id,
        n=2,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        based_on_n=0,
        set_aside=True,
        author_id=author_id,
        created_at=dates.now(),
    )
    session.add(version)


def _reading(person_id: int, response: ConsultationResponse) -> Reading:
    """A file with answers for the response, already read."""
    return Reading(
        owner_id=response.lead_organisation_id,
        started_by_id=person_id,
        purpose=ReadingPurpose.TAKE_OVER,
        about_id=response.id,
        name="answers.docx",
        sha256="0" * 64,
        size=1,
        state=ReadingState.READ,
        found=Paper("Answers from elsewhere"),
        created_at=dates.now(),
        finished_at=dates.now(),
    )
