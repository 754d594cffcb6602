"""The forms of signing in and of managing organisations and people."""

from wtforms import BooleanField, HiddenField, PasswordField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import Length, Optional, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from consult.fields import Form, Option, needed, text
from consult.people.models import OrganisationKind
from consult.people.rules import LONGEST_PASSWORD, SHORTEST_PASSWORD, is_email
from consult.permissions import Role


def _email(_form: object, field: object) -> None:
    if not is_email(getattr(field, "data", None) or ""):
        raise StopValidation("Enter an email address, like name@example.org")


class SignInForm(Form):
    """Address and password."""

    email = text("Email address", name="Email address", most=254, need="Enter your email address")
    password = PasswordField("Password", validators=[needed("Enter your password"), Length(max=LONGEST_PASSWORD)])
    next = HiddenField()


class OrganisationForm(Form):
    """A body whose people work on responses."""

    name = text("Name", name="Name", most=200, need="Enter the name of the organisation")
    kind = RadioField(
        "Kind of organisation",
        choices=[Option(kind.value, kind.value.capitalize()) for kind in OrganisationKind],
        validators=[needed("Select the kind of organisation")],
    )


class RolesField(SelectMultipleField):
    """Tick boxes for roles."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PersonForm(Form):
    """Somebody who can sign in."""

    name = text("Name", name="Name", most=200, need="Enter the person’s name")
    email = text("Email address", name="Email address", most=254, need="Enter the person’s email address")
    organisation = SelectField("Organisation", coerce=int)
    roles = RolesField(
        "Roles",
        choices=[Option(role.value, role.label) for role in Role],
        validators=[needed("Select at least one role")],
    )
    password = PasswordField(
        "Password",
        description=f"At least {SHORTEST_PASSWORD} characters. Three or more words that do not belong together are "
        "easy to remember and hard to guess.",
        validators=[needed("Enter a password"), Length(max=LONGEST_PASSWORD)],
    )

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self.email.validators = [*self.email.validators, _email]


class ChangePersonForm(PersonForm):
    """A person's details; the password only when it is to be a new one."""

    active = BooleanField("Can sign in", description="Clear this when the person leaves. They are signed out at once.")
    password = PasswordField(
        "New password",
        description=f"Leave empty to keep the present one. At least {SHORTEST_PASSWORD} characters.",
        validators=[Optional(), Length(max=LONGEST_PASSWORD)],
    )
