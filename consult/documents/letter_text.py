"""The words of the covering letter, from the recipient to the signature; alone and in the report's appendix."""

import re

from consult.documents.content import LetterContent, ResponseContent, Stamp
from consult.documents.word.elements import BOLD
from consult.documents.word.kit import Paper
from consult.documents.word.markdown import Voice, write_line, write_markdown
from consult.documents.word.numbering import list_mark
from consult.documents.wording import day_in_words, joined, names_all

_VALEDICTION = re.compile(r"\byours\s+(sincerely|faithfully|truly)\b", re.IGNORECASE)
_TO_STRANGERS = re.compile(r"\b(sir|madam|colleagues?|all)\b|^dear\W*$", re.IGNORECASE)
_NOT_DATED = "Date: to be added when the letter is issued"


def write_letter(paper: Paper, content: ResponseContent, stamp: Stamp, heading: int) -> None:
    """Write the letter; headings that its texts may hold begin at level `heading`."""
    letter = content.letter
    paper.line("Normal", _date(letter, stamp))
    paper.line("Address", letter.recipient.strip())
    paper.line("Normal", letter.salutation.strip() or "Dear Sir or Madam")
    paper.line("SubjectLine", letter.subject.strip() or content.consultation_title)
    if content.reference.strip():
        paper.line("Normal", f"Your reference: {content.reference.strip()}")
    voice = Voice(heading=heading, about="the covering letter")
    write_markdown(paper, letter.opening, voice)
    bullets = paper.numbering.bullets(0)
    for issue in letter.key_issues:
        write_line(paper, issue, Voice(style="ListBullet"), mark=list_mark(bullets, 0))
    if not names_all(f"{letter.opening} {letter.closing}", content.bodies):
        paper.line("Normal", f"This response is made on behalf of {joined(content.bodies)}.")
    write_markdown(paper, letter.closing, voice)
    _sign(paper, content)


def _date(letter: LetterContent, stamp: Stamp) -> str:
    if letter.letter_date:
        return day_in_words(letter.letter_date)
    return day_in_words(stamp.issued_at.isoformat()) if stamp.issued_at else _NOT_DATED


def _sign(paper: Paper, content: ResponseContent) -> None:
    letter = content.letter
    if not _VALEDICTION.search(letter.closing):
        stranger = _TO_STRANGERS.search(letter.salutation.strip() or "Dear Sir or Madam")
        paper.line("SignatureBlock", "Yours faithfully" if stranger else "Yours sincerely")
    paper.line("SignatureBlock", "\n\n")  # room for a signature
    paper.line("SignatureBlock", letter.signatory_name.strip(), face=BOLD)
    paper.line("SignatureBlock", letter.signatory_title.strip())
    bodies = letter.signing_for.strip()
    if not names_all(bodies, content.bodies):
        bodies = joined([name for name in (bodies, *content.bodies) if name])
    paper.line("SignatureBlock", f"On behalf of {bodies}")
