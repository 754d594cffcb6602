"""Making the demonstration: a response submitted, one drafted, one that waits for decisions, questions to review."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult import dates
from consult.comments.models import DispositionOutcome
from consult.comments.services import comment, settle
from consult.demo import texts
from consult.demo.cast import COUNCIL, HEALTH, PARTNERSHIP, POLICE, VOLUNTARY, Cast, gather_cast
from consult.demo.library import keep_library
from consult.documents.models import DocumentKind
from consult.documents.queries import current_letter, current_report
from consult.documents.services import present_sha256, save_draft
from consult.drafting.inviting import InvitationTerms, invite
from consult.drafting.models import Answer, ConsultationResponse
from consult.drafting.planning import ResponsePlan, set_up_response
from consult.drafting.queries import answer_lines, get_answer, get_response
from consult.drafting.response_roles import give_role
from consult.drafting.services import save_answer, set_status
from consult.drafting.states import AnswerStatus, InvitationLevel, MilestoneKind
from consult.issuing.services import issue, make_files
from consult.library.services import file_answers
from consult.outcomes.models import SubmittedBy
from consult.outcomes.services import submit
from consult.people.models import Person
from consult.permissions import Role, Viewer
from consult.question_sets import uploads
from consult.question_sets.banks import bank_bytes
from consult.question_sets.details import change_details
from consult.question_sets.extract import extract
from consult.question_sets.loading import load
from consult.question_sets.models import QuestionSet, ReadingPurpose
from consult.question_sets.queries import get_question_set
from consult.question_sets.rules import shown_sha256
from consult.question_sets.services import publish
from consult.sign_off.models import SignOffRound, Verdict
from consult.sign_off.queries import get_round, own_decisions
from consult.sign_off.services import TypedDecision, decide, send_for_sign_off

OFFICER = "Policy officer"
MAIN_BANK = "local-partnership-working.yaml"


def seed(session: Session) -> bool:
    """Fill an empty database with the demonstration. False, and nothing changed, when it has people already."""
    if session.scalar(select(func.count()).select_from(Person)):
        return False
    cast = gather_cast(session)
    _earlier_response(session, cast)
    _present_response(session, cast)
    rating = "partnership-health-rating.yaml"
    _load(session, cast.viewers[OFFICER], rating, bank_bytes(rating), _ahead(66))
    _waiting_response(session, cast)
    _paper_to_review(session, cast)
    keep_library(session, cast)
    return True


def _load(
    session: Session,
    officer: Viewer,
    name: str,
    content: bytes,
    closing_at: datetime | None,
    said: texts.Documents = texts.PARTNERSHIPS,
) -> QuestionSet:
    consultation = load(
        session,
        actor=officer,
        owner_id=officer.organisation_id,
        paper=extract(name, content),
        name=name,
        content=content,
    )
    if closing_at:
        change_details(
            session,
            actor=officer,
            consultation=consultation,
            title=consultation.title,
            issuing_body=consultation.issuing_body,
            reference=consultation.reference,
            closing_at=closing_at,
            ways_to_respond=f"By email to {said.email}, or in the Department’s online form.",
        )
    question_set = get_question_set(session, viewer=officer, question_set_id=consultation.question_sets[0].id)
    assert question_set is not None
    return question_set


def _set_up(session: Session, cast: Cast, question_set: QuestionSet, title: str) -> ConsultationResponse:
    closes = question_set.consultation.closing_at
    assert closes is not None
    day = dates.in_london(closes).date()
    plan = ResponsePlan(
        title=title,
        lead_officer_id=cast.people[OFFICER].id,
        closing_at=closes - timedelta(days=1),
        bodies=[cast.organisations[COUNCIL].id, cast.organisations[PARTNERSHIP].id],
        partners=[cast.organisations[name].id for name in (POLICE, HEALTH, VOLUNTARY)],
        timetable={
            MilestoneKind.COMMENTS_BY: day - timedelta(days=21),
            MilestoneKind.REPORT_BY: day - timedelta(days=16),
            MilestoneKind.DECISION_BY: day - timedelta(days=4),
        },
    )
    officer = cast.viewers[OFFICER]
    publish(session, actor=officer, question_set=question_set, sha256=shown_sha256(question_set))
    response = set_up_response(session, actor=officer, question_set=question_set, plan=plan)
    return _loaded(session, officer, response)


def _loaded(session: Session, viewer: Viewer, response: ConsultationResponse) -> ConsultationResponse:
    session.flush()
    session.expire_all()
    found = get_response(session, viewer=viewer, response_id=response.id)
    assert found is not None
    return found


def _answers(session: Session, viewer: Viewer, response: ConsultationResponse) -> list[Answer]:
    numbers = [line.answer.id for line in answer_lines(session, viewer=viewer, response=response)]
    answers = [get_answer(session, viewer=viewer, answer_id=number) for number in numbers]
    return [answer for answer in answers if answer is not None]


def _earlier_response(session: Session, cast: Cast) -> None:
    """A response from the paper to the library, so that there is something to find."""
    officer = cast.viewers[OFFICER]
    content = texts.EARLIER_CONSULTATION.encode()
    question_set = _load(session, officer, "a-fair-say.yaml", content, None)
    response = _set_up(session, cast, question_set, "Response to A fair say")
    round_ = _answered_and_sent(session, officer, response, texts.EARLIER_ANSWERS, texts.FAIR_SAY)
    for name, minute in (("Council Executive", "41 of this year"), ("Partnership board", "Item 6")):
        _approve(session, cast.viewers[name], round_.id, minute)
    approved = get_round(session, viewer=officer, round_id=round_.id)
    assert approved is not None
    files = make_files(session, actor=officer, round_=approved, sha256=approved.sha256)
    issue(session, actor=officer, round_=approved, sha256=approved.sha256, files=files)
    submission = submit(
        session,
        actor=officer,
        response=_loaded(session, officer, response),
        round_id=approved.id,
        sha256=approved.sha256,
        way=SubmittedBy.EMAIL,
        receipt="FS-0117",
        note="The department confirmed by email the same day that it had everything.",
    )
    file_answers(session, actor=officer, submission=submission)


def _paper_to_review(session: Session, cast: Cast) -> None:
    """A paper that was uploaded and read, whose questions an officer has yet to check."""
    closes = dates.in_london(_ahead(80)).date()
    name, content = "better-bus-stops.md", texts.PAPER.format(closes=dates.long_date(closes)).encode()
    officer = cast.viewers[OFFICER]
    uploads.receive(session, actor=officer, purpose=ReadingPurpose.NEW_CONSULTATION, name=name, content=content)
    reading = uploads.claim(session)
    assert reading is not None
    # Our own text, so it is read here; what people upload is read in a process of its own.
    uploads.finish(
        session, reading_id=reading.id, attempt=reading.attempts, paper=extract(name, content), peak_memory=0
    )


def _waiting_response(session: Session, cast: Cast) -> None:
    """A response that waits for the decisions of both bodies."""
    officer = cast.viewers[OFFICER]
    content = texts.WAITING_CONSULTATION.encode()
    question_set = _load(session, officer, "quieter-streets.yaml", content, _ahead(20), texts.STREETS)
    response = _set_up(session, cast, question_set, "Response on speed limits near schools")
    _answered_and_sent(session, officer, response, texts.WAITING_ANSWERS, texts.STREETS)


def _answered_and_sent(
    session: Session,
    officer: Viewer,
    response: ConsultationResponse,
    answers: Sequence[str],
    said: texts.Documents,
) -> SignOffRound:
    for answer, text in zip(_answers(session, officer, response), answers, strict=True):
        save_answer(session, actor=officer, answer=answer, text=text, based_on_n=0)
        set_status(session, actor=officer, answer=answer, status=AnswerStatus.READY)
    _draft_documents(session, officer, response, said)
    response = _loaded(session, officer, response)
    sha256 = present_sha256(session, response=response)
    return send_for_sign_off(session, actor=officer, response=response, sha256=sha256)


def _approve(session: Session, viewer: Viewer, round_id: int, minute: str) -> None:
    round_ = get_round(session, viewer=viewer, round_id=round_id)
    assert round_ is not None
    (decision,) = own_decisions(session, viewer=viewer, round_=round_)
    typed = TypedDecision(Verdict.APPROVE, round_.sha256, "", dates.today(), minute)
    decide(session, actor=viewer, round_=round_, decision=decision, typed=typed)
    session.expire_all()


def _draft_documents(session: Session, officer: Viewer, response: ConsultationResponse, said: texts.Documents) -> None:
    report = replace(
        current_report(session, response=response).text,
        meeting_body="Executive",
        meeting_date=_day(7),
        briefing_date=_day(1),
        report_of="Assistant Chief Executive",
        summary=said.summary,
        main_issues_summary=said.issues,
        corporate_priority="Working with partners",
        background=said.background,
        main_issues=said.main_issues,
        proposals=said.proposals,
        priorities=said.priorities,
        contact="Policy officer, policy.officer@rivermead.example",
    )
    letter = replace(
        current_letter(session, response=response).text,
        recipient=f"{said.team}\nDepartment for Local Places\n1 Example Street",
        key_issues=said.key_issues,
        signatory_name="Chief Executive",
        signatory_title="Chief Executive of Rivermead Borough Council",
    )
    for kind, text in ((DocumentKind.COMMITTEE_REPORT, report), (DocumentKind.COVERING_LETTER, letter)):
        save_draft(session, actor=officer, response=response, kind=kind, text=text)


def _ahead(days: int) -> datetime:
    """A closing time so many days from now, so that the demonstration is never out of date when it begins."""
    return dates.from_london(dates.today() + timedelta(days=days), time(23, 45))


def _day(days: int) -> str:
    ahead: date = dates.today() + timedelta(days=days)
    return ahead.isoformat()


def _present_response(session: Session, cast: Cast) -> None:
    """A response half way: some answers ready, some with comments, some not begun."""
    officer = cast.viewers[OFFICER]
    question_set = _load(session, officer, MAIN_BANK, bank_bytes(MAIN_BANK), _ahead(38))
    response = _set_up(session, cast, question_set, "Joint response on local partnerships")
    for answer in _answers(session, officer, response):
        if answer.position not in texts.ANSWERS:
            continue
        save_answer(session, actor=officer, answer=answer, text=texts.ANSWERS[answer.position], based_on_n=0)
        if answer.position in texts.READY | texts.FOR_COMMENT:
            ready = answer.position in texts.READY
            status = AnswerStatus.READY if ready else AnswerStatus.FOR_COMMENT
            set_status(session, actor=officer, answer=answer, status=status)
    _draft_documents(session, officer, response, texts.PARTNERSHIPS)
    _people_of_response(session, cast, response)
    _comments(session, cast, response)


def _people_of_response(session: Session, cast: Cast, response: ConsultationResponse) -> None:
    """A parish clerk is asked about two questions; the council's clerk also keeps the partnership's minutes."""
    officer = cast.viewers[OFFICER]
    response = _loaded(session, officer, response)
    asked = tuple(answer.id for answer in _answers(session, officer, response) if answer.position in (6, 13))
    terms = InvitationTerms(
        InvitationLevel.SUGGEST, whole=False, answers=asked, until=dates.today() + timedelta(days=21)
    )
    invite(session, actor=officer, response=response, to=cast.people["Parish clerk"], terms=terms)
    board = next(body for body in response.bodies if body.organisation_id == cast.organisations[PARTNERSHIP].id)
    clerk = cast.people["Committee clerk"]
    chair = cast.viewers["Partnership board"]
    give_role(session, actor=chair, response=response, to=clerk, role=Role.CLERK, body=board)


def _comments(session: Session, cast: Cast, response: ConsultationResponse) -> None:
    officer = cast.viewers[OFFICER]
    answers = {answer.position: answer for answer in _answers(session, officer, response)}
    for name, place, position, text, suggestion in texts.COMMENTS:
        made = comment(
            session,
            actor=cast.viewers[name],
            answer=answers[place],
            on_n=answers[place].current_n,
            position=position,
            text=text,
            suggestion=suggestion,
        )
        if name == "Voluntary sector partner" and text:
            reason = "The forums for young people are named in the next version."
            settle(session, actor=officer, comment=made, outcome=DispositionOutcome.ACCEPTED, reason=reason)
