"""Response forms: an annex with fields about the respondent first, and the pages that consultation tools print."""

from random import Random

from tests.question_sets.generating.asked import DOCX, HTML, MD, PDF, PRINTED, Drawn, family
from tests.question_sets.generating.numbering import PLAIN, WORDED, numbered
from tests.question_sets.generating.pieces import Grid, Heading, Lines, Para, Piece
from tests.question_sets.generating.words import Words

FIELDS = ("Name", "Organisation", "Email address", "Postcode", "Telephone number")


@family("annex with a response form", (DOCX, HTML, MD, PDF, PRINTED))
def annex(random: Random) -> Drawn:
    """Chapters that ask nothing, then a form: fields about the respondent, questions with boxes."""
    words = Words(random)
    pieces: list[Piece] = [Heading(words.title(), 1)]
    for n in range(1, random.randint(3, 5)):
        pieces += [Heading(f"{n}. {words.chapter()}"), Para(words.prose()), Para(words.statement())]
    fields = random.sample(FIELDS, random.randint(2, 4))
    pieces += [Heading("Annex A: response form"), Heading("About you", 3)]
    pieces.append(
        Grid(tuple((field, "") for field in fields), headed=False)
        if random.random() < 0.5
        else Lines(tuple(f"{field}: {'_' * 30}" for field in fields))
    )
    pieces.append(Heading("Your views", 3))
    counted = numbered(words.some(3, 6, words.of_any_kind), random.choice(PLAIN))
    for label, asked in counted:
        pieces.append(Para(f"{label} {asked.text}"))
        pieces += [Lines(tuple(f"☐ {option}" for option in asked.options))] if asked.options else []
    about = tuple(text for field in fields for text in (field, f"{field}:"))
    return Drawn(tuple(asked for _, asked in counted), tuple(pieces), about_you=about)


@family("page of a consultation tool", (HTML, MD, DOCX, PRINTED))
def tool(random: Random) -> Drawn:
    """Question as a heading, '(Required)', 'Please select only one item', options, and a box for reasons."""
    words = Words(random)
    counted = numbered(words.some(3, 6, lambda: random.choice((words.yes_no, words.one, words.asks))()), PLAIN[0])
    pieces: list[Piece] = [Heading(words.title(), 1), Para(words.prose())]
    for label, asked in counted:
        pieces.append(Heading(f"{label} {asked.text}", 3))
        pieces += [Para("(Required)")] if random.random() < 0.5 else []
        if asked.options:
            pieces += [
                Para("Please select only one item", look="italic"),
                Lines(tuple(f"○ {option}" for option in asked.options)),
            ]
    return Drawn(tuple(asked for _, asked in counted), tuple(pieces))


@family("contact page before the questions")
def contact_first(random: Random) -> Drawn:
    words = Words(random)
    fields = random.sample(FIELDS, 3)
    counted = numbered(words.some(3, 5, words.asks), random.choice(WORDED))
    pieces: list[Piece] = [
        Heading(words.title(), 1),
        Heading("About you"),
        Lines(tuple(f"{field}: {'.' * 40}" for field in fields)),
        Heading("Questions"),
    ]
    for label, asked in counted:
        pieces += (
            [Para(asked.text, label), Para("Comments:")] if random.random() < 0.5 else [Para(f"{label} {asked.text}")]
        )
    about = tuple(text for field in fields for text in (field, f"{field}:"))
    return Drawn(tuple(asked for _, asked in counted), tuple(pieces), about_you=about)
