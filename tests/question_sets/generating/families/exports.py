"""What survey tools write: a form printed, its answers beside the questions, its results counted."""

from random import Random

from tests.question_sets.generating.asked import DOCX, HTML, MD, PDF, PRINTED, YES_NO, Asked, Drawn, family
from tests.question_sets.generating.numbering import Numbering, numbered
from tests.question_sets.generating.pieces import Grid, Heading, Lines, Listed, Para, Piece
from tests.question_sets.generating.words import Words


@family("export with stars, limits and follow-up boxes", (DOCX, HTML, PDF, PRINTED))
def follow_ups(random: Random) -> Drawn:
    """'Question A.' begins anew in each section; a choice has a box for reasons below it, and what was answered."""
    words = Words(random)
    pieces: list[Piece] = [Heading(words.title(), 1), Para("Fields marked with * are mandatory.")]
    pieces += [
        Heading("About you"),
        Para("* First name"),
        Para("Robin"),
        Para("* Email address"),
        Para("r@post.example"),
    ]
    found: list[Asked] = []
    numbering = Numbering("", "Question {letter}.", "{letter}")
    for _ in range(random.randint(2, 3)):
        pieces.append(Heading(words.chapter()))
        for label, asked in numbered(words.some(1, 3, lambda: random.choice((words.yes_no, words.asks))()), numbering):
            pieces.append(Para(f"{label} {asked.text}"))
            parts = ((None, "Please specify:"),) if asked.kind == YES_NO else ()
            pieces += [Lines(("○ Yes", "○ No")), Para("Please specify:")] if parts else []
            pieces += [Para("2000 character(s) maximum"), Para(words.answer())]
            found.append(Asked(asked.text, asked.number, asked.kind, asked.options, parts))
    about = ("First name", "Email address", "* First name", "* Email address")
    return Drawn(tuple(found), tuple(pieces), about_you=about)


@family("printed form with bold questions and options without marks", (DOCX, HTML, PDF, PRINTED))
def printed_form(random: Random) -> Drawn:
    words = Words(random)
    asked = words.some(4, 7, lambda: random.choice((words.one, words.many, words.asks))())
    pieces: list[Piece] = [Heading(words.title(), 1), Para(words.prose())]
    for each in asked:
        pieces += [Para(each.text, look="bold"), *([Lines(each.options)] if each.options else [])]
    return Drawn(tuple(asked), tuple(pieces))


@family("results of a survey", (DOCX, HTML, MD, PDF))
def results(random: Random) -> Drawn:
    """Each question is a heading; below it how often each option was chosen, or what people wrote."""
    words = Words(random)
    asked = words.some(3, 5, lambda: random.choice((words.one, words.asks))())
    pieces: list[Piece] = [Heading("Survey results", 1), Para(f"There were {random.randint(20, 400)} responses.")]
    for each in asked:
        pieces.append(Heading(each.text))
        if each.options:
            rows = tuple((option, str(random.randint(0, 90))) for option in each.options)
            pieces.append(Grid((("Answer", "Count"), *rows)))
        else:
            pieces.append(Listed(tuple(words.answer() for _ in range(random.randint(3, 5)))))
    return Drawn(tuple(asked), tuple(pieces))


@family("bullets whose bullets are parts", (MD, DOCX, HTML))
def nested(random: Random) -> Drawn:
    """A question of several sentences, one of which states; what stands below it, set in, are its parts."""
    words = Words(random)
    pieces: list[Piece] = [Heading("Request for information", 1), Heading("Our questions")]
    found = []
    for each in words.some(3, 5, words.asks):
        stated = f" {words.said('Of particular interest is how {thing} is paid for.')}" if random.random() < 0.4 else ""
        parts = tuple((None, part.text) for part in words.some(1, 2, words.yes_no)) if random.random() < 0.5 else ()
        pieces.append(Listed((each.text + stated,), below=tuple(text for _, text in parts)))
        found.append(Asked(each.text + stated, parts=parts))
    return Drawn(tuple(found), tuple(pieces))
