"""A form counts once: what was sent under a form's key, written in the transaction of the act that it caused.

Every form carries a key that no other has. The first sending notes the key with a hash of what was sent; a second one
of the same, by a double click, by going back, or by a browser that tries again, finds the note and gets the answer of
the first. Other words under the same key, such as corrected ones, are a new act. The rows are kept for a day.
"""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, Text, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from consult import dates
from consult.database import Base, Identified, UtcDateTime, insert_once
from consult.stored import Shapes

MESSAGES = Shapes(list[tuple[str, str]])
"""What a page said: of each message its kind and its text."""
KEPT = timedelta(hours=24)
_TRIES = 5  # of finding a note that another request is just taking back


class SentForm(Identified, Base):
    """What was sent last under a form's key, and where its sender was led."""

    __tablename__ = "sent_forms"

    key_sha256: Mapped[str] = mapped_column(String(64), unique=True, comment="of the form's key and of whose it is")
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), index=True, comment="empty for somebody not signed in"
    )
    body_sha256: Mapped[str] = mapped_column(String(64), comment="of the address and of everything that was typed")
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    status: Mapped[int | None] = mapped_column(comment="of the answer; empty until it is known")
    location: Mapped[str] = mapped_column(Text, default="", comment="where the answer led")
    messages: Mapped[str] = mapped_column(Text, default="[]", comment="JSON of what the page there said")


def claim(session: Session, *, key_sha256: str, body_sha256: str, person_id: int | None) -> SentForm | None:
    """Note a sending in the caller's transaction. None for a new act; the first sending when this repeats it.

    Of two at once the second waits here until the transaction of the first has ended.
    """
    values = {"key_sha256": key_sha256, "body_sha256": body_sha256, "person_id": person_id, "sent_at": dates.now()}
    note = {**values, "location": "", "messages": "[]"}
    mine = select(SentForm).where(SentForm.key_sha256 == key_sha256).with_for_update()
    for _ in range(_TRIES):
        if insert_once(session, SentForm, note):
            return None
        earlier = session.scalar(mine.execution_options(populate_existing=True))
        if earlier is None:
            continue
        if earlier.body_sha256 == body_sha256 and earlier.sent_at > dates.now() - KEPT:
            return earlier
        again = {**values, "status": None, "location": "", "messages": "[]"}
        session.execute(update(SentForm).where(SentForm.id == earlier.id).values(again))
        return None
    return None


def note_answer(session: Session, *, key_sha256: str, status: int, location: str, messages: str) -> None:
    """Keep where the sender was led and what was said there, for who sends the same again."""
    answer = {"status": status, "location": location, "messages": messages}
    session.execute(update(SentForm).where(SentForm.key_sha256 == key_sha256).values(answer))


def forget(session: Session, *, key_sha256: str) -> None:
    """The sending was refused, or its answer is in a cookie: the same may be sent again."""
    session.execute(delete(SentForm).where(SentForm.key_sha256 == key_sha256))


def clear(session: Session) -> None:
    """Forget what was sent more than a day ago."""
    session.execute(delete(SentForm).where(SentForm.sent_at <= dates.now() - KEPT))
