"""Loading a paper, correcting what was found in it, publishing the set."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from consult import dates
from consult.history.services import record
from consult.permissions import Viewer
from consult.question_sets import rules
from consult.question_sets.models import Consultation, Paper, Question, QuestionPart, QuestionSet, QuestionSetState
from consult.question_sets.paper import Paper as ReadPaper
from consult.question_sets.paper import PaperQuestion, QuestionKind


@dataclass(frozen=True)
class QuestionText:
    """What an officer types of one question. `parts` are pairs of label and text."""

    number: str
    section: str
    text: str
    hint: str = ""
    kind: QuestionKind = QuestionKind.FREE_TEXT
    options: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    word_limit: int | None = None


def load(
    session: Session, *, actor: Viewer | None, owner_id: int, paper: ReadPaper, name: str, content: bytes
) -> Consultation:
    """Keep an uploaded paper and make a consultation with its questions, to be reviewed by the owner's officers.

    `actor` is None when a command loads it.
    """
    consultation = Consultation(
        title=(paper.title or "Consultation without a title")[:300],
        issuing_body=(paper.issuing_body or "")[:200],
        reference=(paper.reference or "")[:100],
        closing_at=paper.closing_at,
        owner_id=owner_id,
        created_at=dates.now(),
    )
    question_set = QuestionSet(n=1, consultation=consultation)
    question_set.questions = [_from_paper(n, found) for n, found in enumerate(paper.questions, 1)]
    session.add(consultation)
    session.flush()
    kept = _keep_paper(session, consultation, name, content)
    record(
        session,
        actor=actor,
        action="consultation loaded",
        subject=f"consultation/{consultation.id}",
        details={"questions": len(paper.questions), "paper_sha256": kept.sha256},
    )
    return consultation


def _keep_paper(session: Session, consultation: Consultation, name: str, content: bytes) -> Paper:
    paper = Paper(
        consultation_id=consultation.id,
        name=name[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content=content,
        created_at=dates.now(),
    )
    session.add(paper)
    return paper


def _from_paper(position: int, found: PaperQuestion) -> Question:
    return Question(
        position=position,
        number=(found.number or "")[:40],
        section=(found.section or "")[:300],
        text=found.text,
        hint=found.hint or "",
        kind=found.kind,
        options=list(found.options),
        refs=list(found.refs),
        word_limit=found.word_limit,
        found_answer=found.answer or "",
        parts=[
            QuestionPart(position=n, label=(part.label or "")[:20], text=part.text)
            for n, part in enumerate(found.parts, 1)
        ],
    )


def change_details(
    session: Session,
    *,
    actor: Viewer,
    consultation: Consultation,
    title: str,
    issuing_body: str,
    reference: str,
    closing_at: datetime | None,
    ways_to_respond: str,
) -> None:
    """Correct what is known of the consultation as a whole."""
    consultation.title = title
    consultation.issuing_body = issuing_body
    consultation.reference = reference
    consultation.closing_at = closing_at
    consultation.ways_to_respond = ways_to_respond
    session.flush()
    record(
        session,
        actor=actor,
        action="consultation details changed",
        subject=f"consultation/{consultation.id}",
        details={"closing_at": closing_at.isoformat() if closing_at else None},
    )


def add_question(
    session: Session, *, actor: Viewer, question_set: QuestionSet, typed: QuestionText, after: int
) -> Question:
    """Add a question after the place `after` (0 for the beginning)."""
    rules.check_in_review(question_set)
    _make_room(session, question_set, after + 1)
    question = Question(question_set_id=question_set.id, position=after + 1)
    _fill(question, typed)
    session.add(question)
    session.flush()
    _record(session, actor, "question added", question, question_set)
    return question


def revise_question(
    session: Session, *, actor: Viewer, question_set: QuestionSet, question: Question, typed: QuestionText
) -> None:
    """Correct a question."""
    rules.check_in_review(question_set)
    _fill(question, typed)
    session.flush()
    _record(session, actor, "question corrected", question, question_set)


def set_removed(
    session: Session, *, actor: Viewer, question_set: QuestionSet, question: Question, removed: bool
) -> None:
    """Leave a question out of the set, or put it back."""
    rules.check_in_review(question_set)
    question.removed = removed
    session.flush()
    _record(session, actor, "question removed" if removed else "question put back", question, question_set)


def split_question(
    session: Session, *, actor: Viewer, question_set: QuestionSet, question: Question, first: str, second: str
) -> Question:
    """Make two questions of one: `first` keeps the number, `second` follows it without one."""
    rules.check_in_review(question_set)
    question.text = first
    session.flush()
    typed = QuestionText(number="", section=question.section, text=second)
    _record(session, actor, "question split", question, question_set)
    return add_question(session, actor=actor, question_set=question_set, typed=typed, after=question.position)


def merge_question(session: Session, *, actor: Viewer, question_set: QuestionSet, question: Question) -> None:
    """Join a question to the one before it: the text follows on, parts and options are added.

    Raises NotInThisSet when none comes before. The joined question stays among the removed, so nothing is lost.
    """
    rules.check_in_review(question_set)
    earlier = [q for q in question_set.questions if q.position < question.position and not q.removed]
    if not earlier:
        raise rules.NotInThisSet("There is no question before this one to join it to")
    target = earlier[-1]
    target.text = f"{target.text} {question.text}".strip()
    target.options = [*target.options, *question.options]
    target.refs = [*target.refs, *(ref for ref in question.refs if ref not in target.refs)]
    held = [(part.label, part.text) for part in (*target.parts, *question.parts)]
    _set_parts(target, held)
    target.found_answer = "\n\n".join(filter(None, (target.found_answer, question.found_answer)))
    question.removed = True
    session.flush()
    _record(session, actor, "question joined to the one before", question, question_set)


def move_question(session: Session, *, actor: Viewer, question_set: QuestionSet, question: Question, up: bool) -> None:
    """Swap a question with its neighbour that was not removed; at the end of the list nothing moves."""
    rules.check_in_review(question_set)
    kept = [q for q in question_set.questions if not q.removed]
    place = kept.index(question) + (-1 if up else 1)
    if not 0 <= place < len(kept):
        return
    other = kept[place]
    here, there = question.position, other.position
    question.position = 0  # out of the way: a set has each place once
    session.flush()
    other.position = here
    session.flush()
    question.position = there
    session.flush()
    _record(session, actor, "question moved", question, question_set)


def publish(session: Session, *, actor: Viewer, question_set: QuestionSet) -> None:
    """Fix the set, so that a response can rest on it. Removed questions stay out of it."""
    kept = [question for question in question_set.questions if not question.removed]
    rules.check_publishable(question_set, kept)
    question_set.state, question_set.published_at = QuestionSetState.PUBLISHED, dates.now()
    session.flush()
    record(
        session,
        actor=actor,
        action="questions published",
        subject=f"question_set/{question_set.id}",
        details={"questions": len(kept), "consultation": question_set.consultation_id},
    )


def _fill(question: Question, typed: QuestionText) -> None:
    question.number, question.section = typed.number, typed.section
    question.text, question.hint = typed.text, typed.hint
    question.kind, question.options, question.refs = typed.kind, list(typed.options), list(typed.refs)
    question.word_limit = typed.word_limit
    _set_parts(question, typed.parts)


def _set_parts(question: Question, typed: Sequence[tuple[str, str]]) -> None:
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
