"""Consultations and question sets that the viewer may see."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult.permissions import Permission, Viewer
from consult.question_sets.models import Consultation, Paper, Question, QuestionSet, QuestionSetState

PAGE = 25


@dataclass(frozen=True)
class ConsultationRow:
    """A line of the list: the consultation, its newest set's state and how many questions that set has."""

    consultation: Consultation
    published: bool
    questions: int


@dataclass(frozen=True)
class ConsultationPage:
    """One page of the list. `pages` is at least 1."""

    rows: tuple[ConsultationRow, ...]
    page: int
    pages: int
    count: int


def is_ours(viewer: Viewer) -> ColumnElement[bool]:
    """Consultations that the viewer's organisation loaded, for those who may load them."""
    if not viewer.may(Permission.LOAD_CONSULTATIONS):
        return Consultation.id.is_(None)
    return Consultation.owner_id == viewer.organisation_id


def consultations(session: Session, *, viewer: Viewer, page: int = 1) -> ConsultationPage:
    """The viewer's consultations, those that close last first."""
    count = session.scalar(select(func.count()).select_from(Consultation).where(is_ours(viewer))) or 0
    pages = max(1, -(-count // PAGE))
    page = min(max(page, 1), pages)
    kept = (
        select(func.count(Question.id))
        .where(Question.question_set_id == QuestionSet.id, ~Question.removed)
        .correlate(QuestionSet)
        .scalar_subquery()
    )
    newest = select(func.max(QuestionSet.n)).where(QuestionSet.consultation_id == Consultation.id)
    rows = session.execute(
        select(Consultation, QuestionSet.state, kept)
        .join(QuestionSet)
        .where(is_ours(viewer), QuestionSet.n == newest.correlate(Consultation).scalar_subquery())
        .order_by(Consultation.closing_at.desc().nulls_first(), Consultation.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    found = tuple(ConsultationRow(c, state is QuestionSetState.PUBLISHED, n) for c, state, n in rows)
    return ConsultationPage(found, page, pages, count)


def get_consultation(session: Session, *, viewer: Viewer, consultation_id: int) -> Consultation | None:
    """One consultation of the viewer's, with its sets."""
    mine = select(Consultation).where(Consultation.id == consultation_id, is_ours(viewer))
    return session.scalar(mine.options(selectinload(Consultation.question_sets)))


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


def papers_of(session: Session, *, consultation: Consultation) -> list[Paper]:
    """The uploaded files of a consultation, without their content."""
    papers = select(Paper).where(Paper.consultation_id == consultation.id).order_by(Paper.id)
    return list(session.scalars(papers))


def get_paper(session: Session, *, viewer: Viewer, paper_id: int) -> tuple[Paper, bytes] | None:
    """One uploaded file of the viewer's with its content."""
    mine = select(Paper, Paper.content).join(Consultation, Consultation.id == Paper.consultation_id)
    row = session.execute(mine.where(Paper.id == paper_id, is_ours(viewer))).first()
    return (row[0], row[1]) if row else None
