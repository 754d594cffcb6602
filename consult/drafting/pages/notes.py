"""The page of the internal notes on an answer."""

from flask import Blueprint, abort, url_for

from consult.drafting import queries
from consult.drafting.access import rights_on_answer
from consult.drafting.notes import notes_on, write_note
from consult.drafting.pages.note_forms import NoteForm
from consult.drafting.rules import LeadsNoMore
from consult.permissions import Permission, requires
from consult.web.asked import page_number
from consult.web.every_page import Page, carry_out, db, done, form_page, found, viewer

notes = Blueprint("notes", __name__)


@notes.route("/answers/<int:answer_id>/notes", methods=["GET", "POST"])
@requires(Permission.KEEP_NOTES)
def on_answer(answer_id: int) -> Page:
    """The notes on an answer, and a further one."""
    shown = found(queries.get_answer(db(), viewer=viewer(), answer_id=answer_id))
    if Permission.KEEP_NOTES not in rights_on_answer(db(), viewer=viewer(), answer_id=shown.id):
        abort(403)
    form = NoteForm()
    form.mended_at = {LeadsNoMore: url_for("drafting.response", response_id=shown.response_id)}
    if form.validate_on_submit() and carry_out(
        form, lambda: write_note(db(), actor=viewer(), answer=shown, text=form.note.data or "")
    ):
        return done("Your note was saved", "notes.on_answer", kept=(f"note-{shown.id}",), answer_id=shown.id)
    listed = notes_on(db(), viewer=viewer(), answer=shown, page=page_number())
    return form_page("drafting/notes_page.html", form, answer=shown, listed=listed)
