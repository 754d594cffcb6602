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
from consult.question_sets.recognising.passages import STILL_READ

MOST_PASSAGES = 500
"""Paragraphs that one press can make questions of."""
LONGEST_TEXT = 10_000
"""Characters of a question, as its form takes them."""


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


class TooMuchAtOnce(rules.QuestionSetError):
    """More than one press takes, or a text longer than a question may be."""


def gather(
    session: Session, *, actor: Viewer, question_set: QuestionSet, places: Sequence[int], way: Way, shown: str
) -> list[Question]:
    """Make questions of paragraphs of the paper, each in its place by the paper's order; none is lost.

    Questions that begin in these paragraphs are replaced: they stay among the removed, and what they were beyond their
    words (number, kind, options, answer) is kept. `shown` names the questions as the page showed them
    (`rules.shown_of`). Raises NothingTicked, TooMuchAtOnce, OtherwiseByNow, AlreadyPublished.
    """
    services.open_for_review(session, question_set)
    rules.check_as_shown(shown, *(question for question in question_set.questions if not question.removed))
    groups = _groups(_passages(session, question_set, sorted(set(places)), way), way)
    _check_length(groups)
    if not groups:
        raise NothingTicked(
            "Tick the heading or line above the points" if way is Way.BELOW else "Tick the paragraphs of the question"
        )
    order = list(question_set.questions)
    headings = _headings(session, question_set)
    replaced = _replaced(order, groups)
    made = [_made(order, group, headings, replaced) for group in groups]
    _settle(session, question_set, order)
    record(
        session,
        actor=actor,
        action="questions made of paragraphs",
        subject=f"question_set/{question_set.id}",
        details={
            "questions": len(made),
            "first": groups[0][0].place,
            "last": groups[-1][-1].place,
            "replaced": sorted(question.id for each in replaced.values() for question in each),
        },
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
    if len(places) > MOST_PASSAGES:
        raise TooMuchAtOnce(f"Tick at most {MOST_PASSAGES} paragraphs at once")
    wanted: ColumnElement[bool] = PaperPassage.place.in_(places)
    if way is Way.BETWEEN:
        wanted = PaperPassage.place.between(places[0], places[-1])
    elif way is Way.BELOW:
        wanted = PaperPassage.place > places[-1]
    of_paper = select(PaperPassage).where(PaperPassage.paper_id == question_set.paper_id, wanted)
    found = list(session.scalars(of_paper.order_by(PaperPassage.place).limit(MOST_PASSAGES + 1)))
    if way is Way.BETWEEN and len(found) > MOST_PASSAGES:
        raise TooMuchAtOnce(
            f"There are more than {MOST_PASSAGES} paragraphs between these two. Tick two that are nearer"
        )
    # What stands round the text of a page is none of a question that goes over to the next, unless it was ticked.
    ticked = frozenset(places)
    return [p for p in found if p.place in ticked or not p.ignored or p.ignored in STILL_READ]


def _headings(session: Session, question_set: QuestionSet) -> list[tuple[int, str]]:
    """The headings of the paper, each with its place, in order."""
    rows = select(PaperPassage.place, PaperPassage.text).where(
        PaperPassage.paper_id == question_set.paper_id, PaperPassage.level > 0, PaperPassage.ignored == ""
    )
    return [(place, text) for place, text in session.execute(rows.order_by(PaperPassage.place))]


def _check_length(groups: list[list[PaperPassage]]) -> None:
    longest = max((sum(len(passage.text) + 1 for passage in group) for group in groups), default=0)
    if longest > LONGEST_TEXT:
        raise TooMuchAtOnce(f"A question has at most {LONGEST_TEXT:,} characters. Tick fewer paragraphs")


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


def _replaced(order: list[Question], groups: list[list[PaperPassage]]) -> dict[int, list[Question]]:
    """The questions that begin in the paragraphs that are taken, by where they begin; marked as removed."""
    taken = {passage.place for group in groups for passage in group}
    replaced: dict[int, list[Question]] = {}
    for question in order:
        if not question.removed and question.first in taken:
            replaced.setdefault(question.first, []).append(question)
            question.removed = True
    return replaced


def _made(
    order: list[Question],
    group: list[PaperPassage],
    headings: list[tuple[int, str]],
    replaced: dict[int, list[Question]],
) -> Question:
    """A new question in its place among the others."""
    first = group[0].place
    inside = [question for passage in group for question in replaced.get(passage.place, ())]
    replacing = set(map(id, inside))
    before = [n for n, q in enumerate(order) if id(q) in replacing or 0 < q.first <= first]
    text, number = _worded(group)
    above = bisect_left(headings, (first, "")) - 1
    made = Question(
        number=number,
        section=headings[above][1][:300] if above >= 0 else "",
        text=text,
        first=first,
        last=group[-1].place,
        page=group[0].page,
        accepted=True,
        removed=False,
    )
    if inside:
        _keep(inside, made)
    order.insert(before[-1] + 1 if before else 0, made)
    return made


def _keep(replaced: list[Question], made: Question) -> None:
    """Give the question what those were that it replaces, beyond their words; the first tells its kind and number."""
    first = replaced[0]
    made.number, made.section, made.kind = first.number or made.number, first.section, first.kind
    made.own_title, made.word_limit, made.character_limit = first.own_title, first.word_limit, first.character_limit
    made.hint = "\n\n".join(filter(None, (each.hint for each in replaced)))
    made.options = list(dict.fromkeys(option for each in replaced for option in each.options))
    made.refs = list(dict.fromkeys(ref for each in replaced for ref in each.refs))
    made.references = list(dict.fromkeys(reference for each in replaced for reference in each.references))
    made.found_answer = "\n\n".join(filter(None, (each.found_answer for each in replaced)))
    made.found_lost = [lost for each in replaced for lost in each.found_lost]
    held = [(part.label, part.text) for each in replaced for part in each.parts]
    made.parts = [QuestionPart(position=n, label=label, text=text) for n, (label, text) in enumerate(held, 1)]
    # One question only goes on from one of the edition before.
    made.earlier_id = next((each.earlier_id for each in replaced if each.earlier_id), None)
    for each in replaced:
        each.earlier_id = None


def _worded(group: list[PaperPassage]) -> tuple[str, str]:
    """The text of a question and its number; a bullet is neither."""
    whole = " ".join(passage.text.strip() for passage in group)
    label = label_of(f"{group[0].label} {whole}".strip()) or label_of(whole)
    if label is None or not label.rest:
        return whole, ""
    return label.rest, label.number[:40]
