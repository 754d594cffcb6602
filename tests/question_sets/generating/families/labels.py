"""Papers whose labels are unusual: chapter and question, letters, codes, topics, and parts below a stem."""

from random import Random

from tests.question_sets.generating.asked import DOCX, HTML, MD, PDF, Asked, Drawn, family
from tests.question_sets.generating.numbering import LETTERED, PLAIN, TOPICS, WORDED, Numbering, numbered
from tests.question_sets.generating.pieces import Heading, Lines, Listed, Para, Piece
from tests.question_sets.generating.words import Words

CODES = ("HV", "PC", "T", "LX", "WM")
TOLD = (
    "Please give your general thoughts on {thing}",
    "Provide any alternatives to {thing}",
    "Provide an estimate of what {thing} costs",
    "Describe how {thing} could be kept",
)


@family("chapter and question in the label")
def chapter_and_question(random: Random) -> Drawn:
    words = Words(random)
    pieces: list[Piece] = [Heading(words.title(), 1)]
    found: list[Asked] = []
    word, look = random.choice(("Chapter", "Part", "Section")), random.choice(("", "bold"))
    for chapter in range(1, random.randint(3, 5)):
        pieces += [Heading(words.chapter()), Para(words.prose())]
        numbering = Numbering("", f"{word} {chapter}, Question {{n}}" + random.choice((":", "")))
        for label, asked in numbered(words.some(1, 3, words.asks), numbering):
            pieces += (
                [Para(f"{label} {asked.text}", look=look)]
                if label.endswith(":")
                else [Para(label, look="bold"), Para(asked.text)]
            )
            found.append(asked)
    return Drawn(tuple(found), tuple(pieces))


@family("letters for numbers")
def lettered(random: Random) -> Drawn:
    words = Words(random)
    counted = numbered(words.some(3, 6, words.asks), random.choice(LETTERED))
    pieces: list[Piece] = [Heading(words.title(), 1), Para(words.prose())]
    for label, asked in counted:
        pieces += [
            Para(asked.text, label) if random.random() < 0.5 else Para(f"{label} {asked.text}"),
            Para(words.prose()),
        ]
    return Drawn(tuple(asked for _, asked in counted), tuple(pieces))


@family("codes for numbers")
def coded(random: Random) -> Drawn:
    words = Words(random)
    pieces: list[Piece] = [Heading(words.title(), 1)]
    found: list[Asked] = []
    joined = random.choice(("-", "", "."))
    for code in random.sample(CODES, 2):
        pieces += [Heading(words.chapter()), Para(words.prose())]
        for label, asked in numbered(
            words.some(2, 4, words.asks), Numbering("", f"{code}{joined}{{n}}", f"{code}{joined}{{n}}")
        ):
            pieces.append(Para(asked.text, f"{label}{random.choice(('.', ':'))}"))
            found.append(asked)
    return Drawn(tuple(found), tuple(pieces))


@family("topics")
def topics(random: Random) -> Drawn:
    words = Words(random)
    counted = numbered(words.some(3, 5, lambda: Asked(words.said(random.choice(TOLD)))), random.choice(TOPICS))
    pieces: list[Piece] = [Heading(words.title(), 1), Para(words.prose())]
    for label, asked in counted:
        pieces.append(Para(f"{label} {asked.text}", look="bold"))
    return Drawn(tuple(asked for _, asked in counted), tuple(pieces))


@family("lettered parts below a stem")
def with_parts(random: Random) -> Drawn:
    words = Words(random)
    numbering, marks = random.choice(PLAIN), random.choice(("{letter})", "({letter})", "{letter}."))
    pieces: list[Piece] = [Heading(words.title(), 1), Para(words.prose())]
    found: list[Asked] = []
    for label, asked in numbered(words.some(3, 5, words.asks), numbering):
        parts = (
            tuple(("abc"[n], part.text) for n, part in enumerate(words.some(2, 3, words.yes_no)))
            if random.random() < 0.7
            else ()
        )
        pieces.append(Para(f"{label} {asked.text}"))
        if parts:
            pieces.append(Lines(tuple(f"{marks.format(letter=letter)} {text}" for letter, text in parts)))
        found.append(Asked(asked.text, asked.number, parts=parts))
    return Drawn(tuple(found), tuple(pieces))


@family("bulleted parts below a stem")
def with_bullets(random: Random) -> Drawn:
    words = Words(random)
    pieces: list[Piece] = [Heading(words.title(), 1), Para(words.prose())]
    found: list[Asked] = []
    for label, asked in numbered(words.some(3, 5, words.asks), random.choice(WORDED)):
        parts = tuple((None, part.text) for part in words.some(2, 3, words.yes_no)) if random.random() < 0.7 else ()
        pieces.append(Para(asked.text, label))
        pieces += [Listed(tuple(text for _, text in parts))] if parts else []
        pieces.append(Para(words.prose()))
        found.append(Asked(asked.text, asked.number, parts=parts))
    return Drawn(tuple(found), tuple(pieces))


@family("numbers that begin anew in each chapter")
def restarting(random: Random) -> Drawn:
    words = Words(random)
    pieces: list[Piece] = [Heading(words.title(), 1), Para(words.prose())]
    found: list[Asked] = []
    numbering = random.choice(PLAIN)
    for _ in range(random.randint(2, 4)):
        pieces.append(Heading(words.chapter()))
        for label, asked in numbered(words.some(2, 4, words.asks), numbering):
            pieces.append(Para(f"{label} {asked.text}"))
            found.append(asked)
    return Drawn(tuple(found), tuple(pieces))


@family("lettered questions with options below numbered headings", (DOCX, HTML, MD, PDF))
def lettered_below_headings(random: Random) -> Drawn:
    """A survey instrument: '2. About the bus:' is a heading, and the letters below it begin anew."""
    words = Words(random)
    pieces: list[Piece] = [Heading(words.title(), 1)]
    found: list[Asked] = []
    for n in range(1, random.randint(3, 5)):
        pieces.append(Para(f"{n}. {words.chapter()}:"))
        for letter, each in zip(
            "abc", words.some(2, 3, lambda: random.choice((words.one, words.yes_no))()), strict=False
        ):
            pieces += [
                Para(f"{letter}. {each.text}"),
                Lines(tuple(f"{option} ({o})" for o, option in enumerate(each.options, 1))),
            ]
            found.append(
                Asked(
                    each.text, letter, each.kind, tuple(f"{option} ({o})" for o, option in enumerate(each.options, 1))
                )
            )
    return Drawn(tuple(found), tuple(pieces))
