"""The listed functions that ask the database: ten times the rows take at most fifteen times the steps.

SQLite is enough to count on; what only PostgreSQL has is counted there.
"""

import typing
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from consult import dates
from consult.database import Database, write_rows
from consult.demo.cast import COUNCIL, Cast
from consult.drafting.models import Answer, AnswerStatus, ConsultationResponse, SignOffBody
from consult.drafting.queries import progress_of
from consult.home import handing_over
from consult.library import queries, reminding, suggesting
from consult.library.models import LibraryEntry
from consult.library.search.engine import SearchEngine
from consult.library.search.entry_text import IndexedEntry
from consult.library.search.whoosh.index import WhooshEngine
from consult.people.models import Organisation, OrganisationKind, Person, RoleHeld
from consult.permissions import Role
from consult.question_sets import gathering
from consult.question_sets import queries as question_queries
from consult.question_sets import rules as question_rules
from consult.question_sets import services as question_services
from consult.question_sets.models import (
    Consultation,
    PaperFile,
    PaperPassage,
    Question,
    QuestionSet,
    QuestionSetState,
    Reading,
    ReadingPurpose,
)
from consult.question_sets.paper import Reference
from consult.running import working
from consult.sign_in import second_factor
from tests.costs.again import functions, modules
from tests.costs.bounds import BOUNDS
from tests.costs.steps import AT_MOST, Steps

FEW = 12
OFFICER = "Policy officer"


class Ground:
    """A database with the cast, in which a test makes as much of something as somebody could send."""

    def __init__(self, session: Session, cast: Cast, folder: Path) -> None:
        self.session, self.cast, self.folder = session, cast, folder
        self.council = cast.organisations[COUNCIL].id
        self.officer = cast.people[OFFICER].id
        self.viewer = cast.viewers[OFFICER]

    def add(self, *rows: typing.Any) -> None:
        """Keep rows, and give them their numbers."""
        self.session.add_all(rows)
        self.session.flush()

    def people(self, count: int, role: Role) -> list[Person]:
        """So many people of the council with a role."""
        made = [
            Person(name=f"Officer {n}", email=f"o{n}@rivermead.example", organisation_id=self.council)
            for n in range(count)
        ]
        self.add(*made)
        self.add(*(RoleHeld(person_id=each.id, role=role) for each in made))
        return made

    def questions(self, count: int) -> QuestionSet:
        """A set of so many questions."""
        paper_of = Consultation(
            title="A plan", issuing_body="A department", owner_id=self.council, created_at=dates.now()
        )
        self.add(paper_of)
        paper = PaperFile(
            consultation_id=paper_of.id, name="a.txt", sha256="0" * 64, size=1, content=b"x", created_at=dates.now()
        )
        self.add(paper)
        made = QuestionSet(consultation_id=paper_of.id, n=1, state=QuestionSetState.IN_REVIEW, paper_id=paper.id)
        self.add(made)
        self.add(*(Question(question_set_id=made.id, position=n, text=f"Is it {n}?") for n in range(1, count + 1)))
        self.session.expire_all()
        loaded = select(QuestionSet).where(QuestionSet.id == made.id).options(selectinload(QuestionSet.questions))
        return self.session.scalars(loaded).one()

    def responses(self, count: int) -> list[ConsultationResponse]:
        """So many responses that an officer leads."""
        self.asked = asked = self.questions(1)
        made = [
            ConsultationResponse(
                consultation_id=asked.consultation_id, question_set_id=asked.id, title=f"Response {n}",
                lead_organisation_id=self.council, lead_officer_id=self.officer,
                closing_at=dates.now() + timedelta(days=n + 1), created_at=dates.now(),
            )
            for n in range(count)
        ]  # fmt: skip
        self.add(*made)
        return made

    def entries(self, count: int, keepers: list[Person]) -> list[LibraryEntry]:
        """So many earlier answers, looked after in turn, whose review is due."""
        today = dates.today()
        made = [
            LibraryEntry(
                consultation="A plan", issuing_body="A department", question=f"Should place {n} have parks, benches?",
                answer=f"Place {n} should have parks, benches and clean water.", adopted_on=today, review_on=today,
                owner_id=self.council, keeper_id=keepers[n % len(keepers)].id if keepers else None,
                entered_at=dates.now(),
            )
            for n in range(count)
        ]  # fmt: skip
        self.add(*made)
        return made

    def engine(self, entries: list[LibraryEntry]) -> SearchEngine:
        """What searches some entries."""
        made = WhooshEngine(self.folder)
        made.rebuild(
            (IndexedEntry(each.id, each.question, each.answer, "A department", "A plan", None) for each in entries),
            1,
        )
        return made


def progress(ground: Ground, count: int) -> Callable[[], object]:
    made = ground.responses(count)
    asked = ground.asked.questions[0].id
    ground.add(
        *(Answer(response_id=each.id, question_id=asked, position=1, status=AnswerStatus.NOT_STARTED) for each in made)
    )
    numbers = [each.id for each in made]
    return lambda: progress_of(ground.session, numbers, viewer=ground.viewer)


def led(ground: Ground, count: int) -> Callable[[], object]:
    ground.people(count, Role.POLICY_OFFICER)
    ground.responses(count)
    mine = ConsultationResponse.lead_officer_id == ground.officer
    return lambda: handing_over._led(ground.session, mine)


def kept(ground: Ground, count: int) -> Callable[[], object]:
    people = ground.people(count, Role.POLICY_OFFICER)
    ground.entries(count, people)
    return lambda: handing_over._kept(ground.session, LibraryEntry.keeper_id.is_not(None))


def undecided(ground: Ground, count: int) -> Callable[[], object]:
    ground.people(count, Role.PARTNER)
    bodies = [Organisation(name=f"Body {n}", kind=OrganisationKind.PARTNER) for n in range(count)]
    ground.add(*bodies)
    response = ground.responses(1)[0]
    ground.add(
        *(SignOffBody(response_id=response.id, organisation_id=each.id, position=n) for n, each in enumerate(bodies, 1))
    )
    return lambda: handing_over._undecided(ground.session, without=None, leaves=True)


def undecided_by_one(ground: Ground, count: int) -> Callable[[], object]:
    ground.people(count, Role.PARTNER)
    responses = ground.responses(count)
    ground.add(*(SignOffBody(response_id=each.id, organisation_id=ground.council, position=1) for each in responses))
    gone = ground.cast.people["Council Executive"]
    return lambda: handing_over._undecided(ground.session, without=gone, leaves=True)


def similar(ground: Ground, count: int) -> Callable[[], object]:
    engine = ground.engine(ground.entries(FEW, []))
    texts = [f"Should place {n} have parks?" for n in range(count)]
    return lambda: queries.similar_to_each(ground.session, viewer=ground.viewer, engine=engine, texts=texts)


def similar_of_many(ground: Ground, count: int) -> Callable[[], object]:
    engine = ground.engine(ground.entries(count, []))
    texts = [f"Should place {n} have parks?" for n in range(3)]
    return lambda: queries.similar_to_each(ground.session, viewer=ground.viewer, engine=engine, texts=texts)


def reminded(ground: Ground, count: int) -> Callable[[], object]:
    ground.entries(count, ground.people(count, Role.POLICY_OFFICER))
    return lambda: reminding.remind(ground.session)


def suggested(ground: Ground, count: int) -> Callable[[], object]:
    engine = ground.engine(ground.entries(count, []))
    return lambda: suggesting._instead(ground.session, ground.viewer, engine, "bemches")


def pointed(ground: Ground, count: int) -> Callable[[], object]:
    asked = ground.questions(1)
    ground.add(*(PaperPassage(paper_id=asked.paper_id, place=n, text=f"Passage {n}") for n in range(1, count + 1)))
    question = asked.questions[0]
    question.references = [Reference(f"See paragraph {n}", n, n + 3) for n in range(1, count + 1)]
    question.refs = [each.text for each in question.references]
    ground.session.flush()
    return lambda: question_queries.referred(ground.session, question=question)


def moved(ground: Ground, count: int) -> Callable[[], object]:
    asked = ground.questions(count)
    last = asked.questions[-1]
    return lambda: question_services._place(ground.session, ground.viewer, asked, last, 0)


def gathered(ground: Ground, count: int) -> Callable[[], object]:
    asked = ground.questions(1)
    places = range(1, count + 1)
    ground.add(*(PaperPassage(paper_id=asked.paper_id, place=n, text=f"Is it so, {n}?") for n in places))
    question_services.read_anew(ground.session, asked)
    shown = question_rules.shown_of(*asked.questions)
    return lambda: gathering.gather(
        ground.session, actor=ground.viewer, question_set=asked, places=places, way=gathering.Way.EACH, shown=shown
    )


def codes(ground: Ground, _count: int) -> Callable[[], object]:
    return lambda: second_factor.make_codes(ground.session, ground.officer)


CASES: dict[str, Callable[[Ground, int], Callable[[], object]]] = {
    "drafting/queries.progress_of": progress,
    "home/handing_over._led": led,
    "home/handing_over._kept": kept,
    "home/handing_over._undecided": undecided,
    "home/handing_over._undecided of one organisation": undecided_by_one,
    "library/queries.similar_to_each": similar,
    "library/queries.similar_to_each of many entries": similar_of_many,
    "library/reminding.remind": reminded,
    "library/suggesting._instead": suggested,
    "question_sets/gathering.gather": gathered,
    "question_sets/queries.referred": pointed,
    "question_sets/services._place": moved,
    "sign_in/second_factor.make_codes": codes,
}
# Counted by tests of their own, below.
APART = {"consult/database._copy_rows", "running/working.read_waiting"}


def _once(act: Callable[[], object]) -> int:
    """The steps of an act that cannot be carried out twice, and of taking all it gives."""
    with Steps() as counted:
        act()
    return counted.count


def _taken(database: Database, cast: Cast, folder: Path, case: str, count: int) -> int:
    """The steps of a case; what it made is undone."""
    with database.session() as session:
        ground = Ground(session, cast, folder / f"{count}")
        act = CASES[case](ground, count)
        session.flush()
        return _once(act)


@pytest.mark.one_database
@pytest.mark.parametrize("case", CASES)
def test_ten_times_the_rows_take_no_more_than_fifteen_times_the_steps(
    database: Database, cast: Cast, tmp_path: Path, case: str
) -> None:
    _taken(database, cast, tmp_path / "before", case, 1)  # statements are compiled once
    few, many = (_taken(database, cast, tmp_path, case, count) for count in (FEW, 10 * FEW))
    assert many <= AT_MOST * few


def test_ten_times_the_rows_that_are_copied_take_no_more_than_fifteen_times_the_steps(
    database: Database, cast: Cast
) -> None:
    def copied(count: int) -> int:
        rows = [{"name": f"Body {n} of {count}", "kind": OrganisationKind.PARTNER} for n in range(count)]
        with database.session() as session:
            return _once(lambda: write_rows(session, Organisation, rows))

    copied(1)
    assert copied(10 * FEW) <= AT_MOST * copied(FEW)


@pytest.mark.one_database
def test_ten_times_the_files_that_wait_take_no_more_than_fifteen_times_the_steps(
    database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(name: str, content: bytes, **_named: object) -> None:
        raise working.UnreadablePaper(f"{name} is not read here")

    monkeypatch.setattr(working, "read_apart", refused)

    def waiting(count: int) -> int:
        with database.transaction() as session:
            for n in range(count):
                for name in (OFFICER, "Police partner"):
                    person = cast.people[name]
                    session.add(
                        Reading(
                            owner_id=person.organisation_id, started_by_id=person.id, purpose=ReadingPurpose.TAKE_OVER,
                            name=f"{n}.txt", sha256="0" * 64, size=1, content=b"x", created_at=dates.now(),
                        )
                    )  # fmt: skip
        read: list[int] = []
        taken = _once(lambda: read.append(working.read_waiting(database)))
        assert read == [2 * count]
        return taken

    waiting(1)
    few = waiting(FEW // 4)
    assert waiting(10 * FEW // 4) <= AT_MOST * few


def test_every_listed_function_that_takes_a_session_is_counted() -> None:
    takes = {
        f"{path.parent.name}/{path.stem}.{name}"
        for path, tree in modules().items()
        for name, function in functions(tree)
        if any(
            each.annotation is not None and getattr(each.annotation, "id", "") in ("Session", "Database")
            for each in (*function.args.args, *function.args.kwonlyargs)
        )
    }
    counted = {name.partition(" of ")[0] for name in CASES}
    assert (takes & BOUNDS.keys()) - counted - APART == set()
    assert counted | APART <= takes
