"""Comparing texts costs as much as they are long: ten times the text, at most fifteen times the steps."""

import random
import re
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

SMALL = 300
LEAST, PER_ITEM = 6_000, 60
"""What any comparison may take: so many steps, and so many for each word, mark and space of both texts."""
HARD = (
    "one word again and again", "two words in turn", "few words, one paragraph", "many words, one paragraph",
    "letters and marks in turn", "empty lines", "spaces", "each paragraph another", "each paragraph the same",
    "three stars and two", "dates", "brackets and full stops", "rows of a table", "choices on one line", "answers",
    "headings and questions", "instructions", "Roman numerals", "links that are never closed",
)  # fmt: skip


def written(shape: str, size: int) -> str:
    """A text of a shape that is the same however large: whole words, and numbers of as many digits."""
    text = re.sub(r"(?<!\d)\d{1,2}(?!\d)", lambda number: str(int(number[0]) + 100), SHAPES[shape](size))
    return text.rpartition(" ")[0] or text


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


def rotated(text: str) -> str:
    """Its last two thirds, then its first: from where on that is another text, if there is such a place."""
    begun = len(text) // 3
    every = (text[place:] + text[:place] for place in range(begun, begun + 30))
    return next((each for each in every if plain(each) != plain(text)), text)


def rotated_words(text: str) -> str:
    """Its last two thirds, then its first, by words: from where on that is another text."""
    words = text.split(" ")
    begun = len(words) // 3
    every = (" ".join(words[place:] + words[:place]) for place in range(begun, begun + 9))
    return next((each for each in every if plain(each) != plain(text)), text)


def both_ends(text: str) -> str:
    """Of each line, and of each hundred letters of a long one, the letters of both ends in turn."""
    parts = re.findall(r"[^\n]{1,100}\n?|\n", text)
    return "".join("".join(map("".join, zip(part, part[::-1], strict=True)))[: len(part)] for part in parts)


OTHERS: dict[str, Callable[[str], str]] = {
    "edited": edited,
    "words turned round": turned,
    "words shuffled": shuffled,
    "letters turned round": lambda text: text[::-1],
    "rotated": rotated,
    "words rotated": rotated_words,
    "lines turned round": lambda text: "\n".join(reversed(text.split("\n"))),
    "every seventh letter gone": lambda text: "".join(letter for n, letter in enumerate(text) if n % 7),
    "every second word": lambda text: " ".join(text.split(" ")[::2]),
    "letters of both ends in turn": both_ends,
    "nothing in common": lambda text: text.upper().replace(" ", "Q ").replace("\n", "Q\n") + "Q",
    "twice as long": lambda text: text + text,
    "one number": lambda _text: "1",
}

# What compares texts, and what bounds it.
WORD_BY_WORD: dict[str, Callable[[str, str], object]] = {
    # Bounded by alignment.LEAST_STEPS and STEPS for all of a comparison; beyond them a passage is told as replaced.
    "compare": compare,
    # Where the bound is reached the merging is left to people.
    "merge": lambda one, other: merge(one, other, edited(one)),
    "likeness": lambda one, other: (likeness(one, other), ratio(plain(one), plain(other), 0.01)),
}
# What compares texts after something else was done with them; by the worst of all shapes.
PREPARED: dict[str, Callable[[str, str], object]] = {
    # sameness.LONGEST characters of an answer.
    "entries that are the same": lambda one, other: alike("Why?", one, "Why?", other),
    "questions that are the same": lambda one, other: alike(one, "", other, ""),
    "fingerprints": lambda one, _other: (marks(one), text_sha256(one, one)),
}


def allowed(one: str, other: str) -> int:
    """How many steps the two texts may cost, whatever they are made of."""
    return LEAST + PER_ITEM * len(re.findall(r"\w+|[^\w\s]|\s", f"{one} {other}"))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("what", WORD_BY_WORD)
def test_no_text_takes_more_steps_than_its_words_allow(what: str, shape: str) -> None:
    text = SHAPES[shape](SMALL)
    for name, change in OTHERS.items():
        other = change(text)
        assert steps(lambda other=other: WORD_BY_WORD[what](text, other)) <= allowed(text, other), name


@pytest.mark.parametrize("words", [12, 20, 30])
def test_however_many_passages_share_one_allowance(words: int) -> None:
    chosen = random.Random(4)

    def paragraphs() -> str:
        return "".join(f"Part {n}.\n{' '.join(chosen.choices('abcdef', k=words))}\n" for n in range(1_200 // words))

    one, other = paragraphs(), paragraphs()
    # Plain words have few pieces beside them: half as many steps are enough.
    assert steps(lambda: compare(one, other)) <= allowed(one, other) // 2


@pytest.mark.parametrize("shape", HARD)
@pytest.mark.parametrize("what", WORD_BY_WORD)
def test_ten_times_the_text_takes_no_more_than_fifteen_times_the_steps(what: str, shape: str) -> None:
    act = WORD_BY_WORD[what]
    small, large = written(shape, SMALL), written(shape, 10 * SMALL)
    for name, change in OTHERS.items():
        one, other = change(small), change(large)
        # Ten times as large is the same only with the change in both: what equals itself costs nothing to compare.
        assert plain(small) != plain(one) or plain(large) == plain(other), name
        few, many = steps(lambda one=one: act(small, one)), steps(lambda other=other: act(large, other))
        assert many <= AT_MOST * few, name


@pytest.mark.parametrize("what", PREPARED)
def test_the_worst_text_of_ten_times_the_size_takes_no_more_than_fifteen_times_the_steps(what: str) -> None:
    act = PREPARED[what]

    def worst(size: int) -> int:
        changed = (edited, rotated, OTHERS["letters turned round"])
        pairs = [(SHAPES[shape](size), change) for shape in HARD for change in changed]
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

    small, large = papers(10), papers(100)
    few, many = steps(lambda: act(*small)), steps(lambda: act(*large))
    assert many <= AT_MOST * few


@pytest.mark.parametrize("kind", QUESTIONS)
def test_repeats_are_looked_for_among_so_many_questions_only(kind: str) -> None:
    """Bounded by repeats._MOST, _TIMES and _MOST_COMPARED, from as many questions on as reach the first."""

    def paper(count: int) -> list[PaperQuestion]:
        asked = [QUESTIONS[kind](n) for n in [*range(count), *range(count)]]
        return [PaperQuestion(text=each.text, number=each.number) for each in asked]

    small, large = paper(20), paper(200)
    few, many = steps(lambda: merged(small)), steps(lambda: merged(large))
    assert many <= AT_MOST * few
