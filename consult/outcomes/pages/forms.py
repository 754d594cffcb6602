"""The form of submitting a response."""

from wtforms import RadioField

from consult.outcomes.models import SubmittedBy
from consult.web.fields import (
    Form,
    Option,
    hidden_number,
    hidden_sha256,
    long_text,
    needed,
    text,
)


class SubmitForm(Form):
    """Which version went to the issuing body, and how."""

    round = hidden_number()
    sha256 = hidden_sha256()
    way = RadioField(
        "How did you submit it?",
        choices=[Option(way.value, way.label) for way in SubmittedBy],
        validators=[needed("Select how you submitted it")],
    )
    receipt = text("Receipt or reference (optional)", name="Receipt", most=200)
    note = long_text(
        "Note (optional)", name="Note", most=5000, hint="Your organisation’s policy officers see it with the response"
    )
