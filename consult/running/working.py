"""The worker: what is done beside the pages, in a process of its own.

The tables are the truth of what is due (readings and messages that wait); the queue only wakes the worker, and a sweep
every minute finds whatever a lost wake-up or a killed worker left behind. So a kill at any moment loses nothing. Papers
and mail have a thread each: a paper that takes minutes to read does not keep a link to sign in waiting.
"""

import argparse
import logging
import os
import sys
from functools import partial

from huey import crontab
from huey.consumer import Consumer

from consult.config import SettingError, Settings, read_settings
from consult.database import Database
from consult.leasing import kept_alive
from consult.library.catalogue import file_work
from consult.library.life import retire
from consult.library.pairing import BATCH, compare_new
from consult.library.queueing import Turn, turns
from consult.library.reminding import remind
from consult.library.search.keeper import IndexKeeper
from consult.library.search.meaning import Meaning, ModelMissing
from consult.library.search.vectors import make_vectors
from consult.logs import Discreet
from consult.notices import security
from consult.notices.delivery import deliver_due
from consult.processes import die_with, parent_of_service
from consult.question_sets import uploads
from consult.question_sets.paper import UnreadablePaper
from consult.question_sets.reading_apart import read_apart
from consult.question_sets.reading_apart.isolation import hide
from consult.running.operating import OperatingError
from consult.running.retention import forget_old
from consult.sign_in.published import refuse_published
from consult.waking import make_queue, tasks

_log = logging.getLogger(__name__)


def read_waiting(database: Database) -> int:
    """Read every file that waits, one after the other, each in a process of its own. Returns how many were read.

    Organisations take turns, and their people: after each file it is decided anew whose is next. A file that another
    worker took meanwhile is passed over.
    """
    count = 0
    while any(_read_turn(database, turn) for turn in _turns(database)):
        count += 1
    return count


def _turns(database: Database) -> list[Turn]:
    with database.session(read_only=True) as session:
        return turns(session)


def _read_turn(database: Database, turn: Turn) -> bool:
    if turn.is_paper:
        return read_next(database, reading_id=turn.number)
    return file_work.read_next(database, file_id=turn.number)


def keep_library(database: Database, settings: Settings) -> None:
    """Tell of reviews that are due, retire what was kept long enough, and compare new entries with the others."""
    with database.transaction() as session:
        remind(session)
    with database.transaction() as session:
        retire(session, keep_years=settings.library_keep_years)
    compared = BATCH
    while compared == BATCH:
        with database.transaction() as session:
            compared = compare_new(session)


def tell_begun(database: Database) -> None:
    """Tell those who are members from today on that they can sign in."""
    with database.transaction() as session:
        security.tell_begun(session)


def make_meanings(database: Database, meaning: Meaning) -> None:
    """Make the vectors of new and changed entries; what is left after most of a minute waits for the next."""
    try:
        make_vectors(database, meaning)
    except ModelMissing:
        _log.warning("no vectors made: search goes on by words")


def compare_search(database: Database, settings: Settings) -> None:
    """Compare the search index with the library; where they differ it is written anew."""
    IndexKeeper(database, settings.index_folder, settings.search_engine).compare()


def read_next(database: Database, *, reading_id: int | None = None) -> bool:
    """Read the oldest file that waits, or a certain one; False when none does."""
    with database.transaction() as session:
        reading = uploads.claim(session, reading_id=reading_id)
    if reading is None:
        return False
    with database.session(read_only=True) as session:
        content = uploads.content_of(session, reading_id=reading.id)
    try:
        with kept_alive(database, uploads.READINGS, reading.id, reading.attempts) as tell:
            read = read_apart(reading.name, content, progress=tell)
    except UnreadablePaper as refusal:
        with database.transaction() as session:
            uploads.refuse(
                session,
                reading_id=reading.id,
                attempt=reading.attempts,
                cause=str(refusal),
                peak_memory=getattr(refusal, "peak_memory", 0),
            )
        return True
    with database.transaction() as session:
        uploads.finish(
            session,
            reading_id=reading.id,
            attempt=reading.attempts,
            paper=read.paper,
            peak_memory=read.peak_memory,
        )
    return True


def work(_typed: argparse.Namespace) -> int:
    """Do what is due beside the pages, until stopped: read papers, send mail. `serve` starts one by itself."""
    try:
        settings = read_settings()
        os.umask(0o077)
        database = Database(settings.database_url)
        refuse_published(database, demo=settings.demo)
    except SettingError as error:
        raise OperatingError(str(error)) from error
    hide()  # what a reader that was taken over might still find of its user's processes is not this one's memory
    if parent := parent_of_service():
        die_with(parent)
    log = logging.StreamHandler(sys.stderr)
    log.setFormatter(Discreet())
    logging.basicConfig(level=logging.WARNING, handlers=[log])
    queue = make_queue(settings)
    tasks(queue, partial(read_waiting, database), partial(deliver_due, database, settings))()
    queue.periodic_task(crontab(minute="17"), name="forget_old")(partial(forget_old, database, settings))
    # By day, and each hour: a worker that stood still at one of them sees to it at the next.
    queue.periodic_task(crontab(hour="6-20", minute="23"), name="tell_begun")(partial(tell_begun, database))
    queue.periodic_task(crontab(minute="*/10"), name="keep_library")(partial(keep_library, database, settings))
    queue.periodic_task(crontab(hour="3", minute="7"), name="compare_search")(
        partial(compare_search, database, settings)
    )
    if settings.semantic:
        queue.periodic_task(crontab(), name="make_meanings")(partial(make_meanings, database, Meaning()))
    Consumer(queue, workers=3, max_delay=0.5, graceful_signal="TERM").run()
    database.close()
    return 0
