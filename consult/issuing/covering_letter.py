"""The covering letter: to the department, on behalf of all bodies, with the issues that matter most."""

from consult.documents.content import ResponseContent, Stamp
from consult.issuing.imprint import finish
from consult.issuing.letter_text import write_letter
from consult.issuing.word.kit import WordFile
from consult.issuing.word.styles import Look

_SUBHEADING = 2


def make_covering_letter(content: ResponseContent, stamp: Stamp) -> bytes:
    """The covering letter as a Word file. The same content and stamp give the same bytes."""
    file = WordFile(Look(subject_is_heading=True))
    file.line("Letterhead", content.lead_organisation)
    write_letter(file, content, stamp, _SUBHEADING)
    return finish(file, content, stamp, "Covering letter")
