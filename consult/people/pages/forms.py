"""The forms of managing people."""

from typing import ClassVar

from wtforms import BooleanField, HiddenField, SelectField
from wtforms.validators import StopValidation

from consult.people.rules import (
    DatesCross,
    EmailTaken,
    is_email,
)
from consult.permissions import IN_ORGANISATION
from consult.web.day_fields import DayField
from consult.web.fields import Form, Option, Ticks, needed, text
from consult.web.stale import ChangeForm


def looks_like_address(_form: object, field: object) -> None:
    """Stop a field whose text is no e-mail address."""
    if not is_email(getattr(field, "data", None) or ""):
        raise StopValidation("Enter an email address, like name@example.org")


class PersonForm(Form):
    """Somebody who can sign in."""

    refused_at: ClassVar = {EmailTaken: "email", DatesCross: "member_until"}
    name = text("Name", name="Name", most=200, need="Enter the person’s name")
    email = text("Email address", name="Email address", most=254, need="Enter the person’s email address")
    organisation = SelectField("Organisation", coerce=int)
    roles = Ticks(
        "Roles",
        choices=[Option(role.value, role.label) for role in IN_ORGANISATION],
        description="Select none for somebody who sees only the responses that they are invited to by name.",
    )
    member_from = DayField(
        "First day (optional)",
        name_in_errors="First day",
        hint="They can sign in from this day on, and get an email then. Leave it empty for at once.",
    )
    member_until = DayField(
        "Last day (optional)",
        name_in_errors="Last day",
        hint="They are signed out at the end of this day. Leave it empty where there is no end.",
    )

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self.email.validators = [*self.email.validators, looks_like_address]


class ChangePersonForm(ChangeForm, PersonForm):
    """A person's details, and whether they may sign in. `seen` says what was open when the page was shown."""

    seen = HiddenField()

    active = BooleanField("Can sign in", description="Clear this when the person leaves. They are signed out at once.")


class MoveForm(ChangeForm):
    """Where somebody goes, and what they are there."""

    organisation = SelectField("New organisation", coerce=int)
    roles = Ticks(
        "Roles in the new organisation",
        choices=[Option(role.value, role.label) for role in IN_ORGANISATION],
        description="Those in the present organisation end. Select none for somebody who only sees what they are "
        "invited to by name.",
    )
    keep = BooleanField("Keep what they were invited to by name, and their roles on single responses")
    sure = BooleanField("I have read what happens", validators=[needed("Confirm that you have read what happens")])

    def validate_organisation(self, field: SelectField) -> None:
        """They go somewhere."""
        if not field.data:
            raise StopValidation("Select the new organisation")


class HandOverForm(Form):
    """What was left open, each with whom it goes to."""


class AnonymiseForm(Form):
    """That it is meant."""

    sure = BooleanField(
        "I understand that this cannot be undone", validators=[needed("Confirm that you understand this")]
    )
