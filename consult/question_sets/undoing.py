"""Taking back what was done with questions in review, the last thing first.

Nothing that is done in review destroys a question: what is taken away is only marked as removed. So to take a step back
is to put the questions that it changed as they were, and to remove those that it brought.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, undefer

from consult import dates
from consult.history.services import record
from consult.permissions import Viewer
from consult.question_sets import rules, services
from consult.question_sets.models import Question, QuestionSet, ReviewStep
from consult.question_sets.paper import Part
from consult.question_sets.states import FIELDS, QuestionState

T = TypeVar("T")
MOST_STEPS = 50
"""Steps of one set that can be taken back."""
_LONGEST = 200


def undoable(session: Session, *, actor: Viewer, question_set: QuestionSet, done: str, act: Callable[[], T]) -> T:
    """Do something with the questions of a set so that it can be taken back; `done` says what, as the page will.

    Nobody else changes the set in between. Raises AlreadyPublished, and what the act raises.
    """
    services.open_for_review(session, question_set)
    before = {question.id: state_of(question) for question in question_set.questions}
    result = act()
    session.flush()
    services.read_anew(session, question_set)
    after = [state_of(question) for question in question_set.questions]
    changed = [state for state in after if before.get(state.id) != state]
    if any(state.id not in before for state in changed):
        # What only made room for a new question stays where it is when that one is removed again.
        changed = [state for state in changed if not _is_only_moved(before.get(state.id), state)]
    if changed:
        session.add(
            ReviewStep(
                question_set_id=question_set.id,
                person_id=actor.person_id,
                done=done[:_LONGEST],
                before=[before[state.id] for state in changed if state.id in before],
                after=changed,
                created_at=dates.now(),
            )
        )
        session.flush()
        _forget_old(session, question_set)
    return result


def state_of(question: Question) -> QuestionState:
    """How a question stands."""
    copied: dict[str, Any] = {name: copy(getattr(question, name)) for name in FIELDS}
    parts = [Part(part.label, part.text) for part in question.parts]
    return QuestionState(id=question.id, position=question.position, parts=parts, **copied)


def _is_only_moved(before: QuestionState | None, after: QuestionState) -> bool:
    return before is not None and replace(before, position=after.position) == after


def last_step(session: Session, *, question_set: QuestionSet) -> ReviewStep | None:
    """What was done last with the questions of a set; None where nothing can be taken back."""
    mine = select(ReviewStep).where(ReviewStep.question_set_id == question_set.id)
    return session.scalar(mine.order_by(ReviewStep.id.desc()).limit(1))


def undo(session: Session, *, actor: Viewer, question_set: QuestionSet, step_id: int) -> list[int]:
    """Take back the last step, which the form names: the numbers in the database of the questions it concerned.

    Raises OtherwiseByNow when another step was done since, AlreadyPublished for a set that is fixed.
    """
    services.open_for_review(session, question_set)
    last = select(ReviewStep).where(ReviewStep.question_set_id == question_set.id).order_by(ReviewStep.id.desc())
    step = session.scalar(last.limit(1).options(undefer(ReviewStep.before), undefer(ReviewStep.after)))
    held = {question.id: question for question in question_set.questions}
    if step is None or step.id != step_id or [state_of(held[state.id]) for state in step.after] != step.after:
        raise rules.OtherwiseByNow(
            "Something else was done with these questions since, so nothing was taken back. Look at them first"
        )
    _put_back(session, held, step.before)
    known = {state.id for state in step.before}
    for state in step.after:
        if state.id not in known:
            held[state.id].removed = True
    session.delete(step)
    session.flush()
    record(
        session,
        actor=actor,
        action="review step taken back",
        subject=f"question_set/{question_set.id}",
        details={"done": step.done},
    )
    return [state.id for state in step.after]


def _put_back(session: Session, held: dict[int, Question], states: list[QuestionState]) -> None:
    # Out of the way first: a set has each place once.
    for state in states:
        held[state.id].position = -state.position
    session.flush()
    for state in states:
        question = held[state.id]
        question.position = state.position
        for name in FIELDS:
            setattr(question, name, getattr(state, name))
        services.set_parts(question, [(part.label or "", part.text) for part in state.parts])
    session.flush()


def _forget_old(session: Session, question_set: QuestionSet) -> None:
    newest = select(ReviewStep.id).where(ReviewStep.question_set_id == question_set.id).order_by(ReviewStep.id.desc())
    oldest_kept = session.scalar(newest.offset(MOST_STEPS - 1).limit(1))
    if oldest_kept is not None:
        session.execute(
            delete(ReviewStep).where(ReviewStep.question_set_id == question_set.id, ReviewStep.id < oldest_kept)
        )
