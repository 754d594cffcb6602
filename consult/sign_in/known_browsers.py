"""The browsers in which somebody signed in before, so that they are told of one in which they never did."""

import re
import secrets

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult import dates
from consult.history.services import record
from consult.people.credentials import KnownBrowser
from consult.people.models import Person
from consult.permissions import Viewer
from consult.sign_in.rules import BROWSER_KEPT_FOR
from consult.sign_in.services import token_hash

_SECRET = re.compile(r"[\w-]{43}", re.ASCII)


def recognise(session: Session, *, actor: Viewer, secret: str) -> str:
    """Note that the actor has signed in with the browser whose cookie holds this secret; return the one to keep there.

    A browser never seen before goes on record, unless it is the person's first: then they are told of nothing new.
    """
    secret, moment = secret if _SECRET.fullmatch(secret) else secrets.token_urlsafe(32), dates.now()
    # One at a time for each person: a browser that signs in twice at once is noted once.
    session.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update())
    mine = KnownBrowser.person_id == actor.person_id
    session.execute(delete(KnownBrowser).where(mine, KnownBrowser.seen_at <= moment - BROWSER_KEPT_FOR))
    known = {browser.token_sha256: browser for browser in session.scalars(select(KnownBrowser).where(mine))}
    if found := known.get(token_hash(secret)):
        found.seen_at = moment
        return secret
    session.add(KnownBrowser(person_id=actor.person_id, token_sha256=token_hash(secret), seen_at=moment))
    session.flush()
    if known:
        record(session, actor=actor, action="signed in with a new browser", subject=f"person/{actor.person_id}")
    return secret
