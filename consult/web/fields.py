"""Form fields in the GOV.UK style: dates in three boxes, times as people type them, lists one to a line.

Only forms import this module. The macros in templates/macros/fields.html draw the fields.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from typing import Any, ClassVar

from blinker import Signal
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, IntegerField, PasswordField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice as Option
from wtforms.validators import DataRequired, Length, Optional, StopValidation, ValidationError
from wtforms.widgets import HiddenInput

from consult import dates
from consult.config import LARGEST_UPLOAD
from consult.dates import read_clock
from consult.refusal import Refusal
from consult.texts import line_too_deep, too_deep
from consult.texts.characters import is_blank, printable, storable

__all__ = [
    "KINDS_OF_FILE",
    "ClockField",
    "CountField",
    "DayField",
    "Form",
    "LinesField",
    "Option",
    "OptionalRadios",
    "at_most",
    "check_upload",
    "hidden_number",
    "hidden_sha256",
    "long_text",
    "needed",
    "read_clock",
    "shown_whole",
    "text",
]
KINDS_OF_FILE = (
    "A Word, OpenDocument, PDF, web page, spreadsheet, Markdown, text, YAML or GOV.UK JSON file of 50 MB or less."
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_UNREADABLE = "The page could not be read. Open it again"
not_accepted = Signal()
"""Sent by a form that was sent and cannot be accepted: nobody else need wait for the page that says why."""


class Form(FlaskForm):
    """Every form: its errors by field, and those that belong to no field."""

    # What a rule refuses is shown at the field that has to be changed, where there is one.
    refused_at: ClassVar[Mapping[type[Refusal], str]] = {}

    class Meta:
        """Strip what people leave around single-line texts."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Take out what nothing can hold. Strip single-line texts only: the space in an answer is its author's."""
            kind = unbound_field.field_class
            if issubclass(kind, PasswordField):
                options["filters"] = (_storable,)
            elif issubclass(kind, StringField):
                options["filters"] = (_typed, _one_line) if kind is StringField else (_typed,)
            bound: Field = unbound_field.bind(form=form, **options)
            return bound

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """Whether the form was sent, and all that was typed will do."""
        good: bool = super().validate_on_submit(extra_validators)
        if not good and self.is_submitted():
            not_accepted.send(self)
        return good

    def refuse(self, refusal: Refusal) -> None:
        """Show what a rule refused: at the field that it is about, or at the top of the form."""
        name = next((name for kind, name in self.refused_at.items() if isinstance(refusal, kind)), "")
        if name:
            self[name].errors = [*self[name].errors, str(refusal)]
        else:
            self.form_errors.append(str(refusal))

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What the error summary lists: the message and the id of the field to go to ('' for none)."""
        found = [(str(message), "") for message in self.form_errors]
        for field in self:
            for message in field.errors:
                target = getattr(field, "first_id", field.id)
                found.append((str(message), target))
        return found


def _storable(value: Any) -> Any:
    return storable(value) if isinstance(value, str) else value


def _typed(value: Any) -> Any:
    """What was typed; nothing when nothing of it is seen."""
    if not isinstance(value, str):
        return value
    return "" if is_blank(value) else printable(value)


def _one_line(value: str | None) -> str | None:
    return " ".join(value.split()) if value else value


def needed(message: str) -> DataRequired:
    """The field must be filled; the message says so as GOV.UK does: 'Enter the title'."""
    return DataRequired(message)


def at_most(count: int, name: str) -> Length:
    """The text has at most `count` characters."""
    return Length(max=count, message=f"{name} must be {count:,} characters or fewer")


def shown_whole(name: str) -> Callable[[object, Field], None]:
    """The text is not nested deeper than pages and documents show."""

    def check(_form: object, field: Field) -> None:
        # One that is too long is not read: that would take long, too.
        if not field.errors and (fault := too_deep(field.data or "")):
            raise ValidationError(f"{name} {fault}")

    return check


def text(label: str, *, name: str, most: int, need: str = "", hint: str = "") -> StringField:
    """A line of text. `name` is what messages call it; `need` is the message when it is empty."""
    checks = [needed(need) if need else Optional(), at_most(most, name)]
    return StringField(label, validators=checks, description=hint)


def long_text(label: str, *, name: str, most: int, need: str = "", hint: str = "") -> TextAreaField:
    """A text of several lines, kept as it is typed."""
    checks = [needed(need) if need else Optional(), at_most(most, name), shown_whole(name)]
    return TextAreaField(label, validators=checks, description=hint)


class CountField(IntegerField):
    """A whole number from 1 that may be left out. `data` is an int or None."""

    def __init__(self, label: str, *, most: int, name_in_errors: str, hint: str = "", **options: Any) -> None:
        super().__init__(label, description=hint, **options)
        self._most, self._name = most, name_in_errors

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the digits; '2,000' is 2000."""
        typed = printable(valuelist[0] if valuelist else "").strip().replace(",", "")
        self.data = None
        if not typed:
            return
        if not (typed.isascii() and typed.isdigit() and 0 < len(typed) < 10 and 1 <= int(typed) <= self._most):
            raise ValueError(f"{self._name} must be a whole number from 1 to {self._most:,}")
        self.data = int(typed)


class _CarriedNumber(IntegerField):
    """What was sent counts, and nothing else: a form that lacks it did not begin with what is there now."""

    first_id = ""  # nobody can be led to a field that nobody sees

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; none was sent when there is none."""
        self.data = None
        super().process_formdata(valuelist)


class _CarriedSha256(HiddenField):
    """The same for a SHA-256."""

    first_id = ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was sent; nothing was when there is none."""
        self.data = valuelist[0] if valuelist else ""


def hidden_number() -> IntegerField:
    """A number that the page carries along, such as the version that was opened."""
    return _CarriedNumber(widget=HiddenInput(), validators=[_whole_number])


def hidden_sha256() -> HiddenField:
    """The version that the page showed, by its SHA-256, which the page carries along."""
    return _CarriedSha256(validators=[_whole_sha256])


def _whole_number(_form: object, field: Field) -> None:
    if not isinstance(field.data, int) or not 0 <= field.data < 2**31:
        raise StopValidation(_UNREADABLE)


def _whole_sha256(_form: object, field: Field) -> None:
    if not _SHA256.fullmatch(field.data or ""):
        raise StopValidation(_UNREADABLE)


def check_upload(field: Field, missing: str) -> None:
    """Raise StopValidation when no file was selected, or it is too large or empty."""
    if not (field.data and field.data.filename):
        raise StopValidation(missing)
    stream = field.data.stream
    size = stream.seek(0, 2)
    stream.seek(0)
    if size > LARGEST_UPLOAD:
        raise StopValidation("The file is larger than 50 MB")
    if not size:
        raise StopValidation("The file is empty")


class DayField(Field):
    """A date as day, month and year; the month may be a name. `data` is a date or None."""

    def __init__(self, label: str, *, name_in_errors: str, need: str = "", hint: str = "", **options: Any) -> None:
        super().__init__(label, description=hint, **options)
        self._name, self._need = name_in_errors, need
        self.typed = {"day": "", "month": "", "year": ""}
        self.bad: set[str] = set()

    @property
    def first_id(self) -> str:
        """The box that the error summary goes to."""
        first = next((part for part in self.typed if part in self.bad), "day")
        return f"{self.id}-{first}"

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take the three boxes, or the date that the form begins with."""
        self.process_errors: list[str] = []
        self.raw_data: list[str] = []
        self.data = data if isinstance(data, date) else None
        if formdata is None or f"{self.name}-day" not in formdata:
            if self.data:
                self.typed = {"day": str(self.data.day), "month": str(self.data.month), "year": str(self.data.year)}
            return
        self.typed = {part: printable(formdata.get(f"{self.name}-{part}", "")).strip()[:20] for part in self.typed}
        self.data = self._read()

    def _read(self) -> date | None:
        missing = [part for part, typed in self.typed.items() if not typed]
        if len(missing) == 3:
            if self._need:
                self.bad = set(self.typed)
                self.process_errors.append(self._need)
            return None
        if missing:
            self.bad = set(missing)
            self.process_errors.append(f"{self._name} must include a {' and '.join(missing)}")
            return None
        try:
            return date(_whole(self.typed["year"]), _month(self.typed["month"]), _whole(self.typed["day"]))
        except ValueError:
            self.bad = set(self.typed)
            self.process_errors.append(f"{self._name} must be a real date")
            return None

    def pre_validate(self, form: object) -> None:
        """Stop at what was wrong while reading."""
        if self.process_errors:
            raise StopValidation


def _whole(typed: str) -> int:
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 4):
        raise ValueError(typed)
    return int(typed)


def _month(typed: str) -> int:
    start = typed.lower()[:3]
    return _MONTHS.index(start) + 1 if start in _MONTHS else _whole(typed)


class ClockField(Field):
    """A time as people type it: 5pm, 11:45pm, 23.45, noon. `data` is a time or None.

    With the `day` field of the same form it makes a deadline. A time that does not exist on that day is refused; one
    that could mean two things is asked about once: the form that comes back says so, and sent again it is accepted.
    """

    def __init__(self, label: str, *, day: str, need: str = "", hint: str = "", **options: Any) -> None:
        super().__init__(label, description=hint, **options)
        self._need, self._day = need, day
        self.typed = self.asked = ""

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take the box, or the time that the form begins with."""
        self.process_errors: list[str] = []
        self.raw_data: list[str] = []
        self.data = data if isinstance(data, time) else None
        if formdata is None or self.name not in formdata:
            self.typed = f"{self.data:%H:%M}" if self.data else ""
            return
        self.typed = printable(formdata.get(self.name, "")).strip()[:40]
        self.asked = printable(formdata.get(f"{self.name}-asked", ""))[:40]
        self.data = self._read()

    def _read(self) -> time | None:
        if not self.typed:
            if self._need:
                self.process_errors.append(self._need)
            return None
        try:
            return read_clock(self.typed)
        except ValueError:
            self.process_errors.append("Enter a time, like 5pm or 23:45")
            return None

    def pre_validate(self, form: Any) -> None:
        """Stop at what was wrong while reading, and ask what is meant where that is not certain."""
        if self.process_errors:
            raise StopValidation
        day = form[self._day].data
        if not isinstance(day, date) or not isinstance(self.data, time):
            return
        try:
            doubt = dates.in_doubt(day, self.data)
        except dates.NoSuchTime as missing:
            raise StopValidation(f"{missing}. Enter another time") from missing
        answered, self.asked = self.asked, f"{day}T{self.data:%H:%M}" if doubt else ""
        if doubt and answered != self.asked:
            raise StopValidation(f"{doubt}. Send the form again if you mean that, or change the date or the time")


class OptionalRadios(RadioField):
    """Options of which none need be selected. `data` is '' when none is."""

    def pre_validate(self, form: Any) -> None:
        """Accept that nothing was selected."""
        if getattr(self, "data", None) in (None, "", "None"):
            self.data = ""
            raise StopValidation
        super().pre_validate(form)


class LinesField(TextAreaField):
    """A list of short texts, one to a line. `data` is a tuple without empty lines."""

    def __init__(
        self, label: str, *, most_lines: int, most: int, name_in_errors: str, hint: str = "", **options: Any
    ) -> None:
        checks = [_lines_within(most_lines, most, name_in_errors)]
        super().__init__(label, description=hint, validators=checks, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Cut what was typed into lines."""
        lines = printable(valuelist[0] if valuelist else "").splitlines()
        self.data = tuple(line.strip() for line in lines if not is_blank(line))

    def _value(self) -> str:
        return "\n".join(self.data or ())


def _lines_within(count: int, length: int, name: str) -> Callable[[object, Field], None]:
    def check(_form: object, field: Field) -> None:
        lines: Sequence[str] = field.data or ()
        if len(lines) > count:
            raise StopValidation(f"{name} must be {count} or fewer")
        if any(len(line) > length for line in lines):
            raise StopValidation(f"Each of the {name.lower()} must be {length:,} characters or fewer")
        if fault := next(filter(None, map(line_too_deep, lines)), ""):
            raise StopValidation(f"{name} {fault}")

    return check
