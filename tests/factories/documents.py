"""The drafted texts of report and letter."""

from typing import Any

from sqlalchemy.orm import Session

from consult import dates
from consult.documents.content import LetterContent, ReportContent, text_to_json
from consult.documents.models import DocumentDraft, DocumentKind
from consult.drafting.models import ConsultationResponse
from tests.documents.sample import LETTER, REPORT
from tests.factories.drafting import make_response
from tests.factories.question_sets import after
from tests.factories.rows import add

TEXTS: dict[DocumentKind, LetterContent | ReportContent] = {
    DocumentKind.COMMITTEE_REPORT: REPORT,
    DocumentKind.COVERING_LETTER: LETTER,
}


def make_document_draft(session: Session, **given: Any) -> DocumentDraft:
    """The next save of a response's report, or of its letter, by the officer who leads it; nothing in it is missing."""

    def next_n(has: dict[str, Any]) -> int:
        mine = DocumentDraft.response_id == has["response_id"], DocumentDraft.kind == has["kind"]
        return after(session, DocumentDraft.n, *mine)

    return add(
        session,
        DocumentDraft,
        given,
        response_id=lambda _: make_response(session).id,
        kind=DocumentKind.COMMITTEE_REPORT,
        n=next_n,
        content=lambda has: text_to_json(TEXTS[has["kind"]]),
        author_id=lambda has: session.get_one(ConsultationResponse, has["response_id"]).lead_officer_id,
        created_at=dates.now(),
    )
