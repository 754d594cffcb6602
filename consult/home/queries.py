"""What needs the viewer now, soonest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult import dates
from consult.comments.models import Comment
from consult.comments.queries import not_yet_commented, settled_for, waiting_by_response
from consult.drafting.access import allows
from consult.drafting.due import comment_due, due
from consult.drafting.invited import ends_of_invitations
from consult.drafting.models import ConsultationResponse
from consult.drafting.queries import Progress, leads, progress_of
from consult.drafting.states import MilestoneKind, ResponseState
from consult.home.handing_over import left_open
from consult.library.adopting import services
from consult.library.owner_queries import due_for_review
from consult.people import joining
from consult.permissions import Permission, Viewer
from consult.question_sets.models import Consultation, QuestionSet, QuestionSetState
from consult.question_sets.queries import is_ours
from consult.sign_off.queries import waiting_for

MOST = 50
SETTLED_WITHIN = timedelta(days=30)


@dataclass(frozen=True)
class Task:
    """Something to do: what, on which thing, until when, and the page (endpoint and its values) to do it on."""

    what: str
    on: str
    due: datetime | None
    endpoint: str
    values: tuple[tuple[str, int | str], ...]


@dataclass(frozen=True)
class HomePage:
    """Tasks, soonest first; the open responses with their progress; what became of our comments lately."""

    tasks: tuple[Task, ...]
    responses: tuple[tuple[ConsultationResponse, Progress], ...]
    settled: tuple[Comment, ...]


def home(session: Session, *, viewer: Viewer) -> HomePage:
    """The viewer's home page."""
    open_responses = session.scalars(
        select(ConsultationResponse)
        .where(allows(viewer, Permission.READ_RESPONSES), ConsultationResponse.state != ResponseState.SUBMITTED)
        .order_by(ConsultationResponse.closing_at, ConsultationResponse.id)
        .limit(MOST)
        .options(joinedload(ConsultationResponse.consultation), selectinload(ConsultationResponse.timetable))
    ).all()
    progress = progress_of(session, [response.id for response in open_responses], viewer=viewer)
    tasks = [
        *_to_decide(session, viewer),
        *_to_comment(session, viewer, open_responses),
        *_to_draft(session, viewer, open_responses, progress),
        *_to_review(session, viewer),
        *_to_renew(session, viewer),
        *_to_adopt(session, viewer),
        *_to_confirm(session, viewer),
        *_to_hand_over(session, viewer),
    ]
    far = dates.now().replace(year=9999)
    tasks.sort(key=lambda task: (task.due or far, task.on, task.what))
    lately = dates.now() - SETTLED_WITHIN
    return HomePage(
        tuple(tasks),
        tuple((response, progress[response.id]) for response in open_responses),
        tuple(settled_for(session, viewer=viewer, since=lately)),
    )


def _to_decide(session: Session, viewer: Viewer) -> list[Task]:
    return [
        Task(
            f"Decide for {decision.body.organisation.name}",
            decision.round.response.title,
            due(decision.round.response, MilestoneKind.DECISION_BY),
            "sign_off.decide",
            (("decision_id", decision.id),),
        )
        for decision in waiting_for(session, viewer=viewer)
    ]


def _to_comment(session: Session, viewer: Viewer, found: Sequence[ConsultationResponse]) -> list[Task]:
    silent = not_yet_commented(session, viewer=viewer)
    untils = ends_of_invitations(session, viewer=viewer, response_ids=list(silent))
    return [
        Task(
            f"Comment on {_count(silent[response.id], 'answer')}",
            response.title,
            comment_due(response.closing_at, response.timetable, untils.get(response.id, [])),
            "drafting.answers",
            (("response_id", response.id), ("show", "comment")),
        )
        for response in found
        if response.id in silent
    ]


def _to_draft(
    session: Session, viewer: Viewer, found: Sequence[ConsultationResponse], progress: dict[int, Progress]
) -> list[Task]:
    waiting = waiting_by_response(session, viewer=viewer)
    tasks = []
    for response in found:
        if not leads(viewer, response):
            continue
        values = (("response_id", response.id),)
        if count := waiting.get(response.id):
            tasks.append(
                _task(
                    f"Settle {_count(count, 'comment')}",
                    response,
                    "comments.list_comments",
                    (*values, ("show", "waiting")),
                    due(response, MilestoneKind.REPORT_BY),
                )
            )
        unfinished = progress[response.id].total - progress[response.id].finished
        if response.state is ResponseState.DRAFTING and unfinished:
            show, by = (*values, ("show", "unfinished")), due(response, MilestoneKind.REPORT_BY)
            tasks.append(_task(f"Finish {_count(unfinished, 'answer')}", response, "drafting.answers", show, by))
        elif response.state is ResponseState.DRAFTING:
            by = due(response, MilestoneKind.REPORT_BY)
            tasks.append(_task("Send for sign-off", response, "sign_off.overview", values, by))
        elif response.state is ResponseState.APPROVED:
            by = response.closing_at
            tasks.append(_task("Issue the documents and submit", response, "documents.overview", values, by))
    return tasks


def _to_review(session: Session, viewer: Viewer) -> list[Task]:
    if not viewer.may(Permission.REVIEW_QUESTIONS):
        return []
    sets = session.scalars(
        select(QuestionSet)
        .join(Consultation)
        .where(is_ours(viewer), QuestionSet.state == QuestionSetState.IN_REVIEW)
        .order_by(QuestionSet.id)
        .limit(MOST)
        .options(joinedload(QuestionSet.consultation))
    )
    return [
        Task(
            "Review and publish the questions",
            question_set.consultation.title,
            question_set.consultation.closing_at,
            "question_sets.review",
            (("question_set_id", question_set.id),),
        )
        for question_set in sets
    ]


def _to_renew(session: Session, viewer: Viewer) -> list[Task]:
    """Earlier answers whose review date has come, as one task: those of one response fall due together."""
    found = due_for_review(session, viewer=viewer)
    if found is None:
        return []
    on = dates.deadline(found.since, dates.LAST_MINUTE)
    what = f"Review {_count(found.count, 'earlier answer')}"
    if found.count == 1:
        return [Task(what, "Library", on, "library_review.review", (("entry_id", found.entry_id),))]
    return [Task(what, "Library", on, "library_review.overview", (("show", "mine"),))]


def _to_adopt(session: Session, viewer: Viewer) -> list[Task]:
    """What others file under the name of the viewer's body."""
    return [
        Task(
            f"Say whether you adopted {_count(len(each.answers), 'answer')}",
            f"{each.consultation}, filed by {each.owner.name}",
            None,
            "adoption.claim",
            (("claim_id", each.id),),
        )
        for each in services.waiting_for(session, viewer=viewer)
    ]


def _to_confirm(session: Session, viewer: Viewer) -> list[Task]:
    """Newcomers of whom an administrator is to say whether they are their organisation's people."""
    count = joining.waiting_for(session, viewer=viewer)
    return [Task(f"Answer for {_count(count, 'newcomer')}", "People", None, "joining.waiting", ())] if count else []


def _to_hand_over(session: Session, viewer: Viewer) -> list[Task]:
    """What people who left have left open."""
    count = len(left_open(session, viewer=viewer))
    return [Task(f"Hand over {_count(count, 'thing')} left open", "People", None, "leaving.left", ())] if count else []


def _task(
    what: str,
    response: ConsultationResponse,
    endpoint: str,
    values: tuple[tuple[str, int | str], ...],
    by: datetime,
) -> Task:
    return Task(what, response.title, by, endpoint, values)


def _count(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number} {noun}s"
