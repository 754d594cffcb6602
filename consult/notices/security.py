"""Mail about one's own account: links to sign in with, and notices of what changed in how one signs in.

What changed stands in the record already. A notice tells of one entry there, once: its event is the entry's number.
"""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import String, cast, delete, literal, select
from sqlalchemy.orm import Session

from consult import dates
from consult.history.models import HistoryEntry
from consult.notices.models import OutboxMessage
from consult.notices.services import post
from consult.people.models import Person
from consult.people.rules import can_sign_in
from consult.sign_in.links import COUNTS_FOR, AskedLink
from consult.sign_in.own_address import COUNTS_FOR as CONFIRMED_WITHIN
from consult.sign_in.own_address import AskedChange

EMAIL_CHANGED = "e-mail address changed"
# What the record says, and the words of the mail.
TOLD = {
    "password changed": "Your password was changed",
    EMAIL_CHANGED: "Your email address was changed",
    "second factor on": "Your second factor was turned on",
    "second factor off": "Your second factor was turned off",
    "second factor reset": "An administrator turned off your second factor",
    "recovery codes made": "New recovery codes were made for you",
    "recovery code used": "One of your recovery codes was used",
    "passkey added": "A passkey was added to your account",
    "passkey removed": "A passkey was removed from your account",
    "passkey refused": "A passkey of yours was refused",
    "account connected": "An account of your organisation was connected to yours",
    "account disconnected": "The account of your organisation was disconnected from yours",
    "signed in with a new browser": "You signed in with a browser that you had not used before",
}
JUST_NOW = timedelta(minutes=1)
ADDED = "added/"  # and the person's number: the event of being told that one can sign in
BEGUN_LATELY = timedelta(days=14)
_NOBODY = ("Nobody", "nobody@service.invalid")  # a name that is never given out (RFC 2606)


def tell(session: Session, *, person_id: int, browser: str = "", old_address: str = "") -> None:
    """Tell a person of what this transaction put on record about how they sign in; call it after the act.

    `browser` says in plain words where it was done, empty for an act of somebody else's. A change of address is told
    to `old_address` too. Called twice, it tells once.
    """
    entries = select(HistoryEntry).where(
        HistoryEntry.subject == f"person/{person_id}",
        HistoryEntry.action.in_(TOLD),
        HistoryEntry.at > dates.now() - JUST_NOW,
    )
    person = session.get_one(Person, person_id)
    for entry in session.scalars(entries.order_by(HistoryEntry.seq)):
        values = {
            "name": person.name,
            "what": TOLD[entry.action],
            "when": dates.long_time(entry.at),
            "browser": browser,
            "path": "/account",
        }
        event = f"security/{entry.seq}"
        post(session, event=event, to=person, template="security_notice", values=values)
        if old_address and entry.action == EMAIL_CHANGED:
            post(session, event=event, to=(person.name, old_address), template="security_notice", values=values)


def send_link(session: Session, asked: AskedLink) -> None:
    """Mail the link that was asked for. For an address of nobody the same work is done, and nothing is written."""
    event, minutes = f"sign-in-link/{asked.link_id}", int(COUNTS_FOR.total_seconds() // 60)
    name = asked.person.name if asked.person else _NOBODY[0]
    values = {"name": name, "minutes": minutes, "secret_path": asked.secret_path}
    if asked.person:
        post(session, event=event, to=asked.person, template="sign_in_link", values=values)
    else:
        _post_to_nobody(session, event=event, template="sign_in_link", values=values)


def send_change(session: Session, asked: AskedChange, *, name: str) -> None:
    """Mail the link that confirms a new address, to that address. To nobody when it is another person's."""
    minutes = int(CONFIRMED_WITHIN.total_seconds() // 60)
    values = {"name": name, "minutes": minutes, "secret_path": asked.secret_path}
    event = f"address-change/{asked.change_id}"
    if asked.email:
        post(session, event=event, to=(name, asked.email), template="address_change", values=values)
    else:
        _post_to_nobody(session, event=event, template="address_change", values=values)


def _post_to_nobody(session: Session, *, event: str, template: str, values: Mapping[str, object]) -> None:
    """Write a message and take it back: it leaves nothing, and takes the time that a message takes."""
    message = post(session, event=event, to=_NOBODY, template=template, values=values)
    if message:
        session.execute(delete(OutboxMessage).where(OutboxMessage.id == message.id))
        session.expunge(message)


def tell_added(session: Session, *, person: Person) -> None:
    """Tell somebody who was added that they can sign in, and where they get a link for it.

    Who is a member only from a later day is not told now, but by tell_begun when it comes.
    """
    values = {"name": person.name, "path": "/sign-in/link"}
    post(session, event=f"{ADDED}{person.id}", to=person, template="added", values=values)


def tell_begun(session: Session) -> int:
    """Tell those whose first day has come, and who were never told, that they can sign in. Returns how many.

    First days of the last fortnight count: a worker that stood still comes late, and does not write to old members.
    """
    today = dates.today()
    told = select(OutboxMessage.id).where(OutboxMessage.event == literal(ADDED) + cast(Person.id, String))
    begun = Person.member_from.between(today - BEGUN_LATELY, today), can_sign_in(today), ~told.exists()
    people = session.scalars(select(Person).where(*begun).order_by(Person.id)).all()
    for person in people:
        tell_added(session, person=person)
    return len(people)
