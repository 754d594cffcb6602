"""Using an earlier answer again: put into a draft with its source, so that what was changed since stays visible."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, joinedload

from consult import dates
from consult.drafting.access import allows, allows_on_answer
from consult.drafting.merging import Change, compare
from consult.drafting.models import Answer, AnswerVersion, ConsultationResponse
from consult.drafting.services import save_answer
from consult.drafting.states import ResponseState, VersionSource
from consult.drafting.versions import current_version
from consult.history.services import record
from consult.history.turns import as_it_is
from consult.library.models import EntryState, EntryVersion, LibraryEntry, LibraryUse
from consult.library.queries import may_find
from consult.library.rules import LibraryRefusal, NotCurrent, check_unchanged
from consult.permissions import Permission, Viewer
from consult.texts import as_read, shorten
from consult.texts.joining import joined

MOST = 50  # responses to choose from


class AnswerMoved(LibraryRefusal):
    """Somebody saved the answer meanwhile."""


class SaysItAlready(LibraryRefusal):
    """The answer holds this text already."""


@dataclass(frozen=True)
class Usage:
    """How often an entry was used: in how many responses, and when last. `last` is one the viewer may read."""

    responses: int
    used_at: datetime | None
    last: LibraryUse | None


@dataclass(frozen=True)
class Source:
    """An entry that an answer began with: the version taken, whether it is the newest, and what was changed since."""

    use: LibraryUse
    entry: LibraryEntry
    is_newest: bool
    changes: tuple[Change, ...]

    @property
    def changed(self) -> bool:
        """Whether the answer differs from what was taken."""
        return any(change.kind != "same" for change in self.changes)


def reuse(
    session: Session, *, actor: Viewer, answer: Answer, entry: LibraryEntry, entry_n: int, below: bool, based_on_n: int
) -> LibraryUse:
    """Put an entry's text into an answer, in place of its text or `below` it, and note where it came from.

    `entry_n` is the version of the entry that was read. Raises NotCurrent, EntryChanged, AnswerMoved (somebody saved
    after the page was opened), SaysItAlready, AlreadySubmitted.
    """
    as_it_is(session, entry, "state", "current_n", "question", "answer")
    as_it_is(session, answer, "current_n", "status")
    if entry.state is not EntryState.CURRENT:
        raise NotCurrent(f"This entry was {entry.state.value}, so it cannot be used again")
    check_unchanged(entry, entry_n)
    current = current_version(session, answer=answer)
    text = joined(current.text, entry.answer) if below and current else entry.answer
    note = shorten(f"From entry {entry.id}, version {entry.current_n}: {entry.consultation}", 200)
    saved = save_answer(
        session, actor=actor, answer=answer, text=text, based_on_n=based_on_n, note=note, source=VersionSource.REUSED
    )
    if saved.conflict:
        raise AnswerMoved("Somebody saved this answer meanwhile. Open it again and then use the earlier answer")
    if saved.version is None:
        raise SaysItAlready("The answer has this text already")
    return _note_source(session, actor, answer, entry, saved.version)


def _note_source(
    session: Session, actor: Viewer, answer: Answer, entry: LibraryEntry, version: AnswerVersion
) -> LibraryUse:
    use = LibraryUse(
        entry_id=entry.id,
        entry_n=entry.current_n,
        answer_id=answer.id,
        answer_n=version.n,
        used_by_id=actor.person_id,
        used_at=dates.now(),
    )
    session.add(use)
    session.flush()
    facts = {"entry": entry.id, "entry_version": entry.current_n, "version": version.n}
    action, subject, response_id = "earlier answer used", f"answer/{answer.id}", answer.response_id
    record(session, actor=actor, action=action, subject=subject, response_id=response_id, details=facts)
    return use


def sources_of(session: Session, *, viewer: Viewer, answer: Answer, text: str) -> list[Source]:
    """The entries that an answer's text began with, newest first, as far as the viewer may find them."""
    rows = session.execute(
        select(LibraryUse, LibraryEntry, EntryVersion)
        .join(LibraryEntry, LibraryEntry.id == LibraryUse.entry_id)
        .join(EntryVersion, and_(EntryVersion.entry_id == LibraryEntry.id, EntryVersion.n == LibraryUse.entry_n))
        .where(LibraryUse.answer_id == answer.id, may_find(viewer))
        .order_by(LibraryUse.id.desc())
    )
    seen: dict[int, Source] = {}
    for use, entry, version in rows:
        if entry.id not in seen:
            changes = tuple(compare(as_read(version.answer), as_read(text)))
            seen[entry.id] = Source(use, entry, use.entry_n == entry.current_n, changes)
    return list(seen.values())


def drafted_by(session: Session, *, viewer: Viewer) -> list[ConsultationResponse]:
    """The responses in drafting of which the viewer may draft an answer, those closing soonest first."""
    mine = allows(viewer, Permission.DRAFT_ANSWERS), ConsultationResponse.state == ResponseState.DRAFTING
    in_order = select(ConsultationResponse).where(*mine).order_by(ConsultationResponse.closing_at)
    return list(session.scalars(in_order.order_by(ConsultationResponse.id).limit(MOST)))


def answers_to_draft(session: Session, *, viewer: Viewer, response: ConsultationResponse) -> list[Answer]:
    """The answers of a response that the viewer may draft, in order, with their questions."""
    mine = (
        select(Answer)
        .join(Answer.response)
        .where(Answer.response_id == response.id, ~Answer.dropped, allows_on_answer(viewer, Permission.DRAFT_ANSWERS))
    )
    return list(session.scalars(mine.order_by(Answer.position).options(joinedload(Answer.question))))


def usage_of(session: Session, *, viewer: Viewer, entry: LibraryEntry) -> Usage:
    """How often an entry was used. Which response it was is told to those who may read that response."""
    mine = LibraryUse.entry_id == entry.id
    counted = select(func.count(Answer.response_id.distinct()), func.max(LibraryUse.used_at))
    count, used_at = session.execute(
        counted.select_from(LibraryUse).join(Answer, Answer.id == LibraryUse.answer_id).where(mine)
    ).one()
    return Usage(count, used_at, _last(session, viewer, mine) if count else None)


def _last(session: Session, viewer: Viewer, mine: ColumnElement[bool]) -> LibraryUse | None:
    newest = (
        select(LibraryUse)
        .join(Answer, Answer.id == LibraryUse.answer_id)
        .join(ConsultationResponse, ConsultationResponse.id == Answer.response_id)
        .where(mine, allows_on_answer(viewer, Permission.READ_RESPONSES))
        .order_by(LibraryUse.id.desc())
        .limit(1)
    )
    return session.scalar(newest.options(joinedload(LibraryUse.answer).joinedload(Answer.response)))


def origin_of(session: Session, *, viewer: Viewer, entry: LibraryEntry) -> AnswerVersion | None:
    """The version of an answer that an entry was filed from, with its response; for those who may read it."""
    filed = (
        select(AnswerVersion)
        .join(Answer, Answer.id == AnswerVersion.answer_id)
        .join(ConsultationResponse, ConsultationResponse.id == Answer.response_id)
        .where(AnswerVersion.id == entry.answer_version_id, allows_on_answer(viewer, Permission.READ_RESPONSES))
    )
    answer = joinedload(AnswerVersion.answer)
    return session.scalar(filed.options(answer.joinedload(Answer.response), answer.joinedload(Answer.question)))


def used_in(session: Session, entry_ids: Sequence[int]) -> dict[int, int]:
    """In how many responses each of some entries was used."""
    rows = session.execute(
        select(LibraryUse.entry_id, func.count(Answer.response_id.distinct()))
        .join(Answer, Answer.id == LibraryUse.answer_id)
        .where(LibraryUse.entry_id.in_(entry_ids))
        .group_by(LibraryUse.entry_id)
    )
    return {number: value for number, value in rows}
