"""Questions in tables, and in two languages side by side."""

from random import Random

from tests.question_sets.generating.asked import DOCX, HTML, MD, PDF, PRINTED, Asked, Drawn, family
from tests.question_sets.generating.numbering import PLAIN, numbered
from tests.question_sets.generating.pieces import Grid, Heading, Para, Piece
from tests.question_sets.generating.words import Words

WELSH = (
    ("What should be done about the flood wall?", "Beth ddylid ei wneud am y wal lifogydd?"),
    ("How often do you use the evening bus?", "Pa mor aml ydych chi'n defnyddio'r bws gyda'r nos?"),
    ("Should the library van come twice a week?", "A ddylai fan y llyfrgell ddod ddwywaith yr wythnos?"),
    ("Please tell us about the village hall.", "Dywedwch wrthym am neuadd y pentref."),
    (
        "Do you agree that the hedges should be cut in autumn?",
        "Ydych chi'n cytuno y dylid torri'r gwrychoedd yn yr hydref?",
    ),
    ("Who should pay for the footbridge?", "Pwy ddylai dalu am y bont droed?"),
)


@family("table of questions and answers", (DOCX, HTML, MD, PDF, PRINTED))
def questions_and_answers(random: Random) -> Drawn:
    words = Words(random)
    counted = numbered(words.some(3, 7, words.asks), random.choice(PLAIN[:6]))
    heads = random.choice(
        (("No.", "Question", "Your answer"), ("Number", "Question", "Response"), ("Question", "Response"))
    )
    rows = [
        (f"{label} {asked.text}", "") if len(heads) == 2 else (asked.number or "", asked.text, "")
        for label, asked in counted
    ]
    pieces: list[Piece] = [Heading(words.title(), 1), Para(words.prose()), Grid((heads, *rows))]
    return Drawn(tuple(asked for _, asked in counted), tuple(pieces))


@family("response in a table", (DOCX, HTML, MD, PDF, PRINTED))
def answers_in_a_table(random: Random) -> Drawn:
    """A finished response: the answers stand in the last column, and some of them ask something."""
    words = Words(random)
    counted = numbered(words.some(3, 7, words.asks), random.choice(PLAIN[:6]))
    rows = []
    for label, asked in counted:
        asks_back = " But who would pay for it?" if random.random() < 0.2 else ""
        rows.append((f"{label} {asked.text}", f"{words.answer()}{asks_back}"))
    heads = random.choice((("Question", "Response"), ("Consultation question", "Our answer")))
    pieces: list[Piece] = [Heading(f"Response to {words.title()}", 1), Grid((heads, *rows))]
    return Drawn(tuple(asked for _, asked in counted), tuple(pieces))


@family("table with a box for each option", (DOCX, HTML, MD, PDF))
def boxes_in_a_table(random: Random) -> Drawn:
    words = Words(random)
    counted = numbered(words.some(4, 6, words.yes_no), PLAIN[0])
    table = Grid((("", "Question", "Yes", "No"), *((asked.number or "", asked.text, "☐", "☐") for _, asked in counted)))
    pieces: list[Piece] = [Heading(words.title(), 1), Para(words.prose()), table]
    return Drawn(tuple(asked for _, asked in counted), tuple(pieces))


@family("two languages side by side", (DOCX, HTML, MD, PDF))
def side_by_side(random: Random) -> Drawn:
    words = Words(random)
    chosen = random.sample(WELSH, random.randint(3, 5))
    counted = numbered([Asked(english) for english, _ in chosen], random.choice(PLAIN[:6]))
    rows = [
        (f"{label} {asked.text}", f"{label} {welsh}")
        for (label, asked), (_, welsh) in zip(counted, chosen, strict=True)
    ]
    pieces: list[Piece] = [Heading(words.title(), 1), Grid((("English", "Cymraeg"), *rows))]
    return Drawn(tuple(asked for _, asked in counted), tuple(pieces))


@family("two languages one after the other", (DOCX, HTML, MD, PDF))
def one_after_the_other(random: Random) -> Drawn:
    words = Words(random)
    chosen = random.sample(WELSH, random.randint(3, 5))
    counted = numbered([Asked(english) for english, _ in chosen], PLAIN[0])
    pieces: list[Piece] = [Heading(words.title(), 1)]
    for (label, asked), (_, welsh) in zip(counted, chosen, strict=True):
        pieces += [Para(f"{label} {asked.text}"), Para(f"{label} {welsh}")]
    return Drawn(tuple(asked for _, asked in counted), tuple(pieces))
