"""Form fields in the GOV.UK style for days and times: dates in three boxes, times as people type them.

Only forms import this module. The macros in templates/macros/fields.html draw the fields.
"""

from datetime import date, time
from typing import Any

from wtforms import Field
from wtforms.validators import StopValidation

from consult import dates
from consult.dates import read_clock
from consult.texts.characters import printable

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


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
