"""Waking the worker: a bell that pages ring after a commit, and the queue on which it is heard."""

import logging
import sqlite3
import threading
from collections.abc import Callable

import psycopg
from huey import Huey, PostgresHuey, SqliteHuey, crontab
from huey.exceptions import HueyException
from huey.serializer import SignedSerializer

from consult.config import Settings

_log = logging.getLogger(__name__)


def _deaf() -> None:
    """What a bell does that has no queue yet."""


class Bell:
    """Wakes the worker of a service. A bell that cannot ring is no fault of the page that rang it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._queue: Huey | None = None
        self._wake: Callable[[], object] = _deaf
        self._ringing = threading.Lock()

    def ring(self) -> None:
        """Let the worker look for papers to read and mail to send, at once."""
        try:
            with self._ringing:
                if self._queue is None:
                    self._queue = make_queue(self._settings)
                    self._wake = tasks(self._queue)
                try:
                    self._wake()
                finally:  # what rings is rare: no page keeps a connection for it
                    self._queue.storage.close()
        except (sqlite3.Error, psycopg.Error, HueyException, OSError) as fault:
            _log.warning("the worker was not woken: %s", type(fault).__name__)


def make_queue(settings: Settings) -> Huey:
    """The queue of wake-ups: beside the database of an embedded service, else in PostgreSQL."""
    options = {"name": "consult", "results": False, "serializer": SignedSerializer(secret=settings.secret_key)}
    if settings.database_url.startswith("sqlite"):
        settings.instance.mkdir(parents=True, exist_ok=True)
        return SqliteHuey(filename=str(settings.instance / "queue.sqlite"), **options)
    return PostgresHuey(dsn=settings.database_url.replace("postgresql+psycopg://", "postgresql://", 1), **options)


class _OneAtATime:
    """Work that one thread does at a time; who comes meanwhile makes it look once more, and need not wait."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._work = work
        self._asked = False
        self._busy = threading.Lock()

    def __call__(self) -> None:
        """Do the work, or let the thread that is at it do it once more."""
        self._asked = True
        while self._asked and self._busy.acquire(blocking=False):
            try:
                self._asked = False
                self._work()
            finally:
                self._busy.release()


def tasks(
    queue: Huey, read: Callable[[], object] = _deaf, deliver: Callable[[], object] = _deaf
) -> Callable[[], object]:
    """Register what the worker does; returns what puts it on the queue. Who only rings has no work to give."""
    wakes = []
    for name, work in (("read_papers", read), ("send_mail", deliver)):
        turn = _OneAtATime(work)
        queue.periodic_task(crontab(minute="*"), name=f"sweep_{name}")(turn)
        wakes.append(queue.task(name=name)(turn))
    return lambda: [wake() for wake in wakes]
