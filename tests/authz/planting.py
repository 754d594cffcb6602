"""Two worlds that know nothing of each other, in which everybody has written everything that they can write.

One is the council of the demonstration with its partnership, partners and a parish; the other another council with a
partner of its own. Every text goes in through the service that the pages call.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult import dates
from consult.demo.cast import COUNCIL, PARISH, PARTNERSHIP, POLICE
from consult.drafting.access import with_granted
from consult.drafting.models import Answer, ConsultationResponse
from consult.drafting.planning import ResponsePlan, set_up_response
from consult.drafting.queries import answer_lines, get_answer, get_response
from consult.people.models import Organisation, OrganisationKind, Person
from consult.people.queries import get_person, viewer_of
from consult.people.services import add_organisation, add_person
from consult.permissions import Role, Viewer
from consult.question_sets import loading
from consult.question_sets.details import change_details
from consult.question_sets.extract import extract
from consult.question_sets.models import QuestionSet
from consult.question_sets.queries import get_question_set
from consult.question_sets.rules import shown_sha256
from consult.question_sets.services import accept, publish, set_removed
from tests.authz.canaries import Canary

AWAY_COUNCIL, AWAY_BOARD, AWAY_PARTNER = (
    "Elsewhere District Council",
    "Elsewhere Local Partnership",
    "Elsewhere Housing Trust",
)
QUESTIONS = (
    "Should parishes be asked where lamp posts stand?",
    "Who should pay for lamp posts in villages?",
    "Which lamp posts should go dark at night?",
    "How bright should a lamp post be?",
    "Which lamp posts are listed buildings?",
)
NEWCOMERS: tuple[tuple[str, str, Role | None], ...] = (
    ("Partnership observer", PARTNERSHIP, Role.OBSERVER),
    ("Police observer", POLICE, Role.OBSERVER),
    ("Police leaver", POLICE, Role.PARTNER),
    ("Response drafter", COUNCIL, None),
    ("Response commenter", COUNCIL, None),
    ("Former parish clerk", PARISH, None),
    ("Officer elsewhere", AWAY_COUNCIL, Role.POLICY_OFFICER),
    ("Senior officer elsewhere", AWAY_COUNCIL, Role.POLICY_OFFICER),
    ("Approver elsewhere", AWAY_COUNCIL, Role.APPROVER),
    ("Board elsewhere", AWAY_BOARD, Role.APPROVER),
    ("Observer elsewhere", AWAY_BOARD, Role.OBSERVER),
    ("Partner elsewhere", AWAY_PARTNER, Role.PARTNER),
)


@dataclass
class World:
    """A council with those it works with. `deciding` names the approver of each body; `asked` are partners."""

    key: str
    officer: str
    second: str
    deciding: Mapping[str, str]
    asked: tuple[str, ...]
    session: Session
    canaries: list[Canary]
    people: dict[str, Person]
    bodies: dict[str, str]  # of people, by name
    viewers: dict[str, Viewer] = field(default_factory=dict)

    @property
    def actor(self) -> Viewer:
        """The officer who leads."""
        return self.viewer(self.officer)

    @property
    def council_id(self) -> int:
        """The number of the council that leads."""
        return self.actor.organisation_id

    def viewer(self, name: str) -> Viewer:
        """Somebody as they are at their next request; asked anew when `viewers` was emptied."""
        if name not in self.viewers:
            person = get_person(self.session, self.people[name].id)
            assert person is not None
            self.viewers[name] = with_granted(self.session, viewer_of(person))
        return self.viewers[name]

    def say(self, kind: str, who: str = "") -> str:
        """A text of a kind that nobody has written yet, by the officer if nobody else is named."""
        who = who or self.officer
        self.canaries.append(Canary(len(self.canaries) * 977, kind, self.key, self.bodies[who], who))
        return f"{self.canaries[-1].scent} {self.canaries[-1].word}"

    def loaded(self, response_id: int) -> ConsultationResponse:
        """A response as a page has it."""
        self.session.flush()
        self.session.expire_all()
        found = get_response(self.session, viewer=self.actor, response_id=response_id)
        assert found is not None
        return found

    def answers(self, response: ConsultationResponse) -> list[Answer]:
        """The answers of a response, each as a page has it."""
        lines = answer_lines(self.session, viewer=self.actor, response=response)
        found = [get_answer(self.session, viewer=self.actor, answer_id=line.answer.id) for line in lines]
        return [answer for answer in found if answer is not None]


def gather(session: Session) -> tuple[World, World]:
    """Make the people of both worlds."""
    kinds = (OrganisationKind.COUNCIL, OrganisationKind.PARTNERSHIP, OrganisationKind.PARTNER)
    for name, kind in zip((AWAY_COUNCIL, AWAY_BOARD, AWAY_PARTNER), kinds, strict=True):
        add_organisation(session, actor=None, name=name, kind=kind)
    bodies = {body.name: body for body in session.scalars(select(Organisation))}
    for name, body, role in NEWCOMERS:
        address = f"{name.lower().replace(' ', '.')}@canaries.example"
        roles = [role] if role else []
        add_person(session, actor=None, name=name, email=address, organisation_id=bodies[body].id, roles=roles)
    loaded = select(Person).options(joinedload(Person.organisation), selectinload(Person.roles))
    people = {person.name: person for person in session.scalars(loaded)}
    canaries: list[Canary] = []
    home_of = {name: person.organisation.name for name, person in people.items()}
    home = {COUNCIL: "Council Executive", PARTNERSHIP: "Partnership board"}
    partners = ("Police partner", "Health partner", "Voluntary sector partner")
    return (
        World("home", "Policy officer", "Senior policy officer", home, partners, session, canaries, people, home_of),
        World(
            "away",
            "Officer elsewhere",
            "Senior officer elsewhere",
            {AWAY_COUNCIL: "Approver elsewhere", AWAY_BOARD: "Board elsewhere"},
            ("Partner elsewhere",),
            session,
            canaries,
            people,
            home_of,
        ),
    )


def set_up(world: World, title: str, question_set: QuestionSet) -> ConsultationResponse:
    """Begin a response of the world's bodies to which all its partners are asked."""
    session, bodies = world.session, {body.name: body.id for body in world.session.scalars(select(Organisation))}
    plan = ResponsePlan(
        title=title,
        lead_officer_id=world.people[world.officer].id,
        closing_at=dates.now() + timedelta(days=20),
        bodies=[bodies[name] for name in world.deciding],
        partners=sorted({world.people[name].organisation_id for name in world.asked}),
        timetable={},
    )
    made = set_up_response(session, actor=world.actor, question_set=question_set, plan=plan)
    return world.loaded(made.id)


def paper(world: World, kinds: Sequence[str], title: str) -> QuestionSet:
    """Load and publish a paper with questions of these kinds; a last one is left out."""
    session = world.session
    asked = [f"{QUESTIONS[place]} {world.say(kind)}" for place, kind in enumerate(kinds)]
    asked = [*asked, f"Who should own lamp posts? {world.say('question removed')}"]
    questions = [f"**Question {n}**: {text}" for n, text in enumerate(asked, 1)]
    said = world.say("passage of the paper")
    content = "\n\n".join(["# Lamp posts", f"1. {said} is our view of lamp posts.", *questions]).encode()
    name, owner = f"{world.say('name of the paper')}.md", world.actor.organisation_id
    made = loading.load(
        session, actor=world.actor, owner_id=owner, paper=extract("a.md", content), name=name, content=content
    )
    change_details(
        session,
        actor=world.actor,
        consultation=made,
        title=f"Lamp posts {world.say(title)}",
        issuing_body=world.say("issuing body") if title == "consultation title" else "Department for Local Places",
        reference=world.say("reference") if title == "consultation title" else "",
        closing_at=dates.now() + timedelta(days=30),
        ways_to_respond=world.say("way to respond"),
        contact=world.say("contact"),
    )
    found = get_question_set(session, viewer=world.actor, question_set_id=made.question_sets[0].id)
    assert found is not None
    set_removed(session, actor=world.actor, question_set=found, question=found.questions[-1], removed=True)
    accept(session, actor=world.actor, question_set=found, questions=found.questions)
    publish(session, actor=world.actor, question_set=found, sha256=shown_sha256(found))
    return found
