"""The whole paper as passages: every block in its place, and why what looks like a question was left out."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.question_sets.extract import extract
from consult.question_sets.paper import Paper
from consult.question_sets.readers.blocks import Block
from consult.question_sets.recognising.recognise import recognise
from tests.question_sets.layouts import PAPER_LAYOUTS, RESPONSE_LAYOUTS, Asked
from tests.question_sets.lists import question_lists


def read(source: str) -> Paper:
    return extract("paper.md", source.encode())


def ignored(paper: Paper) -> dict[str, str]:
    return {passage.text: passage.ignored for passage in paper.passages if passage.ignored}


def words(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


LAYOUTS = PAPER_LAYOUTS | {name: layout for name, layout in RESPONSE_LAYOUTS.items() if not name.startswith("PDF")}


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=2, deadline=None)
@given(asked=question_lists)
def test_places_hold_the_question_and_nothing_of_the_next(layout: str, asked: list[Asked]) -> None:
    paper = extract(*LAYOUTS[layout](asked))
    assert [passage.place for passage in paper.passages] == list(range(1, len(paper.passages) + 1))
    before = 0
    for question in paper.questions:
        assert before <= question.first <= question.last <= len(paper.passages)
        before = question.last
        printed = words(" ".join(passage.text for passage in paper.passages[question.first - 1 : question.last]))
        assert words(question.text) in printed
        assert words(question.answer or "") in printed


def test_places_cover_options_parts_and_limits() -> None:
    paper = read(
        "# Paths\n\n1. Do you agree with the plan?\n\n- [ ] Yes\n- [ ] No\n\nUp to 100 words\n\n"
        "The plan has two parts.\n\n"
        "2. What do you think of:\n\n- the paving\n- the lamps\n\nThank you.\n"
    )
    spans = [[paper.passages[place - 1].text for place in (q.first, q.last)] for q in paper.questions]
    assert spans == [["1. Do you agree with the plan?", "Up to 100 words"], ["2. What do you think of:", "the lamps"]]


def test_question_in_a_table_has_the_places_of_its_cells() -> None:
    paper = read(
        "# Form\n\n| No. | Question | Your answer |\n|---|---|---|\n| 1 | Is it wet? | |\n| 2 | Is it dry? | |\n"
    )
    assert [paper.passages[q.first - 1].text for q in paper.questions] == ["Is it wet?", "Is it dry?"]


def test_blocks_without_places_are_counted_and_pages_kept() -> None:
    paper = recognise([Block("Paths", level=1, page=1), Block("1. Is it wet?", page=1), Block("2. Is it dry?", page=2)])
    assert [(q.first, q.last, q.page) for q in paper.questions] == [(2, 2, 1), (3, 3, 2)]


def test_what_the_reader_of_the_file_marked_is_skipped_and_says_why() -> None:
    blocks = [
        Block("Paths", level=1),
        Block("1. Is it wet in", page=1),
        Block("9. What is a header?", ignored="Running header"),
        Block("winter?", page=2),
        Block("2. Is it dry?"),
    ]
    paper = recognise(blocks)
    assert [q.text for q in paper.questions] == ["Is it wet in winter?", "Is it dry?"]
    assert ignored(paper) == {"9. What is a header?": "Running header"}


def test_furniture_says_what_it_is() -> None:
    blocks = [
        Block("Paths", level=1),
        Block("Contents", level=2),
        Block("1. Why paths? ........ 3"),
        Block("2. What next"),
        Block("Chapter 1", level=2),
        Block("1. Is it wet?", page=3),
        Block("Page 3 of 9", page=3),
        Block("See the 2025 count.", footnote=True),
        Block("2. Is it dry?", page=4),
    ]
    paper = recognise(blocks)
    assert [q.text for q in paper.questions] == ["Is it wet?", "Is it dry?"]
    assert ignored(paper) == {
        "Contents": "Contents list",
        "1. Why paths? ........ 3": "Contents list",
        "2. What next": "Contents list",
        "Page 3 of 9": "Page number",
        "See the 2025 count.": "Footnote",
    }


def test_questions_that_are_not_put_to_the_reader_say_why() -> None:
    paper = read(
        "# Paths\n\n## What is a path?\n\nA path is a way on foot. But who owns it? Nobody knows.\n\n"
        "## Questions\n\nQuestion 1: Is it wet?\n\nQuestion 2: Is it dry?\n\n"
        "## Frequently asked questions\n\nCan I cycle on a path?\n\nNo.\n\n"
        "## About you\n\nYour name:\n\nE-mail address:\n"
    )
    assert [q.text for q in paper.questions] == ["Is it wet?", "Is it dry?"]
    assert ignored(paper) == {
        "What is a path?": "Rhetorical or a heading: not put to the reader",
        "A path is a way on foot. But who owns it? Nobody knows.": "Rhetorical or a heading: not put to the reader",
        "Can I cycle on a path?": "Frequently asked question, answered in the paper itself",
        "Your name:": "About whoever responds",
        "E-mail address:": "About whoever responds",
    }


def test_printing_that_repeats_a_question_names_it() -> None:
    first = ["Is the northern path too wet to walk in winter?", "Should the southern path be lit at night?"]
    chapters = "\n\n".join(f"Question {n}: {text}" for n, text in enumerate(first, 1))
    paper = read(f"# Paths\n\n## Chapter\n\n{chapters}\n\n## Annex A: all questions\n\n{chapters}\n")
    assert [(q.number, q.first < q.last or q.first) for q in paper.questions] == [("1", 3), ("2", 4)]
    assert list(ignored(paper).values()) == ["Repeats question 1", "Repeats question 2"]
    assert [p.place for p in paper.passages if p.ignored] == [6, 7]


def test_fuller_printing_of_a_repeat_has_its_own_places() -> None:
    paper = read(
        "# Paths\n\n## Summary\n\nQuestion 1: Is the northern path too wet to walk in winter?\n\n"
        "Question 2: Should the southern path be lit at night?\n\n## Form\n\n"
        "Question 1: Is the northern path too wet to walk in winter?\n\n- [ ] Yes\n- [ ] No\n\n"
        "Question 2: Should the southern path be lit at night?\n\n- [ ] Yes\n- [ ] No\n"
    )
    texts = [[paper.passages[place - 1].text for place in (q.first, q.last)] for q in paper.questions]
    assert [end for _, end in texts] == ["No", "No"]
    assert list(ignored(paper).values()) == ["Repeats question 1", "Repeats question 2"]
    assert [p.place for p in paper.passages if p.ignored] == [3, 4]


@pytest.mark.parametrize(
    ("line", "words", "characters"),
    [
        ("2000 character(s) maximum", None, 2000),
        ("maximum 4,000 characters including spaces", None, 4000),
        ("up to 1,500 characters", None, 1500),
        ("Maximum 300 words", 300, None),
        ("Please limit your answer to 250 words.", 250, None),
    ],
)
def test_length_limit_on_its_own_line_or_in_the_stem(line: str, words: int | None, characters: int | None) -> None:
    below = read(f"# Paths\n\nQ1. What would you change?\n\n{line}\n\nQ2. Why?\n").questions[0]
    assert (below.text, below.word_limit, below.character_limit) == ("What would you change?", words, characters)
    if not line.startswith("Please"):
        inside = read(f"# Paths\n\nQ1. What would you change? ({line})\n\nQ2. Why?\n").questions[0]
        assert (inside.text, inside.word_limit, inside.character_limit) == ("What would you change?", words, characters)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.builds(
            Block,
            st.text(alphabet="Q1a.? ☐\t(", max_size=20),
            level=st.integers(0, 3),
            footnote=st.booleans(),
            page=st.none() | st.integers(1, 3),
            ignored=st.sampled_from(["", "", "Running header"]),
        ),
        max_size=15,
    )
)
def test_every_block_is_a_passage_whatever_it_holds(blocks: list[Block]) -> None:
    copies = [replace(block) for block in blocks]
    paper = recognise(copies)
    assert [(p.place, p.text, p.level, p.page) for p in paper.passages] == [
        (n, block.text, block.level, block.page) for n, block in enumerate(blocks, 1)
    ]
    for block, passage in zip(blocks, paper.passages, strict=True):
        assert not block.ignored or passage.ignored == block.ignored
    for question in paper.questions:
        assert 1 <= question.first <= question.last <= len(blocks)


def test_thirteen_thousand_passages_are_recognised_in_a_moment() -> None:
    prose = "{n}. The council has looked at the paths near the river, and found them wet; see section 4 and the annex."
    asked = "Question {n}: Do you agree with the proposals in paragraphs {n} to 9? Please give reasons."
    blocks = [
        Block((asked.format(n=n // 40 + 1) if n % 40 == 7 else prose.format(n=n)), place=n) for n in range(1, 13_001)
    ]
    began = time.process_time()
    paper = recognise(blocks)
    # Under 1 second on a quiet machine; the rest is for one that is shared.
    assert time.process_time() - began < 5
    assert len(paper.questions) == 325
