"""Wrong passwords and codes: written down, so that guessing is slowed for all workers and across restarts.

Strangers are counted by what they try and the network that they try it from, and, with a much higher bound, by what
they try alone. A browser in which the person signed in before is counted by itself: whatever strangers do with
somebody's address, the person goes on signing in with a browser of theirs.
"""

import hashlib
import ipaddress
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import Session

from consult import dates
from consult.database import one_at_a_time
from consult.people import rules as people_rules
from consult.people.credentials import FailedProof, FailedSignIn, KnownBrowser
from consult.people.models import Person
from consult.sign_in import rules

_Failed = type[FailedSignIn] | type[FailedProof]
_LOCK = 7_400_120  # any number, the same everywhere
_TOO_MANY_PROOFS = "Too many wrong attempts. Try again in 15 minutes"


@dataclass(frozen=True)
class Asker:
    """Who asks, as far as a request tells: the network address (empty: not known), and the secret that the browser
    keeps from an earlier sign-in (empty: none)."""

    client: str = ""
    secret: str = ""

    @property
    def network(self) -> str:
        """What counts as one network: an IPv4 address, or the 64 bits that one line has of IPv6."""
        try:
            address = ipaddress.ip_address(self.client)
        except ValueError:
            return self.client[:45]
        if address.version == 6 and address.ipv4_mapped:
            return str(address.ipv4_mapped)
        prefix = 64 if address.version == 6 else 32
        return str(ipaddress.ip_network((int(address), prefix), strict=False).network_address)


NOBODY_KNOWN = Asker()


def known_browser(session: Session, *, whose: ColumnElement[bool], asker: Asker) -> str:
    """The mark of the asker's browser when the person signed in with it before; '' for a stranger's.

    `whose` says of which person. It is asked alike for everybody, and for nobody.
    """
    mark = hashlib.sha256(asker.secret.encode()).hexdigest()
    since = dates.now() - rules.BROWSER_KEPT_FOR
    mine = KnownBrowser.token_sha256 == mark, KnownBrowser.seen_at > since, whose, people_rules.can_sign_in()
    known = select(KnownBrowser.id).join(Person, Person.id == KnownBrowser.person_id).where(*mine)
    return mark if session.scalar(known) is not None else ""


def check(session: Session, *, email: str, asker: Asker) -> str:
    """Raise TooManyAttempts when the asker had too many wrong passwords for now; else give the mark of their browser.

    Attempts sent all at once are counted one after the other: each waits here until the one before it has ended.
    """
    mark, network = known_browser(session, whose=Person.email == email, asker=asker), asker.network
    # A known browser waits for no stranger.
    for of in (mark,) if mark else (email, network) if network else (email,):
        one_at_a_time(session, _LOCK, of)
    session.execute(delete(FailedSignIn).where(FailedSignIn.at <= dates.now() - rules.FAILURES_WITHIN))
    theirs = (FailedSignIn.client == network) & (FailedSignIn.client != "")
    here, of_address, of_network = _counted(
        session, FailedSignIn, FailedSignIn.email == email, _here(FailedSignIn, asker, mark), theirs
    )
    if here >= rules.FAILURES_ALLOWED or (not mark and of_address >= rules.FAILURES_OF_STRANGERS):
        raise rules.TooManyAttempts("Too many attempts with this address. Try again in 15 minutes")
    if not mark and of_network >= rules.FAILURES_OF_A_CLIENT:
        raise rules.TooManyAttempts("Too many attempts from your network. Try again in 15 minutes")
    return mark


def is_over(session: Session, *, email: str, asker: Asker) -> bool:
    """Whether `check` would refuse now, as far as reading tells: then nothing need be weighed."""
    mark, network = known_browser(session, whose=Person.email == email, asker=asker), asker.network
    lately = FailedSignIn.at > dates.now() - rules.FAILURES_WITHIN
    theirs = (FailedSignIn.client == network) & (FailedSignIn.client != "") & lately
    counted = (FailedSignIn.email == email) & lately
    here, of_address, of_network = _counted(session, FailedSignIn, counted, _here(FailedSignIn, asker, mark), theirs)
    strangers = not mark and (of_address >= rules.FAILURES_OF_STRANGERS or of_network >= rules.FAILURES_OF_A_CLIENT)
    return here >= rules.FAILURES_ALLOWED or strangers


def _here(table: _Failed, asker: Asker, mark: str) -> ColumnElement[bool]:
    """What went wrong in the browser of this mark; for a stranger, from their network."""
    in_it = table.browser_sha256 == mark
    return in_it if mark else in_it & (table.client == asker.network)


def _counted(
    session: Session, table: _Failed, mine: ColumnElement[bool], here: ColumnElement[bool], also: ColumnElement[bool]
) -> tuple[int, int, int]:
    """How often it went wrong here, for strangers anywhere, and `also`."""
    here = mine & here
    strangers = mine & (table.browser_sha256 == "")
    counts = select(*(func.count().filter(each) for each in (here, strangers, also)))
    row = session.execute(counts.where(or_(mine, also))).one()
    return row[0], row[1], row[2]


def note(session: Session, *, email: str, asker: Asker, mark: str) -> None:
    """Write down that a password was wrong; `mark` is what `check` gave."""
    failed = FailedSignIn(email=email[:254], client=asker.network, browser_sha256=mark, at=dates.now())
    session.add(failed)
    session.flush()


def forget(session: Session, *, email: str, asker: Asker, mark: str) -> None:
    """A right password ends the counting of this address, for whoever gave it."""
    session.execute(delete(FailedSignIn).where(FailedSignIn.email == email, _here(FailedSignIn, asker, mark)))


def check_proofs(session: Session, *, person_id: int, asker: Asker) -> str:
    """Raise TooManyAttempts after too many wrong codes or passwords of a person; else give the browser's mark."""
    # One at a time for each person: attempts sent all at once are counted one after the other.
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    mine, since = FailedProof.person_id == person_id, dates.now() - rules.FAILURES_WITHIN
    session.execute(delete(FailedProof).where(mine, FailedProof.at <= since))
    if proofs_are_over(session, person_id=person_id, asker=asker):
        raise rules.TooManyAttempts(_TOO_MANY_PROOFS)
    return known_browser(session, whose=Person.id == person_id, asker=asker)


def proofs_are_over(session: Session, *, person_id: int, asker: Asker) -> bool:
    """Whether `check_proofs` would refuse now, as far as reading tells: then nothing need be weighed."""
    lately = (FailedProof.person_id == person_id) & (FailedProof.at > dates.now() - rules.FAILURES_WITHIN)
    mark = known_browser(session, whose=Person.id == person_id, asker=asker)
    here, strangers, _ = _counted(session, FailedProof, lately, _here(FailedProof, asker, mark), lately)
    return here >= rules.FAILED_PROOFS_ALLOWED or (not mark and strangers >= rules.FAILED_PROOFS_OF_STRANGERS)


def note_proof(session: Session, *, person_id: int, asker: Asker, mark: str) -> None:
    """Write down that a code, a passkey or a password was wrong; `mark` is what `check_proofs` gave."""
    failed = FailedProof(person_id=person_id, client=asker.network, browser_sha256=mark, at=dates.now())
    session.add(failed)
    session.flush()


def forget_proofs(session: Session, *, person_id: int, asker: Asker, mark: str) -> None:
    """A right one ends the counting, for whoever gave it."""
    session.execute(delete(FailedProof).where(FailedProof.person_id == person_id, _here(FailedProof, asker, mark)))
