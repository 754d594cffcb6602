"""The forms of signing in and of managing organisations and people."""

from typing import ClassVar

from wtforms import BooleanField, HiddenField, PasswordField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from consult.people.rules import (
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
    SHORTEST_WITH_FACTOR,
    DatesCross,
    EmailTaken,
    is_email,
)
from consult.permissions import IN_ORGANISATION
from consult.web.day_fields import DayField
from consult.web.fields import Form, Option, needed, text
from consult.web.stale import ChangeForm


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


class LinkForm(Form):
    """The address that a link to sign in goes to."""

    email = text(
        "Email address",
        name="Email address",
        most=254,
        need="Enter your email address",
        hint="The one that you are known by here.",
    )
    next = HiddenField()

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self.email.validators = [*self.email.validators, _email]


class OwnAddressForm(Form):
    """A new address of one's own."""

    email = text("New email address", name="New email address", most=254, need="Enter your new email address")

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self.email.validators = [*self.email.validators, _email]


class ChoosePasswordForm(Form):
    """A password of one's own, without the old one."""

    new_password = _password("New password", need="Enter a new password")

    def __init__(self, *, second_factor: bool, **options: object) -> None:
        super().__init__(**options)
        shortest = SHORTEST_WITH_FACTOR if second_factor else SHORTEST_PASSWORD
        self.new_password.description = (
            f"At least {shortest} characters. Three or more words that do not belong together are easy to remember and "
            "hard to guess."
        )


def _signed() -> HiddenField:
    """What a passkey signed, as the page's script puts it in (JSON)."""
    return HiddenField(validators=[Length(max=20_000)])


class PasskeyForm(Form):
    """What the person calls a passkey."""

    name = text(
        "Name of the passkey",
        name="Name of the passkey",
        most=100,
        need="Enter a name for the passkey",
        hint="So that you know it again, such as ‘Work phone’ or ‘Blue security key’.",
    )


class NewPasskeyForm(PasskeyForm):
    """A passkey that the browser made, and its name."""

    credential = _signed()


class PasskeySignInForm(Form):
    """A passkey, asked for after the password."""

    credential = _signed()
    next = HiddenField()


class ChangePasswordForm(ChoosePasswordForm):
    """One's own password, old and new."""

    current_password = _password("Current password", need="Enter your current password")


class ProofForm(Form):
    """Password, code or passkey, given again. The names are no other form's: it travels with the form held up."""

    proof_password = PasswordField("Password", validators=[Length(max=LONGEST_PASSWORD)])
    proof_code = text("Or a code", name="Code", most=40, hint="From your authenticator app, or a recovery code.")
    proof_passkey = _signed()

    @property
    def given(self) -> bool:
        """Whether this form was sent, and not only the one that is held up."""
        return bool(self.proof_password.raw_data or self.proof_code.raw_data)

    def validate_proof_password(self, _field: object) -> None:
        """One of the three is enough, and needed."""
        if not (self.proof_password.data or self.proof_code.data or self.proof_passkey.data):
            raise StopValidation("Enter your password")


class RolesField(SelectMultipleField):
    """Tick boxes for roles."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PersonForm(Form):
    """Somebody who can sign in."""

    refused_at: ClassVar = {EmailTaken: "email", DatesCross: "member_until"}
    name = text("Name", name="Name", most=200, need="Enter the person’s name")
    email = text("Email address", name="Email address", most=254, need="Enter the person’s email address")
    organisation = SelectField("Organisation", coerce=int)
    roles = RolesField(
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
        self.email.validators = [*self.email.validators, _email]


class ChangePersonForm(ChangeForm, PersonForm):
    """A person's details, and whether they may sign in. `seen` says what was open when the page was shown."""

    seen = HiddenField()

    active = BooleanField("Can sign in", description="Clear this when the person leaves. They are signed out at once.")


class RenamePasskeyForm(ChangeForm, PasskeyForm):
    """Another name for a passkey."""


class MoveForm(ChangeForm):
    """Where somebody goes, and what they are there."""

    organisation = SelectField("New organisation", coerce=int)
    roles = RolesField(
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
