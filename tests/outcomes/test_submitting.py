"""What is submitted is what the bodies approved: its texts, and which questions are left without an answer and why."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.database import Database
from consult.demo.cast import Cast
from consult.documents.content import from_json
from consult.documents.services import gather, present_sha256
from consult.drafting.finishing import Reasons
from consult.drafting.services import save_answer, set_status
from consult.drafting.states import AnswerStatus
from consult.history.facts import facts_of
from consult.history.models import HistoryEntry
from consult.issuing.services import issue, make_files
from consult.outcomes.models import SubmittedBy
from consult.outcomes.services import submit
from consult.sign_off.models import SignOffRound, Verdict
from consult.sign_off.services import send_for_sign_off
from tests.factories.situations import (
    APPROVERS,
    BEGUN,
    OFFICER,
    Drafting,
    answer_of,
    being_drafted,
    decide_as,
    response_of,
    round_of,
)
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]
NONE = AnswerStatus.NO_ANSWER_INTENDED
FOR_OTHERS, LATER = "The health bodies answer for that.", "We changed our mind."


def issued(session: Session, cast: Cast) -> tuple[Drafting, SignOffRound]:
    """A response approved and issued with two answers, and a question to which none is intended."""
    made, officer = being_drafted(session, cast), cast.viewers[OFFICER]
    for number in made.answers[:2]:
        set_status(session, actor=officer, answer=answer_of(session, cast, number), status=AnswerStatus.READY)
    save(session, cast, made.answers[2], "", NONE, FOR_OTHERS)
    session.expire_all()
    response = response_of(session, cast, made.response)
    sha256 = present_sha256(session, response=response)
    number = send_for_sign_off(session, actor=officer, response=response, sha256=sha256).id
    for name in APPROVERS:
        decide_as(session, cast, number, name, Verdict.APPROVE)
    session.expire_all()
    round_ = round_of(session, cast, number)
    files = make_files(session, actor=None, round_=round_, sha256=round_.sha256)
    issue(session, actor=officer, round_=round_, sha256=round_.sha256, files=files)
    session.expire_all()
    return made, round_of(session, cast, number)


def save(session: Session, cast: Cast, number: int, text: str, status: AnswerStatus, because: str = "") -> None:
    """Save as the policy officer, on the version that is there."""
    answer, officer = answer_of(session, cast, number), cast.viewers[OFFICER]
    reasons, on = Reasons(because or answer.no_answer_because, ""), answer.current_n
    save_answer(session, actor=officer, answer=answer, text=text, based_on_n=on, status=status, reasons=reasons)


def submitted(session: Session, cast: Cast, made: Drafting, round_: SignOffRound) -> None:
    """Submit the approved round."""
    session.expire_all()
    submit(
        session,
        actor=cast.viewers[OFFICER],
        response=response_of(session, cast, made.response),
        round_id=round_.id,
        sha256=round_.sha256,
        way=SubmittedBy.EMAIL,
        receipt="",
        note="",
    )
    session.expire_all()


def edited_after_approval(session: Session, cast: Cast, made: Drafting) -> None:
    """Every answer becomes another kind of thing than what was approved."""
    first, second, third = made.answers
    save(session, cast, first, BEGUN[0], NONE, LATER)
    save(session, cast, second, "A later text.", AnswerStatus.DRAFTING)
    save(session, cast, third, "A draft that nobody approved.", AnswerStatus.READY)


def test_what_was_approved_is_the_response_whatever_was_drafted_since(session: Session, cast: Cast) -> None:
    made, round_ = issued(session, cast)
    approved = from_json(round_.content).answers
    edited_after_approval(session, cast, made)
    session.expire_all()
    assert gather(session, response=response_of(session, cast, made.response))[0].answers != approved
    submitted(session, cast, made, round_)
    assert gather(session, response=response_of(session, cast, made.response))[0].answers == approved
    answers = [answer_of(session, cast, number) for number in made.answers]
    assert [each.status for each in answers] == [AnswerStatus.READY, AnswerStatus.READY, NONE]
    assert [each.current_n for each in answers[:2]] == [1, 1]


def test_the_reason_that_was_approved_stands_for_the_one_typed_later(session: Session, cast: Cast) -> None:
    made, round_ = issued(session, cast)
    save(session, cast, made.answers[2], "", NONE, LATER)
    submitted(session, cast, made, round_)
    assert answer_of(session, cast, made.answers[2]).no_answer_because == FOR_OTHERS


def test_the_record_tells_which_answers_submitting_changed(session: Session, cast: Cast) -> None:
    made, round_ = issued(session, cast)
    edited_after_approval(session, cast, made)
    newest = select(HistoryEntry).order_by(HistoryEntry.seq.desc())
    last = session.scalars(newest.limit(1)).one().seq
    submitted(session, cast, made, round_)
    told = session.scalars(newest.where(HistoryEntry.seq > last)).all()
    moves = [facts_of(each.details) for each in reversed(told) if each.action == "answer status changed"]
    assert [(each["place"], each["before"], each["after"]) for each in moves] == [
        (1, "no_answer_intended", "ready"),
        (2, "drafting", "ready"),
        (3, "ready", "no_answer_intended"),
    ]


def test_a_partner_reads_what_was_submitted_and_nothing_drafted_since(
    database: Database, cast: Cast, visit: Visit
) -> None:
    with database.transaction() as session:
        made, round_ = issued(session, cast)
        edited_after_approval(session, cast, made)
        submitted(session, cast, made, round_)
    partner, expected = visit("Police partner"), (*BEGUN[:2], FOR_OTHERS)
    pages = [partner.open(f"/answers/{number}").text for number in made.answers]
    for page, text in zip(pages, expected, strict=True):
        assert text in page
    listed = partner.open(f"/responses/{made.response}/answers").text
    for page in (*pages, listed):
        for later in (LATER, "A later text", "nobody approved"):
            assert later not in page
