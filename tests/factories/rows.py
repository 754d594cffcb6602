"""How every factory makes its row: what is not given is made up, and only when it is needed."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from consult import dates
from consult.database import Base

Row = TypeVar("Row", bound=Base)
_numbers = count(1)


def number() -> int:
    """A number that no row of this run had before: it makes names and addresses unique."""
    return next(_numbers)


def add(session: Session, model: type[Row], given: Mapping[str, Any], /, **usual: Any) -> Row:
    """Add a row with what is given, and with what is usual for the rest, and write it.

    A usual value may be a function of the values so far, in their order: a parent is made only when none is given.
    """
    values: dict[str, Any] = dict(given)
    for name, value in usual.items():
        if name not in values:
            values[name] = value(values) if isinstance(value, Callable) else value  # type: ignore[arg-type]
    row = model(**values)
    session.add(row)
    session.flush()
    return row


def sha256_of(text: str | bytes) -> str:
    """The SHA-256 of a text in UTF-8, or of a file."""
    return sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def a_hash() -> str:
    """A SHA-256 that nothing else has."""
    return sha256_of(f"something {number()}")


def in_days(days: int) -> date:
    """The day in London so many days from today."""
    return dates.today() + timedelta(days)


def moment_in(days: int) -> datetime:
    """The moment so many days from now."""
    return dates.now() + timedelta(days)
