"""By when something of a response is to be done: the date of the timetable that is its own, else the submission's."""

from collections.abc import Iterable
from datetime import date, datetime

from consult import dates
from consult.drafting.models import ConsultationResponse, Milestone
from consult.drafting.states import MilestoneKind


def due(response: ConsultationResponse, kind: MilestoneKind) -> datetime:
    """The end of the day that a milestone names, or our closing time where it names none or a later day.

    The response's timetable must be loaded.
    """
    return milestone_due(response.closing_at, response.timetable, kind)


def milestone_due(closing_at: datetime, timetable: Iterable[Milestone], kind: MilestoneKind) -> datetime:
    """The same for a timetable that was asked for apart."""
    named = next((milestone.on for milestone in timetable if milestone.kind is kind), None)
    return min(dates.deadline(named, dates.LAST_MINUTE), closing_at) if named else closing_at


def comment_due(closing_at: datetime, timetable: Iterable[Milestone], untils: Iterable[date | None]) -> datetime:
    """By when a partner comments who is invited until these days (None: without an end)."""
    ends = list(untils)
    planned = milestone_due(closing_at, timetable, MilestoneKind.COMMENTS_BY)
    last = max((end for end in ends if end), default=None)
    if last is None or None in ends:
        return planned
    return min(planned, dates.deadline(last, dates.LAST_MINUTE))
