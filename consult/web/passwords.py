"""Passwords are weighed before anything is locked: that takes a tenth of a second on purpose, and nobody waits for it.

What a form brings is hashed or held against the stored hash with no transaction open. The act itself, which comes
behind, finds the result in its session, and takes it only while the stored hash is still the same.
"""

from dataclasses import dataclass, replace

from flask import Flask, g, request
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from consult.database import Database
from consult.people import passwords, rules
from consult.people.models import Organisation, Person
from consult.people.passwords import WEIGHED, Weighed
from consult.sign_in import attempts
from consult.texts.characters import is_blank
from consult.web.every_page import database, db
from consult.web.gate import asker

SIGN_IN = "sign_in.with_password"
GIVEN = ("password", "proof_password", "current_password")
CHOSEN = "new_password"
_LONGEST_ADDRESS = 254  # that the form of signing in takes


def init_app(app: Flask) -> None:
    """Weigh what a form brings: behind the gate, for no form of another site, and before anything is written."""
    app.before_request(_weigh)


def _weigh() -> None:
    if request.method != "POST" or not any(name in request.form for name in (*GIVEN, CHOSEN)):
        return
    signing_in = request.endpoint == SIGN_IN
    whose = _named(database(), request.form.get("email", "").strip().lower()) if signing_in else _here(database())
    if whose is None:
        return
    weighed = Weighed()
    given = GIVEN[:1] if signing_in else GIVEN
    for password in {request.form.get(name, "") for name in given if whose.may_try} - {""}:
        if len(password) <= passwords.LONGEST_PASSWORD:
            weighed.hold_against(whose.password_hash, password)
    new = "" if signing_in else request.form.get(CHOSEN, "")
    may_set = whose.may_try or not any(name in request.form for name in GIVEN)
    if new and may_set and len(new) <= passwords.LONGEST_PASSWORD:
        weighed.weigh_new(new, whose.words)
    db().info[WEIGHED] = weighed


@dataclass(frozen=True)
class _Owner:
    """What is stored of whose password it is: its hash, '' for nobody's, and the words that it gains nothing from."""

    password_hash: str = ""
    words: frozenset[str] = frozenset()
    may_try: bool = True
    """Whether another try is heard, or there were too many wrong ones."""


def _named(opened: Database, email: str) -> _Owner | None:
    """Whoever signs in with this address; None when nothing is to be weighed at all: the form says what it lacks."""
    if is_blank(email) or len(email) > _LONGEST_ADDRESS:
        return None
    with opened.session(read_only=True) as reading:
        if attempts.is_over(reading, email=email, asker=asker()):
            return None
        return _owner(reading, Person.email == email) or _Owner()


def _here(opened: Database) -> _Owner | None:
    """Whoever is signed in with this browser; None when nobody is."""
    if g.viewer is None:
        return None
    with opened.session(read_only=True) as reading:
        owner = _owner(reading, Person.id == g.viewer.person_id)
        over = attempts.proofs_are_over(reading, person_id=g.viewer.person_id, asker=asker())
        return replace(owner, may_try=not over) if owner else None


def _owner(reading: Session, who: ColumnElement[bool]) -> _Owner | None:
    columns = select(Person.password_hash, Person.name, Person.email, Organisation.name.label("body"))
    row = reading.execute(columns.join(Person.organisation).where(who, rules.can_sign_in())).one_or_none()
    return (
        _Owner(row.password_hash or "", frozenset(passwords.local_words(row.name, row.email, row.body)))
        if row
        else None
    )
