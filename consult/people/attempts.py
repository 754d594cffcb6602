"""Wrong passwords at signing in: written down, so that guessing is slowed for all workers and across restarts."""

from sqlalchemy import delete, func, or_, select, text
from sqlalchemy.orm import Session

from consult import dates
from consult.people import rules
from consult.people.models import FailedSignIn

_OF_ADDRESS, _OF_CLIENT = 7_400_120, 7_400_121  # any numbers, the same everywhere


def check(session: Session, *, email: str, client: str) -> None:
    """Raise TooManyAttempts when this address, or this network, had too many wrong passwords for now.

    `client` is the network address that is asking, empty when it is not known. Attempts sent all at once are counted
    one after the other: each waits here until the one before it has ended.
    """
    if session.get_bind().dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(:kind, hashtext(:of))")
        session.execute(lock, {"kind": _OF_ADDRESS, "of": email})
        if client:
            session.execute(lock, {"kind": _OF_CLIENT, "of": client})
    since = dates.now() - rules.FAILURES_WITHIN
    session.execute(delete(FailedSignIn).where(FailedSignIn.at <= since))
    mine = FailedSignIn.email == email
    theirs = (FailedSignIn.client == client) & (FailedSignIn.client != "")
    counts = select(func.count().filter(mine), func.count().filter(theirs)).where(or_(mine, theirs))
    of_address, of_client = session.execute(counts).one()
    if of_address >= rules.FAILURES_ALLOWED:
        raise rules.TooManyAttempts("Too many attempts with this address. Try again in 15 minutes")
    if of_client >= rules.FAILURES_OF_A_CLIENT:
        raise rules.TooManyAttempts("Too many attempts from your network. Try again in 15 minutes")


def note(session: Session, *, email: str, client: str) -> None:
    """Write down that a password was wrong."""
    session.add(FailedSignIn(email=email[:254], client=client[:45], at=dates.now()))
    session.flush()


def forget(session: Session, *, email: str) -> None:
    """A right password ends the counting of this address."""
    session.execute(delete(FailedSignIn).where(FailedSignIn.email == email))
