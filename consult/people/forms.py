"""The forms of signing in and of managing organisations and people."""

from wtforms import BooleanField, HiddenField, PasswordField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, Optional, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from consult.fields import Form, Option, needed, text
from consult.people.models import OrganisationKind
from consult.people.rules import LONGEST_PASSWORD, SHORTEST_PASSWORD, SHORTEST_WITH_FACTOR, is_email
from consult.permissions import Role


def _email(_form: object, field: object) -> None:
    if not is_email(getattr(field, "data", None) or ""):
        raise StopValidation("Enter an email address, like name@example.org")


class SignInForm(Form):
    """Address and password."""

    email = text("Email address", name="Email address", most=254, need="Enter your email address")
    password = PasswordField("Password", validators=[needed("Enter your password"), Length(max=LONGEST_PASSWORD)])
    next = HiddenField()


def _password(label: str, *, need: str, hint: str = "") -> PasswordField:
    return PasswordField(label, validators=[needed(need), Length(max=LONGEST_PASSWORD)], description=hint)


def _code(label: str, *, need: str, hint: str = "") -> StringField:
    return text(label, name="Code", most=40, need=need, hint=hint)


class CodeForm(Form):
    """The code that is asked for after the password."""

    code = _code(
        "Code", need="Enter the code from your app", hint="The 6 digits that your authenticator app shows now."
    )
    next = HiddenField()


class RecoveryForm(Form):
    """A recovery code instead, from somebody without their app."""

    code = _code(
        "Recovery code", need="Enter a recovery code", hint="One that you have not used, like 2345-6789-ABCD-EFGH."
    )
    next = HiddenField()


class ConfirmFactorForm(Form):
    """The first code of an app, which shows that it has the secret."""

    code = _code("Code", need="Enter the code from your app", hint="The 6 digits that the app shows now.")


class TurnOffForm(Form):
    """What turning the second factor off takes."""

    password = _password("Password", need="Enter your password")
    code = _code(
        "Code", need="Enter a code from your app, or a recovery code", hint="From your app, or a recovery code."
    )


class CodesForm(Form):
    """Recovery codes that were just shown, to be saved as a file."""

    codes = HiddenField(validators=[Length(max=1000)])


class ChangePasswordForm(Form):
    """One's own password, old and new."""

    current_password = _password("Current password", need="Enter your current password")
    new_password = _password("New password", need="Enter a new password")

    def __init__(self, *, second_factor: bool, **options: object) -> None:
        super().__init__(**options)
        shortest = SHORTEST_WITH_FACTOR if second_factor else SHORTEST_PASSWORD
        self.new_password.description = (
            f"At least {shortest} characters. Three or more words that do not belong together are easy to remember and "
            "hard to guess."
        )


class ProofForm(Form):
    """Password or code, given again. The names are no other form's: it travels together with the form held up."""

    proof_password = PasswordField("Password", validators=[Length(max=LONGEST_PASSWORD)])
    proof_code = text("Or a code", name="Code", most=40, hint="From your authenticator app, or a recovery code.")

    @property
    def given(self) -> bool:
        """Whether this form was sent, and not only the one that is held up."""
        return bool(self.proof_password.raw_data or self.proof_code.raw_data)

    def validate_proof_password(self, _field: object) -> None:
        """One of the two is enough, and needed."""
        if not self.proof_password.data and not self.proof_code.data:
            raise StopValidation("Enter your password")


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
