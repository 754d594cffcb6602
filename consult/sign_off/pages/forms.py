"""The forms of deciding on a version and of taking one back."""

from typing import ClassVar

from wtforms import RadioField
from wtforms.validators import StopValidation

from consult.sign_off.models import Verdict
from consult.sign_off.rules import LONGEST, AmendmentsMissing, MeetingMissing
from consult.sign_off.services import TypedDecision
from consult.web.day_fields import DayField
from consult.web.fields import Form, Option, hidden_sha256, long_text, needed


class DecisionForm(Form):
    """What a body decided at a meeting."""

    refused_at: ClassVar = {AmendmentsMissing: "amendments", MeetingMissing: "minute"}
    sha256 = hidden_sha256()
    verdict = RadioField(
        "What was decided?",
        choices=[Option(verdict.value, verdict.label) for verdict in Verdict if verdict is not Verdict.PENDING],
        validators=[needed("Select what was decided")],
    )
    amendments = long_text(
        "Amendments", name="Amendments", most=LONGEST, hint="Only when it approved with amendments: what should change."
    )
    meeting_on = DayField(
        "When was the meeting?", name_in_errors="Date of the meeting", need="Enter the date of the meeting"
    )
    minute = long_text(
        "Minute",
        name="Minute",
        most=LONGEST,
        need="Enter the minute: its number or its words",
        hint="Its number or its words",
    )

    def validate_amendments(self, field: object) -> None:
        """Amendments belong to an approval with amendments, and to nothing else."""
        wanted = self.verdict.data == Verdict.APPROVE_WITH_AMENDMENTS.value
        given = bool((self.amendments.data or "").strip())
        if wanted and not given:
            raise StopValidation("Enter the amendments")
        if given and not wanted:
            raise StopValidation("Remove the amendments, or select ‘Approve with amendments’")

    def typed(self) -> TypedDecision:
        """The decision as the approver entered it."""
        return TypedDecision(
            verdict=Verdict(self.verdict.data),
            sha256=self.sha256.data or "",
            amendments=self.amendments.data or "",
            meeting_on=self.meeting_on.data,
            minute=self.minute.data or "",
        )


class WithdrawForm(Form):
    """Why a version is taken back."""

    reason = long_text(
        "Why do you withdraw this version?",
        name="Reason",
        most=LONGEST,
        need="Enter the reason. The bodies will see it",
        hint="The bodies will see it.",
    )
