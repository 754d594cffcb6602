"""What was frozen is read for good: files that earlier releases stored, in every shape, opened wherever they show."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from consult import dates
from consult.database import Database
from consult.demo.cast import Cast
from consult.documents.content import (
    LETTER,
    REPORT,
    RESPONSE,
    content_hash,
    from_json,
    letter_from_json,
    report_from_json,
    to_json,
)
from consult.documents.models import DocumentDraft, DocumentKind
from consult.documents.queries import current_letter, current_report
from consult.documents.services import gather, save_draft
from consult.drafting.models import ConsultationResponse
from consult.issuing.services import issue, make_files
from consult.running.verifying import verify_texts
from consult.sign_off.changes import changes_since
from consult.sign_off.models import SignOffRound, Verdict
from consult.sign_off.queries import get_round
from consult.sign_off.services import open_round
from tests.checks import shapes
from tests.factories.situations import APPROVERS, OFFICER, decide_as, drafted
from tests.visitor import Visitor

STORED = Path(__file__).parent / "stored"
Visit = Callable[[str | None], Visitor]
NUMBERS = range(1, RESPONSE.number + 1)
OF_TEXTS = range(1, REPORT.number + 1)


def canonical(fields: dict[str, object]) -> str:
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def stored(name: str, number: int) -> str:
    return (STORED / f"{name}-{number}.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("number", NUMBERS)
def test_every_shape_that_was_stored_is_read_as_the_shape_of_today(number: int) -> None:
    content = from_json(stored("response", number))
    # Letter and report have not changed their shape since the second.
    assert content.letter == letter_from_json(stored("letter", min(number, LETTER.number)))
    assert content.report == report_from_json(stored("report", min(number, REPORT.number)))
    today = to_json(content)
    assert json.loads(today)["shape"] == RESPONSE.number
    assert from_json(today) == content


def test_no_shape_was_edited_and_each_has_a_file_of_its_own() -> None:
    assert list(shapes.faults()) == []
    assert {path.name for path in STORED.glob("*.json")} == {
        f"{name}-{number}.json"
        for name, numbers in (("response", NUMBERS), ("letter", OF_TEXTS), ("report", OF_TEXTS))
        for number in numbers
    }


def test_editing_a_stored_shape_fails_the_check(tmp_path: Path) -> None:
    folder = tmp_path / "consult" / "documents" / "shapes"
    for path in shapes.PROJECT.glob("consult/*/shapes/shape_*.py"):
        copy = tmp_path / path.relative_to(shapes.PROJECT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    source = (shapes.PROJECT / "consult/documents/shapes/shape_1.py").read_text(encoding="utf-8")
    (folder / "shape_1.py").write_text(source, encoding="utf-8")
    assert list(shapes.faults(tmp_path)) == []
    (folder / "shape_1.py").write_text(source.replace("legal: str", "legal: str\n    equality: str = ''"), "utf-8")
    (fault,) = shapes.faults(tmp_path)
    assert "shape_1.py was edited" in fault
    (folder / "shape_1.py").unlink()
    (fault,) = shapes.faults(tmp_path)
    assert "shape_1.py is gone" in fault


def test_a_change_of_what_is_stored_today_asks_for_a_new_shape() -> None:
    kept = {**shapes.marks(shapes.PROJECT), f"report, shape {REPORT.number}": "of a report with one field less"}
    (fault,) = shapes.faults(kept=kept)
    assert fault.startswith(f"report, shape {REPORT.number} was edited")


def frozen(session: Session, cast: Cast, number: int) -> tuple[ConsultationResponse, SignOffRound]:
    """A round that was sent when this shape was the present one."""
    officer, response = cast.viewers[OFFICER], drafted(session, cast)
    present, lines = gather(session, response=response)
    # The answers that a round freezes are also kept by their versions: those of its text must be the same.
    fields = json.loads(stored("response", number))["answers"][0].keys()
    answers = [{name: each[name] for name in fields} for each in json.loads(to_json(present))["answers"]]
    text = canonical({**json.loads(stored("response", number)), "answers": answers})
    round_ = open_round(session, actor=officer, response=response, lines=lines, content=text)
    session.flush()
    session.expire_all()
    found = get_round(session, viewer=officer, round_id=round_.id)
    assert found is not None
    return found.response, found


@pytest.mark.parametrize("number", NUMBERS)
def test_a_round_of_every_shape_opens_everywhere(database: Database, cast: Cast, visit: Visit, number: int) -> None:
    with database.transaction() as session:
        round_id = frozen(session, cast, number)[1].id
        for who in APPROVERS:
            decide_as(session, cast, round_id, who, Verdict.APPROVE)
    with database.transaction() as session:
        response, round_ = frozen_round(session, cast, round_id)
        assert round_.sha256 == content_hash(round_.content)
        assert json.loads(round_.content).get("shape", 1) == number
        words = from_json(round_.content).report.purpose
        assert changes_since(session, response=response, round_=round_)
        assert (
            len(
                issue(
                    session,
                    actor=cast.viewers[OFFICER],
                    round_=round_,
                    sha256=round_.sha256,
                    files=make_files(session, actor=None, round_=round_, sha256=round_.sha256),
                )
            )
            == 3
        )
    officer = visit(OFFICER)
    assert words in officer.open(f"/rounds/{round_id}").text
    for kind in DocumentKind:
        officer.open(f"/rounds/{round_id}/{kind.value}.docx")
    officer.open(f"/responses/{response.id}/documents")
    officer.open(f"/library?q={words.split()[0]}")
    officer.open(f"/responses/{response.id}/submit")
    with database.session(read_only=True) as session:
        assert verify_texts(session).faults == []


def frozen_round(session: Session, cast: Cast, round_id: int) -> tuple[ConsultationResponse, SignOffRound]:
    found = get_round(session, viewer=cast.viewers[OFFICER], round_id=round_id)
    assert found is not None
    return found.response, found


@pytest.mark.parametrize("number", OF_TEXTS)
def test_a_draft_of_every_shape_is_read_compared_and_saved_anew(session: Session, cast: Cast, number: int) -> None:
    officer, response = cast.viewers[OFFICER], drafted(session, cast)
    kinds = {DocumentKind.COMMITTEE_REPORT: "report", DocumentKind.COVERING_LETTER: "letter"}
    for kind, name in kinds.items():
        old = DocumentDraft(
            response_id=response.id,
            kind=kind,
            n=50,
            content=stored(name, number),
            author_id=officer.person_id,
            created_at=dates.now(),
        )
        session.add(old)
        session.flush()
        current = current_report if kind is DocumentKind.COMMITTEE_REPORT else current_letter
        text = current(session, response=response).text
        same = save_draft(session, actor=officer, response=response, kind=kind, text=text)
        assert same is None
        assert old.content == stored(name, number)
