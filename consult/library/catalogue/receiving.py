"""Old responses as they arrive: unpacked before anything is locked, kept in pieces, each in a short transaction.

A load is read only when it is whole. One that stopped on the way, because the service did, goes on where it was when
the same is sent again; else what arrived of it is removed after a day.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from consult import dates
from consult.history.services import record
from consult.history.turns import in_turn
from consult.library.catalogue.models import CatalogueFile, CatalogueLoad
from consult.library.catalogue.unpacking import Unpacked
from consult.library.rules import LibraryRefusal
from consult.permissions import Viewer
from consult.question_sets.models import ReadingState
from consult.texts.file_names import shortened

PIECE = 4 * 1024 * 1024
"""Bytes that one transaction keeps or removes; a file that is larger has one of its own."""
PIECE_FILES = 50
KEPT = timedelta(days=1)
"""How long what arrived of a load that stopped is kept."""
Transaction = Callable[[], AbstractContextManager[Session]]


class StillArriving(LibraryRefusal):
    """The same was sent a moment ago, and is being kept."""


class NotWhole(LibraryRefusal):
    """Fewer or more files came than were said to come."""


@dataclass(frozen=True)
class Parcel:
    """What was sent: its name, its own bytes and their hash, and how many files and bytes it unpacks to."""

    name: str
    sha256: str = ""
    size: int = 0
    files: int = 0
    unpacked: int = 0
    passed_over: int = 0


def begin(session: Session, *, actor: Viewer | None, owner_id: int, parcel: Parcel) -> CatalogueLoad:
    """Begin a load of old responses of an organisation, or go on with one of the same that stopped.

    Raises StillArriving.
    """
    in_turn(session)  # of two that send the same at once the second sees the first
    stopped = _of_the_same(session, owner_id, parcel)
    if stopped:
        stopped.seen_at = dates.now()
        session.flush()
        return stopped
    load = CatalogueLoad(
        owner_id=owner_id,
        started_by_id=actor.person_id if actor else None,
        name=shortened(parcel.name, 200),
        sha256=parcel.sha256,
        size=parcel.size,
        expected=parcel.files,
        unpacked=parcel.unpacked,
        passed_over=parcel.passed_over,
        created_at=dates.now(),
        seen_at=dates.now(),
    )
    session.add(load)
    session.flush()
    facts = {"passed_over": parcel.passed_over}
    record(session, actor=actor, action="catalogue load begun", subject=f"catalogue/{load.id}", details=facts)
    return load


def _of_the_same(session: Session, owner_id: int, parcel: Parcel) -> CatalogueLoad | None:
    same = select(CatalogueLoad).where(
        CatalogueLoad.owner_id == owner_id,
        CatalogueLoad.received_at.is_(None),
        CatalogueLoad.sha256 == parcel.sha256,
        CatalogueLoad.sha256 != "",
        # The same bytes under another name may be taken apart otherwise.
        CatalogueLoad.expected == parcel.files,
        CatalogueLoad.unpacked == parcel.unpacked,
    )
    found = session.scalar(same.order_by(CatalogueLoad.id.desc()).limit(1).execution_options(populate_existing=True))
    if found and not found.has_stopped:
        raise StillArriving("These files are arriving already. See how far they are in the list of loads")
    return found


def keep_all(transaction: Transaction, *, load_id: int, files: Iterable[Unpacked]) -> None:
    """Keep the files of a load piece by piece, without those that arrived before, and let the worker have them.

    Each is unpacked before its transaction begins. Raises StillArriving when the same was sent twice.
    """
    with transaction() as session:
        there = _count(session, load_id)
    for piece in pieces(islice(files, there, None)):
        with transaction() as session:
            load = _next(session, load_id, there)
            for file in piece:
                receive(session, load=load, file=file)
        there += len(piece)
    with transaction() as session:
        load = _next(session, load_id, there)
        if there != load.expected:
            raise NotWhole("Not all of these files arrived, so none of them is read. Send them again")
        arrived(session, load=load)


def _count(session: Session, load_id: int) -> int:
    return session.scalar(select(func.count()).where(CatalogueFile.load_id == load_id)) or 0


def _next(session: Session, load_id: int, there: int) -> CatalogueLoad:
    """The load, which is seen to go on, while nobody else adds to it or removes it. Raises StillArriving."""
    load = session.get(CatalogueLoad, load_id, with_for_update=True)
    if load is None or load.received_at or not load.sha256 or _count(session, load_id) != there:
        raise StillArriving("These files were sent twice, and the other sending goes on. See the list of loads")
    load.seen_at = dates.now()
    return load


def pieces(files: Iterable[Unpacked]) -> Iterator[list[Unpacked]]:
    """Files in their order, so many at once as make no more than PIECE bytes."""
    held: list[Unpacked] = []
    size = 0
    for file in files:
        if held and (size + len(file.content) > PIECE or len(held) == PIECE_FILES):
            yield held
            held, size = [], 0
        held.append(file)
        size += len(file.content)
    if held:
        yield held


def receive(session: Session, *, load: CatalogueLoad, file: Unpacked) -> CatalogueFile:
    """Keep a file until the worker reads it. One that was read before is known again; one not unpacked is refused."""
    sha256 = hashlib.sha256(file.content or file.name.encode()).hexdigest()
    known = None if file.cause else _known(session, load, sha256)
    state = ReadingState.REFUSED if file.cause else ReadingState.READ if known else ReadingState.WAITING
    received = CatalogueFile(
        load_id=load.id,
        name=file.name[-300:],
        sha256=sha256,
        size=len(file.content),
        content=file.content if state is ReadingState.WAITING else None,
        state=state,
        known_as_id=known,
        cause=file.cause,
        adopted_by=[load.owner_id],
    )
    session.add(received)
    session.flush()
    session.expunge(received)  # the files of a load together may be larger than what the process may hold
    return received


def _known(session: Session, load: CatalogueLoad, sha256: str) -> int | None:
    """The same file of the same owner that was read, or is about to be."""
    same = (
        select(CatalogueFile.id)
        .join(CatalogueFile.load)
        .where(
            CatalogueLoad.owner_id == load.owner_id,
            # What another load brings is certain when that load is whole.
            or_(CatalogueLoad.received_at.is_not(None), CatalogueLoad.id == load.id),
            CatalogueFile.sha256 == sha256,
            CatalogueFile.state != ReadingState.REFUSED,
            CatalogueFile.known_as_id.is_(None),
        )
    )
    return session.scalar(same.order_by(CatalogueFile.id).limit(1))


def arrived(session: Session, *, load: CatalogueLoad) -> None:
    """The load is whole: the worker may read its files."""
    load.received_at = dates.now()
    session.flush()


def clear(transaction: Transaction) -> None:
    """Remove what arrived of loads that stopped a day ago, piece by piece, the last files first."""
    while _removed_a_piece(transaction):
        pass


def _removed_a_piece(transaction: Transaction) -> bool:
    with transaction() as session:
        stopped = select(CatalogueLoad.id).where(
            CatalogueLoad.received_at.is_(None), CatalogueLoad.seen_at < dates.now() - KEPT
        )
        load_id = session.scalar(stopped.order_by(CatalogueLoad.id).limit(1).with_for_update())
        if load_id is None:
            return False
        # From here on nothing is added to it: whoever sends the same begins anew.
        session.execute(update(CatalogueLoad).where(CatalogueLoad.id == load_id).values(sha256=""))
        last = select(CatalogueFile.id, CatalogueFile.size).where(CatalogueFile.load_id == load_id)
        rows = session.execute(last.order_by(CatalogueFile.id.desc()).limit(PIECE_FILES)).all()
        if not rows:
            session.execute(delete(CatalogueLoad).where(CatalogueLoad.id == load_id))
        session.execute(delete(CatalogueFile).where(CatalogueFile.id.in_(_within_a_piece(rows))))
        return True


def _within_a_piece(rows: Iterable[tuple[int, int]]) -> list[int]:
    numbers: list[int] = []
    left = PIECE
    for number, size in rows:
        if numbers and size > left:
            break
        numbers.append(number)
        left -= size
    return numbers
