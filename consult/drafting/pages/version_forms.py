"""The forms of the versions of an answer."""

from typing import ClassVar

from wtforms import StringField

from consult.drafting.restoring import LONGEST_NAME, NameTooLong
from consult.web.fields import Form, at_most, hidden_number
from consult.web.stale import ChangeForm


class RestoreForm(Form):
    """A button that goes back to a version; it carries the one that counted when its page was opened."""

    current = hidden_number()


class NameForm(ChangeForm):
    """What a version is called."""

    refused_at: ClassVar = {NameTooLong: "name"}
    name = StringField(
        "Name (optional)",
        validators=[at_most(LONGEST_NAME, "Name")],
        description="For example: as sent to the board. Leave it empty to take the name away.",
    )
