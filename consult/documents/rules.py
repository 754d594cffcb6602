"""When documents may be issued, and what report and letter must say first."""

from consult.documents.content import LetterContent, ReportContent
from consult.refusal import Refusal

LONGEST_TEXT = 50_000


class DocumentError(Refusal):
    """A refusal in the words of the page."""


class LetterUnfinished(DocumentError):
    """The covering letter lacks something that every letter has."""


class ReportUnfinished(DocumentError):
    """The committee report lacks something that every report has."""


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
    if lacking:
        raise ReportUnfinished(f"The committee report lacks {_and(lacking)}")
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
    if lacking:
        raise LetterUnfinished(f"The covering letter lacks {_and(lacking)}")


def _and(things: list[str]) -> str:
    return things[0] if len(things) == 1 else f"{', '.join(things[:-1])} and {things[-1]}"
