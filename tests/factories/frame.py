"""What holds for every stage: the record, the outbox, forms that count once, how often somebody did something."""

from typing import Any

from sqlalchemy.orm import Session

from consult import dates
from consult.history.models import HistoryEntry
from consult.history.services import record
from consult.notices.models import NoticeState, OutboxMessage
from consult.permissions import Use
from consult.web.limits import UseCount, window_start
from consult.web.once import SentForm
from tests.factories.people import person_id
from tests.factories.rows import a_hash, add, number


def make_history_entry(session: Session, **given: Any) -> HistoryEntry:
    """The next entry of the record, written by its service: each holds the hash of the one before."""
    usual: dict[str, Any] = {"actor": None, "action": "organisation added", "subject": f"organisation/{number()}"}
    return record(session, **{**usual, **given})


def make_outbox_message(session: Session, **given: Any) -> OutboxMessage:
    """A mail that waits to be sent."""
    n = number()

    def ends(has: dict[str, Any]) -> bool:
        return has["state"] not in (NoticeState.WAITING, NoticeState.SENDING)

    return add(
        session,
        OutboxMessage,
        given,
        event=f"something/{n}",
        address=f"somebody.{n}@rivermead.example",
        name=f"Parish clerk {n}",
        subject="Something happened",
        text="Something happened.",
        html="<p>Something happened.</p>",
        secret_path="",
        reference=f"{n:032x}",
        state=NoticeState.WAITING,
        attempts=0,
        failures=0,
        due_at=lambda has: None if ends(has) else dates.now(),
        cause=lambda has: "The address is unknown" if has["state"] is NoticeState.FAILED else "",
        provider_id="",
        turn=0,
        created_at=dates.now(),
        ended_at=lambda has: dates.now() if ends(has) else None,
    )


def make_use_count(session: Session, **given: Any) -> UseCount:
    """Somebody searched once in this minute."""
    return add(
        session,
        UseCount,
        given,
        person_id=lambda _: person_id(session),
        use=Use.SEARCH,
        since=lambda has: window_start(has["use"], dates.now()),
        count=1,
    )


def make_sent_form(session: Session, **given: Any) -> SentForm:
    """A form that somebody sent just now, before its answer is known."""
    person = {"person_id": lambda _: person_id(session)}
    return add(session, SentForm, given, key_sha256=a_hash(), body_sha256=a_hash(), sent_at=dates.now(), **person)
