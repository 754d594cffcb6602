"""The forms of setting a response up and of drafting its answers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import StopValidation

from consult import dates
from consult.drafting.finishing import (
    LONGEST_REASON,
    LimitPassed,
    NoReasonGiven,
    ReasonChanged,
    Reasons,
    ReasonTooLong,
)
from consult.drafting.models import ConsultationResponse
from consult.drafting.offers import Offer
from consult.drafting.planning import ResponsePlan
from consult.drafting.rules import (
    LONGEST_ANSWER,
    ClosesTooLate,
    NoBody,
    NothingWritten,
    StatusChanged,
    TextTooLong,
    TimetableOutOfOrder,
)
from consult.drafting.states import AnswerStatus, MilestoneKind, UnansweredShown
from consult.refusal import Refusal
from consult.texts import NestedTooDeep, too_deep
from consult.web.day_fields import ClockField, DayField
from consult.web.fields import (
    Form,
    Option,
    OptionalChoice,
    TextBox,
    Ticks,
    at_most,
    check_upload,
    hidden_number,
    needed,
    shown_whole,
    text,
)
from consult.web.stale import ChangeForm


class PlanForm(Form):
    """On whose behalf we respond, by when, and who is asked."""

    refused_at: ClassVar = {NoBody: "bodies", ClosesTooLate: "closing_day"}
    title = text("Name of the response", name="Name", most=300, need="Enter a name for the response")
    bodies = Ticks(
        "On behalf of which bodies?", coerce=int, description="Select one or more. Each one decides for itself."
    )
    lead_officer = SelectField("Lead officer", coerce=int)
    partners = Ticks(
        "Which partners do you invite to comment?", coerce=int, description="They see the answers and comment on each."
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
    telephone = text(
        "Telephone for partners’ questions (optional)",
        name="Telephone",
        most=40,
        hint="It stands in the emails that invite partners",
    )
    unanswered = RadioField(
        "Where no answer is intended, what do the documents say?",
        choices=[Option(each.value, each.label) for each in UnansweredShown],
        default=UnansweredShown.WITH_REASON.value,
        validators=[needed("Select what the documents say where no answer is intended")],
    )
    comments_by = DayField("Partners comment by (optional)", name_in_errors="Date for comments")
    report_by = DayField("Report ready by (optional)", name_in_errors="Date for the report")
    decision_by = DayField("Bodies decide by (optional)", name_in_errors="Date for decisions")

    def validate_bodies(self, field: Ticks) -> None:
        """A response is made on behalf of at least one body."""
        if not field.data:
            raise StopValidation("Select at least one body that the response is made on behalf of")

    def refuse(self, refusal: Refusal) -> None:
        """Say what was refused; of a date of the timetable, at that date."""
        if isinstance(refusal, TimetableOutOfOrder):
            field = self[refusal.kind.value]
            field.errors = [*field.errors, str(refusal)]
        else:
            super().refuse(refusal)

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
            telephone=self.telephone.data or "",
            unanswered=UnansweredShown(self.unanswered.data),
            timetable={kind: on for kind, on in typed.items() if isinstance(on, date)},
        )


class ChangePlanForm(ChangeForm, PlanForm):
    """The same of a response that is set up."""


def plan_of(response: ConsultationResponse) -> dict[str, object]:
    """What the form shows of a response that is already set up."""
    closes = dates.in_london(dates.settled(response.closing_at))
    return {
        "title": response.title,
        "bodies": [body.organisation_id for body in response.bodies],
        "lead_officer": response.lead_officer_id,
        "partners": [invitation.organisation_id for invitation in response.invitations],
        "telephone": response.telephone,
        "unanswered": response.unanswered.value,
        "closing_day": closes.date(),
        "closing_clock": closes.time().replace(tzinfo=None),
        **{kind.value: None for kind in MilestoneKind},
        **{milestone.kind.value: milestone.on for milestone in response.timetable},
    }


STATUSES = [Option(status.value, status.label) for status in AnswerStatus if status is not AnswerStatus.NOT_STARTED]


class AnswerForm(Form):
    """The text of an answer and how far it has come, with the version and the status that its author had opened."""

    refused_at: ClassVar = {
        StatusChanged: "status",
        NothingWritten: "text",
        TextTooLong: "text",
        NestedTooDeep: "text",
        NoReasonGiven: "no_answer_because",
        ReasonTooLong: "no_answer_because",
        LimitPassed: "over_limit_because",
    }
    based_on = hidden_number()
    opened_status = HiddenField()
    opened_reasons = HiddenField()
    kept_n = hidden_number()
    window = HiddenField(validators=[at_most(36, "Window")])
    text = TextBox(
        "Answer",
        validators=[at_most(LONGEST_ANSWER, "Answer"), shown_whole("Answer")],
        description="Write plain text or Markdown.",
    )
    status = OptionalChoice("Status", choices=STATUSES)
    no_answer_because = TextAreaField(
        "Why is no answer intended?",
        validators=[at_most(LONGEST_REASON, "Reason")],
        description="For example: it is for health bodies to answer.",
    )
    over_limit_because = TextAreaField(
        "Why is it longer than the paper allows?", validators=[at_most(LONGEST_REASON, "Reason")]
    )
    note = StringField(
        "What did you change? (optional)", validators=[at_most(200, "Note")], description="For the version history"
    )

    def refuse(self, refusal: Refusal) -> None:
        """Say what was refused; of a status that somebody else chose, the form knows from then on."""
        if isinstance(refusal, ReasonChanged):
            self._say_that_reason_changed(refusal)
            return
        super().refuse(refusal)
        if isinstance(refusal, StatusChanged):
            self.opened_status.data = refusal.now.value

    def _say_that_reason_changed(self, refusal: ReasonChanged) -> None:
        """At the reason that is not the one that was saved; of both, at the one that the status asks for."""
        now, typed = refusal.now, self.reasons(refusal.now)
        at_first = typed.no_answer != now.no_answer
        if at_first and typed.over_limit != now.over_limit:
            at_first = self.chosen is AnswerStatus.NO_ANSWER_INTENDED
        field = self.no_answer_because if at_first else self.over_limit_because
        field.errors = [*field.errors, str(refusal)]
        self.opened_reasons.data = now.mark

    def reasons(self, now: Reasons) -> Reasons:
        """The reasons that were typed; where the page had no field for one, it is as it is now."""
        return Reasons(
            (self.no_answer_because.data or "") if self.no_answer_because.raw_data else now.no_answer,
            (self.over_limit_because.data or "") if self.over_limit_because.raw_data else now.over_limit,
        )

    @property
    def chosen(self) -> AnswerStatus | None:
        """The status that was selected."""
        return AnswerStatus(self.status.data) if self.status.data else None

    @property
    def opened(self) -> AnswerStatus:
        """The status that the page showed; where it is not known, one that nobody can select."""
        known = {status.value: status for status in AnswerStatus}
        return known.get(self.opened_status.data or "", AnswerStatus.NOT_STARTED)


class GoOverForm(Form):
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


class ChoosingForm(Form):
    """Which answers of a file are taken over, and for which questions; made by `choosing_form`."""

    def targets(self, offers: Sequence[Offer]) -> dict[int, Offer]:
        """The offers that are ticked, by the number of the question that each is for."""
        return {self[f"to_{offer.n}"].data: offer for offer in offers if offer.text and self[f"take_{offer.n}"].data}

    def begin(self, offers: Sequence[Offer]) -> None:
        """Tick what is sure and fills an answer that is empty."""
        for offer in offers:
            if offer.text:
                self[f"take_{offer.n}"].data = offer.is_proposed
                self[f"to_{offer.n}"].data = offer.question_id or NO_QUESTION

    def is_right(self, offers: Sequence[Offer], free: Mapping[int, bool]) -> bool:
        """Whether each ticked answer has a question of its own that has no text yet; if not, the fields say so."""
        ticked = [offer for offer in offers if offer.text and self[f"take_{offer.n}"].data]
        if not ticked:
            first = next((f"take_{offer.n}" for offer in offers if offer.text), "")
            self.say("Select at least one answer to take over", first)
        chosen = Counter(self[f"to_{offer.n}"].data for offer in ticked)
        for offer in ticked:
            field = self[f"to_{offer.n}"]
            if field.data == NO_QUESTION:
                field.errors = ["Select the question that this answer belongs to, or do not select the answer"]
            elif chosen[field.data] > 1:
                field.errors = ["Two answers are selected for this question. Select another question for one of them"]
            elif not free.get(field.data):
                field.errors = ["This question has an answer already, and it is not replaced. Select another question"]
            elif len(offer.text) > LONGEST_ANSWER:
                field.errors = [f"This answer is longer than {LONGEST_ANSWER:,} characters. Shorten it in the file"]
            elif fault := too_deep(offer.text):
                field.errors = [f"This answer {fault}. Change it in the file"]
        return not self.problems


NO_QUESTION = 0
# With more questions than these a list offers those near the one that fits, and those that nothing fits yet.
MOST_LISTED = 40
_NEAR = 10


def choosing_form(offers: Sequence[Offer], labels: Mapping[int, str], unfilled: Sequence[int]) -> ChoosingForm:
    """A form with a tick and a question for each answer that has a text.

    `labels` names all questions in order by their number; `unfilled` are those that nothing in the file fits.
    """
    order = list(labels)
    places = {number: n for n, number in enumerate(order)}
    fields: dict[str, object] = {}
    for offer in offers:
        if offer.text:
            at = places.get(offer.question_id or NO_QUESTION, 0)
            around = [*order[max(at - _NEAR, 0) : at + _NEAR], *unfilled[: 2 * _NEAR]]
            near = places.keys() & (order if len(order) <= MOST_LISTED else around)
            named = [Option(each, labels[each]) for each in sorted(near, key=places.__getitem__)]
            listed = [Option(NO_QUESTION, "None of them"), *named]
            fields[f"take_{offer.n}"] = BooleanField(f"Take over this answer ({offer.name})")
            fields[f"to_{offer.n}"] = SelectField("It answers", coerce=int, choices=listed)
    made: type[ChoosingForm] = type("ChoosingForm", (ChoosingForm,), fields)
    return made()
