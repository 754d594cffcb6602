"""The forms of drafting the committee report and the covering letter."""

from datetime import date

from wtforms import IntegerField
from wtforms.validators import StopValidation

from consult.documents.content import LetterContent, ReportContent
from consult.documents.rules import LONGEST_TEXT
from consult.web.day_fields import DayField
from consult.web.fields import CountField, Form, LinesField, hidden_sha256, long_text, needed, text
from consult.web.stale import ChangeForm

_NO_OPTION = "Recommended option must be the number of an option"
_MARKDOWN = "Leave a line between paragraphs. Each paragraph gets a number."


class VersionForm(Form):
    """A button that acts on the version that the page shows."""

    sha256 = hidden_sha256()


class LetterForm(ChangeForm):
    """The covering letter, from top to bottom."""

    recipient = long_text("To", name="Recipient", most=1000, hint="Name and address, one line for each")
    letter_date = DayField("Date (optional)", name_in_errors="Date", hint="Leave empty to use the day of issue")
    salutation = text("Salutation", name="Salutation", most=200)
    subject = text("Subject", name="Subject", most=300)
    opening = long_text("Opening", name="Opening", most=LONGEST_TEXT)
    key_issues = LinesField(
        "Key issues",
        most_lines=30,
        most=4000,
        name_in_errors="Key issues",
        hint="One to a line. They become the letter’s bullets.",
    )
    closing = long_text("Closing", name="Closing", most=LONGEST_TEXT)
    signatory_name = text("Signed by", name="Name", most=200)
    signatory_title = text("Position", name="Position", most=200)
    signing_for = text("On behalf of", name="Bodies", most=500)

    def typed(self) -> LetterContent:
        """The letter as it was typed."""
        return LetterContent(
            recipient=_kept(self.recipient.data),
            salutation=self.salutation.data or "",
            subject=self.subject.data or "",
            opening=_kept(self.opening.data),
            key_issues=tuple(self.key_issues.data or ()),
            closing=_kept(self.closing.data),
            signatory_name=self.signatory_name.data or "",
            signatory_title=self.signatory_title.data or "",
            signing_for=self.signing_for.data or "",
            letter_date=_iso(self.letter_date.data),
        )


class ReportForm(ChangeForm):
    """The committee report, from top to bottom."""

    meeting_body = text("Meeting of", name="Meeting", most=200, hint="For example, Executive")
    briefing_date = DayField("Date of the briefing (optional)", name_in_errors="Date of the briefing")
    meeting_date = DayField("Date of the meeting (optional)", name_in_errors="Date of the meeting")
    purpose = text("Purpose", name="Purpose", most=200, hint="For example, Resolution required")
    report_of = text("Report of", name="Report of", most=200, hint="The officer’s position")
    summary = long_text("Executive summary", name="Executive summary", most=LONGEST_TEXT)
    main_issues_summary = LinesField(
        "Main issues in brief", most_lines=30, most=2000, name_in_errors="Main issues", hint="One to a line"
    )
    options = LinesField(
        "Options", most_lines=10, most=1000, name_in_errors="Options", hint="One to a line: they become (a), (b), (c)"
    )
    recommended_option = CountField(
        "Recommended option",
        most=10,
        name_in_errors="Recommended option",
        hint="Its place in the list: 1 for the first",
        validators=[needed(_NO_OPTION)],
    )
    corporate_priority = text("Corporate priority", name="Corporate priority", most=500)
    background = long_text("Background", name="Background", most=LONGEST_TEXT, hint=_MARKDOWN)
    main_issues = long_text("Main issues", name="Main issues", most=LONGEST_TEXT, hint=_MARKDOWN)
    proposals = long_text("Proposals", name="Proposals", most=LONGEST_TEXT, hint=_MARKDOWN)
    financial = long_text("Financial implications", name="Financial implications", most=LONGEST_TEXT)
    legal = long_text("Legal implications and other considerations", name="Legal implications", most=LONGEST_TEXT)
    risk = long_text("Risk implications", name="Risk implications", most=LONGEST_TEXT)
    priorities = long_text("Support for corporate priorities", name="Support for priorities", most=LONGEST_TEXT)
    recommendations = LinesField(
        "Officer recommendations", most_lines=20, most=2000, name_in_errors="Recommendations", hint="One to a line"
    )
    contact = text("Contact", name="Contact", most=500)

    def validate_recommended_option(self, field: IntegerField) -> None:
        """The recommended option is one of the options."""
        if self.options.data and field.data and field.data > len(self.options.data):
            raise StopValidation(_NO_OPTION)

    def typed(self) -> ReportContent:
        """The report as it was typed."""
        return ReportContent(
            meeting_body=self.meeting_body.data or "",
            briefing_date=_iso(self.briefing_date.data),
            meeting_date=_iso(self.meeting_date.data),
            purpose=self.purpose.data or "",
            report_of=self.report_of.data or "",
            summary=_kept(self.summary.data),
            main_issues_summary=tuple(self.main_issues_summary.data or ()),
            options=tuple(self.options.data or ()),
            recommended_option=self.recommended_option.data or 1,
            corporate_priority=self.corporate_priority.data or "",
            background=_kept(self.background.data),
            main_issues=_kept(self.main_issues.data),
            proposals=_kept(self.proposals.data),
            financial=_kept(self.financial.data),
            legal=_kept(self.legal.data),
            risk=_kept(self.risk.data),
            priorities=_kept(self.priorities.data),
            recommendations=tuple(self.recommendations.data or ()),
            contact=self.contact.data or "",
        )


def _kept(typed: str | None) -> str:
    return (typed or "").replace("\r\n", "\n").strip()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def day_of(iso: str | None) -> date | None:
    """The day that a content names, for a form."""
    return date.fromisoformat(iso) if iso else None
