"""The forms of texts that are being typed and not saved yet."""

from typing import ClassVar

from wtforms import HiddenField, TextAreaField

from consult.drafting.rules import LONGEST_ANSWER, KeptTooOften, OpenElsewhere, TextTooLong
from consult.refusal import Refusal
from consult.web.fields import Form, at_most, hidden_number


class UnsavedForm(Form):
    """What a page says every few seconds: that it is open, and the text that is being typed where that changed."""

    refused_at: ClassVar = {TextTooLong: "text", KeptTooOften: "text", OpenElsewhere: "text"}
    based_on = hidden_number()
    kept_n = hidden_number()
    window = HiddenField(validators=[at_most(36, "Window")])
    text = TextAreaField("Answer", validators=[at_most(LONGEST_ANSWER, "Answer")])
    answer = 422

    def refuse(self, refusal: Refusal) -> None:
        """Say what was refused; the status tells the page what to do next."""
        super().refuse(refusal)
        self.answer = 409 if isinstance(refusal, OpenElsewhere) else 429 if isinstance(refusal, KeptTooOften) else 422


class DiscardForm(Form):
    """A button that forgets the unsaved text that the page shows."""

    kept_n = hidden_number()
