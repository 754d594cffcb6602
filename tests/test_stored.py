"""What was stored as JSON is read for good: every shape, from files that the release which stored it wrote."""

import ast
import json
from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from consult import dates
from consult.config import PROJECT
from consult.database import Database, StoredJson
from consult.demo.cast import Cast
from consult.drafting.models import ConsultationResponse
from consult.history.models import HistoryEntry
from consult.history.services import record, verify
from consult.history.words import sentence
from consult.library import models as library
from consult.library.catalogue.models import CatalogueAnswer, CatalogueFile
from consult.library.search.whoosh.folder import COMMIT
from consult.people.groups import PeopleImport
from consult.people.models import Person
from consult.people.shapes import SHEET
from consult.question_sets import models as question_sets
from consult.question_sets.paper import QuestionKind
from consult.question_sets.shapes import PAPER
from consult.running.tables import metadata
from consult.stored import Shapes, StoredError
from consult.web.once import MESSAGES
from tests.checks import shapes
from tests.factories.question_sets import make_review_step
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]
STORED = Path(__file__).parent / "stored"
RECORD = Path(__file__).parent / "history" / "stored" / "record-1.json"
EVERY = [(name, n) for name, each in shapes.PRESENT.items() if not each.exact for n in range(1, each.number + 1)]


def stored(name: str, number: int) -> str:
    return (STORED / f"{name}-{number}.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "number"), EVERY)
def test_every_shape_that_was_stored_is_read_as_the_shape_of_today(name: str, number: int) -> None:
    kind, text = shapes.PRESENT[name], stored(name, number)
    value = kind.read(text)
    assert kind.take(json.loads(text)) == value
    today = kind.write(value)
    assert kind.read(today) == kind.take(kind.plain(value)) == value
    assert kind.number == 1 or json.loads(today)["shape"] == kind.number


def test_each_shape_has_a_file_of_its_own_and_no_file_is_of_no_shape() -> None:
    assert {path.name for path in STORED.iterdir()} == {f"{name}-{number}.json" for name, number in EVERY}


@pytest.mark.parametrize(("name", "number"), EVERY)
def test_what_no_release_wrote_is_refused(name: str, number: int) -> None:
    kind, found = shapes.PRESENT[name], json.loads(stored(name, number))
    for wrong in (*others(found), None, 7, "x", {"shape": 99}, {"shape": "1"}, {"shape": True}):
        with pytest.raises(StoredError):
            kind.take(wrong)
    for text in ("", "{", "[" * 100_000, '{"a":' * 100_000, "\ud800", "NaN"):
        with pytest.raises(StoredError):
            kind.read(text)


def others(found: Any) -> Iterator[Any]:
    """The same with a key more, a key less, and values of another kind; of what may hold anything, nothing."""
    if isinstance(found, list):
        yield {"rows": found}
        yield [*found, None]
    elif "bodies" not in found:
        first = next(iter(found))
        yield {**found, first: {"x": [1.5]}}
        if not {"q", "contact", "loose"} & found.keys():
            yield {**found, "more": 1}
            yield {name: value for name, value in found.items() if name != first}
        if "questions" in found:
            yield {**found, "questions": [{**found["questions"][0], "kind": "shell"}]}
            yield {**found, "questions": [{**found["questions"][0], "more": 1}]}
            yield {**found, "closing_at": "soon"}


def test_a_change_of_what_is_stored_today_asks_for_a_new_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, each in shapes.PRESENT.items():
        wider = Shapes(dict[str, list[str]]) if each.today != dict[str, list[str]] else Shapes(list[float])
        monkeypatch.setattr(wider, "number", each.number)
        monkeypatch.setitem(shapes.PRESENT, name, wider)
        assert f"{name}, shape {each.number} was edited" in " ".join(shapes.faults())
        monkeypatch.setitem(shapes.PRESENT, name, each)
    assert list(shapes.faults()) == []


def test_no_field_that_lacks_is_filled_in_unseen() -> None:
    kinds = {kind for each in shapes.PRESENT.values() for today in each.kinds for kind in shapes.dataclasses_in(today)}
    assert len(kinds) > 15
    with_defaults = [kind for kind in kinds if any(field.default is not MISSING for field in fields(kind))]
    assert [kind.__name__ for kind in with_defaults if "__slots__" not in vars(kind)] == []


def test_a_kind_of_stored_json_without_a_name_fails_the_check(tmp_path: Path) -> None:
    (tmp_path / "consult").mkdir()
    (tmp_path / "consult" / "stored.py").write_text("A = Shapes(list[str])\nuse(Shapes(list[int]))\n", "utf-8")
    faults = [fault for fault in shapes.faults(tmp_path) if "is no shape of PRESENT" in fault]
    assert [fault.split()[0] for fault in faults] == ["consult/stored.py:1", "consult/stored.py:2"]


def test_no_column_holds_json_without_shapes() -> None:
    columns = [column for table in metadata.tables.values() for column in table.columns]
    held = [column for column in columns if isinstance(column.type, StoredJson)]
    assert len(held) >= 10
    assert [str(column) for column in columns if isinstance(column.type, sa.JSON)] == []
    assert all(any(column.type.shapes is each for each in shapes.PRESENT.values()) for column in held)


# Formats of others, which say what they please: a content item of GOV.UK.
UNTYPED = {"question_sets/readers/govuk_json.py"}


def test_json_is_read_by_the_one_typed_decoder() -> None:
    found = set()
    for path in (PROJECT / "consult").rglob("*.py"):
        if reads_json(ast.parse(path.read_text(encoding="utf-8"))):
            found.add(path.relative_to(PROJECT / "consult").as_posix())
    assert found == UNTYPED


@pytest.mark.parametrize(
    "code",
    ["json.loads(x)", "import json as j\nj.load(x)", "from json import loads", "json.JSONDecoder().decode(x)",
     "from simplejson import load", "f = json.loads", "orjson.loads(x)", "pickle.loads(x)"],
)  # fmt: skip
def test_every_way_to_read_json_without_a_type_is_seen(code: str) -> None:
    assert reads_json(ast.parse(code))
    assert not reads_json(ast.parse("json.dumps(x)\nmsgspec.json.decode(x, type=int)\nyaml.load(x)"))


def reads_json(tree: ast.AST) -> bool:
    """Whether a module reads JSON (or a pickle) in another way than by the typed decoder."""
    names = {"json", "simplejson", "orjson", "ujson", "pickle"}
    ways = {"loads", "load", "JSONDecoder"}
    for each in ast.walk(tree):
        if isinstance(each, ast.ImportFrom) and each.module in names and ways & {alias.name for alias in each.names}:
            return True
        if isinstance(each, ast.Import):
            names |= {alias.asname for alias in each.names if alias.asname and alias.name in names}
        if isinstance(each, ast.Attribute) and each.attr in ways and getattr(each.value, "id", "") in names:
            return True
    return any(
        isinstance(each, ast.Call) and getattr(each.func, "attr", "") == "decode" and untyped(each)
        for each in ast.walk(tree)
    )


def untyped(call: ast.Call) -> bool:
    """Whether this is msgspec's decoder without a type. The module of shapes looks for the number first."""
    return ast.unparse(call.func) == "msgspec.json.decode" and all(word.arg != "type" for word in call.keywords)


# --- Opened where it shows


@pytest.mark.parametrize("number", range(1, PAPER.number + 1))
def test_a_paper_with_answers_of_every_shape_is_offered(
    database: Database, demo: Cast, visit: Visit, number: int
) -> None:
    with database.transaction() as session:
        officer = demo.viewers["Policy officer"]
        response = session.scalars(sa.select(ConsultationResponse).order_by(ConsultationResponse.id.desc())).first()
        assert response is not None
        reading = read(session, officer.person_id, response)
        keep(session, question_sets.Reading.found, reading.id, stored("paper", number))
        where = f"/responses/{response.id}/take-over/{reading.id}"
    page = visit("Policy officer").open(where)
    assert "answers.docx" in page.text
    assert ("Text of no question" in page.text) == (number > 1)


@pytest.mark.parametrize("number", range(1, SHEET.number + 1))
@pytest.mark.one_database
def test_a_sheet_of_people_of_every_shape_waits_to_be_confirmed(
    database: Database, cast: Cast, visit: Visit, number: int
) -> None:
    with database.transaction() as session:
        administrator = session.scalars(sa.select(Person).where(Person.name == "Administrator")).one()
        begun = PeopleImport(
            started_by_id=administrator.id, started_at=dates.now(), name="a.csv", rows=stored("people-sheet", number)
        )
        session.add(begun)
        session.flush()
        where = f"/people/imports/{begun.id}"
    page = visit("Administrator").open(where)
    assert "New.Partner@rivermead.example" in page.text or "new.partner@rivermead.example" in page.text
    assert "Will be added" in page.text


def read(session: Session, person_id: int, response: ConsultationResponse) -> question_sets.Reading:
    """A file with answers for the response, already read."""
    reading = question_sets.Reading(
        owner_id=response.lead_organisation_id,
        started_by_id=person_id,
        purpose=question_sets.ReadingPurpose.TAKE_OVER,
        about_id=response.id,
        name="answers.docx",
        sha256="0" * 64,
        size=1,
        state=question_sets.ReadingState.READ,
        created_at=dates.now(),
        finished_at=dates.now(),
    )
    session.add(reading)
    session.flush()
    return reading


def keep(session: Session, column: Any, number: int, text: str) -> None:
    """Put a stored text into a column of JSON as it is."""
    given = "CAST(:text AS JSON)" if session.get_bind().dialect.name == "postgresql" else ":text"
    place = f'UPDATE {column.class_.__tablename__} SET "{column.key}" = {given} WHERE id = :number'
    session.execute(sa.text(place), {"text": text, "number": number})
    session.expire_all()


COLUMNS = [
    (question_sets.Question.options, "lines"),
    (question_sets.Question.refs, "lines"),
    (question_sets.Question.doubts, "lines"),
    (question_sets.Question.found_lost, "lines"),
    (question_sets.Question.references, "references"),
    (question_sets.PaperFile.beside_answers, "beside-answers"),
    (question_sets.PaperFile.notes, "lines"),
    (question_sets.ReviewStep.before, "question-states"),
    (question_sets.ReviewStep.after, "question-states"),
    (question_sets.Consultation.attachments, "attachments"),
    (question_sets.PaperFile.particulars, "particulars"),
    (CatalogueFile.adopted_by, "numbers"),
    (CatalogueAnswer.doubts, "lines"),
    (library.SavedSearch.asked, "asked"),
]


def test_every_column_of_json_reads_what_was_stored_and_writes_it_again(session: Session, demo: Cast) -> None:
    make_review_step(session)
    for column, name in COLUMNS:
        first = session.scalars(sa.select(column.class_).order_by(column.class_.id)).first()
        assert first is not None, column
        keep(session, column, first.id, stored(name, 1))
        said = getattr(first, column.key)
        assert said == shapes.PRESENT[name].read(stored(name, 1))
        setattr(first, column.key, type(said)())
        session.flush()
        setattr(first, column.key, said)
        session.flush()
        session.expire_all()
        assert getattr(first, column.key) == said
    seen = {column.class_.__table__.c[column.key] for column, _ in COLUMNS} | {question_sets.Reading.__table__.c.found}
    every = {column for table in metadata.tables.values() for column in table.columns}
    assert {column for column in every if isinstance(column.type, StoredJson)} == seen


def test_a_paper_keeps_every_kind_of_question() -> None:
    paper = PAPER.read(stored("paper", PAPER.number))
    assert {question.kind for question in paper.questions} == set(QuestionKind)
    assert PAPER.read(stored("paper", 3)) == PAPER.read(stored("paper", 2)) == replace(paper, notes=())
    assert PAPER.read(stored("paper", 1)) == replace(paper, answers=(), loose=(), not_kept=(), notes=())


def test_the_record_of_an_earlier_release_is_sound_goes_on_and_reads_as_sentences(session: Session) -> None:
    rows = json.loads(RECORD.read_text(encoding="utf-8"))
    for row in rows:
        session.add(HistoryEntry(**{**row, "at": datetime.fromisoformat(row["at"])}))
    session.flush()
    assert verify(session).head == rows[-1]["hash"]
    for row in rows:
        assert "…" not in sentence(row["action"], row["details"], names={})
    made = record(session, actor=None, action="answer revised", subject="answer/1", details={"version": 2, "place": 1})
    assert made.details == '{"place":1,"version":2}'
    assert verify(session).sound


def test_what_a_page_said_and_a_commit_of_the_index_are_read_in_the_notation_of_before() -> None:
    assert MESSAGES.read(stored("messages", 1)) == [("success", "Answer saved “as it is”")]
    assert COMMIT.read(stored("index-commit", 1)).files == {"one.seg": (12, "0" * 64)}


@pytest.mark.parametrize(
    ("column", "path"),
    [
        (question_sets.Consultation.attachments, "/consultations/{}"),
        (library.SavedSearch.asked, "/library"),
    ],
)
def test_what_was_changed_in_the_database_is_told_on_its_page(
    database: Database, demo: Cast, visit: Visit, column: Any, path: str
) -> None:
    with database.transaction() as session:
        number = session.scalars(sa.select(column.class_.id).order_by(column.class_.id)).first()
        keep(session, column, number, '{"shape": 99}')
    officer = visit("Policy officer").open(path.format(number), expect=500)
    assert "was changed in the database. Tell your administrator" in officer.text
    if column.class_ is question_sets.Consultation:
        for other in ("/", "/consultations", "/responses"):
            officer.open(other)  # what needs none of it goes on
