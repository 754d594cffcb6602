"""One-time links to sign in with, sent by e-mail: for partners without a password, and for whoever forgot theirs.

A link has 256 bits, of which only a hash is kept. It counts for 15 minutes, once, and only in the browser in which it
was asked for. Opening it changes nothing, because mail scanners open links too; pressing its button signs in.

Asking with an address that nobody has does the same work and leaves the same row, of nobody: neither the page nor the
time that it takes tells who has an account.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, delete, func, or_, select, update
from sqlalchemy.orm import Session

from consult import dates
from consult.database import one_at_a_time
from consult.people import rules
from consult.people.credentials import SignInLink, SignInWay
from consult.people.models import Person
from consult.sign_in import services
from consult.sign_in.attempts import Asker, known_browser

COUNTS_FOR = timedelta(minutes=15)
LINKS_OF_AN_ADDRESS = 3  # from one network, or in one browser of theirs, within the time that a link counts
LINKS_OF_A_CLIENT = 20
COUNTED_FOR = timedelta(hours=1)
LINKS_OF_STRANGERS = 6  # with one address, from all networks together, within the time that they are counted
LONGEST_TARGET = 500
_LOCK = 7_400_118  # any number, the same everywhere: one at a time asks for a link on PostgreSQL


class TooManyLinks(rules.PeopleError):
    """Too many links were asked for with this address, or from this network; known and unknown addresses alike."""


class LinkGone(rules.PeopleError):
    """The link was used, is too old, a newer one was asked for, or there never was one."""


class OtherBrowser(rules.PeopleError):
    """The link is good, but was asked for in another browser. It was not used up."""


@dataclass(frozen=True)
class AskedLink:
    """A link that was asked for. The caller sends it to `person` in the same transaction; to nobody when it is None."""

    link_id: int
    person: Person | None
    secret_path: str


def new_nonce() -> str:
    """A secret for the cookie of a browser that asks for a link (256 bits)."""
    return secrets.token_urlsafe(32)


def ask(session: Session, *, email: str, asker: Asker, browser_nonce: str, next: str = "", held: str = "") -> AskedLink:
    """Make a link for whoever signs in with this address; the one before in this browser counts no longer.

    Links that the person asked for elsewhere stay good: a stranger who asks takes none of them away.
    `browser_nonce` is the secret in the cookie of the browser that asks; `next` the page to go on to; `held` the secret
    of an invitation to that person, whose holder is no stranger. For an address of nobody the `person` of the answer is
    None. Raises TooManyLinks.

    A page that knows the person, such as one of an invitation, asks with the person's own address and never with one
    that was typed: `ask(db(), email=person.email, ...)`. Then, in the same transaction,
    `consult.notices.security.send_link(db(), asked)`, which does the same work for nobody.
    """
    email = email.strip().lower()[:254]
    mark = known_browser(session, whose=Person.email == email, asker=asker) or (_hash(held) if held else "")
    _check_limits(session, email, asker.network, mark)
    token, moment = secrets.token_urlsafe(32), dates.now()
    person = session.scalar(select(Person).where(Person.email == email, rules.can_sign_in()))
    link = SignInLink(
        email=email,
        client=asker.network,
        holder_sha256=mark,
        person_id=person.id if person else None,
        token_sha256=services.token_hash(token),
        browser_sha256=_hash(browser_nonce),
        target=next if len(next) <= LONGEST_TARGET else "",
        asked_at=moment,
    )
    before = SignInLink.email == email, SignInLink.browser_sha256 == link.browser_sha256, SignInLink.ended_at.is_(None)
    session.execute(update(SignInLink).where(*before).values(ended_at=moment))
    session.add(link)
    session.flush()
    return AskedLink(link.id, person, f"/sign-in/link/{token}")


def _check_limits(session: Session, email: str, network: str, mark: str) -> None:
    """Strangers are held to three links from a network, and to few in an hour from all: a mailbox is not flooded.

    A browser that the person signed in with before is counted by itself, and so is whoever holds an invitation.
    """
    one_at_a_time(session, _LOCK)
    session.execute(delete(SignInLink).where(SignInLink.asked_at <= dates.now() - COUNTED_FOR))
    mine, lately = SignInLink.email == email, SignInLink.asked_at > dates.now() - COUNTS_FOR
    here = mine & lately & (SignInLink.holder_sha256 == mark)
    here = here if mark else here & (SignInLink.client == network)
    strangers = mine & (SignInLink.holder_sha256 == "")
    theirs = lately & (SignInLink.client == network) & (SignInLink.client != "")
    counts = select(*(func.count().filter(each) for each in (here, strangers, theirs))).where(or_(mine, theirs))
    row = session.execute(counts).one()
    asked_here, by_strangers, of_network = row[0], row[1], row[2]
    if asked_here >= LINKS_OF_AN_ADDRESS:
        raise TooManyLinks("Too many links were asked for with this address. Try again in 15 minutes")
    if not mark and of_network >= LINKS_OF_A_CLIENT:
        raise TooManyLinks("Too many links were asked for from your network. Try again in 15 minutes")
    if not mark and by_strangers >= LINKS_OF_STRANGERS:
        raise TooManyLinks("Too many links were asked for with this address. Try again in an hour")


def _hash(nonce: str) -> str:
    return hashlib.sha256(nonce.encode()).hexdigest()


def offered(session: Session, *, token: str, browser_nonce: str) -> SignInLink:
    """The link with this token, while it counts and in the browser that asked. Raises LinkGone or OtherBrowser."""
    link = session.scalar(select(SignInLink).where(SignInLink.token_sha256 == services.token_hash(token)))
    if link is None or link.person_id is None or not _counts(link, dates.now()):
        raise LinkGone("It was used already, is more than 15 minutes old, or you asked for a newer one")
    if not browser_nonce or not secrets.compare_digest(link.browser_sha256, _hash(browser_nonce)):
        raise OtherBrowser("Open the link in the browser in which you asked for it")
    return link


def _counts(link: SignInLink, moment: datetime) -> bool:
    return link.ended_at is None and moment - link.asked_at < COUNTS_FOR


def use(session: Session, *, token: str, browser_nonce: str, browser: str = "") -> tuple[str, str]:
    """Use the link up and open a session; return the session's token and the page to go on to.

    Of several at once one wins. The session of somebody with a second factor opens nothing before
    second_factor.finish_sign_in. Raises LinkGone or OtherBrowser.
    """
    link = offered(session, token=token, browser_nonce=browser_nonce)
    unused = SignInLink.id == link.id, SignInLink.ended_at.is_(None)
    used = session.execute(update(SignInLink).where(*unused).values(ended_at=dates.now()))
    person = session.scalar(select(Person).where(Person.id == link.person_id, rules.can_sign_in()))
    if not isinstance(used, CursorResult) or used.rowcount != 1 or person is None:
        raise LinkGone("It was used already, or you may no longer sign in")
    awaits_code = services.has_second_factor(session, person.id)
    opened = services.open_session(session, person=person, browser=browser, awaits_code=awaits_code, way=SignInWay.LINK)
    return opened, link.target
