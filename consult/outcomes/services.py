"""Submitting an approved response."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from consult import dates
from consult.documents.content import ResponseContent
from consult.drafting.leading import check_leads_now
from consult.drafting.models import ConsultationResponse
from consult.drafting.services import clean_text, lock_response, move_response, said_text
from consult.drafting.states import ResponseState
from consult.drafting.submitted import SubmittedAnswer, settle_on
from consult.history.services import record
from consult.history.turns import as_it_is
from consult.issuing.queries import issued_of
from consult.outcomes.models import Submission, SubmittedBy
from consult.outcomes.rules import check_submit
from consult.permissions import Viewer
from consult.sign_off.models import SignOffRound
from consult.sign_off.queries import newest_approved_of, rounds_of
from consult.sign_off.sealing import frozen_content


def submit(
    session: Session,
    *,
    actor: Viewer,
    response: ConsultationResponse,
    round_id: int,
    sha256: str,
    way: SubmittedBy,
    receipt: str,
    note: str,
) -> Submission:
    """Write down that an approved version went out: this round, with this hash.

    Raises LeadsNoMore, NotApproved, OtherVersion, BodiesChanged, NotIssued, NotAsFrozen or AlreadySubmitted.
    """
    lock_response(session, response)
    check_leads_now(session, actor=actor, response=response)
    approved = _approved(session, response, round_id, sha256)
    content = frozen_content(session, round_=approved)
    submission = Submission(
        response_id=response.id,
        round_id=approved.id,
        way=way,
        receipt=clean_text(receipt),
        note=said_text(note),
        submitted_at=dates.now(),
        submitted_by_id=actor.person_id,
    )
    session.add(submission)
    settle_on(session, actor=actor, response=response, answers=_submitted(content))
    move_response(session, actor=actor, response=response, to=ResponseState.SUBMITTED)
    session.flush()
    _record(session, actor, response, {"round": approved.n, "sha256": approved.sha256, "way": way.value})
    return submission


def _approved(session: Session, response: ConsultationResponse, round_id: int, sha256: str) -> SignOffRound:
    """The version that may be submitted, if it is the one that is meant."""
    rounds = rounds_of(session, response=response)
    for round_ in rounds:
        as_it_is(session, round_, "state", "decisions")
    newest = newest_approved_of(rounds)
    is_issued = newest is not None and newest.id in issued_of(session, response=response)
    return check_submit(response, newest, is_issued, round_id=round_id, sha256=sha256)


def _submitted(content: ResponseContent) -> dict[int, SubmittedAnswer]:
    return {each.question_id: SubmittedAnswer(each.version, each.no_answer_because) for each in content.answers}


def _record(session: Session, actor: Viewer, response: ConsultationResponse, details: Mapping[str, object]) -> None:
    subject, action = f"response/{response.id}", "response submitted"
    record(session, actor=actor, action=action, subject=subject, response_id=response.id, details=details)
