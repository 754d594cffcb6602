"""Writing a message in the transaction of what it tells of, and moving it on as a worker sends it.

Every move is a short transaction of its own. A message is committed as being sent before it is handed over, and as
sent right after: a worker that is killed in between leaves it to be sent again (at least once, under the same
Message-ID), and one that is killed at any other moment leaves it sent once.
"""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from consult import dates, leasing
from consult.database import insert_once
from consult.history.services import record
from consult.history.turns import as_it_is
from consult.notices import rules
from consult.notices.models import NoticeState, OutboxMessage
from consult.notices.rendering import one_line, render
from consult.people.models import Person
from consult.people.rules import can_sign_in
from consult.permissions import Viewer
from consult.texts import listed

POSTED = "mail posted"  # in a session's info, how many messages: the worker has to do once this is committed
COUNTED = "mail counted"  # in a session's info, how many of them count against the limit of whoever acts
CAUSED_BY = "mail caused by"  # in a session's info, the number of the person who acts in it
WRITTEN = "mail written to"  # in a session's info, the names of those whom its messages reach

MAIL = leasing.Work(
    OutboxMessage,
    NoticeState.SENDING,
    rules.MOST_ATTEMPTS,
    due=lambda moment: OutboxMessage.due_at <= moment,
    begun=lambda moment: {"due_at": moment + rules.LEASE},
    given_up=lambda moment: {
        "state": NoticeState.FAILED,
        "due_at": None,
        "ended_at": moment,
        "cause": rules.WORKERS_DIED,
    },
)
NOBODY_TOLD = "Nobody was told: no email was written."
_NAMED = 5  # so many names a message on a page names


def post(
    session: Session,
    *,
    event: str,
    to: Person | tuple[str, str],
    template: str,
    values: Mapping[str, object],
    wait: timedelta = timedelta(0),
) -> OutboxMessage | None:
    """Write a message to a person, or to a name and an address, in the caller's transaction.

    An address is told of an `event` once: the second time, the first message is given back. Somebody who may no
    longer sign in is told nothing (None). `values["path"]` is the page that the text's link opens;
    `values["secret_path"]` one with a token, which is shown to nobody and forgotten once the message was sent. It
    leaves after `wait`.
    """
    if isinstance(to, Person) and session.scalar(select(Person.id).where(Person.id == to.id, can_sign_in())) is None:
        return None
    name, address = (to.name, to.email) if isinstance(to, Person) else to
    row = _row(session, one_line(name)[:200], one_line(address)[:254], template, values, wait) | {"event": event}
    # Two people at once may tell of the same event: the database decides which was first, without an error.
    written = insert_once(session, OutboxMessage, row)
    session.info[POSTED] = session.info.get(POSTED, 0) + written
    if written and row["due_at"]:
        session.info.setdefault(WRITTEN, []).append(row["name"])
    mine = OutboxMessage.event == event, OutboxMessage.address == row["address"]
    return session.scalars(select(OutboxMessage).where(*mine)).one()


def _row(
    session: Session, name: str, address: str, template: str, values: Mapping[str, object], wait: timedelta
) -> dict[str, Any]:
    """What stands in a new message: it waits, or has failed where mail cannot be sent to the address."""
    moment, words, good = dates.now(), render(template, values), rules.is_address(address)
    return {
        "address": address, "name": name, "subject": words.subject, "text": words.text, "html": words.html,
        "secret_path": str(values.get("secret_path", "")), "reference": uuid.uuid4().hex,
        "state": NoticeState.WAITING if good else NoticeState.FAILED, "attempts": 0, "failures": 0,
        "due_at": moment + wait if good else None, "cause": "" if good else rules.NO_ADDRESS, "provider_id": "",
        "caused_by": session.info.get(CAUSED_BY), "turn": _turn(session, template, moment),
        "created_at": moment, "ended_at": None if good else moment,
    }  # fmt: skip


def _turn(session: Session, template: str, moment: datetime) -> int:
    """Where a new message stands: behind those that the same person caused, beside the first of everybody else.

    So a thousand mails that one person causes make nobody else wait for more than one of them.
    """
    if template in rules.FIRST:
        return 0
    person = session.info.get(CAUSED_BY)
    open_ = select(func.max(OutboxMessage.turn)).where(OutboxMessage.due_at.is_not(None))
    last = session.scalar(open_.where(OutboxMessage.caused_by == person)) or 0
    due = select(func.min(OutboxMessage.turn)).where(OutboxMessage.due_at <= moment, OutboxMessage.turn > 0)
    return max(last + 1, session.scalar(due) or 1)


def gather(
    session: Session,
    *,
    about: str,
    event: str,
    to: Person,
    template: str,
    values: Callable[[datetime], Mapping[str, object] | None],
    wait: timedelta,
) -> OutboxMessage | None:
    """Tell a person of something `about` one matter in the message on it that still waits for more, or in a new one.

    `values` gives what stands in the message: everything since the moment at which it was begun, or None for nothing
    to tell. `event` names what begins a new message. So many things done within `wait` make one mail.
    """
    # Two at once about one person follow each other: the second finds what the first wrote.
    session.execute(select(Person.id).where(Person.id == to.id).with_for_update(key_share=True))
    moment = dates.now()
    message = _gathering(session, about, to, moment)
    filled = values(message.created_at if message else moment)
    if filled is None:
        return None
    if message is None:
        return post(session, event=event, to=to, template=template, values=filled, wait=wait)
    words = render(template, filled)
    message.subject, message.text, message.html = words.subject, words.text, words.html
    session.flush()
    session.info.setdefault(WRITTEN, []).append(message.name)
    return message


def _gathering(session: Session, about: str, to: Person, moment: datetime) -> OutboxMessage | None:
    """The newest message to a person on this matter that still waits for more."""
    gathering = select(OutboxMessage).where(
        OutboxMessage.event.startswith(f"{about}/", autoescape=True),
        OutboxMessage.address == one_line(to.email)[:254],
        OutboxMessage.state == NoticeState.WAITING,
        OutboxMessage.attempts == 0,
        OutboxMessage.due_at > moment,
    )
    newest = gathering.order_by(OutboxMessage.id.desc()).limit(1)
    return session.scalar(newest.with_for_update().execution_options(populate_existing=True))


def reached(session: Session) -> str:
    """Whom the mail written in this session goes to, as a page says it after the act: 'An email goes to A and B.'

    '' for nobody: then the page says NOBODY_TOLD, and not as a success.
    """
    names = list(dict.fromkeys(session.info.get(WRITTEN, ())))
    if not names:
        return ""
    shown = names if len(names) <= _NAMED else [*names[:_NAMED], f"{len(names) - _NAMED} more"]
    return f"{'An email goes' if len(names) == 1 else f'{len(names)} emails go'} to {listed(shown)}."


def claim(session: Session) -> OutboxMessage | None:
    """The message whose turn it is, now being sent by the caller until its lease ends; None when none is due.

    Links to sign in with and notices of security wait for nobody; of the others the people who caused them take turns.
    """
    return leasing.claim(session, MAIL, order=[OutboxMessage.turn])


def note_sent(session: Session, *, message: OutboxMessage, provider_id: str) -> None:
    """The provider has taken the message. A token in it is not needed any longer."""
    _end(session, message, state=NoticeState.SENT, provider_id=one_line(provider_id)[:200], cause="", secret_path="")


def note_failure(session: Session, *, message: OutboxMessage, cause: str, final: bool) -> None:
    """An attempt failed: pause, or give up when it is `final` or a day of attempts has gone by."""
    failures, told = message.failures + 1, one_line(cause)[:500]
    pause = None if final else rules.pause_after(failures)
    if pause is None:
        _end(session, message, state=NoticeState.FAILED, failures=failures, cause=told)
        return
    again = {"state": NoticeState.WAITING, "due_at": dates.now() + pause, "failures": failures, "cause": told}
    session.execute(update(OutboxMessage).where(*_mine(message)).values(again))


def keep_due(session: Session) -> int:
    """Keep everything that waits, in the demonstration. Returns how many messages."""
    waiting = select(OutboxMessage.id).where(OutboxMessage.due_at.is_not(None))
    numbers = session.scalars(waiting).all()
    kept = {"state": NoticeState.KEPT, "due_at": None, "ended_at": dates.now()}
    session.execute(update(OutboxMessage).where(OutboxMessage.id.in_(numbers)).values(kept))
    return len(numbers)


def send_again(session: Session, *, actor: Viewer, message: OutboxMessage) -> bool:
    """Let a message that was sent or given up wait for a new round of attempts, at once.

    Asked twice it happens once: False when nothing was to be done. Raises LinkIsGone.
    """
    as_it_is(session, message)
    rules.check_link(message)
    if not rules.may_send_again(message):
        return False
    before = message.state
    if before is NoticeState.SENT:
        # To a mailbox the same Message-ID is the same mail, and is dropped.
        message.reference = uuid.uuid4().hex
    message.state, message.due_at, message.ended_at = NoticeState.WAITING, dates.now(), None
    message.attempts, message.failures, message.provider_id = 0, 0, ""
    session.flush()
    facts = {"before": before.value, "after": message.state.value}
    record(session, actor=actor, action="mail sent again", subject=f"notice/{message.id}", details=facts)
    session.info[POSTED] = session.info.get(POSTED, 0) + 1
    return True


def _end(session: Session, message: OutboxMessage, **values: object) -> None:
    ended = {"due_at": None, "ended_at": dates.now(), **values}
    session.execute(update(OutboxMessage).where(*_mine(message)).values(ended))


def _mine(message: OutboxMessage) -> tuple[ColumnElement[bool], ...]:
    """The message, while it is being sent as it was when it was claimed.

    Attempts are counted anew when somebody lets it be sent again: the end of the lease tells those of before apart.
    """
    return *leasing.is_mine(MAIL, message.id, message.attempts), OutboxMessage.due_at == message.due_at
