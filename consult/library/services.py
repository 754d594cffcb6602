"""Filing adopted answers, with the change rows from which the search index follows."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, undefer

from consult import dates
from consult.documents.content import AnswerContent, from_json
from consult.drafting.models import ConsultationResponse
from consult.history.services import record
from consult.library.models import EntryReader, IndexChange, IndexOperation, LibraryEntry
from consult.outcomes.models import Submission
from consult.permissions import Viewer
from consult.sign_off.models import SignOffRound
from consult.sign_off.queries import frozen_versions

REVIEW_AFTER = timedelta(days=730)


def file_answers(session: Session, *, actor: Viewer, submission: Submission) -> list[LibraryEntry]:
    """File every answer of a submitted version. Its bodies adopted it; its partners may find it too."""
    round_ = _submitted_round(session, submission)
    content = from_json(round_.content)
    versions = frozen_versions(session, round_=round_)
    # The record takes the lock that makes transactions follow each other: with it the numbers of the change rows are
    # in the order in which they become visible, so that an index never passes over one.
    record(
        session,
        actor=actor,
        action="answers filed",
        subject=f"response/{round_.response_id}",
        response_id=round_.response_id,
        details={"round": round_.n, "sha256": round_.sha256},
    )
    entries = [
        _entry(round_.response, content.consultation_title, content.issuing_body, answer, versions)
        for answer in content.answers
        if answer.answer
    ]
    session.add_all(entries)
    session.flush()
    session.add_all(IndexChange(entry_id=entry.id, operation=IndexOperation.PUT) for entry in entries)
    session.flush()
    return entries


def _submitted_round(session: Session, submission: Submission) -> SignOffRound:
    response = joinedload(SignOffRound.response)
    round_ = (
        select(SignOffRound)
        .where(SignOffRound.id == submission.round_id)
        .options(
            undefer(SignOffRound.content),
            response.selectinload(ConsultationResponse.bodies),
            response.selectinload(ConsultationResponse.invitations),
        )
        .execution_options(populate_existing=True)
    )
    return session.scalars(round_).one()


def _entry(
    response: ConsultationResponse, title: str, issuing_body: str, answer: AnswerContent, versions: Mapping[int, int]
) -> LibraryEntry:
    today: date = dates.today()
    adopted = {body.organisation_id for body in response.bodies}
    invited = {invitation.organisation_id for invitation in response.invitations} | {response.lead_organisation_id}
    readers = [EntryReader(organisation_id=o, adopted=True) for o in sorted(adopted)]
    readers += [EntryReader(organisation_id=o, adopted=False) for o in sorted(invited - adopted)]
    parts = "".join(f"\n{label}) {text}" if label else f"\n{text}" for label, text in answer.parts)
    return LibraryEntry(
        consultation=title,
        issuing_body=issuing_body,
        number=answer.number or "",
        question=answer.question + parts,
        answer=answer.answer,
        adopted_on=today,
        review_on=today + REVIEW_AFTER,
        owner_id=response.lead_organisation_id,
        answer_version_id=versions.get(answer.question_id),
        readers=readers,
    )
