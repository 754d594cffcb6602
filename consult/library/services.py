"""Putting adopted answers into the library, with the change rows from which the search index follows."""

from collections.abc import Mapping, Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session, joinedload, selectinload, undefer

from consult import dates
from consult.database import number_ahead
from consult.documents.content import AnswerContent, ResponseContent, from_json
from consult.drafting.models import AnswerVersion, ConsultationResponse
from consult.history.services import record
from consult.library.indexing import follow
from consult.library.models import EntryReader, EntryVersion, LibraryEntry
from consult.library.rules import REVIEW_AFTER
from consult.library.sameness import text_sha256
from consult.outcomes.models import Submission
from consult.permissions import Viewer
from consult.sign_off.models import Decision, SignOffRound
from consult.sign_off.queries import frozen_versions


def file_answers(session: Session, *, actor: Viewer, submission: Submission) -> list[LibraryEntry]:
    """File every answer of a submitted version. Its bodies adopted it; its partners may find it too."""
    round_ = _submitted_round(session, submission)
    content = from_json(round_.content)
    versions = frozen_versions(session, round_=round_)
    entries = [_entry(round_, content, answer, versions) for answer in content.answers if answer.answer]
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
    add_entries(session, entries)
    return entries


def add_entries(session: Session, entries: Sequence[LibraryEntry]) -> None:
    """Put new entries into the library, each with its first version. The caller has written to the record before."""
    moment = dates.now()
    for entry in entries:
        entry.entered_at, entry.current_n = moment, 1
        entry.text_sha256 = text_sha256(entry.question, entry.answer)
    number_ahead(session, entries)
    number_ahead(session, [reader for entry in entries for reader in entry.readers])
    session.add_all(entries)
    session.flush()
    versions = [
        {"entry_id": entry.id, "n": 1, "question": entry.question, "answer": entry.answer, "made_at": moment}
        for entry in entries
    ]
    if versions:
        session.execute(insert(EntryVersion), versions)
    follow(session, [entry.id for entry in entries], written=entries)


def _submitted_round(session: Session, submission: Submission) -> SignOffRound:
    response = joinedload(SignOffRound.response)
    round_ = (
        select(SignOffRound)
        .where(SignOffRound.id == submission.round_id)
        .options(
            undefer(SignOffRound.content),
            selectinload(SignOffRound.decisions).joinedload(Decision.body),
            response.selectinload(ConsultationResponse.invitations),
        )
        .execution_options(populate_existing=True)
    )
    return session.scalars(round_).one()


def _entry(
    round_: SignOffRound, content: ResponseContent, answer: AnswerContent, versions: Mapping[int, AnswerVersion]
) -> LibraryEntry:
    parts = "".join(f"\n{label}) {text}" if label else f"\n{text}" for label, text in answer.parts)
    version = versions.get(answer.question_id)
    # The answer is adopted when the last body has approved it, not when somebody sends it off.
    adopted_on = max((d.meeting_on for d in round_.decisions if d.meeting_on), default=dates.today())
    return LibraryEntry(
        consultation=content.consultation_title,
        issuing_body=content.issuing_body,
        number=answer.number or "",
        question=answer.question + parts,
        answer=answer.answer,
        adopted_on=adopted_on,
        review_on=adopted_on + REVIEW_AFTER,
        owner_id=round_.response.lead_organisation_id,
        keeper_id=round_.response.lead_officer_id,
        answer_version_id=version.id if version else None,
        readers=_readers(round_),
    )


def _readers(round_: SignOffRound) -> list[EntryReader]:
    """The bodies that approved this very version adopted it; who was invited, and who leads, may find it."""
    adopted = {decision.body.organisation_id for decision in round_.decisions}
    invited = {invitation.organisation_id for invitation in round_.response.invitations}
    return readers(adopted, (invited | {round_.response.lead_organisation_id}) - adopted)


def readers(adopted: set[int], others: set[int]) -> list[EntryReader]:
    """Who may find an entry: the organisations that adopted it, and others that may read it."""
    who = [EntryReader(organisation_id=number, adopted=True) for number in sorted(adopted)]
    return who + [EntryReader(organisation_id=number, adopted=False) for number in sorted(others - adopted)]
