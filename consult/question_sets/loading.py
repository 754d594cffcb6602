"""From a read paper to rows: the consultation, the paper with its passages, and the question set to be reviewed."""

import hashlib
from collections import defaultdict, deque
from collections.abc import Sequence

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session, selectinload

from consult import dates
from consult.history.services import record
from consult.permissions import Viewer
from consult.question_sets import editions, rules
from consult.question_sets.likeness import plain
from consult.question_sets.models import (
    Consultation,
    PaperFile,
    PaperPassage,
    Question,
    QuestionPart,
    QuestionSet,
    QuestionSetState,
)
from consult.question_sets.paper import FoundAnswer, Paper, PaperQuestion, Passage
from consult.texts.file_names import shortened

_LONGEST_IGNORED = 200


def load(
    session: Session, *, actor: Viewer | None, owner_id: int, paper: Paper, name: str, content: bytes
) -> Consultation:
    """Keep an uploaded paper and make a consultation with its questions, to be reviewed by the owner's officers.

    `actor` is None when a command loads it.
    """
    consultation = Consultation(
        title=(paper.title or "Consultation without a title")[:300],
        issuing_body=(paper.issuing_body or "")[:200],
        reference=(paper.reference or "")[:100],
        opening_at=paper.opening_at,
        closing_at=paper.closing_at,
        ways_to_respond="\n".join(paper.ways_to_respond)[:5000],
        contact="\n".join(paper.contact)[:5000],
        attachments=list(paper.attachments),
        owner_id=owner_id,
        created_at=dates.now(),
        question_sets=[],
    )
    session.add(consultation)
    session.flush()
    question_set = QuestionSet(consultation=consultation, n=1, questions=[])
    session.add(question_set)
    _fill(session, question_set, paper, name, content)
    _record(session, actor, "consultation loaded", consultation, question_set, content)
    return consultation


def load_edition(
    session: Session, *, actor: Viewer, consultation: Consultation, paper: Paper, name: str, content: bytes
) -> QuestionSet:
    """Keep a corrected paper as a further edition of a consultation's questions, matched to those before.

    It is matched to the newest published edition, or to the newest of all while none is. What is published stays as it
    is. A consultation whose page was loaded without a question gets its first ones. Raises NothingToCompare for a file
    in which no question was found.
    """
    if not paper.questions:
        raise rules.NothingToCompare("No question was found in this file, so nothing was changed")
    base = base_edition(session, consultation_id=consultation.id)
    newest = select(func.max(QuestionSet.n)).where(QuestionSet.consultation_id == consultation.id)
    first = base is not None and base.state is QuestionSetState.IN_REVIEW and not base.questions
    question_set = base if base and first else QuestionSet(n=(session.scalar(newest) or 0) + 1, questions=[])
    session.add(question_set)
    question_set.consultation = consultation
    _fill(session, question_set, paper, name, content)
    if base is not None and not first:
        before = [question for question in base.questions if not question.removed]
        after = question_set.questions
        for here, there in editions.match(before, after).items():
            after[here].earlier_id = before[there].id
    session.flush()
    _record(session, actor, "edition loaded", consultation, question_set, content)
    return question_set


def base_edition(session: Session, *, consultation_id: int, before: int | None = None) -> QuestionSet | None:
    """The edition that a new one is compared with: the newest published one, else the newest; `before` edition n."""
    of_it = select(QuestionSet).where(QuestionSet.consultation_id == consultation_id)
    if before is not None:
        of_it = of_it.where(QuestionSet.n < before)
    in_order = of_it.order_by((QuestionSet.state == QuestionSetState.PUBLISHED).desc(), QuestionSet.n.desc())
    return session.scalar(in_order.limit(1).options(selectinload(QuestionSet.questions).selectinload(Question.parts)))


def _fill(session: Session, question_set: QuestionSet, paper: Paper, name: str, content: bytes) -> None:
    """Keep the file and its passages, and give the set its questions."""
    kept = PaperFile(
        consultation_id=question_set.consultation.id,
        name=shortened(name, 200),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content=content,
        created_at=dates.now(),
        particulars=particulars_of(paper),
        beside_answers={"not_kept": list(paper.not_kept), "loose": list(paper.loose)} if paper.answers else None,
        notes=list(paper.notes),
    )
    session.add(kept)
    session.flush()
    if paper.passages:
        session.execute(insert(PaperPassage), [_passage_row(kept.id, passage) for passage in paper.passages])
    question_set.paper_id = kept.id
    question_set.questions = [_from_paper(place, found) for place, found in enumerate(paper.questions, 1)]
    _say_what_is_lost(kept, question_set.questions, paper.answers)
    session.flush()


def _say_what_is_lost(kept: PaperFile, questions: Sequence[Question], answers: Sequence[FoundAnswer]) -> None:
    """Keep with each question what its answer loses; of equal questions each has its own, in order.

    What is lost with an answer that no question has is kept with the file.
    """
    waiting: dict[str, deque[FoundAnswer]] = defaultdict(deque)
    for each in answers:
        waiting[plain(each.question)].append(each)
    for question in questions:
        same = waiting.get(plain(question.text))
        question.found_lost = list(same.popleft().not_kept) if same else []
    left = [lost for each in waiting.values() for found in each for lost in found.not_kept]
    if kept.beside_answers and left:
        kept.beside_answers = {**kept.beside_answers, "not_kept": [*kept.beside_answers["not_kept"], *left]}


def particulars_of(paper: Paper) -> dict[str, str]:
    """What a paper says of itself, as it is stored beside the file: texts, times in ISO 8601, lists of lines."""
    said = {
        "title": paper.title,
        "issuing_body": paper.issuing_body,
        "reference": paper.reference,
        "opening_at": paper.opening_at.isoformat() if paper.opening_at else None,
        "closing_at": paper.closing_at.isoformat() if paper.closing_at else None,
        "ways_to_respond": "\n".join(paper.ways_to_respond),
        "contact": "\n".join(paper.contact),
    }
    return {name: value for name, value in said.items() if value}


def _passage_row(paper_id: int, passage: Passage) -> dict[str, object]:
    return {
        "paper_id": paper_id,
        "place": passage.place,
        "text": passage.text,
        "level": passage.level,
        "label": passage.label[:40],
        "page": passage.page,
        "ignored": passage.ignored[:_LONGEST_IGNORED],
    }


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
        references=list(found.references),
        word_limit=found.word_limit,
        character_limit=found.character_limit,
        first=found.first,
        last=found.last,
        page=found.page,
        confidence=found.confidence,
        doubts=list(found.doubts),
        found_answer=found.answer or "",
        parts=[
            QuestionPart(position=n, label=(part.label or "")[:20], text=part.text)
            for n, part in enumerate(found.parts, 1)
        ],
    )


def _record(
    session: Session,
    actor: Viewer | None,
    action: str,
    consultation: Consultation,
    question_set: QuestionSet,
    content: bytes,
) -> None:
    record(
        session,
        actor=actor,
        action=action,
        subject=f"consultation/{consultation.id}",
        details={
            "questions": len(question_set.questions),
            "edition": question_set.n,
            "paper_sha256": hashlib.sha256(content).hexdigest(),
        },
    )
