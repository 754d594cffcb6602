"""Form fields in the GOV.UK style: texts, numbers, files, lists one to a line. Dates and times: day_fields.py.

Only forms import this module. The macros in templates/macros/fields.html draw the fields.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar

from blinker import Signal
from flask import current_app, request
from flask_wtf import FlaskForm
from wtforms import (
    Field,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice as Option
from wtforms.validators import DataRequired, Length, Optional, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from consult.config import LARGEST_UPLOAD
from consult.refusal import Refusal
from consult.texts import line_too_deep, too_deep, typed
from consult.texts.characters import is_blank, printable, storable

__all__ = [
    "KINDS_OF_FILE",
    "CountField",
    "Form",
    "LinesField",
    "Option",
    "OptionalChoice",
    "TextBox",
    "at_most",
    "check_upload",
    "hidden_number",
    "hidden_sha256",
    "long_text",
    "needed",
    "shown_whole",
    "text",
]
KINDS_OF_FILE = (
    "A Word, OpenDocument, PDF, web page, spreadsheet, Markdown, text, YAML or GOV.UK JSON file of 50 MB or less."
)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_UNREADABLE = "The page could not be read. Open it again"
not_accepted = Signal()
"""Sent by a form that was sent and cannot be accepted: nobody else need wait for the page that says why."""

Mending = Mapping[type[Refusal], str | Callable[[Any], str]]
"""Where what a rule refused is mended: the id of a part of the page or a path, or what finds it for a refusal."""


class Form(FlaskForm):
    """Every form: its errors by field, and those that belong to no field."""

    # What a rule refuses is shown at the field that has to be changed, where there is one.
    refused_at: ClassVar[Mapping[type[Refusal], str]] = {}
    # What no field of the form can mend, a view says where it is mended: the id of a part of its page, or a path.
    mended_at: Mending = MappingProxyType({})
    # The page that shows the form, where the address that the form is sent to shows none.
    shown_at: str = ""

    _places: Mapping[str, str] = MappingProxyType({})

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
        """Show what a rule refused: at the field that it is about, or at the top with a link to where it is mended."""
        place = next((place for kind, place in self.mended_at.items() if isinstance(refusal, kind)), None)
        name = next((name for kind, name in self.refused_at.items() if isinstance(refusal, kind)), "")
        if name and place is None:
            self[name].errors = [*self[name].errors, str(refusal)]
        else:
            self.say(str(refusal), place(refusal) if callable(place) else place or "")

    def say(self, problem: str, place: str) -> None:
        """Show a problem of the whole form, with the id of the part of the page, or the path, where it is mended."""
        self.form_errors.append(problem)
        self._places = {**self._places, problem: place}

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What the error summary lists: the message, and the id or the path where it is mended."""
        first = next((_place(field) for field in self if _place(field)), "") or self._anew
        found = [(str(message), self._places.get(str(message)) or first) for message in self.form_errors]
        for field in self:
            # What nobody sees, nobody can mend but by opening the page anew.
            found += [(str(message), _place(field) or self._anew) for message in field.errors]
        return found

    @property
    def _anew(self) -> str:
        if self.shown_at:
            return self.shown_at
        can_be_opened: bool = current_app.url_map.bind("").test(request.path, method="GET")
        return request.path if can_be_opened else "/"


def _place(field: Field) -> str:
    """The id of the part of a field that takes what is typed; '' where nobody sees the field."""
    return "" if isinstance(field.widget, HiddenInput) else getattr(field, "first_id", field.id)


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
    return TextBox(label, validators=checks, description=hint)


class TextBox(TextAreaField):
    """A text of several lines; a stored tree stands in it as it is typed."""

    def _value(self) -> str:
        return typed(self.data or "")


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

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; none was sent when there is none."""
        self.data = None
        super().process_formdata(valuelist)


class _CarriedSha256(HiddenField):
    """The same for a SHA-256."""

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


class OptionalChoice(RadioField):
    """Options of which none need be selected, drawn as radio buttons or as a list. `data` is '' when none is."""

    def pre_validate(self, form: Any) -> None:
        """Accept that nothing was selected."""
        if getattr(self, "data", None) in (None, "", "None"):
            self.data = ""
            raise StopValidation
        super().pre_validate(form)


class Ticks(SelectMultipleField):
    """Tick boxes. Their values are words, unless `coerce` says otherwise."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


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
