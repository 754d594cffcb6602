"""Surveys as they are kept: the kind of each question in words, the settings of a tool, codes before the options."""

from random import Random

from tests.question_sets.generating.asked import DOCX, HTML, MANY, MD, ONE, PDF, PRINTED, RATING, Asked, Drawn, family
from tests.question_sets.generating.families.surveys import RATES
from tests.question_sets.generating.numbering import PLAIN, numbered
from tests.question_sets.generating.pieces import Heading, Lines, Listed, Para, Piece
from tests.question_sets.generating.words import NOUNS, SCALES, Words

TYPES = {
    "free_text": ("free form", "long text", "open"),
    "yes_no": ("select one", "single choice"),
    "single_choice": ("select one", "single choice", "radio buttons"),
    "multiple_choice": ("select all that apply", "checkboxes", "multi-select"),
}


@family("survey written out with the kind under each question", (MD, DOCX, HTML))
def kinds_under(random: Random) -> Drawn:
    words = Words(random)
    lead, end = random.choice(("Type: ", "Response type: ", "Format: ")), random.choice(("", " (optional)"))
    pieces: list[Piece] = [Heading(words.title(), 1), Para(words.prose()), Heading(words.chapter())]
    found = words.some(3, 5, words.of_any_kind)
    for asked in found:
        pieces.append(Heading(asked.text, 3))
        pieces += [Para("Skip this if it does not concern you.")] if random.random() < 0.3 else []
        pieces.append(Para(f"{lead}{random.choice(TYPES[asked.kind])}{end}"))
        pieces += [Listed(asked.options)] if asked.options else []
    rows = tuple(words.said(text) for text in random.sample(RATES, 3))
    scale = random.choice(SCALES)
    stem = "Please rate the following statements"
    pieces += [Heading(stem, 3), Para("Choose one for each."), Para(f"{lead}matrix{end}")]
    names = random.choice((("Statements:", "Rating:"), ("Rows:", "Columns:")))
    pieces += [Para(names[0]), Listed(rows), Para(names[1]), Listed(scale)]
    matrix = Asked(stem, kind=RATING, options=scale, parts=tuple((None, row) for row in rows))
    return Drawn((*found, matrix), tuple(pieces))


@family("print of a survey tool with the kind beside each number", (DOCX, HTML, PDF))
def kinds_beside(random: Random) -> Drawn:
    words = Words(random)
    named = {"free_text": "Short text", "yes_no": "Single choice", "single_choice": "Single choice"}
    pieces: list[Piece] = [Heading(words.title(), 1), Para(words.prose())]
    pieces.append(Para("Q1 Introduction Intro text: No respondent input"))
    found: list[Asked] = []
    for n, asked in enumerate(words.some(4, 6, lambda: random.choice((words.asks, words.yes_no, words.one))()), 2):
        pieces.append(Para(f"Q{n} {words.random.choice(NOUNS).format(thing='it')} {named[asked.kind]}"))
        pieces += [Para("(One response required; Fix order of options)"), Para(asked.text)]
        pieces += [Lines(asked.options)] if asked.options else []
        found.append(Asked(asked.text, str(n), asked.kind, asked.options))
    pieces.append(Para(f"Q{len(found) + 2} Screen out Screen out"))
    pieces.append(Para("This event is triggered only if the conditions are met."))
    return Drawn(tuple(found), tuple(pieces))


@family("options with codes in one line", (MD, DOCX, HTML, PDF, PRINTED))
def coded_line(random: Random) -> Drawn:
    words = Words(random)
    counted = numbered(
        words.some(4, 6, lambda: random.choice((words.asks, words.one, words.many))()), random.choice(PLAIN)
    )
    pieces: list[Piece] = [Heading(words.title(), 1), Para(words.prose())]
    mark = random.choice(((" = ", ", "), ("= ", "; ")))
    for label, asked in counted:
        pieces.append(Para(f"{label} {asked.text}"))
        if asked.kind is ONE:
            pieces.append(Para(mark[1].join(f"{n}{mark[0]}{option}" for n, option in enumerate(asked.options, 1))))
        elif asked.kind is MANY:
            pieces.append(Para("; ".join(f"{chr(97 + n)}. {option}" for n, option in enumerate(asked.options))))
    return Drawn(tuple(asked for _, asked in counted), tuple(pieces))


@family("statements under their names", (DOCX, HTML, MD))
def under_names(random: Random) -> Drawn:
    words = Words(random)
    pieces: list[Piece] = [Heading(words.title(), 1)]
    names = random.sample(("Reach", "Order", "Care", "Rules", "Safety", "Noise", "Light"), 6)
    found = [Asked(words.said(random.choice(RATES))) for _ in names]
    found = list(dict.fromkeys(found))
    for name, asked in zip(names, found, strict=False):
        pieces += [Para(f'"{name}" ({random.choice(("A", "B", "A, B"))})'), Para(asked.text)]
    return Drawn(tuple(found), tuple(pieces))
