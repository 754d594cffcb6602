"""Papers that print each question twice: in a list at the end, in a contents list, in other words."""

from dataclasses import replace
from random import Random

from tests.question_sets.generating.asked import Asked, Drawn, family
from tests.question_sets.generating.numbering import PLAIN, WORDED, numbered
from tests.question_sets.generating.pieces import Heading, Para, Piece
from tests.question_sets.generating.words import THINGS, Words

SHORT = ("Should {thing} be closed in winter?", "Who should look after {thing}?", "How should {thing} be paid for?")
FULL = (
    "Do you think that {thing} should be closed from November to March? Please explain.",
    "In your view, who should look after {thing} in years to come?",
    "How do you think that {thing} should be paid for, now and later?",
)


@family("annex that lists every question again")
def listed_again(random: Random) -> Drawn:
    words = Words(random)
    counted = numbered(words.some(3, 6, words.asks), random.choice(WORDED))
    pieces: list[Piece] = [Heading(words.title(), 1)]
    for label, asked in counted:
        pieces += [Heading(words.chapter()), Para(words.prose()), Para(f"{label} {asked.text}", look="bold")]
    pieces.append(
        Heading(
            random.choice(
                ("Annex A: list of questions", "Summary of consultation questions", "Annex B: full list of questions")
            )
        )
    )
    pieces += [Para(f"{label} {asked.text}") for label, asked in counted]
    return Drawn(tuple(asked for _, asked in counted), tuple(pieces))


@family("annex that asks in other words")
def in_other_words(random: Random) -> Drawn:
    words = Words(random)
    things = random.sample(THINGS, random.randint(3, 5))
    pairs = [(SHORT[n % 3].format(thing=thing), FULL[n % 3].format(thing=thing)) for n, thing in enumerate(things)]
    counted = numbered([Asked(full) for _, full in pairs], random.choice(WORDED))
    pieces: list[Piece] = [Heading(words.title(), 1)]
    for (label, _), (short, _) in zip(counted, pairs, strict=True):
        pieces += [Heading(words.chapter()), Para(words.prose()), Para(f"{label} {short}", look="bold")]
    pieces += [Heading("Annex A: list of questions"), *(Para(f"{label} {asked.text}") for label, asked in counted)]
    return Drawn(tuple(asked for _, asked in counted), tuple(pieces), either=dict(pairs))


@family("options in the annex only")
def with_options_later(random: Random) -> Drawn:
    """Chapters ask, and the form at the end asks the same with its boxes: there they are to be taken from."""
    words = Words(random)
    counted = numbered(words.some(3, 5, words.yes_no), random.choice(PLAIN))
    pieces: list[Piece] = [Heading(words.title(), 1)]
    for label, asked in counted:
        pieces += [Heading(words.chapter()), Para(words.prose()), Para(f"{label} {asked.text}", look="bold")]
    pieces.append(Heading("Annex A: response form"))
    for label, asked in counted:
        pieces += [Para(f"{label} {asked.text}"), Para("   ".join(f"☐ {option}" for option in asked.options))]
    return Drawn(tuple(replace(asked) for _, asked in counted), tuple(pieces))


@family("the same numbers put to two bodies")
def to_two_bodies(random: Random) -> Drawn:
    """Two lists one after the other: some questions are put to both in almost the same words, others are not."""
    words = Words(random)
    first = words.some(4, 5, words.asks)
    almost = [replace(each, text=each.text.replace("?", " now?", 1)) for each in first[1:-1] if "?" in each.text]
    second = [words.fresh(words.asks), *almost, words.fresh(words.asks)]
    pieces: list[Piece] = [Heading(words.title(), 1), Heading("Our questions"), Para(words.prose())]
    found: list[Asked] = []
    for body, listed in (("council", first), ("county", second)):
        pieces.append(Para(f"We put the following questions to the {body}:"))
        for label, asked in numbered(listed, PLAIN[0]):
            pieces.append(Para(f"{label} {asked.text}"))
            found.append(asked)
    return Drawn(tuple(found), tuple(pieces))
