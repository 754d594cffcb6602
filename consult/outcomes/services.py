"""Submitting an approved response."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from consult import dates
from consult.drafting.models import ConsultationResponse, ResponseState
from consult.drafting.services import clean_text, lock_response, move_response, said_text, settle_on
from consult.history.services import record
from consult.history.turns import as_it_is
from consult.issuing.queries import issued_of
from consult.outcomes.models import Submission, SubmittedBy
from consult.outcomes.rules import check_submit
from consult.permissions import Viewer
from consult.sign_off.queries import frozen_versions, newest_approved_of, rounds_of
from consult.sign_off.sealing import check_seal


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

    Raises NotApproved, OtherVersion, BodiesChanged, NotIssued, NotAsFrozen or AlreadySubmitted.
    """
    lock_response(session, response)
    rounds = rounds_of(session, response=response)
    for round_ in rounds:
        as_it_is(session, round_, "state", "decisions")
    approved = newest_approved_of(rounds)
    issued = issued_of(session, response=response)
    is_issued = approved is not None and approved.id in issued
    approved = check_submit(response, approved, is_issued, round_id=round_id, sha256=sha256)
    check_seal(session, round_=approved)
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
    frozen = frozen_versions(session, round_=approved)
    settle_on(session, response=response, versions={question: version.n for question, version in frozen.items()})
    move_response(session, actor=actor, response=response, to=ResponseState.SUBMITTED)
    session.flush()
    _record(session, actor, response, {"round": approved.n, "sha256": approved.sha256, "way": way.value})
    return submission


def _record(session: Session, actor: Viewer, response: ConsultationResponse, details: Mapping[str, object]) -> None:
    subject, action = f"response/{response.id}", "response submitted"
    record(session, actor=actor, action=action, subject=subject, response_id=response.id, details=details)
