"""Taking back what was done with questions in review, the last thing first, and doing it again.

Nothing that is done in review destroys a question: what is taken away is only marked as removed. So to take a step back
is to put the questions that it changed as they were, and to remove those that it brought.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import Select, delete, func, select
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
    rules.check_matches(question_set)
    changed = [state for state in after if before.get(state.id) != state]
    if any(state.id not in before for state in changed):
        # What only made room for a new question stays where it is when that one is removed again.
        changed = [state for state in changed if not _is_only_moved(before.get(state.id), state)]
    if changed:
        step = ReviewStep(
            question_set_id=question_set.id,
            person_id=actor.person_id,
            done=done[:_LONGEST],
            before=[before[state.id] for state in changed if state.id in before],
            after=changed,
            created_at=dates.now(),
        )
        session.add(step)
        session.flush()
        _forget_undone(session, step)
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
    return session.scalar(_last(question_set))


def next_step(session: Session, *, question_set: QuestionSet) -> ReviewStep | None:
    """What was taken back and can be done again, since nothing else was done after it; None where nothing can."""
    return session.scalar(_next(question_set))


def _last(question_set: QuestionSet) -> Select[ReviewStep]:
    mine = select(ReviewStep).where(ReviewStep.question_set_id == question_set.id, ~ReviewStep.undone)
    return mine.order_by(ReviewStep.id.desc()).limit(1)


def _next(question_set: QuestionSet) -> Select[ReviewStep]:
    done = select(func.max(ReviewStep.id)).where(ReviewStep.question_set_id == question_set.id, ~ReviewStep.undone)
    mine = select(ReviewStep).where(
        ReviewStep.question_set_id == question_set.id,
        ReviewStep.undone,
        ReviewStep.id > func.coalesce(done.scalar_subquery(), 0),
    )
    return mine.order_by(ReviewStep.id).limit(1)


def undo(session: Session, *, actor: Viewer, question_set: QuestionSet, step_id: int) -> list[int]:
    """Take back the last step, which the form names: the numbers in the database of the questions it concerned.

    What it had done is kept, so that it can be done again. Raises OtherwiseByNow when another step was done since,
    AlreadyPublished for a set that is fixed.
    """
    step, held = _named(session, question_set, _last(question_set), step_id)
    if not _stand_so(held, step.after):
        raise _otherwise()
    _put(session, held, step.before)
    known = {state.id for state in step.before}
    for state in step.after:
        held[state.id].removed = held[state.id].removed or state.id not in known
    _settled(session, actor, question_set, step, "review step taken back", undone=True)
    return [state.id for state in step.after]


def redo(session: Session, *, actor: Viewer, question_set: QuestionSet, step_id: int) -> list[int]:
    """Do again what was taken back last, which the form names; as `undo` otherwise."""
    step, held = _named(session, question_set, _next(question_set), step_id)
    if not _stand_so(held, step.before):
        raise _otherwise()
    _put(session, held, step.after)
    _settled(session, actor, question_set, step, "review step done again", undone=False)
    return [state.id for state in step.after]


def _otherwise() -> rules.OtherwiseByNow:
    return rules.OtherwiseByNow(
        "Something else was done with these questions since, so nothing was changed. Look at them first"
    )


def _named(
    session: Session, question_set: QuestionSet, wanted: Select[ReviewStep], step_id: int
) -> tuple[ReviewStep, dict[int, Question]]:
    """The step that the form names, whole, with the questions of the set by their numbers in the database."""
    services.open_for_review(session, question_set)
    step = session.scalar(wanted.options(undefer(ReviewStep.before), undefer(ReviewStep.after)))
    if step is None or step.id != step_id:
        raise _otherwise()
    return step, {question.id: question for question in question_set.questions}


def _settled(
    session: Session, actor: Viewer, question_set: QuestionSet, step: ReviewStep, action: str, *, undone: bool
) -> None:
    rules.check_matches(question_set)
    step.undone = undone
    session.flush()
    record(session, actor=actor, action=action, subject=f"question_set/{question_set.id}", details={"done": step.done})


def _stand_so(held: dict[int, Question], states: list[QuestionState]) -> bool:
    """Whether questions stand as they were left, and in that order; others between them may have come and gone."""
    now = [state_of(held[state.id]) for state in states]
    same = all(_is_only_moved(one, other) for one, other in zip(now, states, strict=True))
    return same and _in_order(now) == _in_order(states)


def _in_order(states: list[QuestionState]) -> list[int]:
    return [state.id for state in sorted(states, key=lambda state: state.position)]


def _put(session: Session, held: dict[int, Question], states: list[QuestionState]) -> None:
    places = sorted(held[state.id].position for state in states)
    order = dict(zip(_in_order(states), places, strict=True))
    # Out of the way first: a set has each place once.
    for state in states:
        held[state.id].position = -held[state.id].position
    session.flush()
    for state in states:
        question = held[state.id]
        question.position = order[state.id]
        for name in FIELDS:
            setattr(question, name, getattr(state, name))
        services.set_parts(question, [(part.label or "", part.text) for part in state.parts])
    session.flush()


def _forget_undone(session: Session, newest: ReviewStep) -> None:
    """What was taken back before something else was done cannot be done again, also once that is taken back, too.

    The newest step is there already, so that its number is none that an open page names.
    """
    mine = ReviewStep.question_set_id == newest.question_set_id, ReviewStep.undone, ReviewStep.id < newest.id
    session.execute(delete(ReviewStep).where(*mine))


def _forget_old(session: Session, question_set: QuestionSet) -> None:
    newest = select(ReviewStep.id).where(ReviewStep.question_set_id == question_set.id).order_by(ReviewStep.id.desc())
    oldest_kept = session.scalar(newest.offset(MOST_STEPS - 1).limit(1))
    if oldest_kept is not None:
        session.execute(
            delete(ReviewStep).where(ReviewStep.question_set_id == question_set.id, ReviewStep.id < oldest_kept)
        )
