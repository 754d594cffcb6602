"""The committee report: what an executive is asked to decide, why, and exactly which text it would approve.

A summary for the first page, numbered sections 1. with paragraphs 1.1, and Appendix A with the letter and the answers.
The order of the sections is the one that council committees are used to.
"""

import re
from collections.abc import Sequence

from consult.documents.answer_text import has_sections, write_answers
from consult.documents.content import ReportContent, ResponseContent, Stamp
from consult.documents.imprint import finish
from consult.documents.letter_text import write_letter
from consult.documents.word.elements import one_line
from consult.documents.word.kit import Paper
from consult.documents.word.markdown import Voice, write_line, write_markdown
from consult.documents.word.numbering import DECIMAL, LETTERS, list_mark
from consult.documents.word.styles import INDENT, Look
from consult.documents.word.tables import facts_table
from consult.documents.wording import NOTHING, day_in_words, joined, moment_in_words, option_letter

_FRONT = Voice(about="the report’s summary")
_BODY = Voice(style="NumberedParagraph", indent=INDENT, ordered=LETTERS, about="the report")
_APPENDIX_PART = 2


def make_committee_report(content: ResponseContent, stamp: Stamp) -> bytes:
    """The committee report as a Word file. The same content and stamp give the same bytes."""
    divided = has_sections(content.answers)
    section_level = _APPENDIX_PART + 1
    paper = Paper(Look(numbered_headings=True, question_level=section_level + divided))
    _title_block(paper, content)
    _front_page(paper, content.report)
    _numbered_sections(paper, content.report)
    _contact(paper, content.report)
    paper.heading(1, "Appendix A: Proposed response", new_page=True)
    paper.heading(_APPENDIX_PART, "Covering letter")
    write_letter(paper, content, stamp, _APPENDIX_PART + 1)
    paper.heading(_APPENDIX_PART, "Questions and answers", new_page=True)
    write_answers(paper, content.answers, section_level if divided else None)
    return finish(paper, content, stamp, "Committee report")


def _title_block(paper: Paper, content: ResponseContent) -> None:
    report = content.report
    meeting = ", ".join(part for part in (report.meeting_body.strip(), day_in_words(report.meeting_date)) if part)
    source = f" ({content.issuing_body})" if content.issuing_body.strip() else ""
    paper.line("Title", content.response_title)
    paper.line("Subtitle", "Committee report")
    facts_table(
        paper,
        "About this report",
        "Each row names something about the report and gives its value.",
        (
            ("Meeting", meeting),
            ("Briefing", day_in_words(report.briefing_date)),
            ("Purpose", report.purpose),
            ("Report of", report.report_of),
            ("Consultation", content.consultation_title + source),
            ("Closing time", moment_in_words(content.closing_at)),
            ("On behalf of", joined(content.bodies)),
        ),
    )


def _front_page(paper: Paper, report: ReportContent) -> None:
    paper.heading(1, "Executive summary")
    _front_text(paper, report.summary)
    paper.heading(1, "Main issues")
    bullets = paper.numbering.bullets(0)
    for issue in report.main_issues_summary:
        write_line(paper, issue, Voice(style="ListBullet"), mark=list_mark(bullets, 0))
    if not report.main_issues_summary:
        paper.line("Normal", NOTHING)
    paper.heading(1, "Options")
    _options(paper, report, 0)
    paper.heading(1, "Corporate priority")
    _front_text(paper, report.corporate_priority)
    paper.heading(1, "Officer recommendations")
    paper.line("Normal", _asked(report))
    _listed(paper, report.recommendations, DECIMAL, 0)


def _numbered_sections(paper: Paper, report: ReportContent) -> None:
    _section(paper, "Background", report.background, new_page=True)
    _section(paper, "Main issues", report.main_issues)
    paper.heading(1, "Options", numbered=True)
    paper.line("NumberedParagraph", "The options are:")
    _options(paper, report, INDENT)
    _section(paper, "Proposals", _proposals(report))
    _section(paper, "Financial implications", report.financial)
    _section(paper, "Legal implications / other considerations", report.legal)
    _section(paper, "Risk implications", report.risk)
    _section(paper, "Support for corporate priorities", report.priorities)
    paper.heading(1, "Officer recommendations", numbered=True)
    paper.line("NumberedParagraph", _asked(report))
    _listed(paper, report.recommendations, LETTERS, INDENT)


def _section(paper: Paper, title: str, text: str, *, new_page: bool = False) -> None:
    paper.heading(1, title, numbered=True, new_page=new_page)
    write_markdown(paper, text if text.strip() else NOTHING, _BODY)


def _front_text(paper: Paper, text: str) -> None:
    write_markdown(paper, text if text.strip() else NOTHING, _FRONT)


def _options(paper: Paper, report: ReportContent, indent: int) -> None:
    number = paper.numbering.ordered(LETTERS, indent)
    for n, option in enumerate(report.options, start=1):
        recommended = " (recommended)" if n == report.recommended_option else ""
        write_line(paper, option, Voice(style="ListNumber"), mark=list_mark(number, 0), last_words=recommended)


def _listed(paper: Paper, items: Sequence[str], kind: str, indent: int) -> None:
    number = paper.numbering.ordered(kind, indent)
    for item in items:
        write_line(paper, item, Voice(style="ListNumber"), mark=list_mark(number, 0))


def _contact(paper: Paper, report: ReportContent) -> None:
    lines = [line for line in report.contact.splitlines() if line.strip()]
    if lines:
        paper.line("BlockHeading", "Contact")
    for line in lines:
        write_line(paper, line, Voice(style="SignatureBlock"))


def _asked(report: ReportContent) -> str:
    body = one_line(report.meeting_body) or "meeting"
    return f"{'' if body.lower().startswith('the ') else 'The '}{body} is asked to:"


def _proposals(report: ReportContent) -> str:
    """The proposals; where they do not name the recommended option by its letter, a first sentence does."""
    if not 1 <= report.recommended_option <= len(report.options):
        return report.proposals
    letter = option_letter(report.recommended_option)
    if re.search(rf"\boption\s*\(?{letter}\b", report.proposals, re.IGNORECASE):
        return report.proposals
    option = one_line(report.options[report.recommended_option - 1]).rstrip(".")
    return f"Option ({letter}) is recommended: {option}.\n\n{report.proposals}"
