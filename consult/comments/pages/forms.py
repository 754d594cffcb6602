"""The forms of commenting and of settling a comment."""

from typing import ClassVar

from wtforms import RadioField

from consult.comments.models import DispositionOutcome, Position
from consult.comments.rules import LONGEST, NothingSaid, ReasonMissing
from consult.web.fields import (
    Form,
    Option,
    OptionalChoice,
    hidden_number,
    long_text,
    needed,
)


class CommentForm(Form):
    """What a partner says of the version of an answer that they read."""

    refused_at: ClassVar = {NothingSaid: "comment", ReasonMissing: "comment"}
    on = hidden_number()
    position = OptionalChoice(
        "Your organisation’s position (optional)",
        choices=[Option(position.value, position.label) for position in Position],
    )
    comment = long_text("Comment (optional)", name="Comment", most=LONGEST)
    suggestion = long_text(
        "Proposed wording (optional)",
        name="Proposed wording",
        most=LONGEST,
        hint="Write the answer, or the part of it you would change, as it should read.",
    )


class SettleForm(Form):
    """What became of a comment."""

    outcome = RadioField(
        "What becomes of this comment?",
        choices=[Option(outcome.value, outcome.label) for outcome in DispositionOutcome],
        validators=[needed("Select what becomes of this comment")],
    )
    reason = long_text(
        "Reason",
        name="Reason",
        most=LONGEST,
        need="Enter the reason. The person who commented will see it",
        hint="The person who commented will see it.",
    )
