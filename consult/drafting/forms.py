"""The forms of setting a response up and of drafting its answers."""

from datetime import date

from flask_wtf.file import FileField
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from consult import dates
from consult.drafting.models import AnswerStatus, ConsultationResponse, MilestoneKind
from consult.drafting.rules import LONGEST_ANSWER
from consult.drafting.services import ResponsePlan
from consult.fields import (
    ClockField,
    DayField,
    Form,
    Option,
    OptionalRadios,
    at_most,
    check_upload,
    hidden_number,
    text,
)


class Ticks(SelectMultipleField):
    """Tick boxes whose values are numbers of organisations."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, **options: object) -> None:
        super().__init__(label, coerce=int, **options)


class PlanForm(Form):
    """On whose behalf we respond, by when, and who is asked."""

    title = text("Name of the response", name="Name", most=300, need="Enter a name for the response")
    bodies = Ticks("On behalf of which bodies?", description="Select one or more. Each one decides for itself.")
    lead_officer = SelectField("Lead officer", coerce=int)
    partners = Ticks(
        "Which partners do you invite to comment?", description="They see the answers and comment on each."
    )
    closing_day = DayField(
        "When must we have submitted?",
        name_in_errors="Our closing date",
        need="Enter the date by which we must have submitted",
        hint="Not after the consultation closes",
    )
    closing_clock = ClockField(
        "At what time?", day="closing_day", need="Enter the time", hint="UK time. For example, 5pm"
    )
    comments_by = DayField("Partners comment by (optional)", name_in_errors="Date for comments")
    report_by = DayField("Report ready by (optional)", name_in_errors="Date for the report")
    decision_by = DayField("Bodies decide by (optional)", name_in_errors="Date for decisions")

    def validate_bodies(self, field: Ticks) -> None:
        """A response is made on behalf of at least one body."""
        if not field.data:
            raise StopValidation("Select at least one body that the response is made on behalf of")

    def plan(self) -> ResponsePlan:
        """What the officer entered."""
        typed = {
            MilestoneKind.COMMENTS_BY: self.comments_by.data,
            MilestoneKind.REPORT_BY: self.report_by.data,
            MilestoneKind.DECISION_BY: self.decision_by.data,
        }
        return ResponsePlan(
            title=self.title.data or "",
            lead_officer_id=self.lead_officer.data,
            closing_at=dates.settled(dates.deadline(self.closing_day.data, self.closing_clock.data)),
            bodies=list(self.bodies.data or ()),
            partners=list(self.partners.data or ()),
            timetable={kind: on for kind, on in typed.items() if isinstance(on, date)},
        )


def plan_of(response: ConsultationResponse) -> dict[str, object]:
    """What the form shows of a response that is already set up."""
    closes = dates.in_london(dates.settled(response.closing_at))
    return {
        "title": response.title,
        "bodies": [body.organisation_id for body in response.bodies],
        "lead_officer": response.lead_officer_id,
        "partners": [invitation.organisation_id for invitation in response.invitations],
        "closing_day": closes.date(),
        "closing_clock": closes.time().replace(tzinfo=None),
        **{milestone.kind.value: milestone.on for milestone in response.timetable},
    }


STATUSES = [Option(status.value, status.label) for status in AnswerStatus if status is not AnswerStatus.NOT_STARTED]


class AnswerForm(Form):
    """The text of an answer with the version that its author had opened, and how far the answer has come."""

    based_on = hidden_number()
    text = TextAreaField(
        "Answer", validators=[at_most(LONGEST_ANSWER, "Answer")], description="Write plain text or Markdown."
    )
    status = OptionalRadios("Status", choices=STATUSES)
    note = StringField(
        "What did you change? (optional)", validators=[at_most(200, "Note")], description="For the version history"
    )


class EditionForm(Form):
    """A button that takes over the edition of the questions that the page shows."""

    edition = hidden_number()


class TakeOverForm(Form):
    """A file with answers drafted elsewhere."""

    paper = FileField(
        "File with answers",
        description="A Word, PDF, web page, Markdown or text file in which each question is followed by its answer.",
    )

    def validate_paper(self, field: FileField) -> None:
        """A file is needed."""
        check_upload(field, "Select a file with answers")
