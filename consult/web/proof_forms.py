"""The forms of the gate: a code after the password, and the proof that an act is held up for."""

from typing import ClassVar

from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import Length, StopValidation

from consult.people.passwords import LONGEST_PASSWORD
from consult.people.rules import PeopleError
from consult.sign_in.rules import WrongCode, WrongPassword
from consult.web.fields import Form, text


def code_field(label: str, *, need: str, hint: str = "") -> StringField:
    """A code, typed."""
    return text(label, name="Code", most=40, need=need, hint=hint)


class CodeForm(Form):
    """The code that is asked for after the password."""

    refused_at: ClassVar = {PeopleError: "code"}
    code = code_field(
        "Code", need="Enter the code from your app", hint="The 6 digits that your authenticator app shows now."
    )
    next = HiddenField()


class RecoveryForm(Form):
    """A recovery code instead, from somebody without their app."""

    refused_at: ClassVar = {PeopleError: "code"}
    code = code_field(
        "Recovery code", need="Enter a recovery code", hint="One that you have not used, like 2345-6789-ABCD-EFGH."
    )
    next = HiddenField()


def signed_field() -> HiddenField:
    """What a passkey signed, as the page's script puts it in (JSON)."""
    return HiddenField(validators=[Length(max=20_000)])


class ProofForm(Form):
    """Password, code or passkey, given again. The names are no other form's: it travels with the form held up."""

    refused_at: ClassVar = {WrongCode: "proof_code", WrongPassword: "proof_password"}
    proof_password = PasswordField("Password", validators=[Length(max=LONGEST_PASSWORD)])
    proof_code = text("Or a code", name="Code", most=40, hint="From your authenticator app, or a recovery code.")
    proof_passkey = signed_field()

    @property
    def given(self) -> bool:
        """Whether this form was sent, and not only the one that is held up."""
        return bool(self.proof_password.raw_data or self.proof_code.raw_data)

    def validate_proof_password(self, _field: object) -> None:
        """One of the three is enough, and needed."""
        if not (self.proof_password.data or self.proof_code.data or self.proof_passkey.data):
            raise StopValidation("Enter your password")
