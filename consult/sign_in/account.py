"""A person's own account: their password, the browsers they are signed in with, and proving that it is they.

Functions that check a password or a code write failures down: their callers commit also when these raise.
"""

import secrets
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from consult import dates
from consult.history.services import record
from consult.history.turns import in_turn
from consult.people import passwords
from consult.people import rules as people_rules
from consult.people import services as people_services
from consult.people.credentials import ChallengeUse, SignedInSession, SignInWay
from consult.people.models import Organisation, Person
from consult.permissions import Viewer
from consult.sign_in import attempts, passkeys, rules, second_factor, services
from consult.sign_in.attempts import NOBODY_KNOWN, Asker


class LinkNeeded(people_rules.PeopleError):
    """Whoever does not give their old password must have signed in by link, and lately."""


def check_own_password(session: Session, *, actor: Viewer, password: str, asker: Asker = NOBODY_KNOWN) -> Person:
    """The actor's row, when this is their password. Raises WrongPassword or TooManyAttempts."""
    mark = attempts.check_proofs(session, person_id=actor.person_id, asker=asker)
    person = session.get_one(Person, actor.person_id)
    if not passwords.password_matches(session, person, password):
        attempts.note_proof(session, person_id=actor.person_id, asker=asker, mark=mark)
        raise rules.WrongPassword("The password you gave is not your password")
    return person


def _forget_wrong_ones(session: Session, actor: Viewer, asker: Asker) -> None:
    mark = attempts.known_browser(session, whose=Person.id == actor.person_id, asker=asker)
    attempts.forget_proofs(session, person_id=actor.person_id, asker=asker, mark=mark)


def prove(
    session: Session,
    *,
    actor: Viewer,
    token: str,
    password: str,
    code: str,
    passkey: passkeys.PasskeyAnswer | None = None,
    asker: Asker = NOBODY_KNOWN,
) -> str:
    """Show with passkey, password or code that it is the person who signed in; return the session's new token.

    The first of them that is given counts. Raises WrongPassword, WrongCode, FactorState, TooManyAttempts, ChallengeGone
    or WrongPasskey.
    """
    if passkey:
        passkeys.check(session, person_id=actor.person_id, answer=passkey, use=ChallengeUse.PROVE, asker=asker)
    elif password or not code:
        check_own_password(session, actor=actor, password=password, asker=asker)
        _forget_wrong_ones(session, actor, asker)
    else:
        second_factor.check_code(session, person_id=actor.person_id, code=code, asker=asker)
    return _renew(session, token)


def _renew(session: Session, token: str) -> str:
    """Give the session a new token: one that was read over somebody's shoulder before must not gain from a proof."""
    new = secrets.token_urlsafe(32)
    mine = SignedInSession.token_sha256 == services.token_hash(token)
    values = {"token_sha256": services.token_hash(new), "proved_at": dates.now()}
    session.execute(update(SignedInSession).where(mine).values(values))
    return new


def change_password(
    session: Session, *, actor: Viewer, token: str, current: str, new: str, asker: Asker = NOBODY_KNOWN
) -> str:
    """Set the actor's own password and sign them out everywhere else; return this session's new token.

    Raises WrongPassword, TooManyAttempts or WeakPassword.
    """
    person = check_own_password(session, actor=actor, password=current, asker=asker)
    _forget_wrong_ones(session, actor, asker)
    if new == current:
        raise passwords.WeakPassword("New password must be different from your current password")
    return _set_password(session, actor, person, token, new)


def may_choose_password(opened: SignedInSession) -> bool:
    """Whether a password can be chosen in this session without the old one: a link was used, and lately."""
    return opened.way is SignInWay.LINK and rules.is_proved(opened, dates.now())


def choose_password(session: Session, *, actor: Viewer, opened: SignedInSession, token: str, new: str) -> str:
    """Set the actor's first password, or another for one they forgot; return this session's new token.

    Their second factor stays as it is. Raises LinkNeeded or WeakPassword.
    """
    if not may_choose_password(opened):
        raise LinkNeeded("Sign in with a link first, then choose a password within 15 minutes")
    return _set_password(session, actor, session.get_one(Person, actor.person_id), token, new)


def _set_password(session: Session, actor: Viewer, person: Person, token: str, new: str) -> str:
    body = session.get_one(Organisation, person.organisation_id)
    words = passwords.local_words(person.name, person.email, body.name)
    weighed = passwords.weighed(session)
    has_factor = services.has_second_factor(session, person.id)
    passwords.check_password(new, words=words, second_factor=has_factor, guessable=weighed.is_guessable)
    person.password_hash = weighed.hash_new(new)
    people_services.end_links(session, person_id=person.id)
    end_others(session, actor=actor, token=token)
    record(session, actor=actor, action="password changed", subject=f"person/{person.id}")
    return _renew(session, token)


def turn_factor_off(
    session: Session, *, actor: Viewer, password: str, code: str, needed: bool, asker: Asker = NOBODY_KNOWN
) -> None:
    """Take the actor's app away, with their password and a code; never the last factor that a role needs (`needed`).

    Raises WrongPassword, WrongCode, FactorState or TooManyAttempts.
    """
    last = second_factor.app_is_last(session, actor=actor)
    if last and needed:
        raise rules.FactorState("Your role needs a second factor. Add a passkey before you turn the app off")
    check_own_password(session, actor=actor, password=password, asker=asker)
    if last and len(password) < passwords.SHORTEST_PASSWORD:
        raise rules.PasswordTooShort(
            f"Your password has fewer than {passwords.SHORTEST_PASSWORD} characters, which is enough only with a "
            "second factor. Choose a longer one first"
        )
    second_factor.check_code(session, person_id=actor.person_id, code=code, asker=asker)
    second_factor.turn_off(session, actor=actor)


def end_session(session: Session, *, actor: Viewer, ended: SignedInSession) -> None:
    """Sign the actor out of one of their browsers."""
    in_turn(session)
    mine = delete(SignedInSession).where(SignedInSession.id == ended.id)
    if session.execute(mine.returning(SignedInSession.id)).all():
        record(session, actor=actor, action="signed out elsewhere", subject=f"person/{actor.person_id}")


def end_others(session: Session, *, actor: Viewer, token: str) -> None:
    """Sign the actor out of every browser but the one with this token, also where only a code is missing."""
    others = (
        SignedInSession.person_id == actor.person_id,
        SignedInSession.token_sha256 != services.token_hash(token),
    )
    session.execute(delete(SignedInSession).where(*others))
    record(session, actor=actor, action="signed out elsewhere", subject=f"person/{actor.person_id}")


def take_reset_notice(session: Session, *, person_id: int) -> datetime | None:
    """When an administrator turned the person's factor off, if they were not told yet; they count as told now."""
    person = session.get_one(Person, person_id)
    at, person.factor_reset_at = person.factor_reset_at, None
    return at
