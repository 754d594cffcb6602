"""Papers with a cover: who issues it, by when to answer, where to send it. None of it is a question."""

from random import Random

from tests.question_sets.generating.asked import DOCX, HTML, MD, PDF, PRINTED, Drawn, family
from tests.question_sets.generating.numbering import WORDED, numbered
from tests.question_sets.generating.pieces import Grid, Heading, Lines, Listed, Para, Piece
from tests.question_sets.generating.words import Words


@family("cover with dates, body and contact", (DOCX, HTML, MD, PDF, PRINTED))
def cover(random: Random) -> Drawn:
    words = Words(random)
    issued = f"{words.place} {words.body}".title()
    day = f"{random.randint(1, 28)} {random.choice(('March', 'June', 'October'))} 2031"
    rows = (
        ("Issued by", issued),
        ("Published", "3 January 2031"),
        ("Closing date", day),
        ("Contact", "planning@eastmere.example"),
    )
    pieces: list[Piece] = [Heading(words.title(), 1)]
    pieces.append(
        Grid(rows, headed=False) if random.random() < 0.5 else Lines(tuple(f"{name}: {value}" for name, value in rows))
    )
    pieces += [
        Heading("How to respond"),
        Para(f"Please respond by {day}. You can write to us or use the form."),
        Heading("What happens next?"),
        Para(words.prose()),
    ]
    counted = numbered(words.some(3, 6, words.asks), random.choice(WORDED))
    for label, asked in counted:
        pieces += [Heading(words.chapter()), Para(words.prose()), Para(f"{label} {asked.text}", look="bold")]
    return Drawn(tuple(asked for _, asked in counted), tuple(pieces))


@family("questions asked of the paper itself", (DOCX, HTML, MD, PDF))
def asked_of_itself(random: Random) -> Drawn:
    """'Who is this for?' and 'What happens next?' are headings of a paper, and no questions to the reader."""
    words = Words(random)
    pieces: list[Piece] = [Heading(words.title(), 1)]
    for heading in random.sample(
        ("Why are we consulting?", "Who is this for?", "What happens next?", "How will your data be used?"), 3
    ):
        pieces += [Heading(heading), Para(words.prose())]
    counted = numbered(words.some(3, 5, words.asks), random.choice(WORDED))
    pieces.append(Heading("Questions"))
    pieces += [Para(asked.text, label) for label, asked in counted]
    pieces += [Heading("When you reply"), Listed(("Say who you are.", "Say whether we may publish your reply."))]
    return Drawn(tuple(asked for _, asked in counted), tuple(pieces))
