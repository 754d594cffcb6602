"""The page of submitting an approved response; its answers are filed in the library by the same act."""

from flask import Blueprint, url_for

from consult.drafting.models import ConsultationResponse
from consult.drafting.queries import get_led_response
from consult.drafting.rules import LeadsNoMore
from consult.issuing.queries import issued_of
from consult.library.services import file_answers
from consult.outcomes import rules, services
from consult.outcomes.models import SubmittedBy
from consult.outcomes.pages.forms import SubmitForm
from consult.outcomes.queries import submission_of
from consult.permissions import Permission, requires
from consult.sign_off.changes import approved_version
from consult.sign_off.queries import rounds_of
from consult.web.every_page import (
    Page,
    carry_out,
    db,
    done,
    form_page,
    found,
    search_index,
    viewer,
)

outcomes = Blueprint("outcomes", __name__)


@outcomes.route("/responses/<int:response_id>/submit", methods=["GET", "POST"])
@requires(Permission.SUBMIT)
def submit(response_id: int) -> Page:
    """Record that the approved version went to the issuing body."""
    response = found(get_led_response(db(), viewer=viewer(), response_id=response_id))
    form = SubmitForm()
    sign_off = url_for("sign_off.overview", response_id=response_id)
    form.mended_at = {
        rules.NotIssued: url_for("documents.overview", response_id=response_id),
        LeadsNoMore: url_for("drafting.response", response_id=response_id),
        rules.AlreadySubmitted: url_for("drafting.response", response_id=response_id),
        rules.OutcomeError: sign_off,
    }
    if form.validate_on_submit() and carry_out(form, lambda: _submit(response, form)):
        search_index().follow()
        message = "The response is on record as submitted, and its answers are in the library"
        return done(message, "drafting.response", response_id=response.id)
    approved = approved_version(db(), response=response, rounds=rounds_of(db(), response=response))
    issued = issued_of(db(), response=response)
    if approved:
        form.round.data, form.sha256.data = approved.round.id, approved.round.sha256
    return form_page(
        "outcomes/submit.html",
        form,
        response=response,
        approved=approved,
        submission=submission_of(db(), response=response),
        issued=issued.get(approved.round.id, []) if approved else [],
    )


def _submit(response: ConsultationResponse, form: SubmitForm) -> None:
    submission = services.submit(
        db(),
        actor=viewer(),
        response=response,
        round_id=form.round.data or 0,
        sha256=form.sha256.data or "",
        way=SubmittedBy(form.way.data),
        receipt=form.receipt.data or "",
        note=form.note.data or "",
    )
    file_answers(db(), actor=viewer(), submission=submission)
