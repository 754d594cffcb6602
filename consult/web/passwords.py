"""Passwords are weighed before anything is locked: that takes a tenth of a second on purpose, and nobody waits for it.

What a form brings is hashed or held against the stored hash with no transaction open. The act itself, which comes
behind, finds the result in its session, and takes it only while the stored hash is still the same.
"""

from flask import Flask, request, session
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from consult.database import Database
from consult.people import rules
from consult.people.models import Person, SignedInSession
from consult.people.services import WEIGHED, Weighed, token_hash
from consult.sign_in import attempts
from consult.web.every_page import database, db
from consult.web.gate import asker

SIGN_IN = "sign_in.with_password"
GIVEN = ("password", "proof_password", "current_password")
CHOSEN = "new_password"


def init_app(app: Flask) -> None:
    """Weigh what a form brings before the gate opens the session in which the form acts."""
    app.before_request(_weigh)


def _weigh() -> None:
    if request.method != "POST" or not any(name in request.form for name in (*GIVEN, CHOSEN)):
        return
    if request.endpoint == SIGN_IN:
        email = request.form.get("email", "").strip().lower()
        stored, given = _stored_of(database(), email), {request.form.get("password", "")}
    else:
        stored, given = _stored_here(database()), {request.form.get(name, "") for name in GIVEN}
    if stored is None:
        return
    weighed = Weighed()
    for password in given - {""}:
        if len(password) <= rules.LONGEST_PASSWORD:
            weighed.hold_against(stored, password)
    if request.endpoint != SIGN_IN and (new := request.form.get(CHOSEN, "")) and len(new) <= rules.LONGEST_PASSWORD:
        weighed.hash_new(new)
    db().info[WEIGHED] = weighed


def _stored_of(opened: Database, email: str) -> str | None:
    """The hash of whoever signs in with this address, '' for nobody; None when it is not to be weighed at all."""
    with opened.session(read_only=True) as reading:
        if attempts.is_over(reading, email=email, asker=asker()):
            return None
        return _hash_of(reading, Person.email == email)


def _stored_here(opened: Database) -> str | None:
    """The same of whoever is signed in with this browser; None when nobody is."""
    mine = SignedInSession.token_sha256 == token_hash(session.get("token") or "")
    with opened.session(read_only=True) as reading:
        whose = select(Person.id).join(SignedInSession, SignedInSession.person_id == Person.id)
        number = reading.scalar(whose.where(mine, ~SignedInSession.awaits_code, rules.can_sign_in()))
        return _hash_of(reading, Person.id == number) if number else None


def _hash_of(reading: Session, who: ColumnElement[bool]) -> str:
    return reading.scalar(select(Person.password_hash).where(who, rules.can_sign_in())) or ""
