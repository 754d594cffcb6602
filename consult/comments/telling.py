"""Mail about comments: their authors learn what became of them, and the lead officer what partners said.

What is done within a short time is told in one mail, so that nobody who settles or says ten things sends ten.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager

from consult import dates
from consult.comments.models import Comment, Disposition
from consult.drafting.access import allows_on_answer, with_granted
from consult.drafting.models import Answer, ConsultationResponse
from consult.drafting.queries import lead_officer
from consult.notices.services import gather
from consult.people.models import CommentMail, Organisation, Person
from consult.people.queries import get_person, viewer_of
from consult.permissions import Permission, Viewer
from consult.texts import plain, shorten

SETTLED_WITHIN = timedelta(minutes=10)
SAID_WITHIN = timedelta(hours=1)
JUST_BEFORE = timedelta(seconds=5)  # what begins a message is done a moment before it is written
SETTLED = "comment settled"
MOST = 50  # settled comments that one mail names; the page has all


def tell_author(session: Session, *, actor: Viewer, comment: Comment) -> None:
    """Tell the author, unless they settled it themselves or may no longer see the answer."""
    author = get_person(session, comment.author_id)
    if author is None or author.id == actor.person_id:
        return
    viewer = with_granted(session, viewer_of(author))

    def values(since: datetime) -> Mapping[str, object] | None:
        settled = _settled(session, viewer, since)
        return _settlement(actor, author, settled) if settled else None

    event = f"{SETTLED}/{comment.id}"
    gather(
        session, about=SETTLED, event=event, to=author, template="comment_settled", values=values, wait=SETTLED_WITHIN
    )


def _settlement(actor: Viewer, author: Person, settled: Sequence[Disposition]) -> Mapping[str, object]:
    answers = [row.comment.answer for row in settled]
    titles = list(dict.fromkeys(answer.response.title for answer in answers))
    path = f"/responses/{answers[0].response_id}/comments" if len(titles) == 1 else "/"
    if len(settled) == 1:
        path = f"/answers/{answers[0].id}?comment={settled[0].comment_id}#comment-{settled[0].comment_id}"
    return {
        "name": author.name,
        "settling": actor.organisation,
        "response": titles[0] if len(titles) == 1 else f"{len(titles)} responses",
        "what": "your comment" if len(settled) == 1 else f"{len(settled)} comments of yours",
        "settled": [_told(row) for row in settled[:MOST]],
        "more": len(settled) - MOST,
        "path": path,
    }


def _told(row: Disposition) -> Mapping[str, str]:
    question = row.comment.answer.question
    return {
        "response": row.comment.answer.response.title,
        "question": f"{question.label}: {shorten(question.text, 120)}",
        "outcome": row.outcome.label,
        "reason": shorten(plain(row.reason), 1000),
    }


def _settled(session: Session, author: Viewer, since: datetime) -> Sequence[Disposition]:
    """What somebody else settled of a person's comments since a moment, as far as they may still see the answers."""
    rows = (
        select(Disposition)
        .join(Disposition.comment)
        .join(Comment.answer)
        .join(Answer.response)
        .where(
            Comment.author_id == author.person_id,
            Disposition.settled_at >= since - JUST_BEFORE,
            Disposition.settled_by_id != author.person_id,
            allows_on_answer(author, Permission.READ_RESPONSES),
        )
        .order_by(Answer.response_id, Answer.position, Comment.id)
    )
    answer = contains_eager(Disposition.comment).contains_eager(Comment.answer)
    return session.scalars(
        rows.options(answer.contains_eager(Answer.response), answer.joinedload(Answer.question))
    ).all()


def tell_lead(session: Session, *, actor: Viewer, response: ConsultationResponse, event: str) -> None:
    """Tell the lead officer, as often as they chose, that others commented: how many times, and who."""
    lead = lead_officer(session, response=response)
    if lead is None or lead.organisation_id == actor.organisation_id or lead.comment_mail is CommentMail.NEVER:
        return

    def values(since: datetime) -> Mapping[str, object]:
        return _news(lead, response, _commented(session, lead, response, since))

    about = f"comments made/{response.id}/{lead.id}"
    wait = dates.next_morning() - dates.now() if lead.comment_mail is CommentMail.DAILY else SAID_WITHIN
    event = f"{about}/{event}"
    gather(session, about=about, event=event, to=lead, template="comments_made", values=values, wait=wait)


def _news(lead: Person, response: ConsultationResponse, commented: Sequence[tuple[str, int]]) -> Mapping[str, object]:
    is_daily = lead.comment_mail is CommentMail.DAILY
    count = sum(number for _, number in commented)
    return {
        "name": lead.name,
        "response": response.title,
        "what": "1 new comment" if count == 1 else f"{count} new comments",
        "who": [f"{name}: {number}" for name, number in commented],
        "since": "Since the last email" if is_daily else "In the last hour",
        "often": "once a day at most" if is_daily else "at most one an hour",
        "path": f"/responses/{response.id}/comments?show=waiting",
    }


def _commented(
    session: Session, lead: Person, response: ConsultationResponse, since: datetime
) -> list[tuple[str, int]]:
    """Which organisations beside the lead officer's commented since a moment, and how many times."""
    rows = session.execute(
        select(Organisation.name, func.count())
        .select_from(Comment)
        .join(Comment.answer)
        .join(Organisation, Organisation.id == Comment.organisation_id)
        .where(
            Answer.response_id == response.id,
            Comment.created_at >= since - JUST_BEFORE,
            Comment.organisation_id != lead.organisation_id,
        )
        .group_by(Organisation.name)
        .order_by(Organisation.name)
    )
    return [(name, number) for name, number in rows]
