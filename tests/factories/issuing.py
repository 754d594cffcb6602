"""The files that were issued, and the submission of a response."""

from typing import Any

from sqlalchemy.orm import Session

from consult import dates
from consult.documents.models import DocumentKind
from consult.issuing.models import IssuedDocument
from consult.outcomes.models import Submission, SubmittedBy
from consult.sign_off.models import RoundState, SignOffRound
from tests.factories.rows import add, sha256_of
from tests.factories.sign_off import make_round


def make_issued_document(session: Session, **given: Any) -> IssuedDocument:
    """A file of a closed round. It is no Word file: who opens what was issued has it issued."""
    return add(
        session,
        IssuedDocument,
        given,
        round_id=lambda _: make_round(session, state=RoundState.CLOSED).id,
        kind=DocumentKind.RESPONSE_DOCUMENT,
        name="response.docx",
        content=b"what was issued",
        sha256=lambda has: sha256_of(has["content"]),
        size=lambda has: len(has["content"]),
        issued_at=dates.now(),
        issued_by_id=lambda has: session.get_one(SignOffRound, has["round_id"]).opened_by_id,
    )


def make_submission(session: Session, **given: Any) -> Submission:
    """A response that went to the issuing body by email."""
    return add(
        session,
        Submission,
        given,
        round_id=lambda _: make_round(session, state=RoundState.CLOSED).id,
        response_id=lambda has: session.get_one(SignOffRound, has["round_id"]).response_id,
        way=SubmittedBy.EMAIL,
        submitted_at=dates.now(),
        submitted_by_id=lambda has: session.get_one(SignOffRound, has["round_id"]).opened_by_id,
    )
