"""Copies that must agree: what a round froze with its rows, and earlier answers with what was adopted."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from consult.documents.content import from_json
from consult.drafting.models import AnswerVersion
from consult.library.models import EntryVersion, LibraryEntry
from consult.sign_off.models import FrozenAnswer, SignOffRound
from consult.stored import StoredError


def frozen_otherwise(session: Session) -> Iterator[str]:
    """Rounds whose rows of frozen answers are not the answers in their text."""
    for number in session.scalars(select(SignOffRound.id).order_by(SignOffRound.id)).all():
        content = session.scalar(select(SignOffRound.content).where(SignOffRound.id == number))
        frozen = (
            select(AnswerVersion.n, AnswerVersion.sha256)
            .join(FrozenAnswer, FrozenAnswer.answer_version_id == AnswerVersion.id)
            .where(FrozenAnswer.round_id == number)
        )
        try:
            answers = from_json(content or "").answers
        except StoredError:
            continue  # the text itself was found not to be what it was
        told = Counter((each.version, each.version_sha256) for each in answers if each.version)
        if told != Counter((n, sha256) for n, sha256 in session.execute(frozen)):
            yield f"the frozen answers of sign-off round number {number} are not those of its text"


def filed_otherwise(session: Session, *, most: int) -> Iterator[str]:
    """Earlier answers that say something else than their newest version, or than what was adopted."""
    newest = and_(EntryVersion.entry_id == LibraryEntry.id, EntryVersion.n == LibraryEntry.current_n)
    differs = or_(EntryVersion.answer != LibraryEntry.answer, EntryVersion.question != LibraryEntry.question)
    first = and_(EntryVersion.entry_id == LibraryEntry.id, EntryVersion.n == 1)
    adopted = AnswerVersion.id == LibraryEntry.answer_version_id
    other = (
        select(LibraryEntry.id).join(EntryVersion, newest).where(differs),
        select(LibraryEntry.id)
        .join(EntryVersion, first)
        .join(AnswerVersion, adopted)
        .where(EntryVersion.answer != AnswerVersion.text),
    )
    for rows, than in zip(other, ("its newest version says", "was adopted"), strict=True):
        for number in session.scalars(rows.order_by(LibraryEntry.id).limit(most)):
            yield f"earlier answer {number} is not what {than}"
