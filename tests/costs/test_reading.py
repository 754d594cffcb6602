"""Reading a paper costs as much as it is long: ten times the text, at most fifteen times the steps.

What an expression does with a text within one call is not counted as steps; the shapes here are those that took longest
by the clock when every shape was tried at 140,000 characters.
"""

import contextlib

import pytest

from consult.question_sets.asking import sentences
from consult.question_sets.extract import extract
from consult.question_sets.paper import UnreadablePaper
from consult.question_sets.readers.markdown_marks import plain
from tests.costs.shapes import SHAPES
from tests.costs.steps import AT_MOST, steps

# Bounded by counts._OPEN_COUNTS, draft._LOOKED_AT, repeats._MOST_COMPARED and, in all, by the reader's limits.
HARD = (
    "numbered questions", "questions of one number", "questions with references", "references", "abbreviations",
    "a question and instructions", "a question and its paragraphs", "choices", "answers of one question",
    "quotations in quotations",
)  # fmt: skip
SMALL = 3_000


def read(name: str, text: str) -> None:
    """Read a paper, whatever is found in it."""
    with contextlib.suppress(UnreadablePaper):
        extract(name, text.encode())


@pytest.mark.parametrize("shape", HARD)
def test_ten_times_the_paper_takes_no_more_than_fifteen_times_the_steps(shape: str) -> None:
    small, large = SHAPES[shape](SMALL), SHAPES[shape](10 * SMALL)
    few, many = steps(lambda: read("paper.md", small)), steps(lambda: read("paper.md", large))
    assert many <= AT_MOST * few


def test_a_question_that_goes_on_for_a_thousand_paragraphs_takes_no_longer_for_each() -> None:
    """Beyond number 999 a label is none, so all that follows is held against the last question."""
    small, large = ("1. Do you agree?\n\n" + "".join(f"Is it {n}?\n\n" for n in range(count)) for count in (60, 600))
    few, many = steps(lambda: read("p.txt", small)), steps(lambda: read("p.txt", large))
    assert many <= AT_MOST * few


def test_emphasis_that_is_never_closed_is_looked_for_once() -> None:
    """What a reader sees of it, too, is what it was."""
    assert plain("**a **b** c **d") == "a **b c **d"
    assert plain("***a*** and __b__ and **c") == "a and b and **c"
    assert plain("**a " * 20_000) == ("**a " * 20_000).strip()


def test_abbreviations_do_not_end_a_sentence_however_many_there_are() -> None:
    assert sentences("See para. No. 3 etc. As said. Then more.") == ["See para. No. 3 etc. As said.", "Then more."]
