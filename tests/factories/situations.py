"""Situations that many tests begin with, made by factories, and by the services where the record has to know of it.

They are told by the numbers of what is in them: tests open pages by these, whatever numbers a database has given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import dates
from consult.demo.cast import COUNCIL, HEALTH, PARTNERSHIP, POLICE, VOLUNTARY, Cast
from consult.documents.models import DocumentKind
from consult.documents.services import present_sha256, save_draft
from consult.drafting.models import Answer, ConsultationResponse
from consult.drafting.planning import ResponsePlan, set_up_response
from consult.drafting.queries import answer_lines, get_answer, get_response
from consult.drafting.services import save_answer, set_status
from consult.drafting.states import AnswerStatus, MilestoneKind
from consult.issuing.services import issue, make_files
from consult.question_sets.queries import get_question_set
from consult.sign_off.models import SignOffRound, Verdict
from consult.sign_off.queries import get_round, own_decisions
from consult.sign_off.rules import Result
from consult.sign_off.services import TypedDecision, decide, send_for_sign_off
from tests.documents.sample import LETTER, REPORT
from tests.factories.library import make_entry
from tests.factories.question_sets import make_consultation, make_question, make_question_set
from tests.factories.rows import in_days, moment_in

OFFICER = "Policy officer"
APPROVERS = ("Council Executive", "Partnership board")
TITLE = "Joint response on village halls"
BEGUN = ("Yes. A hall is where a village meets.", "Parishes should say which halls they need, and share the keys.", "")


@dataclass(frozen=True)
class Drafting:
    """A response that the council leads, for itself and for the partnership; the partners of three bodies are asked.

    `questions` and `answers` are the numbers of its questions and answers, in their order.
    """

    response: int
    question_set: int
    consultation: int
    questions: tuple[int, ...]
    answers: tuple[int, ...]


def being_drafted(
    session: Session, cast: Cast, texts: Sequence[str] = BEGUN, *, questions: Sequence[str] = (), title: str = TITLE
) -> Drafting:
    """A response with a question for each text, which is its answer; where it is empty the answer is not begun.

    `questions` are the words of the questions, where they matter. Report and letter are drafted as well: nothing in
    them is missing.
    """
    officer = cast.viewers[OFFICER]
    consultation = make_consultation(session, owner_id=officer.organisation_id)
    question_set_id = make_question_set(session, consultation_id=consultation.id).id
    given = [{"text": text} for text in questions] or [{} for _ in texts]
    asked = tuple(make_question(session, question_set_id=question_set_id, **each).id for each in given)
    question_set = get_question_set(session, viewer=officer, question_set_id=question_set_id)
    assert question_set is not None
    made = set_up_response(session, actor=officer, question_set=question_set, plan=_plan(cast, title))
    numbers = answers_of(session, made.id)
    for number, text in zip(numbers, texts, strict=True):
        if text:
            save_answer(session, actor=officer, answer=answer_of(session, cast, number), text=text, based_on_n=0)
    session.expire_all()
    drafted = response_of(session, cast, made.id)
    for kind, said in ((DocumentKind.COMMITTEE_REPORT, REPORT), (DocumentKind.COVERING_LETTER, LETTER)):
        save_draft(session, actor=officer, response=drafted, kind=kind, text=said)
    session.expire_all()
    return Drafting(made.id, question_set_id, consultation.id, asked, numbers)


def _plan(cast: Cast, title: str) -> ResponsePlan:
    return ResponsePlan(
        title=title,
        lead_officer_id=cast.people[OFFICER].id,
        closing_at=moment_in(50),
        bodies=[cast.organisations[name].id for name in (COUNCIL, PARTNERSHIP)],
        partners=[cast.organisations[name].id for name in (POLICE, HEALTH, VOLUNTARY)],
        timetable={
            MilestoneKind.COMMENTS_BY: in_days(21),
            MilestoneKind.REPORT_BY: in_days(28),
            MilestoneKind.DECISION_BY: in_days(40),
        },
    )


def response_of(session: Session, cast: Cast, number: int) -> ConsultationResponse:
    """A response as the policy officer sees it."""
    found = get_response(session, viewer=cast.viewers[OFFICER], response_id=number)
    assert found is not None
    return found


def answers_of(session: Session, response: int) -> tuple[int, ...]:
    """The numbers of a response's answers, in their order."""
    return tuple(session.scalars(select(Answer.id).where(Answer.response_id == response).order_by(Answer.position)))


def answer_of(session: Session, cast: Cast, number: int, who: str = OFFICER) -> Answer:
    """An answer as somebody sees it."""
    found = get_answer(session, viewer=cast.viewers[who], answer_id=number)
    assert found is not None
    return found


def drafted(session: Session, cast: Cast, number: int | None = None) -> ConsultationResponse:
    """A response with every answer ready: the one with this number, or a new one."""
    officer = cast.viewers[OFFICER]
    found = response_of(session, cast, number or being_drafted(session, cast).response)
    for line in answer_lines(session, viewer=None, response=found):
        each = answer_of(session, cast, line.answer.id)
        if not line.text:
            save_answer(session, actor=officer, answer=each, text="An answer.", based_on_n=0)
        set_status(session, actor=officer, answer=each, status=AnswerStatus.READY)
    session.flush()
    session.expire_all()
    return response_of(session, cast, found.id)


def sent(session: Session, cast: Cast, number: int | None = None) -> SignOffRound:
    """A round of a response, or of a new one, that waits for the decisions of its bodies."""
    officer = cast.viewers[OFFICER]
    ready = drafted(session, cast, number)
    sha256 = present_sha256(session, response=ready)
    made = send_for_sign_off(session, actor=officer, response=ready, sha256=sha256).id
    session.expire_all()
    return round_of(session, cast, made)


def round_of(session: Session, cast: Cast, number: int, who: str = OFFICER) -> SignOffRound:
    """A round as somebody sees it."""
    found = get_round(session, viewer=cast.viewers[who], round_id=number)
    assert found is not None
    return found


def decide_as(
    session: Session, cast: Cast, round_id: int, who: str, verdict: Verdict, *, sha256: str = "", amendments: str = ""
) -> Result:
    """Record what somebody's body decided."""
    session.flush()
    session.expire_all()
    viewer, round_ = cast.viewers[who], round_of(session, cast, round_id, who)
    (decision,) = own_decisions(session, viewer=viewer, round_=round_)
    typed = TypedDecision(verdict, sha256 or round_.sha256, amendments, dates.today(), "Minute 3")
    return decide(session, actor=viewer, round_=round_, decision=decision, typed=typed)


def approved(session: Session, cast: Cast, number: int | None = None) -> SignOffRound:
    """A round of a response, or of a new one, that every body approved."""
    round_ = sent(session, cast, number)
    for name in APPROVERS:
        decide_as(session, cast, round_.id, name, Verdict.APPROVE)
    session.expire_all()
    return round_of(session, cast, round_.id)


def issued(session: Session, cast: Cast, number: int | None = None) -> SignOffRound:
    """An approved round whose three documents were issued."""
    round_ = approved(session, cast, number)
    files = make_files(session, actor=None, round_=round_, sha256=round_.sha256)
    issue(session, actor=cast.viewers[OFFICER], round_=round_, sha256=round_.sha256, files=files)
    return round_


def in_the_library(session: Session, cast: Cast, count: int = 1, **given: Any) -> list[int]:
    """The numbers of so many entries of the council, which every body and partner of the cast finds."""
    owner = cast.organisations[COUNCIL].id
    others = {cast.organisations[name].id for name in (PARTNERSHIP, POLICE, HEALTH, VOLUNTARY)}
    usual = {"owner_id": owner, "adopted_by": {owner}, "shown_to": others, **given}
    return [make_entry(session, **usual).id for _ in range(count)]
