"""Texts that are being typed: kept for their author until they are saved, and who else has an answer open.

A text is kept seconds after the last key, so that no crash, closed laptop or ended session loses it. It is its
author's alone: no page, search, document or export of anybody else reads these rows. The caller has made sure that the
person may draft the answer.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    String,
    Text,
    UniqueConstraint,
    and_,
    delete,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from consult import dates
from consult.database import Base, Identified, UtcDateTime, insert_once
from consult.drafting import rules
from consult.people.models import Person
from consult.permissions import Viewer
from consult.texts.characters import printable

HERE_FOR = timedelta(seconds=15)  # pages say every five seconds that they are open
OFTEN = timedelta(seconds=0.25)
_FORGOTTEN_AFTER = timedelta(days=1)


class UnsavedText(Identified, Base):
    """What a person typed into an answer and has not saved, and that they have its page open.

    Nobody else sees the text. Saving the answer empties the row in the same transaction.
    """

    __tablename__ = "unsaved_texts"
    __table_args__ = (
        UniqueConstraint("answer_id", "person_id"),
        CheckConstraint("(text IS NULL) = (kept_at IS NULL)", name="kept_with_its_time"),
    )

    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    n: Mapped[int] = mapped_column(default=0, comment="goes up with each keeping, saving and discarding")
    window: Mapped[str] = mapped_column(String(36), default="", comment="of the browser that it is typed in")
    text: Mapped[str | None] = mapped_column(Text, comment="as typed; empty when nothing waits to be saved")
    based_on_n: Mapped[int] = mapped_column(default=0, comment="the version that its author had opened; 0 for none")
    kept_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True, comment="when the page was last open")


def unsaved_by(session: Session, *, viewer: Viewer, answer_id: int) -> UnsavedText | None:
    """What the viewer typed into an answer and has not saved: theirs, and nobody else's."""
    return session.scalar(select(UnsavedText).where(*_of(viewer, answer_id)))


def others_here(session: Session, *, viewer: Viewer, answer_id: int) -> Sequence[str]:
    """The names of those who have the answer open to draft it, too."""
    here = UnsavedText.answer_id == answer_id, UnsavedText.seen_at > dates.now() - HERE_FOR
    named = select(Person.name).join(UnsavedText, UnsavedText.person_id == Person.id)
    return session.scalars(named.where(*here, Person.id != viewer.person_id).order_by(Person.name, Person.id)).all()


def note_here(session: Session, *, actor: Viewer, answer_id: int) -> None:
    """Note that somebody has an answer open."""
    now = dates.now()
    seen = session.execute(
        update(UnsavedText).where(*_of(actor, answer_id)).values(seen_at=now).returning(UnsavedText.id)
    )
    if seen.first() is None:
        row = {
            "answer_id": answer_id,
            "person_id": actor.person_id,
            "n": 0,
            "window": "",
            "based_on_n": 0,
            "seen_at": now,
        }
        insert_once(session, UnsavedText, row)


def keep_unsaved(
    session: Session, *, actor: Viewer, answer_id: int, text: str, based_on_n: int, known_n: int, window: str
) -> int:
    """Keep what somebody is typing, and give the number of this keeping.

    `known_n` is the number of the keeping that their page knows of, `window` names the page. Another page of the same
    person that is open at the same time does not overwrite what this one keeps. Raises TextTooLong, KeptTooOften or
    OpenElsewhere.
    """
    text = printable(text)
    rules.check_text(text)
    now = dates.now()
    kept = {"text": text, "based_on_n": based_on_n, "window": window, "kept_at": now, "seen_at": now}
    same_page = and_(UnsavedText.window == window, UnsavedText.text.is_not(None))
    mine = update(UnsavedText).where(
        *_of(actor, answer_id),
        or_(UnsavedText.n == known_n, same_page),
        or_(UnsavedText.kept_at.is_(None), UnsavedText.kept_at <= now - OFTEN),
    )
    number: int | None = session.scalar(mine.values(n=UnsavedText.n + 1, **kept).returning(UnsavedText.n))
    if number is not None:
        return number
    theirs = unsaved_by(session, viewer=actor, answer_id=answer_id)
    row = {"answer_id": answer_id, "person_id": actor.person_id, "n": 1, **kept}
    if theirs is None and known_n == 0 and insert_once(session, UnsavedText, row):
        return 1
    if theirs and theirs.kept_at and theirs.kept_at > now - OFTEN:
        raise rules.KeptTooOften("This text was kept a moment ago")
    raise rules.OpenElsewhere("You wrote in this answer in another window, too. Open it again to see what was kept")


def let_go(
    session: Session, *, actor: Viewer, answer_id: int, known_n: int, window: str = "", text: str | None = None
) -> bool:
    """Forget what somebody typed, now that it is saved or discarded; whether there was anything to forget.

    What another page of theirs has kept meanwhile stays, unless it is this very text.
    """
    known = [UnsavedText.n == known_n]
    if window:
        known.append(UnsavedText.window == window)
    if text is not None:
        known.append(UnsavedText.text == printable(text))
    waiting = *_of(actor, answer_id), or_(*known)
    emptied = {"text": None, "kept_at": None, "window": "", "n": UnsavedText.n + 1}
    return session.scalar(update(UnsavedText).where(*waiting).values(emptied).returning(UnsavedText.id)) is not None


def clear(session: Session) -> None:
    """Forget who had an answer open a day ago; a text that waits is never forgotten."""
    long_ago = UnsavedText.seen_at <= dates.now() - _FORGOTTEN_AFTER
    session.execute(delete(UnsavedText).where(UnsavedText.text.is_(None), long_ago))


def _of(viewer: Viewer, answer_id: int) -> tuple[ColumnElement[bool], ...]:
    return UnsavedText.answer_id == answer_id, UnsavedText.person_id == viewer.person_id
