"""Comparing texts costs as much as they are long: ten times the text, at most fifteen times the steps."""

import random
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from consult.drafting.matching import match_answers
from consult.drafting.merging import compare, merge
from consult.library.sameness import alike, marks, text_sha256
from consult.question_sets.editions import changes, match
from consult.question_sets.likeness import likeness, plain, ratio
from consult.question_sets.models import Question
from consult.question_sets.paper import FoundAnswer, PaperQuestion
from consult.question_sets.recognising.repeats import merged
from tests.costs.shapes import SHAPES
from tests.costs.steps import AT_MOST, steps

SMALL = 600
HARD = (
    "one word again and again", "two words in turn", "few words, one paragraph", "many words, one paragraph",
    "letters and marks in turn", "empty lines", "spaces", "each paragraph another", "each paragraph the same",
)  # fmt: skip


def edited(text: str) -> str:
    """The text with every ninth word another and two paragraphs more."""
    words = text.split(" ")
    words[::9] = [f"{word}x" for word in words[::9]]
    return "Before.\n\n" + " ".join(words) + "\n\nAfter."


def turned(text: str) -> str:
    """The same words from the end to the beginning."""
    return " ".join(reversed(text.split(" ")))


def shuffled(text: str) -> str:
    """The same words in no order."""
    words = text.split(" ")
    random.Random(3).shuffle(words)
    return " ".join(words)


OTHERS: dict[str, Callable[[str], str]] = {
    "edited": edited,
    "words turned round": turned,
    "words shuffled": shuffled,
    "letters turned round": lambda text: text[::-1],
    "nothing in common": lambda text: text.upper().replace(" ", "Q ").replace("\n", "Q\n") + "Q",
    "twice as long": lambda text: text + text,
    "one number": lambda _text: "1",
}

# What compares texts, and what bounds it.
COMPARING: dict[str, Callable[[str, str], object]] = {
    # Bounded by alignment.LEAST_STEPS and STEPS between two anchors; beyond them the passage is told as replaced.
    "compare": compare,
    # Where the bound is reached the merging is left to people.
    "merge": lambda one, other: merge(one, other, edited(one)),
    "likeness": lambda one, other: (likeness(one, other), ratio(plain(one), plain(other), 0.01)),
    # sameness.LONGEST characters of an answer.
    "entries that are the same": lambda one, other: alike("Why?", one, "Why?", other),
    "questions that are the same": lambda one, other: alike(one, "", other, ""),
    "fingerprints": lambda one, _other: (marks(one), text_sha256(one, one)),
}


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("shape", HARD)
@pytest.mark.parametrize("what", ["compare", "likeness"])
def test_ten_times_the_text_takes_no_more_than_fifteen_times_the_steps(what: str, shape: str, other: str) -> None:
    act = COMPARING[what]

    def taken(size: int) -> int:
        text = SHAPES[shape](size)
        changed = OTHERS[other](text)
        return steps(lambda: act(text, changed))

    # At one length or another a text turned round is itself, which costs nothing: so the next lengths count too.
    assert taken(10 * SMALL) <= AT_MOST * max(taken(SMALL + more) for more in (0, 3, 5))


@pytest.mark.parametrize("what", COMPARING)
def test_the_worst_text_of_ten_times_the_size_takes_no_more_than_fifteen_times_the_steps(what: str) -> None:
    act = COMPARING[what]

    def worst(size: int) -> int:
        pairs = [(SHAPES[shape](size), change) for shape in HARD for change in OTHERS.values()]
        return max(steps(lambda text=text, change=change: act(text, change(text))) for text, change in pairs)

    assert worst(10 * SMALL) <= AT_MOST * worst(SMALL)


@dataclass(frozen=True)
class Asked:
    """A question of an edition."""

    number: str | None
    text: str


QUESTIONS: dict[str, Callable[[int], Asked]] = {
    "numbered": lambda n: Asked(str(n), f"Do you agree with proposal {n} for the square, and with its cost?"),
    "one number": lambda n: Asked("1", f"Do you agree with proposal {n} for the square, and with its cost?"),
    "one text": lambda _n: Asked(None, "Please say why you think so."),
    "one text, numbered": lambda n: Asked(str(n), "Please say why you think so."),
    "nearly one text": lambda n: Asked(None, "Please say why you think so, " + "very " * (n % 9)),
    "the same words in another order": lambda n: Asked(None, " ".join(f"w{(k * (n + 1)) % 31}" for k in range(30))),
    "words of their own": lambda n: Asked(str(n), " ".join(f"w{n}x{k}" for k in range(12))),
    "one that is long": lambda n: Asked("1", "long words " * (200 if n == 3 else 3) + str(n)),
    "without words": lambda n: Asked(str(n), "?"),
}

# Two papers of many questions; bounded by editions._MOST and _MOST_WORDS, matching._MOST.
MATCHING: dict[str, Callable[[list[Asked], list[Asked]], object]] = {
    "editions": lambda old, new: changes(old, new, match(old, new)),
    "answers of a file": lambda old, new: match_answers(
        [Question(id=n, number=each.number or "", text=each.text) for n, each in enumerate(old)],
        [FoundAnswer(each.text, each.number, 0, "Yes") for each in new],
    ),
}


@pytest.mark.parametrize("what", MATCHING)
@pytest.mark.parametrize("kind", QUESTIONS)
def test_ten_times_the_questions_take_no_more_than_fifteen_times_the_steps(what: str, kind: str) -> None:
    make, act = QUESTIONS[kind], MATCHING[what]

    def papers(count: int) -> tuple[list[Asked], list[Asked]]:
        old = [make(n) for n in range(count)]
        return old, [Asked(each.number, f"{each.text} And more?") for each in reversed(old)]

    small, large = papers(30), papers(300)
    few, many = steps(lambda: act(*small)), steps(lambda: act(*large))
    assert many <= AT_MOST * few


@pytest.mark.parametrize("kind", QUESTIONS)
def test_repeats_are_looked_for_among_so_many_questions_only(kind: str) -> None:
    """Bounded by repeats._MOST and _MOST_COMPARED, from as many questions on as reach them."""

    def paper(count: int) -> list[PaperQuestion]:
        asked = [QUESTIONS[kind](n) for n in [*range(count), *range(count)]]
        return [PaperQuestion(text=each.text, number=each.number) for each in asked]

    small, large = paper(300), paper(3_000)
    few, many = steps(lambda: merged(small)), steps(lambda: merged(large))
    assert many <= AT_MOST * few
