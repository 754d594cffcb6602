"""Whose file is read next: organisations take turns, and in each its people, with papers and old responses alike.

Who was served longest ago is next, so that nobody's hundred files make another wait for more than one of them. What was
served is read off the files themselves; nothing else is kept.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from consult import dates
from consult.history.turns import in_turn
from consult.leasing import Work
from consult.library.catalogue.models import SILENT, CatalogueFile, CatalogueLoad
from consult.library.catalogue.services import FILES
from consult.library.catalogue.unpacking import MOST_FILES, MOST_UNPACKED
from consult.library.rules import LibraryRefusal
from consult.permissions import Viewer
from consult.question_sets import uploads
from consult.question_sets.models import Reading, ReadingPurpose, ReadingState
from consult.question_sets.uploads import READINGS

_REMEMBERED = timedelta(hours=6)
"""Who was served before that counts as not served yet."""
_AHEAD = 8
"""Files of one person that are looked at: as many workers may read at once."""
_NEVER = datetime.min.replace(tzinfo=UTC)
Waiting = tuple[int, int]


@dataclass(frozen=True)
class UploadedPaper:
    """A file as it came, and what it is for: see uploads.receive."""

    purpose: ReadingPurpose
    name: str
    content: bytes
    consultation_id: int | None = None
    about_id: int | None = None


class TooMuchWaits(LibraryRefusal):
    """What waits takes room, and the next load can come when it is read."""


@dataclass(frozen=True)
class Turn:
    """A file to be read: a paper, or an old response of the back catalogue."""

    is_paper: bool
    number: int


def turns(session: Session) -> list[Turn]:
    """The files that wait, or whose worker fell silent, in the order in which they are to be read."""
    papers = _waiting(session, READINGS, Reading.owner_id, Reading.started_by_id)
    old = _waiting(session, FILES, CatalogueLoad.owner_id, CatalogueLoad.started_by_id)
    files = [(person, True, number) for person, number in papers] + [(person, False, number) for person, number in old]
    served = _served(session)
    organisations = {owner: _NEVER for owner, _ in served}
    for (owner, _), moment in served.items():
        organisations[owner] = max(organisations[owner], moment)
    before: Counter[Waiting] = Counter()
    order = []
    # Of one person's own files, papers come first, and then the oldest.
    for person, is_paper, number in files:
        turn = organisations.get(person[0], _NEVER), served.get(person, _NEVER), not is_paper, number
        order.append((before[person], turn, Turn(is_paper, number)))
        before[person] += 1
    return [turn for _, _, turn in sorted(order, key=lambda each: each[:2])]


def check_room(session: Session, *, owner_id: int) -> None:
    """Raise TooMuchWaits when an organisation has as much waiting as one zip may hold, over all its uploads.

    Of what is arriving just now all counts that is to come; what stopped on the way counts no more.
    """
    in_turn(session)  # of two that load at once the second sees what the first has loaded
    papers = select(func.count(), func.coalesce(func.sum(Reading.size), 0)).where(
        Reading.owner_id == owner_id, Reading.state == ReadingState.WAITING
    )
    old = select(func.count(), func.coalesce(func.sum(CatalogueFile.size), 0)).join(CatalogueFile.load)
    old = old.where(
        CatalogueLoad.owner_id == owner_id,
        CatalogueLoad.received_at.is_not(None),
        CatalogueFile.state == ReadingState.WAITING,
    )
    coming = select(
        func.coalesce(func.sum(CatalogueLoad.expected), 0), func.coalesce(func.sum(CatalogueLoad.unpacked), 0)
    ).where(
        CatalogueLoad.owner_id == owner_id,
        CatalogueLoad.received_at.is_(None),
        CatalogueLoad.seen_at >= dates.now() - SILENT,
    )
    counts, sizes = zip(*(session.execute(each).one() for each in (papers, old, coming)), strict=True)
    if sum(counts) >= MOST_FILES or sum(sizes) >= MOST_UNPACKED:
        waiting = "1 file" if sum(counts) == 1 else f"{sum(counts):,} files"
        wait = "waits" if sum(counts) == 1 else "wait"
        raise TooMuchWaits(f"{waiting} of your organisation still {wait} to be read. Load more when that is done")


def receive_paper(session: Session, *, actor: Viewer, file: UploadedPaper) -> Reading:
    """Keep an uploaded paper until its turn comes. Raises TooMuchWaits."""
    check_room(session, owner_id=actor.organisation_id)
    return uploads.receive(session, actor=actor, **vars(file))


def _waiting(
    session: Session,
    work: Work[Reading] | Work[CatalogueFile],
    owner: InstrumentedAttribute[int],
    person: InstrumentedAttribute[Any],
) -> Sequence[tuple[Waiting, int]]:
    """The first files of each person that wait."""
    table = work.table
    place = func.row_number().over(partition_by=(owner, person), order_by=table.id).label("place")
    waiting = select(table.id, owner.label("owner"), func.coalesce(person, 0).label("person"), place)
    if work is FILES:
        waiting = waiting.join(CatalogueFile.load)
    every = waiting.where(work.due(dates.now())).subquery()
    rows = session.execute(
        select(every.c.owner, every.c.person, every.c.id).where(every.c.place <= _AHEAD).order_by(every.c.id)
    )
    return [((owner_id, person_id), number) for owner_id, person_id, number in rows]


def _served(session: Session) -> dict[Waiting, datetime]:
    """When a file of each person was last read, or began to be."""
    papers = select(Reading.owner_id, Reading.started_by_id, func.max(Reading.seen_at)).where(_lately(Reading.seen_at))
    old = (
        select(CatalogueLoad.owner_id, func.coalesce(CatalogueLoad.started_by_id, 0), func.max(CatalogueFile.seen_at))
        .join(CatalogueFile.load)
        .where(_lately(CatalogueFile.seen_at))
    )
    found: dict[Waiting, datetime] = {}
    for rows in (
        session.execute(papers.group_by(Reading.owner_id, Reading.started_by_id)),
        session.execute(old.group_by(CatalogueLoad.owner_id, CatalogueLoad.started_by_id)),
    ):
        for owner, person, moment in rows:
            found[owner, person] = max(found.get((owner, person), _NEVER), moment or _NEVER)
    return found


def _lately(moment: InstrumentedAttribute[datetime | None]) -> ColumnElement[bool]:
    return moment > dates.now() - _REMEMBERED
