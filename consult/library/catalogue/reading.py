"""The worker's part in the back catalogue: each file that waits is read in a process of its own, one after another."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from consult.database import Database
from consult.library.catalogue import services
from consult.question_sets.paper import UnreadablePaper
from consult.question_sets.reading_apart import read_apart

PULSE = 10.0  # seconds between two signs of life; uploads.STALE allows for a few that are late
TOLD_EVERY = 0.5  # seconds between two notes of a reading's progress


def read_next(
    database: Database,
    *,
    load_id: int | None = None,
    file_id: int | None = None,
    told: Callable[[str], None] | None = None,
) -> bool:
    """Read the oldest file that waits, of one load or of all, or a certain one. False when none does.

    `told` is given its name.
    """
    with database.transaction() as session:
        file = services.claim(session, load_id=load_id, file_id=file_id)
    if file is None:
        return False
    if told:
        told(file.name)
    tell = partial(_tell, database, file.id, [time.monotonic()])
    try:
        with _pulse(database, file.id):
            read = read_apart(file.name, file.content or b"", progress=tell)
    except UnreadablePaper as refusal:
        with database.transaction() as session:
            services.refuse(session, file_id=file.id, attempt=file.attempts, cause=str(refusal))
        return True
    with database.transaction() as session:
        services.finish(session, file_id=file.id, attempt=file.attempts, paper=read.paper)
    return True


@contextmanager
def _pulse(database: Database, file_id: int) -> Iterator[None]:
    """Tell every few seconds that the reading goes on, so that one whose worker was killed is known by its silence."""
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(PULSE):
            with database.transaction() as session:
                services.note_progress(session, file_id=file_id)

    beating = threading.Thread(target=beat, daemon=True)
    beating.start()
    try:
        yield
    finally:
        ended.set()
        beating.join()


def _tell(database: Database, file_id: int, told: list[float], pages_read: int, pages: int) -> None:
    if time.monotonic() - told[0] < TOLD_EVERY:
        return
    told[0] = time.monotonic()
    with database.transaction() as session:
        services.note_progress(session, file_id=file_id, pages_read=pages_read, pages=pages)
