"""The page of the internal notes on an answer."""

from typing import ClassVar

from flask import Blueprint, abort, url_for
from wtforms import TextAreaField

from consult.drafting import queries
from consult.drafting.access import rights_on_answer
from consult.drafting.notes import LONGEST_NOTE, NoteEmpty, NoteTooLong, notes_on, write_note
from consult.drafting.rules import LeadsNoMore
from consult.permissions import Permission, requires
from consult.texts import NestedTooDeep
from consult.web.asked import page_number
from consult.web.every_page import Page, carry_out, db, done, form_page, found, viewer
from consult.web.fields import Form, at_most, needed, shown_whole

notes = Blueprint("notes", __name__)


class NoteForm(Form):
    """A note."""

    refused_at: ClassVar = {NoteEmpty: "note", NoteTooLong: "note", NestedTooDeep: "note"}
    note = TextAreaField(
        "Note",
        validators=[needed("Enter a note"), at_most(LONGEST_NOTE, "Note"), shown_whole("Note")],
        description="Officers of your organisation read it, and nobody else.",
    )


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
        return done("Your note was kept", "notes.on_answer", kept=(f"note-{shown.id}",), answer_id=shown.id)
    listed = notes_on(db(), viewer=viewer(), answer=shown, page=page_number())
    return form_page("drafting/notes_page.html", form, answer=shown, listed=listed)
