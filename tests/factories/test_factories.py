"""Every mapped model has a factory, whose rows both databases take, each of its own."""

import importlib
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from consult.database import Base
from consult.drafting.models import Answer, ConsultationResponse, ResponseRole
from consult.drafting.states import AnswerStatus
from consult.history.services import verify
from consult.library.models import EntryReader, LibraryEntry
from consult.people.models import Person
from consult.permissions import Role
from consult.question_sets.models import Question, QuestionSet
from consult.running.tables import metadata
from consult.sign_off.models import Verdict
from consult.sign_off.queries import get_round
from consult.sign_off.sealing import check_seal
from tests.factories import drafting, library, people, question_sets, sign_off

Factory = Callable[..., Any]
HERE = Path(__file__).parent


def factories() -> dict[type[Base], list[Factory]]:
    """The factories by the model that they say they make."""
    found: dict[type[Base], list[Factory]] = {}
    for path in sorted(HERE.glob("*.py")):
        module = importlib.import_module(f"tests.factories.{path.stem}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("make_") and function.__module__ == module.__name__:
                found.setdefault(inspect.signature(function, eval_str=True).return_annotation, []).append(function)
    return found


MODELS = sorted((mapper.class_ for mapper in Base.registry.mappers), key=lambda model: model.__name__)


def rows(session: Session) -> dict[str, int]:
    """How many rows every table has, without those that have none."""
    counts = {
        table.name: session.scalar(sa.select(sa.func.count()).select_from(table)) for table in metadata.sorted_tables
    }
    return {name: count for name, count in counts.items() if count}


def test_every_mapped_model_has_one_factory() -> None:
    made = factories()
    assert len(MODELS) == len(metadata.tables) > 60
    assert [model.__name__ for model in MODELS if len(made.get(model, [])) != 1] == []
    assert made.keys() - set(MODELS) == set()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_factory_makes_a_row_that_is_whole_and_another_that_is_like_no_other(
    session: Session, model: type[Base]
) -> None:
    (make,) = factories()[model]
    for _ in range(2):
        row = make(session)
        assert isinstance(row, model)
        keys = sa.inspect(row).identity
        session.expire_all()
        assert session.get_one(model, keys) is row


def test_only_what_is_asked_for_is_made(session: Session) -> None:
    parish = people.make_organisation(session)
    assert rows(session) == {"organisations": 1}
    people.make_person(session, roles=(Role.PARTNER,), organisation_id=parish.id)
    assert rows(session) == {"organisations": 1, "people": 1, "roles_held": 1}
    question_sets.make_question_set(session, questions=3)
    assert rows(session) == {
        "organisations": 2, "people": 1, "roles_held": 1, "consultations": 1, "question_sets": 1, "questions": 3,
    }  # fmt: skip


def test_parents_that_are_given_are_not_made_again(session: Session) -> None:
    response = drafting.make_response(session)
    before = rows(session)
    first = drafting.make_answer(session, response_id=response.id)
    second = drafting.make_answer(session, response_id=response.id, text="Yes.")
    assert rows(session) == before | {"answers": 2, "questions": 2, "answer_versions": 1}
    assert (first.position, second.position) == (1, 2)
    assert (first.status, second.status) == (AnswerStatus.NOT_STARTED, AnswerStatus.DRAFTING)
    asked = sa.select(Question.id).where(Question.question_set_id == response.question_set_id)
    assert {first.question_id, second.question_id} == set(session.scalars(asked))


def test_a_row_agrees_with_what_it_belongs_to(session: Session) -> None:
    response = session.get_one(ConsultationResponse, drafting.make_response(session).id)
    assert session.get_one(Person, response.lead_officer_id).organisation_id == response.lead_organisation_id
    assert session.get_one(QuestionSet, response.question_set_id).consultation_id == response.consultation_id
    part = drafting.make_invitation_part(session)
    assert part.answer_id
    assert drafting.make_invitation_part(session, section="Money").answer_id is None
    of_part = session.get_one(Answer, part.answer_id).response_id
    assert (
        session.scalar(sa.text("SELECT response_id FROM invitations WHERE id = :n"), {"n": part.invitation_id})
        == of_part
    )
    given = drafting.make_response_role(session, role=Role.CLERK)
    assert session.get_one(ResponseRole, given.id).body_id


def test_a_round_is_the_one_that_the_record_names(session: Session) -> None:
    made = sign_off.make_round(session)
    for verdict in Verdict:
        sign_off.make_decision(session, round_id=made.id, verdict=verdict)
    lead = session.get_one(Person, made.opened_by_id)
    found = get_round(session, viewer=people.viewer(session, lead), round_id=made.id)
    assert found is not None
    assert {decision.verdict for decision in found.decisions} == set(Verdict)
    check_seal(session, round_=found)
    assert verify(session).sound


def test_an_entry_takes_what_the_service_takes_and_what_the_table_has(session: Session) -> None:
    reader = people.organisation_id(session)
    entry = library.make_entry(session, shown_to={reader}, themes=("ponds",), state="withdrawn", cause="Out of date")
    assert (entry.state, entry.cause) == ("withdrawn", "Out of date")
    readers = sa.select(EntryReader.organisation_id).order_by(EntryReader.id)
    assert session.scalars(readers).all() == [entry.owner_id, reader]
    with pytest.raises(TypeError, match="no_such_column"):
        drafting.make_answer(session, no_such_column=1)
    assert session.scalars(sa.select(LibraryEntry.id)).all() == [entry.id]
