"""What makes a good password, and finding out, before a transaction begins, whether one is right."""

import re
import secrets
from collections.abc import Callable, Iterable
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session
from zxcvbn import zxcvbn

from consult.people.models import Person
from consult.people.rules import PeopleError

SHORTEST_PASSWORD = 15
SHORTEST_WITH_FACTOR = 8
LONGEST_PASSWORD = 200
WORDS_OF_THE_SERVICE = ("consultation", "consult", "responses", "response", "council", "partnership", "government")
PUBLISHED = "seven-otters-cross-slowly"  # of everybody in the demonstration; never a password of anybody else
GOOD_ENOUGH = 3  # of zxcvbn's 0 to 4: more than 100 million guesses
_LONGEST_WEIGHED = 72  # zxcvbn looks at no more
WEIGHED = "passwords weighed"  # in a session's info: what was found of them before its transaction began
_hasher = PasswordHasher()  # argon2id with the library's current parameters (RFC 9106, low-memory profile)


class WeakPassword(PeopleError):
    """The password can be guessed; the message says how to make a better one."""


def is_guessable(password: str) -> bool:
    """Whether somebody who tries would find it soon. It takes its time: Weighed finds it before an act."""
    weak: bool = zxcvbn(password[:_LONGEST_WEIGHED])["score"] < GOOD_ENOUGH
    return weak


def by_itself(password: str, words: Iterable[str]) -> str:
    """What remains of a password without the words that it gains nothing from: these and the service's own."""
    rest = password.lower()
    for word in sorted({*WORDS_OF_THE_SERVICE, *words}, key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest


def check_password(
    password: str,
    *,
    words: Iterable[str] = (),
    second_factor: bool = False,
    guessable: Callable[[str], bool] = is_guessable,
) -> None:
    """Raise WeakPassword unless it is long enough and hard to guess (OWASP ASVS 5.0, 6.2).

    At least 15 characters, or 8 for whoever also signs in with a code. `words` are those of the person and their
    organisation: they and the service's own add nothing, and what remains must not be `guessable` by itself.
    """
    shortest = SHORTEST_WITH_FACTOR if second_factor else SHORTEST_PASSWORD
    if len(password) < shortest:
        raise WeakPassword(f"Password must be {shortest} characters or more")
    if len(password) > LONGEST_PASSWORD:
        raise WeakPassword(f"Password must be {LONGEST_PASSWORD} characters or fewer")
    if password.lower() == PUBLISHED:
        raise WeakPassword("This password is published with the demonstration. Choose another")
    rest = by_itself(password, words)
    if not rest or guessable(rest):
        raise WeakPassword("Password is too easy to guess. Use three or more words that do not belong together")


def check_long_enough(password: str) -> None:
    """Raise WeakPassword for one that was long enough only beside a second factor, which its owner has no longer."""
    if len(password) < SHORTEST_PASSWORD:
        raise WeakPassword(
            f"Without a second factor your password must have {SHORTEST_PASSWORD} characters. Get a link by email, "
            "then choose a longer one on your account page"
        )


def local_words(*texts: str) -> set[str]:
    """The words of names and addresses that a password gains nothing from: those of four letters and more."""
    return {word for text in texts for word in re.findall(r"\w{4,}", text.lower())}


class Weighed:
    """What was found of passwords before a transaction began: it counts while the stored hash is the same."""

    def __init__(self) -> None:
        self._matches: dict[tuple[str, str], bool] = {}
        self._hashes: dict[str, str] = {}
        self._guessable: dict[str, bool] = {}

    def hold_against(self, stored: str, password: str) -> bool:
        """Whether this is the password with the stored hash ('' for nobody's); found once."""
        key = stored, password
        if key not in self._matches:
            self._matches[key] = _verify(stored, password)
        return self._matches[key]

    def hash_new(self, password: str) -> str:
        """The hash of a password that somebody chooses; made once."""
        if password not in self._hashes:
            self._hashes[password] = _hasher.hash(password)
        return self._hashes[password]

    def is_guessable(self, rest: str) -> bool:
        """Whether what remains of a password without its owner's words is easy to guess; found once."""
        if rest not in self._guessable:
            self._guessable[rest] = is_guessable(rest)
        return self._guessable[rest]

    def weigh_new(self, password: str, words: Iterable[str]) -> None:
        """Find all that setting a new password of somebody with these words asks for."""
        if rest := by_itself(password, words):
            self.is_guessable(rest)
        self.hash_new(password)


def weighed(session: Session) -> Weighed:
    """What was found before the session's transaction began; what was not is found within it."""
    found: Weighed = session.info.get(WEIGHED) or Weighed()
    return found


@cache
def _hash_of_nobody(hasher: PasswordHasher) -> str:
    return hasher.hash(secrets.token_hex(16))


def password_matches(session: Session, person: Person | None, password: str) -> bool:
    """Whether this is the person's password; takes as long for nobody as for somebody."""
    stored = person.password_hash if person and person.password_hash else ""
    return weighed(session).hold_against(stored, password)


def _verify(stored: str, password: str) -> bool:
    # An unknown address costs the same time as a known one: verify against a hash that nothing matches. It is made
    # for the first of either, and not anew for each unknown one, which would cost twice the time.
    of_nobody = _hash_of_nobody(_hasher)
    try:
        _hasher.verify(stored or of_nobody, password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(stored)
