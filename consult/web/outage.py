"""The database went away, at whatever moment: the answer says so and what became of what was sent, and gives it back.

Before the act was committed, nothing was saved. After it, everything was, though the page that follows could not be
made. When the connection broke while the commit was on its way, nobody here knows.
"""

from contextlib import suppress

import psycopg
import pysqlite3.dbapi2
import sqlalchemy as sa
from flask import Flask, current_app, g, has_request_context, request
from psycopg.errors import DeadlockDetected, SerializationFailure
from sqlalchemy.orm import Session

from consult.database import Database, only_reads
from consult.web.error_pages import Fate, error_page, typed_texts

BROKEN = (
    sa.exc.DBAPIError,
    sa.exc.TimeoutError,
    sa.exc.PendingRollbackError,
    sa.exc.ResourceClosedError,
    psycopg.Error,
)
"""What a database raises that is not there, or not as it was: see `is_outage` for which of them mean that."""
_TIMED_OUT = ("25P03", "25P04", "25006")  # idle or long in a transaction; a standby that cannot write
_PERHAPS_SAVED = ("08", "57")  # the classes of connections that broke and of servers that shut down
_AT_ONCE = "Somebody else did something to do with this at the same moment. Send it again."


def init_app(app: Flask) -> None:
    """Answer faults of the database."""
    for kind in BROKEN:
        app.register_error_handler(kind, _answer)


def follow(database: Database) -> None:
    """Follow what each request commits to the application's database."""
    sa.event.listen(database.writing, "before_commit", _committing)
    sa.event.listen(database.engine, "commit", _sent)
    sa.event.listen(database.writing, "after_commit", _saved)


def begin_act() -> None:
    """From here on a commit is the act's. Those before told that somebody was counted, or gave a proof."""
    g.acting, g.fate, g.committing = True, Fate.NOTHING, None


def fate() -> Fate:
    """What became of what this request sent."""
    found: Fate = g.get("fate", Fate.NOTHING)
    return found


def _acts(session: Session) -> bool:
    whole = not session.in_nested_transaction() and not only_reads(session)  # the end of a savepoint commits nothing
    return whole and has_request_context() and g.get("acting", False) and session is g.get("db")


def _committing(session: Session) -> None:
    if _acts(session):
        g.committing = session


def _sent(_connection: sa.Connection) -> None:
    if has_request_context() and g.get("committing"):
        g.fate_before, g.fate = fate(), Fate.UNKNOWN


def _saved(session: Session) -> None:
    if _acts(session):
        g.fate, g.committing = Fate.SAVED, None


def is_outage(error: Exception) -> bool:
    """Whether the database is not there, is full, or is not as it was: no fault of what it was asked."""
    cause = getattr(error, "orig", None) or error
    if isinstance(error, (sa.exc.TimeoutError, sa.exc.PendingRollbackError, sa.exc.ResourceClosedError)):
        return True
    if getattr(error, "connection_invalidated", False) or getattr(cause, "sqlstate", None) in _TIMED_OUT:
        return True
    if type(cause) is pysqlite3.dbapi2.DatabaseError:  # the file is damaged, or no database
        return True
    return isinstance(error, (sa.exc.OperationalError, sa.exc.InterfaceError)) or isinstance(
        cause, (psycopg.OperationalError, psycopg.InterfaceError)
    )


def _answer(error: Exception) -> tuple[str, int]:
    if not is_outage(error):
        raise error
    _ask_no_more()
    typed = typed_texts() if request.method == "POST" else []
    cause = getattr(error, "orig", None) or error
    became = _became(cause)
    if became is Fate.NOTHING and isinstance(cause, (DeadlockDetected, SerializationFailure)):
        return error_page(409, _AT_ONCE, typed)  # each of two acts waited for the other: the database ended this one
    current_app.logger.error("database unavailable: %s", type(cause).__name__)
    return error_page(503, became.value, typed)


def _ask_no_more() -> None:
    """Nothing is locked any longer, and the page that tells of it asks the database for nothing: it is not there."""
    g.database_away = True
    opened = g.get("db")
    if opened is not None:
        with suppress(sa.exc.SQLAlchemyError, OSError):
            opened.rollback()


def _became(cause: BaseException) -> Fate:
    """What became of it, where the commit itself failed: one that the database refused was not carried out."""
    if fate() is not Fate.UNKNOWN:
        return fate()
    state = getattr(cause, "sqlstate", None)
    if isinstance(cause, pysqlite3.dbapi2.Error):
        known = "disk I/O error" not in str(cause)
    else:
        known = bool(state) and not str(state).startswith(_PERHAPS_SAVED)
    before: Fate = g.fate_before
    return before if known else Fate.UNKNOWN
