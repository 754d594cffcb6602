"""The paper as it stands beside its questions: passages to look at, and what was left out."""

from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from consult.question_sets.models import PaperPassage, Question, QuestionSet

MOST_BESIDE = 600
"""Passages of a paper that stand beside its questions."""
_NEAR = 8


@dataclass(frozen=True)
class Passages:
    """Some passages of a paper in order; `first` and `last` are their places, `count` how many the paper has."""

    rows: tuple[PaperPassage, ...]
    count: int

    @property
    def first(self) -> int:
        """The place of the first one; 0 when there are none."""
        return self.rows[0].place if self.rows else 0

    def holds(self, place: int) -> bool:
        """Whether a passage is among them."""
        at = bisect_left(self.rows, place, key=lambda row: row.place)
        return at < len(self.rows) and self.rows[at].place == place

    @property
    def last(self) -> int:
        """The place of the last one; 0 when there are none."""
        return self.rows[-1].place if self.rows else 0


def passages(session: Session, *, paper_id: int | None, first: int, last: int) -> Passages:
    """The passages of a paper from one place to another, both included."""
    if paper_id is None:
        return Passages((), 0)
    of_paper = PaperPassage.paper_id == paper_id
    count = session.scalar(select(func.count()).select_from(PaperPassage).where(of_paper)) or 0
    rows = session.scalars(
        select(PaperPassage).where(of_paper, PaperPassage.place.between(first, last)).order_by(PaperPassage.place)
    )
    return Passages(tuple(rows), count)


def left_out(session: Session, *, paper_id: int | None) -> list[PaperPassage]:
    """The passages that were not read for questions although one might look for them there, with why."""
    of_paper = select(PaperPassage).where(
        PaperPassage.paper_id == paper_id, PaperPassage.ignored != "", PaperPassage.text.contains("?")
    )
    return list(session.scalars(of_paper.order_by(PaperPassage.place).limit(200))) if paper_id else []


def left_out_by_reason(session: Session, *, paper_id: int | None) -> list[tuple[str, int]]:
    """Why passages were not read for questions, each with how many they are, most first."""
    of_paper = select(PaperPassage.ignored, func.count()).where(
        PaperPassage.paper_id == paper_id, PaperPassage.ignored != ""
    )
    counted = of_paper.group_by(PaperPassage.ignored).order_by(func.count().desc(), PaperPassage.ignored).limit(20)
    return [(why, n) for why, n in session.execute(counted)] if paper_id else []


def beside_questions(session: Session, *, question_set: QuestionSet) -> Passages:
    """The paper as it stands beside its questions: all of a short one, of a long one what is near a question."""
    if question_set.paper_id is None:
        return Passages((), 0)
    of_paper = PaperPassage.paper_id == question_set.paper_id
    count = session.scalar(select(func.count()).select_from(PaperPassage).where(of_paper)) or 0
    near = of_paper
    if count > MOST_BESIDE:
        near = and_(of_paper, PaperPassage.place.in_(_near(question_set)))
    rows = session.scalars(select(PaperPassage).where(near).order_by(PaperPassage.place).limit(MOST_BESIDE))
    return Passages(tuple(rows), count)


def _near(question_set: QuestionSet) -> list[int]:
    """The places near the questions that are kept: of many questions, fewer of each."""
    found = [question for question in question_set.questions if question.first and not question.removed]
    share = MOST_BESIDE // max(len(found), 1)
    above = min(_NEAR, share // 3)
    below = min(2 * _NEAR, max(share - above, 1))
    places = {place for q in found for place in range(max(q.first - above, 1), q.first + below)}
    return sorted(places)[:MOST_BESIDE]


def asked_in(question_set: QuestionSet) -> dict[int, list[Question]]:
    """The questions that are kept, by the places of the passages in which they begin."""
    asked: dict[int, list[Question]] = {}
    for question in question_set.questions:
        if question.first and not question.removed:
            asked.setdefault(question.first, []).append(question)
    return asked


def passages_at(session: Session, *, paper_id: int | None, places: Collection[int]) -> list[PaperPassage]:
    """The passages at some places, in the paper's order."""
    chosen = select(PaperPassage).where(PaperPassage.paper_id == paper_id, PaperPassage.place.in_(places))
    return list(session.scalars(chosen.order_by(PaperPassage.place))) if paper_id and places else []
