"""The versions of an answer, as pages read them: the one that counts, some by number, those that wait, a page of all.

An answer may have hundreds, each with a whole text: no page loads all of them. The caller has made sure that the
viewer may see the answer.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from consult.drafting.models import Answer, AnswerVersion
from consult.paging import Listing, paging

PAGE = 10
SHOWN = 5  # of the texts that wait to be merged; the others are on the page of versions


@dataclass(frozen=True)
class SetAside:
    """Texts set aside since the current one was saved: the newest few, and how many there are."""

    newest: tuple[AnswerVersion, ...]
    count: int

    @property
    def others(self) -> int:
        """How many are not among the newest few."""
        return self.count - len(self.newest)


def count_versions(session: Session, *, answer: Answer) -> int:
    """How many versions an answer has, those set aside included."""
    mine = select(func.count()).select_from(AnswerVersion).where(AnswerVersion.answer_id == answer.id)
    return session.scalar(mine) or 0


def versions_numbered(session: Session, *, answer: Answer, numbers: Collection[int]) -> Mapping[int, AnswerVersion]:
    """Some versions of an answer by their number, each with its author; without those that there are not."""
    mine = select(AnswerVersion).where(AnswerVersion.answer_id == answer.id, AnswerVersion.n.in_(set(numbers)))
    loaded = mine.options(joinedload(AnswerVersion.author), joinedload(AnswerVersion.named))
    return {version.n: version for version in session.scalars(loaded)}


def current_version(session: Session, *, answer: Answer) -> AnswerVersion | None:
    """The version that counts; None before the first."""
    return versions_numbered(session, answer=answer, numbers=[answer.current_n]).get(answer.current_n)


def with_bases(session: Session, *, answer: Answer, numbers: Collection[int]) -> Mapping[int, AnswerVersion]:
    """Some versions of an answer, and those that they were based on."""
    found = versions_numbered(session, answer=answer, numbers=numbers)
    bases = {version.based_on_n for version in found.values()} - found.keys()
    return {**found, **versions_numbered(session, answer=answer, numbers=bases)}


def set_aside(session: Session, *, answer: Answer) -> SetAside:
    """The texts that somebody still has to look at, newest first."""
    waiting = (
        AnswerVersion.answer_id == answer.id,
        AnswerVersion.set_aside,
        AnswerVersion.n > answer.current_n,
    )
    newest = select(AnswerVersion).where(*waiting).order_by(AnswerVersion.n.desc()).limit(SHOWN)
    found = tuple(session.scalars(newest.options(joinedload(AnswerVersion.author))))
    if len(found) < SHOWN:
        return SetAside(found, len(found))
    return SetAside(found, session.scalar(select(func.count()).select_from(AnswerVersion).where(*waiting)) or 0)


def versions_page(session: Session, *, answer: Answer, page: int = 1) -> Listing[tuple[AnswerVersion, str]]:
    """A page of the versions of an answer, newest first, each with the text it was based on."""
    at = paging(count_versions(session, answer=answer), page, PAGE)
    mine = select(AnswerVersion.n).where(AnswerVersion.answer_id == answer.id).order_by(AnswerVersion.n.desc())
    numbers = session.scalars(at.cut(mine)).all()
    found = with_bases(session, answer=answer, numbers=numbers)
    rows = ((found[n], found.get(found[n].based_on_n)) for n in numbers)
    return Listing([(version, base.text if base else "") for version, base in rows], at)
