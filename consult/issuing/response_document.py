"""The response document: what is sent to the department, question by question in the order of the paper."""

from collections.abc import Iterator

from consult.documents.content import ResponseContent, Stamp
from consult.documents.sections import Section, question_bookmark, sections, shown_number
from consult.documents.wording import moment_in_words, names_all
from consult.issuing.answer_text import write_answers
from consult.issuing.imprint import finish
from consult.issuing.word.contents import Entry, write_contents
from consult.issuing.word.kit import WordFile
from consult.issuing.word.styles import Look
from consult.issuing.word.tables import facts_table

_SECTION = 1
# With more questions than this the contents list sections alone: a list of pages helps nobody.
_MOST_LISTED = 60
# Contents longer than this fill the first page, and the text begins on a new one.
_MOST_BEFORE_TEXT = 12


def make_response_document(content: ResponseContent, stamp: Stamp) -> bytes:
    """The response as a Word file. The same content and stamp give the same bytes."""
    file = WordFile(Look(question_level=_SECTION + 1))
    file.line("Title", content.response_title)
    if not names_all(content.response_title, [content.consultation_title]):
        file.line("Subtitle", f"Response to the consultation ‘{content.consultation_title}’")
    facts_table(
        file,
        "About this response",
        "Each row names something about the response and gives its value.",
        (
            ("Response by", content.lead_organisation),
            ("On behalf of", "\n".join(content.bodies)),
            ("Consultation", content.consultation_title),
            ("Issued by", content.issuing_body),
            ("Reference", content.reference),
            ("Closing time", moment_in_words(content.closing_at)),
        ),
    )
    answers = content.printed
    listed = list(_entries(sections(answers), len(answers) <= _MOST_LISTED))
    write_contents(file, listed)
    write_answers(file, answers, _SECTION, new_page=len(listed) > _MOST_BEFORE_TEXT)
    return finish(file, content, stamp, "Response document")


def _entries(divided: list[Section], questions_too: bool) -> Iterator[Entry]:
    for section in divided:
        yield Entry(1, section.title, section.bookmark, note=section.range)
        for answer in section.answers if questions_too else ():
            yield Entry(2, answer.question, question_bookmark(answer), number=shown_number(answer))
