"""The back catalogue: old responses that arrived (receiving.py), read by the worker, completed, put into the library.

Every step is a short transaction of its own, as with papers (question_sets/uploads.py). The same file is read once for
an owner, and the same answer to the same question becomes one entry: running a load again doubles nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult import dates, leasing
from consult.history.services import record
from consult.history.turns import as_it_is
from consult.library.adopting.services import claim as claim_adoption
from consult.library.catalogue.models import CatalogueAnswer, CatalogueFile, CatalogueLoad
from consult.library.models import LibraryEntry
from consult.library.rules import LibraryRefusal
from consult.library.sameness import text_sha256
from consult.library.services import NewEntry, add_entries
from consult.permissions import Viewer
from consult.question_sets.models import ReadingState
from consult.question_sets.paper import Paper, PaperQuestion
from consult.question_sets.readers import MOST_TIMES_ITS_SIZE, SMALL_TEXT
from consult.question_sets.reading_apart.passing import characters
from consult.question_sets.rules import SURE
from consult.question_sets.uploads import GIVEN_UP, MOST_ATTEMPTS
from consult.texts import check_depth

NO_ANSWERS = "No question with an answer was found in it"
NO_ANSWER = "No answer was found under this question"
NOT_SURE = "The reader is not sure where this question or its answer ends"
MOST_TEXT = 100_000_000
"""Characters of all texts of one load, however large it is."""
WHOLE = select(CatalogueLoad.id).where(CatalogueLoad.received_at.is_not(None))
"""Loads of which every file has arrived."""
FILES = leasing.Work(
    CatalogueFile,
    ReadingState.READING,
    MOST_ATTEMPTS,
    due=lambda moment: (
        leasing.waiting_or_silent(CatalogueFile, ReadingState.WAITING, ReadingState.READING, moment)
        & CatalogueFile.load_id.in_(WHOLE)
    ),
    begun=lambda moment: {"seen_at": moment, "pages_read": 0},
    given_up=lambda moment: {"state": ReadingState.REFUSED, "cause": GIVEN_UP, "content": None, "seen_at": moment},
)


class NothingTicked(LibraryRefusal):
    """Putting answers into the library begins with choosing them."""


class NotComplete(LibraryRefusal):
    """An entry says what it answers, and who adopted it when."""


@dataclass(frozen=True)
class Particulars:
    """What a person says of an old response: to what, of whom, adopted when and by which organisations."""

    consultation: str
    issuing_body: str
    adopted_on: date | None
    adopted_by: Collection[int]


@dataclass(frozen=True)
class Entered:
    """How many ticked answers became entries, and how many were in the library already."""

    new: int
    known: int


def claim(session: Session, *, load_id: int | None = None, file_id: int | None = None) -> CatalogueFile | None:
    """The oldest file that waits (of one load, or a certain one), now claimed by the caller; None when none does."""
    only = [CatalogueFile.load_id == load_id] if load_id is not None else []
    only += [CatalogueFile.id == file_id] if file_id is not None else []
    return leasing.claim(session, FILES, *only)


def content_of(session: Session, *, file_id: int) -> bytes:
    """What a file holds until it is read: loaded after it was claimed, so that nobody's save waits for it."""
    return session.scalar(select(CatalogueFile.content).where(CatalogueFile.id == file_id)) or b""


def finish(session: Session, *, file_id: int, attempt: int, paper: Paper, found: Sequence[CatalogueAnswer]) -> None:
    """Keep what was read in a file, its answers as `answers_in` gives them. An attempt that is over does nothing.

    The file is refused when no question has an answer, and when its load would hold more text than it may.
    """
    file = leasing.claimed(session, FILES, file_id, attempt)
    if file is None:
        return
    file.characters = characters(paper)
    if not any(question.answer for question in paper.questions):
        _refuse(file, NO_ANSWERS)
    elif cause := _too_much_text(session, file):
        _refuse(file, cause)
    else:
        file.state, file.content, file.seen_at = ReadingState.READ, None, dates.now()
        file.consultation = paper.title[:300]
        file.issuing_body = (paper.issuing_body or "")[:200]
        for each in found:
            each.file_id = file.id
        session.add_all(found)
    session.flush()


def _too_much_text(session: Session, file: CatalogueFile) -> str:
    """Why a file is not kept whose text, with that of the files of its load before it, is too much; '' where it is."""
    load = session.get_one(CatalogueLoad, file.load_id, with_for_update=True)  # several files are read at once
    kept = select(func.coalesce(func.sum(CatalogueFile.characters), 0)).where(
        CatalogueFile.load_id == load.id, CatalogueFile.state == ReadingState.READ, CatalogueFile.known_as_id.is_(None)
    )
    most = most_text(load.size)
    if (session.scalar(kept) or 0) + file.characters <= most:
        return ""
    return (
        f"With it the files of this load would hold more than {most:,} characters of text, the most for what was sent. "
        "Load this file by itself"
    )


def most_text(size: int) -> int:
    """How many characters of text may be read in a load of so many bytes."""
    return min(MOST_TEXT, max(SMALL_TEXT, MOST_TIMES_ITS_SIZE * size))


def refuse(session: Session, *, file_id: int, attempt: int, cause: str) -> None:
    """Close a file with the cause; its content is not kept."""
    file = leasing.claimed(session, FILES, file_id, attempt)
    if file:
        _refuse(file, cause)
        session.flush()


def _refuse(file: CatalogueFile, cause: str) -> None:
    file.state, file.cause, file.content, file.seen_at = ReadingState.REFUSED, cause[:500], None, dates.now()


def answers_in(paper: Paper) -> list[CatalogueAnswer]:
    """The answers of a paper as they are kept: made before anything is locked."""
    return [_answer(place, question) for place, question in enumerate(paper.questions, 1)]


def _answer(place: int, question: PaperQuestion) -> CatalogueAnswer:
    parts = "".join(f"\n{part.label}) {part.text}" if part.label else f"\n{part.text}" for part in question.parts)
    text, answer = question.text + parts, (question.answer or "").strip()
    doubts = list(question.doubts) or ([NOT_SURE] if question.confidence < SURE else [])
    return CatalogueAnswer(
        place=place,
        number=(question.number or "")[:40],
        question=text,
        answer=answer,
        doubts=doubts if answer else [NO_ANSWER],
        text_sha256=text_sha256(text, answer),
    )


def complete(session: Session, *, actor: Viewer, file: CatalogueFile, said: Particulars) -> None:
    """Say what an old response is a response to, and who adopted it when."""
    as_it_is(session, file, "consultation", "issuing_body", "adopted_on", "adopted_by")
    file.consultation, file.issuing_body = said.consultation.strip()[:300], said.issuing_body.strip()[:200]
    file.adopted_on, file.adopted_by = said.adopted_on, sorted(set(said.adopted_by))
    session.flush()
    facts = {"bodies": file.adopted_by, "adopted_on": said.adopted_on.isoformat() if said.adopted_on else None}
    _note(session, actor, "old response described", file, facts)


def enter(session: Session, *, actor: Viewer, file: CatalogueFile, places: Collection[int]) -> Entered:
    """Put ticked answers of a file into the library. What is there already is linked, not doubled.

    Raises NothingTicked, NotComplete or NestedTooDeep.
    """
    as_it_is(session, file, "consultation", "issuing_body", "adopted_on", "adopted_by")
    _read_anew(session, file)
    chosen = [each for each in file.answers if each.place in places and each.answer and each.entry_id is None]
    if not chosen:
        raise NothingTicked("Tick the answers that the library should have")
    if not (file.consultation and file.issuing_body and file.adopted_on and file.adopted_by):
        raise NotComplete("Say which consultation it was, who issued it, and who adopted the response when")
    for each in chosen:
        check_depth(each.answer, f"The answer to question {each.number or each.place}")
    _note(session, actor, "old answers entered", file, {"answers": len(chosen), "sha256": file.sha256})
    there = already_there(session, owner_id=file.load.owner_id, answers=chosen)
    entries: dict[str, NewEntry] = {}
    for each in chosen:
        if each.text_sha256 not in there and each.text_sha256 not in entries:
            entries[each.text_sha256] = _entry(file, each, file.adopted_on)
    new = dict(zip(entries, add_entries(session, list(entries.values())), strict=True))
    for each in chosen:
        each.entered = each.text_sha256 in new
        each.entry_id = new[each.text_sha256] if each.entered else there[each.text_sha256]
    session.flush()
    _claim_for_others(session, actor, file, {each.entry_id for each in chosen if each.entry_id})
    return Entered(len(entries), len(chosen) - len(entries))


def _claim_for_others(session: Session, actor: Viewer, file: CatalogueFile, numbers: Collection[int]) -> None:
    """Ask the other bodies that are said to have adopted the answers whether they did."""
    mine = select(LibraryEntry).where(LibraryEntry.id.in_(numbers)).order_by(LibraryEntry.id)
    entries = session.scalars(mine).all()
    for body_id in sorted(set(file.adopted_by) - {file.load.owner_id}):
        claim_adoption(session, actor=actor, entries=entries, body_id=body_id)


def _read_anew(session: Session, file: CatalogueFile) -> None:
    """The answers of a file as somebody else may have entered them meanwhile."""
    mine = select(CatalogueAnswer).where(CatalogueAnswer.file_id == file.id)
    session.scalars(mine.execution_options(populate_existing=True)).all()


def already_there(session: Session, *, owner_id: int, answers: Sequence[CatalogueAnswer]) -> dict[str, int]:
    """The entries of an owner that say the same as some answers, by the hash of the answer's words."""
    digests = {each.text_sha256 for each in answers}
    rows = session.execute(
        select(LibraryEntry.text_sha256, LibraryEntry.id)
        .where(LibraryEntry.owner_id == owner_id, LibraryEntry.text_sha256.in_(digests))
        .order_by(LibraryEntry.id.desc())
    )
    return {number: value for number, value in rows}


def _entry(file: CatalogueFile, answer: CatalogueAnswer, adopted_on: date) -> NewEntry:
    # What was adopted long ago is due for review at once: somebody should look before it is used.
    return NewEntry(
        consultation=file.consultation,
        issuing_body=file.issuing_body,
        number=answer.number,
        question=answer.question,
        answer=answer.answer,
        adopted_on=adopted_on,
        owner_id=file.load.owner_id,
        # Of another body it is only said, until that body confirms it.
        adopted_by={file.load.owner_id} & set(file.adopted_by),
        shown_to={file.load.owner_id},
    )


def _note(session: Session, actor: Viewer, action: str, file: CatalogueFile, facts: Mapping[str, object]) -> None:
    record(session, actor=actor, action=action, subject=f"catalogue file/{file.id}", details=facts)
