"""The committee report: what an executive is asked to decide, why, and exactly which text it would approve.

A summary for the first page, numbered sections 1. with paragraphs 1.1, and Appendix A with the letter and the answers.
"""

from collections.abc import Sequence

from consult.documents.content import ReportContent, ResponseContent, Stamp
from consult.documents.passages import Passage, PassageForm, contact_lines, front_page, numbered_sections, report_facts
from consult.documents.sections import has_sections
from consult.issuing.answer_text import write_answers
from consult.issuing.imprint import finish
from consult.issuing.letter_text import write_letter
from consult.issuing.word.kit import WordFile
from consult.issuing.word.numbering import DECIMAL, LETTERS, list_mark
from consult.issuing.word.styles import INDENT, Look
from consult.issuing.word.tables import facts_table
from consult.issuing.word.text import Voice, write_line, write_text

_FRONT = Voice(about="the report’s summary")
_BODY = Voice(style="NumberedParagraph", indent=INDENT, ordered=LETTERS, about="the report")
_APPENDIX_PART = 2


def make_committee_report(content: ResponseContent, stamp: Stamp) -> bytes:
    """The committee report as a Word file. The same content and stamp give the same bytes."""
    divided = has_sections(content.printed)
    section_level = _APPENDIX_PART + 1
    file = WordFile(Look(numbered_headings=True, question_level=section_level + divided))
    _title_block(file, content)
    for section in front_page(content.report):
        file.heading(1, section.title)
        _write(file, section.passages, _FRONT)
    for n, section in enumerate(numbered_sections(content.report)):
        file.heading(1, section.title, numbered=True, new_page=n == 0)
        _write(file, section.passages, _BODY)
    _contact(file, content.report)
    file.heading(1, "Appendix A: Proposed response", new_page=True)
    file.heading(_APPENDIX_PART, "Covering letter")
    write_letter(file, content, stamp, _APPENDIX_PART + 1)
    file.heading(_APPENDIX_PART, "Questions and answers", new_page=True)
    write_answers(file, content.printed, section_level if divided else None)
    return finish(file, content, stamp, "Committee report")


def _title_block(file: WordFile, content: ResponseContent) -> None:
    file.line("Title", content.response_title)
    file.line("Subtitle", "Committee report")
    about = "Each row names something about the report and gives its value."
    facts_table(file, "About this report", about, report_facts(content))


def _write(file: WordFile, passages: Sequence[Passage], voice: Voice) -> None:
    """Write the passages of a section in the voice of the front page or of the report."""
    for passage in passages:
        if passage.form is PassageForm.TEXT:
            write_text(file, passage.text, voice)
        elif passage.form is PassageForm.LINE:
            file.line(voice.style, passage.text)
        else:
            _write_list(file, passage, voice)


def _write_list(file: WordFile, passage: Passage, voice: Voice) -> None:
    if passage.form is PassageForm.BULLETS:
        style, number = "ListBullet", file.numbering.bullets(0)
    else:
        lettered = passage.form is PassageForm.OPTIONS or voice is _BODY
        style, number = "ListNumber", file.numbering.ordered(LETTERS if lettered else DECIMAL, voice.indent)
    for n, text in enumerate(passage.texts, start=1):
        recommended = " (recommended)" if n == passage.recommended else ""
        write_line(file, text, Voice(style=style), mark=list_mark(number, 0), last_words=recommended)


def _contact(file: WordFile, report: ReportContent) -> None:
    lines = contact_lines(report)
    if lines:
        file.line("BlockHeading", "Contact")
    for line in lines:
        write_line(file, line, Voice(style="SignatureBlock"))
