"""The forms of inviting partners to a response, and of giving roles on it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from wtforms import RadioField, SelectField
from wtforms.validators import StopValidation

from consult.drafting.inviting import InvitationTerms
from consult.drafting.models import Invitation
from consult.drafting.queries import AnswerLine
from consult.drafting.rules import (
    LONGEST_MESSAGE,
    AlreadyInvited,
    CannotBeInvited,
    NewcomersOfNobody,
    NothingNamed,
    OverAlready,
    RoleCannotBeGiven,
    TextTooLong,
)
from consult.drafting.states import InvitationLevel
from consult.people.rules import NameTaken, OrganisationOff, is_email
from consult.permissions import FOR_A_BODY, ON_RESPONSE, Role
from consult.refusal import Refusal
from consult.texts import NestedTooDeep
from consult.web.day_fields import DayField
from consult.web.fields import Form, LinesField, Option, Ticks, long_text, needed, text
from consult.web.stale import ChangeForm

MOST_AT_ONCE = 50
WHOLE, PARTS = "whole", "parts"
_AROUND_NAMES = " \t\N{NO-BREAK SPACE},;"
_BEFORE_ADDRESS = re.compile(r"[\s<>,;]")


@dataclass(frozen=True)
class Invitee:
    """One line of whom to invite: an address, and the name for somebody who is new here."""

    name: str
    email: str


def read_line(line: str) -> Invitee | None:
    """Whom one line names: 'Parish clerk <clerk@parish.example>' or the address alone; None where it names nobody."""
    line = line.strip().removesuffix(">")
    address = _BEFORE_ADDRESS.split(line)[-1]
    before = line.removesuffix(address).removesuffix("<")
    if not all(address.partition("@")) or any(mark in before for mark in "<>@"):
        return None
    return Invitee(" ".join(before.rstrip(_AROUND_NAMES).split()), address)


class TermsForm(Form):
    """What somebody is invited to."""

    refused_at: ClassVar[Mapping[type[Refusal], str]] = {OverAlready: "until", NothingNamed: "extent"}
    level = RadioField(
        "What may they do?",
        choices=[Option(level.value, level.label) for level in InvitationLevel],
        default=InvitationLevel.SUGGEST.value,
        validators=[needed("Select what they may do")],
    )
    extent = RadioField(
        "On what?",
        choices=[Option(WHOLE, "The whole response"), Option(PARTS, "Only the sections and questions selected below")],
        default=WHOLE,
        validators=[needed("Select whether it is to the whole response")],
    )
    sections = Ticks("Sections", description="With every question that a section has now or gets later.")
    answers = Ticks("Questions")
    until = DayField(
        "Until when? (optional)",
        name_in_errors="Last day",
        hint="They see nothing more by this invitation after that day.",
    )

    def offer_parts(self, lines: list[AnswerLine]) -> None:
        """Offer the sections and questions of a response as boxes to tick."""
        sections = dict.fromkeys(line.answer.question.section for line in lines if line.answer.question.section)
        self.sections.choices = [Option(section, section) for section in sections]
        self.answers.choices = [
            Option(str(line.answer.id), f"{line.answer.question.label}: {line.answer.question.text[:90]}")
            for line in lines
        ]

    def terms(self, message: str = "") -> InvitationTerms:
        """What was entered."""
        whole = self.extent.data == WHOLE
        return InvitationTerms(
            level=InvitationLevel(self.level.data),
            whole=whole,
            answers=() if whole else tuple(int(number) for number in self.answers.data or ()),
            sections=() if whole else tuple(self.sections.data or ()),
            until=self.until.data,
            message=message,
        )


class ChangeTermsForm(ChangeForm, TermsForm):
    """The same for somebody who is invited already."""


def terms_of(invitation: Invitation) -> dict[str, object]:
    """What the form shows of an invitation."""
    return {
        "level": invitation.level.value,
        "extent": WHOLE if invitation.whole else PARTS,
        "sections": [part.section for part in invitation.parts if part.section is not None],
        "answers": [str(part.answer_id) for part in invitation.parts if part.answer_id],
        "until": invitation.until,
    }


class InviteForm(TermsForm):
    """Whom to invite to what."""

    refused_at: ClassVar = {
        **TermsForm.refused_at,
        NewcomersOfNobody: "organisation",
        CannotBeInvited: "people",
        AlreadyInvited: "people",
        NameTaken: "new_organisation",
        OrganisationOff: "organisation",
        TextTooLong: "message",
        NestedTooDeep: "message",
    }
    people = LinesField(
        "Whom do you invite?",
        name_in_errors="People you invite at once",
        most_lines=MOST_AT_ONCE,
        most=500,
        hint="One email address to a line. Put a name before the address of somebody new: "
        "Parish clerk, clerk@parish.example",
    )
    distribution_list = SelectField("Or everybody on a distribution list", coerce=int)
    organisation = SelectField("Organisation of those who are new here", coerce=int)
    new_organisation = text(
        "Or the name of a new organisation", name="Name of the organisation", most=200, hint="It becomes a partner."
    )
    message = long_text(
        "Message (optional)", name="Message", most=LONGEST_MESSAGE, hint="It stands in the email to them."
    )

    def validate_people(self, _field: object) -> None:
        """Each line holds one address; somebody must be named."""
        lines: tuple[str, ...] = self.people.data or ()
        if not lines and not self.distribution_list.data:
            raise StopValidation("Enter at least one email address, or select a distribution list")
        for line in lines:
            found = read_line(line)
            if found is None or not is_email(found.email.lower()):
                raise StopValidation(f"‘{line[:60]}’ is not an email address, like name@example.org")

    def invitees(self) -> list[Invitee]:
        """Whom the lines name, each address once."""
        named = {found.email.lower(): found.name for line in self.people.data or [] if (found := read_line(line))}
        return [Invitee(name or _name_from(address), address) for address, name in named.items()]


def _name_from(address: str) -> str:
    """'parish.clerk@example.org' as 'Parish clerk', until the person says better."""
    words = re.sub(r"[^\w]+|_", " ", address.partition("@")[0]).strip()
    return (words or address).capitalize()[:200]


class _Somebody:
    """Somebody of this service, and the role that they get."""

    refused_at: ClassVar[Mapping[type[Refusal], str]] = {RoleCannotBeGiven: "email", CannotBeInvited: "email"}
    email = text(
        "Email address of the person",
        name="Email address",
        most=254,
        need="Enter the person’s email address",
        hint="They must be in this service already.",
    )
    role: RadioField

    @property
    def chosen(self) -> Role:
        """The role that was selected."""
        return Role(self.role.data)


class RoleForm(_Somebody, Form):
    """Who gets which role on a response."""

    role = RadioField(
        "Role on this response",
        choices=[Option(role.value, role.label) for role in ON_RESPONSE],
        validators=[needed("Select a role")],
    )
    body = SelectField("For which body? (approvers and clerks)", coerce=int)

    def validate_body(self, field: SelectField) -> None:
        """An approver decides for a body, and a clerk records its decisions."""
        if self.role.data in {role.value for role in FOR_A_BODY} and not field.data:
            raise StopValidation("Select the body that the person decides or records for")


class DeciderForm(_Somebody, Form):
    """Who decides or records for a body on one response."""

    role = RadioField(
        "What do they do?",
        choices=[
            Option(Role.APPROVER.value, "Approver: decides for the body"),
            Option(Role.CLERK.value, "Clerk: records what its meeting decided"),
        ],
        validators=[needed("Select what they do")],
    )
