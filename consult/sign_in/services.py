"""Signing in and out."""

import hashlib
import secrets

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from consult import dates
from consult.history.services import record
from consult.people import passwords
from consult.people import rules as people_rules
from consult.people.credentials import Passkey, SecondFactor, SignedInSession, SignInWay
from consult.people.models import Person
from consult.people.passwords import password_matches
from consult.people.services import viewer_stub
from consult.sign_in import attempts, rules


def token_hash(token: str) -> str:
    """What is kept of a session token."""
    return hashlib.sha256(token.encode()).hexdigest()


def sign_in(
    session: Session, *, email: str, password: str, asker: attempts.Asker = attempts.NOBODY_KNOWN, browser: str = ""
) -> str:
    """Check a password and open a session; return its token. Raises SignInRefused, TooManyAttempts or WeakPassword.

    The session of somebody with a second factor opens nothing before second_factor.finish_sign_in. A failure
    is written down, so the caller commits also when this raises.
    """
    email = email.strip().lower()
    mark = attempts.check(session, email=email, asker=asker)
    person = session.scalar(select(Person).where(Person.email == email, people_rules.can_sign_in()))
    if not password_matches(session, person, password) or person is None:
        attempts.note(session, email=email, asker=asker, mark=mark)
        raise rules.SignInRefused("Check your email address and password. One of them is not right")
    attempts.forget(session, email=email, asker=asker, mark=mark)
    awaits_code = has_second_factor(session, person.id)
    if not awaits_code:
        passwords.check_long_enough(password)
    return open_session(session, person=person, browser=browser, awaits_code=awaits_code)


def has_second_factor(session: Session, person_id: int) -> bool:
    """Whether a code or a passkey is asked of this person at sign-in."""
    app = select(SecondFactor.id).where(SecondFactor.person_id == person_id, SecondFactor.confirmed_at.is_not(None))
    passkey = select(Passkey.id).where(Passkey.person_id == person_id)
    return bool(session.scalar(select(or_(app.exists(), passkey.exists()))))


def sign_in_as_demo(session: Session, *, person_id: int, browser: str = "") -> str:
    """Open a session for a demo person. Raises SignInRefused for anybody who is not one."""
    person = session.scalar(select(Person).where(Person.id == person_id, people_rules.can_sign_in(), Person.demo))
    if person is None:
        raise rules.SignInRefused("This person cannot be chosen without a password")
    return open_session(session, person=person, browser=browser, way=SignInWay.DEMO)


def open_session(
    session: Session,
    *,
    person: Person,
    browser: str = "",
    awaits_code: bool = False,
    way: SignInWay = SignInWay.PASSWORD,
) -> str:
    """Write down that a browser is signed in, and how; return the token for its cookie (256 bits)."""
    token, moment = secrets.token_urlsafe(32), dates.now()
    session.execute(delete(SignedInSession).where(SignedInSession.signed_in_at < moment - rules.ABSOLUTE))
    session.add(
        SignedInSession(
            token_sha256=token_hash(token),
            person_id=person.id,
            signed_in_at=moment,
            last_seen_at=moment,
            proved_at=moment,
            awaits_code=awaits_code,
            browser=browser[:100],
            way=way,
        )
    )
    if awaits_code:
        session.flush()
    else:
        record(session, actor=viewer_stub(person), action="signed in", subject=f"person/{person.id}")
    return token


def sign_out(session: Session, *, token: str) -> None:
    """Forget the session of this token."""
    session.execute(delete(SignedInSession).where(SignedInSession.token_sha256 == token_hash(token)))
