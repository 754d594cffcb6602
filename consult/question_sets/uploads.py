"""An uploaded file on its way to a question set: received by a page, read by the worker, then loaded or refused.

Every step is a short transaction of its own, so that a crash anywhere leaves the file where it was. What the pages
see is always a row: waiting, being read with its progress, read, or refused with the cause.
"""

import hashlib
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, undefer

from consult import dates, leasing
from consult.history.services import record
from consult.people.models import Person
from consult.people.queries import viewer_of
from consult.permissions import Viewer
from consult.question_sets import loading
from consult.question_sets.models import Consultation, Reading, ReadingPurpose, ReadingState
from consult.question_sets.paper import Paper
from consult.question_sets.rules import NothingToCompare
from consult.texts.file_names import shortened

LONG_WAIT = timedelta(seconds=90)
MOST_ATTEMPTS = 3
GIVEN_UP = "This file could not be read: the reader stopped each time. Save it in another form, such as .docx"
READINGS = leasing.Work(
    Reading,
    ReadingState.READING,
    MOST_ATTEMPTS,
    due=lambda moment: leasing.waiting_or_silent(Reading, ReadingState.WAITING, ReadingState.READING, moment),
    begun=lambda moment: {"seen_at": moment, "pages_read": 0},
    given_up=lambda moment: {"state": ReadingState.REFUSED, "cause": GIVEN_UP, "content": None, "finished_at": moment},
)


def receive(
    session: Session,
    *,
    actor: Viewer,
    purpose: ReadingPurpose,
    name: str,
    content: bytes,
    consultation_id: int | None = None,
    about_id: int | None = None,
) -> Reading:
    """Keep an uploaded file until the worker reads it. `about_id` is the response whose answers it holds."""
    reading = Reading(
        owner_id=actor.organisation_id,
        started_by_id=actor.person_id,
        purpose=purpose,
        consultation_id=consultation_id,
        about_id=about_id,
        name=shortened(name, 200),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content=content,
        created_at=dates.now(),
    )
    session.add(reading)
    session.flush()
    _record(session, actor, "file uploaded", reading, {"sha256": reading.sha256, "size": reading.size})
    return reading


def claim(session: Session, *, reading_id: int | None = None) -> Reading | None:
    """The oldest file that waits, or a certain one, now claimed by the caller; None when none does.

    A file whose worker died comes back after a while; after three attempts it is refused.
    """
    only = () if reading_id is None else (Reading.id == reading_id,)
    return leasing.claim(session, READINGS, *only)


def content_of(session: Session, *, reading_id: int) -> bytes:
    """What a file holds until it is read: loaded after it was claimed, so that nobody's save waits for it."""
    return session.scalar(select(Reading.content).where(Reading.id == reading_id)) or b""


def finish(session: Session, *, reading_id: int, attempt: int, paper: Paper, peak_memory: int) -> None:
    """Make of a read paper what it was read for. Does nothing when another attempt has finished it already."""
    reading = _claimed(session, reading_id, attempt)
    if reading is None:
        return
    actor = viewer_of(reading.started_by)
    try:
        _use(session, actor, reading, paper)
    except NothingToCompare as refusal:
        _close(reading, ReadingState.REFUSED, peak_memory, str(refusal))
    else:
        _close(reading, ReadingState.READ, peak_memory)
    session.flush()


def _use(session: Session, actor: Viewer, reading: Reading, paper: Paper) -> None:
    content = reading.content or b""
    if reading.purpose is ReadingPurpose.TAKE_OVER:
        reading.found = paper
        return
    if reading.purpose is ReadingPurpose.NEW_CONSULTATION:
        consultation = loading.load(
            session, actor=actor, owner_id=reading.owner_id, paper=paper, name=reading.name, content=content
        )
        reading.consultation_id = consultation.id
        newest = loading.base_edition(session, consultation_id=consultation.id)
    else:
        found = session.get(Consultation, reading.consultation_id)
        assert found is not None, "a reading's consultation cannot be deleted"
        newest = loading.load_edition(
            session, actor=actor, consultation=found, paper=paper, name=reading.name, content=content
        )
    reading.question_set_id = newest.id if newest else None


def refuse(session: Session, *, reading_id: int, attempt: int, cause: str, peak_memory: int) -> None:
    """Close a reading with the cause. The file is not kept."""
    reading = _claimed(session, reading_id, attempt)
    if reading is None:
        return
    _close(reading, ReadingState.REFUSED, peak_memory, cause)
    _record(session, viewer_of(reading.started_by), "file refused", reading, {"cause": reading.cause})


def is_stuck(reading: Reading) -> bool:
    """Whether an upload has waited so long that its worker may not be running."""
    return reading.state is ReadingState.WAITING and dates.now() - reading.created_at > LONG_WAIT


def _claimed(session: Session, reading_id: int, attempt: int) -> Reading | None:
    person = joinedload(Reading.started_by)
    load = undefer(Reading.content), person.joinedload(Person.organisation), person.selectinload(Person.roles)
    return leasing.claimed(session, READINGS, reading_id, attempt, load)


def _close(reading: Reading, state: ReadingState, peak_memory: int, cause: str = "") -> None:
    reading.state, reading.cause = state, cause[:500]
    reading.peak_memory, reading.finished_at = peak_memory, dates.now()
    reading.content = None


def _record(session: Session, actor: Viewer, action: str, reading: Reading, details: dict[str, object]) -> None:
    record(session, actor=actor, action=action, subject=f"reading/{reading.id}", details=details)
