"""Accounts of the demonstration: their password is published, so they count in the demonstration only.

A database that was once a demo may be served for real by mistake. The start is refused then, with the accounts named;
and whoever signs in with one, in whatever way, or was signed in before, is nobody to the gate.
"""

import logging

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.config import SettingError
from consult.database import Database
from consult.people.credentials import SignedInSession
from consult.people.models import Person
from consult.sign_in.services import token_hash

NAMED = 5  # of the accounts that stop a start; the rest are counted
_log = logging.getLogger(__name__)


def refuse_published(database: Database, *, demo: bool) -> None:
    """Raise SettingError, naming them, where accounts of the demonstration would be served by another service.

    A database that is not there yet, or does not answer, stops no start: the gate looks at every request, too.
    """
    if demo:
        return
    try:
        with database.session(read_only=True) as session:
            addresses = session.scalars(select(Person.email).where(Person.demo).order_by(Person.id)).all()
    except sa.exc.DBAPIError as fault:
        _log.warning("accounts of the demonstration were not looked for: %s", type(fault.orig).__name__)
        return
    finally:
        database.close()  # what is forked or refused now keeps no connection
    if addresses:
        more = f" and {len(addresses) - NAMED} more" if len(addresses) > NAMED else ""
        raise SettingError(
            f"DATABASE_URL names a database of the demonstration: the password of {', '.join(addresses[:NAMED])}{more} "
            "is published. Use another database, or take each of them away with: consult anonymise ADDRESS"
        )


def is_published(session: Session, *, token: str) -> bool:
    """Whether the session of this token is of an account of the demonstration."""
    mine = select(Person.id).join(SignedInSession, SignedInSession.person_id == Person.id)
    return session.scalar(mine.where(SignedInSession.token_sha256 == token_hash(token), Person.demo)) is not None
