"""Acts that two people can do at the same moment, though only one of them can hold: the other is told why not.

A page looks first and refuses what is taken. Of two that look at once neither sees the other; then a unique constraint
decides, and its fault becomes the refusal that the look would have given. Everything here also waits for whoever is
writing the record: acts take that lock first and row locks after it, so that no two ever wait for each other.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg.errors import UniqueViolation
from sqlalchemy.exc import IntegrityError, InvalidRequestError
from sqlalchemy.orm import Session

from consult.database import Base, one_at_a_time
from consult.refusal import Refusal

_LOCK = 7_400_117  # any number, the same everywhere: one at a time acts on PostgreSQL


class Gone(Refusal):
    """What somebody acts on was removed meanwhile."""


def in_turn(session: Session) -> None:
    """Wait until nobody else's act is being written, and let nobody's begin before the transaction's end.

    On SQLite there is only one writer in any case.
    """
    one_at_a_time(session, _LOCK)


def as_it_is(session: Session, row: Base, *names: str) -> None:
    """In turn, and with the row locked, read these attributes anew: what follows rests on what is there by then.

    Raises Gone.
    """
    in_turn(session)
    try:
        # Not against whoever only refers to the row, as every form that is being sent refers to its sender.
        session.refresh(row, attribute_names=names, with_for_update={"key_share": True, "of": type(row)})
    except InvalidRequestError as removed:
        raise Gone("Somebody else removed this at the same moment. Nothing was done") from removed


@contextmanager
def first_come(session: Session, refusal: Refusal) -> Iterator[None]:
    """Raise the refusal when what the block writes is taken already; the transaction stays as it was before it."""
    in_turn(session)
    try:
        with session.begin_nested():
            yield
            session.flush()
    except IntegrityError as clash:
        if not _is_taken(clash):
            raise
        raise refusal from clash


def _is_taken(clash: IntegrityError) -> bool:
    return isinstance(clash.orig, UniqueViolation) or str(clash.orig).startswith("UNIQUE constraint failed")
