"""Responses and answers that the viewer may see, shaped as the pages need them."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import and_, func, inspect, select, true
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from consult.drafting.access import allows, allows_on_answer, shows_text
from consult.drafting.models import Answer, AnswerVersion, ConsultationResponse, Invitation, Milestone, SignOffBody
from consult.drafting.states import AnswerStatus, ResponseState
from consult.drafting.versions import SetAside, count_versions, current_version, set_aside
from consult.paging import Listing, paging
from consult.people.models import Person
from consult.people.queries import get_person, viewer_of
from consult.permissions import Permission, Role, Viewer
from consult.question_sets.models import Question


@dataclass(frozen=True)
class ResponseRow:
    """A line of the list: the response and how many of its answers stand where."""

    response: ConsultationResponse
    progress: "Progress"


@dataclass(frozen=True)
class Progress:
    """How many answers of a response have each status."""

    counts: dict[AnswerStatus, int]

    @property
    def total(self) -> int:
        """All answers."""
        return sum(self.counts.values())

    @property
    def finished(self) -> int:
        """Answers that are ready, and questions to which none is intended."""
        return sum(count for status, count in self.counts.items() if status.is_finished)


@dataclass(frozen=True)
class AnswerLine:
    """One answer with its question and its current text ('' when there is none, or none that the viewer may read)."""

    answer: Answer
    version: AnswerVersion | None

    @property
    def text(self) -> str:
        """The current text, Markdown."""
        return self.version.text if self.version else ""

    @property
    def is_withheld(self) -> bool:
        """Whether there is a text that the viewer may not read."""
        return self.version is None and self.answer.current_n > 0

    @property
    def is_intended(self) -> bool:
        """Whether the question is to be answered."""
        return self.answer.status is not AnswerStatus.NO_ANSWER_INTENDED

    @property
    def given(self) -> AnswerVersion | None:
        """The version that documents hold; None where there is none, and where no answer is intended."""
        return self.version if self.is_intended else None


@dataclass(frozen=True)
class Around:
    """Where an answer stands among those that the viewer may see: the numbers of its neighbours, its place among
    these `count`, from 1, and 0 when its question is no longer asked.
    """

    before: int | None
    after: int | None
    place: int
    count: int


@dataclass(frozen=True)
class AnswerPage:
    """What the drafting page of one answer shows. `versions` is how many it has."""

    line: AnswerLine
    versions: int
    aside: SetAside
    around: Around


def leads(viewer: Viewer, response: ConsultationResponse) -> bool:
    """Whether the viewer is an officer of the organisation that leads the response."""
    return viewer.is_a(Role.POLICY_OFFICER) and response.lead_organisation_id == viewer.organisation_id


def lead_officer(session: Session, *, response: ConsultationResponse) -> Person | None:
    """The lead officer; None where they moved away or are an officer no longer, and so lead nothing here."""
    lead = get_person(session, response.lead_officer_id)
    return lead if lead is not None and leads(viewer_of(lead), response) else None


def progress_of(session: Session, response_ids: list[int], *, viewer: Viewer) -> dict[int, Progress]:
    """The progress of some responses, by their number, counted over the answers that the viewer may see."""
    rows = session.execute(
        select(Answer.response_id, Answer.status, func.count())
        .join(Answer.response)
        .where(
            Answer.response_id.in_(response_ids),
            ~Answer.dropped,
            allows_on_answer(viewer, Permission.READ_RESPONSES),
        )
        .group_by(Answer.response_id, Answer.status)
    )
    counts: dict[int, Counter[AnswerStatus]] = {number: Counter() for number in response_ids}
    for number, status, count in rows:
        counts[number][status] = count
    return {number: Progress({status: found[status] for status in AnswerStatus}) for number, found in counts.items()}


def responses(
    session: Session, *, viewer: Viewer, page: int = 1, consultation_id: int | None = None
) -> Listing[ResponseRow]:
    """The viewer's responses, those still open and closing soonest first."""
    wanted = [allows(viewer, Permission.READ_RESPONSES)]
    if consultation_id is not None:
        wanted.append(ConsultationResponse.consultation_id == consultation_id)
    count = session.scalar(select(func.count()).select_from(ConsultationResponse).where(*wanted)) or 0
    at = paging(count, page)
    listed = (
        select(ConsultationResponse)
        .where(*wanted)
        .order_by(
            (ConsultationResponse.state == ResponseState.SUBMITTED),
            ConsultationResponse.closing_at,
            ConsultationResponse.id,
        )
        .options(joinedload(ConsultationResponse.consultation), joinedload(ConsultationResponse.lead_organisation))
    )
    found = session.scalars(at.cut(listed)).all()
    progress = progress_of(session, [response.id for response in found], viewer=viewer)
    return Listing([ResponseRow(r, progress[r.id]) for r in found], at)


def get_response(
    session: Session, *, viewer: Viewer, response_id: int, permission: Permission = Permission.READ_RESPONSES
) -> ConsultationResponse | None:
    """One response on which the viewer holds the permission, with its plan, without its answers."""
    mine = select(ConsultationResponse).where(ConsultationResponse.id == response_id, allows(viewer, permission))
    return session.scalar(
        mine.options(
            joinedload(ConsultationResponse.consultation),
            joinedload(ConsultationResponse.lead_organisation),
            joinedload(ConsultationResponse.lead_officer),
            joinedload(ConsultationResponse.question_set),
            selectinload(ConsultationResponse.bodies).joinedload(SignOffBody.organisation),
            selectinload(ConsultationResponse.every_body),
            selectinload(ConsultationResponse.invitations).joinedload(Invitation.organisation),
            selectinload(ConsultationResponse.timetable),
        )
    )


def get_led_response(session: Session, *, viewer: Viewer, response_id: int) -> ConsultationResponse | None:
    """One response that the viewer's organisation leads, with its plan."""
    response = get_response(session, viewer=viewer, response_id=response_id)
    return response if response and leads(viewer, response) else None


def timetable_of(session: Session, *, response: ConsultationResponse) -> list[Milestone]:
    """The dates that a response works towards, soonest first, also where it was loaded without them."""
    if "timetable" not in inspect(response).unloaded:
        return response.timetable
    ahead = select(Milestone).where(Milestone.response_id == response.id).order_by(Milestone.on, Milestone.id)
    return list(session.scalars(ahead))


def answer_lines(
    session: Session, *, viewer: Viewer | None, response: ConsultationResponse, dropped: bool = False
) -> list[AnswerLine]:
    """The answers of a response that the viewer may see, in order, each with question, parts and current version.

    None as the viewer stands for the response itself: its documents hold every answer.

    With `dropped` those whose question a newer edition no longer asks, and only those.
    """
    rows = session.execute(
        select(Answer, AnswerVersion, shows_text(viewer) if viewer else true())
        .join(Answer.response)
        .outerjoin(AnswerVersion, and_(AnswerVersion.answer_id == Answer.id, AnswerVersion.n == Answer.current_n))
        .where(
            Answer.response_id == response.id,
            Answer.dropped.is_(dropped),
            allows_on_answer(viewer, Permission.READ_RESPONSES) if viewer else true(),
        )
        .order_by(Answer.position)
        .options(joinedload(Answer.question).selectinload(Question.parts))
    )
    return [AnswerLine(answer, version if shows else None) for answer, version, shows in rows]


def get_answer(session: Session, *, viewer: Viewer, answer_id: int) -> Answer | None:
    """One answer that the viewer may see, with its question and its response's plan."""
    mine = (
        select(Answer)
        .join(Answer.response)
        .where(Answer.id == answer_id, allows_on_answer(viewer, Permission.READ_RESPONSES))
    )
    response = joinedload(Answer.response)
    return session.scalar(
        mine.options(
            joinedload(Answer.question).selectinload(Question.parts),
            response.joinedload(ConsultationResponse.consultation),
            response.joinedload(ConsultationResponse.lead_organisation),
            response.selectinload(ConsultationResponse.bodies).joinedload(SignOffBody.organisation),
            response.selectinload(ConsultationResponse.invitations).joinedload(Invitation.organisation),
        )
    )


def answer_to_draft(session: Session, *, viewer: Viewer, answer_id: int) -> Answer | None:
    """One answer that the viewer may draft, with its response and nothing else: what is asked every few seconds."""
    mine = select(Answer).join(Answer.response).options(contains_eager(Answer.response))
    return session.scalar(mine.where(Answer.id == answer_id, allows_on_answer(viewer, Permission.DRAFT_ANSWERS)))


def answer_page(session: Session, *, viewer: Viewer, answer: Answer) -> AnswerPage:
    """The drafting page of one answer: its text, what waits to be merged, and its neighbours."""
    return AnswerPage(
        AnswerLine(answer, readable_version(session, viewer=viewer, answer=answer)),
        count_versions(session, answer=answer),
        set_aside(session, answer=answer),
        answers_around(session, viewer=viewer, answer=answer),
    )


def answers_around(session: Session, *, viewer: Viewer, answer: Answer) -> Around:
    """The answers before and after one, in the order of the paper."""
    asked = (
        select(Answer.id)
        .join(Answer.response)
        .where(
            Answer.response_id == answer.response_id,
            ~Answer.dropped,
            allows_on_answer(viewer, Permission.READ_RESPONSES),
        )
    )
    numbers = [None, *session.scalars(asked.order_by(Answer.position)), None]
    place = numbers.index(answer.id) if answer.id in numbers else 0
    before, after = (numbers[place - 1], numbers[place + 1]) if place else (None, None)
    return Around(before, after, place, len(numbers) - 2)


def readable_version(session: Session, *, viewer: Viewer, answer: Answer) -> AnswerVersion | None:
    """The version that counts; None before the first, and while the viewer may not read it."""
    if not answer.status.is_for_partners:
        shown = select(Answer.id).join(Answer.response).where(Answer.id == answer.id, shows_text(viewer))
        if session.scalar(shown) is None:
            return None
    return current_version(session, answer=answer)


def response_with_answers(session: Session, *, response: ConsultationResponse) -> ConsultationResponse:
    """The response with its answers loaded, for services that walk them."""
    loaded = select(ConsultationResponse).where(ConsultationResponse.id == response.id)
    return session.scalars(
        loaded.options(
            selectinload(ConsultationResponse.answers)
            .joinedload(Answer.response)
            .joinedload(ConsultationResponse.question_set),
            selectinload(ConsultationResponse.answers).joinedload(Answer.question),
            joinedload(ConsultationResponse.question_set),
        ).execution_options(populate_existing=True)
    ).one()
