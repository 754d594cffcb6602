"""What makes a good password, an allowed e-mail address, and a session, a code or a proof that still counts."""

import re
from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import BindParameter, ColumnElement, and_, or_, select
from zxcvbn import zxcvbn

from consult import dates
from consult.people.models import Organisation, Person, SignedInSession
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
FAILURES_OF_STRANGERS = 100  # with one address, from all networks together
FAILED_PROOFS_ALLOWED = 5
FAILED_PROOFS_OF_STRANGERS = 10  # of one person, from all networks together
BROWSER_KEPT_FOR = timedelta(days=365)  # since the last sign-in in it
PROOF_COUNTS_FOR = timedelta(minutes=15)
CHALLENGE_COUNTS_FOR = timedelta(minutes=5)
MOST_PASSKEYS = 10
CODE_AWAITED_FOR = timedelta(minutes=10)
NEED_A_FACTOR = frozenset({Role.APPROVER, Role.CLERK, Role.ADMINISTRATOR})
WORDS_OF_THE_SERVICE = ("consultation", "consult", "responses", "response", "council", "partnership", "government")
PUBLISHED = "seven-otters-cross-slowly"  # of everybody in the demonstration; never a password of anybody else
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


class DatesCross(PeopleError):
    """A time ends before it begins."""


class OrganisationOff(PeopleError):
    """The organisation was switched off."""


class SameOrganisation(PeopleError):
    """Nobody is moved to where they are."""


class AlreadyAnonymised(PeopleError):
    """The person has no name any longer, and cannot be changed or brought back."""


def check_has_name(person: Person) -> None:
    """Raise AlreadyAnonymised for somebody whose name was taken away."""
    if person.anonymised_at is not None:
        raise AlreadyAnonymised("This person was anonymised. They cannot be changed any longer")


class OwnRole(PeopleError):
    """Nobody gives a role to themselves."""


def check_gives_to_others(is_self: bool, held: Collection[Role], wanted: Collection[Role]) -> None:
    """Raise OwnRole for an administrator who would hold more roles than before by their own hand."""
    if is_self and set(wanted) - set(held):
        raise OwnRole("You cannot give yourself a role. Ask another administrator")


class LastAdministrator(PeopleError):
    """The change would leave nobody who can manage people."""


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


def is_guessable(password: str) -> bool:
    """Whether somebody who tries would find it soon. It takes its time: services.Weighed finds it before an act."""
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


def is_email(address: str) -> bool:
    """Whether the text looks like one e-mail address."""
    return len(address) <= 254 and _EMAIL.fullmatch(address) is not None


def can_sign_in(day: date | BindParameter[date] | None = None) -> ColumnElement[bool]:
    """People who may sign in, and stay signed in, on a day in London (today): the one definition of it.

    Nobody has switched them or their organisation off, and the day is one of their membership.
    """
    day = dates.today() if day is None else day
    return and_(
        Person.active,
        or_(Person.member_from.is_(None), Person.member_from <= day),
        or_(Person.member_until.is_(None), Person.member_until >= day),
        Person.organisation_id.in_(select(Organisation.id).where(Organisation.active)),
    )


def stays(first: date | None, last: date | None) -> bool:
    """Whether somebody with these days can sign in now, and is not to leave."""
    return last is None and (first is None or first <= dates.today())


def check_order(first: date | None, last: date | None) -> None:
    """Raise DatesCross when the last day lies before the first."""
    if first and last and last < first:
        raise DatesCross("The last day must be the same as or after the first day")


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
