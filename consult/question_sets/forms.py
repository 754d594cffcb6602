"""The forms of loading a paper and of reviewing what was found in it."""

from flask_wtf.file import FileField
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import Optional, StopValidation

from consult.fields import ClockField, DayField, Form, LinesField, Option, long_text, needed, text
from consult.question_sets.models import Question
from consult.question_sets.paper import QuestionKind
from consult.question_sets.rules import WITH_OPTIONS
from consult.question_sets.services import QuestionText

KINDS = {
    QuestionKind.FREE_TEXT: "Free text",
    QuestionKind.YES_NO: "Yes or no",
    QuestionKind.SINGLE_CHOICE: "One of several options",
    QuestionKind.MULTIPLE_CHOICE: "Any of several options",
    QuestionKind.RATING: "Rating on a scale",
    QuestionKind.RANKING: "Options put in order",
    QuestionKind.FILE_UPLOAD: "File to be sent",
}


class LoadForm(Form):
    """Where the questions come from."""

    source = RadioField(
        "Where are the questions?",
        choices=[Option("file", "In a file"), Option("bank", "In the question bank")],
        validators=[needed("Select where the questions are")],
    )
    paper = FileField(
        "Consultation paper",
        description="A Word, PDF, web page, spreadsheet, Markdown, text or YAML file of 50 MB or less.",
    )
    bank = SelectField("Question set", validators=[Optional()])

    def validate_paper(self, field: FileField) -> None:
        """A file is needed when the questions are in one."""
        if self.source.data == "file" and not (field.data and field.data.filename):
            raise StopValidation("Select the consultation paper")


class DetailsForm(Form):
    """What is known of the consultation as a whole."""

    title = text("Title", name="Title", most=300, need="Enter the title of the consultation")
    issuing_body = text(
        "Issuing body", name="Issuing body", most=200, need="Enter who issued the consultation", hint="Who asks"
    )
    reference = text("Reference (optional)", name="Reference", most=100)
    closing_day = DayField(
        "Closing date", name_in_errors="Closing date", need="Enter the closing date", hint="For example, 27 3 2027"
    )
    closing_clock = ClockField(
        "Closing time",
        need="Enter the closing time",
        hint="UK time. For example, 11:45pm. Midnight means the end of the day.",
    )
    ways_to_respond = long_text(
        "Ways to respond (optional)", name="Ways to respond", most=5000, hint="Addresses and links from the paper"
    )


class QuestionForm(Form):
    """One question of a set in review."""

    number = text("Number (optional)", name="Number", most=40, hint="As printed, such as 12 or 3(a)")
    section = text("Section (optional)", name="Section", most=300)
    text = long_text("Question", name="Question", most=10_000, need="Enter the question")
    hint = long_text("Prompts (optional)", name="Prompts", most=10_000)
    kind = SelectField("Kind of question", choices=[Option(kind.value, label) for kind, label in KINDS.items()])
    options = LinesField("Options (optional)", most_lines=100, most=500, name_in_errors="Options", hint="One to a line")
    parts = LinesField(
        "Parts (optional)",
        most_lines=50,
        most=2000,
        name_in_errors="Parts",
        hint="One to a line, such as: a) the executive",
    )
    refs = LinesField(
        "References to the paper (optional)", most_lines=50, most=300, name_in_errors="References", hint="One to a line"
    )

    def validate_options(self, field: LinesField) -> None:
        """A choice has options, and nothing else has."""
        if self.kind.data not in {kind.value for kind in QuestionKind}:
            return  # the kind's own message says so
        kind = QuestionKind(self.kind.data)
        if kind in WITH_OPTIONS and len(field.data or ()) < 2:
            raise StopValidation("Enter at least two options")
        if field.data and kind not in WITH_OPTIONS | {QuestionKind.RANKING}:
            raise StopValidation(f"Remove the options, or select another kind than {KINDS[kind].lower()}")

    def begin_with(self, question: Question) -> None:
        """Show a question as it is."""
        self.number.data, self.section.data = question.number, question.section
        self.text.data, self.hint.data, self.kind.data = question.text, question.hint, question.kind.value
        self.options.data, self.refs.data = tuple(question.options), tuple(question.refs)
        self.parts.data = tuple(f"{p.label}) {p.text}" if p.label else p.text for p in question.parts)

    def typed(self, word_limit: int | None) -> QuestionText:
        """The question as the officer typed it."""
        return QuestionText(
            number=self.number.data or "",
            section=self.section.data or "",
            text=(self.text.data or "").strip(),
            hint=(self.hint.data or "").strip(),
            kind=QuestionKind(self.kind.data),
            options=tuple(self.options.data or ()),
            refs=tuple(self.refs.data or ()),
            parts=tuple(_part(line) for line in self.parts.data or ()),
            word_limit=word_limit,
        )


def _part(line: str) -> tuple[str, str]:
    """'a) the executive' as its label and its text; a line without a label keeps its whole text."""
    label, bracket, rest = line.partition(")")
    label = label.lstrip("(").strip()
    if bracket and rest.strip() and 0 < len(label) <= 5 and " " not in label:
        return label, rest.strip()
    return "", line


class SplitForm(Form):
    """A question that the reader took for one but which is two."""

    first = long_text("First question", name="First question", most=10_000, need="Enter the first question")
    second = TextAreaField(
        "Second question",
        validators=[needed("Enter the second question")],
        description="Move the text of the second question here",
    )


class EmptyForm(Form):
    """A button that only acts."""
