"""Every act of sign-off names what it acts on, one decision or one version: nothing is chosen for whoever sends it."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from consult import dates
from consult.comments.models import Comment
from consult.database import Database
from consult.demo.cast import COUNCIL, PARTNERSHIP, Cast
from consult.documents.models import DocumentDraft
from consult.drafting.models import ResponseRole, SignOffBody
from consult.drafting.services import save_answer
from consult.issuing.queries import issued_files
from consult.library.models import EntryPair, EntryProposal, PairState
from consult.outcomes.models import Submission
from consult.people.models import Organisation
from consult.permissions import Role
from consult.running.commands import main
from consult.sign_off import rules
from consult.sign_off.models import Decision, SignOffRound, Verdict
from consult.sign_off.queries import get_decision, get_round
from consult.sign_off.services import TypedDecision, decide, withdraw
from tests.factories.library import make_entry_pair
from tests.factories.situations import (
    OFFICER,
    Drafting,
    answer_of,
    answers_of,
    drafted,
    in_the_library,
    issued,
    round_of,
    sent,
)
from tests.factories.situations import approved as approve
from tests.visitor import HOST, Visitor

Visit = Callable[[str | None], Visitor]
CLERK = "Committee clerk"
DAY = {"meeting_on__day": "7", "meeting_on__month": "February", "meeting_on__year": "2006"}


def decision_of(session: Session, body: str, round_id: int) -> int:
    """The number of a body's decision in a round."""
    of_body = sa.select(SignOffBody.id).join(SignOffBody.organisation).where(Organisation.name == body)
    return session.scalars(
        sa.select(Decision.id).where(Decision.round_id == round_id, Decision.body_id.in_(of_body))
    ).one()


@pytest.fixture
def waiting(database: Database, cast: Cast) -> int:
    """A round that waits for both bodies."""
    with database.transaction() as session:
        return sent(session, cast).id


@pytest.fixture
def of_both(database: Database, cast: Cast, waiting: int) -> dict[str, int]:
    """The council's clerk also records for the partnership: both decisions of the waiting round are theirs."""
    with database.transaction() as session:
        found = {body: decision_of(session, body, waiting) for body in (COUNCIL, PARTNERSHIP)}
        partnership = session.get_one(Decision, found[PARTNERSHIP]).body_id
        given = ResponseRole(
            response_id=session.get_one(SignOffRound, waiting).response_id,
            person_id=cast.people[CLERK].id,
            role=Role.CLERK,
            body_id=partnership,
            given_at=dates.now(),
            given_by_id=cast.people["Partnership board"].id,
        )
        session.add(given)
    return found


def verdicts(database: Database, waiting: int) -> dict[str, Verdict]:
    """What the record of the round holds for each body."""
    with database.session(read_only=True) as session:
        found = {body: decision_of(session, body, waiting) for body in (COUNCIL, PARTNERSHIP)}
        return {body: session.get_one(Decision, number).verdict for body, number in found.items()}


def test_a_decision_is_never_recorded_for_another_body_than_the_page_named(
    database: Database, cast: Cast, visit: Visit, of_both: dict[str, int], waiting: int
) -> None:
    clerk = visit(CLERK).open(f"/decisions/{of_both[COUNCIL]}")
    assert clerk.heading == f"Decision of {COUNCIL}"
    executive = visit("Council Executive").open(f"/decisions/{of_both[COUNCIL]}")
    executive.submit("Record the decision", verdict="do_not_respond", minute="Minute 1", **DAY)
    minute = "Minute 2, which took the clerk a while to write"
    clerk.submit("Record the decision", _expect=422, verdict="approve", minute=minute, **DAY)
    assert verdicts(database, waiting) == {COUNCIL: Verdict.DO_NOT_RESPOND, PARTNERSHIP: Verdict.PENDING}
    assert f"{COUNCIL} has decided on this version already" in clerk.text
    assert minute in clerk.text


def test_home_the_round_and_the_form_name_the_same_body(
    visit: Visit, of_both: dict[str, int], waiting: int, database: Database
) -> None:
    clerk = visit(CLERK)
    for body in (PARTNERSHIP, COUNCIL):
        assert clerk.open("/").follow(f"Decide for {body}").path == f"/decisions/{of_both[body]}"
        assert clerk.heading == f"Decision of {body}"
        clerk.open(f"/rounds/{waiting}").follow(f"Record the decision of {body}")
        assert clerk.path == f"/decisions/{of_both[body]}"
        assert clerk.has_button(f"Record the decision of {body}")
    clerk.submit("Record the decision", verdict="approve", minute="Minute 3", **DAY)
    assert verdicts(database, waiting) == {COUNCIL: Verdict.APPROVE, PARTNERSHIP: Verdict.PENDING}
    assert f"Record the decision of {PARTNERSHIP}" in clerk.text
    assert f"Record the decision of {COUNCIL}" not in clerk.text


def test_what_is_typed_for_one_body_is_kept_for_that_body(visit: Visit, of_both: dict[str, int], cast: Cast) -> None:
    clerk, kept = visit(CLERK), {}
    for body, number in of_both.items():
        found = clerk.open(f"/decisions/{number}").document.xpath("//textarea[@name='minute']/@data-keep")
        kept[body] = found[0]
    assert len(set(kept.values())) == 2


def test_another_bodys_decision_is_not_there(database: Database, waiting: int, visit: Visit) -> None:
    with database.session(read_only=True) as session:
        partnership = decision_of(session, PARTNERSHIP, waiting)
    executive = visit("Council Executive").open(f"/rounds/{waiting}")
    token = executive.document.xpath("//input[@name='csrf_token']")[0].get("value")
    typed = {"csrf_token": token, "verdict": "approve", "minute": "Minute 4"}
    answer = executive.client.post(f"/decisions/{partnership}", base_url=HOST, data=typed)
    assert answer.status_code == 404
    assert set(verdicts(database, waiting).values()) == {Verdict.PENDING}


def test_a_decision_is_refused_in_a_round_that_is_not_its_own(session: Session, cast: Cast) -> None:
    approver = cast.viewers["Council Executive"]
    one, other = sent(session, cast).id, round_of(session, cast, sent(session, cast).id, approver.name)
    found = get_decision(session, viewer=approver, decision_id=decision_of(session, COUNCIL, one))
    assert found
    typed = TypedDecision(Verdict.APPROVE, found[0].sha256, "", dates.today(), "Minute 5")
    with pytest.raises(rules.SignOffError):
        decide(session, actor=approver, round_=other, decision=found[1], typed=typed)


@pytest.mark.parametrize("sha256", ["", "0" * 64, "approve", None])
def test_a_decision_without_the_version_that_was_read_is_not_taken(
    database: Database, waiting: int, visit: Visit, sha256: str | None
) -> None:
    with database.session(read_only=True) as session:
        number = decision_of(session, COUNCIL, waiting)
    executive = visit("Council Executive").open(f"/decisions/{number}")
    token = executive.document.xpath("//input[@name='csrf_token']")[0].get("value")
    day = {name.replace("__", "-"): value for name, value in DAY.items()}
    typed = {"csrf_token": token, "verdict": "approve", "minute": "Minute 6", **day}
    sent = typed if sha256 is None else typed | {"sha256": sha256}
    answer = executive.client.post(f"/decisions/{number}", base_url=HOST, data=sent)
    assert answer.status_code == 422
    assert "Minute 6" in answer.get_data(as_text=True)
    assert verdicts(database, waiting)[COUNCIL] is Verdict.PENDING


def test_a_round_taken_back_waits_for_nobody(database: Database, cast: Cast, visit: Visit, waiting: int) -> None:
    officer = cast.viewers["Policy officer"]
    with database.transaction() as session:
        round_ = get_round(session, viewer=officer, round_id=waiting)
        assert round_ is not None
        withdraw(session, actor=officer, round_=round_, reason="A figure was wrong.")
        response, number = round_.response_id, decision_of(session, COUNCIL, waiting)
    for who in ("Policy officer", "Council Executive"):
        visitor = visit(who)
        for path in (f"/rounds/{waiting}", f"/responses/{response}/sign-off", f"/responses/{response}"):
            text = visitor.open(path).text.lower()
            assert "not decided yet" not in text, path
            assert "withdrawn before a decision" in text, path
    assert "no longer waits" in visit("Council Executive").open(f"/decisions/{number}").text


# --- The relatives: whatever a page shows, its form names, and something else by then is refused.


@pytest.fixture
def approved(database: Database, cast: Cast) -> tuple[int, SignOffRound]:
    """A response with one approved round, not issued, and that round."""
    with database.transaction() as session:
        number = approve(session, cast).id
    with database.session(read_only=True) as session:
        found = get_round(session, viewer=cast.viewers[OFFICER], round_id=number)
        assert found is not None
        return found.response_id, found


def approve_another(database: Database, cast: Cast, response_id: int) -> None:
    """Another version of the same response is drafted, sent, approved and issued."""
    with database.transaction() as session:
        officer = cast.viewers[OFFICER]
        answer = answer_of(session, cast, answers_of(session, response_id)[0])
        save_answer(session, actor=officer, answer=answer, text="Said anew.", based_on_n=answer.current_n)
        issued(session, cast, response_id)


def test_what_is_submitted_is_what_the_page_showed(
    database: Database, cast: Cast, visit: Visit, approved: tuple[int, SignOffRound]
) -> None:
    response, first = approved
    officer = visit(OFFICER).open(f"/responses/{response}/documents").submit("Issue the three documents")
    officer.open(f"/responses/{response}/submit")
    assert "round 1" in officer.text
    approve_another(database, cast, response)
    officer.submit("Record the submission", _expect=422, way="post", receipt="R-42", note="Sent by courier, signed for")
    assert "Round 2 was approved after you opened this page" in officer.text
    assert "Sent by courier, signed for" in officer.html
    with database.session(read_only=True) as session:
        assert session.scalars(sa.select(Submission).where(Submission.response_id == response)).all() == []
    officer.submit("Record the submission", way="post", receipt="R-42")
    with database.session(read_only=True) as session:
        kept = session.scalars(sa.select(Submission).where(Submission.response_id == response)).one()
        assert kept.round_id != first.id


@pytest.mark.parametrize("sha256", [None, "", "0" * 64])
def test_documents_are_issued_of_the_version_that_the_page_showed(
    database: Database, cast: Cast, visit: Visit, approved: tuple[int, SignOffRound], sha256: str | None
) -> None:
    response, round_ = approved
    officer = visit(OFFICER).open(f"/responses/{response}/documents")
    token = officer.document.xpath("//input[@name='csrf_token']")[0].get("value")
    sent_with = {"csrf_token": token} if sha256 is None else {"csrf_token": token, "sha256": sha256}
    answer = officer.client.post(f"/rounds/{round_.id}/issue", base_url=HOST, data=sent_with)
    assert answer.status_code == 409
    with database.session(read_only=True) as session:
        assert issued_files(session, round_=round_) == []


def test_what_is_sent_for_sign_off_is_what_the_sender_saw(database: Database, cast: Cast, visit: Visit) -> None:
    with database.transaction() as session:
        response = drafted(session, cast).id
        first, *_ = answers_of(session, response)
    officer = visit(OFFICER).open(f"/responses/{response}/sign-off")
    other = visit("Senior policy officer").open(f"/answers/{first}")
    other.submit("Save answer", text="Somebody wrote this after the page was opened.", status="ready")
    officer.submit("Send for sign-off", _expect=409)
    assert "A text was changed after you opened this page" in officer.text
    with database.session(read_only=True) as session:
        assert session.scalars(sa.select(SignOffRound).where(SignOffRound.response_id == response)).all() == []
    officer.submit("Send for sign-off")
    assert "This version was sent" in officer.text


def test_a_comment_is_on_the_version_that_its_author_read(database: Database, drafting: Drafting, visit: Visit) -> None:
    number = drafting.answers[0]
    police = visit("Police partner").open(f"/answers/{number}")
    read = int(police.document.xpath("//input[@name='on']/@value")[0])
    visit(OFFICER).open(f"/answers/{number}").submit("Save answer", text="Another text by now.", status="drafting")
    police.submit("Send comment", comment="This is about what I read")
    with database.session(read_only=True) as session:
        said = session.scalars(sa.select(Comment).where(Comment.text == "This is about what I read")).one()
        assert said.on_n == read
    token = police.document.xpath("//input[@name='csrf_token']")[0].get("value")
    for on in ({}, {"on": "4711"}, {"on": "-1"}):
        typed = {"csrf_token": token, "comment": "On no version", **on}
        assert police.client.post(f"/answers/{number}/comments", base_url=HOST, data=typed).status_code == 422


def test_a_form_that_lacks_the_version_it_began_with_overwrites_nothing(
    database: Database, drafting: Drafting, visit: Visit
) -> None:
    letter = f"/responses/{drafting.response}/letter"
    officer = visit(OFFICER).open(letter)
    token = officer.document.xpath("//input[@name='csrf_token']")[0].get("value")
    typed = {"csrf_token": token, "subject": "A subject that was typed on no version"}
    answer = officer.client.post(letter, base_url=HOST, data=typed)
    assert answer.status_code == 422
    assert "A subject that was typed on no version" in answer.get_data(as_text=True)
    with database.session(read_only=True) as session:
        drafts = session.scalars(sa.select(DocumentDraft.content)).all()
    assert not any("on no version" in content for content in drafts)


def test_an_earlier_answer_is_used_as_it_was_read(
    database: Database, cast: Cast, drafting: Drafting, visit: Visit
) -> None:
    with database.transaction() as session:
        (entry,) = in_the_library(session, cast)
    use = f"/answers/{drafting.answers[-1]}/use/{entry}"
    officer = visit(OFFICER).open(use)
    before = officer.document.xpath("//input[@name='entry_version']/@value")[0]
    officer.open(f"/library/{entry}/amend").submit("Propose", answer="Amended meanwhile.", why="It was out of date")
    with database.session(read_only=True) as session:
        proposal = session.scalars(sa.select(EntryProposal.id).order_by(EntryProposal.id.desc()).limit(1)).one()
    visit("Senior policy officer").open(f"/library/proposals/{proposal}").submit(
        "Record the decision", verdict="approve"
    )
    officer.open(use).submit("Use this answer", _expect=422, entry_version=before)
    assert "was made after you opened this page" in officer.text
    officer.open(f"/library/{entry}/review").submit("Record the review", _expect=422, version=before, verdict="confirm")
    assert "was made after you opened this page" in officer.text


def test_of_two_entries_one_stays_as_both_were_read(database: Database, cast: Cast, visit: Visit) -> None:
    with database.transaction() as session:
        one, other = in_the_library(session, cast, 2)
        number = make_entry_pair(session, entry_id=one, other_id=other).id
    officer = visit(OFFICER).open(f"/library/duplicates/{number}")
    officer.submit("Save the choice", _expect=422, stays=str(one), other_version="99")
    assert f"of entry {other} was made after you opened this page" in officer.text
    with database.session(read_only=True) as session:
        assert session.get_one(EntryPair, number).state is PairState.PROPOSED
    officer.submit("Save the choice", stays=str(one))
    assert f"Entry {one} stays" in officer.text


def test_the_command_chooses_no_round_of_several(
    database: Database,
    cast: Cast,
    approved: tuple[int, SignOffRound],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATABASE_URL", database.engine.url.render_as_string(hide_password=False))
    response, _ = approved
    approve_another(database, cast, response)
    out = ["--out", str(tmp_path / "out")]
    assert main(["issue", str(response), *out]) == 2
    assert "rounds 1 and 2 were approved. Say which with --round N" in capsys.readouterr().err
    assert main(["issue", str(response), "--round", "3", *out]) == 2
    assert not (tmp_path / "out").exists()
    assert main(["issue", str(response), "--round", "1", *out]) == 0
    assert len(list((tmp_path / "out").iterdir())) == 3
