"""What makes a good password, an allowed e-mail address, and a session, a code or a proof that still counts."""

import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from zxcvbn import zxcvbn

from consult.people.models import SignedInSession
from consult.permissions import Role
from consult.refusal import Refusal

SHORTEST_PASSWORD = 15
SHORTEST_WITH_FACTOR = 8
LONGEST_PASSWORD = 200
IDLE = timedelta(hours=2)
ABSOLUTE = timedelta(hours=12)
FAILURES_ALLOWED = 10
FAILURES_WITHIN = timedelta(minutes=15)
FAILURES_OF_A_CLIENT = 50
FAILED_PROOFS_ALLOWED = 5
PROOF_COUNTS_FOR = timedelta(minutes=15)
CODE_AWAITED_FOR = timedelta(minutes=10)
NEED_A_FACTOR = frozenset({Role.APPROVER, Role.ADMINISTRATOR})
WORDS_OF_THE_SERVICE = ("consultation", "consult", "responses", "response", "council", "partnership", "government")
GOOD_ENOUGH = 3  # of zxcvbn's 0 to 4: more than 100 million guesses
_LONGEST_WEIGHED = 72  # zxcvbn looks at no more
_EMAIL = re.compile(r"[^@\s,;<>()\"']{1,64}@[^@\s,;<>()\"'.]+(\.[^@\s,;<>()\"'.]+)+")


class PeopleError(Refusal):
    """A refusal in the words of the page."""


class WeakPassword(PeopleError):
    """The password can be guessed; the message says how to make a better one."""


class EmailTaken(PeopleError):
    """Another person signs in with this address."""


class NameTaken(PeopleError):
    """Another organisation has this name."""


class SignInRefused(PeopleError):
    """Wrong address or password; the same words for both, so that addresses cannot be tried out."""


class TooManyAttempts(PeopleError):
    """The address had too many wrong passwords for now."""


class LastAdministrator(PeopleError):
    """The change would leave nobody who can manage people."""


class WrongPassword(PeopleError):
    """The password given as a proof is not the person's."""


class WrongCode(PeopleError):
    """The code is not the present one, was used before, or is no recovery code."""


class CodeNoLongerAwaited(PeopleError):
    """Too long went by between the password and the code, or the sign-in was ended."""


class FactorState(PeopleError):
    """The second factor is on when it should be off, or the other way round."""


def check_password(password: str, *, words: Iterable[str] = (), second_factor: bool = False) -> None:
    """Raise WeakPassword unless it is long enough and hard to guess (OWASP ASVS 5.0, 6.2).

    At least 15 characters, or 8 for whoever also signs in with a code. `words` are those of the person and their
    organisation: they and the service's own add nothing, and what remains must be hard to guess by itself.
    """
    shortest = SHORTEST_WITH_FACTOR if second_factor else SHORTEST_PASSWORD
    if len(password) < shortest:
        raise WeakPassword(f"Password must be {shortest} characters or more")
    if len(password) > LONGEST_PASSWORD:
        raise WeakPassword(f"Password must be {LONGEST_PASSWORD} characters or fewer")
    rest = password.lower()
    for word in sorted({*WORDS_OF_THE_SERVICE, *words}, key=len, reverse=True):
        rest = rest.replace(word, "")
    if not rest or zxcvbn(rest[:_LONGEST_WEIGHED])["score"] < GOOD_ENOUGH:
        raise WeakPassword("Password is too easy to guess. Use three or more words that do not belong together")


def local_words(*texts: str) -> set[str]:
    """The words of names and addresses that a password gains nothing from: those of four letters and more."""
    return {word for text in texts for word in re.findall(r"\w{4,}", text.lower())}


def is_email(address: str) -> bool:
    """Whether the text looks like one e-mail address."""
    return len(address) <= 254 and _EMAIL.fullmatch(address) is not None


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
