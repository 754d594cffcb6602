"""The words of the covering letter, from the recipient to the signature; alone and in the report's appendix."""

from consult.documents.content import ResponseContent, Stamp
from consult.documents.passages import PassageForm, letter_passages
from consult.issuing.word.elements import BOLD, PLAIN
from consult.issuing.word.kit import WordFile
from consult.issuing.word.numbering import list_mark
from consult.issuing.word.text import Voice, write_line, write_text

_STYLES = {
    "address": "Address",
    "subject": "SubjectLine",
    "valediction": "SignatureBlock",
    "room": "SignatureBlock",
    "name": "SignatureBlock",
    "title": "SignatureBlock",
    "for": "SignatureBlock",
}
_ROOM = "\n\n"  # for a signature


def write_letter(file: WordFile, content: ResponseContent, stamp: Stamp, heading: int) -> None:
    """Write the letter; headings that its texts may hold begin at level `heading`."""
    voice = Voice(heading=heading, about="the covering letter")
    for passage in letter_passages(content, issued_at=stamp.issued_at):
        if passage.form is PassageForm.TEXT:
            write_text(file, passage.text, voice)
        elif passage.form is PassageForm.BULLETS:
            bullets = file.numbering.bullets(0)
            for issue in passage.texts:
                write_line(file, issue, Voice(style="ListBullet"), mark=list_mark(bullets, 0))
        else:
            text = _ROOM if passage.role == "room" else passage.text
            face = BOLD if passage.role == "name" else PLAIN
            file.line(_STYLES.get(passage.role, "Normal"), text, face=face)
