"""Surveys: statements to be rated, grids, scales."""

from random import Random

from tests.question_sets.generating.asked import DOCX, HTML, MD, PDF, PRINTED, RATING, Asked, Drawn, family
from tests.question_sets.generating.numbering import PLAIN, Numbering, numbered
from tests.question_sets.generating.pieces import Grid, Heading, Lines, Para, Piece
from tests.question_sets.generating.words import SCALES, Words

RATES = (
    "{thing} is easy to reach on foot.",
    "It is clear who looks after {thing}.",
    "{thing} is kept clean.",
    "The rules for {thing} are fair.",
    "I feel safe near {thing} after dark.",
)


def _rated(words: Words) -> Asked:
    text = words.said(words.random.choice(RATES))
    return Asked(text[0].upper() + text[1:], kind=RATING)


@family("rating grid with rows", (DOCX, HTML, MD, PDF, PRINTED))
def grid(random: Random) -> Drawn:
    words = Words(random)
    scale = random.choice(SCALES)
    rows = [each.text for each in words.some(3, 5, lambda: _rated(words))]
    stem = "How far do you agree with each of these statements?"
    first, second = words.some(2, 2, words.asks)
    counted = numbered(
        [first, Asked(stem, kind=RATING, options=scale, parts=tuple((None, row) for row in rows)), second],
        random.choice(PLAIN),
    )
    box = random.choice(("☐", "○", ""))
    table = Grid((("", *scale), *((row, *[box] * len(scale)) for row in rows)))
    pieces: list[Piece] = [Heading(words.title(), 1), Para(words.prose())]
    for place, (label, asked) in enumerate(counted):
        pieces += [Para(f"{label} {asked.text}"), *([table] if place == 1 else [])]
    return Drawn(tuple(asked for _, asked in counted), tuple(pieces))


@family("table of coded statements to rate", (DOCX, HTML, MD, PDF, PRINTED))
def coded_statements(random: Random) -> Drawn:
    """'Item | Statement | 1 | 2 | 3 | 4 | 5': each row is a question; the scale stands in the instructions."""
    words = Words(random)
    pieces: list[Piece] = [
        Heading(words.title(), 1),
        Para("Please tick the box that fits."),
        Para("Scale: 1 = strongly disagree, 2 = disagree, 3 = neutral, 4 = agree, 5 = strongly agree."),
    ]
    found: list[Asked] = []
    for letter in "AB"[: random.randint(1, 2)]:
        counted = numbered(words.some(3, 5, lambda: _rated(words)), Numbering("", letter + "{n}", letter + "{n}"))
        pieces.append(Heading(f"Section {letter} - {words.chapter()}"))
        rows = tuple((label, asked.text, *["☐"] * 5) for label, asked in counted)
        pieces.append(Grid((("Item", "Statement", "1", "2", "3", "4", "5"), *rows)))
        found += [Asked(asked.text, asked.number, RATING, ("1", "2", "3", "4", "5")) for _, asked in counted]
    return Drawn(tuple(found), tuple(pieces))


@family("statements rated by one scale", (DOCX, HTML, MD, PDF))
def statements_of_one_scale(random: Random) -> Drawn:
    words = Words(random)
    pieces: list[Piece] = [Heading(words.title(), 1), Heading("Part 1: Your view of the statements")]
    pieces += [
        Para("Instructions: Please rate your agreement with the following statements. Use the scale:"),
        Para("1 = Strongly disagree, 2 = Disagree, 3 = Neutral, 4 = Agree, 5 = Strongly agree"),
    ]
    found = []
    for label, asked in numbered(words.some(4, 5, lambda: _rated(words)), Numbering("", "1.{n}", "1.{n}")):
        pieces.append(Para(f"{label} {asked.text}"))
        found.append(asked)
    pieces.append(Heading("Part 2: Open questions"))
    for label, asked in numbered(words.some(2, 3, words.asks), Numbering("", "2.{n}", "2.{n}")):
        pieces.append(Para(f"{label} {asked.text}"))
        found.append(asked)
    return Drawn(tuple(found), tuple(pieces))


@family("scale on one line", (DOCX, HTML, MD, PDF))
def scale_on_a_line(random: Random) -> Drawn:
    words = Words(random)
    counted = numbered(words.some(3, 5, lambda: random.choice((words.rated, words.asks))()), random.choice(PLAIN))
    box = random.choice(("☐", "○"))
    pieces: list[Piece] = [Heading(words.title(), 1), Para(words.prose())]
    for label, asked in counted:
        pieces.append(Para(f"{label} {asked.text}"))
        pieces += [Lines(("   ".join(f"{box} {option}" for option in asked.options),))] if asked.options else []
    return Drawn(tuple(asked for _, asked in counted), tuple(pieces))
