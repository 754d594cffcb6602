"""What a load balancer asks: whether this process can serve now.

It stands before everything else, so that it asks for no host name that we answer to, no cookie and no session. It
tells nothing but yes or no.
"""

import threading
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

import sqlalchemy as sa

from consult.database import Database
from consult.revision import HEAD_FILE, revision_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATH = "/healthz"
KEPT = 1.0  # seconds that an answer counts: however often it is asked, the database is not


class Health:
    """Answers at PATH; everything else goes on to the application."""

    def __init__(self, application: "WSGIApplication", database: Database) -> None:
        self._application = application
        self._database = database
        self._release = HEAD_FILE.read_text().strip()
        self._asking = threading.Lock()
        self._asked_at = 0.0
        self._is_well = False

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer, or let the application do it."""
        if environ.get("PATH_INFO") != PATH or environ.get("REQUEST_METHOD") not in ("GET", "HEAD"):
            return self._application(environ, start_response)
        status, body = ("200 OK", b"OK\n") if self.is_well() else ("503 Service Unavailable", b"Not ready\n")
        headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
        start_response(status, [*headers, ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def is_well(self) -> bool:
        """Whether the database answers and has the schema of this release.

        One asks at a time: while the database keeps it waiting, the others get the answer before.
        """
        if time.monotonic() - self._asked_at > KEPT and self._asking.acquire(blocking=False):
            try:
                self._is_well = self._ask()
                self._asked_at = time.monotonic()
            finally:
                self._asking.release()
        return self._is_well

    def _ask(self) -> bool:
        try:
            return revision_of(self._database.engine) == self._release
        except sa.exc.SQLAlchemyError:
            return False
