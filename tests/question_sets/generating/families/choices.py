"""How options are printed: boxes before, after and apart from their words, inside the stem, with no mark at all."""

from random import Random

from tests.question_sets.generating.asked import DOCX, HTML, MANY, MD, ONE, PDF, PRINTED, Asked, Drawn, family
from tests.question_sets.generating.numbering import PLAIN, numbered
from tests.question_sets.generating.pieces import Heading, Lines, Listed, Para, Piece
from tests.question_sets.generating.words import NOUNS, OF_MANY, OF_SOME, Words

BOXES = ("☐", "□")
RULE = "_" * 60


def _opening(words: Words) -> list[Piece]:
    return [Heading(words.title(), 1), Para(words.prose())]


@family("boxes before each option")
def boxes_before(random: Random) -> Drawn:
    words = Words(random)
    box, apart = random.choice(BOXES), random.random() < 0.6
    counted = numbered(words.some(4, 7, words.of_any_kind), random.choice(PLAIN))
    pieces = _opening(words)
    for label, asked in counted:
        pieces.append(Para(f"{label} {asked.text}"))
        ticks = tuple(f"{box} {option}" for option in asked.options)
        pieces += [Lines(ticks)] if ticks and apart else [Para("   ".join(ticks))] if ticks else []
    return Drawn(tuple(asked for _, asked in counted), tuple(pieces))


@family("boxes on a line of their own", (MD, DOCX, HTML))
def boxes_apart(random: Random) -> Drawn:
    words = Words(random)
    box = random.choice(BOXES)
    counted = numbered(words.some(3, 5, lambda: random.choice((words.yes_no, words.asks))()), random.choice(PLAIN))
    pieces = _opening(words)
    for label, asked in counted:
        pieces.append(Para(f"{label} {asked.text}"))
        if asked.options:
            pieces.append(
                Lines((" ".join([box] * len(asked.options)), "   ".join(asked.options)), apart=random.random() < 0.5)
            )
    return Drawn(tuple(asked for _, asked in counted), tuple(pieces))


@family("options inside the stem", (MD, DOCX, HTML, PDF))
def inside_the_stem(random: Random) -> Drawn:
    words = Words(random)
    counted = numbered(
        words.some(3, 5, lambda: random.choice((words.yes_no, words.one, words.asks))()), random.choice(PLAIN)
    )
    pieces = _opening(words)
    for label, asked in counted:
        ticks = "".join(f" [ ] {option}" for option in asked.options)
        pieces.append(Para(f"{label} {asked.text}{ticks or ' ' + RULE}"))
    return Drawn(tuple(asked for _, asked in counted), tuple(pieces))


@family("options as paragraphs without marks", (DOCX, HTML, MD, PDF))
def unmarked(random: Random) -> Drawn:
    """The kind stands in brackets, and each option on a line of its own."""
    words = Words(random)
    counted = numbered(words.some(3, 6, lambda: _instructed(words)), random.choice(PLAIN))
    pieces = _opening(words)
    for label, asked in counted:
        pieces += [Para(f"{label} {asked.text}"), Lines(asked.options)]
    return Drawn(tuple(asked for _, asked in counted), tuple(pieces))


def _instructed(words: Words) -> Asked:
    if words.random.random() < 0.5:
        text, options = words.random.choice(OF_SOME)
        return Asked(f"{words.said(text)} (select one)", kind=ONE, options=options)
    text, options = words.random.choice(OF_MANY)
    return Asked(f"{words.said(text)} (select all that apply)", kind=MANY, options=options)


@family("nouns with their kind and a list")
def nouns(random: Random) -> Drawn:
    words = Words(random)
    kinds = (
        ("(single choice)", ONE),
        ("(multi-select)", MANY),
        ("(select one)", ONE),
        ("(select all that apply)", MANY),
    )

    def noun() -> Asked:
        said, kind = random.choice(kinds)
        return Asked(f"{words.said(random.choice(NOUNS))} {said}", kind=kind, options=random.choice(OF_MANY)[1])

    counted = numbered(words.some(3, 5, noun), random.choice(PLAIN))
    pieces = [*_opening(words), Heading("Questions")]
    for label, asked in counted:
        pieces += [Para(f"{label} {asked.text}"), Listed(asked.options)]
    return Drawn(tuple(asked for _, asked in counted), tuple(pieces))


@family("ruled lines and word limits")
def ruled(random: Random) -> Drawn:
    words = Words(random)
    counted = numbered(words.some(3, 6, words.asks), random.choice(PLAIN))
    pieces = _opening(words)
    for label, asked in counted:
        pieces.append(Para(f"{label} {asked.text}"))
        limit = random.choice(
            ("", "Maximum 300 words", "(500 words maximum)", "Please limit your answer to 250 words.")
        )
        pieces += [Para(limit)] if limit else []
        pieces += [Lines((RULE,) * random.randint(1, 4))]
    return Drawn(tuple(asked for _, asked in counted), tuple(pieces))


@family("kinds in square brackets", (DOCX, HTML, PDF, PRINTED))
def bracketed_kinds(random: Random) -> Drawn:
    words = Words(random)
    marks = {
        "free_text": ("[Textbox]", ""),
        "yes_no": ("[Single choice]", "○"),
        "single_choice": ("[Single choice]", "○"),
        "multiple_choice": ("[Checkboxes]", "□"),
    }

    def bracketed() -> Asked:
        asked = words.of_any_kind()
        return Asked(f"{asked.text} {marks[asked.kind][0]}", kind=asked.kind, options=asked.options)

    counted = numbered(words.some(4, 7, bracketed), PLAIN[0])
    pieces = _opening(words)
    for label, asked in counted:
        pieces.append(Para(f"{label} {asked.text}"))
        pieces += (
            [Lines(tuple(f"{marks[asked.kind][1]} {option}" for option in asked.options))]
            if asked.options
            else [Para(RULE)]
        )
    return Drawn(tuple(asked for _, asked in counted), tuple(pieces))
