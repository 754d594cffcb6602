"""What report and letter must say before they go to the bodies."""

from consult.documents.content import LetterContent, ReportContent
from consult.refusal import Refusal
from consult.texts import NestedTooDeep, check_depth, line_too_deep, listed

LONGEST_TEXT = 50_000


class DocumentError(Refusal):
    """A refusal in the words of the page."""


class DocumentsUnfinished(DocumentError):
    """The committee report or the covering letter lacks something that every one has."""


class TextTooLong(DocumentError):
    """A text is longer than anybody will read."""


class TextsMoved(DocumentError):
    """Answers, report or letter were changed after the page was opened."""


def check_same_texts(now: str, shown: str) -> None:
    """Raise TextsMoved unless the texts are those that were shown, by the name of their version."""
    if now != shown:
        raise TextsMoved("A text was changed after you opened this page. Look at it, then send the version from here")


def check_shown(text: LetterContent | ReportContent) -> None:
    """Raise NestedTooDeep when a text of report or letter is nested deeper than pages and documents show."""
    for part in vars(text).values():
        if isinstance(part, str):
            check_depth(part)
        for line in part if isinstance(part, tuple) else ():
            if fault := line_too_deep(line):
                raise NestedTooDeep(f"Text {fault}")


def check_complete(report: ReportContent, letter: LetterContent) -> None:
    """Raise what the report or the letter still lacks before they can go to the bodies."""
    of_report = (
        ("the meeting", report.meeting_body),
        ("who the report is from", report.report_of),
        ("a summary", report.summary),
        ("at least two options", report.options[1:]),
        ("the background", report.background),
        ("the proposals", report.proposals),
        ("a recommendation", report.recommendations),
    )
    of_letter = (
        ("whom it goes to", letter.recipient),
        ("a subject", letter.subject),
        ("an opening", letter.opening),
        ("key issues", letter.key_issues),
        ("who signs it", letter.signatory_name),
    )
    faults = []
    for document, parts in (("The committee report", of_report), ("The covering letter", of_letter)):
        if lacking := [name for name, value in parts if not value]:
            faults.append(f"{document} lacks {listed(lacking)}")
    if faults:
        raise DocumentsUnfinished(". ".join(faults))
