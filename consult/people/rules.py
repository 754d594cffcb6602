"""What makes a good password, an allowed e-mail address and a session that still counts."""

import re
from datetime import datetime, timedelta

from consult.people.models import SignedInSession
from consult.refusal import Refusal

SHORTEST_PASSWORD = 15
LONGEST_PASSWORD = 200
IDLE = timedelta(hours=2)
ABSOLUTE = timedelta(hours=12)
FAILURES_ALLOWED = 10
FAILURES_WITHIN = timedelta(minutes=15)
_COMMON = ("password", "letmein", "qwerty", "welcome", "consult", "council", "iloveyou", "123456", "abcdef")
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


def check_password(password: str) -> None:
    """Raise WeakPassword unless it is long and not merely a common word (OWASP ASVS 5.0, 6.2)."""
    if len(password) < SHORTEST_PASSWORD:
        raise WeakPassword(f"Password must be {SHORTEST_PASSWORD} characters or more")
    if len(password) > LONGEST_PASSWORD:
        raise WeakPassword(f"Password must be {LONGEST_PASSWORD} characters or fewer")
    rest = password.lower()
    for word in _COMMON:
        rest = rest.replace(word, "")
    if len(set(rest)) < 5:
        raise WeakPassword("Password is too easy to guess. Use three or more words that do not belong together")


def is_email(address: str) -> bool:
    """Whether the text looks like one e-mail address."""
    return len(address) <= 254 and _EMAIL.fullmatch(address) is not None


def still_counts(session: SignedInSession, now: datetime) -> bool:
    """Whether the signed-in session has neither been idle too long nor lasted too long."""
    return now - session.last_seen_at < IDLE and now - session.signed_in_at < ABSOLUTE
