"""The forms of the library: using, describing, reviewing, amending and merging entries, saved searches, retention."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

from flask_wtf.file import FileField
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import StopValidation

from consult import dates
from consult.library import rules
from consult.library.adopting.services import LONGEST_REMARK, ReasonMissing
from consult.library.catalogue.unpacking import MOST_FILES
from consult.library.saved import LONGEST_NAME
from consult.people.models import Organisation, Person
from consult.web.day_fields import DayField
from consult.web.fields import (
    CountField,
    Form,
    LinesField,
    Option,
    Ticks,
    at_most,
    check_upload,
    hidden_number,
    long_text,
    needed,
    text,
)
from consult.web.stale import ChangeForm

MOST_YEARS = 100


class ActForm(Form):
    """A button without fields."""


class SaveSearchForm(Form):
    """The name under which a search is saved."""

    name = text(
        "Name of this search",
        name="Name",
        most=LONGEST_NAME,
        need="Enter a name for the search",
        hint="You see it here",
    )


class ReuseForm(Form):
    """Where an earlier answer goes in an answer that has text already."""

    based_on = hidden_number()
    entry_version = hidden_number()
    where = RadioField(
        "Where does it go?",
        choices=[
            Option("instead", "In place of the present text, which stays as an earlier version"),
            Option("below", "Below the present text"),
        ],
        validators=[needed("Select where the earlier answer goes")],
    )


class DescribeForm(ChangeForm):
    """What an entry is about, who looks after it, and what became of the matter."""

    themes = LinesField(
        "Themes (optional)",
        most_lines=rules.MOST_THEMES,
        most=rules.LONGEST_THEME,
        name_in_errors="Themes",
        hint="One to a line, in the words people would search for. For example: road safety",
    )
    keeper = SelectField("Who looks after it?", coerce=int, description="They are told when a review is due.")
    outcome = long_text(
        "Outcome (optional)",
        name="Outcome",
        most=5_000,
        hint="What the issuing body did in the end. For example: the duty was made law",
    )
    outcome_on = DayField("Date of the outcome (optional)", name_in_errors="Date of the outcome")

    def offer(self, people: Sequence[Person]) -> None:
        """The people who may look after the entry."""
        self.keeper.choices = [Option(0, "All policy officers"), *(Option(each.id, each.name) for each in people)]


class ReviewForm(ChangeForm):
    """What a review finds of the version that was read."""

    refused_at: ClassVar = {rules.BadReviewDate: "review_on", rules.NotAnotherEntry: "by"}
    version = hidden_number()
    verdict = RadioField(
        "What does the review find?",
        choices=[
            Option("confirm", "It is still right"),
            Option("supersede", "Another entry takes its place"),
            Option("withdraw", "It should not be used any more"),
        ],
        validators=[needed("Select what the review finds")],
    )
    review_on = DayField("Next review date", name_in_errors="Next review date", hint="Within ten years")
    by = CountField(
        "Number of the entry that takes its place",
        most=2**31 - 1,
        name_in_errors="Number of the entry",
        hint="It stands on the entry’s page and in its address.",
    )
    cause = TextAreaField(
        "Why should it not be used?",
        validators=[at_most(rules.LONGEST_REASON, "Reason")],
        description="Officers of your organisation will see it.",
    )

    def validate_review_on(self, field: DayField) -> None:
        """A confirmed entry needs its next date."""
        if self.verdict.data == "confirm" and not isinstance(field.data, date) and not field.process_errors:
            raise StopValidation("Enter the next review date")

    def validate_by(self, field: CountField) -> None:
        """A superseded entry needs its successor."""
        if self.verdict.data == "supersede" and field.data is None and not field.process_errors:
            raise StopValidation("Enter the number of the entry that takes its place")

    def validate_cause(self, field: TextAreaField) -> None:
        """A withdrawn entry needs its reason."""
        if self.verdict.data == "withdraw" and not (field.data or "").strip():
            raise StopValidation("Enter why it should not be used any more")


class AmendForm(ChangeForm):
    """Other texts for an entry."""

    question = long_text("Question", name="Question", most=rules.LONGEST_QUESTION, need="Enter the question")
    answer = long_text(
        "Answer",
        name="Answer",
        most=rules.LONGEST_ANSWER,
        need="Enter the answer",
        hint="Write plain text or Markdown.",
    )
    why = text("Why?", name="Reason", most=rules.LONGEST_REASON, need="Enter why the entry should be amended")


class DecideForm(Form):
    """What becomes of a proposed amendment."""

    verdict = RadioField(
        "What becomes of this amendment?",
        choices=[Option("approve", "Approve it as a new version"), Option("decline", "Decline it")],
        validators=[needed("Select what becomes of this amendment")],
    )
    reason = TextAreaField("Reason, if you decline it", validators=[at_most(rules.LONGEST_REASON, "Reason")])

    def validate_reason(self, field: TextAreaField) -> None:
        """Who proposed it should learn why not."""
        if self.verdict.data == "decline" and not (field.data or "").strip():
            raise StopValidation("Enter why you decline it")


class TakeBackForm(Form):
    """Taking one's own amendment back."""


class MergeForm(Form):
    """Which of two entries stays, as both were read."""

    version = hidden_number()
    other_version = hidden_number()
    stays = RadioField("Which one stays?", validators=[needed("Select which one stays, or keep both")])

    def offer(self, first: int, second: int) -> None:
        """The two entries, or both of them."""
        self.stays.choices = [
            Option(str(first), f"Entry {first} stays, and takes the place of entry {second}"),
            Option(str(second), f"Entry {second} stays, and takes the place of entry {first}"),
            Option("both", "Both stay: they are not the same"),
        ]


class RetentionForm(ChangeForm):
    """How long the answers to one consultation are kept."""

    consultation = SelectField("Consultation", validators=[needed("Select the consultation")])
    keep = RadioField(
        "How long are its answers kept?",
        choices=[
            Option("setting", "As the service’s setting says"),
            Option("always", "Always"),
            Option("years", "For a number of years after adoption"),
        ],
        validators=[needed("Select how long the answers are kept")],
    )
    years = CountField("Number of years", most=MOST_YEARS, name_in_errors="Number of years")

    def validate_years(self, field: CountField) -> None:
        """A time has a length."""
        if self.keep.data == "years" and field.data is None and not field.process_errors:
            raise StopValidation("Enter the number of years")

    def rests_on(self, name: str) -> bool:
        """Only the rule that is changed."""
        return bool(name == self.consultation.data)

    def keep_years(self) -> int | None:
        """What the officer selected: None for the setting, 0 for always."""
        return {"setting": None, "always": 0}.get(self.keep.data or "", self.years.data)


class LoadCatalogueForm(Form):
    """Old responses in a zip, or one of them."""

    paper = FileField(
        "Zip file",
        description=f"Word, PDF, text and web page files, at most {MOST_FILES} in one zip of 50 MB or less. "
        "A single response can be loaded without a zip.",
    )

    def validate_paper(self, field: FileField) -> None:
        """A file is needed."""
        check_upload(field, "Select a zip file with old responses")


class AdoptionForm(ChangeForm):
    """Which answers that others file under a body's name it adopted."""

    refused_at: ClassVar = {ReasonMissing: "remark"}
    answers = Ticks("Answers that we adopted", coerce=int)
    remark = long_text(
        "What is to be corrected, or why you decline",
        name="What you say",
        most=LONGEST_REMARK,
        hint="Such as another date, or words that you did not adopt. It stands beside the answers.",
    )

    def offer(self, questions: Mapping[int, str]) -> None:
        """The answers that can be ticked, by the number of their entry."""
        self.answers.choices = [Option(number, question) for number, question in questions.items()]


class DisputeForm(Form):
    """That a body did not adopt what is filed under its name."""

    remark = long_text(
        "Why is this wrong?",
        name="Reason",
        most=LONGEST_REMARK,
        need="Enter why this is wrong",
        hint="The owner reads it.",
    )


class OldResponseForm(ChangeForm):
    """What an old response is a response to, who adopted it when, and which of its answers enter the library."""

    consultation = text("Consultation", name="Consultation", most=300, need="Enter which consultation it was")
    issuing_body = text("Issuing body", name="Issuing body", most=200, need="Enter who issued the consultation")
    adopted_on = DayField(
        "When was it adopted?",
        name_in_errors="Date of adoption",
        need="Enter when it was adopted",
        hint="If you only know the month, enter its last day.",
    )
    adopted_by = Ticks(
        "Who adopted it?",
        coerce=int,
        description="Other bodies than your own are asked to confirm it. Until then they are shown as claimed.",
    )
    answers = Ticks("Answers for the library", coerce=int)

    def offer(self, organisations: Sequence[Organisation], places: Sequence[int]) -> None:
        """The organisations and the answers that can be ticked."""
        self.adopted_by.choices = [Option(each.id, each.name) for each in organisations]
        self.answers.choices = [Option(place, str(place)) for place in places]

    def validate_adopted_by(self, field: Ticks) -> None:
        """Somebody adopted it."""
        if not field.data:
            raise StopValidation("Select who adopted it")

    def validate_adopted_on(self, field: DayField) -> None:
        """It was adopted already."""
        if isinstance(field.data, date) and field.data > dates.today():
            raise StopValidation("Date of adoption must be in the past")
