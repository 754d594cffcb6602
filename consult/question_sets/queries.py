"""Consultations and question sets that the viewer may see."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload, undefer

from consult.paging import Listing, paging
from consult.permissions import Permission, Viewer
from consult.question_sets import editions
from consult.question_sets.loading import base_edition
from consult.question_sets.models import (
    Consultation,
    PaperFile,
    PaperPassage,
    Question,
    QuestionSet,
    QuestionSetState,
    Reading,
    ReadingPurpose,
    ReadingState,
)
from consult.question_sets.paper import Paper, bare_reference

MOST_REFERRED = 60


@dataclass(frozen=True)
class ConsultationRow:
    """A line of the list: the consultation, its newest set's state and how many questions that set has."""

    consultation: Consultation
    published: bool
    questions: int


@dataclass(frozen=True)
class EditionChange:
    """What became of one question: the old one, the new one, or both (see editions.Matched)."""

    matched: editions.Matched
    old: Question | None
    new: Question | None


def is_ours(viewer: Viewer) -> ColumnElement[bool]:
    """Consultations that the viewer's organisation loaded, for those who may load them."""
    if not viewer.may(Permission.LOAD_CONSULTATIONS):
        return Consultation.id.is_(None)
    return Consultation.owner_id == viewer.organisation_id


def consultations(session: Session, *, viewer: Viewer, page: int = 1) -> Listing[ConsultationRow]:
    """The viewer's consultations, those that close last first."""
    count = session.scalar(select(func.count()).select_from(Consultation).where(is_ours(viewer))) or 0
    at = paging(count, page)
    kept = (
        select(func.count(Question.id))
        .where(Question.question_set_id == QuestionSet.id, ~Question.removed)
        .correlate(QuestionSet)
        .scalar_subquery()
    )
    newest = select(func.max(QuestionSet.n)).where(QuestionSet.consultation_id == Consultation.id)
    listed = (
        select(Consultation, QuestionSet.state, kept)
        .join(QuestionSet)
        .where(is_ours(viewer), QuestionSet.n == newest.correlate(Consultation).scalar_subquery())
        .order_by(Consultation.closing_at.desc().nulls_first(), Consultation.id.desc())
    )
    rows = session.execute(at.cut(listed))
    return Listing([ConsultationRow(c, state is QuestionSetState.PUBLISHED, n) for c, state, n in rows], at)


def get_consultation(session: Session, *, viewer: Viewer, consultation_id: int) -> Consultation | None:
    """One consultation of the viewer's, with its sets."""
    mine = select(Consultation).where(Consultation.id == consultation_id, is_ours(viewer))
    return session.scalar(mine.options(undefer(Consultation.attachments), selectinload(Consultation.question_sets)))


def get_question_set(session: Session, *, viewer: Viewer, question_set_id: int) -> QuestionSet | None:
    """One set of the viewer's with all its questions, removed ones included, and their parts."""
    mine = select(QuestionSet).join(Consultation).where(QuestionSet.id == question_set_id, is_ours(viewer))
    loaded = mine.options(
        joinedload(QuestionSet.consultation), selectinload(QuestionSet.questions).selectinload(Question.parts)
    )
    return session.scalar(loaded.execution_options(populate_existing=True))


def get_question(session: Session, *, viewer: Viewer, question_id: int) -> tuple[QuestionSet, Question] | None:
    """One question of the viewer's, within its set."""
    set_id = session.scalar(select(Question.question_set_id).where(Question.id == question_id))
    question_set = get_question_set(session, viewer=viewer, question_set_id=set_id) if set_id else None
    if question_set is None:
        return None
    return question_set, next(q for q in question_set.questions if q.id == question_id)


def papers_of(session: Session, *, consultation: Consultation) -> list[PaperFile]:
    """The uploaded files of a consultation, without their content."""
    papers = select(PaperFile).where(PaperFile.consultation_id == consultation.id).order_by(PaperFile.id)
    return list(session.scalars(papers))


def get_paper(session: Session, *, viewer: Viewer, paper_id: int) -> tuple[PaperFile, bytes] | None:
    """One uploaded file of the viewer's with its content."""
    mine = select(PaperFile, PaperFile.content).join(Consultation, Consultation.id == PaperFile.consultation_id)
    row = session.execute(mine.where(PaperFile.id == paper_id, is_ours(viewer))).first()
    return (row[0], row[1]) if row and row[1] else None


def get_reading(session: Session, *, viewer: Viewer, reading_id: int) -> Reading | None:
    """One upload of the viewer's organisation on its way through the worker."""
    if not viewer.may(Permission.LOAD_CONSULTATIONS):
        return None
    return session.scalar(select(Reading).where(Reading.id == reading_id, Reading.owner_id == viewer.organisation_id))


def open_readings(session: Session, *, viewer: Viewer) -> list[Reading]:
    """The viewer's own uploads that are not finished yet, oldest first."""
    mine = select(Reading).where(Reading.started_by_id == viewer.person_id, Reading.finished_at.is_(None))
    return list(session.scalars(mine.order_by(Reading.id)))


def edition_before(session: Session, *, question_set: QuestionSet) -> QuestionSet | None:
    """The edition that a set is compared with; None for the first."""
    if question_set.n == 1:
        return None
    return base_edition(session, consultation_id=question_set.consultation_id, before=question_set.n)


def is_first(session: Session, *, question_set_id: int | None) -> bool:
    """Whether a set is the first edition of its consultation's questions."""
    return session.scalar(select(QuestionSet.n).where(QuestionSet.id == question_set_id)) == 1


def edition_changes(before: QuestionSet, after: QuestionSet) -> list[EditionChange]:
    """What became of each question from one edition to the next, as an officer left the matching."""
    old = [question for question in before.questions if not question.removed]
    new = [question for question in after.questions if not question.removed]
    places = {question.id: n for n, question in enumerate(old)}
    pairs = {n: places[q.earlier_id] for n, q in enumerate(new) if q.earlier_id is not None and q.earlier_id in places}
    return [
        EditionChange(
            matched,
            old[matched.old] if matched.old is not None else None,
            new[matched.new] if matched.new is not None else None,
        )
        for matched in editions.changes(old, new, pairs)
    ]


def particulars_said(session: Session, *, question_set: QuestionSet) -> dict[str, str]:
    """What the paper of a set says of its consultation (see PaperFile.particulars); empty where there is none."""
    said = session.scalar(select(PaperFile.particulars).where(PaperFile.id == question_set.paper_id))
    return dict(said or {})


def notes_of(session: Session, *, question_set: QuestionSet) -> list[str]:
    """What an officer must know of the paper of a set; empty where there is none."""
    return list(session.scalar(select(PaperFile.notes).where(PaperFile.id == question_set.paper_id)) or ())


def newest_edition(session: Session, *, consultation_id: int) -> int:
    """The number of a consultation's newest edition."""
    newest = select(func.max(QuestionSet.n)).where(QuestionSet.consultation_id == consultation_id)
    return session.scalar(newest) or 0


def referred(session: Session, *, question: Question) -> list[tuple[str, list[PaperPassage]]]:
    """The references of a question as printed, each with the passages that it points to (none where none was found)."""
    pointed = [each for each in question.references if each.first]
    if not pointed:
        return [(text, []) for text in question.named_refs]
    near = [PaperPassage.place.between(p.first, min(p.last, p.first + MOST_REFERRED)) for p in pointed]
    paper = select(QuestionSet.paper_id).where(QuestionSet.id == question.question_set_id).scalar_subquery()
    rows = session.scalars(
        select(PaperPassage).where(PaperPassage.paper_id == paper, or_(*near)).order_by(PaperPassage.place)
    ).all()
    return [
        (bare_reference(each.text), [row for row in rows if each.first <= row.place <= each.last])
        for each in question.references
    ]


def beside_answers(session: Session, *, question_set_id: int) -> dict[str, list[str]] | None:
    """What of a set's paper is not kept with its answers (`not_kept`), and texts that belong to none (`loose`).

    None where nobody listed it: the paper was loaded by an earlier release, or held no answers.
    """
    paper = select(PaperFile.beside_answers).join(QuestionSet, QuestionSet.paper_id == PaperFile.id)
    return session.scalar(paper.where(QuestionSet.id == question_set_id))


def earlier_numbers(session: Session, *, question_set_id: int) -> dict[int, int]:
    """The numbers (in the database) that the questions of a set had in earlier editions, with those of today."""
    chain = (
        select(Question.id.label("today"), Question.earlier_id.label("before"))
        .where(Question.question_set_id == question_set_id, Question.earlier_id.is_not(None))
        .cte(recursive=True)
    )
    older = select(chain.c.today, Question.earlier_id).join(chain, Question.id == chain.c.before)
    chain = chain.union_all(older.where(Question.earlier_id.is_not(None)))
    return {before: today for before, today in session.execute(select(chain.c.before, chain.c.today))}


def taken_over_paper(session: Session, *, viewer: Viewer, reading_id: int, about_id: int) -> tuple[str, Paper] | None:
    """The name of a file with answers for a response, and the paper that was read in it."""
    row = session.execute(
        select(Reading.name, Reading.found).where(
            Reading.id == reading_id,
            Reading.owner_id == viewer.organisation_id,
            Reading.about_id == about_id,
            Reading.state == ReadingState.READ,
            Reading.purpose == ReadingPurpose.TAKE_OVER,
        )
    ).first()
    return (row[0], row[1]) if row and row[1] else None
