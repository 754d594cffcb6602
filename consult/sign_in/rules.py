"""When a session, a code or a proof still counts, and how often a wrong one may be given."""

from collections.abc import Collection
from datetime import datetime, timedelta

from consult.people.credentials import SignedInSession
from consult.people.rules import PeopleError
from consult.permissions import Role

IDLE = timedelta(hours=2)
ABSOLUTE = timedelta(hours=12)
FAILURES_ALLOWED = 10
FAILURES_WITHIN = timedelta(minutes=15)
FAILURES_OF_A_CLIENT = 50
FAILURES_OF_STRANGERS = 100  # with one address, from all networks together
FAILED_PROOFS_ALLOWED = 5
FAILED_PROOFS_OF_STRANGERS = 10  # of one person, from all networks together
BROWSER_KEPT_FOR = timedelta(days=365)  # since the last sign-in in it
PROOF_COUNTS_FOR = timedelta(minutes=15)
CHALLENGE_COUNTS_FOR = timedelta(minutes=5)
MOST_PASSKEYS = 10
CODE_AWAITED_FOR = timedelta(minutes=10)
NEED_A_FACTOR = frozenset({Role.APPROVER, Role.CLERK, Role.ADMINISTRATOR})


class SignInRefused(PeopleError):
    """Wrong address or password; the same words for both, so that addresses cannot be tried out."""


class TooManyAttempts(PeopleError):
    """The address had too many wrong passwords for now."""


class WrongPassword(PeopleError):
    """The password given as a proof is not the person's."""


class WrongCode(PeopleError):
    """The code is not the present one, was used before, or is no recovery code."""


class CodeNoLongerAwaited(PeopleError):
    """Too long went by between the password and the code, or the sign-in was ended."""


class WrongPasskey(PeopleError):
    """What the passkey answered does not hold: another key, another site, or not signed by it."""


class PasskeyCopied(WrongPasskey):
    """The passkey's count went back: somebody may have a copy of it."""


class ChallengeGone(PeopleError):
    """The passkey was asked too long ago, answered before, or was asked anew in another window."""


class PasskeyState(PeopleError):
    """The passkey cannot be added or removed now."""


class FactorState(PeopleError):
    """The second factor is on when it should be off, or the other way round."""


class PasswordTooShort(FactorState):
    """A password that was long enough beside a second factor is too short without one."""


def still_counts(session: SignedInSession, now: datetime) -> bool:
    """Whether the signed-in session has neither been idle too long nor lasted too long."""
    if session.awaits_code:
        return now - session.signed_in_at < CODE_AWAITED_FOR
    return now - session.last_seen_at < IDLE and now - session.signed_in_at < ABSOLUTE


def is_proved(session: SignedInSession, now: datetime) -> bool:
    """Whether the person showed lately enough that it is they who sit there (OWASP ASVS 5.0, 7.5.3)."""
    return now - session.proved_at < PROOF_COUNTS_FOR


def needs_factor(roles: Collection[Role]) -> bool:
    """Whether these roles may only be used with a second factor."""
    return not NEED_A_FACTOR.isdisjoint(roles)
