"""The forms of loading a paper and of reviewing what was found in it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_wtf.file import FileField
from wtforms import RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import Optional, StopValidation

from consult import dates
from consult.question_sets.details import PARTICULARS
from consult.question_sets.models import Consultation, PaperPassage, Question
from consult.question_sets.paper import QuestionKind
from consult.question_sets.rules import WITH_OPTIONS
from consult.question_sets.services import QuestionText
from consult.question_sets.short_titles import MOST_LETTERS
from consult.texts import shorten
from consult.web.day_fields import ClockField, DayField
from consult.web.fields import (
    KINDS_OF_FILE,
    CountField,
    Form,
    LinesField,
    Option,
    check_upload,
    hidden_number,
    hidden_sha256,
    long_text,
    needed,
    text,
)
from consult.web.stale import ChangeForm

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
        description=KINDS_OF_FILE,
    )
    bank = SelectField("Question set", validators=[Optional()])

    def validate_paper(self, field: FileField) -> None:
        """A file is needed when the questions are in one."""
        if self.source.data == "file":
            check_upload(field, "Select the consultation paper")


class EditionForm(Form):
    """A corrected paper of a consultation that is here already."""

    paper = FileField("Corrected paper", description=KINDS_OF_FILE)

    def validate_paper(self, field: FileField) -> None:
        """A file is needed."""
        check_upload(field, "Select the corrected paper")


_SAID = {
    "title": "Title",
    "issuing_body": "Issuing body",
    "reference": "Reference",
    "opening_at": "Opening time",
    "closing_at": "Closing time",
    "ways_to_respond": "Ways to respond",
    "contact": "Contact",
}


class ParticularsForm(ChangeForm):
    """What a corrected paper says of its consultation that differs from what is known."""

    taken = SelectMultipleField("Details that the new paper gives differently", choices=[])

    def offer(self, consultation: Consultation, said: Mapping[str, Any]) -> None:
        """Offer what differs, the old beside the new; times as people write them."""
        self.taken.choices = []
        for name in PARTICULARS:
            old = getattr(consultation, name)
            new = datetime.fromisoformat(said[name]) if name.endswith("_at") and name in said else said.get(name)
            if new and _shown(name, new) != (before := _shown(name, old)):
                self.taken.choices.append(
                    Option(name, f"{_SAID[name]}: {_shown(name, new)} (now: {before or 'not known'})")
                )


def known_particulars(consultation: Consultation) -> dict[str, str]:
    """What is known of the consultation, by the words for it, as the form shows it."""
    return {
        f"{_SAID[name]}, as it is known": _shown(name, getattr(consultation, name)) or "Nothing" for name in PARTICULARS
    }


def _shown(name: str, value: datetime | str | None) -> str:
    if name == "opening_at" and isinstance(value, datetime) and dates.starts_day(value):
        return dates.long_date(dates.in_london(value).date())
    return dates.long_time(value) if isinstance(value, datetime) else shorten(value or "", 200)


class DetailsForm(ChangeForm):
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
        "Closing time", day="closing_day", need="Enter the closing time", hint="UK time. For example, 11:45pm or 17:00"
    )
    ways_to_respond = long_text(
        "Ways to respond (optional)", name="Ways to respond", most=5000, hint="Addresses and links from the paper"
    )
    contact = long_text("Contact (optional)", name="Contact", most=5000, hint="Whom to ask about the consultation")


class QuestionForm(Form):
    """One question of a set in review."""

    number = text("Number (optional)", name="Number", most=40, hint="As printed, such as 12 or 3(a)")
    section = text("Section (optional)", name="Section", most=300)
    title = text(
        "Short title (optional)",
        name="Short title",
        most=MOST_LETTERS,
        hint=f"To tell the question by in lists, at most {MOST_LETTERS} letters. Left empty, one is made of its words",
    )
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
    word_limit = CountField("Most words in an answer (optional)", most=1_000_000, name_in_errors="Most words")
    character_limit = CountField(
        "Most characters in an answer (optional)", most=10_000_000, name_in_errors="Most characters"
    )
    earlier = SelectField("The same question in the edition before", validators=[Optional()], choices=[])

    def offer(self, before: Sequence[Question]) -> None:
        """Offer the questions of the edition before, so that answers and comments go on with theirs."""
        self.earlier.choices = [Option("", "None: it is a new question")]
        self.earlier.choices += [Option(str(q.id), shorten(f"{q.label}: {q.text}", 110)) for q in before]

    def validate_options(self, field: LinesField) -> None:
        """A choice has options, and nothing else has."""
        if self.kind.data not in {kind.value for kind in QuestionKind}:
            return  # the kind's own message says so
        kind = QuestionKind(self.kind.data)
        if kind in WITH_OPTIONS and len(field.data or ()) < 2:
            raise StopValidation("Enter at least two options")
        if field.data and kind not in WITH_OPTIONS | {QuestionKind.RANKING}:
            raise StopValidation(f"Remove the options, or select another kind than {KINDS[kind].lower()}")

    def typed(self, first: int = 0, last: int = 0) -> QuestionText:
        """The question as the officer typed it."""
        return QuestionText(
            number=self.number.data or "",
            section=self.section.data or "",
            text=(self.text.data or "").strip(),
            title=self.title.data or "",
            hint=(self.hint.data or "").strip(),
            kind=QuestionKind(self.kind.data),
            options=tuple(self.options.data or ()),
            refs=tuple(self.refs.data or ()),
            parts=tuple(_part(line) for line in self.parts.data or ()),
            word_limit=self.word_limit.data,
            character_limit=self.character_limit.data,
            first=first,
            last=last,
            earlier_id=int(self.earlier.data) if self.earlier.data else None,
        )


class ChangeQuestionForm(ChangeForm, QuestionForm):
    """A question that is there."""


def stored_question(question: Question) -> dict[str, Any]:
    """What the form shows of a question as it is."""
    return {
        "number": question.number,
        "section": question.section,
        "title": question.short_title,
        "text": question.text,
        "hint": question.hint,
        "kind": question.kind.value,
        "options": tuple(question.options),
        "parts": tuple(f"{part.label}) {part.text}" if part.label else part.text for part in question.parts),
        "refs": tuple(question.refs),
        "word_limit": question.word_limit,
        "character_limit": question.character_limit,
        "earlier": str(question.earlier_id or ""),
    }


def _part(line: str) -> tuple[str, str]:
    """'a) the executive' as its label and its text; a line without a label keeps its whole text."""
    label, bracket, rest = line.partition(")")
    label = label.lstrip("(").strip()
    if bracket and rest.strip() and 0 < len(label) <= 5 and " " not in label:
        return label, rest.strip()
    return "", line


class AddForm(QuestionForm):
    """A question that was not found; it remembers which paragraphs it was made of."""

    first = hidden_number()
    last = hidden_number()

    def begin_from(self, passages: Sequence[PaperPassage], selected: str) -> None:
        """Begin with paragraphs of the paper, or with the words that were selected in them."""
        self.text.data = selected or " ".join(passage.text for passage in passages)
        self.first.data = passages[0].place if passages else 0
        self.last.data = passages[-1].place if passages else 0


class PlaceForm(Form):
    """Where in the order a question stands."""

    after = SelectField("Put it after", choices=[])

    def offer(self, others: Sequence[Question]) -> None:
        """Offer the beginning and every other question."""
        self.after.choices = [Option("0", "The beginning of the set")]
        self.after.choices += [Option(str(q.id), shorten(f"{q.label}: {q.text}", 90)) for q in others]


class SplitForm(ChangeForm):
    """A question that the reader took for one but which is two."""

    first = long_text("First question", name="First question", most=10_000, need="Enter the first question")
    second = TextAreaField(
        "Second question",
        validators=[needed("Enter the second question")],
        description="Move the text of the second question here",
    )


class PublishForm(Form):
    """A button that publishes the questions that the page shows."""

    sha256 = hidden_sha256()


class EmptyForm(Form):
    """A button that only acts."""
