"""Correcting what was found in a paper, question by question, and publishing the set."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from consult import dates
from consult.history.services import record
from consult.history.turns import as_it_is
from consult.permissions import Viewer
from consult.question_sets import rules
from consult.question_sets.models import (
    PaperPassage,
    Question,
    QuestionPart,
    QuestionSet,
    QuestionSetState,
)
from consult.question_sets.paper import Passage, QuestionKind, Reference
from consult.question_sets.queries import newest_edition
from consult.question_sets.recognising.references import resolve
from consult.question_sets.short_titles import short_title


@dataclass(frozen=True)
class QuestionText:
    """What an officer types of one question. `parts` are pairs of label and text; limits are 0 for none. `title` is
    the short one, '' for the one that is proposed.

    `first` and `last` are the passages it was made of (0: typed); `earlier_id` is the same question of the edition
    before, None for a new one.
    """

    number: str
    section: str
    text: str
    title: str = ""
    hint: str = ""
    kind: QuestionKind = QuestionKind.FREE_TEXT
    options: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    word_limit: int | None = None
    character_limit: int | None = None
    first: int = 0
    last: int = 0
    earlier_id: int | None = None


def add_question(
    session: Session, *, actor: Viewer, question_set: QuestionSet, typed: QuestionText, after_id: int
) -> Question:
    """Add a question after another of the set (0 for the beginning). Raises NotInThisSet."""
    open_for_review(session, question_set)
    rules.check_earlier(question_set, None, typed.earlier_id)
    after = _place_of(question_set, after_id)
    _make_room(session, question_set, after + 1)
    question = Question(question_set_id=question_set.id, position=after + 1, first=typed.first, last=typed.last)
    if typed.first and question_set.paper_id:
        question.page = session.scalar(
            select(PaperPassage.page).where(
                PaperPassage.paper_id == question_set.paper_id, PaperPassage.place == typed.first
            )
        )
    _fill(session, question_set, question, typed)
    session.add(question)
    session.flush()
    _record(session, actor, "question added", question, question_set)
    return question


def revise_question(
    session: Session, *, actor: Viewer, question_set: QuestionSet, question: Question, typed: QuestionText
) -> None:
    """Correct a question. Whoever corrects it has checked it: it counts as accepted."""
    open_for_review(session, question_set)
    rules.check_earlier(question_set, question, typed.earlier_id)
    _fill(session, question_set, question, typed)
    session.flush()
    _record(session, actor, "question corrected", question, question_set)


def accept(session: Session, *, actor: Viewer, question_set: QuestionSet, questions: Sequence[Question]) -> None:
    """Say of some questions that they stand in the paper as they stand here."""
    open_for_review(session, question_set)
    for question in questions:
        if not question.accepted and not question.removed:
            question.accepted = True
            session.flush()
            _record(session, actor, "question accepted", question, question_set)


def set_removed(
    session: Session, *, actor: Viewer, question_set: QuestionSet, question: Question, removed: bool
) -> None:
    """Leave a question out of the set, or put it back."""
    open_for_review(session, question_set)
    if not removed:
        rules.check_earlier(question_set, question, question.earlier_id)
    question.removed = removed
    session.flush()
    _record(session, actor, "question removed" if removed else "question put back", question, question_set)


def split_question(
    session: Session, *, actor: Viewer, question_set: QuestionSet, question: Question, first: str, second: str
) -> Question:
    """Make two questions of one: `first` keeps the number, `second` follows it without one."""
    open_for_review(session, question_set)
    question.text, question.accepted = first, True
    session.flush()
    typed = QuestionText(number="", section=question.section, text=second, first=question.first, last=question.last)
    _record(session, actor, "question split", question, question_set)
    return add_question(session, actor=actor, question_set=question_set, typed=typed, after_id=question.id)


def merge_question(
    session: Session, *, actor: Viewer, question_set: QuestionSet, question: Question, into_id: int
) -> None:
    """Join a question to the one before it, `into_id`: the text follows on, parts and options are added.

    Raises NotInThisSet when none comes before, or another one by now. The joined question stays among the removed, so
    nothing is lost.
    """
    open_for_review(session, question_set)
    if question.removed:
        raise rules.NotInThisSet("This question was joined or removed already")
    earlier = [q for q in question_set.questions if q.position < question.position and not q.removed]
    if not earlier:
        raise rules.NotInThisSet("There is no question before this one to join it to")
    target = earlier[-1]
    if target.id != into_id:
        raise rules.NotInThisSet("Another question stands before this one now. Look at it, then join them")
    target.text = f"{target.text} {question.text}".strip()
    target.options = [*target.options, *question.options]
    target.refs = [*target.refs, *(ref for ref in question.refs if ref not in target.refs)]
    target.references = [*target.references, *(ref for ref in question.references if ref not in target.references)]
    target.last, target.accepted = max(target.last, question.last), True
    held = [(part.label, part.text) for part in (*target.parts, *question.parts)]
    set_parts(target, held)
    target.found_answer = "\n\n".join(filter(None, (target.found_answer, question.found_answer)))
    target.found_lost = [*target.found_lost, *question.found_lost]
    question.removed = True
    session.flush()
    _record(session, actor, "question joined to the one before", question, question_set)


def move_question(
    session: Session, *, actor: Viewer, question_set: QuestionSet, question: Question, up: bool, past_id: int
) -> None:
    """Swap a question with its neighbour `past_id`. Raises NotInThisSet where another stands there by now, or none."""
    open_for_review(session, question_set)
    kept = [each for each in question_set.questions if not each.removed]
    if question not in kept:
        raise rules.NotInThisSet("Put the question back before you move it")
    place = kept.index(question) + (-1 if up else 1)
    if not 0 <= place < len(kept) or kept[place].id != past_id:
        where = "before" if up else "after"
        raise rules.NotInThisSet(f"Another question stands {where} this one now. Open the page again, then move it")
    after = kept[place - 1].id if up and place else 0 if up else past_id
    _place(session, actor, question_set, question, after)


def place_question(
    session: Session, *, actor: Viewer, question_set: QuestionSet, question: Question, after_id: int
) -> None:
    """Put a question right after another of the set (0 for the beginning). Raises NotInThisSet."""
    open_for_review(session, question_set)
    if question.id == after_id:
        raise rules.NotInThisSet("A question cannot stand after itself. Select another place")
    _place(session, actor, question_set, question, after_id)


def _place_of(question_set: QuestionSet, question_id: int) -> int:
    """The place of a question, also of one that was removed; 0 for none."""
    if not question_id:
        return 0
    for each in question_set.questions:
        if each.id == question_id:
            return each.position
    raise rules.NotInThisSet("The question that it should stand after is not in this set. Open the page again")


def _place(session: Session, actor: Viewer, question_set: QuestionSet, question: Question, after_id: int) -> None:
    after = _place_of(question_set, after_id)
    others = [each for each in question_set.questions if each is not question]
    before = [each for each in others if each.position <= after]
    wanted = [*before, question, *others[len(before) :]]
    held = [each.position for each in question_set.questions]
    moved = [(each, place) for each, place in zip(wanted, held, strict=True) if each.position != place]
    # Out of the way first: a set has each place once.
    for sign in (-1, 1):
        for each, place in moved:
            each.position = sign * place
        session.flush()
    if moved:
        _record(session, actor, "question moved", question, question_set)


def publish(session: Session, *, actor: Viewer, question_set: QuestionSet, sha256: str) -> None:
    """Fix the set, so that a response can rest on it. Removed questions stay out of it.

    `sha256` names the questions that whoever publishes had before them (`rules.shown_sha256`).
    """
    read_anew(session, question_set)
    as_it_is(session, question_set.consultation, "issuing_body", "closing_at")
    kept = [question for question in question_set.questions if not question.removed]
    newest = newest_edition(session, consultation_id=question_set.consultation_id)
    rules.check_publishable(question_set, kept, newest)
    rules.check_shown(question_set, sha256)
    question_set.state, question_set.published_at = QuestionSetState.PUBLISHED, dates.now()
    session.flush()
    record(
        session,
        actor=actor,
        action="questions published",
        subject=f"question_set/{question_set.id}",
        details={"questions": len(kept), "consultation": question_set.consultation_id, "edition": question_set.n},
    )


def open_for_review(session: Session, question_set: QuestionSet) -> None:
    """See a set as it is now, and let nobody else change it until the end of the transaction.

    Raises AlreadyPublished for one that is fixed, by whomever and however lately.
    """
    read_anew(session, question_set)
    rules.check_in_review(question_set)


def read_anew(session: Session, question_set: QuestionSet) -> None:
    """See the set and its questions as they are now, and let nobody else's correction come in between."""
    as_it_is(session, question_set, "state", "n")
    mine = select(Question).where(Question.question_set_id == question_set.id).order_by(Question.position)
    anew = mine.options(selectinload(Question.parts)).execution_options(populate_existing=True)
    set_committed_value(question_set, "questions", list(session.scalars(anew)))


def _fill(session: Session, question_set: QuestionSet, question: Question, typed: QuestionText) -> None:
    question.number, question.section = typed.number, typed.section
    # The proposed title that the form showed is not the officer's own: it changes with the question's words.
    proposed = {short_title(question.text or ""), short_title(typed.text)}
    question.own_title = "" if typed.title in proposed else typed.title
    question.text, question.hint = typed.text, typed.hint
    question.kind, question.options = typed.kind, list(typed.options)
    question.word_limit, question.character_limit = typed.word_limit, typed.character_limit
    question.earlier_id, question.accepted = typed.earlier_id, True
    if list(typed.refs) != list(question.refs or ()):
        question.refs = list(typed.refs)
        question.references = _resolved(session, question_set, typed.refs)
    set_parts(question, typed.parts)


def _resolved(session: Session, question_set: QuestionSet, refs: Sequence[str]) -> list[Reference]:
    """References typed by hand, looked up in the paper as the reader looks its own up."""
    of_paper = select(PaperPassage).where(PaperPassage.paper_id == question_set.paper_id)
    rows = session.scalars(of_paper.order_by(PaperPassage.place)) if question_set.paper_id and refs else ()
    passages = [Passage(row.place, row.text, row.level, row.label, row.page, row.ignored) for row in rows]
    return list(resolve(refs, passages))


def set_parts(question: Question, typed: Sequence[tuple[str, str]]) -> None:
    """Change the parts in place, so that a part keeps its row when only its words change."""
    held = question.parts if question.id else []
    kept = list(held[: len(typed)])
    for part, (label, text) in zip(kept, typed, strict=False):
        part.label, part.text = label, text
    for place, (label, text) in enumerate(typed[len(kept) :], len(kept) + 1):
        kept.append(QuestionPart(position=place, label=label, text=text))
    question.parts = kept


def _make_room(session: Session, question_set: QuestionSet, place: int) -> None:
    """Move every question from `place` on one place further; in two steps, since a place is unique."""
    later = Question.question_set_id == question_set.id, Question.position >= place
    session.execute(update(Question).where(*later).values(position=-Question.position - 1))
    shifted = Question.question_set_id == question_set.id, Question.position < 0
    session.execute(update(Question).where(*shifted).values(position=-Question.position))


def _record(session: Session, actor: Viewer, action: str, question: Question, question_set: QuestionSet) -> None:
    record(
        session,
        actor=actor,
        action=action,
        subject=f"question/{question.id}",
        details={"set": question_set.id, "number": question.number, "kind": question.kind.value},
    )
