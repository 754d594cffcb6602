"""The pages of responses: the list, setting one up, its overview, all its answers."""

from flask import Blueprint, render_template, request, url_for

from consult.comments.queries import awaiting_comment, comment_counts
from consult.drafting import planning, queries
from consult.drafting.access import rights_on
from consult.drafting.editions import newer_edition
from consult.drafting.invited import not_reached
from consult.drafting.models import ConsultationResponse
from consult.drafting.pages.forms import ChangePlanForm, PlanForm, plan_of
from consult.drafting.pages.frame import frame_of
from consult.drafting.progress import picture
from consult.drafting.rules import AlreadySubmitted, BodiesAreDeciding, NotPublished
from consult.issuing.queries import issued_of
from consult.notices.services import reached
from consult.outcomes.queries import submission_of
from consult.people import queries as people
from consult.people.models import OrganisationKind
from consult.permissions import Permission, requires
from consult.question_sets.models import QuestionSet
from consult.question_sets.queries import get_question_set
from consult.sign_off.changes import approved_version
from consult.sign_off.queries import rounds_of
from consult.web.asked import page_number
from consult.web.every_page import (
    Page,
    carry_out,
    db,
    done,
    form_page,
    found,
    to_change,
    viewer,
)
from consult.web.fields import Option

drafting = Blueprint("drafting", __name__)
drafting.add_app_template_global(frame_of)


SHOWN = {"comment": "Answers to comment on", "unfinished": "Answers to finish"}


@drafting.get("/responses")
@requires(Permission.READ_RESPONSES)
def list_responses() -> Page:
    """The responses the viewer works on."""
    listed = queries.responses(db(), viewer=viewer(), page=page_number())
    return render_template("drafting/list.html", listed=listed)


@drafting.route("/question-sets/<int:question_set_id>/respond", methods=["GET", "POST"])
@requires(Permission.SET_UP_RESPONSES)
def set_up(question_set_id: int) -> Page:
    """Set up a response to a published question set."""
    question_set = found(get_question_set(db(), viewer=viewer(), question_set_id=question_set_id))
    form = _plan_form(question_set, None)
    form.mended_at = {NotPublished: url_for("question_sets.review", question_set_id=question_set.id)}
    if form.validate_on_submit() and (
        made := carry_out(
            form,
            lambda: planning.set_up_response(db(), actor=viewer(), question_set=question_set, plan=form.plan()),
        )
    ):
        message, warning = _and_told("The response is set up.", made.result.id)
        return done(message, "drafting.response", warning=warning, response_id=made.result.id)
    return form_page("drafting/plan.html", form, consultation=question_set.consultation, response=None)


@drafting.route("/responses/<int:response_id>/plan", methods=["GET", "POST"])
@requires(Permission.SET_UP_RESPONSES)
def change_plan(response_id: int) -> Page:
    """Change bodies, partners, closing time or timetable."""
    response = to_change(lambda: queries.get_led_response(db(), viewer=viewer(), response_id=response_id))
    form = _plan_form(response.question_set, response)
    form.mended_at = {
        AlreadySubmitted: url_for("drafting.response", response_id=response.id),
        BodiesAreDeciding: url_for("sign_off.overview", response_id=response.id),
    }
    if form.validate_on_submit() and carry_out(
        form, lambda: planning.change_plan(db(), actor=viewer(), response=response, plan=form.plan())
    ):
        message, warning = _and_told("The plan was saved.", response.id)
        return done(message, "drafting.response", warning=warning, response_id=response.id)
    return form_page("drafting/plan.html", form, consultation=response.consultation, response=response)


def _and_told(said: str, response_id: int) -> tuple[str, str]:
    """What was done and whom mail goes to, and apart from that which partners have nobody to be asked."""
    return f"{said} {reached(db())}".strip(), not_reached(db(), response_id=response_id)


def _plan_form(question_set: QuestionSet, response: ConsultationResponse | None) -> PlanForm:
    form: PlanForm
    if response:
        form = ChangePlanForm(stored=plan_of(response))
    else:
        form = PlanForm(title=f"Response to {question_set.consultation.title}"[:300], lead_officer=viewer().person_id)
    every = people.organisations(db())
    form.bodies.choices = [Option(str(o.id), o.name) for o in every if o.kind is not OrganisationKind.DEPARTMENT]
    form.partners.choices = [Option(str(o.id), o.name) for o in every if o.kind is OrganisationKind.PARTNER]
    form.lead_officer.choices = [
        Option(str(p.id), p.name) for p in people.lead_officers(db(), viewer().organisation_id)
    ]
    return form


@drafting.get("/responses/<int:response_id>")
@requires(Permission.READ_RESPONSES)
def response(response_id: int) -> Page:
    """The overview of one response: where it stands and what comes next."""
    shown = found(queries.get_response(db(), viewer=viewer(), response_id=response_id))
    progress = queries.progress_of(db(), [shown.id], viewer=viewer())[shown.id]
    rounds = rounds_of(db(), response=shown)
    counts = comment_counts(db(), viewer=viewer(), response_id=shown.id)
    rights = rights_on(db(), viewer=viewer(), response_id=shown.id)
    return render_template(
        "drafting/response.html",
        response=shown,
        progress=progress,
        picture=picture(progress),
        rounds=rounds,
        approved=approved_version(db(), response=shown, rounds=rounds),
        issued=issued_of(db(), response=shown),
        submission=submission_of(db(), response=shown),
        comments=sum(count for count, _ in counts.values()),
        unsettled=sum(waiting for _, waiting in counts.values()),
        leads=queries.leads(viewer(), shown),
        rights=rights,
        frame=frame_of(shown, rights),
        edition=newer_edition(db(), response=shown),
    )


@drafting.get("/responses/<int:response_id>/answers")
@requires(Permission.READ_RESPONSES)
def answers(response_id: int) -> Page:
    """All questions of a response with their answers, or those that wait for the viewer: to comment on, to finish."""
    shown = found(queries.get_response(db(), viewer=viewer(), response_id=response_id))
    show = request.args.get("show", "")
    show = show if show in SHOWN else ""
    lines = queries.answer_lines(db(), viewer=viewer(), response=shown)
    if show == "comment":
        waiting = awaiting_comment(db(), viewer=viewer(), response_id=shown.id)
        lines = [line for line in lines if line.answer.id in waiting]
    elif show == "unfinished":
        lines = [line for line in lines if not line.answer.status.is_finished]
    return render_template(
        "drafting/answers.html",
        response=shown,
        show=show,
        heading=SHOWN.get(show, "Answers"),
        lines=lines,
        dropped=[] if show else queries.answer_lines(db(), viewer=viewer(), response=shown, dropped=True),
        counts=comment_counts(db(), viewer=viewer(), response_id=shown.id),
        leads=queries.leads(viewer(), shown),
    )
