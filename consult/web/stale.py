"""Forms that change what is stored: none overwrites unseen what somebody else saved while it was open.

The form carries a mark of what it was made from, a few letters for each field. When it is sent, they are held against
what is stored by then. Where they differ, nothing is saved: the page shows what was saved meanwhile beside what was
typed, takes over what its sender had not touched, and carries the new mark, so that saving again is done knowingly.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from wtforms import Field, HiddenField, SelectMultipleField, TextAreaField
from wtforms.validators import Length

from consult import dates
from consult.texts import typed
from consult.web.fields import Form, Option

CHANGED = (
    "Somebody else saved this after you opened the page, so nothing was saved. Look below at what they changed, "
    "then save again"
)
KEPT_ASIDE = (
    "Somebody else saved this after you opened the page. What you typed is kept as version {n}, set aside: it does not "
    "count yet. Look below at what they changed, then save again"
)
_LONGEST = 20_000


@dataclass(frozen=True)
class Meanwhile:
    """What somebody else changed: the name of it, what is stored now, what was typed (None where nothing can be)."""

    label: str
    stored: str
    typed: str | None
    touched: bool


class ChangeForm(Form):
    """A form that begins with what is stored, and changes it.

    `stored` is what the fields begin with, by name; `beside` what the page shows that the change rests on, by the words
    for it, such as the version of a text that is confirmed. Both are read in turn (`web.to_change`).
    """

    made_from = HiddenField(validators=[Length(max=_LONGEST)])

    def __init__(self, *, stored: Mapping[str, Any], beside: Mapping[str, str] | None = None, **options: Any) -> None:
        super().__init__(**{**stored, **options})
        self._stored, self._beside = stored, beside or {}
        self.meanwhile: list[Meanwhile] = []
        # Whether it could have been saved, had nobody else saved since its page was opened.
        self.outdated = False
        self._sent = self.made_from.data or ""
        if not self.is_submitted():
            self.made_from.data = self._mark()

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether all that was typed will do, and nobody saved anything else meanwhile."""
        good = bool(super().validate(extra_validators))
        self.meanwhile = self._changed()
        if not self.meanwhile:
            return good
        self.outdated = good and bool(self._sent)
        self.say(CHANGED, "meanwhile")
        self.made_from.data = self._mark()
        return False

    def kept_aside(self, n: int) -> None:
        """Say that what was typed is kept as a version that does not count, and no longer that nothing was saved."""
        self.form_errors.remove(CHANGED)
        self.say(KEPT_ASIDE.format(n=n), "meanwhile")

    def in_words(self) -> list[tuple[str, str]]:
        """What it begins with as people read it, each value under its name on the page, in the order of the fields."""
        return [(_name(each), _shown(each, self._stored[each.name])) for each in self if each.name in self._stored]

    def rests_on(self, name: str) -> bool:
        """Whether what was sent rests on what the page showed under this name."""
        return True

    def _mark(self) -> str:
        return " ".join(_piece(name, value) for name, value in (*self._values(), *self._beside.items()))

    def _values(self) -> list[tuple[str, str]]:
        return [(field.name, _plain(field, self._stored[field.name])) for field in self if field.name in self._stored]

    def _changed(self) -> list[Meanwhile]:
        """What differs from what the form was made from, but for what its sender typed the same."""
        known, found = set(self._sent.split()), []
        for name, value in self._values():
            if _piece(name, value) in known:
                continue
            field = self[name]
            sent = _plain(field, field.data)
            if sent == value:
                continue
            touched = _piece(name, sent) not in known
            now, mine = _shown(field, self._stored[name]), _shown(field, field.data)
            found.append(Meanwhile(_name(field), now, mine, touched))
            if not touched:
                field.process(None, self._stored[name])
        for name, value in self._beside.items():
            if _piece(name, value) not in known and self.rests_on(name):
                found.append(Meanwhile(name, value, None, touched=False))
        return found


def _piece(name: str, value: str) -> str:
    return hashlib.sha256(json.dumps([name, value]).encode()).hexdigest()[:16]


def _plain(field: Field, value: Any) -> str:
    """A value as it comes back when nobody touches it in a browser."""
    if value in (None, "", False) or value == [] or value == ():
        return ""
    if isinstance(value, (list, tuple, set, frozenset)):
        lines = [" ".join(str(each).split()) for each in value]
        return "\n".join(sorted(lines) if isinstance(field, SelectMultipleField) else lines)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(field, TextAreaField):  # spaces at the begin and the end of a line say something there
        return "\n".join(typed(str(value)).splitlines()).strip()
    return "\n".join(" ".join(line.split()) for line in str(value).splitlines()).strip()


def _option(choice: Any) -> Option:
    return choice if isinstance(choice, Option) else Option(*choice)


def _name(field: Field) -> str:
    return str(field.label.text).removesuffix(" (optional)")


def _shown(field: Field, value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if _plain(field, value) == "":
        return "Nothing"
    if isinstance(value, date):
        return dates.long_date(value)
    if isinstance(value, time):
        return dates.wall_clock(value)
    values = value if isinstance(value, (list, tuple, set, frozenset)) else [value]
    names = {str(each.value): str(each.label) for each in map(_option, getattr(field, "choices", None) or ())}
    return "\n".join(names.get(str(each), typed(str(each))) for each in values)
