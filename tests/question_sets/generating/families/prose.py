"""Papers in prose: chapters that describe and state, and questions among them."""

from random import Random

from tests.question_sets.generating.asked import DOCX, HTML, MD, PDF, PRINTED, Asked, Drawn, family
from tests.question_sets.generating.numbering import PLAIN, WORDED, numbered
from tests.question_sets.generating.pieces import Heading, Listed, Para, Piece
from tests.question_sets.generating.words import Words

HEADS = ("Questions", "Consultation questions", "Questions for you", "What we would like to know")
CRITERIA = (
    "Is {thing} open to everybody who needs it?",
    "Does the plan for {thing} say who will pay?",
    "Has {thing} been shown to last ten years?",
    "Are the rules of {thing} published?",
)


@family("numbered prose with chapters")
def chapters(random: Random) -> Drawn:
    words = Words(random)
    counted = numbered(words.some(4, 9, words.asks), random.choice(PLAIN))
    pieces: list[Piece] = [Heading(words.title(), 1), Para(words.prose())]
    left = list(counted)
    while left:
        pieces += [Heading(words.chapter()), Para(words.prose()), Para(words.statement())]
        for _ in range(min(len(left), random.randint(1, 3))):
            label, asked = left.pop(0)
            pieces.append(Para(f"{label} {asked.text}"))
    return Drawn(tuple(asked for _, asked in counted), tuple(pieces))


@family("bold questions after numbered paragraphs")
def bold_questions(random: Random) -> Drawn:
    words = Words(random)
    counted = numbered(words.some(3, 7, words.asks), random.choice(WORDED))
    pieces: list[Piece] = [Heading(words.title(), 1)]
    for chapter, (label, asked) in enumerate(counted, 1):
        pieces.append(Heading(f"{chapter}. {words.chapter()}"))
        pieces += [Para(f"{chapter}.{n} {words.prose()}") for n in range(1, random.randint(2, 4))]
        pieces.append(Para(f"{label} {asked.text}", look="bold"))
    return Drawn(tuple(asked for _, asked in counted), tuple(pieces))


@family("labelled question inside a numbered paragraph")
def inside_paragraphs(random: Random) -> Drawn:
    words = Words(random)
    counted = numbered(words.some(3, 7, words.asks), WORDED[0])
    pieces: list[Piece] = [Heading(words.title(), 1)]
    place = 0
    for label, asked in counted:
        for _ in range(random.randint(0, 2)):
            place += 1
            pieces.append(Para(f"1.{place} {random.choice((words.prose, words.statement))()}"))
        place += 1
        pieces.append(Para(f"1.{place} {label} {asked.text}"))
    return Drawn(tuple(asked for _, asked in counted), tuple(pieces))


@family("boxes that hold a labelled question", (DOCX, HTML, MD, PDF, PRINTED))
def boxes(random: Random) -> Drawn:
    words = Words(random)
    counted = numbered(words.some(3, 6, words.asks), random.choice(WORDED))
    pieces: list[Piece] = [Heading(words.title(), 1)]
    for label, asked in counted:
        pieces += [Heading(words.chapter()), Para(words.prose()), Para(asked.text, label, "boxed")]
    return Drawn(tuple(asked for _, asked in counted), tuple(pieces))


@family("bullets without numbers under a heading")
def bullets(random: Random) -> Drawn:
    words = Words(random)
    asked = words.some(3, 6, words.asks)
    heading = Heading(random.choice(HEADS))
    listed = Listed(tuple(each.text for each in asked))
    return Drawn(
        tuple(asked), (Heading(words.title(), 1), Para(words.prose()), Para(words.statement()), heading, listed)
    )


@family("list whose numbers the format makes", (DOCX, HTML, MD, PDF, PRINTED))
def counted_list(random: Random) -> Drawn:
    """The numbers are Word's or the page's own, and stand in no text."""
    words = Words(random)
    asked = words.some(3, 7, words.asks)
    pieces: list[Piece] = [Heading(words.title(), 1), Para(words.prose()), Para(words.statement())]
    pieces += [Heading(random.choice(HEADS)), Listed(tuple(each.text for each in asked), counted=True)]
    return Drawn(tuple(Asked(each.text, str(n)) for n, each in enumerate(asked, 1)), tuple(pieces))


@family("paragraphs without numbers under themes")
def themes(random: Random) -> Drawn:
    words = Words(random)
    asked = words.some(6, 9, lambda: Asked(words.said(random.choice(CRITERIA))))
    pieces: list[Piece] = [
        Heading(words.title(), 1),
        Para("These are the questions that are considered when a proposal is assessed."),
    ]
    for n, each in enumerate(asked):
        if n % 3 == 0:
            pieces.append(Heading(words.chapter()))
        pieces.append(Para(each.text))
    return Drawn(tuple(asked), tuple(pieces))


@family("statements only")
def statements(random: Random) -> Drawn:
    """A report that only sounds like asking."""
    words = Words(random)
    pieces: list[Piece] = [Heading(words.title(), 1)]
    for n in range(1, random.randint(3, 6)):
        pieces += [Heading(f"{n}. {words.chapter()}"), Para(words.prose()), Para(words.statement())]
        pieces.append(Listed(tuple(words.answer() for _ in range(random.randint(2, 3)))))
    return Drawn((), tuple(pieces))


@family("two columns", (PDF, PRINTED))
def two_columns(random: Random) -> Drawn:
    words = Words(random)
    counted = numbered(words.some(4, 7, words.asks), random.choice(WORDED))
    pieces: list[Piece] = [Heading(words.title(), 1)]
    for label, asked in counted:
        pieces += [Heading(words.chapter(), 3), Para(words.prose()), Para(words.prose()), Para(asked.text, label)]
    return Drawn(tuple(asked for _, asked in counted), tuple(pieces), columns=2)


@family("report of what users asked in their own cause")
def in_their_own_cause(random: Random) -> Drawn:
    words = Words(random)
    pieces: list[Piece] = [Heading(random.choice(("User feedback, June 2031", "Summary of the feedback")), 1)]
    pieces += [Heading(words.chapter()), Para(words.prose()), Heading("Questions from our users")]
    asked = (
        "Do I have to pay for {thing}?",
        "Can I bring my dog to {thing}?",
        "Why am I asked for my name at {thing}?",
    )
    pieces += [Para(f"{n}. {words.said(each)}") for n, each in enumerate(random.sample(asked, 3), 1)]
    return Drawn((), (*pieces, Heading(words.chapter()), Para(words.prose())))
