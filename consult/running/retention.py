"""What is forgotten with time, by the worker: names in mail and unconfirmed sheets, attempts to sign in, keys of forms.

Words that people wrote, decisions and the record are kept; docs/operating.md says what is kept for how long.
"""

from datetime import timedelta

from sqlalchemy import ColumnElement, String, cast, delete, literal, update
from sqlalchemy.orm import Session

from consult import dates
from consult.config import Settings
from consult.database import Database
from consult.drafting import unsaved
from consult.library.catalogue import receiving
from consult.notices.models import NoticeState, OutboxMessage
from consult.people import importing
from consult.people.anonymising import anonymise
from consult.people.credentials import FailedProof, FailedSignIn
from consult.people.models import Person
from consult.permissions import Viewer
from consult.web import limits, once

ATTEMPTS_KEPT = timedelta(days=1)  # far longer than they count against anybody
REMOVED = "Removed"


def forget_old(database: Database, settings: Settings) -> None:
    """Forget everything whose time is over, in one short transaction; loads that stopped in several."""
    receiving.clear(database.transaction)
    with database.transaction() as session:
        written = dates.now() - timedelta(days=settings.mail_kept_days)
        blank_mail(session, OutboxMessage.created_at <= written)
        failed = dates.now() - ATTEMPTS_KEPT
        session.execute(delete(FailedSignIn).where(FailedSignIn.at <= failed))
        session.execute(delete(FailedProof).where(FailedProof.at <= failed))
        once.clear(session)
        limits.clear(session)
        unsaved.clear(session)
        importing.clear(session)


def blank_mail(session: Session, which: ColumnElement[bool]) -> None:
    """Take name, address and text out of messages that have ended. That there was one, and when, is kept."""
    ended = OutboxMessage.state.in_((NoticeState.SENT, NoticeState.FAILED, NoticeState.KEPT))
    blanked = {
        # An address is told of an event once: two that are taken out of one event must differ.
        "address": literal("removed-") + cast(OutboxMessage.id, String),
        "name": REMOVED, "subject": REMOVED, "text": "", "html": "", "secret_path": "", "provider_id": "",
        "cause": REMOVED,
    }  # fmt: skip
    session.execute(
        update(OutboxMessage)
        .where(ended, which, OutboxMessage.text != "")
        .values(blanked)
        .execution_options(synchronize_session=False)
    )


def take_name_away(session: Session, *, actor: Viewer | None, person: Person) -> str:
    """Anonymise a person, their mail included; what has not left yet never does. Returns what they are called now."""
    theirs = OutboxMessage.address == person.email
    known_as = anonymise(session, actor=actor, person=person)
    open_states = (NoticeState.WAITING, NoticeState.SENDING)
    given_up = {"state": NoticeState.FAILED, "due_at": None, "ended_at": dates.now(), "cause": REMOVED}
    session.execute(
        update(OutboxMessage)
        .where(theirs, OutboxMessage.state.in_(open_states))
        .values(given_up)
        .execution_options(synchronize_session=False)
    )
    blank_mail(session, theirs)
    return known_as
