"""The form of an internal note."""

from typing import ClassVar

from wtforms import TextAreaField

from consult.drafting.notes import LONGEST_NOTE, NoteEmpty, NoteTooLong
from consult.texts import NestedTooDeep
from consult.web.fields import Form, at_most, needed, shown_whole


class NoteForm(Form):
    """A note."""

    refused_at: ClassVar = {NoteEmpty: "note", NoteTooLong: "note", NestedTooDeep: "note"}
    note = TextAreaField(
        "Note",
        validators=[needed("Enter a note"), at_most(LONGEST_NOTE, "Note"), shown_whole("Note")],
        description="Officers of your organisation read it, and nobody else. You cannot change it after you save it.",
    )
