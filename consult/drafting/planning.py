"""Setting a response up, and its plan: on whose behalf, by when, with whom."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from consult import dates
from consult.drafting import rules
from consult.drafting.inviting import invite_organisations
from consult.drafting.models import Answer, ConsultationResponse, Milestone, SignOffBody
from consult.drafting.states import AnswerStatus, MilestoneKind, ResponseState, UnansweredShown
from consult.history.services import record
from consult.history.turns import as_it_is
from consult.permissions import Viewer
from consult.question_sets.models import QuestionSet


@dataclass(frozen=True)
class ResponsePlan:
    """Who answers, by when, and who is asked. Bodies and partners are numbers of organisations, in order."""

    title: str
    lead_officer_id: int
    closing_at: datetime
    bodies: Sequence[int]
    partners: Collection[int]
    timetable: Mapping[MilestoneKind, date]
    telephone: str = ""
    unanswered: UnansweredShown = UnansweredShown.WITH_REASON


def set_up_response(
    session: Session, *, actor: Viewer, question_set: QuestionSet, plan: ResponsePlan
) -> ConsultationResponse:
    """Begin a response to a published question set, with an empty answer to each question."""
    rules.check_set_up(question_set, list(plan.bodies), plan.closing_at, dict(plan.timetable))
    moment = dates.now()
    response = ConsultationResponse(
        consultation_id=question_set.consultation_id,
        question_set_id=question_set.id,
        title=plan.title,
        lead_organisation_id=actor.organisation_id,
        lead_officer_id=plan.lead_officer_id,
        closing_at=plan.closing_at,
        telephone=plan.telephone,
        unanswered=plan.unanswered,
        state=ResponseState.DRAFTING,
        created_at=moment,
        every_body=[SignOffBody(organisation_id=b, position=n) for n, b in enumerate(plan.bodies, 1)],
        timetable=[Milestone(kind=kind, on=on) for kind, on in plan.timetable.items()],
    )
    kept = [question for question in question_set.questions if not question.removed]
    response.answers = [
        Answer(question_id=question.id, position=n, status=AnswerStatus.NOT_STARTED, current_n=0)
        for n, question in enumerate(kept, 1)
    ]
    session.add(response)
    session.flush()
    _record(session, actor, "response set up", response, {"questions": len(kept), **_plan_facts(plan)})
    invite_organisations(session, actor=actor, response=response, organisations=plan.partners)
    return response


def change_plan(session: Session, *, actor: Viewer, response: ConsultationResponse, plan: ResponsePlan) -> None:
    """Change who answers, by when, and who is asked; the bodies only while no version waits for their decisions."""
    as_it_is(session, response, "state", "every_body", "bodies", "timetable")
    rules.check_open(response)
    rules.check_bodies_may_change(response, list(plan.bodies))
    rules.check_plan(list(plan.bodies), plan.closing_at, response.consultation.closing_at, dict(plan.timetable))
    response.title, response.lead_officer_id, response.closing_at = plan.title, plan.lead_officer_id, plan.closing_at
    response.telephone, response.unanswered = plan.telephone, plan.unanswered
    _change_bodies(response, plan.bodies)
    milestones = {milestone.kind: milestone for milestone in response.timetable}
    for kind, on in plan.timetable.items():
        milestones.setdefault(kind, Milestone(kind=kind)).on = on
    response.timetable = [milestones[kind] for kind in plan.timetable]
    session.flush()
    _record(session, actor, "response plan changed", response, _plan_facts(plan))
    invite_organisations(session, actor=actor, response=response, organisations=plan.partners)


def _change_bodies(response: ConsultationResponse, organisations: Sequence[int]) -> None:
    known = {body.organisation_id: body for body in response.every_body}
    named = set(organisations)
    for body in response.every_body:
        body.active = body.organisation_id in named
    for position, organisation_id in enumerate(organisations, 1):
        if organisation_id not in known:
            known[organisation_id] = SignOffBody(organisation_id=organisation_id)
            response.every_body.append(known[organisation_id])
        known[organisation_id].position = position


def _plan_facts(plan: ResponsePlan) -> dict[str, object]:
    return {
        "bodies": list(plan.bodies),
        "partners": sorted(plan.partners),
        "closing_at": plan.closing_at.isoformat(),
        "lead_officer": plan.lead_officer_id,
        "unanswered": plan.unanswered.value,
        "timetable": {kind.value: on.isoformat() for kind, on in plan.timetable.items()},
    }


def _record(
    session: Session, actor: Viewer, action: str, response: ConsultationResponse, details: Mapping[str, object]
) -> None:
    subject = f"response/{response.id}"
    record(session, actor=actor, action=action, subject=subject, response_id=response.id, details=details)
