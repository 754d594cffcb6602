"""Finished responses: the questions are those of the paper, and the answers hold lists, headings and questions."""

from random import Random

from tests.question_sets.generating.asked import DOCX, HTML, MD, PDF, PRINTED, Drawn, family
from tests.question_sets.generating.numbering import PLAIN, WORDED, Numbering, numbered
from tests.question_sets.generating.pieces import Heading, Listed, Para, Piece
from tests.question_sets.generating.words import Words

RHETORICAL = ("But who would pay for {thing}?", "What, then, would become of {thing}?")


def _answer(words: Words) -> list[Piece]:
    pieces: list[Piece] = [Para(words.answer())]
    if words.random.random() < 0.5:
        pieces.append(
            Listed(
                tuple(words.answer() for _ in range(words.random.randint(2, 3))), counted=words.random.random() < 0.5
            )
        )
    if words.random.random() < 0.3:
        pieces.append(Para(f"{words.answer()} {words.said(words.random.choice(RHETORICAL))} {words.answer()}"))
    return pieces


@family("response with answers and lists in them")
def answered(random: Random) -> Drawn:
    words = Words(random)
    counted = numbered(words.some(3, 7, words.asks), random.choice(WORDED))
    pieces: list[Piece] = [Heading(f"Response to {words.title()}", 1), Para(words.answer())]
    for label, asked in counted:
        pieces += [Para(f"{label} {asked.text}", look="bold"), *_answer(words)]
    return Drawn(tuple(asked for _, asked in counted), tuple(pieces))


@family("response whose questions are headings")
def headings(random: Random) -> Drawn:
    """Codes for numbers, headings of the answer's own below, and a contents list before."""
    words = Words(random)
    code = random.choice(("P", "Q", "C"))
    counted = numbered(
        words.some(4, 8, words.asks), Numbering("", code + "{n}", "{n}" if code == "Q" else code + "{n}")
    )
    pieces: list[Piece] = [Heading(f"Response to {words.title()}", 1), Heading("Introduction"), Para(words.prose())]
    for place, (label, asked) in enumerate(counted):
        pieces += [Heading(words.chapter())] if place % 3 == 0 else []
        pieces += [Heading(f"{label} {asked.text}", 3), *_answer(words)]
        pieces += [Heading("In summary", 4), Para(words.answer())] if random.random() < 0.3 else []
    return Drawn(tuple(asked for _, asked in counted), tuple(pieces))


@family("response that quotes questions without numbers", (DOCX, HTML, MD, PDF, PRINTED))
def quoted(random: Random) -> Drawn:
    """A question of the paper stands set in under each heading; recommendations follow the answer."""
    words = Words(random)
    asked = words.some(3, 5, words.yes_no)
    asked = [type(each)(each.text) for each in asked]
    look = random.choice(("indented", "italic", "boxed"))
    pieces: list[Piece] = [Heading(f"Submission on {words.title()}", 1), Para(words.answer())]
    for n, each in enumerate(asked, 1):
        pieces += [Heading(words.chapter()), Para(each.text, look=look), *_answer(words)]
        pieces += [Heading(f"Recommendation {n}", 3), Para(words.answer())]
    return Drawn(tuple(asked), tuple(pieces))


@family("response that quotes nothing")
def free(random: Random) -> Drawn:
    words = Words(random)
    pieces: list[Piece] = [Heading(f"Submission on {words.title()}", 1), Para(words.answer())]
    for n in range(1, random.randint(3, 6)):
        pieces += [Heading(f"{n}. {words.chapter()}"), *_answer(words), Para(words.answer())]
    return Drawn((), tuple(pieces))


@family("some of many coded questions answered")
def some_answered(random: Random) -> Drawn:
    words = Words(random)
    code = random.choice(("SZ", "CO", "HT"))
    wanted = sorted(random.sample(range(1, 20), random.randint(3, 5)))
    asked = words.some(len(wanted), len(wanted), words.asks)
    pieces: list[Piece] = [Heading(f"Response to {words.title()}", 1), Para("We answer the questions that concern us.")]
    found = []
    for n, each in zip(wanted, asked, strict=True):
        ((label, counted),) = numbered([each], Numbering("", f"{code}-{{n}}", f"{code}-{{n}}"), n)
        pieces += [Para(f"{label}. {counted.text}", look="bold"), *_answer(words)]
        found.append(counted)
    return Drawn(tuple(found), tuple(pieces))


@family("numbered answers to unnumbered headings", (MD, DOCX))
def imperative(random: Random) -> Drawn:
    """Questions that are told, not asked, with the answer as a numbered list."""
    words = Words(random)
    told = (
        "Please set out your view of {thing}.",
        "Describe any risk to {thing}.",
        "Give an estimate of the cost of {thing}.",
    )
    asked = words.some(3, 3, lambda: type(words.asks())(words.said(random.choice(told))))
    counted = numbered(asked, PLAIN[5])
    pieces: list[Piece] = [Heading(f"Response to {words.title()}", 1)]
    for label, each in counted:
        pieces += [Para(each.text, label), Listed(tuple(words.answer() for _ in range(3)), counted=True)]
    return Drawn(tuple(each for _, each in counted), tuple(pieces))


@family("evidence in numbered paragraphs")
def evidence(random: Random) -> Drawn:
    """Paragraphs counted from the first to the last, none of which asks the reader, though some wonder."""
    words = Words(random)
    pieces: list[Piece] = [Heading(f"Evidence on {words.title()}", 1)]
    for n in range(1, random.randint(6, 12)):
        pieces += [Heading(words.chapter(), 3)] if random.random() < 0.3 else []
        wondered = f" {words.said(random.choice(RHETORICAL))}" if random.random() < 0.3 else ""
        pieces.append(Para(f"{n}. {words.answer()}{wondered} {words.prose()}"))
    return Drawn((), tuple(pieces))
