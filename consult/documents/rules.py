"""When documents may be issued, and what report and letter must say first."""

from consult.documents.content import LetterContent, ReportContent
from consult.refusal import Refusal
from consult.texts import listed

LONGEST_TEXT = 50_000


class DocumentError(Refusal):
    """A refusal in the words of the page."""


class DocumentsUnfinished(DocumentError):
    """The committee report or the covering letter lacks something that every one has."""


class NotApproved(DocumentError):
    """Only a version that every body approved is issued."""


class AlreadyIssued(DocumentError):
    """The documents of a version are issued once."""


class TextTooLong(DocumentError):
    """A text is longer than anybody will read."""


def check_complete(report: ReportContent, letter: LetterContent) -> None:
    """Raise what the report or the letter still lacks before they can go to the bodies."""
    lacking = [
        name
        for name, value in (
            ("the meeting", report.meeting_body),
            ("who the report is from", report.report_of),
            ("a summary", report.summary),
            ("at least two options", report.options[1:]),
            ("the background", report.background),
            ("the proposals", report.proposals),
            ("a recommendation", report.recommendations),
        )
        if not value
    ]
    faults = [f"the committee report lacks {listed(lacking)}"] if lacking else []
    lacking = [
        name
        for name, value in (
            ("whom it goes to", letter.recipient),
            ("a subject", letter.subject),
            ("an opening", letter.opening),
            ("key issues", letter.key_issues),
            ("who signs it", letter.signatory_name),
        )
        if not value
    ]
    faults += [f"the covering letter lacks {listed(lacking)}"] if lacking else []
    if faults:
        told = "; ".join(faults)
        raise DocumentsUnfinished(told[0].upper() + told[1:])
