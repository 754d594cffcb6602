"""What a search finds outside the library: consultations, questions, comments and documents that the viewer may see.

Each kind is asked for with that stage's own condition of who may see it. The words are looked for in the database,
a bounded number of rows each, and a row counts when it fulfils the query as an entry of the library would.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, undefer

from consult.comments.models import Comment
from consult.comments.queries import may_read
from consult.documents.content import from_json
from consult.documents.models import DocumentKind
from consult.drafting.access import allows, allows_on_answer
from consult.drafting.models import Answer, ConsultationResponse
from consult.issuing.models import IssuedDocument
from consult.library.search.entry_text import IndexedEntry, words_of
from consult.library.search.marking import Piece, excerpt
from consult.library.search.query import (
    Closed,
    Fuzzy,
    Leaf,
    Phrase,
    Prefix,
    Query,
    Term,
    leaves,
)
from consult.library.search.sought import Sought
from consult.permissions import Permission, Viewer
from consult.question_sets.models import Consultation, Question
from consult.question_sets.queries import is_ours
from consult.sign_off.models import SignOffRound
from consult.texts import plain

SHOWN = 5
"""Rows of each kind that are shown."""
LOOKED_AT = 200
"""Rows of each kind that are looked at: the newest that have one of the words."""
DOCUMENTS_LOOKED_AT = 20
_LENGTH = 200


@dataclass(frozen=True)
class Row:
    """Something found: what it is called, what it says, what it belongs to, and what its page needs to be opened."""

    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    belongs_to: str
    numbers: dict[str, int]


@dataclass(frozen=True)
class Kind:
    """The rows of one kind, best first; `more` when some are not shown."""

    name: str
    label: str
    rows: tuple[Row, ...]
    more: bool


@dataclass(frozen=True)
class _Candidate:
    title: str
    text: str
    belongs_to: str
    body: str
    day: date | None
    numbers: dict[str, int]


def elsewhere(session: Session, *, viewer: Viewer, query: Query) -> tuple[Kind, ...]:
    """What a query finds outside the library; kinds without a row are left out."""
    roots = sorted({root for leaf, _, wanted in leaves(query.tree) if wanted for root in _roots(leaf)})
    if not roots:
        return ()
    kinds = (
        ("consultation", "Consultations", _consultations(session, viewer, roots)),
        ("question", "Questions of your responses", _questions(session, viewer, roots)),
        ("comment", "Comments", _comments(session, viewer, roots)),
        ("document", "Documents", _documents(session, viewer, roots)),
    )
    found = (Kind(name, label, *_best(query, candidates)) for name, label, candidates in kinds)
    return tuple(kind for kind in found if kind.rows)


def _roots(leaf: Leaf) -> tuple[str, ...]:
    """The letters that every form of a word has: LIKE finds by them, and the query decides."""
    match leaf:
        case Term(stem) | Closed(stem):
            return (stem[:-1] if len(stem) > 3 and stem[-1] in "ei" else stem,)
        case Phrase(words):
            return (max(words, key=len)[:5],)
        case Prefix(start):
            return (start,)
        case Fuzzy(word):
            return (word[:2],)


def _has(roots: Sequence[str], *columns: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    # Without its hyphens a compound has the letters of its words as one.
    bare = (func.replace(func.replace(func.lower(each), "-", ""), "\u2011", "") for each in columns)
    return or_(*(column.contains(root) for column in bare for root in roots))


def _best(query: Query, candidates: Iterable[_Candidate]) -> tuple[tuple[Row, ...], bool]:
    """The rows that fulfil the query, those with most of its words first."""
    reading, fulfilling = Sought(query), []
    for place, each in enumerate(candidates):
        entry = words_of(IndexedEntry(0, each.title, each.text, each.body, each.belongs_to, each.day))
        counts = reading.counts(entry)
        if reading.fulfilled(entry, counts):
            fulfilling.append((counts.count(None), place, each))
    fulfilling.sort(key=lambda each: each[:2])
    rows = tuple(
        Row(
            tuple(excerpt(each.title, query, _LENGTH, "question")),
            tuple(excerpt(each.text, query, _LENGTH)) if each.text else (),
            each.belongs_to,
            each.numbers,
        )
        for _, _, each in fulfilling[:SHOWN]
    )
    return rows, len(fulfilling) > SHOWN


def _consultations(session: Session, viewer: Viewer, roots: Sequence[str]) -> Iterator[_Candidate]:
    wanted = select(Consultation).where(
        is_ours(viewer), _has(roots, Consultation.title, Consultation.issuing_body, Consultation.reference)
    )
    for each in session.scalars(wanted.order_by(Consultation.id.desc()).limit(LOOKED_AT)):
        day = each.created_at.date()
        yield _Candidate(
            each.title, each.reference, each.issuing_body, each.issuing_body, day, {"consultation": each.id}
        )


def _questions(session: Session, viewer: Viewer, roots: Sequence[str]) -> Iterator[_Candidate]:
    wanted = (
        select(Answer)
        .join(Answer.response)
        .join(Answer.question)
        .where(
            allows_on_answer(viewer, Permission.READ_RESPONSES),
            ~Answer.dropped,
            _has(roots, Question.text, Question.hint, Question.section),
        )
    )
    for each in session.scalars(_with_response(wanted.order_by(Answer.id.desc()).limit(LOOKED_AT))):
        response, question = each.response, each.question
        said = "\n".join(filter(None, (question.hint, question.section)))
        yield _candidate(question.text, said, response, {"answer": each.id})


def _with_response(wanted: Select[Answer]) -> Select[Answer]:
    response = joinedload(Answer.response).joinedload(ConsultationResponse.consultation)
    return wanted.options(joinedload(Answer.question), response)


def _candidate(title: str, text: str, response: ConsultationResponse, numbers: dict[str, int]) -> _Candidate:
    day = response.created_at.date()
    return _Candidate(title, text, response.title, response.consultation.issuing_body, day, numbers)


def _comments(session: Session, viewer: Viewer, roots: Sequence[str]) -> Iterator[_Candidate]:
    wanted = (
        select(Comment)
        .join(Comment.answer)
        .join(Answer.response)
        .where(may_read(viewer), _has(roots, Comment.text, Comment.suggestion))
    )
    answer = joinedload(Comment.answer)
    loaded = wanted.options(
        joinedload(Comment.organisation),
        joinedload(Comment.author),
        answer.joinedload(Answer.question),
        answer.joinedload(Answer.response).joinedload(ConsultationResponse.consultation),
    )
    for each in session.scalars(loaded.order_by(Comment.id.desc()).limit(LOOKED_AT)):
        title = f"{each.organisation.name} on {each.answer.question.label.lower()}"
        numbers = {"answer": each.answer_id, "comment": each.id}
        yield _candidate(title, f"{plain(each.text)}\n{plain(each.suggestion)}".strip(), each.answer.response, numbers)


def _documents(session: Session, viewer: Viewer, roots: Sequence[str]) -> Iterator[_Candidate]:
    """The issued reports and letters, by their texts as the bodies approved them."""
    rows = session.execute(
        select(IssuedDocument, SignOffRound)
        .join(SignOffRound, SignOffRound.id == IssuedDocument.round_id)
        .join(ConsultationResponse, ConsultationResponse.id == SignOffRound.response_id)
        .where(allows(viewer, Permission.READ_DOCUMENTS), _has(roots, SignOffRound.content, IssuedDocument.name))
        .order_by(IssuedDocument.id.desc())
        .limit(DOCUMENTS_LOOKED_AT)
        .options(
            undefer(SignOffRound.content),
            joinedload(SignOffRound.response).joinedload(ConsultationResponse.consultation),
        )
    )
    for issued, round_ in rows:
        content = from_json(round_.content)
        parts = {
            DocumentKind.COMMITTEE_REPORT: asdict(content.report),
            DocumentKind.COVERING_LETTER: asdict(content.letter),
        }
        said = plain("\n\n".join(_texts(parts.get(issued.kind, {}))))
        yield _candidate(issued.name, said, round_.response, {"document": issued.id})


def _texts(value: Any) -> Iterator[str]:
    """Every text of two characters or more in a document's fields."""
    if isinstance(value, str):
        if len(value) > 1:
            yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
