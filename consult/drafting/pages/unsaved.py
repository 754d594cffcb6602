"""What the page of an answer says by itself while somebody writes: that it is open, and what is not saved yet."""

from flask import Blueprint, abort, jsonify, request
from werkzeug.wrappers import Response

from consult import dates
from consult.drafting import queries, rules, unsaved
from consult.drafting.models import Answer
from consult.drafting.pages.unsaved_forms import DiscardForm, UnsavedForm
from consult.permissions import Permission, asked_by_itself, requires
from consult.web.every_page import Page, carry_out, db, done, form_page, found, viewer

unsaved_text = Blueprint("unsaved_text", __name__)


@unsaved_text.post("/answers/<int:answer_id>/unsaved")
@requires(Permission.DRAFT_ANSWERS)
@asked_by_itself(unless="text")
def keep(answer_id: int) -> Response:
    """Keep what is being typed, and say who else has the answer open."""
    shown, form = _to_draft(answer_id), UnsavedForm()
    if form.validate_on_submit() and (said := carry_out(form, lambda: _keep(shown, form))):
        number, here = said.result
        return jsonify(n=number, at=dates.clock_time(dates.now()), here=list(here))
    refused = jsonify(why=[message for message, _ in form.problems])
    refused.status_code = form.answer
    return refused


def _keep(shown: Answer, form: UnsavedForm) -> tuple[int, list[str]]:
    """Keep the text where one was sent; its number, and who else is here."""
    rules.check_open(shown.response)
    known = form.kept_n.data or 0
    if "text" in request.form:
        known = unsaved.keep_unsaved(
            db(),
            actor=viewer(),
            answer_id=shown.id,
            text=form.text.data or "",
            based_on_n=form.based_on.data or 0,
            known_n=known,
            window=form.window.data or "",
        )
    else:
        unsaved.note_here(db(), actor=viewer(), answer_id=shown.id)
    return known, list(unsaved.others_here(db(), viewer=viewer(), answer_id=shown.id))


@unsaved_text.get("/answers/<int:answer_id>/unsaved/discard")
@requires(Permission.READ_RESPONSES)
def ask_to_discard(answer_id: int) -> Page:
    """What would be lost, before it is: the viewer's own unsaved text, also when they may no longer draft."""
    shown = found(queries.get_answer(db(), viewer=viewer(), answer_id=answer_id))
    kept = unsaved.unsaved_by(db(), viewer=viewer(), answer_id=shown.id)
    waiting = kept if kept and kept.text is not None else None
    form = DiscardForm(formdata=None, kept_n=waiting.n if waiting else 0)
    return form_page("drafting/discard.html", form, answer=shown, unsaved=waiting)


@unsaved_text.post("/answers/<int:answer_id>/unsaved/discard")
@requires(Permission.READ_RESPONSES)
def discard(answer_id: int) -> Page:
    """Forget the unsaved text that the page showed, and show the saved one. It is theirs who typed it."""
    shown = found(queries.get_answer(db(), viewer=viewer(), answer_id=answer_id))
    form = DiscardForm()
    gone = form.validate_on_submit() and carry_out(
        form, lambda: unsaved.let_go(db(), actor=viewer(), answer_id=shown.id, known_n=form.kept_n.data or 0)
    )
    if not gone or not gone.result:
        kept = unsaved.unsaved_by(db(), viewer=viewer(), answer_id=shown.id)
        if kept is None or kept.text is None:
            return done("There was nothing to discard", "answer.show", answer_id=shown.id)
        again = "You wrote more in another window meanwhile, so nothing was discarded. This is what was kept last"
        return done("", "answer.show", warning=again, answer_id=shown.id)
    return done("Your unsaved changes were discarded", "answer.show", kept=(f"answer-{shown.id}",), answer_id=shown.id)


def _to_draft(answer_id: int) -> Answer:
    """The answer: missing when the viewer may not see it, refused when they may only do less."""
    shown = queries.answer_to_draft(db(), viewer=viewer(), answer_id=answer_id)
    if shown is None:
        found(queries.get_answer(db(), viewer=viewer(), answer_id=answer_id))
        abort(403)
    return shown
