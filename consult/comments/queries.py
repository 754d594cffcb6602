"""Comments that the viewer may see.

The officers of the council that leads and the people who decide see every comment; a partner sees those of their own
organisation (docs/decisions/0002-partners-see-their-own-comments.md).
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from consult.comments.models import Comment, Disposition
from consult.drafting.access import allows_on_answer
from consult.drafting.models import Answer, ConsultationResponse
from consult.drafting.states import AnswerStatus, ResponseState
from consult.paging import Listing, paging
from consult.permissions import Permission, Role, Viewer

BESIDE_ANSWER = 20


_AS_SAID = (
    joinedload(Comment.author),
    joinedload(Comment.organisation),
    joinedload(Comment.disposition).joinedload(Disposition.settled_by),
)


def is_own(viewer: Viewer) -> ColumnElement[bool]:
    """Comments of the viewer's organisation, and what they said themselves before they came to it."""
    return or_(Comment.organisation_id == viewer.organisation_id, Comment.author_id == viewer.person_id)


def may_read(viewer: Viewer) -> ColumnElement[bool]:
    """Comments the viewer may read: on answers they see, their organisation's own or, by their role there, all.

    The query has joined the comments with their answer and its response.
    """
    own = is_own(viewer)
    return allows_on_answer(viewer, Permission.READ_RESPONSES) & (
        own | allows_on_answer(viewer, Permission.READ_EVERY_COMMENT)
    )


def comment_numbers(session: Session, *, viewer: Viewer, answer_id: int) -> Sequence[int]:
    """The numbers of the comments on an answer that the viewer may read, oldest first."""
    mine = Comment.answer_id == answer_id, may_read(viewer)
    numbers = select(Comment.id).join(Comment.answer).join(Answer.response).where(*mine)
    return session.scalars(numbers.order_by(Comment.id)).all()


def comments_by_answer(
    session: Session, *, viewer: Viewer, answer_ids: list[int], among: Collection[int] | None = None
) -> dict[int, list[Comment]]:
    """The comments on some answers of a response the viewer may see, oldest first, by the answer's number.

    With `among` only those that have one of these numbers.
    """
    wanted = [Comment.answer_id.in_(answer_ids), may_read(viewer)]
    if among is not None:
        wanted.append(Comment.id.in_(among))
    readable = select(Comment).join(Comment.answer).join(Answer.response).where(*wanted)
    rows = session.scalars(readable.order_by(Comment.id).options(*_AS_SAID))
    found: dict[int, list[Comment]] = defaultdict(list)
    for said in rows:
        found[said.answer_id].append(said)
    return found


def answer_comments(
    session: Session, *, viewer: Viewer, answer_id: int, page: int = 1, with_comment: int = 0
) -> Listing[Comment]:
    """The comments beside an answer, oldest first: the newest are on page 1, and those before them on the next.

    `with_comment` is the number of a comment that is to be on the page.
    """
    mine = Comment.answer_id == answer_id, may_read(viewer)
    counted = select(func.count()).select_from(Comment).join(Comment.answer).join(Answer.response).where(*mine)
    count = session.scalar(counted) or 0
    if with_comment:
        page = (session.scalar(counted.where(Comment.id > with_comment)) or 0) // BESIDE_ANSWER + 1
    at = paging(count, page, BESIDE_ANSWER)
    newest = select(Comment).join(Comment.answer).join(Answer.response).where(*mine).order_by(Comment.id.desc())
    rows = session.scalars(at.cut(newest.options(*_AS_SAID))).all()
    return Listing(rows[::-1], at)


def comment_counts(session: Session, *, viewer: Viewer, response_id: int) -> dict[int, tuple[int, int]]:
    """For each answer that has comments: how many, and how many of them wait to be settled."""
    rows = session.execute(
        select(Comment.answer_id, func.count(), func.count().filter(_unsettled()))
        .join(Comment.answer)
        .join(Answer.response)
        .outerjoin(Disposition)
        .where(Answer.response_id == response_id, may_read(viewer))
        .group_by(Comment.answer_id)
    )
    return {answer_id: (count, waiting) for answer_id, count, waiting in rows}


def _unsettled() -> ColumnElement[bool]:
    """The same rule as rules.wants_settling, for the database; on a question no longer asked nothing waits."""
    return Disposition.id.is_(None) & or_(Comment.text != "", Comment.suggestion != "") & ~Answer.dropped


def response_comments(
    session: Session, *, viewer: Viewer, response: ConsultationResponse, waiting_only: bool, page: int = 1
) -> Listing[Comment]:
    """The comments on a whole response in the order of its questions."""
    wanted = [Answer.response_id == response.id, may_read(viewer)]
    if waiting_only:
        wanted.append(_unsettled())
    base = select(Comment).join(Comment.answer).join(Answer.response).outerjoin(Comment.disposition).where(*wanted)
    count = session.scalar(select(func.count()).select_from(base.subquery())) or 0
    at = paging(count, page)
    listed = base.order_by(Answer.position, Comment.id).options(
        contains_eager(Comment.answer).joinedload(Answer.question),
        contains_eager(Comment.disposition).joinedload(Disposition.settled_by),
        joinedload(Comment.author),
        joinedload(Comment.organisation),
    )
    return Listing(session.scalars(at.cut(listed)).all(), at)


def get_comment(session: Session, *, viewer: Viewer, comment_id: int) -> Comment | None:
    """One comment the viewer may read, with its answer and response."""
    mine = select(Comment).join(Comment.answer).join(Answer.response).where(Comment.id == comment_id, may_read(viewer))
    return session.scalar(
        mine.options(
            contains_eager(Comment.answer)
            .contains_eager(Answer.response)
            .joinedload(ConsultationResponse.consultation),
            contains_eager(Comment.answer).joinedload(Answer.question),
            joinedload(Comment.author),
            joinedload(Comment.organisation),
            joinedload(Comment.disposition).joinedload(Disposition.settled_by),
        )
    )


def waiting_by_response(session: Session, *, viewer: Viewer) -> dict[int, int]:
    """How many comments wait to be settled, by response, for an officer's home page."""
    if not viewer.may(Permission.SETTLE_COMMENTS):
        return {}
    rows = session.execute(
        select(Answer.response_id, func.count())
        .select_from(Comment)
        .join(Comment.answer)
        .join(Answer.response)
        .outerjoin(Comment.disposition)
        .where(
            allows_on_answer(viewer, Permission.SETTLE_COMMENTS),
            ConsultationResponse.state != ResponseState.SUBMITTED,
            _unsettled(),
        )
        .group_by(Answer.response_id)
    )
    return {response_id: count for response_id, count in rows}


def not_yet_commented(session: Session, *, viewer: Viewer) -> dict[int, int]:
    """For a partner: how many answers of each response wait for their organisation's comment."""
    if viewer.is_a(Role.POLICY_OFFICER) or not viewer.may(Permission.COMMENT):
        return {}
    counted = select(Answer.response_id, func.count()).join(Answer.response).where(*_silent_on(viewer))
    rows = session.execute(counted.group_by(Answer.response_id))
    return {response_id: count for response_id, count in rows}


def awaiting_comment(session: Session, *, viewer: Viewer, response_id: int) -> set[int]:
    """For a partner: the numbers of the answers of one response that `not_yet_commented` counts."""
    if viewer.is_a(Role.POLICY_OFFICER) or not viewer.may(Permission.COMMENT):
        return set()
    silent = select(Answer.id).join(Answer.response).where(Answer.response_id == response_id, *_silent_on(viewer))
    return set(session.scalars(silent))


def _silent_on(viewer: Viewer) -> list[ColumnElement[bool]]:
    """Answers for comment on which the viewer may comment and their organisation has said nothing."""
    spoken = select(Comment.id).where(Comment.answer_id == Answer.id, Comment.organisation_id == viewer.organisation_id)
    return [
        allows_on_answer(viewer, Permission.COMMENT),
        ConsultationResponse.state == ResponseState.DRAFTING,
        Answer.status == AnswerStatus.FOR_COMMENT,
        ~Answer.dropped,
        ~spoken.exists(),
    ]


def settled_for(session: Session, *, viewer: Viewer, since: datetime, most: int = 5) -> list[Comment]:
    """The comments of the viewer's organisation that were settled since a moment, newest first."""
    if viewer.is_a(Role.POLICY_OFFICER):
        return []
    rows = (
        select(Comment)
        .join(Comment.answer)
        .join(Answer.response)
        .join(Comment.disposition)
        .where(
            allows_on_answer(viewer, Permission.READ_RESPONSES),
            is_own(viewer),
            Disposition.settled_at > since,
        )
        .order_by(Disposition.settled_at.desc())
        .limit(most)
        .options(
            contains_eager(Comment.answer).contains_eager(Answer.response),
            contains_eager(Comment.answer).joinedload(Answer.question),
            contains_eager(Comment.disposition),
        )
    )
    return list(session.scalars(rows))
