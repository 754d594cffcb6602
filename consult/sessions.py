"""What a session read and wrote: taken back where it is not to hold, and let go of when nobody looks at it."""

from collections.abc import Iterable
from typing import Any
from weakref import WeakSet

import sqlalchemy as sa
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session, sessionmaker

_DELETED = "rows deleted"
_ADDED, _CHANGED, _IN_BULK = "rows added", "rows changed", "changed in bulk"  # in the transaction of a session


class OwnSession(Session):
    """A session of ours: nothing that it did keeps a row from being freed."""

    def refresh(self, instance: object, *arguments: Any, **options: Any) -> None:
        """Read a row anew."""
        super().refresh(instance, *arguments, **options)
        vars(sa.inspect(instance)).pop("attrs", None)  # SQLAlchemy leaves there what holds the row's state for good


def note_what_is_written(sessions: sessionmaker[OwnSession]) -> None:
    """Let the sessions of this kind know what they wrote, so that it can be taken back."""
    sa.event.listen(sessions, "persistent_to_deleted", _note_deleted)
    sa.event.listen(sessions, "after_flush", _note_written)
    sa.event.listen(sessions, "do_orm_execute", _note_statement)
    for ended in ("after_commit", "after_rollback"):
        sa.event.listen(sessions, ended, _forget_written)


def _note_deleted(session: Session, row: object) -> None:
    session.info.setdefault(_DELETED, []).append(row)


def _note_written(session: Session, _flush: object) -> None:
    session.info.setdefault(_ADDED, WeakSet()).update(session.new)
    session.info.setdefault(_CHANGED, WeakSet()).update(session.dirty)


def _note_statement(asked: sa.orm.ORMExecuteState) -> None:
    if asked.is_update or asked.is_delete:
        asked.session.info[_IN_BULK] = True


def _forget_written(session: Session) -> None:
    if session.in_nested_transaction():
        return  # only a part of it has ended
    for name in (_ADDED, _CHANGED, _IN_BULK):
        session.info.pop(name, None)


def take_back(session: Session, *, bind: sa.Engine) -> None:
    """Undo what the session did and hold nothing locked any longer; go on with `bind`. What was read stays readable.

    A rollback alone would forget all that was read, so that a page could no longer show it. What the session had
    changed is read anew, as it is stored; what it had added is let go.
    """
    rows = list(session)
    added = {*session.info.get(_ADDED, ()), *session.new}
    changed = {*session.info.get(_CHANGED, ()), *session.dirty}
    if session.info.get(_IN_BULK) or session.info.get(_DELETED) or session.deleted:
        changed = set(rows)  # nobody knows which
    session.expunge_all()
    session.rollback()
    session.info.pop(_DELETED, None)
    session.bind = bind
    _read_anew(session, [row for row in rows if row not in added], changed)


def _read_anew(session: Session, rows: Iterable[object], changed: set[object]) -> None:
    """Give rows back to the session, those that were changed as they are stored."""
    loaded: dict[object, list[str]] = {}
    before: dict[object, dict[str, Any]] = {}
    for row in rows:
        if row in changed:
            state = sa.inspect(row)
            loaded[row] = [each.key for each in state.mapper.attrs if each.key in state.dict]
            before[row] = dict(state.dict)
            for related in state.mapper.relationships:
                state.dict.pop(related.key, None)  # what was added stands in them, and would come back with the row
    with session.no_autoflush:
        session.add_all(rows)
        for row in loaded:
            session.expire(row)
        for row, names in loaded.items():
            try:
                session.refresh(row, names)
            except InvalidRequestError:
                session.expunge(row)  # somebody else removed it meanwhile: the page shows what was known of it
                vars(row).update(before[row])


def let_go(session: Session) -> None:
    """Close a session whose rows nobody looks at any longer, and untie them from each other.

    A response holds its answers, and each answer its response: rows loaded from both sides would wait for the
    collector, hundreds at a time. Untied, each is freed as soon as the last that holds it has gone.
    """
    for row in session.info.pop(_DELETED, ()):
        if sa.inspect(row).session is session:
            session.expunge(row)  # or it would hold itself: a commit that expires nothing does not let go of it
    for row in list(session):
        state = sa.inspect(row)
        for related in state.mapper.relationships:
            state.dict.pop(related.key, None)
    session.close()
