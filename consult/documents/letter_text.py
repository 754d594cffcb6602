"""The words of the covering letter, from the recipient to the signature; alone and in the report's appendix."""

import re

from consult import dates
from consult.documents.content import LetterContent, ResponseContent, Stamp
from consult.documents.word.elements import BOLD, PLAIN
from consult.documents.word.kit import Paper
from consult.documents.word.markdown import Voice, write_line, write_markdown
from consult.documents.word.numbering import list_mark
from consult.documents.wording import day_in_words, joined, names_all

_VALEDICTION = re.compile(r"\byours\s+(sincerely|faithfully|truly)\b", re.IGNORECASE)
_TO_STRANGERS = re.compile(r"\b(sir|madam|colleagues?|all)\b|^dear\W*$", re.IGNORECASE)
_ON_BEHALF = re.compile(r"(for|on behalf)\b", re.IGNORECASE)
_NOT_DATED = "Date: to be added when the letter is issued"


def write_letter(paper: Paper, content: ResponseContent, stamp: Stamp, heading: int) -> None:
    """Write the letter; headings that its texts may hold begin at level `heading`."""
    letter = content.letter
    paper.line("Normal", _date(letter, stamp))
    if letter.recipient.strip():
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
    return dates.long_date(stamp.issued_at) if stamp.issued_at else _NOT_DATED


def _sign(paper: Paper, content: ResponseContent) -> None:
    letter = content.letter
    if not _VALEDICTION.search(letter.closing):
        stranger = _TO_STRANGERS.search(letter.salutation.strip() or "Dear Sir or Madam")
        paper.line("SignatureBlock", "Yours faithfully" if stranger else "Yours sincerely")
    paper.line("SignatureBlock", "\n\n")  # room for a signature
    for text, face in (
        (letter.signatory_name.strip(), BOLD),
        (letter.signatory_title.strip(), PLAIN),
        (_for(content), PLAIN),
    ):
        if text:
            paper.line("SignatureBlock", text, face=face)


def _for(content: ResponseContent) -> str:
    """'On behalf of' all the bodies, in the officer's words as far as those name them."""
    told = content.letter.signing_for.strip()
    missing = [name for name in content.bodies if not names_all(told, [name])]
    bodies = joined([name for name in (told, *missing) if name])
    return bodies if not bodies or _ON_BEHALF.match(bodies) else f"On behalf of {bodies}"
