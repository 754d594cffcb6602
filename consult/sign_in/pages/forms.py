"""The forms of signing in and of one's own account."""

from typing import ClassVar

from wtforms import HiddenField, PasswordField, RadioField
from wtforms.validators import Length

from consult.people.models import CommentMail
from consult.people.pages.forms import looks_like_address
from consult.people.passwords import LONGEST_PASSWORD, SHORTEST_PASSWORD, SHORTEST_WITH_FACTOR, WeakPassword
from consult.people.rules import PeopleError
from consult.sign_in.rules import WrongCode
from consult.web.fields import Form, Option, needed, text
from consult.web.proof_forms import code_field, signed_field
from consult.web.stale import ChangeForm


class SignInForm(Form):
    """Address and password."""

    refused_at: ClassVar = {PeopleError: "email"}
    email = text("Email address", name="Email address", most=254, need="Enter your email address")
    password = PasswordField("Password", validators=[needed("Enter your password"), Length(max=LONGEST_PASSWORD)])
    next = HiddenField()


def _password(label: str, *, need: str, hint: str = "") -> PasswordField:
    return PasswordField(label, validators=[needed(need), Length(max=LONGEST_PASSWORD)], description=hint)


class ConfirmFactorForm(Form):
    """The first code of an app, which shows that it has the secret."""

    refused_at: ClassVar = {PeopleError: "code"}
    code = code_field("Code", need="Enter the code from your app", hint="The 6 digits that the app shows now.")


class TurnOffForm(Form):
    """What turning the second factor off takes."""

    refused_at: ClassVar = {WrongCode: "code", PeopleError: "password"}
    password = _password("Password", need="Enter your password")
    code = code_field(
        "Code", need="Enter a code from your app, or a recovery code", hint="From your app, or a recovery code."
    )


class CodesForm(Form):
    """Recovery codes that were just shown, to be saved as a file."""

    codes = HiddenField(validators=[Length(max=1000)])


class LinkForm(Form):
    """The address that a link to sign in goes to."""

    refused_at: ClassVar = {PeopleError: "email"}
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
        self.email.validators = [*self.email.validators, looks_like_address]


class OwnAddressForm(Form):
    """A new address of one's own."""

    refused_at: ClassVar = {PeopleError: "email"}
    email = text("New email address", name="New email address", most=254, need="Enter your new email address")

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self.email.validators = [*self.email.validators, looks_like_address]


class OwnMailForm(ChangeForm):
    """How often one is told of comments on the responses that one leads."""

    comments = RadioField(
        "How often do you want an email about comments?",
        choices=[Option(each.value, each.label) for each in CommentMail],
        validators=[needed("Select how often you want an email about comments")],
    )


class ChoosePasswordForm(Form):
    """A password of one's own, without the old one."""

    refused_at: ClassVar = {PeopleError: "new_password"}
    new_password = _password("New password", need="Enter a new password")

    def __init__(self, *, second_factor: bool, **options: object) -> None:
        super().__init__(**options)
        shortest = SHORTEST_WITH_FACTOR if second_factor else SHORTEST_PASSWORD
        self.new_password.description = (
            f"At least {shortest} characters. Three or more words that do not belong together are easy to remember and "
            "hard to guess."
        )


class PasskeyForm(Form):
    """What the person calls a passkey."""

    refused_at: ClassVar = {PeopleError: "name"}
    name = text(
        "Name of the passkey",
        name="Name of the passkey",
        most=100,
        need="Enter a name for the passkey",
        hint="So that you know it again, such as ‘Work phone’ or ‘Blue security key’.",
    )


class NewPasskeyForm(PasskeyForm):
    """A passkey that the browser made, and its name."""

    credential = signed_field()


class PasskeySignInForm(Form):
    """A passkey, asked for after the password."""

    credential = signed_field()
    next = HiddenField()


class ChangePasswordForm(ChoosePasswordForm):
    """One's own password, old and new."""

    refused_at: ClassVar = {WeakPassword: "new_password", PeopleError: "current_password"}
    current_password = _password("Current password", need="Enter your current password")


class RenamePasskeyForm(ChangeForm, PasskeyForm):
    """Another name for a passkey."""
