"""Putting adopted answers into the library, with the change rows from which the search index follows."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload, undefer

from consult import dates
from consult.database import Base, numbers_ahead, write_rows
from consult.documents.content import AnswerContent, ResponseContent
from consult.drafting.models import AnswerVersion, ConsultationResponse
from consult.history.services import record
from consult.library.models import EntryReader, EntryTheme, EntryVersion, LibraryEntry
from consult.library.rules import REVIEW_AFTER
from consult.library.sameness import text_sha256
from consult.library.search.entry_text import IndexedEntry
from consult.library.search.indexing import follow
from consult.outcomes.models import Submission
from consult.permissions import Viewer
from consult.sign_off.models import Decision, SignOffRound
from consult.sign_off.queries import frozen_versions
from consult.sign_off.sealing import frozen_content
from consult.texts import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """An adopted answer to put into the library. Who adopted it may find it, and the others it is `shown_to`.

    Organisations are given by their numbers; texts are Markdown. It is to be reviewed after `REVIEW_AFTER` where no day
    is given.
    """

    consultation: str
    issuing_body: str
    question: str
    answer: str
    adopted_on: date
    owner_id: int
    adopted_by: AbstractSet[int]
    shown_to: AbstractSet[int] = frozenset()
    themes: Sequence[str] = ()
    number: str = ""
    review_on: date | None = None
    keeper_id: int | None = None
    answer_version_id: int | None = None


def file_answers(session: Session, *, actor: Viewer, submission: Submission) -> list[int]:
    """File every answer of a submitted version. Its bodies adopted it; its partners may find it too."""
    round_ = _submitted_round(session, submission)
    content = frozen_content(session, round_=round_)
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
    return add_entries(session, entries)


def add_entries(session: Session, entries: Sequence[NewEntry]) -> list[int]:
    """Put new entries into the library, each with its first version; their numbers.

    The caller has written to the record before. A back catalogue brings thousands: they are written as rows.
    """
    if not entries:
        return []
    moment, numbers = dates.now(), list(numbers_ahead(session, LibraryEntry, len(entries)))
    numbered = list(zip(numbers, entries, strict=True))
    rows: dict[type[Base], list[dict[str, object]]] = {
        LibraryEntry: [_row(number, entry, moment) for number, entry in numbered],
        EntryReader: [reader for number, entry in numbered for reader in _readers_of(number, entry)],
        EntryTheme: [{"entry_id": number, "theme": theme} for number, entry in numbered for theme in entry.themes],
        EntryVersion: [
            {"entry_id": number, "n": 1, "question": entry.question, "answer": entry.answer, "made_at": moment}
            for number, entry in numbered
        ],
    }
    for table, values in rows.items():
        write_rows(session, table, values)
    follow(session, numbers, written={number: _as_searched(number, entry) for number, entry in numbered})
    return numbers


def _row(number: int, entry: NewEntry, moment: datetime) -> dict[str, object]:
    return {
        "id": number,
        "consultation": entry.consultation,
        "issuing_body": entry.issuing_body,
        "number": entry.number,
        "question": entry.question,
        "answer": entry.answer,
        "adopted_on": entry.adopted_on,
        "review_on": entry.review_on or entry.adopted_on + REVIEW_AFTER,
        "owner_id": entry.owner_id,
        "keeper_id": entry.keeper_id,
        "answer_version_id": entry.answer_version_id,
        "text_sha256": text_sha256(entry.question, entry.answer),
        "entered_at": moment,
    }


def _readers_of(number: int, entry: NewEntry) -> Iterator[dict[str, object]]:
    others = sorted(entry.shown_to - entry.adopted_by)
    for organisation in (*sorted(entry.adopted_by), *others):
        adopted = organisation in entry.adopted_by
        yield {
            "entry_id": number,
            "organisation_id": organisation,
            "adopted": adopted,
            "adopted_n": 1 if adopted else None,
        }


def _as_searched(number: int, entry: NewEntry) -> IndexedEntry:
    texts = entry.question, plain(entry.answer), entry.issuing_body, entry.consultation
    return IndexedEntry(number, *texts, entry.adopted_on)


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
) -> NewEntry:
    parts = "".join(f"\n{label}) {text}" if label else f"\n{text}" for label, text in answer.parts)
    version = versions.get(answer.question_id)
    invited = {invitation.organisation_id for invitation in round_.response.invitations}
    return NewEntry(
        consultation=content.consultation_title,
        issuing_body=content.issuing_body,
        number=answer.number or "",
        question=answer.question + parts,
        answer=answer.answer,
        # The answer is adopted when the last body has approved it, not when somebody sends it off.
        adopted_on=max((d.meeting_on for d in round_.decisions if d.meeting_on), default=dates.today()),
        owner_id=round_.response.lead_organisation_id,
        keeper_id=round_.response.lead_officer_id,
        answer_version_id=version.id if version else None,
        # The bodies that approved this very version adopted it; who was invited, and who leads, may find it.
        adopted_by={decision.body.organisation_id for decision in round_.decisions},
        shown_to=invited | {round_.response.lead_organisation_id},
    )
