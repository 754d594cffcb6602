"""The forms of organisations, their memberships, distribution lists, and sheets of people."""

from typing import ClassVar

from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import StopValidation

from consult.people.groups import JoinState, Standing
from consult.people.importing import LARGEST_SHEET
from consult.people.joining import LONGEST_REASON, ReasonMissing
from consult.people.models import OrganisationKind, Sector
from consult.people.organisations import LONGEST_TOPIC, MOST_TOPICS, Details, Time
from consult.people.rules import DatesCross, NameTaken
from consult.web.day_fields import DayField
from consult.web.fields import Form, LinesField, Option, check_upload, needed, text
from consult.web.stale import ChangeForm


class OrganisationForm(Form):
    """A body whose people work on responses, and what it speaks for."""

    refused_at: ClassVar = {NameTaken: "name"}
    name = text("Name", name="Name", most=200, need="Enter the name of the organisation")
    kind = RadioField(
        "Kind of organisation",
        choices=[Option(kind.value, kind.value.capitalize()) for kind in OrganisationKind],
        validators=[needed("Select the kind of organisation")],
    )
    sector = SelectField(
        "Sector", choices=[Option("", "Not said"), *(Option(sector.value, sector.label) for sector in Sector)]
    )
    topics = LinesField(
        "Topics it speaks for (optional)",
        most_lines=MOST_TOPICS,
        most=LONGEST_TOPIC,
        name_in_errors="Topics",
        hint="One to a line.",
    )

    def suggest(self, topics: list[str]) -> None:
        """Name the topics in use beside the field, so that one topic is not spelt in many ways."""
        if topics:
            self.topics.description = f"One to a line. In use already: {', '.join(topics[:40])}."

    @property
    def details(self) -> Details:
        """What was typed."""
        return Details(
            name=self.name.data or "",
            kind=OrganisationKind(self.kind.data),
            sector=Sector(self.sector.data) if self.sector.data else None,
            topics=tuple(self.topics.data or ()),
        )


class ChangeOrganisationForm(ChangeForm, OrganisationForm):
    """The same of an organisation that is there."""


class TimeForm(Form):
    """An organisation's time in a partnership."""

    refused_at: ClassVar = {DatesCross: "until_on"}
    standing = RadioField(
        "Standing",
        choices=[Option(standing.value, standing.value.capitalize()) for standing in Standing],
        validators=[needed("Select member or observer")],
    )
    from_on = DayField("First day (optional)", name_in_errors="First day", hint="Leave it empty where nobody knows.")
    until_on = DayField("Last day (optional)", name_in_errors="Last day", hint="Leave it empty while there is no end.")

    @property
    def time(self) -> Time:
        """What was typed."""
        return Time(Standing(self.standing.data), self.from_on.data, self.until_on.data)


class ChangeMembershipForm(ChangeForm, TimeForm):
    """The same of a membership that is there."""


class MembershipForm(TimeForm):
    """The same, and whose it is."""

    organisation = SelectField("Organisation", coerce=int)


class ListNameForm(Form):
    """The name of a distribution list."""

    name = text("Name of the list", name="Name of the list", most=100, need="Enter a name for the list")


class RenameListForm(ChangeForm, ListNameForm):
    """Another name for a list."""


class NewListForm(ListNameForm):
    """A new list and whose it is."""

    organisation = SelectField("Organisation", coerce=int)


class JoinForm(Form):
    """Whether a newcomer is one of an organisation's people."""

    refused_at: ClassVar = {ReasonMissing: "reason"}
    verdict = RadioField(
        "What do you say?",
        choices=[
            Option(JoinState.CONFIRMED.value, "Yes, they are one of its people"),
            Option(JoinState.REFUSED.value, "No, they are not"),
        ],
        validators=[needed("Select whether they are one of its people")],
    )
    reason = text(
        "Why not? (when you refuse)", name="Reason", most=LONGEST_REASON, hint="The officer who invited them reads it."
    )


class SheetForm(Form):
    """A sheet of people."""

    sheet = FileField("Sheet", description="An Excel file (.xlsx) or a file of comma separated values (.csv).")

    def validate_sheet(self, field: FileField) -> None:
        """A file was selected, and is neither empty nor too large."""
        check_upload(field, "Select a sheet")
        size = field.data.stream.seek(0, 2)
        field.data.stream.seek(0)
        if size > LARGEST_SHEET:
            raise StopValidation(f"The sheet is larger than {LARGEST_SHEET // 1024 // 1024} MB")


class ConfirmImportForm(Form):
    """That what the page showed is what is wanted."""

    seen = HiddenField()
