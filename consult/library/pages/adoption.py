"""The pages on which a body says whether it adopted what others file under its name."""

from collections.abc import Mapping

from flask import Blueprint, render_template

from consult import dates
from consult.library.adopting import services
from consult.library.adopting.models import AdoptionClaim, ClaimedAnswer, ClaimState
from consult.library.models import EntryState, EntryVersion
from consult.library.pages.forms import AdoptionForm, DisputeForm
from consult.library.queries import get_entry
from consult.permissions import Permission, requires
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

adoption = Blueprint("adoption", __name__)


@adoption.get("/library/claims")
@requires(Permission.CONFIRM_ADOPTION)
def claims() -> Page:
    """What others say that the viewer's body adopted."""
    return render_template("library/claims.html", claims=services.claims(db(), viewer=viewer()))


@adoption.route("/library/claims/<int:claim_id>", methods=["GET", "POST"])
@requires(Permission.CONFIRM_ADOPTION)
def claim(claim_id: int) -> Page:
    """The answers of one claim: tick those that were adopted, correct, or decline; also again later."""
    shown = to_change(lambda: services.get_claim(db(), viewer=viewer(), claim_id=claim_id))
    is_open, texts = shown.state is ClaimState.WAITING, services.texts_of(db(), shown)
    ticked = [each.entry_id for each in shown.answers if is_open or each.adopted]
    questions = {each.entry_id: _question(each, texts) for each in shown.answers}
    form = AdoptionForm(
        stored={"answers": ticked, "remark": shown.remark}, beside={"What was said so far": _said_so_far(shown)}
    )
    form.offer(questions)
    if form.validate_on_submit() and carry_out(form, lambda: _answer(shown, form)):
        return done("Your answer was saved", "adoption.claims")
    return form_page("library/claim.html", form, claim=shown, texts=texts, questions=questions, is_open=is_open)


def _question(each: ClaimedAnswer, texts: Mapping[int, EntryVersion]) -> str:
    """What the page calls an answer. What its owner withdrew nobody reads any more."""
    is_gone = each.entry.state is EntryState.WITHDRAWN
    return "An answer that its owner withdrew" if is_gone else texts[each.entry_id].question


def _said_so_far(shown: AdoptionClaim) -> str:
    if shown.decided_by is None or shown.decided_at is None:
        return shown.state.label
    return f"{shown.state.label} by {shown.decided_by.name} on {dates.long_time(shown.decided_at)}"


def _answer(shown: AdoptionClaim, form: AdoptionForm) -> None:
    services.answer_claim(
        db(), actor=viewer(), claim=shown, adopted=set(form.answers.data or ()), remark=form.remark.data or ""
    )


@adoption.route("/library/<int:entry_id>/adoption", methods=["GET", "POST"])
@requires(Permission.CONFIRM_ADOPTION)
def dispute(entry_id: int) -> Page:
    """Say that the viewer's body did not adopt an answer that is filed under its name."""
    entry = to_change(lambda: get_entry(db(), viewer=viewer(), entry_id=entry_id))
    found(services.may_dispute(db(), viewer=viewer(), entry=entry) or None)
    form = DisputeForm()
    if form.validate_on_submit() and carry_out(
        form, lambda: services.dispute(db(), actor=viewer(), entry=entry, remark=form.remark.data or "")
    ):
        return done("The answer is no longer filed under your name", "adoption.claims")
    return form_page("library/dispute.html", form, entry=entry)
