"""A text or file changed in the database is found, also by who changes the column of its hash with it."""

import hashlib
import logging
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from consult.database import Database
from consult.demo.cast import Cast
from consult.documents.models import DocumentKind
from consult.documents.queries import current_letter
from consult.documents.services import save_draft
from consult.issuing.queries import issued_files
from consult.issuing.services import issue, make_files
from consult.outcomes.models import Submission
from consult.running.commands import main
from consult.running.tables import metadata
from consult.running.verifying import PAGE, verify_texts
from consult.sign_off.models import SignOffRound
from tests.factories.situations import OFFICER, being_drafted, issued, response_of, round_of, sent
from tests.factories.situations import approved as approve
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]


def unguard(session: Session) -> None:
    """What somebody does who owns the database: take every trigger away."""
    if session.get_bind().dialect.name == "postgresql":
        for table in metadata.sorted_tables:
            session.execute(sa.text(f"ALTER TABLE {table.name} DISABLE TRIGGER USER"))
        return
    for name in session.scalars(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        session.execute(sa.text(f'DROP TRIGGER "{name}"'))


def tampered(session: Session, table: str, where: str, column: str, change: Callable[[object], object] | None) -> None:
    """Change a column of one row, and the hash beside it where there is one; without a change it leads elsewhere."""
    named, picked = metadata.tables[table], sa.text(where)
    key = next(iter(named.primary_key))
    row = session.execute(sa.select(key, named.c[column]).where(picked).order_by(key)).first()
    assert row is not None, f"nothing in {table} where {where}"
    new = another(session, named.c[column], row[1]) if change is None else change(row[1])
    values = {column: new}
    if column in ("text", "content") and "sha256" in named.c:
        data = new if isinstance(new, bytes) else str(new).encode()
        values["sha256"] = hashlib.sha256(data).hexdigest()
    session.execute(sa.update(named).where(key == row[0]).values(values))


def another(session: Session, column: sa.Column[Any], stored: object) -> object:
    """Another row than the one that a column leads to, the newest."""
    (key,) = column.foreign_keys
    return session.scalars(sa.select(key.column).where(key.column != stored).order_by(key.column.desc())).first()


def longer(stored: object) -> object:
    """The same with something behind it."""
    return stored + b"x" if isinstance(stored, bytes) else f"{stored} And more."


TAMPERINGS = {
    "version": ("answer_versions", "n = 1", "text", longer),
    "version set beside its hash": ("answer_versions", "1 = 1", "sha256", lambda _: "0" * 64),
    "draft": ("document_drafts", "1 = 1", "content", longer),
    "round": ("sign_off_rounds", "1 = 1", "content", longer),
    "round's hash": ("sign_off_rounds", "1 = 1", "sha256", lambda _: "1" * 64),
    "verdict": ("decisions", "verdict = 'approve'", "verdict", lambda _: "do_not_respond"),
    "version decided on": ("decisions", "verdict = 'approve'", "sha256", lambda _: "2" * 64),
    "minute": ("decisions", "verdict = 'approve'", "minute", longer),
    "issued file": ("issued_documents", "1 = 1", "content", longer),
    "paper": ("papers", "1 = 1", "content", longer),
    "frozen answer": ("frozen_answers", "1 = 1", "answer_version_id", None),
    "earlier answer": ("library_entries", "1 = 1", "answer", longer),
    "earlier answer as adopted": ("library_entry_versions", "n = 1", "answer", longer),
    "submission": ("submissions", "1 = 1", "round_id", None),
}


def test_the_texts_of_the_demonstration_are_those_of_the_record(session: Session, demo: Cast) -> None:
    checked = verify_texts(session)
    assert checked.faults == []
    for table, name in {
        "answer_versions": "answer versions",
        "document_drafts": "drafts of report and letter",
        "sign_off_rounds": "rounds",
        "issued_documents": "issued files",
        "papers": "papers",
    }.items():
        count = session.scalar(sa.select(sa.func.count()).select_from(metadata.tables[table]))
        assert checked.counts[name] == count
        assert count


@pytest.mark.parametrize("what", TAMPERINGS)
def test_a_changed_text_is_found_with_its_hash_changed_too(session: Session, demo: Cast, what: str) -> None:
    unguard(session)
    tampered(session, *TAMPERINGS[what])
    found = verify_texts(session)
    assert found.wrong, what
    session.rollback()


@pytest.mark.parametrize("table", ["answer_versions", "document_drafts", "papers"])
def test_a_text_that_nobody_wrote_is_found(session: Session, demo: Cast, table: str) -> None:
    named = metadata.tables[table]
    row = dict(session.execute(sa.select(named).order_by(named.c.id)).mappings().first() or {})
    row["id"] = 4711
    if "n" in row:
        row["n"] = 4711
    session.execute(sa.insert(named).values(row))
    (fault,) = verify_texts(session).faults
    assert "not in the record" in fault
    session.rollback()


def test_a_text_that_was_taken_away_is_found(session: Session, demo: Cast) -> None:
    unguard(session)
    session.execute(sa.text("DELETE FROM issued_documents WHERE id = (SELECT max(id) FROM issued_documents)"))
    (fault,) = [fault for fault in verify_texts(session).faults if "missing" in fault]
    assert "issued" in fault
    session.rollback()


def test_a_long_record_is_read_in_pieces(session: Session, cast: Cast) -> None:
    officer = cast.viewers[OFFICER]
    response = response_of(session, cast, being_drafted(session, cast).response)
    letter = current_letter(session, response=response)
    for n in range(PAGE + 5):
        text = type(letter.text)(**{**vars(letter.text), "subject": f"Subject {n}"})
        kind = DocumentKind.COVERING_LETTER
        save_draft(session, actor=officer, response=response, kind=kind, text=text)
    checked = verify_texts(session)
    assert checked.faults == []
    assert checked.counts["drafts of report and letter"] > PAGE


def test_the_command_names_what_was_changed(
    database: Database, demo: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", database.engine.url.render_as_string(hide_password=False))
    assert main(["verify"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("OK entries=")
    assert "2 rounds" in told
    with database.transaction() as session:
        unguard(session)
        tampered(session, *TAMPERINGS["round"])
    assert main(["verify"]) == 1
    told = capsys.readouterr().out
    assert told.startswith("BROKEN texts")
    assert "the text of sign-off round number 1 is not what the record says" in told


# --- The pages and acts: nothing is read, decided on, issued or submitted that is not what was approved.


@pytest.fixture
def approved(database: Database, cast: Cast) -> SignOffRound:
    """An approved round that nobody has issued."""
    with database.transaction() as session:
        number = approve(session, cast).id
    with database.session(read_only=True) as session:
        return round_of(session, cast, number)


def falsify(database: Database, number: int, *, all_hashes: bool) -> str:
    """Change the text of a round and its hash; with `all_hashes` what the decisions name, too. Returns the hash."""
    with database.transaction() as session:
        unguard(session)
        content = session.scalar(sa.select(SignOffRound.content).where(SignOffRound.id == number)) or ""
        forged = content.replace("Head of policy", "Head Forger")
        assert forged != content
        sha256 = hashlib.sha256(forged.encode()).hexdigest()
        rounds, decisions = metadata.tables["sign_off_rounds"], metadata.tables["decisions"]
        session.execute(sa.update(rounds).where(rounds.c.id == number).values(content=forged, sha256=sha256))
        if all_hashes:
            mine = decisions.c.round_id == number, decisions.c.sha256 != ""
            session.execute(sa.update(decisions).where(*mine).values(sha256=sha256))
    return sha256


@pytest.mark.parametrize("all_hashes", [False, True])
def test_a_round_that_was_changed_is_neither_shown_nor_issued(
    database: Database,
    visit: Visit,
    approved: SignOffRound,
    all_hashes: bool,
    caplog: pytest.LogCaptureFixture,
) -> None:
    officer = visit(OFFICER).open(f"/responses/{approved.response_id}/documents")
    falsify(database, approved.id, all_hashes=all_hashes)
    with caplog.at_level(logging.CRITICAL):
        visit(OFFICER).open(f"/rounds/{approved.id}", expect=409)
    assert "does not hold the text that was frozen" in caplog.text
    for path in (f"/rounds/{approved.id}", *(f"/rounds/{approved.id}/{kind}.docx" for kind in ("covering_letter",))):
        assert "is not the text that was sent for sign-off" in officer.open(path, expect=409).text
        assert "Forger" not in officer.text
    officer.open(f"/responses/{approved.response_id}/documents")
    assert "the text of round 1 itself, in the database" in officer.open(f"/responses/{approved.response_id}").text
    officer.open(f"/responses/{approved.response_id}/documents").submit("Issue the three documents", _expect=409)
    assert "is not the text that was sent for sign-off" in officer.text
    with database.session(read_only=True) as session:
        assert issued_files(session, round_=approved) == []


def test_nobody_decides_on_a_round_that_was_changed(database: Database, cast: Cast, visit: Visit) -> None:
    with database.transaction() as session:
        number = sent(session, cast).id
    executive = visit("Council Executive").open(f"/rounds/{number}").follow("Record the decision of")
    falsify(database, number, all_hashes=True)
    day = {"meeting_on__day": "7", "meeting_on__month": "February", "meeting_on__year": "2006"}
    executive.submit("Record the decision", _expect=409, verdict="approve", minute="Minute 7 of the meeting", **day)
    assert "Minute 7 of the meeting" in executive.html


def test_a_round_that_was_changed_after_it_was_issued_is_not_submitted(
    database: Database, cast: Cast, visit: Visit, approved: SignOffRound
) -> None:
    with database.transaction() as session:
        round_ = round_of(session, cast, approved.id)
        files = make_files(session, actor=None, round_=round_, sha256=round_.sha256)
        issue(session, actor=cast.viewers[OFFICER], round_=round_, sha256=round_.sha256, files=files)
    officer = visit(OFFICER)
    falsify(database, approved.id, all_hashes=True)
    officer.open(f"/responses/{approved.response_id}/submit").submit("Record the submission", _expect=422, way="email")
    assert "is not the text that was sent for sign-off" in officer.text
    with database.session(read_only=True) as session:
        mine = sa.select(Submission.id).where(Submission.response_id == approved.response_id)
        assert session.scalar(mine) is None


def test_an_issued_file_that_was_changed_is_not_given_out(database: Database, cast: Cast, visit: Visit) -> None:
    with database.transaction() as session:
        number = issued_files(session, round_=issued(session, cast))[0][0].id
    officer = visit(OFFICER).open(f"/documents/{number}")
    assert officer.status == 200
    with database.transaction() as session:
        unguard(session)
        tampered(session, *TAMPERINGS["issued file"])
    assert "is not the file that was issued" in officer.open(f"/documents/{number}", expect=409).text


def test_the_command_issues_nothing_of_a_round_that_was_changed(
    database: Database,
    approved: SignOffRound,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATABASE_URL", database.engine.url.render_as_string(hide_password=False))
    falsify(database, approved.id, all_hashes=True)
    out = tmp_path_factory.mktemp("out") / "files"
    assert main(["issue", str(approved.response_id), "--out", str(out)]) == 2
    assert "is not the text that was sent for sign-off" in capsys.readouterr().err
    assert not out.exists()
