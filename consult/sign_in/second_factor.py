"""Codes as a second factor: setting them up, asking for them at sign-in, recovery codes, turning them off.

Passkeys are the other kind of second factor; recovery codes stand in for both.

Time-based codes follow RFC 6238. A code counts once; so does a recovery code. Wrong ones are written down, so the
callers of functions that check a code commit also when these raise.
"""

import hashlib
import hmac
import re
import secrets
from datetime import datetime

import pyotp
from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.orm import Session

from consult import dates
from consult.history.services import record
from consult.history.turns import as_it_is, in_turn
from consult.people import rules as people_rules
from consult.people import services as people_services
from consult.people.credentials import Passkey, RecoveryCode, SecondFactor, SignedInSession
from consult.people.models import Person
from consult.permissions import Viewer
from consult.sign_in import attempts, rules, services
from consult.sign_in.attempts import NOBODY_KNOWN, Asker
from consult.sign_in.queries import awaited_code, second_factor_of

ISSUER = "Consultation responses"
RECOVERY_CODES = 10
STEP = 30  # seconds
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 of them, none like another: 5 bits each


def begin(session: Session, *, actor: Viewer) -> SecondFactor:
    """Make a secret for the actor's app. Codes are asked for only once one was confirmed. Raises FactorState."""
    in_turn(session)
    factor = second_factor_of(session, actor.person_id)
    if factor and factor.confirmed_at:
        raise rules.FactorState("Your second factor is on already. Turn it off to use another app")
    if factor is None:
        factor = SecondFactor(person_id=actor.person_id)
        session.add(factor)
    factor.secret, factor.started_at, factor.last_step = pyotp.random_base32(), dates.now(), 0
    session.flush()
    return factor


def app_address(factor: SecondFactor, *, account: str) -> str:
    """The otpauth address that an app reads from the QR code; `account` names the person's account in it."""
    return pyotp.TOTP(factor.secret).provisioning_uri(name=account, issuer_name=ISSUER)


def confirm(session: Session, *, actor: Viewer, code: str, asker: Asker = NOBODY_KNOWN) -> list[str]:
    """Turn the app on with a first code; return recovery codes when it is the first factor, else none.

    Raises FactorState, TooManyAttempts or WrongCode.
    """
    factor = second_factor_of(session, actor.person_id)
    if factor is not None:
        as_it_is(session, factor, "confirmed_at", "secret", "last_step")
    if factor is None or factor.confirmed_at:
        raise rules.FactorState("Start setting up your second factor again")
    mark = attempts.check_proofs(session, person_id=actor.person_id, asker=asker)
    if not _use_app_code(session, factor, code):
        raise _failed(session, actor.person_id, asker, mark)
    attempts.forget_proofs(session, person_id=actor.person_id, asker=asker, mark=mark)
    first = not services.has_second_factor(session, actor.person_id)
    factor.confirmed_at = dates.now()
    session.flush()
    _record(session, actor, "second factor on", actor.person_id)
    return make_codes(session, actor.person_id) if first else []


def new_recovery_codes(session: Session, *, actor: Viewer) -> list[str]:
    """Ten new recovery codes; the old ones count no longer. Raises FactorState."""
    in_turn(session)
    if not services.has_second_factor(session, actor.person_id):
        raise rules.FactorState("Turn your second factor on first")
    _record(session, actor, "recovery codes made", actor.person_id)
    return make_codes(session, actor.person_id)


def make_codes(session: Session, person_id: int) -> list[str]:
    """Ten recovery codes in place of all earlier ones. Only what they hash to is kept."""
    forget_codes(session, person_id)
    codes = [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4)) for _ in range(RECOVERY_CODES)
    ]
    session.add_all(RecoveryCode(person_id=person_id, code_sha256=_hash(code)) for code in codes)
    session.flush()
    return codes


def own_codes(session: Session, *, actor: Viewer, codes: list[str]) -> list[str]:
    """Those of the codes that are the actor's recovery codes, in the order given."""
    own = set(session.scalars(select(RecoveryCode.code_sha256).where(RecoveryCode.person_id == actor.person_id)))
    return [code for code in codes if _hash(code) in own]


def finish_sign_in(session: Session, *, token: str, code: str, browser: str = "", asker: Asker = NOBODY_KNOWN) -> str:
    """Open the session that waited for a code; return its new token.

    Raises CodeNoLongerAwaited, TooManyAttempts or WrongCode.
    """
    waiting = awaited_sign_in(session, token)
    check_code(session, person_id=waiting.person_id, code=code, asker=asker)
    return open_awaited(session, waiting=waiting, browser=browser)


def awaited_sign_in(session: Session, token: str) -> SignedInSession:
    """The session of somebody active that waits for a second factor. Raises CodeNoLongerAwaited."""
    waiting = awaited_code(session, token)
    if waiting is not None:
        active = select(Person.id).where(Person.id == waiting.person_id, people_rules.can_sign_in())
        if session.scalar(active):
            return waiting
    raise rules.CodeNoLongerAwaited("Too much time has gone by. Sign in again")


def open_awaited(session: Session, *, waiting: SignedInSession, browser: str = "") -> str:
    """Open a session in place of the one that waited; return its token. The caller has checked the second factor."""
    person = session.get_one(Person, waiting.person_id)
    session.execute(delete(SignedInSession).where(SignedInSession.id == waiting.id))
    return services.open_session(session, person=person, browser=browser, way=waiting.way)


def check_code(session: Session, *, person_id: int, code: str, asker: Asker = NOBODY_KNOWN) -> None:
    """Use up a code of the person's app, or a recovery code. Raises TooManyAttempts, FactorState or WrongCode."""
    mark = attempts.check_proofs(session, person_id=person_id, asker=asker)
    if not services.has_second_factor(session, person_id):
        raise rules.FactorState("Your second factor is not on")
    factor = second_factor_of(session, person_id)
    right = factor is not None and factor.confirmed_at is not None and _use_app_code(session, factor, code)
    if not right and not _use_recovery_code(session, person_id, code):
        raise _failed(session, person_id, asker, mark)
    attempts.forget_proofs(session, person_id=person_id, asker=asker, mark=mark)


def _use_app_code(session: Session, factor: SecondFactor, code: str) -> bool:
    """Whether it is a code of now, or of 30 seconds before or after (clocks differ), and was not used before."""
    typed, present = re.sub(r"[\s-]", "", code), int(dates.now().timestamp()) // STEP
    if not re.fullmatch(r"[0-9]{6}", typed):
        return False
    app = pyotp.TOTP(factor.secret)
    for step in (present - 1, present, present + 1):
        if hmac.compare_digest(app.generate_otp(step), typed):
            unused = SecondFactor.id == factor.id, SecondFactor.last_step < step
            return _changed_one(session.execute(update(SecondFactor).where(*unused).values(last_step=step)))
    return False


def _use_recovery_code(session: Session, person_id: int, code: str) -> bool:
    unused = (
        RecoveryCode.person_id == person_id,
        RecoveryCode.code_sha256 == _hash(code),
        RecoveryCode.used_at.is_(None),
    )
    if not _changed_one(session.execute(update(RecoveryCode).where(*unused).values(used_at=dates.now()))):
        return False
    person = session.get_one(Person, person_id)
    _record(session, people_services.viewer_stub(person), "recovery code used", person_id)
    return True


def _changed_one(result: object) -> bool:
    return isinstance(result, CursorResult) and result.rowcount == 1


def _hash(code: str) -> str:
    return hashlib.sha256(re.sub(r"[\s-]", "", code).upper().encode()).hexdigest()


def _failed(session: Session, person_id: int, asker: Asker, mark: str) -> rules.WrongCode:
    attempts.note_proof(session, person_id=person_id, asker=asker, mark=mark)
    return rules.WrongCode("The code is not right, or was used before. Wait for the next one and enter that")


def app_is_last(session: Session, *, actor: Viewer) -> bool:
    """Whether the actor has no other second factor beside their app."""
    # One at a time for each person: their last passkey must not go at the same moment.
    session.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update())
    return session.scalar(select(Passkey.id).where(Passkey.person_id == actor.person_id).limit(1)) is None


def turn_off(session: Session, *, actor: Viewer) -> None:
    """Take the actor's app away; their passkeys stay. The caller has checked password and code."""
    session.execute(delete(SecondFactor).where(SecondFactor.person_id == actor.person_id))
    if not services.has_second_factor(session, actor.person_id):
        forget_codes(session, actor.person_id)
    _record(session, actor, "second factor off", actor.person_id)


def reset(session: Session, *, actor: Viewer, person: Person) -> datetime:
    """Take away the app and passkeys of somebody who has lost them; they are signed out, and told later.

    Raises FactorState for one's own (it is turned off with password and code), and when there is none.
    """
    if person.id == actor.person_id:
        raise rules.FactorState("Turn your own second factor off on your account page")
    as_it_is(session, person, "factor_reset_at")
    if not services.has_second_factor(session, person.id):
        raise rules.FactorState("This person has no second factor")
    _forget(session, person.id)
    session.execute(delete(SignedInSession).where(SignedInSession.person_id == person.id))
    person.factor_reset_at = dates.now()
    _record(session, actor, "second factor reset", person.id)
    return person.factor_reset_at


def _forget(session: Session, person_id: int) -> None:
    session.execute(delete(SecondFactor).where(SecondFactor.person_id == person_id))
    session.execute(delete(Passkey).where(Passkey.person_id == person_id))
    forget_codes(session, person_id)


def forget_codes(session: Session, person_id: int) -> None:
    """No recovery code of the person's counts any longer."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    session.flush()


def _record(session: Session, actor: Viewer, action: str, person_id: int) -> None:
    record(session, actor=actor, action=action, subject=f"person/{person_id}")
