"""Sign-off: one exact version, each body for itself, once."""

import itertools
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from consult.database import Database
from consult.demo.cast import Cast
from consult.documents.content import content_hash, from_json
from consult.documents.models import DocumentKind
from consult.documents.queries import current_letter
from consult.documents.services import present_sha256, save_draft
from consult.drafting.queries import answer_lines
from consult.drafting.services import save_answer
from consult.drafting.states import AnswerStatus, ResponseState
from consult.issuing.rules import AlreadyIssued, NotApproved
from consult.issuing.services import issue, make_files
from consult.notices.models import OutboxMessage
from consult.people.models import Person, RoleHeld
from consult.sign_off import rules
from consult.sign_off.changes import approved_version, changes_since
from consult.sign_off.models import RoundState, SignOffRound, Verdict
from consult.sign_off.queries import get_round, own_decisions, rounds_of
from consult.sign_off.rules import Result, result_from
from consult.sign_off.services import send_for_sign_off, withdraw
from tests.factories.situations import APPROVERS, OFFICER, answer_of, answers_of, decide_as, drafted, response_of, sent
from tests.visitor import Visitor


@pytest.mark.parametrize("verdicts", list(itertools.product(Verdict, repeat=2)))
def test_what_two_verdicts_come_to(verdicts: tuple[Verdict, Verdict]) -> None:
    result = result_from(verdicts)
    assert (result is Result.WAITING) == (Verdict.PENDING in verdicts)
    assert (result is Result.APPROVED) == (set(verdicts) == {Verdict.APPROVE})
    assert result_from(tuple(reversed(verdicts))) is result


def test_a_round_needs_every_answer_ready(session: Session, cast: Cast) -> None:
    response = drafted(session, cast)
    for n in (0, 1):
        answer_of(session, cast, answers_of(session, response.id)[n]).status = AnswerStatus.FOR_COMMENT
    sha256 = present_sha256(session, response=response)
    with pytest.raises(rules.NotReady, match="2 answers are not finished"):
        send_for_sign_off(session, actor=cast.viewers[OFFICER], response=response, sha256=sha256)


def test_a_round_freezes_answers_letter_and_report(session: Session, cast: Cast) -> None:
    round_ = sent(session, cast)
    content = from_json(round_.content)
    assert round_.sha256 == content_hash(round_.content)
    assert len(content.answers) == 3
    assert content.letter.key_issues
    assert content.report.background
    assert content.bodies == ("Rivermead Borough Council", "Rivermead Local Partnership")


def test_both_bodies_approve(session: Session, cast: Cast) -> None:
    round_ = sent(session, cast)
    assert decide_as(session, cast, round_.id, APPROVERS[0], Verdict.APPROVE) is Result.WAITING
    assert decide_as(session, cast, round_.id, APPROVERS[1], Verdict.APPROVE) is Result.APPROVED
    response = response_of(session, cast, round_.response_id)
    assert response.state is ResponseState.APPROVED


@pytest.mark.parametrize("verdict", [Verdict.APPROVE_WITH_AMENDMENTS, Verdict.DO_NOT_RESPOND])
def test_anything_else_sends_it_back_to_drafting(session: Session, cast: Cast, verdict: Verdict) -> None:
    round_ = sent(session, cast)
    amendments = "Say more." if verdict is Verdict.APPROVE_WITH_AMENDMENTS else ""
    decide_as(session, cast, round_.id, APPROVERS[0], verdict, amendments=amendments)
    decide_as(session, cast, round_.id, APPROVERS[1], Verdict.APPROVE)
    response = response_of(session, cast, round_.response_id)
    assert response.state is ResponseState.DRAFTING
    closed = get_round(session, viewer=cast.viewers[OFFICER], round_id=round_.id)
    assert closed is not None
    with pytest.raises(NotApproved):
        issue(
            session,
            actor=cast.viewers[OFFICER],
            round_=closed,
            sha256=closed.sha256,
            files=make_files(session, actor=None, round_=closed, sha256=closed.sha256),
        )
    again = sent(session, cast, response.id)
    assert again.n == 2


def test_a_body_decides_once_and_on_what_it_read(session: Session, cast: Cast) -> None:
    round_ = sent(session, cast)
    with pytest.raises(rules.OtherVersion):
        decide_as(session, cast, round_.id, APPROVERS[0], Verdict.APPROVE, sha256="0" * 64)
    with pytest.raises(rules.AmendmentsMissing):
        decide_as(session, cast, round_.id, APPROVERS[0], Verdict.APPROVE_WITH_AMENDMENTS)
    decide_as(session, cast, round_.id, APPROVERS[0], Verdict.APPROVE)
    with pytest.raises(rules.AlreadyDecided):
        decide_as(session, cast, round_.id, APPROVERS[0], Verdict.DO_NOT_RESPOND)


def test_an_officer_cannot_decide(session: Session, cast: Cast) -> None:
    round_ = sent(session, cast)
    assert own_decisions(session, viewer=cast.viewers[OFFICER], round_=round_) == []


def test_a_withdrawn_round_takes_no_decision(session: Session, cast: Cast) -> None:
    round_ = sent(session, cast)
    with pytest.raises(rules.ReasonMissing):
        withdraw(session, actor=cast.viewers[OFFICER], round_=round_, reason=" \n")
    withdraw(session, actor=cast.viewers[OFFICER], round_=round_, reason="A figure was wrong.")
    assert round_.state is RoundState.WITHDRAWN
    with pytest.raises(rules.RoundAlreadyClosed):
        decide_as(session, cast, round_.id, APPROVERS[0], Verdict.APPROVE)


def test_whoever_was_asked_to_decide_is_told_once_that_the_version_was_withdrawn(session: Session, cast: Cast) -> None:
    session.execute(sa.delete(OutboxMessage))
    round_ = sent(session, cast)
    everybody = sa.select(OutboxMessage.address, OutboxMessage.event, OutboxMessage.text)
    asked = {row.address for row in session.execute(everybody) if row.event.startswith("sent for sign-off/")}
    assert len(asked) > 1
    other = session.scalars(sa.select(Person.id).where(Person.email.not_in(asked)).order_by(Person.id)).first()
    session.add(RoleHeld(person_id=other, role="approver"))
    session.flush()
    withdraw(session, actor=cast.viewers[OFFICER], round_=round_, reason="A *figure* was wrong.")
    told = [row for row in session.execute(everybody) if row.event.startswith("sign-off withdrawn/")]
    assert sorted(row.address for row in told) == sorted(asked), "each once, and nobody who was not asked"
    assert all("A figure was wrong." in row.text and f"round {round_.n}" in row.text for row in told)


def test_whoever_decides_no_longer_does_not_learn_why_a_version_was_withdrawn(session: Session, cast: Cast) -> None:
    session.execute(sa.delete(OutboxMessage))
    round_ = sent(session, cast)
    first, second = (cast.people[name] for name in APPROVERS)
    session.execute(sa.delete(RoleHeld).where(RoleHeld.person_id == first.id))
    taken = sa.update(Person).values(email="of.nobody@rivermead.example").where(Person.id == second.id)
    session.execute(taken)
    other = sa.update(Person).values(email=second.email).where(Person.name == "Voluntary sector partner")
    session.execute(other)
    session.expire_all()
    round_ = get_round(session, viewer=cast.viewers[OFFICER], round_id=round_.id)
    assert round_ is not None
    withdraw(session, actor=cast.viewers[OFFICER], round_=round_, reason="A figure was wrong.")
    everybody = sa.select(OutboxMessage.address).where(OutboxMessage.event.startswith("sign-off withdrawn/"))
    assert {first.email, second.email}.isdisjoint(session.scalars(everybody).all())


def test_a_change_after_approval_makes_it_one_of_an_earlier_version(session: Session, cast: Cast) -> None:
    round_ = sent(session, cast)
    for name in APPROVERS:
        decide_as(session, cast, round_.id, name, Verdict.APPROVE)
    response = response_of(session, cast, round_.response_id)
    approved = approved_version(session, response=response, rounds=rounds_of(session, response=response))
    assert approved is not None
    assert approved.is_current
    first = answer_lines(session, viewer=None, response=response)[0].answer.id
    answer = answer_of(session, cast, first)
    save_answer(session, actor=cast.viewers[OFFICER], answer=answer, text="Another.", based_on_n=answer.current_n)
    session.flush()
    assert changes_since(session, response=response, round_=round_) == ("1 answer",)
    letter = current_letter(session, response=response)
    changed = replace(letter.text, closing="With regards.")
    kind = DocumentKind.COVERING_LETTER
    save_draft(session, actor=cast.viewers[OFFICER], response=response, kind=kind, text=changed)
    changes = changes_since(session, response=response, round_=round_)
    assert changes == ("1 answer", "the covering letter")


def test_two_rounds_cannot_be_open(session: Session, cast: Cast) -> None:
    response = response_of(session, cast, sent(session, cast).response_id)
    sha256 = present_sha256(session, response=response)
    with pytest.raises(rules.RoundAlreadyOpen):
        send_for_sign_off(session, actor=cast.viewers[OFFICER], response=response, sha256=sha256)


def test_both_bodies_decide_at_the_same_moment(database: Database, cast: Cast) -> None:
    with database.transaction() as session:
        number = sent(session, cast).id
    results: list[Result] = []
    gate = threading.Barrier(2)

    def approve(name: str) -> None:
        gate.wait()
        with database.transaction() as session:
            results.append(decide_as(session, cast, number, name, Verdict.APPROVE))

    threads = [threading.Thread(target=approve, args=(name,)) for name in APPROVERS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [Result.APPROVED, Result.WAITING]
    with database.session(read_only=True) as session:
        assert session.scalar(sa.select(SignOffRound.state).where(SignOffRound.id == number)) is RoundState.CLOSED


def test_documents_of_a_version_are_issued_once(session: Session, cast: Cast) -> None:
    round_ = sent(session, cast)
    for name in APPROVERS:
        decide_as(session, cast, round_.id, name, Verdict.APPROVE)
    approved = get_round(session, viewer=cast.viewers[OFFICER], round_id=round_.id)
    assert approved is not None
    assert (
        len(
            issue(
                session,
                actor=cast.viewers[OFFICER],
                round_=approved,
                sha256=approved.sha256,
                files=make_files(session, actor=None, round_=approved, sha256=approved.sha256),
            )
        )
        == 3
    )
    with pytest.raises(AlreadyIssued):
        issue(
            session,
            actor=cast.viewers[OFFICER],
            round_=approved,
            sha256=approved.sha256,
            files=make_files(session, actor=None, round_=approved, sha256=approved.sha256),
        )


def test_an_incomplete_decision_keeps_what_was_typed(
    database: Database, cast: Cast, visit: Callable[[str | None], Visitor]
) -> None:
    with database.transaction() as session:
        number = sent(session, cast).id
    approver = visit("Council Executive").open(f"/rounds/{number}").follow("Record the decision of")
    approver.submit("Record the decision", _expect=422, minute="Minute 41 of the meeting")
    assert "Select what was decided" in approver.text
    assert "Enter the date of the meeting" in approver.text
    assert "Minute 41 of the meeting" in approver.html
