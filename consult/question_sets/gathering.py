"""Questions made of paragraphs of the paper that an officer points at: what was missed is found in one press."""

from bisect import bisect_left
from collections.abc import Sequence
from enum import StrEnum
from itertools import takewhile

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from consult.history.services import record
from consult.permissions import Viewer
from consult.question_sets import rules, services
from consult.question_sets.models import PaperPassage, Question, QuestionPart, QuestionSet
from consult.question_sets.recognising.numbers import label_of

MOST_PASSAGES = 500
"""Paragraphs that one press can make questions of."""


class Way(StrEnum):
    """What is to become of the paragraphs that are ticked."""

    ONE = "one"
    BETWEEN = "between"
    EACH = "each"
    BELOW = "below"

    @property
    def label(self) -> str:
        """The way as its button names it."""
        return {
            Way.ONE: "One question of them",
            Way.BETWEEN: "One question from the first to the last",
            Way.EACH: "Each is a question",
            Way.BELOW: "Each point below is a question",
        }[self]


class NothingTicked(rules.QuestionSetError):
    """There is nothing to make a question of."""


def gather(
    session: Session, *, actor: Viewer, question_set: QuestionSet, places: Sequence[int], way: Way
) -> list[Question]:
    """Make questions of paragraphs of the paper, each in its place by the paper's order; none is lost.

    Questions that were read from the same paragraphs alone are replaced: they stay among the removed, and what they
    were beyond their words (number, kind, options, section) is kept. Raises NothingTicked, AlreadyPublished.
    """
    services.open_for_review(session, question_set)
    groups = _groups(_passages(session, question_set, sorted(places), way), way)
    if not groups:
        raise NothingTicked(
            "Tick the heading or line above the points" if way is Way.BELOW else "Tick the paragraphs of the question"
        )
    order = list(question_set.questions)
    headings = _headings(session, question_set)
    made = [_made(order, group, headings) for group in groups]
    _settle(session, question_set, order)
    record(
        session,
        actor=actor,
        action="questions made of paragraphs",
        subject=f"question_set/{question_set.id}",
        details={"questions": len(made), "first": groups[0][0].place, "last": groups[-1][-1].place},
    )
    return made


def _settle(session: Session, question_set: QuestionSet, order: list[Question]) -> None:
    """Give the questions, new ones among them, their places by their order; in two steps, since a place is unique."""
    moved = [(question, n) for n, question in enumerate(order, 1) if question.id and question.position != n]
    for question, n in moved:
        question.position = -n
    session.flush()
    for n, question in enumerate(order, 1):
        question.position = n
        question.question_set_id = question_set.id
    session.add_all(order)
    session.flush()


def _passages(session: Session, question_set: QuestionSet, places: list[int], way: Way) -> list[PaperPassage]:
    if not places or question_set.paper_id is None:
        return []
    wanted: ColumnElement[bool] = PaperPassage.place.in_(places)
    if way is Way.BETWEEN:
        wanted = PaperPassage.place.between(places[0], places[-1])
    elif way is Way.BELOW:
        wanted = PaperPassage.place > places[-1]
    of_paper = select(PaperPassage).where(PaperPassage.paper_id == question_set.paper_id, wanted)
    return list(session.scalars(of_paper.order_by(PaperPassage.place).limit(MOST_PASSAGES)))


def _headings(session: Session, question_set: QuestionSet) -> list[tuple[int, str]]:
    """The headings of the paper, each with its place, in order."""
    rows = select(PaperPassage.place, PaperPassage.text).where(
        PaperPassage.paper_id == question_set.paper_id, PaperPassage.level > 0, PaperPassage.ignored == ""
    )
    return [(place, text) for place, text in session.execute(rows.order_by(PaperPassage.place))]


def _groups(passages: list[PaperPassage], way: Way) -> list[list[PaperPassage]]:
    """The paragraphs of each question that is to be made."""
    said = [passage for passage in passages if passage.text.strip()]
    if way is Way.BELOW:
        said = _points(said)
    if way in (Way.EACH, Way.BELOW):
        return [[passage] for passage in said]
    return [said] if said else []


def _points(below: list[PaperPassage]) -> list[PaperPassage]:
    """The points of the list that begins below a line: those of its own kind, up to the first line that is none."""
    listed = list(takewhile(lambda passage: not passage.level and _mark(passage), below))
    first = _mark(listed[0]) if listed else ""
    return [passage for passage in listed if _mark(passage) == first]


def _mark(passage: PaperPassage) -> str:
    """What kind of point a paragraph is: by its bullet, or the kind of its number; '' for none."""
    label = label_of(f"{passage.label} {passage.text}".strip())
    return label.style.value if label else passage.label[:1]


def _made(order: list[Question], group: list[PaperPassage], headings: list[tuple[int, str]]) -> Question:
    """A new question in its place among the others, those that it replaces marked as removed."""
    first, last = group[0].place, group[-1].place
    inside = [q for q in order if not q.removed and q.first and first <= q.first <= q.last <= last]
    replacing = set(map(id, inside))
    before = [n for n, q in enumerate(order) if id(q) in replacing or 0 < q.first <= first]
    for replaced in inside:
        replaced.removed = True
    text, number = _worded(group)
    above = bisect_left(headings, (first, "")) - 1
    made = Question(
        number=number,
        section=headings[above][1][:300] if above >= 0 else "",
        text=text,
        first=first,
        last=last,
        page=group[0].page,
        accepted=True,
        removed=False,
    )
    if inside:
        _keep(inside[0], made)
    order.insert(before[-1] + 1 if before else 0, made)
    return made


def _keep(replaced: Question, made: Question) -> None:
    """Give the question what the replaced one was beyond its words."""
    for name in ("section", "own_title", "hint", "kind", "options", "refs", "references", "word_limit"):
        setattr(made, name, getattr(replaced, name))
    made.character_limit, made.earlier_id = replaced.character_limit, replaced.earlier_id
    made.number = replaced.number or made.number
    made.found_answer, made.found_lost = replaced.found_answer, replaced.found_lost
    made.parts = [
        QuestionPart(position=n, label=part.label, text=part.text) for n, part in enumerate(replaced.parts, 1)
    ]


def _worded(group: list[PaperPassage]) -> tuple[str, str]:
    """The text of a question and its number; a bullet is neither."""
    whole = " ".join(passage.text.strip() for passage in group)
    label = label_of(f"{group[0].label} {whole}".strip()) or label_of(whole)
    if label is None or not label.rest:
        return whole, ""
    return label.rest, label.number[:40]
