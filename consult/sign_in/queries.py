"""Who is signed in and where, and with which factors."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Date, Select, String, bindparam, func, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from consult import dates
from consult.people import rules as people_rules
from consult.people.credentials import Passkey, RecoveryCode, SecondFactor, SignedInSession
from consult.people.models import Person
from consult.people.queries import viewer_of
from consult.permissions import Viewer
from consult.sign_in import rules
from consult.sign_in.services import token_hash


@dataclass(frozen=True)
class SignedIn:
    """Somebody signed in with a browser: who, in which session, and whether codes or passkeys are asked of them."""

    viewer: Viewer
    session: SignedInSession
    has_factor: bool
    has_passkey: bool
    has_password: bool = True
    published: bool = False  # an account of the demonstration


def signed_in_viewer(session: Session, token: str) -> SignedIn | None:
    """Who is signed in with this token, unless the session has ended or the person may no longer sign in."""
    row = session.execute(_signed_in(), {"token_sha256": token_hash(token), "day": dates.today()}).first()
    if row is None or not rules.still_counts(row.SignedInSession, dates.now()):
        return None
    has_factor = row.confirmed_at is not None or row.has_passkey
    has_password = row.Person.password_hash is not None
    return SignedIn(
        viewer_of(row.Person), row.SignedInSession, has_factor, row.has_passkey, has_password, row.Person.demo
    )


@cache
def _signed_in() -> Select[SignedInSession, Person, datetime | None, bool]:
    """Every request asks this first, and making it takes longer than answering it: it is made once."""
    passkey = select(Passkey.id).where(Passkey.person_id == Person.id)
    token_sha256, day = bindparam("token_sha256", type_=String), bindparam("day", type_=Date)
    return (
        select(SignedInSession, Person, SecondFactor.confirmed_at, passkey.exists().label("has_passkey"))
        .join(Person, Person.id == SignedInSession.person_id)
        .outerjoin(SecondFactor, SecondFactor.person_id == Person.id)
        .where(
            SignedInSession.token_sha256 == token_sha256, ~SignedInSession.awaits_code, people_rules.can_sign_in(day)
        )
        .options(joinedload(Person.organisation), selectinload(Person.roles))
    )


def awaited_code(session: Session, token: str) -> SignedInSession | None:
    """The sign-in that this token began and that waits for its code."""
    waiting = select(SignedInSession).where(
        SignedInSession.token_sha256 == token_hash(token), SignedInSession.awaits_code
    )
    found = session.scalar(waiting)
    return found if found and rules.still_counts(found, dates.now()) else None


def factors_awaited(session: Session, token: str) -> tuple[bool, bool]:
    """Whether whoever this token's sign-in waits for has an app, and whether they have a passkey."""
    waiting = awaited_code(session, token)
    if waiting is None:
        return True, False
    app = second_factor_of(session, waiting.person_id)
    return bool(app and app.confirmed_at), bool(own_passkeys(session, waiting.person_id))


def own_sessions(session: Session, viewer: Viewer, *, first: int) -> list[SignedInSession]:
    """The browsers in which the viewer is signed in: `first` the session they ask in, then the one seen last."""
    own = select(SignedInSession).where(SignedInSession.person_id == viewer.person_id, ~SignedInSession.awaits_code)
    moment = dates.now()
    newest = SignedInSession.last_seen_at.desc(), SignedInSession.id.desc()
    found = session.scalars(own.order_by(SignedInSession.id != first, *newest))
    return [row for row in found if rules.still_counts(row, moment)]


def get_own_session(session: Session, viewer: Viewer, session_id: int) -> SignedInSession | None:
    """One of the viewer's sessions; nobody else's."""
    own = select(SignedInSession).where(SignedInSession.id == session_id)
    return session.scalar(own.where(SignedInSession.person_id == viewer.person_id, ~SignedInSession.awaits_code))


def second_factor_of(session: Session, person_id: int) -> SecondFactor | None:
    """A person's second factor: on, or begun and not yet confirmed."""
    return session.scalar(select(SecondFactor).where(SecondFactor.person_id == person_id))


def own_passkeys(session: Session, person_id: int) -> list[Passkey]:
    """A person's passkeys, the oldest first; never more than rules.MOST_PASSKEYS."""
    return list(session.scalars(select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.id)))


def get_own_passkey(session: Session, viewer: Viewer, passkey_id: int) -> Passkey | None:
    """One of the viewer's passkeys; nobody else's."""
    return session.scalar(select(Passkey).where(Passkey.id == passkey_id, Passkey.person_id == viewer.person_id))


def recovery_codes_left(session: Session, person_id: int) -> int:
    """How many recovery codes the person has not used yet."""
    unused = select(func.count()).select_from(RecoveryCode)
    return session.scalar(unused.where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))) or 0


def note_seen(session: Session, signed_in: SignedInSession) -> None:
    """Move the session's idle limit on."""
    session.execute(update(SignedInSession).where(SignedInSession.id == signed_in.id).values(last_seen_at=dates.now()))
